//! What a text that people read must not contain: characters that nobody sees, templates that were never filled
//! in, HTML character references, quotes behind backslashes, and white space at its edges.
//!
//! Ordinary language must stay silent here, in every script and with every emoji: each function says how it tells
//! the two apart. Whether a *name* or an *id* is a sensible one is not decided here.

use std::fmt;
use std::ops::Range;

use super::Fault;

/// True only where [`first_invisible`], [`first_template`], [`first_html_escape`] and [`padding`] all find nothing,
/// whatever the [`Lines`].
///
/// One pass over the bytes, for the many texts that are printable ASCII without any of the characters with which a
/// finding could begin. False decides nothing: ask the four functions then.
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ') || bytes.starts_with(b"My") {
        return false;
    }
    if let Some(last) = bytes.last_chunk() {
        let mut blocks = bytes.windows(BLOCK).step_by(STARTS);
        is_plain_block(last) && blocks.all(|block| block.try_into().is_ok_and(is_plain_block))
    } else {
        // A space begins no finding, and no finding contains one in its first three bytes.
        let mut padded = [b' '; BLOCK];
        padded[..bytes.len()].copy_from_slice(bytes);
        is_plain_block(&padded)
    }
}

/// The length of a block, and the offsets in it at which three bytes begin.
const BLOCK: usize = 18;
const STARTS: usize = BLOCK - 2;

/// No early exit and nothing but byte operations: the compiler makes vector instructions of this.
fn is_plain_block(block: &[u8; BLOCK]) -> bool {
    let mut found = false;
    for start in 0..STARTS {
        let [a, b, c] = [block[start], block[start + 1], block[start + 2]];
        found |= may_begin_finding(a);
        // `undefined`; `null` and `NULL`; `NaN`.
        found |= a == b'd' && b == b'e' && c == b'f';
        found |= (a | 0x20) == b'n' && (b | 0x20) == b'u' && (c | 0x20) == b'l';
        found |= a == b'N' && b == b'a' && c == b'N';
    }
    found |= may_begin_finding(block[BLOCK - 2]);
    found |= may_begin_finding(block[BLOCK - 1]);
    !found
}

/// True for what is not printable ASCII, and for `$`, `&`, `<`, `[` and `{`.
fn may_begin_finding(byte: u8) -> bool {
    let mut found = byte.wrapping_sub(b' ') > b'~' - b' ';
    found |= (byte & !0x02) == b'$';
    found |= byte == b'<';
    found |= (byte | 0x20) == b'{';
    found
}

/// How many lines a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// A name, an id, a URL: tab, line feed, carriage return and the soft hyphen have no place in it.
    One,
    /// A message: these four are fine.
    Many,
}

/// A character that its reader does not see, or that changes what they see around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Invisible {
    /// The character.
    pub char: char,
    /// What makes it unwelcome.
    pub kind: InvisibleKind,
}

/// What makes a character unwelcome in a text that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InvisibleKind {
    /// A C0 or C1 control or DEL (general category Cc).
    Control,
    /// A line break in a text of one line, or U+2028 or U+2029 in any text.
    LineBreak,
    /// An embedding, override or isolate of the Unicode bidirectional algorithm (UAX #9), or the end of one.
    Bidi,
    /// A character without a glyph: a zero-width space, a joiner with nothing to join, a tag, a filler.
    ZeroWidth,
    /// A code point that is kept free for ever (Unicode, section 23.7).
    Noncharacter,
}

/// The first character of `text` that its readers do not see: a control, a line break, a bidirectional embedding,
/// override or isolate, a zero-width or other character that Unicode makes default-ignorable, a filler that shows as
/// nothing, a noncharacter.
///
/// Silent, because scripts and emoji need them:
///
/// - the marks U+061C, U+200E and U+200F, and every variation selector;
/// - the joiners U+200C and U+200D beside a letter of a script that joins or stacks its letters (Arabic, Persian,
///   Urdu, Syriac, the Indic and South-East Asian scripts, Mongolian and others), and U+200D between two emoji;
/// - U+200B inside a text of a script that writes no spaces between words (Thai, Lao, Khmer, Myanmar and others);
/// - U+180E beside a Mongolian letter, Hangul fillers beside conjoining jamo, U+2800 beside other Braille,
///   U+034F beside a combining mark;
/// - the tags of a well-formed flag sequence (England, Scotland, Wales, a US state);
/// - with [`Lines::Many`], tab, line feed, carriage return and the soft hyphen.
///
/// Private-use characters are not judged: they show where a font has them.
pub(crate) fn first_invisible(text: &str, lines: Lines) -> Option<Fault<Invisible>> {
    if is_printable_ascii(text) {
        return None;
    }
    let mut at = 0;
    let mut previous = None;
    while let Some(char) = text[at..].chars().next() {
        let end = at + char.len_utf8();
        let rest = &text[end..];
        if let Some(kind) = kind_of(char, lines)
            && !is_at_home(char, previous, rest.chars().next())
        {
            return Some(Fault {
                at: at..end,
                what: Invisible { char, kind },
            });
        }
        at = end + if char == BLACK_FLAG { flag_tags(rest) } else { 0 };
        if !is_emoji_variation_selector(char) {
            previous = Some(char);
        }
    }
    None
}

/// True if every byte is a printable ASCII character. No early exit, so that it runs in vector instructions.
fn is_printable_ascii(text: &str) -> bool {
    text.bytes()
        .fold(true, |all, byte| all & (byte.wrapping_sub(b' ') <= b'~' - b' '))
}

/// Why `char` is unwelcome, wherever its neighbours do not excuse it.
fn kind_of(char: char, lines: Lines) -> Option<InvisibleKind> {
    match char {
        ' '..='~' => None,
        '\t' | '\n' | '\r' | '\u{AD}' if lines == Lines::Many => None,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(InvisibleKind::LineBreak),
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' => Some(InvisibleKind::Control),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(InvisibleKind::Bidi),
        '\u{2800}' | '\u{FFF9}'..='\u{FFFB}' => Some(InvisibleKind::ZeroWidth),
        _ if is_direction_mark(char) || is_variation_selector(char) => None,
        _ if is_default_ignorable(char) => Some(InvisibleKind::ZeroWidth),
        '\u{FDD0}'..='\u{FDEF}' => Some(InvisibleKind::Noncharacter),
        _ if u32::from(char) & 0xFFFE == 0xFFFE => Some(InvisibleKind::Noncharacter),
        _ => None,
    }
}

