//! From the nodes and bytes of one text to what a report says: pointers, lines, columns, the users that are meant, and
//! the places that no excerpt may show.

use std::ops::Range;
use std::sync::Arc;

use super::Run;
use crate::conceal;
use crate::finding::{About, Extent, Finding, PayloadRef, Related, Second, Unlocated};
use crate::place::Part;
use crate::repair::{Edit, Fix, Repair};
use crate::report::Concealed;
use crate::shape::Payload;
use crate::source::{LineIndex, Span};
use crate::syntax::tape::{Document, NodeId, PointerCursor};

impl Run<'_> {
    /// Gives the findings of one text their pointers, lines and columns, and moves them into the report.
    pub(super) fn locate(
        &mut self,
        document: Option<Document<'_>>,
        payloads: &[Payload<'_>],
        base: usize,
        bytes: &[u8],
    ) {
        // Without a user, something is said of the input at its end, and shown with its start.
        if self.found.is_empty() && self.report.payloads > 0 {
            // A line without a finding is the neighbour of one that has some, or shown as the second place of one.
            if self.linter.options.redactable || self.is_referred {
                self.conceal(document, payloads, base, bytes);
            }
            return;
        }
        self.found.sort_by_key(|finding| {
            let range = &finding.place.range;
            (
                range.start,
                range.end,
                std::cmp::Reverse(finding.severity),
                finding.rule.id,
            )
        });
        self.conceal(document, payloads, base, bytes);
        let mut cursor = document.map(PointerCursor::new);
        // Many findings may be about one user: name it once.
        let mut last_payload: Option<(NodeId, Arc<PayloadRef>)> = None;
        for found in self.found.drain(..) {
            let payload = match (&mut cursor, found.payload) {
                (Some(cursor), Some(node)) => match &last_payload {
                    Some((last, payload)) if *last == node => Some(Arc::clone(payload)),
                    _ => {
                        let at = payloads.partition_point(|payload| payload.root.id() < node);
                        let payload = Arc::new(payload_ref(&payloads[at], cursor, &self.lines, base));
                        last_payload = Some((node, Arc::clone(&payload)));
                        Some(payload)
                    }
                },
                _ => None,
            };
            let pointer = match (&mut cursor, found.place.node) {
                (Some(cursor), Some(node)) => pointer_to(node, cursor),
                _ => String::new(),
            };
            let location =
                |range: &Range<usize>| self.lines.locate(Span::new(base + range.start, base + range.end));
            let mut privacy = found.privacy;
            if let (Some(document), Some(node), true) =
                (document, found.place.node, self.linter.options.redactable)
            {
                privacy.extent = Some(match found.place.part {
                    Part::Key => Extent::of_key(document.value(node)),
                    Part::Value => Extent::of_value(document.value(node)),
                });
            }
            self.report.findings.push(Finding {
                rule: found.rule,
                severities: found.severities,
                severity: found.severity,
                judged: found.judged,
                message: found.message,
                help: found.help,
                payload,
                pointer,
                part: found.place.part,
                location: location(&found.place.range),
                related: found
                    .related
                    .map(|(place, message)| match place {
                        Second::Near(range) => Related {
                            message,
                            location: location(&range),
                            source: None,
                            is_away: self
                                .lines
                                .is_before(Span::new(base + range.start, base + range.end)),
                        },
                        Second::Elsewhere(place) => Related {
                            message,
                            location: place.location,
                            source: place.source,
                            is_away: self.shows_part,
                        },
                    })
                    .into_iter()
                    .collect(),
                fix: found
                    .repair
                    .map(|repair| fix(*repair, base, &self.lines, &self.report.secrets)),
                is_suppressed: false,
                privacy,
                about: About {
                    users: found.users,
                    node: found.place.node,
                },
            });
        }
    }

    /// Remembers what no excerpt of this text may show.
    fn conceal(
        &mut self,
        document: Option<Document<'_>>,
        payloads: &[Payload<'_>],
        base: usize,
        bytes: &[u8],
    ) {
        let spans = |ranges: Vec<Range<usize>>| {
            ranges
                .into_iter()
                .map(|range| Span::new(base + range.start, base + range.end))
        };
        let secrets = match document {
            Some(document) => conceal::secrets(document),
            None => conceal::refused::secrets(bytes),
        };
        if document.is_none() {
            self.found
                .iter_mut()
                .filter(|found| secrets.iter().any(|secret| overlap(secret, &found.place.range)))
                .for_each(Unlocated::leave_out_quotes);
        }
        self.report.secrets.extend(spans(secrets));
        if self.linter.options.redactable {
            let values = match document {
                Some(document) => conceal::values(document, payloads),
                None => conceal::refused::values(bytes),
            };
            self.report.values.extend(spans(values));
        }
    }
}

/// A repair of a text that starts at `base`, in places of the source.
fn fix(repair: Repair, base: usize, lines: &LineIndex<'_>, secrets: &Concealed) -> Fix {
    let extent = repair.extent();
    let extent = Span::new(base + extent.start, base + extent.end);
    let edits = repair.edits.into_iter().map(|(range, text)| Edit {
        location: lines.locate(Span::new(base + range.start, base + range.end)),
        text,
    });
    Fix {
        title: repair.title,
        safety: repair.safety,
        edits: edits.collect(),
        repeats_secret: repair.repeats_values && secrets.touch(extent),
        repeats_values: repair.repeats_values,
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The pointer to a node, with an ellipsis for each key that is a credential.
pub(crate) fn pointer_to(node: NodeId, cursor: &mut PointerCursor<'_>) -> String {
    let pointer = cursor.pointer(node);
    if !conceal::holds_credential(&pointer) {
        return pointer;
    }
    let tokens = pointer.split('/').map(|token| match token {
        _ if conceal::holds_credential(token) => "…",
        _ => token,
    });
    tokens.collect::<Vec<_>>().join("/")
}

/// Names a user of a text that starts at `base`.
pub(crate) fn payload_ref(
    payload: &Payload<'_>,
    cursor: &mut PointerCursor<'_>,
    lines: &LineIndex<'_>,
    base: usize,
) -> PayloadRef {
    let start = base + payload.root.range().start;
    PayloadRef {
        pointer: pointer_to(payload.root.id(), cursor),
        id: payload.id(),
        is_named_by_key: payload.key().is_some(),
        is_found_by_key: payload.name().is_some(),
        start: lines.locate(Span::new(start, start)).start,
    }
}
