//! From the payload of one surface to that of another: what passes on the one passes on the other, and nothing gets lost
//! but with its name. Which fields a surface has is written down here once more, from the vendor's types and pages.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use userlint::model::convert::{ConversionError, UncarriedReason};
use userlint::model::{
    AnyId, DataApiCreateUser, DataApiSetUser, Maybe, Payload, ResponseUser, RestUpdateUser, RestUser, SdkUser,
};
use userlint::{Field, Surface};

use crate::strategy::{config, users};

/// The fields that only some surfaces have.
fn is_taken(surface: Surface, field: &str) -> bool {
    use Surface::{DataApiCreate, DataApiSet, Sdk};
    match field {
        "pushTokens" => surface != Sdk,
        "availabilityText" => !matches!(surface, DataApiCreate | DataApiSet),
        "createdAt" | "headerPhotoUrl" => false, // but in responses, which nobody writes
        _ => true,
    }
}

/// What a member is on the other surface; none where it says nothing there.
fn carried(from: Surface, to: Surface, key: &str, value: &Value) -> Option<Value> {
    let is_rest = matches!(to, Surface::Rest | Surface::RestUpdate);
    match (key, value) {
        (_, Value::Null) if to == Surface::DataApiCreate => None,
        ("availabilityText" | "headerPhotoUrl" | "pushTokens", Value::Null) if from == Surface::Response => {
            None
        }
        ("pushTokens", Value::Object(tokens)) if tokens.is_empty() && to == Surface::Sdk => None,
        ("custom" | "pushTokens", Value::Object(entries)) if to == Surface::DataApiCreate => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            Some(
                entries
                    .map(|(key, value)| (key.clone(), value.clone()))
                    .collect::<Map<_, _>>()
                    .into(),
            )
        }
        ("email" | "phone", Value::String(_)) if is_rest => Some(json!([value])),
        ("id", Value::Number(number)) => Some(number.to_string().into()),
        _ => Some(value.clone()),
    }
}

/// Holds the outcome of a conversion of a clean user against what the vendor's types say.
fn holds<F: Payload, T: Payload>(
    user: &Value,
    convert: impl Fn(F) -> Result<T, ConversionError>,
) -> Result<(), TestCaseError> {
    let (from, to) = (F::SURFACE, T::SURFACE);
    let given: F = serde_json::from_value(user.clone()).expect("a clean user");
    prop_assert!(given.validate().is_accepted());
    let members: BTreeMap<&str, Value> = user
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, value)| Some((key.as_str(), carried(from, to, key, value)?)))
        .collect();
    let not_taken: Vec<&str> = members.keys().copied().filter(|key| !is_taken(to, key)).collect();
    match convert(given) {
        Ok(converted) => {
            prop_assert_eq!(not_taken, Vec::<&str>::new());
            let report = converted.validate();
            prop_assert!(report.is_accepted(), "{:?}", report.findings);
            let written = serde_json::to_value(&converted).expect("a user is JSON");
            prop_assert_eq!(written, json!(members));
        }
        Err(error) => {
            prop_assert_eq!((error.from, error.to), (from, to));
            let mut named: Vec<&str> = error.fields.iter().map(|lost| lost.field.name()).collect();
            named.sort_unstable();
            prop_assert_eq!(named, not_taken);
            prop_assert!(
                error
                    .fields
                    .iter()
                    .all(|lost| lost.reason == UncarriedReason::NotTaken)
            );
        }
    }
    Ok(())
}

/// A clean user of a surface, as JSON.
fn clean(surface: Surface) -> impl Strategy<Value = Value> {
    users::clean(surface).prop_map(|user| serde_json::from_str(&user.plain()).expect("a clean user"))
}

/// A law for each of the conversions that can fail.
macro_rules! can_fail {
    ($($law:ident: $from:ty => $($to:ty),+;)+) => {proptest! {
        #![proptest_config(config(96))]

        $(#[test]
        fn $law(user in clean(<$from>::SURFACE)) {
            $(holds::<$from, $to>(&user, <$to>::try_from)?;)+
        })+
    }};
}

can_fail! {
    a_user_of_the_sdk_is_carried_or_named:
        SdkUser => DataApiCreateUser, DataApiSetUser, RestUser, RestUpdateUser;
    a_user_for_create_is_carried_or_named: DataApiCreateUser => SdkUser;
    a_user_for_set_is_carried_or_named: DataApiSetUser => SdkUser, DataApiCreateUser, RestUser;
    a_user_for_rest_is_carried_or_named: RestUser => SdkUser, DataApiCreateUser, DataApiSetUser;
    a_change_for_rest_is_carried_or_named:
        RestUpdateUser => SdkUser, DataApiCreateUser, DataApiSetUser, RestUser;
    a_user_of_a_response_is_carried_or_named:
        ResponseUser => SdkUser, DataApiCreateUser, DataApiSetUser, RestUser, RestUpdateUser;
}

