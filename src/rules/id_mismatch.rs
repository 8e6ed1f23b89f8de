//! A user whose own id is not the one that a map's key or a path gives them.

use crate::evidence::{EXAMPLES, Evidence, Grade, PUBLIC_PAYLOADS, REST_BATCH, REST_USERS};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentUser;
use crate::grammar::user_id::placeholder;
use crate::grammar::{js_number, text};
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Value};
use crate::user::{Origin, User};

pub(super) const META: Meta = Meta {
    summary: "an id in the user that differs from the key or the path under which the user is put",
    why: "The REST API takes the id from the path or from the key of the map. Nothing is documented about an id inside \
          the user: it is the outer one that says who is created or changed, and the inner one says somebody else.",
    advice: "make the two equal, or leave `id` out of the user",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Warning),
    effect: Effect::Altered,
    fields: &[Field::Id],
    anchors: &[Anchor::User(check, SilentUser::WithOneId)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the id stands in the path, or is the key of the map; the type of the user has no id",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_BATCH,
            fact: "an operation puts its payload to its path",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "two scripts repeat the id in the user, equal to the one in the path",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "in two of twelve requests that repeat the id it differs from the one in the URL",
        },
    ],
};

fn check(user: &User<'_>, found: &mut Findings<'_>) {
    let (Some(given), Some(own)) = (user.given_id, user.field(Field::Id)) else {
        return;
    };
    if is_same(own.value, given.text) || is_no_id(own.value.as_str()) || is_no_id(Some(given.text)) {
        return;
    }
    let (outer, outside) = match given.origin {
        Origin::Path => ("the path", "the id in the path"),
        _ => ("the key", "the id as the key"),
    };
    let message = format!(
        "`id` is {}, but {outer} says `{}`",
        shown(own.value),
        excerpt(given.text)
    );
    found.report(Draft::new(Place::Value(own.value), message).related(given.place(), outside));
}

/// Whether an id is the given one, as a string or as the number that JavaScript makes this string of. Other types
/// are the affair of `wrong_type` and `null_not_allowed`.
fn is_same(own: Value<'_>, given: &str) -> bool {
    match own.kind() {
        Kind::String => own.as_str() == Some(given),
        // A number that was meant, but gets lost on its way, is id_number_imprecise's.
        Kind::Number => own.raw() == given || js_number::read(own.raw()).string == given,
        _ => true,
    }
}

/// Whether a text is no id in the first place, as `id_empty`, `id_placeholder` or `unrendered_template` says.
fn is_no_id(id: Option<&str>) -> bool {
    id.is_some_and(|id| id.is_empty() || placeholder(id).is_some() || text::first_template(id).is_some())
}

fn shown(own: Value<'_>) -> String {
    match own.as_str() {
        Some(string) => format!("`{}`", excerpt(string)),
        None => format!("the number {}", excerpt(own.raw())),
    }
}
