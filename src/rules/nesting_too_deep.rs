//! Brackets in brackets, deeper than userlint follows.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::{Reading, Refusal};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::fault::What;

pub(super) const META: Meta = Meta {
    summary: "arrays and objects nested more than 128 levels deep",
    why: "userlint stops here, and so does many a parser; the number is userlint's own and protects it. Nothing in \
          the text is looked at. A user needs a handful of levels, since the values of `custom` are strings.",
    advice: "flatten the data, or write the inner part as a string of JSON",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "section 9: a parser may limit the depth to which it follows nested values",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "nested data is not supported in custom; structured values are to be serialised into a string",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    if let Err(Refusal::NotJson(fault)) = &reading.outcome
        && fault.what == What::TooDeep
    {
        found.report(Draft::new(Place::Text(fault.at.clone()), fault.to_string()).quotes_nothing());
    }
}