/// The code points that a renderer may ignore: `Default_Ignorable_Code_Point` of Unicode.
pub(crate) fn is_default_ignorable(char: char) -> bool {
    matches!(char,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The marks that steer the order of right-to-left text. A sentence may need one; a key has no use for it.
pub(crate) fn is_direction_mark(char: char) -> bool {
    matches!(char, '\u{61C}' | '\u{200E}' | '\u{200F}')
}

/// The characters that choose a shape for the one before them (Unicode, section 23.4).
pub(crate) fn is_variation_selector(char: char) -> bool {
    matches!(char,
        '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// True if `char` does its proper work between `previous` (the last character that is not an emoji variation
/// selector) and `next`.
fn is_at_home(char: char, previous: Option<char>, next: Option<char>) -> bool {
    let beside = |belongs: fn(char) -> bool| previous.is_some_and(belongs) || next.is_some_and(belongs);
    let inside = previous.is_some() && next.is_some();
    match char {
        '\u{200C}' => beside(needs_joiners),
        '\u{200D}' => {
            beside(needs_joiners) || (previous.is_some_and(is_pictograph) && next.is_some_and(is_pictograph))
        }
        '\u{200B}' => inside && beside(writes_no_spaces),
        '\u{180E}' => beside(|it| matches!(it, '\u{1820}'..='\u{18AA}')),
        '\u{115F}' | '\u{1160}' => beside(is_conjoining_jamo),
        '\u{2800}' => beside(|it| matches!(it, '\u{2801}'..='\u{28FF}')),
        '\u{34F}' => {
            beside(|it| matches!(it, '\u{300}'..='\u{34E}' | '\u{350}'..='\u{36F}' | '\u{591}'..='\u{5C7}'))
        }
        _ => false,
    }
}

/// Letters and marks of the scripts whose shapes U+200C and U+200D choose: cursive scripts (Unicode, chapter 9),
/// Indic and South-East Asian ones (chapters 12, 16, 17), Mongolian (13.5), by block.
fn needs_joiners(char: char) -> bool {
    matches!(char,
        '\u{0600}'..='\u{109F}'
        | '\u{1700}'..='\u{18AF}'
        | '\u{1900}'..='\u{1AAF}'
        | '\u{1B00}'..='\u{1C4F}'
        | '\u{1CD0}'..='\u{1CFF}'
        | '\u{A800}'..='\u{A8FF}'
        | '\u{A930}'..='\u{A95F}'
        | '\u{A980}'..='\u{AAFF}'
        | '\u{ABC0}'..='\u{ABFF}'
        | '\u{FB50}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}'
        | '\u{10A00}'..='\u{11FFF}'
        | '\u{1E900}'..='\u{1E95F}'
        | '\u{1EE00}'..='\u{1EEFF}')
}

/// Letters of the scripts in which U+200B marks where a line may break (Unicode, section 23.2), by block.
fn writes_no_spaces(char: char) -> bool {
    matches!(char,
        '\u{0E00}'..='\u{0FFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{1950}'..='\u{19FF}'
        | '\u{1A20}'..='\u{1AAF}'
        | '\u{1B00}'..='\u{1B7F}'
        | '\u{A980}'..='\u{A9FF}'
        | '\u{AA00}'..='\u{AADF}')
}

fn is_conjoining_jamo(char: char) -> bool {
    matches!(char,
        '\u{1100}'..='\u{115E}' | '\u{1161}'..='\u{11FF}' | '\u{A960}'..='\u{A97C}' | '\u{D7B0}'..='\u{D7FB}')
}

/// What an emoji joiner sequence (UTS #51, ED-16) is made of, skin tones included; a superset, by range.
pub(crate) fn is_pictograph(char: char) -> bool {
    matches!(char,
        '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}'
        | '\u{25A0}'..='\u{27BF}'
        | '\u{2934}'..='\u{2935}'
        | '\u{2B00}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FAFF}')
}

pub(crate) fn is_emoji_variation_selector(char: char) -> bool {
    matches!(char, '\u{FE0E}' | '\u{FE0F}')
}

const BLACK_FLAG: char = '\u{1F3F4}';

/// The length of the tags with which `rest` continues a flag (UTS #51, ED-14a): a country and a part of it, in
/// tag letters and digits, and the cancel tag; 0 where there are none or they are not well formed.
fn flag_tags(rest: &str) -> usize {
    const TAG_BYTES: usize = 4;
    let tags = rest
        .chars()
        .take(7)
        .take_while(|tag| matches!(tag, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}'));
    match tags.count() {
        count @ 3..=6 if rest[count * TAG_BYTES..].starts_with('\u{E007F}') => (count + 1) * TAG_BYTES,
        _ => 0,
    }
}

impl fmt::Display for Invisible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", Named(self.char))?;
        f.write_str(match (self.kind, self.char) {
            (InvisibleKind::Control, _) => "a control character",
            (InvisibleKind::LineBreak, _) => "which breaks the line",
            (InvisibleKind::Bidi, '\u{202D}' | '\u{202E}') => "which reverses the text that follows",
            (InvisibleKind::Bidi, '\u{202C}' | '\u{2069}') => "which ends a change of writing direction",
            (InvisibleKind::Bidi, _) => "which changes the writing direction of the text that follows",
            (InvisibleKind::ZeroWidth, '\u{2800}' | '\u{3164}' | '\u{FFA0}') => "which shows as blank",
            (InvisibleKind::ZeroWidth, _) => "which nobody sees",
            (InvisibleKind::Noncharacter, _) => "which is no character",
        })
    }
}

/// A character for a message: its code point, never itself, and its name where it is one of those found here.
struct Named(char);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))?;
        match name(self.0) {
            Some(name) => write!(f, " {name}"),
            None => Ok(()),
        }
    }
}

