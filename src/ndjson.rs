//! Whether a source is NDJSON, and its lines. Knows bytes and JSON texts, nothing of users.
//!
//! A name or a shape can say that each line is a text. Where neither does, the lines themselves must: those that look
//! like records outnumber those that look like the frame of a text written over several lines. `corpus/README.md`
//! has the same rule for other implementations.

use crate::shape::Shape;
use crate::source::{BYTE_ORDER_MARK, Source, Span};
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;

/// Lines that begin behind this many bytes have no say in what the source is: how long that takes to find out must
/// not depend on its size.
const WINDOW: usize = 1 << 16;

/// Whether a source is NDJSON, and its JSON texts: the lines, or the whole.
pub(crate) fn texts<'s>(
    source: Source<'s>,
    wanted: Option<Shape>,
    parser: &mut Parser,
) -> (bool, impl Iterator<Item = Span> + use<'s>) {
    let is_ndjson = is_ndjson(source, wanted, parser);
    let has_comments = parser.dialect() == Dialect::JsonWithComments;
    let lines = is_ndjson.then(|| lines(source.bytes)).into_iter().flatten();
    let lines = lines.filter(move |line| !(has_comments && is_comment(line.of(source.bytes))));
    let whole = (!is_ndjson).then(|| Span::new(0, source.bytes.len()));
    (is_ndjson, lines.chain(whole))
}

/// Whether a line of a source with comments holds nothing but a comment, and so no text.
fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"//")
}

/// Whether a source holds one JSON text a line. Nobody who reads it line by line loses one for another that is broken.
fn is_ndjson(source: Source<'_>, wanted: Option<Shape>, parser: &mut Parser) -> bool {
    if wanted.is_some_and(|shape| shape != Shape::Ndjson) {
        return false;
    }
    let bytes = source.bytes;
    let has_comments = parser.dialect() == Dialect::JsonWithComments;
    let mut is_json = |text: &[u8]| encoding::decode(text).is_ok_and(|text| parser.parse(text).is_ok());
    // In UTF-16 and UTF-32 a newline is more than its byte: cut there, no line would be a text. A line that is one
    // shows that the first bytes only look so.
    if encoding::is_other_unicode(bytes) && !lines(bytes).any(|line| is_json(line.of(bytes))) {
        return false;
    }
    if wanted.is_some() {
        return true;
    }
    let Some(first) = lines(bytes).next() else {
        return is_called_ndjson(source.name);
    };
    if is_json(first.of(bytes)) {
        // Behind a text that is whole, comments may follow on lines of their own.
        return is_called_ndjson(source.name)
            || (lines(bytes).nth(1).is_some() && !(has_comments && is_json(bytes)));
    }
    (is_called_ndjson(source.name) || reads_as_records(bytes)) && !is_json(bytes)
}

/// Whether a long source is NDJSON, by its head. `is_json` says whether there is no offence in the head; none if that
/// cannot be told, and then this cannot be told either.
pub(crate) fn begins_as_lines(
    name: &str,
    head: &[u8],
    wanted: Option<Shape>,
    parser: &mut Parser,
    is_json_so_far: impl FnOnce(&mut Parser) -> Option<bool>,
) -> Option<bool> {
    if wanted.is_some_and(|shape| shape != Shape::Ndjson) {
        return Some(false);
    }
    let mut is_json = |text: &[u8]| encoding::decode(text).is_ok_and(|text| parser.parse(text).is_ok());
    let whole_lines = &head[..memchr::memrchr(b'\n', head).map_or(0, |end| end + 1)];
    if encoding::is_other_unicode(head) && !lines(whole_lines).any(|line| is_json(line.of(head))) {
        return Some(false);
    }
    if wanted.is_some() {
        return Some(true);
    }
    // A line that is longer than the head is one text to whoever is told that lines are texts.
    let Some(first) = lines(whole_lines).next() else {
        return Some(is_called_ndjson(name));
    };
    if is_json(first.of(head)) {
        return Some(is_called_ndjson(name) || lines(head).nth(1).is_some());
    }
    if is_called_ndjson(name) || reads_as_records(head) {
        return Some(!is_json_so_far(parser)?);
    }
    Some(false)
}