/// A law for each of the conversions that cannot.
macro_rules! cannot_fail {
    ($($law:ident: $from:ty => $($to:ty),+;)+) => {proptest! {
        #![proptest_config(config(96))]

        $(#[test]
        fn $law(user in clean(<$from>::SURFACE)) {
            $(holds::<$from, $to>(&user, |user| Ok(<$to>::from(user)))?;)+
        })+
    }};
}

cannot_fail! {
    a_user_for_create_is_always_carried: DataApiCreateUser => DataApiSetUser, RestUser, RestUpdateUser;
    a_user_for_set_is_always_a_change_for_rest: DataApiSetUser => RestUpdateUser;
    a_user_for_rest_is_always_a_change: RestUser => RestUpdateUser;
}

/// The fields that stand in the way, with the reasons.
fn in_the_way<T>(outcome: Result<T, ConversionError>) -> Vec<(Field, UncarriedReason)> {
    let error = outcome.err().expect("something stands in the way");
    error
        .fields
        .iter()
        .map(|lost| (lost.field, lost.reason))
        .collect()
}

#[test]
fn a_number_becomes_the_string_that_javascript_makes_of_it() {
    let id = |number: &str| {
        let id: AnyId = serde_json::from_str(number).expect("an id");
        RestUser::try_from(SdkUser::new(id, "Linda")).map(|user| user.id.map(|id| id.to_string()))
    };
    // What `String(JSON.parse(text))` gives in Node.
    for (number, string) in [
        ("5", "5"),
        ("1.0", "1"),
        ("1e3", "1000"),
        ("-7", "-7"),
        ("0.5", "0.5"),
    ] {
        assert_eq!(id(number), Ok(Some(string.to_owned())), "{number}");
    }
    for number in ["9007199254740993", "9007199254740992", "1e21"] {
        assert_eq!(
            in_the_way(id(number)),
            [(Field::Id, UncarriedReason::Imprecise)],
            "{number}"
        );
    }
}

#[test]
fn the_old_name_of_a_role_becomes_the_new_one() {
    let mut user = SdkUser::new("1", "Linda");
    user.configuration = Maybe::of("buyer");
    for role in [Maybe::Absent, Maybe::of("buyer")] {
        user.role = role;
        let set = DataApiSetUser::try_from(user.clone()).expect("a role");
        assert_eq!(set.role, Maybe::of("buyer"));
        let rest = RestUser::try_from(user.clone()).expect("a role");
        assert_eq!(
            (rest.role, rest.configuration),
            (Maybe::of("buyer"), Maybe::Absent)
        );
    }
    // Which of two holds is documented nowhere: both are kept, or nothing is sent.
    user.role = Maybe::of("seller");
    let rest = RestUser::try_from(user.clone()).expect("two roles");
    assert_eq!(
        (rest.role, rest.configuration),
        (Maybe::of("seller"), Maybe::of("buyer"))
    );
    let error = DataApiSetUser::try_from(user);
    assert_eq!(
        in_the_way(error),
        [(Field::Configuration, UncarriedReason::OtherRole)]
    );
}

#[test]
fn what_is_required_is_missed_and_what_is_not_taken_is_named_all_at_once() {
    let mut user = RestUpdateUser::new();
    user.availability_text = Maybe::Null;
    user.push_tokens = Maybe::Null;
    assert_eq!(
        in_the_way(SdkUser::try_from(user.clone())),
        [
            (Field::Id, UncarriedReason::Required),
            (Field::Name, UncarriedReason::Required),
            (Field::PushTokens, UncarriedReason::NotTaken),
        ]
    );
    assert_eq!(
        in_the_way(DataApiSetUser::try_from(user.clone())),
        [(Field::AvailabilityText, UncarriedReason::NotTaken)],
        "to delete something is to say something"
    );
    assert_eq!(
        in_the_way(RestUser::try_from(user)),
        [(Field::Name, UncarriedReason::Required)]
    );
}

#[test]
fn null_in_a_response_says_nothing_where_there_is_no_such_field() {
    let mut user = ResponseUser::new("1", "Linda");
    (user.availability_text, user.push_tokens, user.header_photo_url) =
        (Maybe::Null, Maybe::Null, Maybe::Null);
    user.photo_url = Maybe::Null;
    assert_eq!(
        serde_json::to_value(DataApiSetUser::try_from(user.clone()).expect("nothing is set")).expect("JSON"),
        json!({"id": "1", "name": "Linda", "photoUrl": null})
    );
    assert_eq!(
        SdkUser::try_from(user.clone()).map(|user| user.photo_url),
        Ok(Maybe::Null)
    );
    user.push_tokens = Maybe::Value([("fcm:a".into(), json!(false))].into());
    let error = RestUser::try_from(user);
    assert_eq!(
        in_the_way(error.clone()),
        [(Field::PushTokens, UncarriedReason::PushTokenValue)]
    );
    assert_eq!(
        error.map_err(|error| error.to_string()),
        Err("a user for response cannot become one for rest: `pushTokens` has a value that is neither `true` nor null"
            .to_owned())
    );
}
