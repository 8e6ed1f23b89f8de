//! What a glance at a string shows: which kinds of bytes stand in it, and whether it has the everyday form of its field.
//!
//! A rule says beside its function of what it is silent at a glance ([`Silent`]). So a user who is clean, as most are, is
//! passed without being parsed or shown to any rule (`check/walk.rs`), and the rules remain the only ones who judge: a
//! glance that shows too little decides nothing. That each rule is as silent as it says is a property in the tests.

use std::ops::BitOr;

use crate::field::Field;
use crate::grammar::{credential, email, language_tag, phone, text, url, user_id};

/// Kinds of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    pub(crate) const NONE: Marks = Marks(0);
    /// What ends a string in JSON, or stands in none as it is: `"`, `\` and the characters below U+0020.
    const STOP: Marks = Marks(1);
    /// Whatever may not be a letter, and may not be UTF-8 at all.
    const BEYOND: Marks = Marks(1 << 1);
    /// Letters of the Latin script that are not ASCII: U+00C0 to U+023F.
    pub(crate) const LATIN: Marks = Marks(1 << 2);
    pub(crate) const CONTROL: Marks = Marks(1 << 20);
    pub(crate) const LINE_FEED: Marks = Marks(1 << 21);
    pub(crate) const SPACE: Marks = Marks(1 << 3);
    pub(crate) const BACKSLASH: Marks = Marks(1 << 4);
    pub(crate) const AT: Marks = Marks(1 << 5);
    pub(crate) const PLUS: Marks = Marks(1 << 6);
    pub(crate) const PERCENT: Marks = Marks(1 << 7);
    /// Printable ASCII that a URL wants encoded somewhere: all but letters, digits, `-`, `.`, `_` and `~`.
    pub(crate) const RESERVED: Marks = Marks(1 << 8);
    /// The characters with which templates and HTML escapes begin: `$`, `&`, `<`, `[` and `{`.
    pub(crate) const MARKUP: Marks = Marks(1 << 9);
    // The letters by which `null`, `undefined` and `NaN` are told from other words.
    const N: Marks = Marks(1 << 10);
    const U: Marks = Marks(1 << 11);
    const L: Marks = Marks(1 << 12);
    const D: Marks = Marks(1 << 13);
    const E: Marks = Marks(1 << 14);
    const F: Marks = Marks(1 << 15);
    const A: Marks = Marks(1 << 16);
    const CAPITAL_N: Marks = Marks(1 << 17);
    /// White space, and what nobody sees.
    pub(crate) const UNSEEN: Marks = Marks::SPACE.and(Marks::LINE_FEED).and(Marks::CONTROL);
    /// There is no byte at all.
    pub(crate) const NOTHING: Marks = Marks(1 << 18);
    /// A space stands at an edge.
    pub(crate) const PADDING: Marks = Marks(1 << 19);
    /// What may be white space and nothing else: it begins or ends with a space, or a control character is in it.
    pub(crate) const BLANK: Marks = Marks::NOTHING
        .and(Marks::PADDING)
        .and(Marks::LINE_FEED)
        .and(Marks::CONTROL);

    pub(crate) const fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    const fn has_any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    const fn has_all(self, other: Marks) -> bool {
        self.0 & other.0 == other.0
    }

    /// The marks of a whole text.
    fn of(text: &[u8]) -> Marks {
        let seen = text.iter().fold(0, |seen, &byte| seen | TABLE[usize::from(byte)]);
        Marks(seen).settled(text)
    }

    /// What is only known of a text as a whole.
    #[inline]
    fn settled(self, text: &[u8]) -> Marks {
        if self.has_any(Marks::LATIN) && !is_latin(text) {
            return self.and(Marks::BEYOND);
        }
        self.at_edges(text)
    }

    fn at_edges(self, text: &[u8]) -> Marks {
        match text {
            [] => self.and(Marks::NOTHING),
            [b' ', ..] | [.., b' '] => self.and(Marks::PADDING),
            _ => self,
        }
    }

    /// Whether a word can be made of these bytes that a program writes for a value that is not there.
    const fn may_hold_word(self) -> bool {
        const NULL: Marks = Marks::N.and(Marks::U).and(Marks::L);
        const UNDEFINED: Marks = Marks::U.and(Marks::N).and(Marks::D).and(Marks::E).and(Marks::F);
        const NAN: Marks = Marks::CAPITAL_N.and(Marks::A);
        self.has_all(NULL) || self.has_all(UNDEFINED) || self.has_all(NAN)
    }
}

