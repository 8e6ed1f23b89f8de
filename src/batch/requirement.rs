//! What a user must have to be put into a request of its own, whatever the project's settings say of rules: it is an
//! object, and its id can be a key or a segment of a path.

use super::Endpoint;
use crate::finding::Draft;
use crate::place::Place;
use crate::rule::Rule;
use crate::rules::find_rule;
use crate::severity::{Severities, Severity};
use crate::shape::{Outside, Payload, Supplied};
use crate::syntax::tape::{Kind, Value};

/// A requirement that a user does not meet.
pub(crate) struct Unmet<'d> {
    pub(crate) rule: &'static Rule,
    pub(crate) draft: Draft<'d>,
    /// Whether the rule itself may have said so: it is silent only where the settings switch it off.
    pub(crate) may_be_known: bool,
}

/// The first requirement that a user does not meet, if there is one.
pub(crate) fn unmet<'d>(payload: &Payload<'d>, endpoint: Endpoint) -> Option<Unmet<'d>> {
    let root = payload.root;
    if root.kind() != Kind::Object {
        return found(
            "wrong_type",
            Draft::new(Place::Value(root), "the user is no object"),
        );
    }
    let id = match &payload.outside {
        Outside::Key(key) => Some(*key),
        Outside::Path { path, .. } => Some(*path),
        Outside::Nothing | Outside::Name(_) => match payload.supplied {
            Some(Supplied::Field { value, .. }) => Some(value),
            Some(Supplied::Source(_)) => Some(root),
            None => root.get("id"),
        },
    };
    let Some(string) = id else {
        let draft = Draft::new(
            Place::Lack(root),
            "the required field `id` is missing: nothing says who is to be put",
        )
        .help("add `id`: the id that the user has in your own database");
        return found("missing_field", draft).map(|unmet| Unmet {
            may_be_known: false,
            ..unmet
        });
    };
    let place = match payload.outside {
        Outside::Key(_) => Place::Key(string),
        _ => Place::Value(string),
    };
    let Some(text) = payload.id() else {
        return found(
            "wrong_type",
            Draft::new(place, "`id` is neither a string nor a number"),
        );
    };
    if text.is_empty() {
        return found("id_empty", Draft::new(place, "the id is empty"));
    }
    if has_half_a_character(string) {
        let message = "the id holds half of a surrogate pair, and so cannot be told from others";
        return found("lone_surrogate", Draft::new(place, message));
    }
    if endpoint == Endpoint::Operations && matches!(text.as_str(), "." | "..") {
        let draft = Draft::new(
            place,
            "the id is removed from the path of an operation, encoded or not",
        )
        .help("put this user with `PUT /users`, where the id is a key, or use another id");
        return found("id_unsafe_in_url", draft);
    }
    None
}

fn found<'d>(rule: &str, draft: Draft<'d>) -> Option<Unmet<'d>> {
    let draft = draft.severities(Severities::everywhere(Severity::Error));
    find_rule(rule).map(|rule| Unmet {
        rule,
        draft,
        may_be_known: true,
    })
}

/// Whether the string holds half of a surrogate pair.
pub(super) fn has_half_a_character(string: Value<'_>) -> bool {
    // They stand in text order, as nodes do.
    let lone = string.document().lone_surrogates();
    lone.binary_search_by_key(&string.id(), |lone| lone.string)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_in_whose_name_something_is_said_exist() {
        for rule in [
            "wrong_type",
            "missing_field",
            "id_empty",
            "lone_surrogate",
            "id_unsafe_in_url",
        ] {
            assert!(
                found(rule, Draft::new(Place::Text(0..0), "x")).is_some(),
                "{rule}"
            );
        }
    }
}
