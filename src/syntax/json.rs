//! The JSON parser: RFC 8259 exactly, iterative, one pass from text to [`Tape`]. With comments if the [`Dialect`] has
//! them: a second instance of the same code, so that the first pays nothing for it.
//!
//! Where the text is no JSON, it stops at the first offence and leaves the wording to [`fault`](super::fault).
//! Numbers are checked and kept as text. Lone surrogates are accepted and listed, as are duplicate keys.

use std::collections::HashMap;

use super::dialect::Dialect;
use super::fault::{Expected, Fault, Offence};
use super::tape::{Document, DuplicateKey, Kind, LoneSurrogate, Node, NodeId, Tape};
use crate::limits;

/// A parser with buffers that it reuses from text to text.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    tape: Tape,
    /// The containers that are open, outermost first.
    open: Vec<NodeId>,
    dialect: Dialect,
}

impl Parser {
    /// A parser of JSON itself.
    #[cfg(test)]
    pub(crate) fn new() -> Self {
        Parser::default()
    }

    pub(crate) fn of(dialect: Dialect) -> Self {
        Parser {
            dialect,
            ..Parser::default()
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Says which element comes first where the next texts are arrays: pointers count from it.
    pub(crate) fn count_elements_from(&mut self, first: usize) {
        self.tape.first_element = first;
    }

    /// Parses one JSON text. White space may surround it, nothing else; a byte order mark at the start is skipped
    /// (RFC 8259 section 8.1 allows that), and offsets count it.
    pub(crate) fn parse<'p>(&'p mut self, text: &'p str) -> Result<Document<'p>, Fault> {
        self.tape.clear();
        self.open.clear();
        if u32::try_from(text.len()).is_err() {
            return Err(Fault::too_long(text.len()));
        }
        let at = if text.starts_with('\u{FEFF}') {
            '\u{FEFF}'.len_utf8()
        } else {
            0
        };
        let reader = Reader {
            text,
            bytes: text.as_bytes(),
            at,
            tape: &mut self.tape,
            open: &mut self.open,
        };
        let outcome = match self.dialect {
            Dialect::Json => reader.text::<false>(),
            Dialect::JsonWithComments => reader.text::<true>(),
        };
        match outcome {
            Ok(()) => Ok(Document {
                text,
                tape: &self.tape,
            }),
            Err(offence) => {
                let mut open = self
                    .open
                    .iter()
                    .map(|id| self.tape.nodes[id.0 as usize].start as usize);
                Err(offence.explain(text, open.next_back(), self.dialect))
            }
        }
    }
}

struct Reader<'p> {
    text: &'p str,
    bytes: &'p [u8],
    at: usize,
    tape: &'p mut Tape,
    open: &'p mut Vec<NodeId>,
}

impl Reader<'_> {
    /// `COMMENTS`: whether comments are white space, and a comma may stand behind the last item.
    fn text<const COMMENTS: bool>(mut self) -> Result<(), Offence> {
        let mut expected = Expected::Value;
        'value: loop {
            self.skip_white_space::<COMMENTS>();
            let start = self.at;
            match self.peek() {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{') => {
                    self.enter(Kind::Object)?;
                    self.skip_white_space::<COMMENTS>();
                    if self.peek() == Some(b'}') {
                        self.leave();
                    } else {
                        self.key::<COMMENTS>(Expected::KeyOrEnd)?;
                        expected = Expected::Value;
                        continue 'value;
                    }
                }
                Some(b'[') => {
                    self.enter(Kind::Array)?;
                    self.skip_white_space::<COMMENTS>();
                    if self.peek() == Some(b']') {
                        self.leave();
                    } else {
                        expected = Expected::ValueOrEnd;
                        continue 'value;
                    }
                }
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b't') if self.bytes[start..].starts_with(b"true") => self.literal(Kind::True, 4)?,
                Some(b'f') if self.bytes[start..].starts_with(b"false") => self.literal(Kind::False, 5)?,
                Some(b'n') if self.bytes[start..].starts_with(b"null") => self.literal(Kind::Null, 4)?,
                _ => return Err(Offence::Unexpected { at: start, expected }),
            }
            loop {
                self.skip_white_space::<COMMENTS>();
                let Some(&container) = self.open.last() else {
                    return match self.peek() {
                        None => Ok(()),
                        Some(_) => Err(Offence::Unexpected {
                            at: self.at,
                            expected: Expected::EndOfText,
                        }),
                    };
                };
                let in_array = self.tape.nodes[container.0 as usize].kind == Kind::Array;
                match (self.peek(), in_array) {
                    (Some(b','), true) => {
                        self.at += 1;
                        if COMMENTS {
                            self.skip_white_space::<COMMENTS>();
                            if self.peek() == Some(b']') {
                                continue;
                            }
                        }
                        expected = Expected::Value;
                        continue 'value;
                    }
                    (Some(b','), false) => {
                        self.at += 1;
                        self.skip_white_space::<COMMENTS>();
                        if COMMENTS && self.peek() == Some(b'}') {
                            continue;
                        }
                        self.key::<COMMENTS>(Expected::Key)?;
                        expected = Expected::Value;
                        continue 'value;
                    }
                    (Some(b']'), true) => self.leave(),
                    (Some(b'}'), false) => {
                        self.note_duplicates(container);
                        self.leave();
                    }
                    _ => {
                        let expected = if in_array {
                            Expected::CommaOrBracket
                        } else {
                            Expected::CommaOrBrace
                        };
                        return Err(Offence::Unexpected {
                            at: self.at,
                            expected,
                        });
                    }
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_white_space<const COMMENTS: bool>(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
        if COMMENTS && self.peek() == Some(b'/') {
            self.skip_comments();
        }
    }

    /// Skips comments and the white space behind them. A comment that is never closed stays: nothing that is expected
    /// begins with it.
    #[cold]
    fn skip_comments(&mut self) {
        while let Some(end) = comment_end(self.bytes, self.at) {
            self.tape.comments.push(self.at..end);
            self.at = end;
            self.skip_white_space::<false>();
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "`parse` refuses texts that u32 cannot address"
    )]
    fn push(&mut self, kind: Kind, start: usize, end: usize) -> NodeId {
        let id = NodeId(self.tape.nodes.len() as u32);
        self.tape.nodes.push(Node {
            start: start as u32,
            end: end as u32,
            link: 0,
            kind,
            escaped: false,
        });
        id
    }

    fn enter(&mut self, kind: Kind) -> Result<(), Offence> {
        if self.open.len() == limits::DEPTH {
            return Err(Offence::TooDeep { at: self.at });
        }
        let id = self.push(kind, self.at, self.at + 1);
        self.open.push(id);
        self.at += 1;
        Ok(())
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "`parse` refuses texts that u32 cannot address"
    )]
    fn leave(&mut self) {
        self.at += 1;
        let behind = self.tape.nodes.len() as u32;
        if let Some(id) = self.open.pop() {
            let node = &mut self.tape.nodes[id.0 as usize];
            node.end = self.at as u32;
            node.link = behind;
        }
    }

    fn key<const COMMENTS: bool>(&mut self, expected: Expected) -> Result<(), Offence> {
        if self.peek() != Some(b'"') {
            return Err(Offence::Unexpected {
                at: self.at,
                expected,
            });
        }
        let surrogates_before = self.tape.lone_surrogates.len();
        self.string()?;
        for lone in &mut self.tape.lone_surrogates[surrogates_before..] {
            lone.in_key = true;
        }
        self.skip_white_space::<COMMENTS>();
        if self.peek() != Some(b':') {
            return Err(Offence::Unexpected {
                at: self.at,
                expected: Expected::Colon,
            });
        }
        self.at += 1;
        Ok(())
    }

    fn literal(&mut self, kind: Kind, length: usize) -> Result<(), Offence> {
        let start = self.at;
        self.at += length;
        if self
            .peek()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(Offence::Unexpected {
                at: start,
                expected: Expected::Value,
            });
        }
        self.push(kind, start, self.at);
        Ok(())
    }