/// The name, or for a control the alias, that the Unicode character database gives a character.
fn name(char: char) -> Option<&'static str> {
    Some(match char {
        '\0' => "NULL",
        '\u{08}' => "BACKSPACE",
        '\t' => "CHARACTER TABULATION",
        '\n' => "LINE FEED",
        '\u{0B}' => "LINE TABULATION",
        '\u{0C}' => "FORM FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{1B}' => "ESCAPE",
        '\u{7F}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{A0}' => "NO-BREAK SPACE",
        '\u{AD}' => "SOFT HYPHEN",
        '\u{34F}' => "COMBINING GRAPHEME JOINER",
        '\u{115F}' => "HANGUL CHOSEONG FILLER",
        '\u{1160}' => "HANGUL JUNGSEONG FILLER",
        '\u{17B4}' => "KHMER VOWEL INHERENT AQ",
        '\u{17B5}' => "KHMER VOWEL INHERENT AA",
        '\u{180E}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200B}' => "ZERO WIDTH SPACE",
        '\u{200C}' => "ZERO WIDTH NON-JOINER",
        '\u{200D}' => "ZERO WIDTH JOINER",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202A}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202B}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202C}' => "POP DIRECTIONAL FORMATTING",
        '\u{202D}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202E}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2060}' => "WORD JOINER",
        '\u{2061}' => "FUNCTION APPLICATION",
        '\u{2062}' => "INVISIBLE TIMES",
        '\u{2063}' => "INVISIBLE SEPARATOR",
        '\u{2064}' => "INVISIBLE PLUS",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{2800}' => "BRAILLE PATTERN BLANK",
        '\u{3164}' => "HANGUL FILLER",
        '\u{FEFF}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{FFA0}' => "HALFWIDTH HANGUL FILLER",
        _ => return None,
    })
}

/// Something that a program should have replaced before the text was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    /// `{{…}}`: Mustache, Handlebars, Jinja, Liquid, Angular, Vue.
    DoubleBraces,
    /// `{% … %}`: Jinja, Liquid, Twig.
    Statement,
    /// `${…}`: a JavaScript template literal in the wrong quotes, a shell, a properties file.
    DollarBraces,
    /// `#{…}`: Ruby in the wrong quotes.
    HashBraces,
    /// `%{…}`: a Ruby or gettext message without its arguments.
    PercentBraces,
    /// `<%…%>`: ERB, EJS, JSP.
    AngleBrackets,
    /// `<?php …` or `<?=…`.
    Php,
    /// `$ChatEmail`, `$user->email`: a variable in the wrong quotes. Only as the whole text.
    Variable,
    /// `<EMAIL_ADDRESS>`, `<string>`, `MyString`: what a generator writes where a value belongs.
    Placeholder,
    /// `undefined`, `null`, `NULL`, `NaN`: a missing value that was turned into text.
    Stringified(&'static str),
    /// `[object Object]` and its like: a JavaScript object that was turned into text.
    StringifiedObject,
}

/// The first thing in `text` that a program should have replaced.
///
/// Anywhere: `{{…}}`, `{% … %}`, `${…}`, `#{…}`, `%{…}`, `<%…%>`, `<?php`, `<?=`, `[object …]`, and angle brackets
/// around an upper-case identifier with an underscore or around a word that names a type or a field
/// (`<EMAIL_ADDRESS>`, `<string>`, `<your name>`).
///
/// What is also an ordinary word counts only where it cannot be one:
///
/// - `undefined`, `null`, `NULL` and `NaN` as the whole text, alone or among themselves (`undefined undefined`);
/// - `undefined` in a text of two or three words, and `null` in one of two, whose other words are written like names
///   (`John undefined`), so that `undefined behaviour explained` and `unter null Grad` are silent;
/// - as a piece of a URL or path (`…/undefined.jpg`, `?token=null`), and `undefined` as a half of an address;
/// - `MyString` and `MyText`, which Rails writes into fixtures, only as the whole text;
/// - `$` and a name only as the whole text, and only if it is written as programmers write (`$ChatEmail`,
///   `$user_id`, `$user->email`, `$email`), so that `$100`, `Ke$ha` and `$tefan` are silent.
///
/// `{Ben}`, `<3`, `<b>`, `{{` without its end, and `${20}` are silent.
pub(crate) fn first_template(text: &str) -> Option<Fault<Template>> {
    if !may_hold_template(text) {
        return None;
    }
    search_template(text)
}

/// False only where [`search_template`] finds nothing: a pass over bytes, for the many texts that are not plain only
/// because they are not English.
fn may_hold_template(text: &str) -> bool {
    let bytes = text.as_bytes();
    let holds_word = || {
        bytes
            .windows(3)
            .any(|three| matches!(three, b"def" | b"nul" | b"NUL" | b"NaN"))
    };
    bytes.iter().any(|byte| matches!(byte, b'$' | b'<' | b'[' | b'{'))
        || text.trim_start().starts_with("My")
        || holds_word()
}

fn search_template(text: &str) -> Option<Fault<Template>> {
    whole_template(text).or_else(|| {
        let found = [
            first_delimited(text),
            first_object(text),
            first_missing_value(text),
        ];
        found.into_iter().flatten().min_by_key(|fault| fault.at.start)
    })
}

/// Judges what counts only as the whole text, white space at the edges aside.
fn whole_template(text: &str) -> Option<Fault<Template>> {
    let (start, whole) = trimmed(text);
    let what = if let Some(first) = missing_value(whole.split_whitespace().next()?)
        && whole.split_whitespace().all(|word| missing_value(word).is_some())
    {
        Template::Stringified(first)
    } else if matches!(whole, "MyString" | "MyText") {
        Template::Placeholder
    } else if is_variable(whole) {
        Template::Variable
    } else {
        return None;
    };
    Some(Fault {
        at: start..start + whole.len(),
        what,
    })
}

/// The offset of what is between the white space at the edges, and that.
fn trimmed(text: &str) -> (usize, &str) {
    let whole = text.trim_start();
    (text.len() - whole.len(), whole.trim_end())
}

/// JavaScript's, also Java's, and SQL's words for what is not there.
const MISSING_VALUES: [&str; 4] = ["undefined", "null", "NULL", "NaN"];

/// The missing value that `word` spells; `(null)` is how printf and Objective-C write theirs.
fn missing_value(word: &str) -> Option<&'static str> {
    let word = if word == "(null)" { "null" } else { word };
    MISSING_VALUES.into_iter().find(|value| *value == word)
}

