//! Ids as the JavaScript SDK takes them: strings or numbers. Where only a string is taken the type is
//! [`UserId`].

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Number;

use super::UserId;
use crate::limits::MAX_SAFE_INTEGER;

/// An id as a string, or as a number of which JavaScript makes a string.
///
/// `5` and `"5"` are the same user. They are different values here: what was written is kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AnyId {
    /// A string.
    Text(UserId),
    /// A number. Beyond 2^53 − 1, of either sign, JavaScript cannot tell it from its neighbours.
    Number(Number),
}

impl<T: Into<UserId>> From<T> for AnyId {
    fn from(id: T) -> Self {
        AnyId::Text(id.into())
    }
}

macro_rules! from_integer {
    ($($integer:ty)*) => {$(
        impl From<$integer> for AnyId {
            fn from(id: $integer) -> Self {
                AnyId::Number(id.into())
            }
        }
    )*};
}

from_integer! { i32 i64 u32 u64 }

/// The string as it stands, not escaped, or the number as JSON.
impl fmt::Display for AnyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AnyId::Text(id) => id.fmt(f),
            AnyId::Number(id) => id.fmt(f),
        }
    }
}

/// One flat schema rather than a choice of two: a validator then names the keyword that fails, and not only
/// that neither alternative fits.
impl JsonSchema for AnyId {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AnyId".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = UserId::json_schema(generator);
        schema.insert("type".to_owned(), ["string", "number"].as_slice().into());
        #[expect(clippy::cast_possible_wrap, reason = "2^53 − 1 is far below 2^63")]
        schema.insert("minimum".to_owned(), (-(MAX_SAFE_INTEGER as i64)).into());
        schema.insert("maximum".to_owned(), MAX_SAFE_INTEGER.into());
        schema
    }
}
