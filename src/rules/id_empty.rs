//! An id that is the empty string.

use crate::evidence::{CONCEPT_USERS, CORE_CODE, Evidence, Grade};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::{Origin, Text};

pub(super) const META: Meta = Meta {
    summary: "an id that is the empty string",
    why: "An empty string names nobody. The Data API refuses it before it sends anything.",
    advice: "write the id that the user has in your own database",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(&[Field::Id], check, Silent::without(Marks::NOTHING))],
    claims: &[Claim {
        property: "id",
        keyword: "minLength",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "each user needs an id, and no two users may have the same",
        },
        Evidence {
            grade: Grade::Coded,
            source: CORE_CODE,
            fact: "making a reference to a user throws if the id is the empty string",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    if !id.text.is_empty() {
        return;
    }
    let message = match id.origin {
        Origin::Body => "`id` is empty",
        Origin::Key => "the key that is the user's `id` is empty",
        Origin::Path => "the path ends where the user's `id` is expected",
        Origin::Field | Origin::Source => "what is to give the user its `id` is empty",
    };
    found.report(Draft::new(id.place(), message));
}
