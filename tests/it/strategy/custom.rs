//! Custom maps: any keys, any strings, and any values that are no strings.

use proptest::collection::vec;
use proptest::prelude::*;

use super::texts::{any_text, contact};
use super::{Json, any_json, ids, one_of, without_repeats};

/// Any key.
pub(crate) fn key() -> BoxedStrategy<String> {
    const KEYS: &[&str] = &[
        "",
        " ",
        "a",
        "b",
        "c",
        "key",
        "a/b",
        "a~b",
        "~1",
        "~0",
        "a~1b",
        "/",
        "//",
        "a\"b",
        "a\\b",
        "a\nb",
        "a\u{0}b",
        "é",
        "e\u{301}",
        "日本",
        "😀",
        "\u{202e}",
        "0",
        "1",
        "-1",
        "00",
        "__proto__",
        "constructor",
        "id",
        "name",
        "email",
        "custom",
        "password",
        "apiKey",
        "api_key",
        "secret",
        "auhToken",
        "accessToken",
        "privateKey",
        "hidden",
        "lastOrder",
        "nickname",
    ];
    prop_oneof![6 => one_of(KEYS), 2 => "[a-z]{1,4}", 1 => any_text()].boxed()
}

/// Any string as a value: secrets, addresses, JSON in a string, odd characters, nothing.
pub(crate) fn string() -> BoxedStrategy<String> {
    const STRINGS: &[&str] = &[
        "",
        " ",
        "false",
        "48213",
        "null",
        "{\"a\":1}",
        "[1,2]",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLW9mLTMyLWJ5dGVz",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB",
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----",
        "Bearer abcdefghijklmnopqrstuvwxyz",
        "linda@talkjs.com",
        "+14155552671",
        "https://talkjs.com/a?b=c",
    ];
    prop_oneof![4 => one_of(STRINGS), 2 => any_text(), 1 => contact()].boxed()
}

/// A credential in the form of its issuer.
pub(crate) fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        "(sk|rk)_(live|test)_[A-Za-z0-9]{24}",
        "AKIA[A-Z0-9]{16}",
        "ghp_[A-Za-z0-9]{36}",
        "eyJhbGciOiJIUzI1NiJ9\\.eyJzdWIiOiI0MiJ9\\.[A-Za-z0-9_-]{43}",
    ]
}

/// Maps that the type of `custom` takes everywhere: strings under any keys, each key once.
pub(crate) fn strings(most: usize) -> impl Strategy<Value = Vec<(String, Json)>> {
    vec((key(), string().prop_map(Json::Text)), 0..=most).prop_map(without_repeats)
}

/// What `custom` may not hold: a number, a boolean, null, a list, an object, nested to some depth.
pub(crate) fn no_string() -> BoxedStrategy<Json> {
    prop_oneof![
        2 => ids::number().prop_map(Json::Word),
        2 => one_of(&["null", "true", "false"]).prop_map(Json::Word),
        2 => any_json().prop_filter("a string is what custom holds", |value| !matches!(value, Json::Text(_))),
        1 => (1_usize..60).prop_map(|depth| (0..depth).fold(Json::List(Vec::new()), |inner, _| Json::object([("k", inner)]))),
    ]
.boxed()
}

/// Any map: also one with values that are no strings.
pub(crate) fn any_map() -> BoxedStrategy<Json> {
    let value = prop_oneof![3 => string().prop_map(Json::Text), 1 => no_string()];
    vec((key(), value), 0..5)
        .prop_map(|members| Json::Object(without_repeats(members)))
        .boxed()
}
