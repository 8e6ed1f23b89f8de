//! The ids of users: what programs leave in place of one, characters that no id should have, and which ids are taken for
//! one another.

use std::ops::Range;

use super::text::{self, Lines, is_direction_mark};

pub(crate) mod alike;

/// What stands in place of an id, in bytes of the id. The rules about characters are silent then.
pub(crate) fn placeholder(id: &str) -> Option<Range<usize>> {
    let whole = id.trim();
    let start = id.len() - id.trim_start().len();
    if is_missing_value(whole) || is_nobody(whole) || is_constant(whole) || whole == NIL_UUID {
        return Some(start..start + whole.len());
    }
    // `user_undefined`: the prefix that the vendor advises, and nothing behind it.
    let last = whole.rsplit(['_', '-', ':', '.', '|']).next()?;
    is_missing_value(last).then(|| start + whole.len() - last.len()..start + whole.len())
}

/// True for most ids, which have a digit near their end: there no value is missing, and nobody in particular is meant.
/// [`placeholder`] then finds nothing. False decides nothing.
pub(crate) fn is_plainly_given(id: &[u8]) -> bool {
    // The words for what is missing have no digits and are three letters at least, behind a separator or alone.
    let ends_in_digit = id.iter().rev().take(3).any(u8::is_ascii_digit);
    let may_be_constant = id.first() == Some(&b'U');
    let may_be_nil = id.len() == NIL_UUID.len() && id.ends_with(b"00000000");
    let may_be_padded = matches!(id, [..=b' ', ..] | [.., ..=b' ']) || !id.is_ascii();
    ends_in_digit && !(may_be_constant || may_be_nil || may_be_padded || id.ends_with(b"]"))
}

/// What programs write for a value that is not there. Capitals count: Nan is a name.
fn is_missing_value(word: &str) -> bool {
    matches!(
        word,
        "undefined" | "null" | "NULL" | "Null" | "(null)" | "<nil>" | "None" | "NaN"
    ) || (word.starts_with("[object ") && word.ends_with(']'))
}

/// What a program writes for a UUID that was never set.
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// Words for nobody in particular, and names of what should stand here; in lower case without separators.
const NOBODY: [&str; 24] = [
    "anon",
    "anonymous",
    "anonymoususer",
    "currentuser",
    "currentuserid",
    "guest",
    "guestid",
    "guestuser",
    "id",
    "myid",
    "myuserid",
    "someid",
    "someuserid",
    "string",
    "uid",
    "uniqueid",
    "unknown",
    "unknownid",
    "unknownuser",
    "user",
    "userid",
    "username",
    "uuid",
    "yourid",
];

fn is_nobody(word: &str) -> bool {
    // Most ids are longer than all of these, or have a digit.
    if word.len() > 20 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_separator = |byte: &u8| matches!(byte, b'_' | b'-' | b' ');
    let folded = || {
        word.bytes()
            .filter(|byte| !is_separator(byte))
            .map(|byte| byte.to_ascii_lowercase())
    };
    NOBODY.iter().any(|nobody| folded().eq(nobody.bytes()))
}

/// `USER_ID_1`: the name of a constant. `user_1` is an id as the vendor advises it.
fn is_constant(word: &str) -> bool {
    let name = word.trim_end_matches(|char: char| char.is_ascii_digit() || char == '_');
    name == "USER_ID"
}

/// Whether a character is white space or one that nobody sees, unless something beside it excuses it.
pub(crate) fn is_unseen(char: char) -> bool {
    let alone = text::first_invisible(char.encode_utf8(&mut [0; 4]), Lines::One).is_some();
    alone || char.is_whitespace() || is_direction_mark(char)
}
