//! What a glance at a string shows: which kinds of bytes stand in it, and whether it has the everyday form of its field.
//!
//! A rule says beside its function of what it is silent at a glance ([`Silent`]). So a user who is clean, as most are, is
//! passed without being parsed or shown to any rule (`check/walk.rs`), and the rules remain the only ones who judge: a
//! glance that shows too little decides nothing. That each rule is as silent as it says is a property in the tests.

use std::ops::BitOr;

use crate::field::Field;
use crate::grammar::lanes::{self, Lanes, Plain};
use crate::grammar::{credential, email, language_tag, phone, text, url, user_id};

/// Kinds of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    pub(crate) const NONE: Marks = Marks(0);
    /// What ends a string in JSON, or stands in none as it is: `"`, `\` and the characters below U+0020.
    const STOP: Marks = Marks(1);
    /// What is not ASCII, and may not be a letter, and may not be UTF-8 at all.
    const BEYOND: Marks = Marks(1 << 1);
    /// Letters beyond ASCII, of the scripts that `is_letter` knows.
    pub(crate) const LETTERS: Marks = Marks(1 << 2);
    pub(crate) const CONTROL: Marks = Marks(1 << 20);
    pub(crate) const LINE_FEED: Marks = Marks(1 << 21);
    pub(crate) const SPACE: Marks = Marks(1 << 3);
    pub(crate) const BACKSLASH: Marks = Marks(1 << 4);
    pub(crate) const AT: Marks = Marks(1 << 5);
    pub(crate) const PLUS: Marks = Marks(1 << 6);
    pub(crate) const PERCENT: Marks = Marks(1 << 7);
    /// Printable ASCII that a URL wants encoded somewhere: all but letters, digits, `-`, `.`, `_` and `~`.
    pub(crate) const RESERVED: Marks = Marks(1 << 8);
    /// The characters with which templates begin: `$`, `<`, `[` and `{`.
    pub(crate) const MARKUP: Marks = Marks(1 << 9);
    /// The character with which HTML escapes begin.
    pub(crate) const AMPERSAND: Marks = Marks(1 << 10);
    /// Two letters follow one another that do so in the words for what is missing, and seldom in others.
    const MISSING: Marks = Marks(1 << 11);
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

    /// The marks of a whole text.
    fn of(text: &[u8]) -> Marks {
        let seen = text
            .iter()
            .fold(Marks::MISSING.0, |seen, &byte| seen | TABLE[usize::from(byte)]);
        Marks(seen).settled(text)
    }

    /// What is only known of a text as a whole.
    #[inline]
    fn settled(self, text: &[u8]) -> Marks {
        if self.has_any(Marks::LETTERS) && !are_letters(text) {
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
            b'&' => Marks::RESERVED.and(Marks::AMPERSAND).0,
            b'$' | b'<' | b'[' | b'{' => Marks::RESERVED.and(Marks::MARKUP).0,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => 0,
            0x7F => Marks::CONTROL.0,
            0x80.. => Marks::LETTERS.0,
            _ => Marks::RESERVED.0,
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// Whether a text is UTF-8, and all in it that is not ASCII are letters.
fn are_letters(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.chars().all(|char| char.is_ascii() || is_letter(char)))
}

/// Letters of the scripts in which most names are written that are not in ASCII. In these ranges there is nothing but letters, and
/// none that nobody sees, combines with others or changes their direction.
fn is_letter(char: char) -> bool {
    matches!(char,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' // Latin
        | 'Α'..='Ρ' | 'Σ'..='ώ' // Greek
        | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' // Cyrillic
        | 'א'..='ת' // Hebrew
        | 'ؠ'..='ؿ' | 'ف'..='ي' // Arabic
        | 'ぁ'..='ゖ' | 'ァ'..='ヺ' // Hiragana, Katakana
        | '㐀'..='䶿' | '一'..='鿿' // Han
        | '가'..='힣') // Hangul
}

/// A string in a JSON text, as a glance sees it: without escapes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Glimpse<'t> {
    pub(crate) text: &'t [u8],
    /// The same, if it is short.
    plain: Option<Plain<'t>>,
    marks: Marks,
}