    /// RFC 8259 section 6.
    fn number(&mut self) -> Result<(), Offence> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => {
                self.at += 1;
                if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                    return Err(Offence::LeadingZero { at: self.at - 1 });
                }
            }
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(Offence::NoDigit { start, at: self.at }),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits_required(start)?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits_required(start)?;
        }
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
    }

    fn digits_required(&mut self, start: usize) -> Result<(), Offence> {
        let first = self.at;
        self.digits();
        if self.at == first {
            Err(Offence::NoDigit { start, at: self.at })
        } else {
            Ok(())
        }
    }

    /// RFC 8259 section 7.
    fn string(&mut self) -> Result<(), Offence> {
        let start = self.at;
        self.at = plain_end(self.bytes, start + 1);
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.push(Kind::String, start, self.at);
                Ok(())
            }
            Some(b'\\') => self.escaped_string(start),
            Some(_) => Err(Offence::ControlInString {
                at: self.at,
                quote: start,
            }),
            None => Err(Offence::UnclosedString { quote: start }),
        }
    }

    /// The rest of a string from its first escape on, decoded into the side buffer.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the decoded text is shorter than the text itself"
    )]
    fn escaped_string(&mut self, start: usize) -> Result<(), Offence> {
        let decoded_start = self.tape.decoded_text.len();
        self.tape.decoded_text.push_str(&self.text[start + 1..self.at]);
        let string = NodeId(self.tape.nodes.len() as u32);
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escape(string)?,
                Some(..0x20) => {
                    return Err(Offence::ControlInString {
                        at: self.at,
                        quote: start,
                    });
                }
                Some(_) => {
                    let plain = self.at;
                    self.at = plain_end(self.bytes, plain);
                    self.tape.decoded_text.push_str(&self.text[plain..self.at]);
                }
                None => return Err(Offence::UnclosedString { quote: start }),
            }
        }
        self.at += 1;
        self.push(Kind::String, start, self.at);
        let range = (decoded_start as u32, self.tape.decoded_text.len() as u32);
        if let Some(node) = self.tape.nodes.last_mut() {
            node.escaped = true;
            node.link = self.tape.decoded.len() as u32;
        }
        self.tape.decoded.push(range);
        Ok(())
    }

    fn escape(&mut self, string: NodeId) -> Result<(), Offence> {
        let backslash = self.at;
        match read_escape(&self.text[backslash..]) {
            Escape::Char { char, length } => {
                self.tape.decoded_text.push(char);
                self.at += length;
                Ok(())
            }
            Escape::LoneSurrogate => {
                self.tape.decoded_text.push(char::REPLACEMENT_CHARACTER);
                self.tape.lone_surrogates.push(LoneSurrogate {
                    string,
                    in_key: false,
                    at: backslash,
                });
                self.at += 6;
                Ok(())
            }
            Escape::Malformed => Err(Offence::BadEscape { at: backslash }),
        }
    }

    /// Lists the keys of a closed object that stand in it more than once, compared after unescaping.
    fn note_duplicates(&mut self, object: NodeId) {
        /// Up to here comparing each with each is cheaper than hashing. Beyond, hostile keys must not be quadratic.
        const FEW: usize = 16;
        let mut keys = [NodeId(0); FEW];
        let mut count = 0;
        // One bit for each key by a cheap hash: while no bit is hit twice, no two keys can be equal.
        let mut seen = 0_u64;
        let mut collided = false;
        let document = Document {
            text: self.text,
            tape: self.tape,
        };
        let end = self.tape.nodes.len();
        let mut next = object.0 as usize + 1;
        while next < end {
            let key = document.value(NodeId(u32::try_from(next).unwrap_or(u32::MAX)));
            let text = key.as_str().unwrap_or_default().as_bytes();
            let bit = 1 << (key_hash(text) & 63);
            collided |= seen & bit != 0;
            seen |= bit;
            if count < FEW {
                keys[count] = key.id();
            }
            count += 1;
            next = document.value(NodeId(key.id().0 + 1)).end_id().0 as usize;
        }
        if !collided {
            return;
        }
        let mut duplicates = Vec::new();
        if count <= FEW {
            for (at, &again) in keys[..count].iter().enumerate() {
                let text = document.value(again).as_str();
                let first = keys[..at]
                    .iter()
                    .find(|&&key| document.value(key).as_str() == text);
                duplicates.extend(first.map(|&first| DuplicateKey { first, again }));
            }
        } else {
            let mut firsts = HashMap::with_capacity(count);
            // The closing bracket has not been read, so the object's own end is not known yet: walk by hand.
            let mut next = object.0 + 1;
            while (next as usize) < end {
                let key = document.value(NodeId(next));
                match firsts.entry(key.as_str().unwrap_or_default()) {
                    std::collections::hash_map::Entry::Occupied(first) => {
                        duplicates.push(DuplicateKey {
                            first: *first.get(),
                            again: key.id(),
                        });
                    }
                    std::collections::hash_map::Entry::Vacant(slot) => {
                        slot.insert(key.id());
                    }
                }
                next = document.value(NodeId(next + 1)).end_id().0;
            }
        }
        self.tape.duplicates.append(&mut duplicates);
    }
}

