//! A photo URL of which there is nothing.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PHOTO_URL: &[Field] = &[Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "a `photoUrl` that is empty, or nothing but white space",
    why: "An empty text is no URL. That a user has no photo is said by leaving the field out or by null; what becomes \
          of an empty text is documented nowhere.",
    advice: "leave `photoUrl` out; to remove a photo that is stored, send null",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: PHOTO_URL,
    anchors: &[Anchor::Text(PHOTO_URL, check, Silent::without(Marks::BLANK))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "photoUrl is the URL of a photo, and optional",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "null deletes the photo in Talk.User and in set; createIfNotExists takes no null",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "one project notes in its code that the REST API wants at least one character in photoUrl",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    if !text.text.trim().is_empty() {
        return;
    }
    let message = if text.text.is_empty() {
        "`photoUrl` is empty"
    } else {
        "`photoUrl` is nothing but white space"
    };
    found.report(Draft::new(text.place(), message));
}