impl<'t> Glimpse<'t> {
    /// The string whose opening quote stands before `bytes`, up to its closing quote. None if there is an escape in it, if
    /// it is no string, or if it does not end.
    #[inline]
    pub(crate) fn of(bytes: &'t [u8]) -> Option<Self> {
        let (mut seen, mut start) = (0, 0);
        let mut plain = Plain::begin(bytes);
        while let Some(window) = bytes.get(start..).and_then(|rest| rest.first_chunk()) {
            let [lanes, next] = lanes::pairs(window);
            let alphanumeric = lanes.alphanumeric().bits();
            plain.add(start, alphanumeric);
            let mut others = alphanumeric ^ 0xFFFF;
            while others != 0 {
                let ahead = others.trailing_zeros() as usize % lanes::WIDTH;
                let marks = TABLE[usize::from(window[ahead])];
                if Marks(marks).has_any(Marks::STOP) {
                    let is_missing = missing_pairs(lanes, next) & !(u32::MAX << ahead) != 0;
                    let missing = if is_missing { Marks::MISSING.0 } else { 0 };
                    let text = &bytes[..start + ahead];
                    return (window[ahead] == b'"').then_some(Glimpse {
                        text,
                        plain: plain.end(text.len()),
                        marks: Marks(seen | missing).settled(text),
                    });
                }
                seen |= marks;
                others &= others - 1;
            }
            if missing_pairs(lanes, next) != 0 {
                seen |= Marks::MISSING.0;
            }
            start += lanes::WIDTH;
        }
        let ahead = bytes[start..]
            .iter()
            .position(|&byte| Marks(TABLE[usize::from(byte)]).has_any(Marks::STOP))?;
        let text = &bytes[..start + ahead];
        (bytes[text.len()] == b'"').then(|| Glimpse::of_bytes(text))
    }

    /// A text that stands alone, or at the end of others.
    fn of_bytes(text: &'t [u8]) -> Self {
        Glimpse {
            text,
            plain: None,
            marks: Marks::of(text),
        }
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
                return Some((Glimpse::of_bytes(text), at - 1));
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
        Glimpse::of_bytes(text.as_bytes())
    }
}

/// The pairs of letters that stand in `null`, `undefined` and `NaN`, and seldom in other words: a bit for the first of each.
#[inline]
fn missing_pairs(one: Lanes, two: Lanes) -> u32 {
    let null = one.lower_case().equal(b'u') & two.lower_case().equal(b'l');
    let undefined = one.equal(b'e') & two.equal(b'f');
    let nan = one.equal(b'N') & two.equal(b'a');
    (null | undefined | nan).bits()
}

/// An everyday form that a string can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Form {
    /// A text in which no template is that was never filled in.
    Filled,
    /// An id that is no placeholder, and is not all dots.
    Id,
    /// An e-mail address that everybody takes.
    Address,
    /// An E.164 number that its numbering plan has.
    Number,
    /// An `https` URL, the host a name.
    Https,
    /// A registered language, perhaps with a registered region, in canonical form.
    Tag,
    /// A text in which no credential is.
    NoCredential,
    /// A key that names no credential.
    NamesNoCredential,
    /// An address whose domain is not reserved.
    AddressInUse,
    /// None that a glance could tell.
    Unknown,
}

impl Form {
    /// Every form, each at the place of its bit. What is told with less work comes first.
    const ALL: [Form; 10] = [
        Form::Filled,
        Form::Id,
        Form::Address,
        Form::Number,
        Form::Https,
        Form::Tag,
        Form::NoCredential,
        Form::NamesNoCredential,
        Form::AddressInUse,
        Form::Unknown,
    ];

    const fn bit(self) -> u16 {
        1 << self as u8
    }

    /// Whether a text without [`Marks::MARKUP`] is no template.
    #[inline]
    fn is_filled(text: &[u8], marks: Marks) -> bool {
        // Some words are templates only as the whole text, whatever white space is around them.
        let may_begin = matches!(text, [..=b' ', ..] | [b'M', b'y', ..]);
        !(may_begin || marks.has_any(Marks::MISSING) && text::may_hold_missing_value(text))
    }

    #[inline(never)]
    fn fits(self, Glimpse { text, plain, marks }: Glimpse<'_>) -> bool {
        let as_str = || std::str::from_utf8(text).ok();
        match self {
            Form::Filled => Form::is_filled(text, marks),
            Form::Address => plain.is_some_and(email::is_everyday) || email::is_ordinary_ascii(text),
            Form::AddressInUse => as_str().is_some_and(|text| email::reserved_domain(text).is_none()),
            Form::Number => phone::is_in_plan(text),
            Form::Https => plain.is_some_and(url::is_everyday_https) || url::is_common_https(text),
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
            without: match form {
                Form::Filled => Marks::MARKUP,
                _ => Marks::NONE,
            },
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
        // A form that every string has to have comes first; of the others a string mostly has one.
        if self.forms & Form::Filled.bit() != 0 && !Form::is_filled(string.text, string.marks) {
            return false;
        }
        let mut forms = self.forms & !Form::Filled.bit();
        while forms != 0 {
            if !Form::ALL[forms.trailing_zeros() as usize % Form::ALL.len()].fits(string) {
                return false;
            }
            forms &= forms - 1;
        }
        true
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
