//! An empty key in `custom`.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, SWIFT_CODE};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::place::Place;
use crate::rule::{Anchor, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Member;

pub(super) const META: Meta = Meta {
    summary: "an empty key in `custom`",
    why: "Everything that uses `custom` asks for an entry by its key: notification templates, the handlers of \
          events, the mobile SDKs that delete `custom.KEY`. An empty key is mostly a variable without a value.",
    advice: "give the entry a key",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(
        &[Field::Custom],
        check,
        EntryGlance {
            key: Silent::without(Marks::NOTHING),
            value: Silent::ALWAYS,
        },
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "custom has string keys, and is there for events and for the templates of notifications",
        },
        Evidence {
            grade: Grade::Typed,
            source: SWIFT_CODE,
            fact: "an entry is deleted by the path `custom.KEY`, in which an empty key cannot be written",
        },
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    if member.key().is_empty() {
        found.report(Draft::new(Place::Key(member.key), "a key in `custom` is empty"));
    }
}