/// The marks of each byte.
static TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte: u8 = 0;
    loop {
        table[byte as usize] = match byte {
            b'\n' => Marks::LINE_FEED.and(Marks::STOP).0,
            0..0x20 => Marks::CONTROL.and(Marks::STOP).0,
            b'"' => Marks::RESERVED.and(Marks::STOP).0,
            b'\\' => Marks::RESERVED.and(Marks::BACKSLASH).and(Marks::STOP).0,
            b' ' => Marks::SPACE.0,
            b'@' => Marks::RESERVED.and(Marks::AT).0,
            b'+' => Marks::RESERVED.and(Marks::PLUS).0,
            b'%' => Marks::RESERVED.and(Marks::PERCENT).0,
            b'$' | b'&' | b'<' | b'[' | b'{' => Marks::RESERVED.and(Marks::MARKUP).0,
            b'n' => Marks::N.0,
            b'N' => Marks::N.and(Marks::CAPITAL_N).0,
            b'u' | b'U' => Marks::U.0,
            b'l' | b'L' => Marks::L.0,
            b'd' => Marks::D.0,
            b'e' => Marks::E.0,
            b'f' => Marks::F.0,
            b'a' => Marks::A.0,
            b'A'..=b'Z' | b'b'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => 0,
            0x7F => Marks::CONTROL.0,
            0xC3..=0xC8 | 0x80..=0xBF => Marks::LATIN.0,
            0xC0.. => Marks::BEYOND.0,
            _ => Marks::RESERVED.0,
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// Whether every byte that is not ASCII is part of two that are a letter from U+00C0 to U+023F.
fn is_latin(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        let is_letter = match byte {
            0..0x80 => true,
            0xC3..=0xC8 => matches!(bytes.next(), Some(0x80..=0xBF)),
            _ => false,
        };
        if !is_letter {
            return false;
        }
    }
    true
}

/// A string in a JSON text, as a glance sees it: without escapes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glimpse<'t> {
    pub(crate) text: &'t [u8],
    marks: Marks,
}

impl<'t> Glimpse<'t> {
    /// The string whose opening quote stands before `bytes`, up to its closing quote. None if there is an escape in it, if
    /// it is no string, or if it does not end.
    #[inline]
    pub(crate) fn of(bytes: &'t [u8]) -> Option<Self> {
        let (mut seen, mut start) = (0, 0);
        // Eight bytes without a branch are three instructions a byte; one by one they are seven.
        while let Some(eight) = bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
            let marks = eight
                .iter()
                .fold(0, |marks, &byte| marks | TABLE[usize::from(byte)]);
            if Marks(marks).has_any(Marks::STOP) {
                break;
            }
            seen |= marks;
            start += eight.len();
        }
        for (ahead, &byte) in bytes[start..].iter().enumerate() {
            let marks = TABLE[usize::from(byte)];
            if Marks(marks).has_any(Marks::STOP) {
                let text = &bytes[..start + ahead];
                let marks = Marks(seen).settled(text);
                return (byte == b'"').then_some(Glimpse { text, marks });
            }
            seen |= marks;
        }
        None
    }

    /// The same string with its escapes resolved into `text`, and how many bytes it takes in the text. None where an
    /// escape is half of a pair.
    pub(crate) fn resolved(bytes: &[u8], text: &'t mut Vec<u8>) -> Option<(Self, usize)> {
        text.clear();
        let mut at = 0;
        loop {
            let run = memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            let is_kept = |&byte: &u8| byte >= b' ';
            text.extend_from_slice(
                bytes[at..at + run]
                    .iter()
                    .all(is_kept)
                    .then(|| &bytes[at..at + run])?,
            );
            at += run + 1;
            if bytes[at - 1] == b'"' {
                let text: &'t [u8] = text;
                let marks = Marks::of(text);
                return Some((Glimpse { text, marks }, at - 1));
            }
            let escaped = match bytes.get(at)? {
                &byte @ (b'"' | b'\\' | b'/') => byte,
                b'b' => 0x08,
                b'f' => 0x0C,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'u' => {
                    let digits = bytes.get(at + 1..at + 5)?;
                    let digits = digits.iter().all(u8::is_ascii_hexdigit).then_some(digits)?;
                    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
                    let char = char::from_u32(code)?;
                    text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                    at += 5;
                    continue;
                }
                _ => return None,
            };
            text.push(escaped);
            at += 1;
        }
    }

    /// A text that stands somewhere else.
    pub(crate) fn of_text(text: &'t str) -> Self {
        Glimpse {
            text: text.as_bytes(),
            marks: Marks::of(text.as_bytes()),
        }
    }
}

