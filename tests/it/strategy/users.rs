//! Users: clean ones for each surface, and users with an edge in every field.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use userlint::{Field, Surface, strategies};

use super::texts::{any_text, contact, url};
use super::{Json, any_json, custom, ids, locales, one_of, without_repeats};

/// A key that is a field, or was meant to be one, or is none.
pub(crate) fn field_name() -> BoxedStrategy<String> {
    const KEYS: &[&str] = &[
        "photoURL",
        "photo_url",
        "Name",
        "ID",
        "username",
        "avatar",
        "emial",
        "metadata",
        "tel",
        "language",
        "online",
        "description",
        "providerData",
        "",
        "version",
        "data",
        "users",
        "type",
        "😀",
    ];
    prop_oneof![3 => select(&Field::ALL[..]).prop_map(|field| field.name().to_owned()), 1 => one_of(KEYS)]
        .boxed()
}

/// A user with nothing to find fault with on the surface, with an id and a name.
pub(crate) fn clean(surface: Surface) -> BoxedStrategy<Json> {
    let user = (strategies::user(surface), any::<u64>());
    user.prop_map(|(user, order)| Json::from(user).shuffled(order))
        .boxed()
}

/// A clean user of any surface.
pub(crate) fn clean_anywhere() -> BoxedStrategy<Json> {
    select(&Surface::ALL[..]).prop_flat_map(clean).boxed()
}

/// A member with an edge: a field with a value of nearly the right form, or of any form, or a key that is none.
fn edge_member() -> BoxedStrategy<(String, Json)> {
    let text = |field: Field, values: BoxedStrategy<String>| {
        let name = field.name().to_owned();
        values.prop_map(move |value| (name.clone(), Json::Text(value)))
    };
    let list = |field: Field| {
        let name = field.name().to_owned();
        let element = prop_oneof![6 => contact().prop_map(Json::Text), 1 => any_json()];
        prop_oneof![
            contact().prop_map(Json::Text),
            vec(element, 0..4).prop_map(Json::List)
        ]
        .prop_map(move |value| (name.clone(), value))
    };
    let token = (
        prop_oneof!["(fcm|apns|gcm|FCM)?:?[a-z0-9 ]{0,12}", any_text()],
        one_of(&["true", "false", "null", "1"]),
    )
        .prop_map(|(key, value)| (key, Json::Word(value)));
    let tokens = vec(token, 0..3)
        .prop_map(|members| ("pushTokens".to_owned(), Json::Object(without_repeats(members))));
    prop_oneof![
        3 => ids::value().prop_map(|value| ("id".to_owned(), value)),
        3 => text(Field::Name, prop_oneof![any_text(), contact()].boxed()),
        2 => list(Field::Email),
        2 => list(Field::Phone),
        2 => text(Field::PhotoUrl, url().boxed()),
        2 => text(Field::Locale, locales::any_tag().boxed()),
        1 => text(Field::WelcomeMessage, any_text().boxed()),
        1 => text(Field::Role, any_text().boxed()),
        2 => custom::any_map().prop_map(|map| ("custom".to_owned(), map)),
        1 => tokens,
        3 => (field_name(), any_json()),
    ]
    .boxed()
}

/// A user with an edge in every field. It has at least one field, so that it is known for a user.
pub(crate) fn edge() -> BoxedStrategy<Json> {
    (any::<bool>(), ids::value(), any_text(), vec(edge_member(), 0..6))
        .prop_map(|(by_id, id, name, members)| {
            let first = if by_id {
                ("id".to_owned(), id)
            } else {
                ("name".to_owned(), Json::Text(name))
            };
            Json::Object(without_repeats([first].into_iter().chain(members).collect()))
        })
        .boxed()
}

/// Any user: a clean one, or one with edges.
pub(crate) fn any_user() -> BoxedStrategy<Json> {
    prop_oneof![1 => clean_anywhere(), 3 => edge()].boxed()
}
