//! Null where the surface takes no null.

use crate::evidence::{CONCEPT_USERS, CORE_TYPES, Evidence, Grade, JS_TYPES, REST_USERS};
use crate::expect::{self, Slot};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::place::Place;
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::{Surface, Surfaces};
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "null in a field, or in a list, that takes none",
    why: "Null resets a field to its default. An id and a name have no default, and a user who is only about to be \
          created has nothing to reset.",
    advice: "leave the field out",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &Field::ALL,
    anchors: &[Anchor::Field(&Field::ALL, check, SilentValue::ByKind)],
    claims: Claim::TYPES_WITHOUT_NULL,
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "Talk.User and set take null in every field but id and name; createIfNotExists takes it in none",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "null in set resets a field to its default, and name has none; the parameters of \
                   createIfNotExists are optional, not nullable",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "every field of the request is nullable but name; the elements of email and phone are strings; \
                   what is read back always has id, name and createdAt",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "each user needs an id and a name; email and phone hold zero or more strings",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    match present.value.kind() {
        Kind::Null => report_field(present, found),
        Kind::Array => {
            let nulls = present
                .value
                .elements()
                .filter(|element| element.kind() == Kind::Null);
            nulls.for_each(|element| report_element(present.field, element, found));
        }
        _ => {}
    }
}

fn report_field(present: &Present<'_>, found: &mut Findings<'_>) {
    let severities = errors_where(present.field, Slot::refuses_null);
    if severities == Severities::NONE {
        return;
    }
    let message = format!("`{}` must not be null", present.field.name());
    found.report(
        Draft::new(Place::Value(present.value), message)
            .help(advice(present.field, found.surfaces()))
            .quotes_nothing()
            .severities(severities),
    );
}

fn report_element(field: Field, element: Value<'_>, found: &mut Findings<'_>) {
    let severities = errors_where(field, Slot::refuses_null_inside);
    if severities == Severities::NONE {
        return; // The array itself is a wrong_type.
    }
    let message = format!("an element of `{}` must not be null", field.name());
    found.report(
        Draft::new(Place::Value(element), message)
            .help("remove the element; `[]` is a list of none")
            .quotes_nothing()
            .severities(severities),
    );
}

/// Errors where null is refused, as the value or inside it.
pub(super) fn severities(field: Field) -> Severities {
    errors_where(field, |slot| slot.refuses_null() || slot.refuses_null_inside())
}

fn errors_where(field: Field, refuses: impl Fn(Slot) -> bool) -> Severities {
    Severities::wherever(Severity::Error, |surface| {
        expect::slot(surface, field).copied().is_some_and(&refuses)
    })
}

fn advice(field: Field, asked: Surfaces) -> &'static str {
    match field {
        Field::CreatedAt => "write the Unix time in milliseconds: TalkJS always sends it",
        _ if asked == Surfaces::of(&[Surface::Response]) => {
            "take the answer as TalkJS sent it: it always has a value here"
        }
        Field::Id => {
            "write the id of the user; in a REST request the path or the key gives it, and `id` may be left out"
        }
        Field::Name => "write the name; to keep the one that is stored, leave `name` out of the change",
        Field::Email | Field::Phone => {
            "leave it out, or write `[]`: a user who is created has nothing to be deleted"
        }
        _ => "leave it out: a user who is created starts with the default",
    }
}
