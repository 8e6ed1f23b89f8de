//! Ids: the texts and the numbers by which users are named.

use proptest::prelude::*;
use userlint::strategies;

use super::texts::{ODD, any_text};
use super::{Json, one_of};

/// Any text as an id: empty, white, invisible, unfit for a path, like a number, like an address, a placeholder, long.
pub(crate) fn text() -> BoxedStrategy<String> {
    const IDS: &[&str] = &[
        "",
        " ",
        "\t",
        "a b",
        " a",
        "a ",
        "a\u{a0}b",
        "a\u{200b}",
        "a/b",
        "a\\b",
        "a?b",
        "a#b",
        "a%b",
        "a%2Fb",
        "auth0|abc",
        ".",
        "..",
        "a:b",
        "a;b",
        "a&b",
        "a+b",
        "a,b",
        "0",
        "00",
        "0001",
        "5",
        "-0",
        "1e3",
        "1.0",
        "1.5",
        "5.",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "1e21",
        "1000000000000000000000",
        "Infinity",
        "-1",
        "+1",
        "١٢٣",
        "alice@talkjs.com",
        "+14155552671",
        "0031612345678",
        "undefined",
        "null",
        "NaN",
        "[object Object]",
        "guest",
        "anonymous",
        "currentUserID",
        "USER_ID",
        "USER_ID_1",
        "{{id}}",
        "${user.id}",
        "true",
        "user",
        "Unknown ID",
        "__proto__",
        "张伟",
        "ﬁ",
        "é",
        "e\u{301}",
        "😀",
        "👨\u{200d}👩\u{200d}👧",
        "שלום",
        "\u{202e}abc",
        "\u{feff}a",
        "a\nb",
        "a\u{0}b",
        "a~b",
    ];
    prop_oneof![
        6 => one_of(IDS),
        2 => strategies::id(),
        1 => one_of(ODD).prop_map(|odd| format!("user{odd}1")),
        1 => number(),
        1 => (200_usize..3000).prop_map(|length| length.to_string() + &"i".repeat(length)),
        1 => any_text(),
    ]
    .boxed()
}

/// Any number as JSON spells it: around ±(2^53 − 1), fractions, exponents, minus zero, beyond `f64`.
pub(crate) fn number() -> BoxedStrategy<String> {
    const NUMBERS: &[&str] = &[
        "0",
        "-0",
        "0.0",
        "-0.0",
        "0e5",
        "1",
        "-1",
        "1.0",
        "1.5",
        "0.1",
        "-2.50",
        "1e0",
        "1e3",
        "1E3",
        "1e+3",
        "100e-2",
        "12e-1",
        "1e20",
        "1e21",
        "999999999999999999999",
        "123456789012345680000",
        "1e22",
        "1e-6",
        "1e-7",
        "0.000001",
        "0.0000001",
        "9007199254740991.0",
        "9.007199254740992e15",
        "9007199254740992.5",
        "1e400",
        "-1e400",
        "1e-400",
        "5e-324",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "123456789012345678901234567890",
        "4.35",
        "0.1e1",
    ];
    prop_oneof![
        4 => one_of(NUMBERS),
        3 => (-3_i64..=3, any::<bool>()).prop_map(|(off, negative)| {
            let near = 9_007_199_254_740_991 + off;
            if negative { (-near).to_string() } else { near.to_string() }
        }),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        2 => any::<u32>().prop_map(|number| number.to_string()),
        2 => any::<f64>().prop_filter("JSON has only finite numbers", |number| number.is_finite()).prop_map(|number| format!("{number:e}")),
        2 => "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,3})?",
    ]
.boxed()
}

/// Any text or number as an id.
pub(crate) fn value() -> BoxedStrategy<Json> {
    prop_oneof![2 => text().prop_map(Json::Text), 1 => number().prop_map(Json::Word)].boxed()
}
