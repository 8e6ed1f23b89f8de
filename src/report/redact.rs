//! The same report without personal values: what a build service may keep.
//!
//! What is known to hold nothing of a payload stays; what may quote one gives way to the rule's own words. So nothing
//! gets through that was forgotten here.
//!
//! Names of fields and unknown keys are no values: they are what is to be mended, and stay, unless they are personal by
//! their form: e-mail addresses, telephone numbers, credentials. So do single characters, and language subtags that are in
//! the registry, since nobody is known by them. Any other locale and all roles are values.

use std::borrow::Cow;
use std::sync::Arc;

use super::fingerprint;
use super::{Concealed, Report};
use crate::conceal::{self, Keys};
use crate::finding::{Finding, PayloadRef, Quotes};

impl Report {
    /// The report with shapes and lengths instead of personal values. Complete only for a report that was made with
    /// [`Options::redactable`](crate::Options).
    ///
    /// - A message that may quote the payload is replaced by what the rule finds in general and the kind and length of
    ///   what stands there; a help by the rule's advice.
    /// - In pointers an id or a token that is a key becomes the start of its hash, which is the same wherever it stands.
    ///   So does any key that is an e-mail address, a telephone number or a credential by its form.
    /// - Excerpts leave out strings, numbers and such keys; where no users are known, all keys.
    ///
    /// Fingerprints stay as they are.
    #[must_use]
    pub fn redacted(&self) -> Report {
        let mut report = self.clone();
        // Secrets can be keys, which are no values.
        report.secrets = Concealed::default();
        report
            .secrets
            .extend(self.secrets.0.iter().chain(&self.values.0).copied());
        for listed in &mut report.listed {
            listed.payload = Arc::new(redacted_payload(&listed.payload));
        }
        for finding in &mut report.findings {
            finding.privacy.digest = Some(fingerprint::first_digest(&self.source, finding));
            redact(finding);
        }
        report
    }
}

fn redact(finding: &mut Finding) {
    let pointer = pointer(finding.payload.as_deref(), &finding.pointer);
    let is_key_hidden = last_token(&pointer) != last_token(&finding.pointer);
    let is_key_personal = has_personal_key(finding);
    let is_personal = |text: &Cow<'_, str>, quotes| match quotes {
        // Keys are no values, so that texts which quote keys count as such, too; a fixed text quotes nothing at all.
        Quotes::Nothing => is_key_personal && matches!(text, Cow::Owned(_)),
        Quotes::Key => is_key_hidden || is_key_personal,
        Quotes::Values => true,
    };
    if is_personal(&finding.message, finding.privacy.message) {
        finding.message = redacted_message(finding);
    }
    if is_personal(&finding.help, finding.privacy.help) {
        finding.help = Cow::Borrowed(finding.rule.advice());
    }
    finding.pointer = pointer;
    finding.fix = finding.fix.take().filter(|fix| !fix.repeats_values);
    if let Some(payload) = &mut finding.payload {
        *payload = Arc::new(redacted_payload(payload));
    }
    // What is written now quotes nothing.
    finding.privacy.message = Quotes::Nothing;
    finding.privacy.help = Quotes::Nothing;
}

fn redacted_message(finding: &Finding) -> Cow<'static, str> {
    if let Some(message) = &finding.privacy.without_quotes {
        return message.clone();
    }
    let summary = finding.rule.summary();
    let span = finding.location.span;
    match finding.privacy.extent {
        Some(extent) => format!("{summary} ({extent})").into(),
        None if span.start == span.end => summary.into(),
        None => format!("{summary} ({} bytes)", span.end - span.start).into(),
    }
}

/// The pointer to a place, in a user if it is in one, with hashes for the keys that are ids or personal by their form.
pub(crate) fn pointer(payload: Option<&PayloadRef>, pointer: &str) -> String {
    let Some(payload) = payload else {
        return without_persons(pointer, conceal::is_personal_key);
    };
    let user = redacted_payload(payload).pointer;
    match pointer.strip_prefix(&payload.pointer) {
        Some(inside) => user + &without_persons(inside, conceal::is_personal_key),
        // Pointers of great length are cut.
        None => user,
    }
}

fn redacted_payload(payload: &PayloadRef) -> PayloadRef {
    // The way to a user leads through no key of digits but the user's own: those are places in arrays.
    let is_personal =
        |key: &str| !key.bytes().all(|byte| byte.is_ascii_digit()) && conceal::is_personal_key(key);
    let mut redacted = payload.clone();
    redacted.id = payload.id.as_deref().map(fingerprint::of_id);
    redacted.pointer = match payload.pointer.rsplit_once('/') {
        Some((above, key)) if payload.is_found_by_key => {
            let key = fingerprint::of_id(&key_of(key));
            format!("{}/{key}", without_persons(above, is_personal))
        }
        _ => without_persons(&payload.pointer, is_personal),
    };
    redacted
}

/// Whether a key that may be quoted is somebody's by its form. A pointer that was cut does not say.
fn has_personal_key(finding: &Finding) -> bool {
    let user = finding.payload.as_ref().map_or("", |payload| &payload.pointer);
    let inside = finding.pointer.strip_prefix(user).unwrap_or(&finding.pointer);
    inside.ends_with('…')
        || inside
            .split('/')
            .any(|token| conceal::is_personal_key(&key_of(token)))
}

/// The pointer with hashes for the keys that are ids or tokens, or personal by their form.
fn without_persons(pointer: &str, is_personal: impl Fn(&str) -> bool) -> String {
    let mut keys = Keys::Shown;
    let tokens = pointer.split('/').map(|token| {
        let key = key_of(token);
        let is_hidden = keys != Keys::Shown || is_personal(&key);
        keys = keys.below(&key);
        if is_hidden {
            fingerprint::of_id(&key)
        } else {
            token.to_owned()
        }
    });
    tokens.collect::<Vec<_>>().join("/")
}

/// The key that a reference token stands for.
fn key_of(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

fn last_token(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Position;

    #[test]
    fn a_place_in_a_long_array_is_no_telephone_number() {
        let pointer = |pointer: &str, is_found_by_key| {
            let payload = PayloadRef {
                pointer: pointer.to_owned(),
                id: None,
                is_named_by_key: is_found_by_key,
                is_found_by_key,
                start: Position {
                    line: 1,
                    column: 1,
                    byte_column: 1,
                    utf16_column: 1,
                },
            };
            redacted_payload(&payload).pointer
        };
        let hash = fingerprint::of_id("1000000");
        assert_eq!(pointer("/1000000", false), "/1000000");
        assert_eq!(pointer("/1000000", true), format!("/{hash}"));
        assert_eq!(pointer("/1000000/3/1000000", true), format!("/1000000/3/{hash}"));
    }
}
