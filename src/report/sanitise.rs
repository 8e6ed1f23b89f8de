//! The one way on which text of a payload, a path or a message goes out to people.
//!
//! Everything that a terminal or a log could take for more than a character is written as `\u{…}`: control
//! characters, line and paragraph separators, bidirectional controls, zero-width and format characters, variation
//! selectors (but for those of emoji), noncharacters. Two number signs in a row are parted, since build services read `##[…]` as a command anywhere in a line.

use std::fmt;

use crate::grammar::text::{is_default_ignorable, is_emoji_variation_selector, is_pictograph};

/// Shows a text on one line.
pub fn line(text: &str) -> Sanitised<'_> {
    Sanitised(text)
}

/// Shows a text at the start of a line, where build services take `::` for the start of a command, whatever white
/// space stands before it.
pub fn line_start(text: &str) -> String {
    let shown = line(text).to_string();
    let (blank, rest) = shown.split_at(shown.len() - shown.trim_start().len());
    match rest.strip_prefix(':') {
        // The second colon may be one that the caller puts behind the text.
        Some(rest) => format!("{blank}\\u{{3a}}{rest}"),
        None => shown,
    }
}

/// A text that is escaped as it is shown. Made by [`line()`].
#[derive(Debug, Clone, Copy)]
pub struct Sanitised<'t>(&'t str);

impl fmt::Display for Sanitised<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = 0;
        let mut previous = ' ';
        for (at, char) in self.0.char_indices() {
            if is_active(previous, char) {
                f.write_str(&self.0[shown..at])?;
                write!(f, "\\u{{{:x}}}", u32::from(char))?;
                shown = at + char.len_utf8();
            }
            previous = char;
        }
        f.write_str(&self.0[shown..])
    }
}

/// Whether a character must not be shown as it is behind the one before it.
pub(super) fn is_active(previous: char, char: char) -> bool {
    match char {
        ' '..='~' => char == '#' && previous == '#',
        // Half of all emoji are written with one, and there it does what it says: how the sign before it looks.
        // Anywhere else it is a mark that nobody sees, of which a text can hold any number.
        _ if is_emoji_variation_selector(char) => !is_pictograph(previous),
        _ => is_unprintable(char),
    }
}

/// Characters that are not shown as a glyph of their own, or that move the glyphs of others.
fn is_unprintable(char: char) -> bool {
    char.is_control()
        || is_default_ignorable(char)
        || is_format(char)
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}')
        || u32::from(char) & 0xFFFE == 0xFFFE
}

/// What Unicode calls a format character (`Cf`) and does not let a renderer ignore.
fn is_format(char: char) -> bool {
    matches!(char,
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_active_gets_through() {
        let shown = line("a\u{1b}[31m\n::error::\u{202e}\u{85}\u{200b}##[x]\u{fffe}é😀").to_string();
        assert_eq!(
            shown,
            r"a\u{1b}[31m\u{a}::error::\u{202e}\u{85}\u{200b}#\u{23}[x]\u{fffe}é😀"
        );
    }

    #[test]
    fn what_has_no_width_is_escaped() {
        for char in [
            '\u{34f}',
            '\u{17b4}',
            '\u{17b5}',
            '\u{180b}',
            '\u{180d}',
            '\u{180f}',
            '\u{200d}',
            '\u{1bca0}',
            '\u{1bca3}',
            '\u{1d173}',
            '\u{1d17a}',
            '\u{fe00}',
            '\u{fe0e}',
            '\u{fe0f}',
            '\u{600}',
            '\u{605}',
            '\u{6dd}',
            '\u{70f}',
            '\u{890}',
            '\u{891}',
            '\u{8e2}',
            '\u{110bd}',
            '\u{110cd}',
            '\u{13430}',
            '\u{13438}',
            '\u{e0100}',
        ] {
            let shown = line(&format!("a{char}b")).to_string();
            assert_eq!(shown, format!("a\\u{{{:x}}}b", u32::from(char)));
        }
    }

    #[test]
    fn an_emoji_keeps_its_variation_selector_and_no_more_than_one() {
        assert_eq!(line("❤\u{fe0f}☎\u{fe0e}").to_string(), "❤\u{fe0f}☎\u{fe0e}");
        assert_eq!(line("❤\u{fe0f}\u{fe0f}").to_string(), "❤\u{fe0f}\\u{fe0f}");
        assert_eq!(line("é\u{fe0f}").to_string(), "é\\u{fe0f}");
        assert_eq!(line("\u{fe0f}").to_string(), "\\u{fe0f}");
    }

    #[test]
    fn no_line_starts_with_a_command() {
        assert_eq!(line_start("::error::x.json"), r"\u{3a}:error::x.json");
        assert_eq!(line_start(" \u{3000}::x"), " \u{3000}\\u{3a}:x");
        assert_eq!(line_start("\n::x"), r"\u{a}::x");
        assert_eq!(line_start(":") + ":1:1", r"\u{3a}:1:1");
        assert_eq!(line_start("a::b"), "a::b");
    }
}
