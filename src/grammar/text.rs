//! What a text that people read must not contain: characters that nobody sees, templates that were never filled
//! in, what escaping leaves behind, and white space at its edges; and the one pass that finds most texts free of all.
//!
//! Ordinary language must stay silent here: each function says how it tells the two apart. Whether a *name* or an *id*
//! is a sensible one is not decided here.

use std::ops::Range;

use super::Fault;

mod html_escape;
mod invisible;
mod template;

pub(crate) use html_escape::{first_html_escape, first_slashed_quote};
pub(crate) use invisible::{
    Invisible, InvisibleKind, Lines, first_invisible, is_default_ignorable, is_direction_mark,
    is_emoji_variation_selector, is_pictograph,
};
pub(crate) use template::{Template, first_template};

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
    all_blocks(bytes, |block| {
        !holds_odd_byte(block) && !holds_three_letters(block)
    })
}

/// Whether three letters of a word stand in a text that a program writes for a value that is not there:
/// `undefined`, `null`, `NULL`, `NaN`.
pub(crate) fn may_hold_missing_value(text: &[u8]) -> bool {
    !all_blocks(text, |block| !holds_three_letters(block))
}

/// Whether something is true of all blocks of a text. Three bytes that follow one another stand in one of them.
fn all_blocks(bytes: &[u8], holds: impl Fn(&[u8; BLOCK]) -> bool) -> bool {
    if let Some(last) = bytes.last_chunk() {
        let mut blocks = bytes.windows(BLOCK).step_by(STARTS);
        holds(last) && blocks.all(|block| block.try_into().is_ok_and(&holds))
    } else {
        // A space begins no finding, and no finding contains one in its first three bytes.
        let mut padded = [b' '; BLOCK];
        padded[..bytes.len()].copy_from_slice(bytes);
        holds(&padded)
    }
}

/// The length of a block, and the offsets in it at which three bytes begin.
const BLOCK: usize = 18;
const STARTS: usize = BLOCK - 2;

// In both: no early exit and nothing but byte operations. The compiler makes vector instructions of this.

fn holds_odd_byte(block: &[u8; BLOCK]) -> bool {
    block
        .iter()
        .fold(false, |found, &byte| found | may_begin_finding(byte))
}

fn holds_three_letters(block: &[u8; BLOCK]) -> bool {
    let mut found = false;
    for start in 0..STARTS {
        let [a, b, c] = [block[start], block[start + 1], block[start + 2]];
        found |= a == b'e' && b == b'f' && c == b'i';
        found |= (a | 0x20) == b'n' && (b | 0x20) == b'u' && (c | 0x20) == b'l';
        found |= a == b'N' && b == b'a' && c == b'N';
    }
    found
}

/// True for what is not printable ASCII, and for `$`, `&`, `<`, `[` and `{`.
fn may_begin_finding(byte: u8) -> bool {
    let mut found = byte.wrapping_sub(b' ') > b'~' - b' ';
    found |= (byte & !0x02) == b'$';
    found |= byte == b'<';
    found |= (byte | 0x20) == b'{';
    found
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
}