/// Whether each line would be a text, by name or by look, if the whole were none.
pub(crate) fn may_be_lines(name: &str, head: &[u8]) -> bool {
    is_called_ndjson(name) || reads_as_records(head)
}

/// The lines that are not blank, as spans of the bytes without the LF or CR LF that ends them.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let length = memchr::memchr(b'\n', &bytes[start..]);
            let end = length.map_or(bytes.len(), |length| start + length);
            at = end + 1;
            let ends_in_crlf = length.is_some() && bytes[start..end].ends_with(b"\r");
            let end = end - usize::from(ends_in_crlf);
            if !bytes[start..end].trim_ascii().is_empty() {
                return Some(Span::new(start, end));
            }
        }
        None
    })
}

/// Whether a name says that each line is a text.
pub(crate) fn is_called_ndjson(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.eq_ignore_ascii_case("ndjson") || extension.eq_ignore_ascii_case("jsonl")
    })
}

/// Whether the lines at the start of a text that is not JSON look like records rather than like a frame.
fn reads_as_records(bytes: &[u8]) -> bool {
    let (mut records, mut frame) = (0, 0);
    let mut seen_bracket = false;
    let mut looked_at = lines(bytes)
        .take_while(|line| line.start < WINDOW)
        .map(|line| Line::of(line.of(bytes)))
        .peekable();
    while let Some(line) = looked_at.next() {
        let opens_the_text = !seen_bracket && line.goes_on_in(looked_at.peek());
        if opens_the_text {
            return false;
        }
        seen_bracket |= line.has_bracket;
        records += usize::from(line.is_record());
        frame += usize::from(line.is_frame());
    }
    records > frame
}

/// What the brackets of a line tell about it; those in strings are text.
#[derive(Debug, Clone, Copy)]
struct Line {
    first: u8,
    last: u8,
    has_bracket: bool,
    /// Brackets that the line opens, less those that it closes.
    square: isize,
    curly: isize,
}

impl Line {
    fn of(line: &[u8]) -> Self {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii();
        let (mut square, mut curly, mut has_bracket) = (0, 0, false);
        let mut rest = line.iter();
        let mut in_string = false;
        while let Some(byte) = rest.next() {
            match byte {
                b'"' => in_string = !in_string,
                b'\\' if in_string => _ = rest.next(),
                b'[' | b']' | b'{' | b'}' if !in_string => {
                    has_bracket = true;
                    match byte {
                        b'[' => square += 1,
                        b']' => square -= 1,
                        b'{' => curly += 1,
                        _ => curly -= 1,
                    }
                }
                _ => {}
            }
        }
        Line {
            first: line.first().copied().unwrap_or(b' '),
            last: line.last().copied().unwrap_or(b' '),
            has_bracket,
            square,
            curly,
        }
    }

    fn is_balanced(self) -> bool {
        self.square == 0 && self.curly == 0
    }

    /// An array or an object from end to end.
    fn is_record(self) -> bool {
        matches!((self.first, self.last), (b'{', b'}') | (b'[', b']')) && self.is_balanced()
    }

    /// A line that continues the one before it, or is continued by the next.
    fn is_frame(self) -> bool {
        !self.is_balanced()
            && (matches!(self.first, b'}' | b']') || matches!(self.last, b'{' | b'[' | b',' | b':'))
    }

