//! Points in time, as TalkJS sends them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// A point in time, in milliseconds since the start of 1970 in UTC. Only TalkJS sends it, as an integer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline, example = 1_632_403_200_000_i64)]
pub struct Timestamp(Number);

impl Timestamp {
    /// The milliseconds; none if the number is no integer that fits.
    pub fn as_millis(&self) -> Option<i64> {
        self.0.as_i64()
    }
}

impl From<i64> for Timestamp {
    fn from(millis: i64) -> Self {
        Timestamp(millis.into())
    }
}

/// The number as JSON.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
