//! A value of a type that the surface does not take.

use crate::evidence::{CONCEPT_USERS, CORE_TYPES, Evidence, Grade, JS_TYPES, REST_USERS};
use crate::excerpt::is_quotable;
use crate::expect::{self, Slot, Types};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::place::Place;
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::{Surface, Surfaces};
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "a value of a type that the surface does not take",
    why: "Every field has a documented type. A value of another type is a wrong argument: what would become of it is \
          documented nowhere.",
    advice: "write a value of the expected type",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &Field::ALL,
    anchors: &[
        Anchor::NotAnObject(check_user),
        Anchor::Field(&Field::ALL, check_field, SilentValue::ByKind),
    ],
    claims: Claim::TYPES,
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "gives each field its type: id a string or a number, email and phone arrays of strings, custom an \
                   object of strings, all else strings; the SDK takes single strings for email and phone, too",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the options of Talk.User, and the parameters of createIfNotExists and set, have these types",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "pushTokens is an object whose keys are tokens and whose values are true, or null in set",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the request takes these types, with arrays alone for email and phone; the answer has a number for \
                   createdAt",
        },
    ],
};

fn check_user(value: Value<'_>, found: &mut Findings<'_>) {
    let message = format!(
        "expected a user, which is an object, found {}",
        value.kind().with_article()
    );
    let help = match value.kind() {
        Kind::String | Kind::Number => {
            "write an object with `id` and `name`: in an id alone there is nothing to check"
        }
        Kind::Null => "leave the entry out, or write an object with `id` and `name`",
        _ => "write an object with `id` and `name`",
    };
    found.report(Draft::new(Place::Value(value), message).help(help));
}

fn check_field(present: &Present<'_>, found: &mut Findings<'_>) {
    let kind = present.value.kind();
    let refusing = refusing(present.field, kind);
    if !refusing.is_empty() {
        report_field(present, refusing, found);
    } else if kind == Kind::Array {
        for element in present.value.elements() {
            check_element(present.field, element, found);
        }
    }
}

/// The surfaces that take the field, but no value of this kind in it.
fn refusing(field: Field, kind: Kind) -> Surfaces {
    let is_other_rules_affair = match kind {
        Kind::Null => true,                 // null_not_allowed
        Kind::Number => field == Field::Id, // id_number, id_number_imprecise
        _ => false,
    };
    if is_other_rules_affair {
        return Surfaces::NONE;
    }
    let refuses = |surface: &Surface| {
        expect::slot(*surface, field).is_some_and(|slot| {
            let takes_array_instead = kind == Kind::String && slot.wants_array();
            !takes_array_instead && !slot.types.contains(kind)
        })
    };
    Surface::ALL.into_iter().filter(refuses).collect()
}

fn report_field(present: &Present<'_>, refusing: Surfaces, found: &mut Findings<'_>) {
    // What nobody asked about is not expected of anybody.
    let asked: Surfaces = refusing
        .iter()
        .filter(|&surface| found.surfaces().contains(surface))
        .collect();
    let name = present.field.name();
    let is = present.value.kind().with_article();
    let expected = expected_by(present.field, asked).expected();
    let message = format!("`{name}` is {is}, but {expected} is expected");
    let mut help = advice(present);
    if let Some(differences) = differences(present.field, asked) {
        help = format!("{help} ({differences})");
    }
    let draft = Draft::new(Place::Value(present.value), message)
        .message_quotes_nothing()
        .help(help)
        .severities(errors_on(refusing));
    found.report(without_number(present.value, draft));
}

/// An element of `email` or `phone`, the only fields in which a surface takes arrays.
fn check_element(field: Field, element: Value<'_>, found: &mut Findings<'_>) {
    let kind = element.kind();
    if matches!(kind, Kind::String | Kind::Null) {
        return; // Of null speaks null_not_allowed.
    }
    let refuses = |surface: &Surface| {
        expect::slot(*surface, field)
            .is_some_and(|slot| slot.types.contains(Kind::Array) && !slot.items.contains(kind))
    };
    let message = format!(
        "an element of `{}` is {}, but a string is expected",
        field.name(),
        kind.with_article()
    );
    let help = match kind {
        Kind::Number => as_string(element),
        Kind::Array => "take the strings out of the inner array".to_owned(),
        Kind::Object => format!("write the {} itself, as a string", noun(field)),
        _ => format!("write the {} as a string, or remove the element", noun(field)),
    };
    let draft = Draft::new(Place::Value(element), message)
        .message_quotes_nothing()
        .help(help)
        .severities(errors_on(Surface::ALL.into_iter().filter(refuses).collect()));
    found.report(without_number(element, draft));
}

