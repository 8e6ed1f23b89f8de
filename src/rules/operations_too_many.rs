//! More operations in one batch than it may carry.

use crate::evidence::{Evidence, Grade, REST_BATCH};
use crate::finding::{Draft, Findings};
use crate::limits::OPERATIONS_PER_BATCH;
use crate::place::{Part, Place};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::Envelope;
use crate::surface::Surface;

pub(super) const META: Meta = Meta {
    summary: "more than 10 operations in one `POST /batch`",
    why: "The docs allow at most 10 operations in a batch and do not say what becomes of a longer one, so none of \
          its operations can be relied on.",
    advice: "send the operations in batches of at most 10",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[Claim {
        property: "operations",
        keyword: "maxItems",
    }],
    evidence: &[Evidence {
        grade: Grade::Documented,
        source: REST_BATCH,
        fact: "the body is an array of operations, at most 10 of them",
    }],
};

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    for &batch in &envelope.batches {
        let mut operations = batch.elements();
        let Some(first_beyond) = operations.nth(OPERATIONS_PER_BATCH) else {
            continue;
        };
        let count = OPERATIONS_PER_BATCH + 1 + operations.count();
        let message =
            format!("{count} operations in one batch, but at most {OPERATIONS_PER_BATCH} are allowed");
        // The place is the batch, with every user in it, shown where the limit is crossed.
        let place = Place::Bytes {
            value: batch,
            part: Part::Value,
            range: first_beyond.range(),
        };
        found.report(Draft::new(place, message).quotes_nothing());
    }
}
