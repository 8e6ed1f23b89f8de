//! E-mail addresses: what everybody takes for one, what only some do, and what nobody does.
//!
//! There is no single grammar to check against. RFC 5321 (what servers take), RFC 5322 (what may stand in a
//! header, comments and obsolete forms included), their extensions for UTF-8 (RFC 6531 and 6532), the HTML
//! standard's `type=email` and the usual libraries all differ. So an address is *ordinary* when all of them
//! take it and *invalid* when all of them refuse it. Between the two it is *unusual*, or *internationalised*.
//!
//! It stops at syntax. No name is looked up, no IDNA label is decoded, and whether a mailbox exists is not
//! asked.

use std::fmt;
use std::ops::Range;

use super::Fault;
use super::lanes::Plain;
use super::text::is_default_ignorable;

/// The longest local part, in octets (RFC 5321, 4.5.3.1.1).
pub(crate) const LONGEST_LOCAL_PART: usize = 64;

/// The longest domain, in octets: the 255 of RFC 1035, 2.3.4, less the root label and the first length octet.
pub(crate) const LONGEST_DOMAIN: usize = 253;

/// The longest label of a domain, in octets (RFC 1035, 2.3.4).
pub(crate) const LONGEST_LABEL: usize = 63;

/// The longest address, in octets: a path of 256 (RFC 5321, 4.5.3.1.3) less its angle brackets.
pub(crate) const LONGEST_ADDRESS: usize = 254;

/// What an address is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All standards and the usual libraries take it.
    Ordinary,
    /// It would be ordinary but for characters outside ASCII or an IDNA label (`xn--`): it needs servers with
    /// SMTPUTF8 (RFC 6531), or a domain in IDNA form. The IDNA label itself is not decoded.
    Internationalised,
    /// Some take it and some refuse it. The fault is the first one in the address.
    Unusual(Fault<Unusual>),
    /// Nobody takes it.
    Invalid(Fault<Invalid>),
}

/// Why an address is refused by some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unusual {
    /// A local part in quotation marks (RFC 5321, 4.1.2).
    QuotedLocalPart,
    /// A dot at an edge of the local part, or two in a row. The HTML standard takes it, RFC 5322 does not.
    LocalPartDot,
    /// A comment in parentheses (RFC 5322, 3.2.2).
    Comment,
    /// White space beside a word, which only RFC 5322 takes (3.2.2).
    FoldingWhiteSpace,
    /// A character that cannot be seen: white space, control, zero-width or bidirectional.
    Invisible(char),
    /// A code point that is no character: private, or the replacement for one that was lost.
    NoCharacter(char),
    /// An address in brackets instead of a domain (RFC 5321, 4.1.3).
    AddressLiteral,
    /// A domain of one label.
    NoDotInDomain,
    /// A label that begins or ends with a hyphen.
    EdgeHyphen,
    /// Hyphens as third and fourth character of a label that is no IDNA label (RFC 5891, 4.2.3.1).
    ReservedHyphens,
    /// An ASCII character other than letter, digit and hyphen in the domain.
    DomainCharacter(char),
    /// A full stop of another script in the domain. Only some programs read it as the dot.
    DotLookalike(char),
    /// The last label ends with a digit, as no top-level domain does. All of `1.2.3.4` is an instance.
    DigitAtEnd,
    /// The local part is over 64 octets.
    LongLocalPart {
        /// Its length.
        octets: usize,
    },
    /// A label of the domain is over 63 octets.
    LongLabel {
        /// Its length.
        octets: usize,
    },
    /// The domain is over 253 octets.
    LongDomain {
        /// Its length.
        octets: usize,
    },
    /// The address is over 254 octets.
    LongAddress {
        /// Its length.
        octets: usize,
    },
}