/// Where the comment at `at` ends; none if there is none, or if it does not end. The line end behind a comment is not
/// part of it.
pub(crate) fn comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    let content = at + 2;
    match bytes.get(at..content)? {
        b"//" => {
            let length = memchr::memchr2(b'\n', b'\r', &bytes[content..]);
            Some(length.map_or(bytes.len(), |length| content + length))
        }
        b"/*" => memchr::memmem::find(&bytes[content..], b"*/").map(|length| content + length + 2),
        _ => None,
    }
}

/// Mixes length, first, middle and last byte: enough to tell the keys of a user apart.
fn key_hash(key: &[u8]) -> u64 {
    let byte = |at: usize| u64::from(key.get(at).copied().unwrap_or_default());
    let mixed =
        byte(0) ^ byte(key.len() / 2) << 2 ^ byte(key.len().wrapping_sub(1)) << 4 ^ (key.len() as u64) << 3;
    mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58
}

/// The first byte from `at` on that is a quote, a backslash or a control character, or the end of the text.
///
/// Eight bytes at a time (SWAR): strings are most of a payload.
fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    while let Some(chunk) = bytes
        .get(at..at + 8)
        .and_then(|chunk| <[u8; 8]>::try_from(chunk).ok())
    {
        let word = u64::from_le_bytes(chunk);
        // A byte is zero exactly where subtracting one borrows into its high bit and it had none itself. The
        // lowest such bit is exact; the ones above may be false, which is why only the lowest is used.
        let quote = word ^ (ONES * u64::from(b'"'));
        let backslash = word ^ (ONES * u64::from(b'\\'));
        let stops = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let stops = stops & HIGHS;
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes
        .get(at)
        .is_some_and(|&byte| byte != b'"' && byte != b'\\' && byte >= 0x20)
    {
        at += 1;
    }
    at
}

