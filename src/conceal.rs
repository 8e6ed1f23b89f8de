//! Where the things stand in a document that an excerpt may not show: secrets never, values not where reports are
//! redacted. Comments can hold either, also as a member that is commented out, and are never shown.
//!
//! Looked for only in documents in which something was found, and in all of each, since an excerpt shows neighbours.

use std::ops::Range;

use crate::grammar::credential::{credential_in, may_be_credential, names_credential};
use crate::shape::Payload;
use crate::syntax::tape::{Document, Kind, Member, Value};

/// The bytes of the secrets, in text order. Of a string its quotes stay outside.
pub(crate) fn secrets(document: Document<'_>) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut pending = vec![document.root()];
    while let Some(value) = pending.pop() {
        match value.kind() {
            Kind::Object => {
                for member in value.members() {
                    if is_named_secret(&member) {
                        secrets.push(content(member.value));
                    } else {
                        pending.push(member.value);
                    }
                }
            }
            Kind::Array => pending.extend(value.elements()),
            Kind::String if value.as_str().is_some_and(|text| credential_in(text).is_some()) => {
                secrets.push(content(value));
            }
            _ => {}
        }
    }
    with_comments(secrets, document)
}

/// The bytes of everything that can be somebody's personal data, in text order: the strings and the numbers that are
/// values, and the keys that are ids. Of a string its quotes stay outside.
pub(crate) fn values(document: Document<'_>, payloads: &[Payload<'_>]) -> Vec<Range<usize>> {
    let mut values: Vec<_> = payloads.iter().filter_map(Payload::key).map(content).collect();
    let mut pending = vec![document.root()];
    while let Some(value) = pending.pop() {
        match value.kind() {
            Kind::Object => pending.extend(value.members().map(|member| member.value)),
            Kind::Array => pending.extend(value.elements()),
            Kind::String | Kind::Number => values.push(content(value)),
            Kind::Null | Kind::False | Kind::True => {}
        }
    }
    with_comments(values, document)
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
