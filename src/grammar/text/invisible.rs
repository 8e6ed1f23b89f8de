//! Characters that nobody sees, and the company in which each of them is at home.
//!
//! Ordinary language must stay silent here, in every script and with every emoji.

use std::fmt;

use super::Fault;

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
pub(super) struct Named(pub(super) char);

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

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::grammar::text::first_html_escape;

    fn invisible(text: &str) -> Option<(Range<usize>, InvisibleKind)> {
        first_invisible(text, Lines::One).map(|fault| (fault.at, fault.what.kind))
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
}