/// Only the advice for a number repeats it.
fn without_number<'d>(value: Value<'_>, draft: Draft<'d>) -> Draft<'d> {
    match value.kind() {
        Kind::Number => draft,
        _ => draft.help_quotes_nothing(),
    }
}

fn errors_on(surfaces: Surfaces) -> Severities {
    Severities::everywhere(Severity::Error).within(surfaces)
}

/// The types that at least one of the surfaces takes. Null is left out: it is no way to write a value.
fn expected_by(field: Field, surfaces: Surfaces) -> Slot {
    let mut expected = Slot {
        types: Types::NONE,
        items: Types::NONE,
        required: false,
    };
    let kinds = [Kind::String, Kind::Number, Kind::True, Kind::Array, Kind::Object];
    for slot in surfaces.iter().filter_map(|surface| expect::slot(surface, field)) {
        for kind in kinds.into_iter().filter(|&kind| slot.types.contains(kind)) {
            expected.types = expected.types.or(Types::of(kind));
        }
        expected.items = expected.items.or(slot.items);
    }
    expected
}

/// Which surface expects what, where they do not all expect the same.
fn differences(field: Field, surfaces: Surfaces) -> Option<String> {
    let mut groups: Vec<(Slot, Vec<&str>)> = Vec::new();
    for surface in surfaces.iter() {
        let expected = expected_by(field, Surfaces::of(&[surface]));
        match groups.iter_mut().find(|(slot, _)| *slot == expected) {
            Some((_, names)) => names.push(surface.name()),
            None => groups.push((expected, vec![surface.name()])),
        }
    }
    if groups.len() < 2 {
        return None;
    }
    let parts: Vec<_> = groups
        .iter()
        .map(|(slot, names)| format!("{}: {}", names.join(", "), slot.expected()))
        .collect();
    Some(parts.join("; "))
}

/// How the value that was meant is probably to be written.
fn advice(present: &Present<'_>) -> String {
    let Present { field, value, .. } = *present;
    match (field, value.kind()) {
        (Field::Phone, Kind::Number) => {
            "write it as a string with `+` and the country code, in an array: `[\"+31612345678\"]`".to_owned()
        }
        (Field::Email | Field::Phone, _) => {
            format!(
                "write an array of strings, one for each {}; `[]` if there is none",
                noun(field)
            )
        }
        (Field::Custom, Kind::Array) if value.elements().next().is_none() => {
            "write `{}`; in PHP an empty array becomes one by `(object) []`".to_owned()
        }
        (Field::Custom, Kind::String) => {
            "write the object itself, not the text of one: `{\"country\": \"nl\"}`".to_owned()
        }
        (Field::Custom, _) => "write an object with strings as values: `{\"country\": \"nl\"}`".to_owned(),
        (Field::PushTokens, _) => {
            "write an object with one member for each device: the key is `fcm:` or `apns:` and the token, the value \
             `true`"
                .to_owned()
        }
        (Field::CreatedAt, _) => {
            "write the Unix time in milliseconds, as TalkJS sends it: `1611315200000`".to_owned()
        }
        (_, Kind::Number) => as_string(value),
        (_, Kind::Array) => match value.elements().next() {
            Some(only) if only.kind() == Kind::String && value.elements().count() == 1 => {
                "take the string out of the array".to_owned()
            }
            _ => "write one string".to_owned(),
        },
        _ => "write a string".to_owned(),
    }
}

/// The advice to put a number into quotes.
fn as_string(number: Value<'_>) -> String {
    match number.raw() {
        raw if is_quotable(raw) => format!("write it as a string: `\"{raw}\"`"),
        _ => "write it as a string".to_owned(),
    }
}

/// What the strings in a list are.
fn noun(field: Field) -> &'static str {
    match field {
        Field::Phone => "number",
        _ => "address",
    }
}