impl fmt::Display for Unusual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::QuotedLocalPart => f.write_str("the local part is in quotation marks"),
            Self::LocalPartDot => f.write_str("a dot in the local part has no word on one side"),
            Self::Comment => f.write_str("there is a comment in parentheses"),
            Self::FoldingWhiteSpace => f.write_str("there is white space, which only mail headers allow"),
            Self::Invisible(character) => write!(f, "there is an invisible character, {}", Named(character)),
            Self::NoCharacter(character) => {
                write!(f, "the code point {} stands for no character", Named(character))
            }
            Self::AddressLiteral => f.write_str("there is an address literal in place of a domain"),
            Self::NoDotInDomain => f.write_str("the domain has no dot"),
            Self::EdgeHyphen => f.write_str("a label of the domain begins or ends with a hyphen"),
            Self::ReservedHyphens => {
                f.write_str("hyphens as third and fourth character of a label are reserved for IDNA")
            }
            Self::DomainCharacter(character) => write!(f, "host names have no {}", Named(character)),
            Self::DotLookalike(character) => {
                write!(f, "a dot of the domain is written as {}", Named(character))
            }
            Self::DigitAtEnd => f.write_str("no top-level domain ends with a digit"),
            Self::LongLocalPart { octets } => {
                write!(
                    f,
                    "the local part has {octets} octets, and {LONGEST_LOCAL_PART} are allowed"
                )
            }
            Self::LongLabel { octets } => {
                write!(
                    f,
                    "a label of the domain has {octets} octets, and {LONGEST_LABEL} are allowed"
                )
            }
            Self::LongDomain { octets } => {
                write!(
                    f,
                    "the domain has {octets} octets, and {LONGEST_DOMAIN} are allowed"
                )
            }
            Self::LongAddress { octets } => {
                write!(
                    f,
                    "the address has {octets} octets, and {LONGEST_ADDRESS} are allowed"
                )
            }
        }
    }
}

/// Why nobody takes a string for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// Nothing, or white space only.
    Empty,
    /// There is no `@`, or none outside quotation marks and comments.
    NoAt,
    /// A look-alike stands where `@` should.
    AtLookalike(char),
    /// The address is written as a URI (RFC 6068).
    MailtoScheme,
    /// The address stands in angle brackets, mostly after a name (RFC 5322, 3.4).
    DisplayName,
    /// More than one address.
    List,
    /// A second `@`.
    SecondAt,
    /// Nothing before `@`.
    NoLocalPart,
    /// Nothing after `@`.
    NoDomain,
    /// A dot in the local part with no word on one side, in an address that the HTML standard refuses too.
    LocalPartDot,
    /// A dot in the domain with no label on one side.
    DomainDot,
    /// White space or a comment within a word.
    Split(Part),
    /// A line break or other white space that no folding explains.
    WhiteSpace(char),
    /// A control character.
    Control(char),
    /// A character that this part cannot have.
    Character(char, Part),
    /// A quotation mark that is not closed.
    OpenQuotation,
    /// A comment that is not closed.
    OpenComment,
    /// An address literal that is not closed.
    OpenLiteral,
}

/// A side of the `@`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What stands before it.
    Local,
    /// What stands after it.
    Domain,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local => "local part",
            Self::Domain => "domain",
        })
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Empty => f.write_str("the string is empty"),
            Self::NoAt => f.write_str("there is no `@`"),
            Self::AtLookalike(character) => write!(f, "`@` is written as {}", Named(character)),
            Self::MailtoScheme => f.write_str("the scheme `mailto:` stands before the address"),
            Self::DisplayName => f.write_str("the address stands in angle brackets"),
            Self::List => f.write_str("there is more than one address"),
            Self::SecondAt => f.write_str("there is a second `@`"),
            Self::NoLocalPart => f.write_str("nothing stands before `@`"),
            Self::NoDomain => f.write_str("nothing stands after `@`"),
            Self::LocalPartDot => f.write_str("a dot in the local part has no word on one side"),
            Self::DomainDot => f.write_str("a dot in the domain has no label on one side"),
            Self::Split(part) => write!(f, "white space or a comment splits the {part}"),
            Self::WhiteSpace(character) => write!(f, "there is white space, {}", Named(character)),
            Self::Control(character) => write!(f, "there is a control character, {}", Named(character)),
            Self::Character(character, part) => write!(f, "the {part} cannot have {}", Named(character)),
            Self::OpenQuotation => f.write_str("the quotation mark is not closed"),
            Self::OpenComment => f.write_str("the comment is not closed"),
            Self::OpenLiteral => f.write_str("the bracket is not closed"),
        }
    }
}

