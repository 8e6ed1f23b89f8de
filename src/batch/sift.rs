//! The users of a source one by one: who can be sent, and who cannot, with what was found in each.

use std::borrow::Cow;

use super::rejected::{Content, RejectedUser};
use crate::check::{JudgedText, Linter, payload_ref};
use crate::finding::Finding;
use crate::report::Report;
use crate::severity::Severity;
use crate::shape::Envelope;
use crate::source::{Source, Span};
use crate::syntax::compact::compact;
use crate::syntax::encoding;
use crate::syntax::tape::PointerCursor;

/// A user of a source, or what should have been one.
#[derive(Debug)]
pub enum Sifted<'t> {
    /// It has no error, and an id.
    Accepted(AcceptedUser<'t>),
    /// It has an error, or no id, or is a line of NDJSON that is no user at all.
    Rejected(RejectedUser<'t>),
}

/// A user without an error.
#[derive(Debug, Clone)]
pub struct AcceptedUser<'t> {
    id: String,
    json: Cow<'t, str>,
    findings: Vec<&'t Finding>,
}

impl AcceptedUser<'_> {
    /// The id by which it is put: that of a map or a path where these name one, else that of the body. A number is spelled
    /// as JavaScript's `String(id)` spells it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The user as JSON on one line: every number and string as it was spelled, without white space and comments between
    /// them.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// What was found in it, none of which is an error.
    pub fn findings(&self) -> &[&Finding] {
        &self.findings
    }

    #[cfg(test)]
    pub(super) fn of<'t>(id: &str, json: &'t str) -> AcceptedUser<'t> {
        AcceptedUser {
            id: id.to_owned(),
            json: Cow::Borrowed(json),
            findings: Vec::new(),
        }
    }
}

/// Judges a source and hands on its users, in the order of the text.
///
/// The linter is to be made with [`Options::batch_for`](crate::Options::batch_for) and the surface by which users are
/// accepted or rejected. The report has the counts and the findings that concern no user. Where it names no shape, the
/// source is no JSON or nothing that holds users: its findings say why, and nothing was handed on.
pub fn sift(linter: &Linter, source: Source<'_>, mut each: impl FnMut(Sifted<'_>)) -> Report {
    linter.read(source, &mut |text| take(text, &mut each))
}

/// Hands on the users of one text, and gives back the findings that are nobody's.
fn take(text: JudgedText<'_>, each: &mut dyn FnMut(Sifted<'_>)) -> Vec<Finding> {
    match text.envelope {
        Some(envelope) if envelope.shape.is_some() => users(text, envelope, each),
        envelope if text.is_line => {
            each(Sifted::Rejected(whole_line(&text, envelope)));
            Vec::new()
        }
        _ => text.findings,
    }
}

fn users(text: JudgedText<'_>, envelope: &Envelope<'_>, each: &mut dyn FnMut(Sifted<'_>)) -> Vec<Finding> {
    let document = envelope.root.document();
    let mut cursor = PointerCursor::new(document);
    let found = by_user(&text.findings);
    let mut found = &found[..];
    for (at, payload) in envelope.payloads.iter().enumerate() {
        let count = found.iter().take_while(|(user, _)| *user == at).count();
        let findings: Vec<&Finding> = found[..count]
            .iter()
            .map(|&(_, finding)| &text.findings[finding])
            .collect();
        found = &found[count..];
        let json = compact(payload.root.raw());
        match payload.id() {
            Some(id) if text.rejected[at].is_empty() => {
                each(Sifted::Accepted(AcceptedUser { id, json, findings }));
            }
            _ => {
                let payload = payload_ref(payload, &mut cursor, text.lines, text.base);
                each(Sifted::Rejected(RejectedUser {
                    source: text.source,
                    line: payload.start.line,
                    pointer: payload.pointer,
                    id: payload.id,
                    content: Content::Json(json),
                    findings,
                }));
            }
        }
    }
    for operation in text.findings.iter().filter(|finding| is_lost_operation(finding)) {
        if let Some(node) = operation.about.node {
            let value = document.value(node);
            each(Sifted::Rejected(RejectedUser {
                source: text.source,
                line: line_of(&text, value.range().start),
                pointer: operation.pointer.clone(),
                id: None,
                content: Content::Json(compact(value.raw())),
                findings: vec![operation],
            }));
        }
    }
    let mut left = text.findings;
    left.retain(|finding| finding.about.users.is_empty() && !is_lost_operation(finding));
    left
}

/// Each user with each finding about it, in the order of the users. An error around many users is each one's.
fn by_user(findings: &[Finding]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.about.users.len() == 1 || finding.severity == Severity::Error)
        .flat_map(|(at, finding)| finding.about.users.clone().map(move |user| (user, at)))
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Whether this is an operation that is so broken that no user was found in it, though it may well have been meant to put
/// one.
fn is_lost_operation(finding: &Finding) -> bool {
    finding.rule.id == "operation_malformed"
        && finding.severity == Severity::Error
        && finding.about.users.is_empty()
}

/// A line of NDJSON in which there is no user.
fn whole_line<'t>(text: &'t JudgedText<'_>, envelope: Option<&'t Envelope<'_>>) -> RejectedUser<'t> {
    let content = match (envelope, encoding::decode(text.bytes)) {
        (Some(envelope), _) => Content::Json(compact(envelope.root.raw())),
        (None, Ok(line)) => Content::Text(line),
        (None, Err(_)) => Content::Bytes(text.bytes),
    };
    RejectedUser {
        source: text.source,
        line: line_of(text, 0),
        pointer: String::new(),
        id: None,
        content,
        findings: text.findings.iter().collect(),
    }
}

fn line_of(text: &JudgedText<'_>, offset: usize) -> usize {
    let start = text.base + offset;
    text.lines.locate(Span::new(start, start)).start.line
}
