//! The users of a source one by one: who can be sent, and who cannot, with what was found in each.

use std::borrow::Cow;
use std::sync::Arc;

use super::rejected::{Content, RejectedUser};
use super::repetitions::Repetitions;
use super::requirement::has_half_a_character;
use crate::check::{JudgedText, Linter, payload_ref, pointer_to};
use crate::finding::{About, Finding, Privacy};
use crate::limits::PUTS_OF_ONE_ID;
use crate::place::Place;
use crate::report::Report;
use crate::rules::find_rule;
use crate::severity::{Severities, Severity};
use crate::shape::{Envelope, Payload};
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

/// Parts users, over all sources of which one set of batches is made.
#[derive(Debug, Default)]
pub struct Sifter {
    repetitions: Repetitions,
}

impl Sifter {
    /// A sifter that has met nobody.
    pub fn new() -> Self {
        Sifter::default()
    }

    /// Judges a source and hands on its users, in the order of the text.
    ///
    /// The linter is to be made with [`Options::batch_for`](crate::Options::batch_for) and the surface by which users are
    /// accepted or rejected. An id is accepted 64 times at most, whatever linters there are: the users who repeat it once
    /// more are rejected by `id_duplicate`. The report has the verdicts of the linter and the findings that concern no user.
    /// Where it names no shape, the source is no JSON or nothing that holds users: its findings say why, and nothing was
    /// handed on.
    pub fn sift(&mut self, linter: &Linter, source: Source<'_>, mut each: impl FnMut(Sifted<'_>)) -> Report {
        linter.read(source, &mut |text| take(text, &mut self.repetitions, &mut each))
    }

    /// The ids that were accepted more than once: the order of their users matters.
    pub fn repeated_ids(&self) -> usize {
        self.repetitions.repeated()
    }
}

/// Hands on the users of one text, and gives back the findings that are nobody's.
fn take(
    text: JudgedText<'_>,
    repetitions: &mut Repetitions,
    each: &mut dyn FnMut(Sifted<'_>),
) -> Vec<Finding> {
    match text.envelope {
        Some(envelope) if envelope.shape.is_some() => users(text, envelope, repetitions, each),
        envelope if text.is_line => {
            each(Sifted::Rejected(whole_line(&text, envelope)));
            Vec::new()
        }
        _ => text.findings,
    }
}

fn users(
    text: JudgedText<'_>,
    envelope: &Envelope<'_>,
    repetitions: &mut Repetitions,
    each: &mut dyn FnMut(Sifted<'_>),
) -> Vec<Finding> {
    let document = envelope.root.document();
    let mut cursor = PointerCursor::new(document);
    let found = by_user(&text.findings);
    let mut found = &found[..];
    for (at, payload) in envelope.payloads.iter().enumerate() {
        let count = found.iter().take_while(|(user, _)| *user == at).count();
        let mut findings: Vec<&Finding> = found[..count]
            .iter()
            .map(|&(_, finding)| &text.findings[finding])
            .collect();
        found = &found[count..];
        let json = compact(payload.root.raw());
        let id = payload.id().filter(|_| text.rejected[at].is_empty());
        let once_more;
        if let Some(id) = id {
            if repetitions.count(&id).is_ok() {
                each(Sifted::Accepted(AcceptedUser { id, json, findings }));
                continue;
            }
            once_more = put_too_often(&text, at, payload, &mut cursor);
            findings.extend(&once_more);
        }
        let id_spelling = id_spelling(payload);
        let payload = payload_ref(payload, &mut cursor, text.lines, text.base);
        each(Sifted::Rejected(RejectedUser {
            source: text.source,
            line: payload.start.line,
            pointer: payload.pointer,
            id: payload.id,
            id_spelling,
            content: Content::Json(json),
            findings,
        }));
    }
    for operation in text.findings.iter().filter(|finding| is_lost_operation(finding)) {
        if let Some(node) = operation.about.node {
            let value = document.value(node);
            each(Sifted::Rejected(RejectedUser {
                source: text.source,
                line: line_of(&text, value.range().start),
                pointer: operation.pointer.clone(),
                id: None,
                id_spelling: None,
                content: Content::Json(compact(value.raw())),
                findings: vec![operation],
            }));
        }
    }
    let mut left = text.findings;
    left.retain(|finding| finding.about.users.is_empty() && !is_lost_operation(finding));
    left
}

/// What is said of the user at this place in the text who has no error, but an id that was put too often.
fn put_too_often(
    text: &JudgedText<'_>,
    at: usize,
    payload: &Payload<'_>,
    cursor: &mut PointerCursor<'_>,
) -> Option<Finding> {
    let place = payload.written_id()?.place.resolve();
    let span = Span::new(text.base + place.range.start, text.base + place.range.end);
    let severities = Severities::everywhere(Severity::Error).within(text.judged[at]);
    Some(Finding {
        rule: find_rule("id_duplicate")?,
        severities,
        severity: Severity::Error,
        judged: text.judged[at],
        message: format!(
            "the id is that of {PUTS_OF_ONE_ID} earlier users, and each needs a request of its own"
        )
        .into(),
        help: "keep of the users with this id the one that holds: this one is in no batch".into(),
        pointer: place
            .node
            .map(|node| pointer_to(node, cursor))
            .unwrap_or_default(),
        part: place.part,
        location: text.lines.locate(span),
        related: Vec::new(),
        fix: None,
        is_suppressed: false,
        privacy: Privacy::default(),
        about: About {
            users: at..at + 1,
            node: place.node,
        },
        payload: Some(Arc::new(payload_ref(payload, cursor, text.lines, text.base))),
    })
}

/// The id as JSON spells it, where no text can: with half of a surrogate pair in it.
fn id_spelling<'t>(payload: &'t Payload<'_>) -> Option<Cow<'t, str>> {
    match payload.written_id()?.place {
        Place::Value(id) | Place::Key(id) if has_half_a_character(id) => Some(Cow::Borrowed(id.raw())),
        Place::Slice { string, range, .. } if has_half_a_character(string) => {
            let (start, range) = (string.range().start, string.raw_range(range));
            let segment = &string.raw()[range.start - start..range.end - start];
            Some(Cow::Owned(format!("\"{segment}\"")))
        }
        _ => None,
    }
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
        id_spelling: None,
        content,
        findings: text.findings.iter().collect(),
    }
}

fn line_of(text: &JudgedText<'_>, offset: usize) -> usize {
    let start = text.base + offset;
    text.lines.locate(Span::new(start, start)).start.line
}
