//! A field that another surface takes, and this one does not.

use crate::evidence::{CORE_TYPES, Evidence, Grade, JS_TYPES, REST_USERS};
use crate::expect;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::place::Place;
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "a field that TalkJS knows, on a surface that does not take it",
    why: "The field is in the types of another surface and not in those of this one. No documentation says what becomes \
          of it here: do not count on it.",
    advice: "remove it here, or send it where it is taken",
    severities: Severities::on(&Surface::WRITING, Severity::Warning),
    effect: Effect::Ignored,
    fields: &Field::ALL,
    anchors: &[Anchor::Field(&Field::ALL, check, SilentValue::ByKind)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the options of Talk.User have no pushTokens (the session registers devices); the parameters of the \
                   Data API have neither configuration nor availabilityText",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "the parameters of createIfNotExists and set have neither configuration nor availabilityText",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "createdAt and headerPhotoUrl are in what is read, and in nothing that is written",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let severities = severities(present.field);
    if severities == Severities::NONE || says_nothing(present.value) {
        return;
    }
    let name = present.field.name();
    let message = if Surface::WRITING
        .into_iter()
        .any(|surface| expect::slot(surface, present.field).is_some())
    {
        let refusing = severities.within(found.surfaces());
        let names: Vec<_> = refusing.iter().map(|(surface, _)| surface.name()).collect();
        format!("`{name}` is not taken on {}", names.join(" and "))
    } else {
        format!("`{name}` is a field that only TalkJS writes")
    };
    found.report(
        Draft::new(Place::Key(present.key), message)
            .help(advice(present.field))
            .quotes_nothing()
            .severities(severities),
    );
}

/// Warnings where the field is not taken.
pub(super) fn severities(field: Field) -> Severities {
    Severities::wherever(Severity::Warning, |surface| {
        expect::slot(surface, field).is_none()
    })
}

/// Null and an empty object carry nothing that could get lost. They stand in every structure that was serialised
/// whole, and in every answer that is sent back.
fn says_nothing(value: Value<'_>) -> bool {
    match value.kind() {
        Kind::Null => true,
        Kind::Object => value.members().next().is_none(),
        _ => false,
    }
}

fn advice(field: Field) -> &'static str {
    match field {
        Field::PushTokens => {
            "call `setPushRegistration` of the session, or send `pushTokens` by the Data API or the REST API"
        }
        Field::Configuration => "write `role`, its present name",
        Field::AvailabilityText => {
            "use the `welcomeMessages` of the conversation, which have taken its place"
        }
        Field::CreatedAt | Field::HeaderPhotoUrl => "remove it before you send the user back",
        _ => META.advice,
    }
}