/// An everyday form that a string can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Form {
    /// A text in which no template is that was never filled in.
    Filled,
    /// An e-mail address that everybody takes.
    Address,
    /// One whose domain is not reserved.
    AddressInUse,
    /// An E.164 number that its numbering plan has.
    Number,
    /// An `https` URL, the host a name.
    Https,
    /// A registered language, perhaps with a registered region, in canonical form.
    Tag,
    /// An id that is no placeholder, and is not all dots.
    Id,
    /// A text in which no credential is.
    NoCredential,
    /// A key that names no credential.
    NamesNoCredential,
    /// None that a glance could tell.
    Unknown,
}

impl Form {
    const fn bit(self) -> u16 {
        1 << self as u8
    }

    #[inline]
    fn fits(self, Glimpse { text, marks }: Glimpse<'_>) -> bool {
        let as_str = || std::str::from_utf8(text).ok();
        match self {
            Form::Filled => {
                // Some words are templates only as the whole text, whatever white space is around them.
                let may_begin = matches!(text, [..=b' ', ..] | [b'M', b'y', ..]);
                let may_hold = marks.may_hold_word() && text::may_hold_missing_value(text);
                !marks.has_any(Marks::MARKUP) && !may_begin && !may_hold
            }
            Form::Address => email::is_ordinary_ascii(text),
            Form::AddressInUse => as_str().is_some_and(|text| email::reserved_domain(text).is_none()),
            Form::Number => phone::is_in_plan(text),
            Form::Https => url::is_common_https(text),
            Form::Tag => language_tag::is_everyday(text),
            Form::Id => {
                !text.starts_with(b".")
                    && (user_id::is_plainly_given(text)
                        || as_str().is_some_and(|text| user_id::placeholder(text).is_none()))
            }
            Form::NoCredential => {
                text.len() < credential::SHORTEST
                    || as_str().is_some_and(|text| credential::credential_in(text).is_none())
            }
            Form::NamesNoCredential => as_str().is_some_and(|text| !credential::names_credential(text)),
            Form::Unknown => false,
        }
    }
}

/// Of which strings a rule has nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Silent {
    /// None of these bytes is in them.
    without: Marks,
    /// They have all of these forms: a bit for each.
    forms: u16,
}

impl Silent {
    /// Of all of them.
    pub(crate) const ALWAYS: Silent = Silent {
        without: Marks::NONE,
        forms: 0,
    };
    /// Of none of which a glance could tell.
    pub(crate) const NEVER: Silent = Silent::on(Form::Unknown);

    /// Of strings of this form.
    pub(crate) const fn on(form: Form) -> Self {
        Silent {
            without: Marks::NONE,
            forms: form.bit(),
        }
    }

    /// Of strings in which none of these bytes is.
    pub(crate) const fn without(without: Marks) -> Self {
        Silent { without, forms: 0 }
    }

    /// Of those of them in which none of these bytes is.
    pub(crate) const fn and_without(self, without: Marks) -> Self {
        Silent {
            without: self.without.and(without),
            forms: self.forms,
        }
    }

    /// Whether this is a string of which there is nothing to say.
    #[inline]
    pub(crate) fn about(self, string: Glimpse<'_>) -> bool {
        if string.marks.has_any(self.without.and(Marks::BEYOND)) {
            return false;
        }
        // One after the other, not in a loop: that costs half as much.
        let fits = |form: Form| self.forms & form.bit() == 0 || form.fits(string);
        fits(Form::Filled)
            && fits(Form::Id)
            && fits(Form::Address)
            && fits(Form::Number)
            && fits(Form::Https)
            && fits(Form::Tag)
            && fits(Form::NoCredential)
            && fits(Form::NamesNoCredential)
            && fits(Form::AddressInUse)
            && fits(Form::Unknown)
    }
}

/// Of what both are silent.
impl BitOr for Silent {
    type Output = Silent;

    fn bitor(self, other: Silent) -> Silent {
        Silent {
            without: self.without.and(other.without),
            forms: self.forms | other.forms,
        }
    }
}

/// Of which values of a field a rule has nothing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SilentValue {
    /// It looks at the kind of the value and of what is in it, and not at what strings say, unless two may be the same: so it is asked
    /// once about each kind of value that a glance knows.
    ByKind,
    /// Of these strings, and of all that are none.
    Strings(Silent),
}

/// Of which users a rule has nothing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SilentUser {
    /// Of those who have all of these fields, whatever is in them. The id may also stand outside.
    With(&'static [Field]),
    /// It speaks of fields that are there, of each by itself, whatever is in it and beside it: so it is asked once about each.
    ByField,
    /// Of those whose id stands in one place, or in two and is the same there.
    WithOneId,
    /// Of those who have fields and no other members.
    OfFieldsAlone,
}
