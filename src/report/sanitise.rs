//! The one way on which text of a payload, a path or a message goes out to people.
//!
//! Everything that a terminal or a log could take for more than a character is written as `\u{…}`: control
//! characters, line and paragraph separators, bidirectional controls, zero-width characters, noncharacters. Two
//! number signs in a row are parted, since build services read `##[…]` as a command anywhere in a line.

use std::fmt;

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

/// Whether a character must not be shown as it is.
pub fn is_active(previous: char, char: char) -> bool {
    match char {
        ' '..='~' => char == '#' && previous == '#',
        _ => is_unprintable(char),
    }
}

/// Characters that are not shown as a glyph of their own, or that move the glyphs of others.
pub fn is_unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char,
            '\u{AD}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E0FFF}')
        || u32::from(char) & 0xFFFE == 0xFFFE
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
    fn no_line_starts_with_a_command() {
        assert_eq!(line_start("::error::x.json"), r"\u{3a}:error::x.json");
        assert_eq!(line_start(" \u{3000}::x"), " \u{3000}\\u{3a}:x");
        assert_eq!(line_start("\n::x"), r"\u{a}::x");
        assert_eq!(line_start(":") + ":1:1", r"\u{3a}:1:1");
        assert_eq!(line_start("a::b"), "a::b");
    }
}