/// `$` and a name as programmers write it: with an underscore, with a capital after a small letter, with a member
/// access behind it, or one of the words for a field of a user.
fn is_variable(whole: &str) -> bool {
    const FIELDS: [&str; 12] = [
        "avatar", "email", "id", "locale", "message", "name", "phone", "photo", "role", "url", "user",
        "username",
    ];
    let Some(name) = whole.strip_prefix('$') else {
        return false;
    };
    let end = name
        .find(|char: char| !char.is_ascii_alphanumeric() && char != '_')
        .unwrap_or(name.len());
    let (name, access) = name.split_at(end);
    // A token or a hash is more likely to have a digit than such a name is.
    if name.is_empty() || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_camel = name
        .bytes()
        .zip(name.bytes().skip(1))
        .any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
    match access {
        "" => is_camel || name.contains('_') || FIELDS.contains(&name),
        _ => (access.starts_with("->") || access.starts_with('[')) && !access.contains(char::is_whitespace),
    }
}

/// Judges everything that has an opening and a closing mark.
fn first_delimited(text: &str) -> Option<Fault<Template>> {
    let bytes = text.as_bytes();
    let mut closing = Closing::new(text);
    for (at, &byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied();
        let found = match (byte, next) {
            (b'{', Some(b'{')) => closing
                .after(at + 2, "}}")
                .map(|end| (end, Template::DoubleBraces)),
            (b'{', Some(b'%')) if matches!(bytes.get(at + 2), Some(b' ' | b'-' | b'+')) => {
                closing.after(at + 2, "%}").map(|end| (end, Template::Statement))
            }
            (b'$', Some(b'{')) if begins_expression(&text[at + 2..]) => closing
                .after(at + 2, "}")
                .map(|end| (end, Template::DollarBraces)),
            (b'#', Some(b'{')) if begins_expression(&text[at + 2..]) => {
                closing.after(at + 2, "}").map(|end| (end, Template::HashBraces))
            }
            (b'%', Some(b'{')) => identifier_in_braces(&text[at + 2..])
                .map(|length| (at + 2 + length + 1, Template::PercentBraces)),
            (b'<', Some(b'%')) => closing
                .after(at + 2, "%>")
                .map(|end| (end, Template::AngleBrackets)),
            (b'<', Some(b'?')) if begins_php(&bytes[at + 2..]) => {
                Some((closing.after(at + 2, "?>").unwrap_or(text.len()), Template::Php))
            }
            (b'<', Some(_)) => {
                placeholder(&text[at + 1..]).map(|length| (at + 1 + length, Template::Placeholder))
            }
            _ => None,
        };
        if let Some((end, what)) = found {
            return Some(Fault { at: at..end, what });
        }
    }
    None
}

/// Finds closing marks. What is missing after one place is missing after every later one, so that each mark is
/// searched to the end of the text at most once.
struct Closing<'t> {
    text: &'t str,
    missing: Vec<&'static str>,
}

impl<'t> Closing<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            missing: Vec::new(),
        }
    }

    /// The end of the first `mark` at or after `from`.
    fn after(&mut self, from: usize, mark: &'static str) -> Option<usize> {
        if self.missing.contains(&mark) {
            return None;
        }
        let found = self.text.get(from..).and_then(|rest| rest.find(mark));
        if found.is_none() {
            self.missing.push(mark);
        }
        found.map(|offset| from + offset + mark.len())
    }
}

/// True unless the braces are empty or begin with a digit: `${20}` is a price.
fn begins_expression(inside: &str) -> bool {
    inside
        .trim_start()
        .starts_with(|char: char| !char.is_ascii_digit() && char != '}')
}

/// The length of an identifier that is all there is before the `}`.
fn identifier_in_braces(inside: &str) -> Option<usize> {
    let length = inside.find(|char: char| !char.is_ascii_alphanumeric() && char != '_')?;
    let is_identifier = inside.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
    (is_identifier && inside[length..].starts_with('}')).then_some(length)
}

fn begins_php(inside: &[u8]) -> bool {
    inside.first() == Some(&b'=')
        || inside
            .first_chunk::<3>()
            .is_some_and(|word| word.eq_ignore_ascii_case(b"php"))
}

/// The length of a generator's placeholder and its `>`, where `inside` follows a `<`.
fn placeholder(inside: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let length = inside.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    let word = &inside[..length];
    let is_identifier = word.starts_with(|char: char| char.is_ascii_uppercase())
        && word.contains('_')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let is_yours = word.get(..5).is_some_and(|start| {
        ["your ", "your_", "your-"]
            .iter()
            .any(|your| start.eq_ignore_ascii_case(your))
    });
    let is_known = PLACEHOLDERS.iter().any(|known| known.eq_ignore_ascii_case(word));
    (is_identifier || is_yours || is_known).then_some(length + 1)
}

/// Types and fields for which generators write `<…>`. No element of HTML is among them.
const PLACEHOLDERS: [&str; 36] = [
    "any",
    "array",
    "binary",
    "bool",
    "boolean",
    "byte",
    "date",
    "date-time",
    "datetime",
    "double",
    "email",
    "float",
    "guid",
    "id",
    "int",
    "int32",
    "int64",
    "integer",
    "location",
    "long",
    "name",
    "null",
    "number",
    "password",
    "person",
    "phone",
    "redacted",
    "string",
    "timestamp",
    "token",
    "undefined",
    "uri",
    "url",
    "username",
    "uuid",
    "value",
];

/// `[object Object]`, `[object Promise]`, …, also with the space of a URL.
fn first_object(text: &str) -> Option<Fault<Template>> {
    const OPENINGS: [&str; 3] = ["[object ", "[object%20", "[object+"];
    const LONGEST_TYPE: usize = 32;
    let mut from = 0;
    while let Some(offset) = text[from..].find("[object") {
        let at = from + offset;
        for opening in OPENINGS {
            let Some(inside) = text[at..].strip_prefix(opening) else {
                continue;
            };
            let length = inside
                .bytes()
                .take(LONGEST_TYPE)
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            if length > 0 && inside[length..].starts_with(']') {
                let end = at + opening.len() + length + 1;
                return Some(Fault {
                    at: at..end,
                    what: Template::StringifiedObject,
                });
            }
        }
        from = at + 1;
    }
    None
}