enum Escape {
    /// The character, and the bytes of the escape (two escapes for a surrogate pair).
    Char {
        char: char,
        length: usize,
    },
    LoneSurrogate,
    Malformed,
}

/// Reads the escape at the start of `text`, which is a backslash.
fn read_escape(text: &str) -> Escape {
    let char = match text.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return read_unicode_escape(text),
        _ => return Escape::Malformed,
    };
    Escape::Char { char, length: 2 }
}

fn read_unicode_escape(text: &str) -> Escape {
    let Some(unit) = hex_unit(text, 2) else {
        return Escape::Malformed;
    };
    if let Some(char) = char::from_u32(unit) {
        return Escape::Char { char, length: 6 };
    }
    let low = if text.as_bytes().get(6..8) == Some(b"\\u") {
        hex_unit(text, 8)
    } else {
        None
    };
    match low {
        Some(low @ 0xDC00..=0xDFFF) if unit < 0xDC00 => {
            let code_point = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
            let char = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
            Escape::Char { char, length: 12 }
        }
        _ => Escape::LoneSurrogate,
    }
}

/// The UTF-16 code unit that four hexadecimal digits at `at` spell.
fn hex_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.as_bytes().get(at..at + 4)?;
    digits.iter().try_fold(0, |unit, &digit| {
        Some(unit << 4 | char::from(digit).to_digit(16)?)
    })
}

