//! The rules, in documentation order.
//!
//! # How to add a rule
//!
//! 1. One line in the list below: the id.
//! 2. One file, `rules/<id>.rs`, with `META` (what the rule says of itself, and where it looks) and the function
//!    that looks. Start from the rule that is most like it.
//! 3. One folder, `corpus/<id>/`, with `bad.json`, `good.json` (they are compiled into the rule as its examples) and
//!    `cases.json` (what every implementation must find in them, on every surface).
//!
//! Then `BLESS=1 cargo test` writes the schemas, the rule's page and the README's table, and `cargo test` tells what
//! is still missing. A rule that is forgotten in the list is not compiled; a listed rule without file, examples or
//! cases does not compile or fails a test that says what to do.

use crate::field::Field;
use crate::rule::Rule;
use crate::severity::Severities;

macro_rules! rules {
    ($($(#[$section:meta])* $id:ident),* $(,)?) => {
        $(mod $id;)*

        /// Every rule, in documentation order.
        pub static RULES: &[Rule] = &[$(Rule {
            id: stringify!($id),
            meta: &$id::META,
            bad: include_bytes!(concat!("../corpus/", stringify!($id), "/bad.json")),
            good: include_bytes!(concat!("../corpus/", stringify!($id), "/good.json")),
        }),*];
    };
}

rules! {
    // The text, and what holds the users.
    json_syntax,
    text_encoding,
    byte_order_mark,
    lone_surrogate,
    duplicate_key,
    nesting_too_deep,
    unexpected_shape,
    no_payload,
    batch_too_large,
    operations_too_many,
    operation_malformed,
    operation_sequence_duplicate,
    api_version_unknown,
    // Structure.
    missing_field,
    wrong_type,
    null_not_allowed,
    unknown_field,
    // Fields on the wrong surface.
    field_not_accepted,
    deprecated_field,
    string_instead_of_array,
    // id.
    id_empty,
    id_number,
    id_number_imprecise,
    id_whitespace,
    id_unsafe_in_url,
    id_personal_data,
    id_placeholder,
    id_mismatch,
    id_duplicate,
    id_collision,
    id_confusable,
    id_policy,
    // name, photoUrl, texts.
    name_empty,
    name_personal_data,
    text_control,
    text_empty,
    photo_url_empty,
    photo_url_relative,
    photo_url_malformed,
    photo_url_scheme,
    photo_url_personal_data,
    unrendered_template,
    html_escaped,
    // email, phone.
    email_invalid,
    email_unusual,
    email_placeholder,
    phone_not_e164,
    phone_impossible,
    list_duplicate,
    no_email_notifications,
    // locale.
    locale_malformed,
    locale_unregistered,
    locale_not_canonical,
    locale_unsupported_ui,
    // role, custom, pushTokens.
    role_empty,
    role_unknown,
    custom_not_string,
    custom_nested,
    custom_null,
    custom_key_empty,
    custom_secret,
    custom_personal_data,
    custom_schema,
    push_token_key,
    push_token_value,
}

/// The rule of this id; hyphens are taken for underscores.
pub fn find_rule(id: &str) -> Option<&'static Rule> {
    let id = id.replace('-', "_");
    RULES.iter().find(|rule| rule.id == id)
}

/// The rules whose findings say that nothing could be judged.
pub(crate) const REFUSALS: [&str; 4] = [
    "json_syntax",
    "text_encoding",
    "nesting_too_deep",
    "unexpected_shape",
];

macro_rules! by_field {
    ($($id:ident),* $(,)?) => {
        /// The rules that do not say the same of each of their fields, with what they say: it follows from what the
        /// surface takes in the field.
        const BY_FIELD: &[(&str, fn(Field) -> Severities)] = &[$((stringify!($id), $id::severities)),*];
    };
}

by_field! {
    missing_field,
    null_not_allowed,
    field_not_accepted,
    deprecated_field,
    string_instead_of_array,
}

/// The worst that a rule says of one field, on each surface.
pub(crate) fn severities_in(rule: &Rule, field: Field) -> Severities {
    if !rule.meta.fields.contains(&field) {
        return Severities::NONE;
    }
    let by_field = BY_FIELD.iter().find(|(id, _)| *id == rule.id);
    by_field.map_or(rule.meta.severities, |(_, severities)| severities(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::Surface;

    #[test]
    fn what_lists_name_are_rules() {
        let by_field = BY_FIELD.iter().map(|(id, _)| *id);
        for id in REFUSALS.into_iter().chain(by_field) {
            assert!(RULES.iter().any(|rule| rule.id == id), "{id}");
        }
    }

    #[test]
    fn a_rule_that_tells_fields_apart_says_different_things_of_them() {
        for (id, severities) in BY_FIELD {
            let said: Vec<_> = Field::ALL.into_iter().map(severities).collect();
            assert!(said.iter().any(|other| *other != said[0]), "{id} needs no entry");
        }
    }

    #[test]
    fn what_is_said_of_the_fields_is_what_the_rule_says() {
        for rule in RULES.iter().filter(|rule| !rule.meta.fields.is_empty()) {
            for surface in Surface::ALL {
                let in_fields = Field::ALL.into_iter();
                let worst = in_fields
                    .filter_map(|field| severities_in(rule, field).get(surface))
                    .max();
                assert_eq!(
                    worst,
                    rule.meta.severities.get(surface),
                    "{} on {surface}",
                    rule.id
                );
            }
        }
    }
}