/// Judges missing values that are only a part of the text.
fn first_missing_value(text: &str) -> Option<Fault<Template>> {
    if !MISSING_VALUES.iter().any(|value| text.contains(value)) {
        return None;
    }
    let beside_names: &[&str] = match words_written_like_names(text) {
        // `null` is also a number in German: `unter null Grad`.
        2 => &["undefined", "null"],
        3 => &["undefined"],
        _ => &[],
    };
    words(text).find_map(|(start, word)| {
        let (offset, value) = if beside_names.contains(&word) {
            (0, missing_value(word)?)
        } else {
            missing_value_in_address(word).or_else(|| missing_value_in_path(word))?
        };
        let at = start + offset;
        Some(Fault {
            at: at..at + value.len(),
            what: Template::Stringified(value),
        })
    })
}

/// The words between white space, and their offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    pieces(text, char::is_whitespace).filter(|(_, word)| !word.is_empty())
}

/// The pieces between separators, and their offsets.
fn pieces(text: &str, is_separator: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split(is_separator).scan(0, move |offset, piece| {
        let start = *offset;
        let end = start + piece.len();
        *offset = end + text[end..].chars().next().map_or(0, char::len_utf8);
        Some((start, piece))
    })
}

/// The number of words, if there are few, and if those that are no missing value do not begin with a small letter.
fn words_written_like_names(text: &str) -> usize {
    const MOST: usize = 4;
    let is_name = |word: &str| word.starts_with(|char: char| char.is_alphabetic() && !char.is_lowercase());
    let few = words(text).take(MOST);
    if few
        .clone()
        .all(|(_, word)| missing_value(word).is_some() || is_name(word))
    {
        few.count()
    } else {
        0
    }
}

/// `undefined@example.com`, `ben@undefined`. A mailbox may well be called `null`.
fn missing_value_in_address(word: &str) -> Option<(usize, &'static str)> {
    let (local, domain) = word.rsplit_once('@')?;
    if local == "undefined" {
        Some((0, "undefined"))
    } else if domain == "undefined" {
        Some((local.len() + 1, "undefined"))
    } else {
        None
    }
}

/// A piece of a URL or path that is a missing value; with the ending of an image, a piece of any word.
fn missing_value_in_path(word: &str) -> Option<(usize, &'static str)> {
    let is_path = word.contains("://") || ["/", "./", "../"].iter().any(|start| word.starts_with(start));
    pieces(word, |char| matches!(char, '/' | '?' | '&' | '=' | '#')).find_map(|(start, piece)| {
        let (stem, ending) = piece.split_once('.').unwrap_or((piece, ""));
        let value = missing_value(stem).filter(|value| value.len() == stem.len())?;
        let counts = if ending.is_empty() {
            is_path && stem == piece
        } else {
            is_image_ending(ending)
        };
        counts.then_some((start, value))
    })
}

fn is_image_ending(ending: &str) -> bool {
    ["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(ending))
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoubleBraces => f.write_str("a template `{{…}}` that was never filled in"),
            Self::Statement => f.write_str("a template statement `{% … %}` that was never run"),
            Self::DollarBraces => f.write_str("a template `${…}` that was never filled in"),
            Self::HashBraces => f.write_str("a template `#{…}` that was never filled in"),
            Self::PercentBraces => f.write_str("a template `%{…}` that was never filled in"),
            Self::AngleBrackets => f.write_str("a template `<%…%>` that was never filled in"),
            Self::Php => f.write_str("PHP code that was never run"),
            Self::Variable => f.write_str("the name of a variable instead of its value"),
            Self::Placeholder => f.write_str("a placeholder instead of a value"),
            Self::Stringified(value) => write!(f, "a missing value that became the text `{value}`"),
            Self::StringifiedObject => f.write_str("an object that became text without being serialised"),
        }
    }
}

/// An HTML character reference where plain text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HtmlEscape {
    /// The character that the reference stands for in HTML.
    pub stands_for: char,
}

/// The first HTML character reference in `text`: `&amp;`, `&#038;`, `&#x27;`, `&uuml;`.
///
/// Named references are those of HTML 4 without its mathematical symbols, `&apos;`, and `&AMP;`, `&LT;`, `&GT;` and
/// `&QUOT;`: what escaping functions write into names and addresses. Numbers mean what the
/// HTML standard makes of them (section 13.2.5.80: 0x80 to 0x9F are Windows-1252, what is no character is U+FFFD).
/// Only a reference that ends with `;` counts: `AT&T;`, `fish & chips` and the query `?a=1&amp=2` are silent.
/// To undo the escaping, replace one finding after the other and go on behind it.
pub(crate) fn first_html_escape(text: &str) -> Option<Fault<HtmlEscape>> {
    let mut from = 0;
    while let Some(offset) = text[from..].find('&') {
        let at = from + offset;
        let body = &text[at + 1..];
        if let Some((length, stands_for)) = numeric_reference(body).or_else(|| named_reference(body)) {
            return Some(Fault {
                at: at..at + 1 + length,
                what: HtmlEscape { stands_for },
            });
        }
        from = at + 1;
    }
    None
}

/// The first quote behind a backslash: `O\'Brien`, `\"Linda\"`. It is what `addslashes` and its like leave in a text,
/// with more backslashes where they were called more than once. The fault is the quote, and begins at the first of
/// its backslashes.
///
/// A backslash before anything else is silent: `¯\_(ツ)_/¯`. [`is_plain`] does not ask for it.
pub(crate) fn first_slashed_quote(text: &str) -> Option<Fault<char>> {
    let mut from = 0;
    while let Some(offset) = memchr::memchr(b'\\', &text.as_bytes()[from..]) {
        let start = from + offset;
        let behind = text[start..].trim_start_matches('\\');
        let quote = text.len() - behind.len();
        if let Some(char) = behind.chars().next().filter(|char| matches!(char, '\'' | '"')) {
            return Some(Fault {
                at: start..quote + 1,
                what: char,
            });
        }
        from = quote;
    }
    None
}

