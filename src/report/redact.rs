//! The same report without personal values: what a build service may keep.
//!
//! What is known to hold nothing of a payload stays; what may quote one gives way to the rule's own words. So nothing
//! gets through that was forgotten here.

use std::borrow::Cow;
use std::sync::Arc;

use super::Report;
use super::fingerprint;
use crate::finding::{Finding, PayloadRef};

impl Report {
    /// The report with shapes and lengths instead of personal values. Complete only for a report that was made with
    /// [`Options::redactable`](crate::Options).
    ///
    /// - A message that may quote the payload is replaced by what the rule finds in general and the length of the place;
    ///   a help likewise.
    /// - In pointers an id that is a key becomes the start of its hash, which is the same wherever the id stands.
    /// - Excerpts leave out strings and numbers.
    #[must_use]
    pub fn redacted(&self) -> Report {
        let mut report = self.clone();
        report.secrets = self.values.clone();
        for listed in &mut report.listed {
            listed.payload = Arc::new(redacted_payload(&listed.payload));
        }
        for finding in &mut report.findings {
            redact(finding);
        }
        report
    }
}

fn redact(finding: &mut Finding) {
    if finding.is_personal {
        let length = finding.location.span.end - finding.location.span.start;
        finding.message = Cow::Owned(format!("{} ({length} bytes)", finding.rule.summary()));
        finding.help = Cow::Borrowed(finding.rule.advice());
    }
    let Some(payload) = finding.payload.take() else {
        return;
    };
    let redacted = redacted_payload(&payload);
    if let Some(inside) = finding.pointer.strip_prefix(&payload.pointer) {
        finding.pointer = format!("{}{inside}", redacted.pointer);
    }
    finding.payload = Some(Arc::new(redacted));
}

fn redacted_payload(payload: &PayloadRef) -> PayloadRef {
    let mut redacted = payload.clone();
    redacted.id = payload.id.as_deref().map(fingerprint::of_id);
    if payload.is_named_by_key
        && let (Some(above), Some(id)) = (payload.pointer.rfind('/'), &redacted.id)
    {
        redacted.pointer = format!("{}/{id}", &payload.pointer[..above]);
    }
    redacted
}