/// Of a valid string's content: the bytes of the first character as it is spelled, and as it is decoded.
pub(super) fn spelled_length(content: &str) -> (usize, usize) {
    if !content.starts_with('\\') {
        let length = content.chars().next().map_or(0, char::len_utf8);
        return (length, length);
    }
    match read_escape(content) {
        Escape::Char { char, length } => (length, char.len_utf8()),
        Escape::LoneSurrogate => (6, char::REPLACEMENT_CHARACTER.len_utf8()),
        Escape::Malformed => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tape::Value;
    use super::*;

    fn keys_standing_twice(text: &str) -> Vec<(String, String)> {
        let mut parser = Parser::new();
        let document = parser.parse(text).expect("the test's text is JSON");
        let spelled = |id| document.value(id).raw().to_owned();
        document
            .duplicates()
            .iter()
            .map(|two| (spelled(two.first), spelled(two.again)))
            .collect()
    }

    #[test]
    fn duplicate_keys_are_compared_after_unescaping() {
        let pair = (r#""id""#.to_owned(), r#""\u0069d""#.to_owned());
        assert_eq!(keys_standing_twice(r#"{"id":1,"\u0069d":2}"#), [pair]);
        assert_eq!(keys_standing_twice(r#"{"a":{"b":1},"b":{"a":1}}"#), []);
    }

    #[test]
    fn duplicate_keys_are_found_among_few_and_among_many() {
        for count in [2, 15, 16, 17, 64, 1000] {
            let members: Vec<_> = (0..count)
                .map(|at| format!("\"k{}\":0", at % (count - 1)))
                .collect();
            let text = format!("{{{}}}", members.join(","));
            assert_eq!(
                keys_standing_twice(&text),
                [("\"k0\"".to_owned(), "\"k0\"".to_owned())],
                "{count}"
            );
        }
    }

    #[test]
    fn the_swar_scan_stops_where_a_byte_by_byte_scan_stops() {
        for length in 0..40 {
            for stop in [b'"', b'\\', 0x00, 0x1F, b'\n'] {
                for filler in [b'a', 0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F, 0x80, 0xA2, 0xDC, 0xFF] {
                    let mut bytes = vec![filler; 48];
                    bytes[length] = stop;
                    assert_eq!(plain_end(&bytes, 0), length, "{filler:#x} {stop:#x}");
                }
            }
        }
        assert_eq!(plain_end(b"abcdefghij", 3), 10);
    }

    #[test]
    fn nesting_is_followed_to_the_limit_and_no_further() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Parser::new().parse(&nested(limits::DEPTH)).is_ok());
        assert!(Parser::new().parse(&nested(limits::DEPTH + 1)).is_err());
        assert!(Parser::new().parse(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn buffers_are_clean_for_the_next_text() {
        let mut parser = Parser::new();
        parser.parse(r#"{"a\n":1,"a\n":"\ud800"}"#).expect("JSON");
        let document = parser.parse(r#"["x\ty"]"#).expect("JSON");
        assert!(document.duplicates().is_empty() && document.lone_surrogates().is_empty());
        let strings: Vec<_> = document.root().elements().filter_map(Value::as_str).collect();
        assert_eq!(strings, ["x\ty"]);
    }
}
