//! A byte order mark at the start of a text.

use crate::evidence::{ECMA_262, Evidence, Grade, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::Reading;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "a UTF-8 byte order mark at the start of the text",
    why: "The three bytes cannot be seen and are no part of JSON. A parser may skip them, as userlint does, or \
          refuse the text because of them, as JavaScript's `JSON.parse` does.",
    advice: "save the text as UTF-8 without a byte order mark",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "section 8.1: no byte order mark may be written in front of JSON that goes over a network; a \
                   reader may skip one",
        },
        Evidence {
            grade: Grade::Standard,
            source: ECMA_262,
            fact: "JSON.parse takes exactly the texts of the JSON grammar, in which no byte order mark occurs",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    if let Some(mark) = &reading.byte_order_mark {
        let message = "the text begins with a byte order mark (U+FEFF), which is not part of JSON";
        // What is no JSON is not touched.
        let repair = reading
            .outcome
            .is_ok()
            .then(|| Repair::new(Safety::Safe, "take the byte order mark away").remove(mark.clone()));
        found.report(Draft::new(Place::Text(mark.clone()), message).repair(repair));
    }
}
