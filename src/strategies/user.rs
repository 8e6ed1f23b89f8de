//! A valid user for each surface: the types of its matrix, well-formed in every field.

use proptest::collection::{SizeRange, hash_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::{custom_key, custom_string, email, id, locale, name, one_of, phone};
use crate::field::Field;
use crate::surface::Surface;

/// A user with nothing to find fault with on the surface, as a JSON object.
///
/// The id and the name are there, any other field that the surface takes may be, and is null in some users where null is
/// taken. To have them as a type of [`model`](crate::model), read them with `serde_json::from_value`.
pub fn user(surface: Surface) -> impl Strategy<Value = Value> + Clone {
    let others: Vec<_> = Field::ALL
        .into_iter()
        .filter_map(|field| Some(member(field.name(), value(surface, field)?)))
        .collect();
    (id(), name(), others).prop_map(|(id, name, others)| {
        let given = [("id", json!(id)), ("name", json!(name))];
        let members = given.into_iter().chain(others.into_iter().flatten());
        Value::Object(
            members
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Map<_, _>>(),
        )
    })
}

/// A member that is there or is not.
fn member(key: &'static str, value: BoxedStrategy<Value>) -> BoxedStrategy<Option<(&'static str, Value)>> {
    option::of(value.prop_map(move |value| (key, value))).boxed()
}

/// What stands in a field besides the id and the name; none if the surface takes nothing there.
fn value(surface: Surface, field: Field) -> Option<BoxedStrategy<Value>> {
    let is_sent = surface == Surface::Response;
    // A user who is created has nothing to be deleted.
    let takes_null = surface != Surface::DataApiCreate;
    let text = |texts| one_of(texts).prop_map(Value::from).boxed();
    let value = match field {
        Field::Email => contacts(surface, email().boxed()),
        Field::Phone => contacts(surface, phone().boxed()),
        Field::PhotoUrl => text(&[
            "https://talkjs.com/images/avatar-7.jpg",
            "https://cdn.talkjs.com/u/7?s=96&d=mm",
            "https://talkjs.com/a.svg",
            "https://talkjs.com/avatar",
        ]),
        Field::Locale => locale().prop_map(Value::from).boxed(),
        Field::WelcomeMessage => text(&[
            "Hi!",
            "Hey there!\nAsk me anything: https://talkjs.com/docs",
            "안녕하세요 👋",
            "Zum 1., 2. & 3.",
        ]),
        Field::Role => text(&["buyer", "seller", "default", "Member", "sales-rep"]),
        Field::Custom => custom_on(surface),
        Field::PushTokens if surface != Surface::Sdk => push_tokens(takes_null),
        Field::CreatedAt if is_sent => {
            let created = (1_500_000_000_000_u64..1_800_000_000_000).prop_map(Value::from);
            return Some(created.boxed());
        }
        Field::AvailabilityText if is_sent => text(&["I reply within a day"]),
        Field::HeaderPhotoUrl if is_sent => text(&["https://talkjs.com/images/header-7.jpg"]),
        // Of what is left the surface takes nothing, or it is always there; `configuration` is `role` by its old name.
        _ => return None,
    };
    Some(or_null(takes_null, value))
}

fn or_null(takes_null: bool, value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    if takes_null {
        prop_oneof![7 => value, 1 => Just(Value::Null)].boxed()
    } else {
        value
    }
}

/// Addresses or numbers, each once, in the forms that the surface takes.
fn contacts(surface: Surface, one: BoxedStrategy<String>) -> BoxedStrategy<Value> {
    let list = vec(one.clone(), 0..3).prop_map(|mut contacts: Vec<String>| {
        contacts.sort_unstable();
        contacts.dedup();
        Value::from(contacts)
    });
    match surface {
        Surface::Sdk | Surface::DataApiCreate | Surface::DataApiSet => {
            prop_oneof![one.prop_map(Value::from), list].boxed()
        }
        Surface::Rest | Surface::RestUpdate | Surface::Response => list.boxed(),
    }
}

/// Deleting one key of `custom` is typed for the SDK and for `set`, and for nothing else.
fn custom_on(surface: Surface) -> BoxedStrategy<Value> {
    let deletes_keys = matches!(surface, Surface::Sdk | Surface::DataApiSet);
    object(
        custom_key().boxed(),
        or_null(deletes_keys, custom_string().boxed()),
        0..4,
    )
}

fn push_tokens(takes_null: bool) -> BoxedStrategy<Value> {
    let token = prop_oneof!["fcm:[A-Za-z0-9_-]{8,30}", "apns:[0-9a-f]{16,64}"];
    object(
        token.boxed(),
        or_null(takes_null, select(vec![Value::from(true)]).boxed()),
        0..3,
    )
}

fn object(
    key: BoxedStrategy<String>,
    value: BoxedStrategy<Value>,
    members: impl Into<SizeRange>,
) -> BoxedStrategy<Value> {
    hash_map(key, value, members)
        .prop_map(|members| Value::Object(members.into_iter().collect()))
        .boxed()
}
