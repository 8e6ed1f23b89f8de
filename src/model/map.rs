//! The fields that are maps: custom data and push tokens.
//!
//! A surface that changes users merges them key by key into what is stored, and a null value deletes its key:
//! these are the patches. Where a user is created or read there is nothing to delete.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, Unexpected};
use serde::{Deserialize, Serialize, Serializer};

use super::{PushToken, pattern};

macro_rules! map {
    ($(#[$attribute:meta])* $name:ident, $key:ty => $value:ty) => {
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
        $(#[$attribute])*
        #[serde(transparent)]
        pub struct $name(
            /// The entries, by key.
            pub BTreeMap<$key, $value>,
        );

        impl<K: Into<$key>, V: Into<$value>> FromIterator<(K, V)> for $name {
            fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
                let entries = entries.into_iter();
                $name(entries.map(|(key, value)| (key.into(), value.into())).collect())
            }
        }

        impl<K: Into<$key>, V: Into<$value>, const N: usize> From<[(K, V); N]> for $name {
            fn from(entries: [(K, V); N]) -> Self {
                entries.into_iter().collect()
            }
        }
    };
}

map! {
    /// Custom data: strings by key.
    #[derive(JsonSchema)]
    #[schemars(inline, example = custom_example())]
    Custom, String => String
}

map! {
    /// A change of custom data: strings by key, and null to delete a key. Keys that are not there stay.
    #[derive(JsonSchema)]
    #[schemars(inline, example = custom_example())]
    CustomPatch, String => Option<String>
}

map! {
    /// Devices to register for push notifications.
    PushTokens, PushToken => True
}

map! {
    /// Devices to register for push notifications (`true`), and to unregister (null).
    PushTokensPatch, PushToken => Option<True>
}

fn custom_example() -> Custom {
    Custom::from([("plan", "gold")])
}

/// The value `true`, the only one that registers a push token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct True;

impl Serialize for True {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for True {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? {
            Ok(True)
        } else {
            Err(D::Error::invalid_value(Unexpected::Bool(false), &"true"))
        }
    }
}

impl JsonSchema for True {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "True".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": true })
    }
}

macro_rules! push_token_schema {
    ($name:ident, $value:ty, $example:expr) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                push_token_schema(&generator.subschema_for::<$value>(), &$example)
            }
        }
    };
}

push_token_schema! { PushTokens, True, PushTokens::from([("fcm:eXaMpLe", True)]) }
push_token_schema! { PushTokensPatch, Option<True>, PushTokensPatch::from([("fcm:eXaMpLe", Some(True))]) }

/// Says of keys and values apart what they must be. For a map whose keys have a pattern schemars would choose
/// the values by it, and a validator would call a bad key only unexpected.
fn push_token_schema(value: &Schema, example: &impl Serialize) -> Schema {
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": pattern::push_token() },
        "additionalProperties": value,
        "examples": [example],
    })
}