/// A character in a message: itself when it can be seen and does no harm, else its code point.
struct Named(char);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_ascii_graphic() {
            write!(f, "`{}`", self.0)
        } else {
            write!(f, "U+{:04X}", u32::from(self.0))
        }
    }
}

/// Judges a whole string. Takes time linear in its length, and about 50 ns when it is an ordinary address.
#[must_use]
pub(crate) fn judge(address: &str) -> Verdict {
    if is_ordinary(address) {
        return Verdict::Ordinary;
    }
    examine(address)
}

/// Whether the whole string is an address that all standards and the usual libraries take.
///
/// This is also the cheap test for "that text is an e-mail address".
#[must_use]
pub(crate) fn is_ordinary(address: &str) -> bool {
    is_ordinary_ascii(address.as_bytes())
}

/// True for most ordinary addresses: of letters, digits, `-`, `_` and `+`, and no hyphen in the domain. Says yes only where
/// [`is_ordinary`] does. The bytes are counted as bits.
pub(crate) fn is_everyday(address: Plain<'_>) -> bool {
    let [at, dots] = address.equal([b'@', b'.']);
    let mut others = address.all() & !(address.alphanumeric() | at | dots);
    // The domain, and the byte behind all.
    let behind = !(at | at.wrapping_sub(1));
    if !at.is_power_of_two() || others & behind != 0 {
        return false;
    }
    while others != 0 {
        let byte = address.text()[others.trailing_zeros() as usize];
        if !matches!(byte, b'-' | b'_' | b'+') {
            return false;
        }
        others &= others - 1;
    }
    let end = address.all() + 1;
    // Where a word must stand: before and behind a dot or an `@`, and at both ends.
    let edges = at | dots;
    let is_parted = edges & (edges << 1) == 0 && edges & (1 | end >> 1) == 0;
    // No local part and no label is longer than the whole.
    is_parted && dots & behind != 0 && address.text().last().is_some_and(u8::is_ascii_alphabetic)
}

/// The same as [`is_ordinary`] for bytes: an ordinary address is ASCII.
pub(crate) fn is_ordinary_ascii(bytes: &[u8]) -> bool {
    let Some(local) = ordinary_local_part(bytes) else {
        return false;
    };
    local <= LONGEST_LOCAL_PART && bytes.len() <= LONGEST_ADDRESS && is_ordinary_domain(&bytes[local + 1..])
}

/// The length of the dot-atom that ends with an `@`.
fn ordinary_local_part(bytes: &[u8]) -> Option<usize> {
    let mut after_dot = true;
    for (at, &byte) in bytes.iter().enumerate() {
        if is_atext(byte) {
            after_dot = false;
        } else if after_dot {
            return None;
        } else if byte == b'@' {
            return Some(at);
        } else if byte == b'.' {
            after_dot = true;
        } else {
            return None;
        }
    }
    None
}

