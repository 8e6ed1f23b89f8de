//! The requests of the REST API, as an operation of a batch writes them: the method, and the path behind the app's id.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// The methods.
pub(crate) const METHODS: [&str; 5] = ["GET", "PUT", "POST", "PATCH", "DELETE"];

/// The path of all users.
pub(crate) const USERS: &str = "/users";

/// Whether this is a method, in capitals or not.
pub(crate) fn is_method(text: &str) -> bool {
    METHODS.iter().any(|method| method.eq_ignore_ascii_case(text))
}

/// What a path below `/v1/{appId}` addresses.
pub(crate) enum UserPath<'d> {
    /// `/users/{id}`; the segment in bytes of the decoded string, and the id that it spells.
    One { segment: Range<usize>, id: Cow<'d, str> },
    /// `/users`.
    Many,
}

/// The user, or the users, that a path names; none if it names something else, be it what a user has.
pub(crate) fn user_path(path: &str) -> Option<UserPath<'_>> {
    let rest = path.strip_prefix(USERS)?;
    if rest.is_empty() {
        return Some(UserPath::Many);
    }
    let segment = rest.strip_prefix('/')?;
    if segment.contains(['/', '?', '#']) {
        return None;
    }
    let start = path.len() - segment.len();
    Some(UserPath::One {
        segment: start..path.len(),
        id: percent_decoded(segment),
    })
}

/// The path of one user, with every byte of the id percent-encoded that is not unreserved (RFC 3986 section 2.3).
pub(crate) fn path_of_user(id: &str) -> String {
    let mut path = format!("{USERS}/");
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// The text that a path segment spells (RFC 3986 section 2.1); the segment itself where it spells none.
fn percent_decoded(segment: &str) -> Cow<'_, str> {
    if !segment.contains('%') {
        return Cow::Borrowed(segment);
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high << 4 | low);
            rest = &rest[3..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(segment), Cow::Owned)
}

#[expect(clippy::cast_possible_truncation, reason = "a hexadecimal digit is below 16")]
fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}
