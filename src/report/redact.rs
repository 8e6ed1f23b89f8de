//! The same report without personal values: what a build service may keep.
//!
//! What is known to hold nothing of a payload stays; what may quote one gives way to the rule's own words. So nothing
//! gets through that was forgotten here.
//!
//! Names of fields and unknown keys are no values: they are what is to be mended, and stay. So do single characters, and
//! language subtags that are in the registry, since nobody is known by them. Any other locale and all roles are values.

use std::borrow::Cow;
use std::sync::Arc;

use super::fingerprint;
use super::{Concealed, Report};
use crate::conceal;
use crate::finding::{Finding, PayloadRef, Quotes};

impl Report {
    /// The report with shapes and lengths instead of personal values. Complete only for a report that was made with
    /// [`Options::redactable`](crate::Options).
    ///
    /// - A message that may quote the payload is replaced by what the rule finds in general and the kind and length of
    ///   what stands there; a help by the rule's advice.
    /// - In pointers an id or a token that is a key becomes the start of its hash, which is the same wherever it stands.
    /// - Excerpts leave out strings and numbers.
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
    let pointer = redacted_pointer(finding);
    let is_key_hidden = last_token(&pointer) != last_token(&finding.pointer);
    let is_personal = |quotes| match quotes {
        Quotes::Nothing => false,
        Quotes::Key => is_key_hidden,
        Quotes::Values => true,
    };
    if is_personal(finding.privacy.message) {
        finding.message = redacted_message(finding);
    }
    if is_personal(finding.privacy.help) {
        finding.help = Cow::Borrowed(finding.rule.advice());
    }
    finding.pointer = pointer;
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

fn redacted_pointer(finding: &Finding) -> String {
    let Some(payload) = &finding.payload else {
        return without_persons(&finding.pointer);
    };
    let user = redacted_payload(payload).pointer;
    match finding.pointer.strip_prefix(&payload.pointer) {
        Some(inside) => user + &without_persons(inside),
        // Pointers of great length are cut.
        None => user,
    }
}

fn redacted_payload(payload: &PayloadRef) -> PayloadRef {
    let mut redacted = payload.clone();
    redacted.id = payload.id.as_deref().map(fingerprint::of_id);
    redacted.pointer = match payload.pointer.rsplit_once('/') {
        Some((above, key)) if payload.is_found_by_key => {
            format!("{}/{}", without_persons(above), hashed(key))
        }
        _ => without_persons(&payload.pointer),
    };
    redacted
}

/// The pointer with hashes for the keys of objects whose keys are ids or tokens.
fn without_persons(pointer: &str) -> String {
    let mut above = "";
    let tokens = pointer.split('/').map(|token| {
        let token_above = std::mem::replace(&mut above, token);
        if conceal::is_keyed_by_person(token_above) {
            hashed(token)
        } else {
            token.to_owned()
        }
    });
    tokens.collect::<Vec<_>>().join("/")
}

/// The hash of the key that a reference token stands for.
fn hashed(token: &str) -> String {
    fingerprint::of_id(&token.replace("~1", "/").replace("~0", "~"))
}

fn last_token(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}
