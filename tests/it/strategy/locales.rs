//! Language tags: registered ones put together class by class, and everything that is nearly one.
//!
//! The subtags are a choice from the IANA registry of 2026-08-08, old and young, of each class.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::one_of;
use super::texts::any_text;

const LANGUAGES: &[&str] = &[
    "en", "de", "fr", "nl", "pt", "zh", "ar", "sr", "sl", "cs", "he", "iw", "no", "nb", "mo", "sh", "und",
    "mul", "fil", "haw", "gsw", "yue", "cmn", "ase", "qaa", "qtz", "qlm",
];
const SCRIPTS: &[&str] = &[
    "Latn", "Cyrl", "Hans", "Hant", "Arab", "Jpan", "Zyyy", "Qaaa", "Qabx", "Qaaf",
];
const REGIONS: &[&str] = &[
    "US", "GB", "DE", "CH", "BR", "TW", "419", "001", "150", "DD", "SU", "BU", "QM", "QZ", "XA", "XK", "ZZ",
    "AA",
];
const VARIANTS: &[&str] = &[
    "1996", "1901", "rozaj", "biske", "nedis", "valencia", "scouse", "oxendict", "fonipa", "pinyin",
    "1606nict", "polyton",
];
const GRANDFATHERED: &[&str] = &[
    "art-lojban",
    "cel-gaulish",
    "en-GB-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "no-bok",
    "no-nyn",
    "sgn-BE-FR",
    "sgn-BE-NL",
    "sgn-CH-DE",
    "zh-guoyu",
    "zh-hakka",
    "zh-min",
    "zh-min-nan",
    "zh-xiang",
];
/// A language and an extended language whose prefix it is.
const EXTENDED: &[&str] = &[
    "zh-yue", "zh-cmn", "zh-gan", "ar-afb", "ar-apc", "sgn-ase", "ms-zsm", "lv-ltg", "kok-gom",
];

/// A valid tag: every subtag registered and in its place.
pub(crate) fn registered() -> BoxedStrategy<String> {
    let language = prop_oneof![6 => one_of(LANGUAGES), 1 => one_of(EXTENDED)];
    // Each singleton at most once (section 2.2.6).
    let extensions = subsequence(
        vec![
            "a-ab1-c9",
            "t-de-latn",
            "u-ca-buddhist",
            "u-nu-latn-co-phonebk",
            "0-x1",
            "z-12345678",
        ],
        0..=2,
    )
    .prop_map(|drawn| {
        if drawn
            .iter()
            .filter(|extension| extension.starts_with("u-"))
            .count()
            > 1
        {
            vec![drawn[0]]
        } else {
            drawn
        }
    });
    let langtag = (
        language,
        weighted(0.3, select(SCRIPTS)),
        weighted(0.5, select(REGIONS)),
        subsequence(VARIANTS, 0..=2),
        extensions,
        weighted(0.2, private_use()),
    )
        .prop_map(|(language, script, region, variants, extensions, private)| {
            let parts = [language]
                .into_iter()
                .chain(script.map(str::to_owned))
                .chain(region.map(str::to_owned));
            let rest = variants.into_iter().chain(extensions).map(str::to_owned);
            parts.chain(rest).chain(private).collect::<Vec<_>>().join("-")
        });
    let tag = prop_oneof![8 => langtag, 1 => one_of(GRANDFATHERED), 1 => private_use()];
    in_any_case(tag).boxed()
}

fn private_use() -> impl Strategy<Value = String> {
    vec("[a-z0-9]{1,8}", 1..4).prop_map(|subtags| format!("x-{}", subtags.join("-")))
}

/// The letters of a tag in any case (section 2.1.1): mostly as they are.
fn in_any_case(tag: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (
        tag,
        prop_oneof![2 => Just(None), 1 => any::<u64>().prop_map(Some)],
    )
        .prop_map(|(tag, case)| match case {
            None => tag,
            Some(bits) => tag
                .chars()
                .enumerate()
                .map(|(at, char)| {
                    if bits >> (at % 64) & 1 == 1 {
                        char.to_ascii_uppercase()
                    } else {
                        char.to_ascii_lowercase()
                    }
                })
                .collect(),
        })
}

/// Any text as a locale: registered, unregistered, out of order, malformed, no tag at all.
pub(crate) fn any_tag() -> BoxedStrategy<String> {
    const SUBTAGS: &[&str] = &[
        "en",
        "de",
        "zz",
        "xx",
        "fil",
        "yue",
        "abcd",
        "abcde",
        "abcdefgh",
        "abcdefghi",
        "Latn",
        "Xyzw",
        "US",
        "UK",
        "419",
        "999",
        "1996",
        "1abc",
        "a1b2c",
        "rozaj",
        "u",
        "x",
        "a",
        "1",
        "0",
        "",
        "é",
        "e n",
        "co",
        "b",
        "i",
        "GB",
        "JP",
    ];
    const TAGS: &[&str] = &[
        "",
        " ",
        "en_US",
        "en_US.UTF-8",
        "zh_Hans_CN",
        "GB",
        "UK",
        "en-UK",
        "EN-us",
        "english",
        "English",
        "C",
        "POSIX",
        "i",
        "x",
        "x-",
        "-en",
        "en-",
        "en--US",
        "en-US-",
        "iw",
        "in",
        "ji",
        "no",
        "nn-NO",
        "zh-TW",
        "zh-CHT",
        "jp",
        "cz-CZ",
        "eng",
        "eng-US",
        "es-ES-tradnl",
        "de-DE-1996-1996",
        "en-u-ca-u-ca",
        "en-a-b",
        "en-x",
        "sr-Latn-Cyrl",
        "en-US-GB",
        "root",
        "und",
        "default",
        "i-klingon-x",
        "zh-min-nan-x",
        "en\u{2010}US",
        "en–US",
        "ｅｎ",
        "zh-yue-cmn",
        "null",
        "{{locale}}",
    ];
    prop_oneof![
        3 => registered(),
        3 => one_of(TAGS),
        4 => in_any_case((vec(one_of(SUBTAGS), 1..6), prop_oneof![6 => Just("-"), 1 => Just("_")]).prop_map(|(subtags, joint)| subtags.join(joint))),
        2 => (registered(), any::<Index>(), "[a-zA-Z0-9_ -]{0,2}").prop_map(|(tag, at, piece)| {
            let at = at.index(tag.len() + 1);
            format!("{}{piece}{}", &tag[..at], tag[at..].get(1..).unwrap_or_default())
        }),
        1 => any_text(),
    ]
.boxed()
}