/// The length of `#…;` and its character, where `body` follows a `&`.
fn numeric_reference(body: &str) -> Option<(usize, char)> {
    const MOST_DIGITS: usize = 8;
    let number = body.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let length = digits
        .bytes()
        .take(MOST_DIGITS)
        .take_while(|&byte| char::from(byte).is_digit(radix))
        .count();
    if !digits[length..].starts_with(';') {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    Some((body.len() - digits.len() + length + 1, character_of(code)))
}

fn character_of(code: u32) -> char {
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => WINDOWS_1252[(code - 0x80) as usize],
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// The length of `name;` and its character, where `body` follows a `&`.
fn named_reference(body: &str) -> Option<(usize, char)> {
    const LONGEST: usize = 8;
    let length = body
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, rest) = body.split_at(length);
    if !rest.starts_with(';') {
        return None;
    }
    let in_run = |&(first, names): &(char, &str)| {
        // A quick look first: a hostile text may hold a great many names that are none.
        if !names.contains(name) {
            return None;
        }
        names
            .split(' ')
            .zip(first..)
            .find(|(known, _)| *known == name)
            .map(|(_, char)| char)
    };
    Some((length + 1, NAMES.iter().find_map(in_run)?))
}

/// Names of characters that follow one another in Unicode, by the first of them.
const NAMES: [(char, &str); 41] = [
    ('\u{22}', "quot"),
    ('\u{26}', "amp apos"),
    ('\u{3C}', "lt"),
    ('\u{3E}', "gt"),
    ('\u{22}', "QUOT"),
    ('\u{26}', "AMP"),
    ('\u{3C}', "LT"),
    ('\u{3E}', "GT"),
    (
        '\u{A0}',
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
         plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 \
         iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
         Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
         Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
         egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde \
         ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml",
    ),
    ('\u{152}', "OElig oelig"),
    ('\u{160}', "Scaron scaron"),
    ('\u{178}', "Yuml"),
    ('\u{192}', "fnof"),
    ('\u{2C6}', "circ"),
    ('\u{2DC}', "tilde"),
    (
        '\u{391}',
        "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho",
    ),
    ('\u{3A3}', "Sigma Tau Upsilon Phi Chi Psi Omega"),
    (
        '\u{3B1}',
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho \
         sigmaf sigma tau upsilon phi chi psi omega",
    ),
    ('\u{3D1}', "thetasym upsih"),
    ('\u{3D6}', "piv"),
    ('\u{2002}', "ensp emsp"),
    ('\u{2009}', "thinsp"),
    ('\u{200C}', "zwnj zwj lrm rlm"),
    ('\u{2013}', "ndash mdash"),
    ('\u{2018}', "lsquo rsquo sbquo"),
    ('\u{201C}', "ldquo rdquo bdquo"),
    ('\u{2020}', "dagger Dagger bull"),
    ('\u{2026}', "hellip"),
    ('\u{2030}', "permil"),
    ('\u{2032}', "prime Prime"),
    ('\u{2039}', "lsaquo rsaquo"),
    ('\u{203E}', "oline"),
    ('\u{2044}', "frasl"),
    ('\u{20AC}', "euro"),
    ('\u{2122}', "trade"),
    ('\u{2190}', "larr uarr rarr darr harr"),
    ('\u{21B5}', "crarr"),
    ('\u{21D0}', "lArr uArr rArr dArr hArr"),
    ('\u{2660}', "spades"),
    ('\u{2663}', "clubs"),
    ('\u{2665}', "hearts diams"),
];

impl fmt::Display for HtmlEscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let char = self.stands_for;
        if char.is_alphanumeric() || char.is_ascii_graphic() {
            write!(f, "an HTML character reference for `{char}`")
        } else {
            write!(f, "an HTML character reference for {}", Named(char))
        }
    }
}

