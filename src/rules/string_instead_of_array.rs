//! An e-mail address or telephone number that stands alone where the surface takes only a list.

use std::borrow::Cow;

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, REST_USERS};
use crate::excerpt::is_quotable;
use crate::expect;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;

const LISTS: &[Field] = &[Field::Email, Field::Phone];

pub(super) const META: Meta = Meta {
    summary: "an e-mail address or telephone number as a bare string where only an array is taken",
    why: "The JavaScript SDK wraps a single string into a list; the REST API takes nothing but lists. This is the \
          commonest mistake in real REST payloads.",
    advice: "put the string into an array",
    severities: Severities::on(
        &[Surface::Rest, Surface::RestUpdate, Surface::Response],
        Severity::Error,
    ),
    effect: Effect::Rejected,
    fields: LISTS,
    anchors: &[Anchor::Field(LISTS, check, SilentValue::ByKind)],
    claims: &[
        Claim {
            property: "email",
            keyword: "type",
        },
        Claim {
            property: "phone",
            keyword: "type",
        },
    ],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "the SDK takes single strings for email and phone as well; the REST API takes only arrays of strings",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "email and phone are typed as arrays of strings",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let Some(_) = present.value.as_str() else { return };
    let severities = severities(present.field);
    let message = format!(
        "`{}` is a string, but only an array of strings is taken",
        present.field.name()
    );
    let help = match present.value.raw() {
        "\"\"" => Cow::Borrowed("write `[]` for none"),
        raw if is_quotable(raw) => format!("put it into an array: `[{raw}]`").into(),
        _ => META.advice.into(),
    };
    let repair = match present.value.raw() {
        "\"\"" => Repair::new(Safety::Safe, "write an empty array").replace(present.value, "[]"),
        _ => Repair::new(Safety::Safe, "put the string into an array").enclose(present.value, "[", "]"),
    };
    found.report(
        Draft::new(Place::Value(present.value), message)
            .help(help)
            .repair(repair)
            .message_quotes_nothing()
            .severities(severities),
    );
}

/// Errors where an array is taken and no string.
pub(super) fn severities(field: Field) -> Severities {
    Severities::wherever(Severity::Error, |surface| {
        expect::slot(surface, field).is_some_and(|slot| slot.wants_array())
    })
}
