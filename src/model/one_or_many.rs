//! A value alone or a list of such, as the JavaScript SDK takes e-mail addresses and telephone numbers.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// One value, or a list of any length.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    /// The value alone. It is stored as a list of one.
    One(T),
    /// A list, which may be empty.
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// The value, or those of the list.
    pub fn as_slice(&self) -> &[T] {
        match self {
            OneOrMany::One(value) => std::slice::from_ref(value),
            OneOrMany::Many(values) => values,
        }
    }
}

impl<'t, T: From<&'t str>> From<&'t str> for OneOrMany<T> {
    fn from(text: &'t str) -> Self {
        OneOrMany::One(text.into())
    }
}

impl<T: From<String>> From<String> for OneOrMany<T> {
    fn from(text: String) -> Self {
        OneOrMany::One(text.into())
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(values: Vec<T>) -> Self {
        OneOrMany::Many(values)
    }
}

impl<T, V: Into<T>> FromIterator<V> for OneOrMany<T> {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        OneOrMany::Many(values.into_iter().map(Into::into).collect())
    }
}

/// One flat schema rather than a choice of two, for the same reason as that of [`AnyId`](super::AnyId). `T`
/// is a type of string, whose keywords say nothing of an array.
impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = T::json_schema(generator);
        let mut schema = one.clone();
        schema.insert("type".to_owned(), ["string", "array"].as_slice().into());
        schema.insert("items".to_owned(), one.into());
        schema
    }
}