    /// Whether the next line can be the continuation of this one: in an object no member begins with a bracket.
    fn goes_on_in(self, next: Option<&Line>) -> bool {
        let opens = self.square > 0 || self.curly > 0;
        let expects_more = matches!(self.last, b'{' | b'[' | b',');
        opens && expects_more && (self.square > 0 || next.is_none_or(|next| next.first != b'{'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ndjson(name: &str, bytes: &[u8]) -> bool {
        is_ndjson(Source::new(name, bytes), None, &mut Parser::new())
    }

    #[test]
    fn a_line_ends_before_its_lf_or_cr_lf() {
        let bytes = b"{}\r\n\n \r\n[]\n5\r";
        let found: Vec<_> = lines(bytes).map(|line| line.of(bytes)).collect();
        assert_eq!(found, [&b"{}"[..], b"[]", b"5\r"]);
    }

    #[test]
    fn a_name_says_that_lines_are_texts() {
        assert!(ndjson("x.ndjson", b"{}\n{}"));
        assert!(ndjson("x.jsonl", b"{\n{}"));
        assert!(
            !ndjson("x.ndjson", b"{\n\"id\": \"1\"\n}"),
            "pretty-printed, whatever it is called"
        );
        assert!(
            ndjson("x.ndjson", b""),
            "without a line there is no text, rather than an empty one"
        );
        assert!(!ndjson("x.json", b""));
    }

    #[test]
    fn without_a_name_one_broken_line_hides_no_other() {
        for text in [
            "{\"id\":\"1\"}\n{\"id\":\"2\"}",
            "{\"id\":\"1\"}\noops\n{\"id\":\"2\"}",
            "{\"id\":\"1\"}\noops",
            "oops\n{\"id\":\"1\"}",
            "{\"id\":\"1\",}\n{\"id\":\"2\"}",
            "{\"id\":'1'}\n{\"id\":'2'}\n{\"id\":\"3\"}",
            "{\"id\":'1'}\n{\"id\":'2'}",
            "{\"id\":\"1\",\"na\n{\"id\":\"2\"}",
            "{\"id\":\"1\",\n{\"id\":\"2\"}\n{\"id\":\"3\"}",
            "{\"id\":\"1\",\"name\":\n{\"id\":\"2\"}\n{\"id\":\"3\"}",
            "{\"id\":\"}\\\"1\",}\n{\"id\":\"[\"}",
            "[{\"id\":\"1\"}]\n[{\"id\":\"2\"}]",
            "[{\"id\":\"1\",}]\n[{\"id\":\"2\"}]",
            "\u{FEFF}{\"id\":\"1\"}\n{\"id\":\"2\"}",
            "\u{FEFF}{\"id\":\"1\",}\noops\n{\"id\":\"2\"}",
            "5\n{\"id\":\"1\"}",
        ] {
            assert!(ndjson("<stdin>", text.as_bytes()), "{text}");
            assert!(ndjson("x.json", text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_text_over_several_lines_is_not_cut_where_it_is_broken() {
        for text in [
            "{\"id\":\"1\"}",
            "{\n  \"id\": \"1\",\n}",
            "[\n{\"id\":\"1\"},\n]",
            "[\n{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"3\"}\n]",
            "[\n{\"id\":\"1\"},\n{\"id\":\"2\"}",
            "{\"users\": [\n{\"id\":\"1\"}\n{\"id\":\"2\"}\n]}",
            "{\"users\":[{\"id\":'1'},\n{\"id\":\"2\"}\n]}",
            "// users\n[\n{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"3\"}\n]",
            "{\"id\":'1',\n\"custom\":\n{}\n}",
            "{\"custom\":\n{}\n}",
            "[{\"id\":\"1\"}\n,\n{\"id\":\"2\"}\n,\n{\"id\":\"3\"}\n]",
            "{\n\"id\": \"1\"\n}\n{\n\"id\": \"2\"\n}",
            "id,name\n1,Ann\n2,Bob",
            "",
        ] {
            assert!(!ndjson("<stdin>", text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn comments_make_no_text_into_two() {
        let jsonc = |text: &str| {
            is_ndjson(
                Source::new("x.jsonc", text),
                None,
                &mut Parser::of(Dialect::JsonWithComments),
            )
        };
        assert!(!jsonc("{\"id\":\"1\"} // one\n// the end\n"));
        assert!(!jsonc("/* one */\n{\"id\":\"1\"}"));
        assert!(jsonc("{\"id\":\"1\"} // one\n{\"id\":\"2\"} // two"));
    }

    #[test]
    fn lines_of_another_encoding_are_not_cut() {
        let utf16: Vec<u8> = "{}\n{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let source = Source::new("x.ndjson", &utf16);
        for wanted in [None, Some(Shape::Ndjson)] {
            assert!(!is_ndjson(source, wanted, &mut Parser::new()));
        }
    }

    #[test]
    fn a_first_line_that_looks_like_utf_16_hides_no_other() {
        for text in [&b"{\0\"\0broken\n{}"[..], b"\0{\0\"\0\n{}", b"\xFF\xFE\n{}"] {
            for name in ["x.ndjson", "<stdin>"] {
                assert!(ndjson(name, text), "{name} {text:?}");
            }
        }
    }
}
