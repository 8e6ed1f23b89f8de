//! Where the things stand in a text that an excerpt may not show: secrets never, values not where reports are
//! redacted.
//!
//! Looked for only in texts in which something was found, and in all of each, since an excerpt shows neighbours. What is
//! not JSON has no strings and no keys that are sure: there more is hidden than in JSON, never less.

use std::ops::Range;

use crate::grammar::credential::{credential_in, may_be_credential, names_credential};
use crate::shape::Payload;
use crate::syntax::tape::{Document, Kind, Member, Value};

/// Objects whose keys are ids or tokens: the devices of a user, and in the conversation of an event its users.
const KEYED_BY_PERSON: [&str; 2] = ["pushTokens", "participants"];

/// The bytes of the secrets of a document, in text order. Of a string its quotes stay outside.
pub(crate) fn secrets(document: Document<'_>) -> Vec<Range<usize>> {
    let is_secret = |string: &Value<'_>| string.as_str().is_some_and(holds_credential);
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
    secrets.sort_unstable_by_key(|range| range.start);
    secrets
}

/// The bytes of everything in a document that can be somebody's personal data, in text order: the strings and the numbers
/// that are values, and the keys that are ids or tokens. Of a string its quotes stay outside.
pub(crate) fn values(document: Document<'_>, payloads: &[Payload<'_>]) -> Vec<Range<usize>> {
    let mut values: Vec<_> = payloads.iter().filter_map(Payload::name).map(content).collect();
    let mut pending = vec![document.root()];
    while let Some(value) = pending.pop() {
        match value.kind() {
            Kind::Object => {
                for member in value.members() {
                    if is_keyed_by_person(member.key()) {
                        values.extend(member.value.members().map(|inner| content(inner.key)));
                    }
                    pending.push(member.value);
                }
            }
            Kind::Array => pending.extend(value.elements()),
            Kind::String | Kind::Number => values.push(content(value)),
            Kind::Null | Kind::False | Kind::True => {}
        }
    }
    values.sort_unstable_by_key(|range| range.start);
    values
}

/// Whether the keys of the object under this key are ids or tokens.
pub(crate) fn is_keyed_by_person(key: &str) -> bool {
    KEYED_BY_PERSON.contains(&key)
}

/// Whether a text is no one's to repeat.
pub(crate) fn holds_credential(text: &str) -> bool {
    credential_in(text).is_some()
}

/// The bytes of the secrets of a text that is not JSON, in text order.
pub(crate) fn secrets_of_refused(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut start = 0;
    for chunk in bytes.utf8_chunks() {
        let text = chunk.valid();
        let in_chunk = [words(text), private_keys(text), named(text)].concat();
        secrets.extend(
            in_chunk
                .into_iter()
                .map(|range| start + range.start..start + range.end),
        );
        start += text.len() + chunk.invalid().len();
    }
    secrets
}

/// The bytes of a text that is not JSON, but for what gives it its form: brackets, commas, colons, quotes and white space.
pub(crate) fn values_of_refused(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_form = |byte: &u8| b"{}[]:,\"' \t\r\n".contains(byte);
    let mut values = Vec::new();
    let mut at = 0;
    for run in bytes.split(is_form) {
        if !run.is_empty() {
            values.push(at..at + run.len());
        }
        at += run.len() + 1;
    }
    values
}

/// The words that are credentials by their form.
fn words(text: &str) -> Vec<Range<usize>> {
    let is_inside = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(|char| !is_inside(char)) {
        // As the argument of a program, or behind a minus.
        if holds_credential(word.trim_start_matches(['-', '.'])) {
            words.push(at..at + word.len());
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// What stands between the first and the last line of private keys in PEM.
fn private_keys(text: &str) -> Vec<Range<usize>> {
    let begins = text.match_indices("-----BEGIN ").map(|(at, _)| at);
    let key = |at: usize| {
        let (label, _) = text[at + 11..].split_once("-----")?;
        let start = at + 11 + label.len() + 5;
        let end = text[start..].find("-----END").unwrap_or(text.len() - start);
        label.contains("PRIVATE KEY").then_some(start..start + end)
    };
    begins.filter_map(key).collect()
}

/// What stands behind a colon or an equals sign with a word for a credential before it: to the closing quote, or to
/// the end of the item or the line. Where brackets are closed is not known here, so they hide the rest of the text.
fn named(text: &str) -> Vec<Range<usize>> {
    let mut named = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find([':', '=']) {
        let sign = from + offset;
        from = sign + 1;
        if !names_credential(key_before(&text[..sign])) {
            continue;
        }
        let rest = text[from..].trim_start();
        let start = text.len() - rest.len();
        let first = rest.chars().next();
        let range = match first {
            Some(quote @ ('"' | '\'' | '`')) => {
                let inside = &rest[1..];
                start + 1..start + 1 + inside.find([quote, '\n', '\r']).unwrap_or(inside.len())
            }
            Some('{' | '[') => start..text.len(),
            _ => start..start + rest.find([',', '}', ']', '\n', '\r']).unwrap_or(rest.len()),
        };
        from = range.end;
        if may_be_credential(&text[range.clone()]) {
            named.push(range);
        }
    }
    named
}

/// The end of the key that stands at the end of the text, with or without quotes.
fn key_before(text: &str) -> &str {
    const LONGEST: usize = 64;
    let text = text.trim_end_matches(|char: char| char.is_ascii_whitespace() || "\"'`\\".contains(char));
    let start = text
        .char_indices()
        .rev()
        .take(LONGEST)
        .take_while(|(_, char)| !"{}[]:=,\"'`\n\r".contains(*char))
        .last();
    start.map_or("", |(at, _)| &text[at..])
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

    #[track_caller]
    fn hidden(text: &str, expected: &[&str]) {
        let mut ranges = secrets_of_refused(text.as_bytes());
        ranges.sort_unstable_by_key(|range| range.start);
        let hidden: Vec<_> = ranges.into_iter().map(|range| &text[range]).collect();
        assert_eq!(hidden, expected, "{text}");
    }

    #[test]
    fn a_secret_is_found_in_what_is_no_json() {
        let key = format!("sk_live_{}", "0".repeat(24));
        hidden(&format!("{{id: {key}, b}}"), &[&key]);
        hidden(&format!("[\"a\" \"use {key}!\"]"), &[&key]);
        hidden("{\"password\": \"hunter2secret\",}", &["hunter2secret"]);
        hidden("{password: hunter2secret, id}", &["hunter2secret"]);
        hidden("{'auth_token' : 'hunter2secret'}", &["hunter2secret"]);
        hidden("API_KEY=hunter2secret\nID=5", &["hunter2secret"]);
        hidden("{\"secret\": {\"a\": \"b\"},}", &["{\"a\": \"b\"},}"]);
        hidden(
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
            &["\nabc\n"],
        );
        hidden("-----BEGIN PRIVATE KEY-----\nabc", &["\nabc"]);
    }

    #[test]
    fn what_is_no_secret_stays() {
        hidden(
            "{\"token\": true, \"password\": \"***\", \"name\": \"Linda\",}",
            &[],
        );
        hidden("password: ", &[]);
        hidden("é=é:", &[]);
    }

    #[test]
    fn of_what_is_no_json_only_the_form_is_shown() {
        let text = "{\"a b\": 'é',\n}";
        let shown: Vec<_> = values_of_refused(text.as_bytes())
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(shown, ["a", "b", "é"]);
    }
}