/// The white space at an edge of `text`: at its start, or else at its end; all of it where there is nothing else.
///
/// White space is what Unicode gives the property `White_Space`, so the no-break space counts.
pub(crate) fn padding(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    if start > 0 {
        Some(0..start)
    } else if end < text.len() {
        Some(end..text.len())
    } else {
        None
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn invisible(text: &str) -> Option<(Range<usize>, InvisibleKind)> {
        first_invisible(text, Lines::One).map(|fault| (fault.at, fault.what.kind))
    }

    fn template(text: &str) -> Option<(&str, Template)> {
        first_template(text).map(|fault| (&text[fault.at], fault.what))
    }

    fn escape(text: &str) -> Option<(&str, char)> {
        first_html_escape(text).map(|fault| (&text[fault.at], fault.what.stands_for))
    }

    #[test]
    fn emoji_are_silent() {
        for emoji in [
            "👨\u{200D}👩\u{200D}👧\u{200D}👦",
            "❤\u{FE0F}\u{200D}🔥",
            "🏳\u{FE0F}\u{200D}🌈",
            "👩🏽\u{200D}⚕\u{FE0F}",
            "🧑🏿\u{200D}❤\u{FE0F}\u{200D}💋\u{200D}🧑🏻",
            "🏃🏽\u{200D}♀\u{FE0F}\u{200D}➡\u{FE0F}",
            "⛓\u{FE0F}\u{200D}💥",
            "🐦\u{200D}⬛",
            "👍🏿",
            "1\u{FE0F}\u{20E3} #\u{FE0F}\u{20E3}",
            "🇨🇭🇰🇷",
            "☺\u{FE0E}☺\u{FE0F}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
        ] {
            assert_eq!(invisible(emoji), None, "{emoji}");
        }
    }

    #[test]
    fn scripts_are_silent() {
        for text in [
            "Jürgen Müller",
            "Zoe\u{301}, A\u{30A}sa",
            "김철수",
            "\u{1112}\u{1161}\u{11AB}",
            "山田太郎、\u{3000}李小龍",
            "می\u{200C}خواهم",
            "علی\u{200C}رضا",
            "ه\u{200D}",
            "क्\u{200D}ष, क्\u{200C}ष",
            "ශ්\u{200D}රී ලංකා",
            "ന്\u{200D}",
            "ภาษา\u{200B}ไทย",
            "ភាសា\u{200B}ខ្មែរ",
            "ᠮᠣᠩᠭᠣᠯ\u{180E}ᠠ\u{180B}",
            "\u{200F}שלום\u{200E} (\u{61C}مرحبا)",
            "⠓⠑⠇⠇⠕\u{2800}⠃⠑⠝",
            "\u{F8FF} Apple",
            "葛\u{E0100}城",
        ] {
            assert_eq!(invisible(text), None, "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_found_with_its_place() {
        use InvisibleKind::{Bidi, Control, LineBreak, Noncharacter, ZeroWidth};
        for (text, at, kind) in [
            ("a\0b", 1..2, Control),
            ("\u{1B}[31mred", 0..1, Control),
            ("a\tb", 1..2, Control),
            ("del\u{7F}", 3..4, Control),
            ("nel\u{85}", 3..5, Control),
            ("a\nb", 1..2, LineBreak),
            ("é\u{2028}b", 2..5, LineBreak),
            ("evil\u{202E}gnp.exe", 4..7, Bidi),
            ("\u{2068}name\u{2069}", 0..3, Bidi),
            ("Ben\u{200B}", 3..6, ZeroWidth),
            ("\u{FEFF}Ben", 0..3, ZeroWidth),
            ("soft\u{AD}ware", 4..6, ZeroWidth),
            ("B\u{200D}en", 1..4, ZeroWidth),
            ("👩\u{200D}", 4..7, ZeroWidth),
            ("Be\u{200C}n", 2..5, ZeroWidth),
            ("\u{3164}", 0..3, ZeroWidth),
            ("a\u{E0041}", 1..5, ZeroWidth),
            ("🏴\u{E0067}\u{E007F}", 4..8, ZeroWidth),
            ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}", 4..8, ZeroWidth),
            ("ไทย\u{200B}", 9..12, ZeroWidth),
            ("x\u{FFFE}", 1..4, Noncharacter),
            ("x\u{FDD0}", 1..4, Noncharacter),
            ("x\u{10FFFF}", 1..5, Noncharacter),
        ] {
            assert_eq!(invisible(text), Some((at, kind)), "{text:?}");
        }
    }

    #[test]
    fn a_message_may_have_lines_and_tabs() {
        let text = "one\r\n\ttwo soft\u{AD}ware";
        assert_eq!(first_invisible(text, Lines::Many), None);
        for text in ["a\u{0B}", "a\u{0C}", "a\u{85}", "a\u{2028}", "a\u{2029}"] {
            assert!(first_invisible(text, Lines::Many).is_some(), "{text:?}");
        }
    }

    #[test]
    fn messages_never_print_the_character() {
        let message = |text| first_invisible(text, Lines::One).map(|fault| fault.what.to_string());
        assert_eq!(
            message("\u{202E}").as_deref(),
            Some("U+202E RIGHT-TO-LEFT OVERRIDE, which reverses the text that follows")
        );
        assert_eq!(
            message("\u{1B}").as_deref(),
            Some("U+001B ESCAPE, a control character")
        );
        assert_eq!(
            message("\u{E0041}").as_deref(),
            Some("U+E0041, which nobody sees")
        );
        assert_eq!(
            first_html_escape("&#x202E;")
                .map(|fault| fault.what.to_string())
                .as_deref(),
            Some("an HTML character reference for U+202E RIGHT-TO-LEFT OVERRIDE")
        );
    }

    #[test]
    fn templates_from_the_field_are_found() {
        use Template::*;
        for (text, found, what) in [
            ("{{me.id}}", "{{me.id}}", DoubleBraces),
            ("Hi {{ name }}, how are you?", "{{ name }}", DoubleBraces),
            ("{% if user %}x", "{% if user %}", Statement),
            ("${user.id}", "${user.id}", DollarBraces),
            (
                "https://x.example/${ user.photo }",
                "${ user.photo }",
                DollarBraces,
            ),
            ("#{@user.name}", "#{@user.name}", HashBraces),
            ("Hello %{name}!", "%{name}", PercentBraces),
            ("<%= user.name %>", "<%= user.name %>", AngleBrackets),
            ("a <?php echo $name; ?> b", "<?php echo $name; ?>", Php),
            ("<?= $name", "<?= $name", Php),
            ("$ChatEmail", "$ChatEmail", Variable),
            (" $user->email ", "$user->email", Variable),
            ("$_POST['name']", "$_POST['name']", Variable),
            ("$email", "$email", Variable),
            ("<EMAIL_ADDRESS>", "<EMAIL_ADDRESS>", Placeholder),
            ("<string>", "<string>", Placeholder),
            ("Dear <Your Name>", "<Your Name>", Placeholder),
            ("MyString", "MyString", Placeholder),
            ("undefined", "undefined", Stringified("undefined")),
            (
                "undefined undefined",
                "undefined undefined",
                Stringified("undefined"),
            ),
            ("null", "null", Stringified("null")),
            ("(null)", "(null)", Stringified("null")),
            ("NaN", "NaN", Stringified("NaN")),
            ("Müller undefined", "undefined", Stringified("undefined")),
            ("John null", "null", Stringified("null")),
            ("undefined@example.com", "undefined", Stringified("undefined")),
            (
                "https://randomuser.me/men/undefined.jpg",
                "undefined",
                Stringified("undefined"),
            ),
            ("/img/null.PNG", "null", Stringified("null")),
            ("https://x.example/a?token=null", "null", Stringified("null")),
            ("[object Object]", "[object Object]", StringifiedObject),
            (
                "https://x.example/[object%20Object].png",
                "[object%20Object]",
                StringifiedObject,
            ),
        ] {
            assert_eq!(template(text), Some((found, what)), "{text:?}");
        }
    }

    #[test]
    fn the_first_of_several_is_found() {
        assert_eq!(
            template("[object Object] {{x}}"),
            Some(("[object Object]", Template::StringifiedObject))
        );
        assert_eq!(
            template("{{x}} [object Object]"),
            Some(("{{x}}", Template::DoubleBraces))
        );
        assert_eq!(
            template("${20} or {{x}}"),
            Some(("{{x}}", Template::DoubleBraces))
        );
    }

    #[test]
    fn ordinary_language_is_no_template() {
        for text in [
            "",
            "{Ben}",
            "A & B",
            "$100",
            "${20}",
            "I <3 you",
            "<b>bold</b> <BR> <DIV>",
            "a < b > c",
            "undefined behaviour explained",
            "Undefined Behaviour",
            "The null hypothesis",
            "Unter null Grad",
            "null and void",
            "True/false/undefined",
            "Nan",
            "NaNa",
            "Null",
            "Ke$ha",
            "$tefan",
            "$uicideboy$",
            "$LVS0Fyp_8",
            "$2b$10$abcdefghijkl",
            "A$AP Rocky",
            "$",
            "{{",
            "}} {{",
            "{% off",
            "50%{",
            "<%",
            "<?xml version=\"1.0\"?>",
            "[object]",
            "[objective] met",
            "Ben <ben@example.com>",
            "<https://example.com/a_b>",
            "<NASA> Bob",
            "null@example.com",
            "https://undefined.com/",
            "https://example.com/nullable/undefinedness.jpg",
            "My String",
            "Myles",
            "{\"a\": {\"b\": 1}}",
            "¯\\_(ツ)_/¯ {•̃_•̃}",
        ] {
            assert_eq!(template(text), None, "{text:?}");
        }
    }

    #[test]
    fn html_13_2_5_80_numeric_references() {
        assert_eq!(escape("?s=96&#038;d=mm"), Some(("&#038;", '&')));
        assert_eq!(escape("O&#x27;Neill"), Some(("&#x27;", '\'')));
        assert_eq!(escape("it&#146;s"), Some(("&#146;", '\u{2019}')));
        assert_eq!(escape("&#0;"), Some(("&#0;", '\u{FFFD}')));
        assert_eq!(escape("&#xD800;"), Some(("&#xD800;", '\u{FFFD}')));
        assert_eq!(escape("&#x110000;"), Some(("&#x110000;", '\u{FFFD}')));
        assert_eq!(escape("&#X1f600;"), Some(("&#X1f600;", '😀')));
    }

    #[test]
    fn html_named_references() {
        assert_eq!(escape("Tom &amp; Ben"), Some(("&amp;", '&')));
        assert_eq!(escape("M&uuml;ller"), Some(("&uuml;", 'ü')));
        assert_eq!(escape("&Alpha;&theta;"), Some(("&Alpha;", 'Α')));
        assert_eq!(escape("&Omega;"), Some(("&Omega;", 'Ω')));
        assert_eq!(escape("&omega;"), Some(("&omega;", 'ω')));
        assert_eq!(escape("&yuml;"), Some(("&yuml;", 'ÿ')));
        assert_eq!(escape("a&nbsp;b"), Some(("&nbsp;", '\u{A0}')));
        assert_eq!(escape("&apos;&QUOT;"), Some(("&apos;", '\'')));
        assert_eq!(escape("AT&T &lt;3"), Some(("&lt;", '<')));
        assert_eq!(escape("&amp;amp;"), Some(("&amp;", '&')));
        assert_eq!(escape("é&é&szlig;"), Some(("&szlig;", 'ß')));
    }

    #[test]
    fn an_ampersand_alone_is_no_reference() {
        for text in [
            "A & B",
            "AT&T;",
            "R&D; Q&A;",
            "?a=1&amp=2",
            "?a=1&copy=2&reg=3;",
            "&;",
            "&#;",
            "&#x;",
            "&#xg;",
            "&# 38;",
            "&+38;",
            "&#+38;",
            "&",
            "&amp",
            "&é;",
            "&uml ;",
        ] {
            assert_eq!(escape(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_quote_behind_backslashes() {
        let slashed =
            |text: &'static str| first_slashed_quote(text).map(|fault| (&text[fault.at], fault.what));
        assert_eq!(slashed(r"O\'Brien"), Some((r"\'", '\'')));
        assert_eq!(slashed(r"O\\\'Brien"), Some((r"\\\'", '\'')));
        assert_eq!(slashed(r#"é \"Linda\""#), Some((r#"\""#, '"')));
        assert_eq!(slashed(r"a\b \'"), Some((r"\'", '\'')));
        for text in [
            "",
            "O'Brien",
            r"\",
            r"¯\_(ツ)_/¯",
            r"a\\",
            r"\é'",
            r"DOMAIN\linda",
            r"'\",
        ] {
            assert_eq!(slashed(text), None, "{text:?}");
        }
    }

    #[test]
    fn padding_is_the_slice_at_an_edge() {
        assert_eq!(padding("Ben"), None);
        assert_eq!(padding("Ben Smith"), None);
        assert_eq!(padding(""), None);
        assert_eq!(padding("Ben  "), Some(3..5));
        assert_eq!(padding(" \tBen "), Some(0..2));
        assert_eq!(padding("Ben\u{A0}"), Some(3..5));
        assert_eq!(padding(" \n"), Some(0..2));
    }

    #[test]
    fn plain_text_is_plain_at_every_length_and_offset() {
        let long = "The quick brown fox jumps over the lazy dog, 1234567890 times.";
        for end in (1..=long.len()).filter(|&end| !long[..end].ends_with(' ')) {
            assert!(is_plain(&long[..end]), "{end}");
            for start in 0..end {
                for byte in ["$", "&", "<", "[", "{", "\u{7F}", "\n", "é"] {
                    let text = format!("{}{byte}{}", &long[..start], &long[start..end]);
                    assert!(!is_plain(&text), "{text:?}");
                }
                for word in ["undefined", "null", "NULL", "NaN"] {
                    let text = format!("{}{word}{}", &long[..start], &long[start..end]);
                    assert!(!is_plain(&text), "{text:?}");
                }
            }
        }
        assert!(is_plain(""));
        assert!(!is_plain(" a") && !is_plain("a ") && !is_plain(" "));
    }

    proptest::proptest! {
        /// The quick look never hides what the search would find.
        #[test]
        fn a_template_is_never_overlooked(
            text in "(\\{\\{|\\}\\}|\\$|\\{|\\}|<%|%>|<\\?php|undefined|null|NULL|NaN|My|String|Text|\\[object |Object\\]|<|>|EMAIL_ADDRESS|string|#|%|_|/|\\.| |[a-zA-Zé]){0,8}"
        ) {
            proptest::prop_assert!(may_hold_template(&text) || search_template(&text).is_none());
        }
    }
}
