//! Where the things stand in a text that an excerpt may not show: secrets never, values not where reports are
//! redacted. Comments can hold either, also as a member that is commented out, and are never shown.
//!
//! Looked for only in texts in which something was found, and in all of each, since an excerpt shows neighbours.

use std::ops::Range;

use crate::grammar::credential::{SHORTEST, credential_in, may_be_credential, names_credential};
use crate::shape::Payload;
use crate::syntax::tape::{Document, Kind, Member, Value};

pub(crate) mod refused;

/// The devices of a user: an object by token. In lower case.
const PUSH_TOKENS: &str = "pushtokens";

/// In the conversation of an event its users: an object by id.
const PARTICIPANTS: &str = "participants";

/// The bytes of the secrets of a document, in text order. Of a string its quotes stay outside.
pub(crate) fn secrets(document: Document<'_>) -> Vec<Range<usize>> {
    // With its quotes and escapes a string is no shorter than what it says.
    let may_be_secret = |string: &Value<'_>| string.range().len() > SHORTEST;
    let is_secret =
        |string: &Value<'_>| may_be_secret(string) && string.as_str().is_some_and(holds_credential);
    let mut secrets = Vec::new();
    let mut pending = vec![document.root()];
    while let Some(value) = pending.pop() {
        match value.kind() {
            Kind::Object => {
                for member in value.members() {
                    if is_secret(&member.key) {
                        secrets.push(content(member.key));
                    }
                    if is_named_secret(&member) {
                        secrets.push(content(member.value));
                    } else {
                        pending.push(member.value);
                    }
                }
            }
            Kind::Array => pending.extend(value.elements()),
            Kind::String if is_secret(&value) => secrets.push(content(value)),
            _ => {}
        }
    }
    with_comments(secrets, document)
}

/// The bytes of everything in a document that can be somebody's personal data, in text order: the strings and the numbers
/// that are values, and the keys that are ids, tokens or personal by their form. Where no users are known, any key may be
/// an id. Of a string its quotes stay outside.
pub(crate) fn values(document: Document<'_>, payloads: &[Payload<'_>]) -> Vec<Range<usize>> {
    let mut values: Vec<_> = payloads.iter().filter_map(Payload::name).map(content).collect();
    let mut pending = vec![(document.root(), Keys::of_root(payloads))];
    while let Some((value, keys)) = pending.pop() {
        match value.kind() {
            Kind::Object => {
                for member in value.members() {
                    if keys != Keys::Shown || is_personal_key(member.key()) {
                        values.push(content(member.key));
                    }
                    pending.push((member.value, keys.below(member.key())));
                }
            }
            Kind::Array => pending.extend(value.elements().map(|element| (element, keys.below("")))),
            Kind::String | Kind::Number => values.push(content(value)),
            Kind::Null | Kind::False | Kind::True => {}
        }
    }
    with_comments(values, document)
}

/// Whether the keys of an object are ids or tokens, whatever their form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    Shown,
    /// Here, but not further below: what is said of a participant has names of its own.
    Hidden,
    HiddenBelow,
}

impl Keys {
    fn of_root(payloads: &[Payload<'_>]) -> Self {
        if payloads.is_empty() {
            Keys::HiddenBelow
        } else {
            Keys::Shown
        }
    }

    /// Those of the object under a key of this one.
    pub(crate) fn below(self, key: &str) -> Self {
        if self == Keys::HiddenBelow || is_spelled(key, PUSH_TOKENS) {
            Keys::HiddenBelow
        } else if is_spelled(key, PARTICIPANTS) {
            Keys::Hidden
        } else {
            Keys::Shown
        }
    }
}

/// Whether this is the key, in any case and with any separators.
fn is_spelled(key: &str, name: &str) -> bool {
    let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
    letters.map(|byte| byte.to_ascii_lowercase()).eq(name.bytes())
}

/// Whether a key tells of somebody by its form alone: an e-mail address, a telephone number, or a credential.
pub(crate) fn is_personal_key(key: &str) -> bool {
    key.contains(['@', '＠']) || key.contains("%40") || begins_like_phone(key) || holds_credential(key)
}

/// Whether a text starts with seven digits or more, written as telephone numbers are.
fn begins_like_phone(text: &str) -> bool {
    const LEAST: usize = 7;
    text.chars()
        .take_while(|char| char.is_ascii_digit() || char.is_whitespace() || "+-.()/".contains(*char))
        .filter(char::is_ascii_digit)
        .nth(LEAST - 1)
        .is_some()
}

/// Adds what the comments say; what opens and closes them stays outside. In text order, and none inside another.
fn with_comments(mut hidden: Vec<Range<usize>>, document: Document<'_>) -> Vec<Range<usize>> {
    let contents = document.comments().iter().map(|comment| {
        let is_block = document.slice(comment.clone()).starts_with("/*");
        comment.start + 2..comment.end - 2 * usize::from(is_block)
    });
    hidden.extend(contents.filter(|content| !content.is_empty()));
    hidden.sort_unstable_by_key(|range| range.start);
    let mut end = 0;
    hidden.retain(|range| {
        let stands_alone = range.start >= end;
        end = end.max(range.end);
        stands_alone
    });
    hidden
}

/// Whether a text is no one's to repeat.
pub(crate) fn holds_credential(text: &str) -> bool {
    credential_in(text).is_some()
}

/// Whether the key says that the value is a credential, and the value can be one.
fn is_named_secret(member: &Member<'_>) -> bool {
    names_credential(member.key())
        && match member.value.kind() {
            Kind::Null | Kind::False | Kind::True => false,
            Kind::String => member.value.as_str().is_some_and(may_be_credential),
            Kind::Number | Kind::Array | Kind::Object => true,
        }
}

fn content(value: Value<'_>) -> Range<usize> {
    let range = value.range();
    match value.kind() {
        Kind::String => range.start + 1..range.end - 1,
        _ => range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_personal_by_its_form() {
        for key in [
            "linda@talkjs.com",
            "linda%40talkjs.com",
            "+31 6 1234 5678",
            "0612345678 (home)",
            "5551234",
        ] {
            assert!(is_personal_key(key), "{key}");
        }
        for key in ["", "email", "user_7", "555123", "2024", "a1234567"] {
            assert!(!is_personal_key(key), "{key}");
        }
    }
}
