//! Fields that need not be there, with null told apart from absence.
//!
//! On most surfaces null is an order ("delete what is stored") and absence is none, so that an `Option` alone
//! cannot hold both: serde reads null and absence alike as `None`, and schemars lets every `Option` be null.
//! Hence two patterns, in which serde and schema agree: [`Maybe`] where null is taken, and an `Option` that
//! is read by [`present`] where it is not.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field that may be absent, null, or have a value.
///
/// As a field of a struct it needs `#[serde(default, skip_serializing_if = "Maybe::is_absent")]`: only the
/// struct can leave a member out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Maybe<T> {
    /// The key is not there: what is stored stays as it is.
    #[default]
    Absent,
    /// The value is null: what is stored is deleted.
    Null,
    /// There is a value.
    Value(T),
}

impl<T> Maybe<T> {
    /// A value, from whatever turns into it: `Maybe::of("buyer")`.
    pub fn of(value: impl Into<T>) -> Self {
        Maybe::Value(value.into())
    }

    /// Whether the key is not there.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Maybe::Absent)
    }

    /// Whether the value is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Maybe::Null)
    }

    /// The value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Maybe::Value(value) => Some(value),
            Maybe::Absent | Maybe::Null => None,
        }
    }
}

impl<T> From<T> for Maybe<T> {
    fn from(value: T) -> Self {
        Maybe::Value(value)
    }
}

impl<T: Serialize> Serialize for Maybe<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Maybe::Absent | Maybe::Null => serializer.serialize_none(),
            Maybe::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Option::<T>::deserialize(deserializer)?;
        Ok(value.map_or(Maybe::Null, Maybe::Value))
    }
}

impl<T: JsonSchema> JsonSchema for Maybe<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Option::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// Reads a field that may be absent but not null: `#[serde(default, deserialize_with = "present")]` on an
/// `Option<T>`, of which `#[schemars(with = "T")]` tells the schema.
pub(super) fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