/// Whether these are two or more labels of letters, digits and inner hyphens, the last one with a letter at
/// its end, none of them an IDNA label or one that only IDNA may use.
fn is_ordinary_domain(domain: &[u8]) -> bool {
    let mut label = 0;
    let mut before = b'.';
    for (at, &byte) in domain.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {}
            b'-' => {
                let reserved = at == label + 3 && before == b'-';
                if before == b'.' || reserved {
                    return false;
                }
            }
            b'.' => {
                if matches!(before, b'.' | b'-') || at - label > LONGEST_LABEL {
                    return false;
                }
                label = at + 1;
            }
            _ => return false,
        }
        before = byte;
    }
    label > 0
        && before.is_ascii_alphabetic()
        && domain.len() - label <= LONGEST_LABEL
        && domain.len() <= LONGEST_DOMAIN
}

/// `atext` of RFC 5322, 3.2.3: what an unquoted word is made of.
const fn is_atext(byte: u8) -> bool {
    const ATEXT: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte: u8 = 0;
        while byte.is_ascii() {
            table[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        let others = b"!#$%&'*+-/=?^_`{|}~";
        let mut index = 0;
        while index < others.len() {
            table[others[index] as usize] = true;
            index += 1;
        }
        table
    };
    ATEXT[byte as usize]
}

/// The reserved name in the domain of an address, the host itself or the domain above it: `example` and its
/// second-level forms, `test`, `invalid`, `localhost` (RFC 2606, RFC 6761) and `local` (RFC 6762).
///
/// No mail gets there. The domain is what follows the last `@`; the address need not be a good one.
#[must_use]
pub(crate) fn reserved_domain(address: &str) -> Option<Range<usize>> {
    let domain = address.rfind('@')? + 1;
    let label_before = |end: usize| {
        address[domain..end]
            .rfind('.')
            .map_or(domain, |dot| domain + dot + 1)
    };
    let is_one_of = |label: &str, names: &[&str]| names.iter().any(|name| label.eq_ignore_ascii_case(name));

    let top = label_before(address.len());
    if is_one_of(
        &address[top..],
        &["example", "test", "invalid", "localhost", "local"],
    ) {
        return Some(top..address.len());
    }
    let dot = (top - 1).max(domain);
    let second = label_before(dot);
    let reserved =
        is_one_of(&address[second..dot], &["example"]) && is_one_of(&address[top..], &["com", "net", "org"]);
    reserved.then_some(second..address.len())
}

/// Judges what is not ordinary.
#[cold]
fn examine(address: &str) -> Verdict {
    let mut reader = Reader {
        address,
        at: 0,
        oddity: None,
        stray_dot: None,
        international: false,
    };
    if let Err(fault) = reader.addr_spec() {
        return Verdict::Invalid(plainer(address, fault));
    }
    match reader {
        Reader {
            stray_dot: Some(at), ..
        } if !html_standard_takes(address) => Verdict::Invalid(fault(at, Invalid::LocalPartDot)),
        Reader {
            oddity: Some(oddity), ..
        } => Verdict::Unusual(oddity),
        Reader {
            international: true, ..
        } => Verdict::Internationalised,
        _ => Verdict::Ordinary,
    }
}

/// Says in plainer words what a fault of the grammar comes from, where the string as a whole shows it.
fn plainer(address: &str, found: Fault<Invalid>) -> Fault<Invalid> {
    const SCHEME: &str = "mailto:";

    if address.trim().is_empty() {
        return fault(0..address.len(), Invalid::Empty);
    }
    if !address.contains('@') {
        return no_at(address);
    }
    if address
        .get(..SCHEME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
    {
        return fault(0..SCHEME.len(), Invalid::MailtoScheme);
    }
    if let Some((before, bracketed)) = address.split_once('<')
        && bracketed
            .split('>')
            .next()
            .is_some_and(|inside| inside.len() < bracketed.len() && inside.contains('@'))
    {
        return fault(0..before.len() + 1, Invalid::DisplayName);
    }
    let separates = matches!(
        found.what,
        Invalid::Split(Part::Domain) | Invalid::WhiteSpace(_) | Invalid::Character(',' | ';', Part::Domain)
    );
    if separates && address[..found.at.start].contains('@') && address[found.at.end..].contains('@') {
        return fault(found.at, Invalid::List);
    }
    found
}

fn no_at(address: &str) -> Fault<Invalid> {
    // Full-width and small form, as input methods for Chinese and Japanese write them.
    match address
        .char_indices()
        .find(|(_, character)| matches!(character, '\u{FF20}' | '\u{FE6B}'))
    {
        Some((at, character)) => fault(at..at + character.len_utf8(), Invalid::AtLookalike(character)),
        None => fault(address.len()..address.len(), Invalid::NoAt),
    }
}

/// Whether the string is a "valid e-mail address" of the HTML standard.
fn html_standard_takes(address: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    address.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.bytes().all(|byte| is_atext(byte) || byte == b'.')
            && domain.split('.').all(is_label)
    })
}

