//! Whether two users are equal but for their ids, as values: the order of keys is none, and numbers are what JavaScript
//! makes of them.
//!
//! Two users of different files are never at hand at once, so digests are compared: 128 bits under two keys that nobody
//! knows. Whether an id stands twice does not hang on them, only how bad that is.

use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};

use crate::grammar::js_number;
use crate::syntax::tape::{Kind, Value};

/// Stands for the content of a user.
pub(super) type Digest = [u64; 2];

/// The keys of the digests that are compared with one another.
#[derive(Debug, Default)]
pub(super) struct Digester([RandomState; 2]);

impl Digester {
    /// The digest of a user without its `id`.
    pub(super) fn digest(&self, user: Value<'_>) -> Digest {
        let Digester(keys) = self;
        [&keys[0], &keys[1]].map(|keys| {
            let mut hasher = keys.build_hasher();
            let mut members = members(user);
            members.remove("id");
            hash_members(members, &mut hasher);
            hasher.finish()
        })
    }
}

/// The members by their keys; of equal keys the last counts.
fn members(object: Value<'_>) -> BTreeMap<&str, Value<'_>> {
    let members = object.members();
    members.map(|member| (member.key(), member.value)).collect()
}

fn hash_members(members: BTreeMap<&str, Value<'_>>, hasher: &mut impl Hasher) {
    members.len().hash(hasher);
    for (key, value) in members {
        key.hash(hasher);
        hash(value, hasher);
    }
}

/// The parser bounds how deep this goes.
fn hash(value: Value<'_>, hasher: &mut impl Hasher) {
    hasher.write_u8(value.kind() as u8);
    match value.kind() {
        Kind::Null | Kind::False | Kind::True => {}
        Kind::Number => js_number::read(value.raw()).string.hash(hasher),
        Kind::String => value.as_str().hash(hasher),
        Kind::Array => {
            value.elements().count().hash(hasher);
            value.elements().for_each(|element| hash(element, hasher));
        }
        Kind::Object => hash_members(members(value), hasher),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::json::Parser;

    fn are_equal(one: &str, other: &str) -> bool {
        let digester = Digester::default();
        let digest = |text| digester.digest(Parser::new().parse(text).expect("JSON").root());
        digest(one) == digest(other)
    }

    #[test]
    fn users_are_compared_as_values() {
        let user = r#"{"id":"1","name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"],"n":1}"#;
        for equal in [
            r#"{ "n": 1.0, "email": ["x", "y"], "custom": {"b": "2", "a": "1"}, "name": "Ann", "id": "1" }"#,
            r#"{"id":"2","name":"\u0041nn","custom":{"a":"1","b":"2"},"email":["x","y"],"n":1}"#,
            r#"{"id":"1","name":"Bob","name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"],"n":1}"#,
            r#"{"name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"],"n":1}"#,
        ] {
            assert!(are_equal(user, equal), "{equal}");
        }
        for other in [
            r#"{"id":"1","name":"Ann","custom":{"a":"2","b":"1"},"email":["x","y"],"n":1}"#,
            r#"{"id":"1","name":"Ann","custom":{"a":"1","b":"2"},"email":["y","x"],"n":1}"#,
            r#"{"id":"1","name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"],"n":"1"}"#,
            r#"{"id":"1","name":"Ann","custom":{"a":"1"},"b":"2","email":["x","y"],"n":1}"#,
            r#"{"id":"1","name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"]}"#,
            r#"{"id":"1","name":"Ann","custom":{"a":"1","b":"2"},"email":["x","y"],"n":1,"x":null}"#,
        ] {
            assert!(!are_equal(user, other), "{other}");
        }
    }
}
