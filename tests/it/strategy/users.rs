//! Users: clean ones for each surface, and users with an edge in every field.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use userlint::{Field, Surface};

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

/// A name that is nothing but a name.
fn clean_name() -> impl Strategy<Value = String> {
    one_of(&[
        "Linda",
        "Linda Jansen",
        "Zoë Müller",
        "김하나",
        "李雷",
        "Jean-Luc O'Brien",
        "Ana-María 🌻",
        "علي حسن",
        "👨\u{200d}👩\u{200d}👧 Smith",
        "Team 7",
        "Dr. A. de Vries",
        "Søren",
        "Nguyễn Văn A",
    ])
}

fn clean_email() -> impl Strategy<Value = String> {
    "[a-z]{1,8}(\\.[a-z]{1,8})?(\\+[a-z]{1,3})?@(talkjs\\.com|mail\\.talkjs\\.com)"
}

fn clean_phone() -> impl Strategy<Value = String> {
    one_of(&[
        "+14155552671",
        "+12025550173",
        "+905209876543",
        "+447700900000",
        "+31612345678",
        "+4915112345678",
    ])
}

/// What is there is one of `values`; null is among them where the surface takes it.
fn or_null(takes_null: bool, values: impl Strategy<Value = Json> + 'static) -> BoxedStrategy<Json> {
    if takes_null {
        prop_oneof![7 => values, 1 => Just(Json::null())].boxed()
    } else {
        values.boxed()
    }
}

/// Addresses or numbers, each once, in the forms that the surface takes.
fn contacts(surface: Surface, one: BoxedStrategy<String>) -> BoxedStrategy<Json> {
    let takes_string = matches!(
        surface,
        Surface::Sdk | Surface::DataApiCreate | Surface::DataApiSet
    );
    let list = vec(one.clone().prop_map(|text| (text, ())), 0..3).prop_map(|texts| {
        Json::List(
            without_repeats(texts)
                .into_iter()
                .map(|(text, ())| Json::Text(text))
                .collect(),
        )
    });
    if takes_string {
        prop_oneof![one.prop_map(Json::Text), list].boxed()
    } else {
        list.boxed()
    }
}

/// A user with nothing to find fault with on the surface: the types of its matrix, well-formed in every field.
///
/// The id is there, in the body, on every surface that takes or needs one.
pub(crate) fn clean(surface: Surface) -> BoxedStrategy<Json> {
    let takes_null = surface != Surface::DataApiCreate;
    // Deleting one key of `custom` is typed for the SDK and for `set`, and for nothing else.
    let deletes_keys = matches!(surface, Surface::Sdk | Surface::DataApiSet);
    let text = |texts: &'static [&'static str]| one_of(texts).prop_map(Json::Text);
    // No letters behind the prefix: by chance they would spell `pwd` one day.
    let custom_key = "(k|order|tier)_[0-9]{1,4}";
    let custom_value = or_null(
        deletes_keys,
        text(&["", "48213", "false", "gold", "München", "{\"a\":1}", "a\nb", "😀"]),
    );
    let custom =
        vec((custom_key, custom_value), 0..4).prop_map(|members| Json::Object(without_repeats(members)));
    let token = prop_oneof!["fcm:[A-Za-z0-9_-]{8,30}", "apns:[0-9a-f]{16,64}"];
    let push_tokens = vec((token, or_null(takes_null, Just(Json::word("true")))), 0..3)
        .prop_map(|members| Json::Object(without_repeats(members)));
    let field = |field: Field| -> Option<BoxedStrategy<Json>> {
        let writes = surface != Surface::Response;
        let classic = surface == Surface::Sdk;
        Some(match field {
            Field::Email => or_null(takes_null, contacts(surface, clean_email().boxed())),
            Field::Phone => or_null(takes_null, contacts(surface, clean_phone().boxed())),
            Field::PhotoUrl => or_null(
                takes_null,
                text(&[
                    "https://talkjs.com/images/avatar-7.jpg",
                    "https://cdn.talkjs.com/u/7?s=96&d=mm",
                    "https://talkjs.com/a.svg",
                    "https://talkjs.com/avatar",
                ]),
            ),
            Field::Locale => or_null(takes_null, locales::clean().prop_map(Json::Text)),
            Field::WelcomeMessage => or_null(
                takes_null,
                text(&[
                    "Hi!",
                    "Hey there!\nAsk me anything: https://talkjs.com/docs",
                    "안녕하세요 👋",
                    "Zum 1., 2. & 3.",
                ]),
            ),
            Field::Role => or_null(
                takes_null,
                text(&["buyer", "seller", "default", "Member", "sales-rep"]),
            ),
            Field::Custom => or_null(takes_null, custom.clone().boxed()),
            Field::PushTokens if !classic => or_null(takes_null, push_tokens.clone().boxed()),
            Field::CreatedAt if !writes => (1_500_000_000_000_u64..1_800_000_000_000)
                .prop_map(|at| Json::word(at.to_string()))
                .boxed(),
            Field::AvailabilityText if !writes => or_null(true, text(&["I reply within a day"])),
            Field::HeaderPhotoUrl if !writes => {
                or_null(true, text(&["https://talkjs.com/images/header-7.jpg"]))
            }
            // The id and the name are always there; what is left the surface does not take.
            _ => return None,
        })
    };
    let fields: Vec<_> = Field::ALL
        .into_iter()
        .filter_map(|name| Some((name.name(), field(name)?)))
        .collect();
    let drawn = subsequence(fields.clone(), 0..=fields.len()).prop_flat_map(|fields| {
        let (names, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
        (Just(names), values)
    });
    (ids::clean(), clean_name(), drawn)
        .prop_map(|(id, name, (names, values))| {
            let given = [("id", Json::Text(id)), ("name", Json::Text(name))];
            Json::object(given.into_iter().chain(names.into_iter().zip(values)))
        })
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