fn fault(at: Range<usize>, what: Invalid) -> Fault<Invalid> {
    Fault { at, what }
}

/// Reads `addr-spec` of RFC 5322 (3.4.1) with the obsolete forms (4.4) and UTF-8 (RFC 6532), and takes stray
/// dots in the local part besides, as the HTML standard does. That is every string that anybody takes; on the
/// way the reader notes what not everybody takes.
struct Reader<'a> {
    address: &'a str,
    at: usize,
    oddity: Option<Fault<Unusual>>,
    stray_dot: Option<Range<usize>>,
    international: bool,
}

impl Reader<'_> {
    fn addr_spec(&mut self) -> Result<(), Fault<Invalid>> {
        let octets = self.local_part()?;
        if octets > LONGEST_LOCAL_PART {
            self.note(0..octets, Unusual::LongLocalPart { octets });
        }
        self.at += '@'.len_utf8();

        let domain = self.at;
        self.domain()?;
        let octets = self.at - domain;
        if octets > LONGEST_DOMAIN {
            self.note(domain..self.at, Unusual::LongDomain { octets });
        }
        if self.at > LONGEST_ADDRESS {
            self.note(0..self.at, Unusual::LongAddress { octets: self.at });
        }
        Ok(())
    }

    /// Reads up to the `@` and gives the octets before it.
    fn local_part(&mut self) -> Result<usize, Fault<Invalid>> {
        let mut after_word = false;
        let mut last_dot = None;
        loop {
            let gap = self.white_space_and_comments()?;
            match self.peek() {
                Some('@') if after_word => return Ok(self.at),
                Some('@') => {
                    let Some(dot) = last_dot else {
                        return Err(fault(self.at..self.at, Invalid::NoLocalPart));
                    };
                    self.note_stray_dot(dot);
                    return Ok(self.at);
                }
                Some('.') => {
                    if !after_word {
                        self.note_stray_dot(self.at);
                    }
                    last_dot = Some(self.at);
                    after_word = false;
                    self.at += 1;
                }
                Some('"') if !after_word => {
                    let quoted = self.enclosed(b'"', Invalid::OpenQuotation)?;
                    self.note(quoted, Unusual::QuotedLocalPart);
                    after_word = true;
                }
                Some(character) if in_word(character) && !after_word => {
                    self.word(|_, _, _| {});
                    after_word = true;
                }
                Some(character) if !gap.is_empty() && (in_word(character) || character == '"') => {
                    return Err(fault(gap, Invalid::Split(Part::Local)));
                }
                Some(character) => return Err(self.bad(character, Part::Local)),
                None => {
                    return Err(fault(self.at..self.at, Invalid::NoAt));
                }
            }
        }
    }

    /// Reads to the end of the string.
    fn domain(&mut self) -> Result<(), Fault<Invalid>> {
        let domain = self.at;
        let mut label: Option<Range<usize>> = None;
        let mut dots = 0;
        let mut last_dot = None;
        loop {
            let gap = self.white_space_and_comments()?;
            match self.peek() {
                None => break,
                Some('.') if label.is_some() => {
                    label = None;
                    dots += 1;
                    last_dot = Some(self.at);
                    self.at += 1;
                }
                Some('.') => {
                    return Err(fault(self.at..self.at + 1, Invalid::DomainDot));
                }
                Some('[') if label.is_none() && dots == 0 => return self.address_literal(),
                Some(character) if in_word(character) && label.is_none() => label = Some(self.label()),
                Some(character) if in_word(character) && !gap.is_empty() => {
                    return Err(fault(gap, Invalid::Split(Part::Domain)));
                }
                Some('@') => {
                    return Err(fault(self.at..self.at + 1, Invalid::SecondAt));
                }
                Some(character) => return Err(self.bad(character, Part::Domain)),
            }
        }
        match (label, last_dot) {
            (Some(top), _) => {
                if dots == 0 {
                    self.note(domain..self.at, Unusual::NoDotInDomain);
                }
                if self.address[top.clone()].ends_with(|character: char| character.is_ascii_digit()) {
                    self.note(top, Unusual::DigitAtEnd);
                }
                Ok(())
            }
            (None, Some(dot)) => Err(fault(dot..dot + 1, Invalid::DomainDot)),
            (None, None) => Err(fault(self.at..self.at, Invalid::NoDomain)),
        }
    }

    fn address_literal(&mut self) -> Result<(), Fault<Invalid>> {
        let literal = self.enclosed(b']', Invalid::OpenLiteral)?;
        self.note(literal, Unusual::AddressLiteral);
        self.white_space_and_comments()?;
        match self.peek() {
            None => Ok(()),
            Some('@') => Err(fault(self.at..self.at + 1, Invalid::SecondAt)),
            Some(character) => Err(self.bad(character, Part::Domain)),
        }
    }

    fn label(&mut self) -> Range<usize> {
        let start = self.at;
        let end = self.word(|reader, at, character| match character {
            '-' if at == start => reader.note(at..at + 1, Unusual::EdgeHyphen),
            '-' => {}
            '\u{3002}' | '\u{FF0E}' | '\u{FF61}' => {
                reader.note(at..at + character.len_utf8(), Unusual::DotLookalike(character));
            }
            _ if character.is_ascii() && !character.is_ascii_alphanumeric() => {
                reader.note(at..at + 1, Unusual::DomainCharacter(character));
            }
            _ => {}
        });

        let label = &self.address.as_bytes()[start..end];
        if label.len() > 1 && label.ends_with(b"-") {
            self.note(end - 1..end, Unusual::EdgeHyphen);
        }
        if label.get(2..4) == Some(b"--") {
            if label[..2].eq_ignore_ascii_case(b"xn") {
                self.international = true;
            } else if label[..2].is_ascii() {
                self.note(start + 2..start + 4, Unusual::ReservedHyphens);
            }
        }
        // What IDNA makes of a label outside ASCII has another length.
        if label.len() > LONGEST_LABEL && label.is_ascii() {
            self.note(start..end, Unusual::LongLabel { octets: label.len() });
        }
        start..end
    }

    /// Reads a word, at least one character long, shows each character to `look`, and gives the word's end.
    fn word(&mut self, look: impl Fn(&mut Self, usize, char)) -> usize {
        while let Some(character) = self.peek().filter(|&character| in_word(character)) {
            let at = self.at..self.at + character.len_utf8();
            if is_invisible(character) {
                self.note(at.clone(), Unusual::Invisible(character));
            } else if is_no_character(character) {
                self.note(at.clone(), Unusual::NoCharacter(character));
            }
            look(self, at.start, character);
            self.international |= !character.is_ascii();
            self.at = at.end;
        }
        self.at
    }

    /// Reads white space and comments: `CFWS` of RFC 5322 (3.2.2). The range is empty where there are none.
    fn white_space_and_comments(&mut self) -> Result<Range<usize>, Fault<Invalid>> {
        let start = self.at;
        loop {
            let space = self.at;
            match self.peek() {
                Some(' ' | '\t') => self.at += 1,
                Some(character @ ('\r' | '\n')) => self.fold(character)?,
                Some('(') => {
                    let comment = self.enclosed(b')', Invalid::OpenComment)?;
                    self.note(comment, Unusual::Comment);
                    continue;
                }
                _ => return Ok(start..self.at),
            }
            self.note(space..self.at, Unusual::FoldingWhiteSpace);
        }
    }

    /// Reads a line break, which white space must follow.
    fn fold(&mut self, first: char) -> Result<(), Fault<Invalid>> {
        let rest = &self.address.as_bytes()[self.at..];
        if let [b'\r', b'\n', b' ' | b'\t', ..] = rest {
            self.at += 3;
            return Ok(());
        }
        let octets = if rest.starts_with(b"\r\n") { 2 } else { 1 };
        Err(fault(self.at..self.at + octets, Invalid::WhiteSpace(first)))
    }

    /// Reads from an opening mark to its partner: a quoted string, a comment, an address literal. The
    /// obsolete forms allow any character in them but an unescaped NUL and loose line breaks. Comments nest.
    fn enclosed(&mut self, close: u8, unclosed: Invalid) -> Result<Range<usize>, Fault<Invalid>> {
        let start = self.at;
        let unclosed = fault(start..start + 1, unclosed);
        let mut depth = 1_usize;
        self.at += 1;
        while let Some(character) = self.peek() {
            match character {
                '\\' => {
                    self.at += 1;
                    let Some(escaped) = self.peek() else {
                        return Err(unclosed);
                    };
                    self.at += escaped.len_utf8();
                    continue;
                }
                '\r' | '\n' => {
                    self.fold(character)?;
                    continue;
                }
                '\0' => return Err(self.bad(character, Part::Local)),
                '[' if close == b']' => return Err(self.bad(character, Part::Domain)),
                '(' if close == b')' => depth += 1,
                _ if character == char::from(close) => depth -= 1,
                _ => {}
            }
            self.at += character.len_utf8();
            if depth == 0 {
                return Ok(start..self.at);
            }
        }
        Err(unclosed)
    }

    fn peek(&self) -> Option<char> {
        self.address[self.at..].chars().next()
    }

    /// Notes what some refuse. The first note stays.
    fn note(&mut self, at: Range<usize>, what: Unusual) {
        self.oddity.get_or_insert(Fault { at, what });
    }

    fn note_stray_dot(&mut self, dot: usize) {
        let at = dot..dot + 1;
        self.note(at.clone(), Unusual::LocalPartDot);
        self.stray_dot.get_or_insert(at);
    }

    /// The fault of a character that cannot stand here.
    fn bad(&self, character: char, part: Part) -> Fault<Invalid> {
        let at = self.at..self.at + character.len_utf8();
        let what = if character.is_whitespace() {
            Invalid::WhiteSpace(character)
        } else if character.is_control() {
            Invalid::Control(character)
        } else {
            Invalid::Character(character, part)
        };
        Fault { at, what }
    }
}

/// `atext` of RFC 6532, 3.2: that of RFC 5322 and all characters outside ASCII.
fn in_word(character: char) -> bool {
    u8::try_from(character).map_or(true, |byte| !byte.is_ascii() || is_atext(byte))
}

/// White space, controls, what a renderer may ignore, and the signs of interlinear annotation.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_default_ignorable(character)
        || matches!(character, '\u{FFF9}'..='\u{FFFB}')
}

/// Private use, noncharacters, and the two replacement characters.
fn is_no_character(character: char) -> bool {
    let is_private = matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    let is_noncharacter =
        matches!(character, '\u{FDD0}'..='\u{FDEF}') || u32::from(character) & 0xFFFE == 0xFFFE;
    is_private || is_noncharacter || matches!(character, '\u{FFFC}' | '\u{FFFD}')
}

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests;
