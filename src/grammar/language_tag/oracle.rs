//! The language tag grammar against `fy-bcp47`, whose registry of 2026-08-08 has the same subtags as ours.
//!
//! Accepted differences, each with its reason:
//!
//! 1. *Variant prefix.* The oracle refuses a variant outside the `Prefix` of its record; RFC 5646, section
//!    3.1.8, only advises against it. Where the oracle refuses a tag with variants, the verdicts are compared
//!    once more without them, and we must know every variant.
//! 2. *One pass.* The oracle replaces a `Preferred-Value` once; we go on until nothing is left (`ar-ajp`,
//!    `ajp`, `apc`; `sgn-DD`, `sgn-DE`, `gsg`). Its answer is therefore canonicalised until it stays.
//! 3. *Replaced variant.* `ja-Latn-hepburn-alalc97-heploc` becomes a tag with a variant twice, which the
//!    oracle refuses; we drop the second. Covered by the rule for 1.
//! 4. *Length.* The oracle refuses more than 64 subtags in one place; RFC 5646 sets no limit. No such tag is
//!    made.
//!
//! The oracle has one verdict for what is malformed and what is unregistered, so the two are joined here.

use fy_bcp47::Bcp47Tag;
use proptest::prelude::*;
use proptest::sample::select;

use super::{parse, repaired};

const VARIANTS: &[&str] = &[
    "rozaj", "biske", "1901", "1996", "nedis", "scouse", "oxendict", "hepburn", "heploc", "alalc97",
    "fonipa", "arevela", "valencia", "pinyin", "abcde", "1abc", "12345678",
];
const WHOLE: &[&str] = &[
    "art-lojban",
    "cel-gaulish",
    "en-GB-oed",
    "i-ami",
    "i-default",
    "i-klingon",
    "i-mingo",
    "no-bok",
    "sgn-BE-FR",
    "sgn-CH-DE",
    "zh-min",
    "zh-min-nan",
    "zh-xiang",
    "sgn-DD",
    "sgn-US",
    "ar-ajp",
    "zh-cmn-Hans",
    "x-a",
    "x-ab-c",
];

/// `length` bytes of the alphabet.
fn text(
    alphabet: &'static str,
    length: impl Into<proptest::collection::SizeRange>,
) -> impl Strategy<Value = String> {
    let letter = select(alphabet.chars().collect::<Vec<_>>());
    proptest::collection::vec(letter, length).prop_map(String::from_iter)
}

fn letters(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    text("abcdefghijklmnopqrstuvwxyz", length)
}

fn one_of(subtags: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(subtags).prop_map(str::to_owned)
}

fn language() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => letters(2),
        3 => letters(3),
        3 => one_of(&["en", "de", "zh", "ar", "sgn", "ms", "ja", "sl", "iw", "mo", "kok", "und", "qaa"]),
        1 => letters(4..=9),
    ]
}

fn extlang() -> impl Strategy<Value = String> {
    prop_oneof![
        one_of(&["cmn", "yue", "ajp", "ase", "zsm", "gom", "bbz", "min", "afb"]),
        letters(3)
    ]
}

fn script() -> impl Strategy<Value = String> {
    prop_oneof![
        one_of(&["Latn", "Cyrl", "Hans", "Hant", "Qaaa", "Qabx", "Qaby", "Zxxx"]),
        letters(4)
    ]
}

fn region() -> impl Strategy<Value = String> {
    prop_oneof![
        letters(2),
        text("0123456789", 3),
        one_of(&["419", "001", "DD", "BU", "SU", "QM", "XZ", "ZZ", "UK"])
    ]
}

fn variant() -> impl Strategy<Value = String> {
    prop_oneof![8 => one_of(VARIANTS), 1 => text("abcxyz0189", 4..=9)]
}

fn sequence() -> impl Strategy<Value = String> {
    let singleton = text("abtux0189", 1);
    let subtags = proptest::collection::vec(text("abcXYZ019", 1..=9), 0..4);
    (singleton, subtags).prop_map(|(singleton, subtags)| [vec![singleton], subtags].concat().join("-"))
}

/// Parts in the order of the grammar, each there or not, and now and then something out of place.
fn tag() -> impl Strategy<Value = String> {
    let parts = (
        language(),
        proptest::collection::vec(extlang(), 0..3),
        proptest::option::weighted(0.3, script()),
        proptest::option::weighted(0.5, region()),
        proptest::collection::vec(variant(), 0..4),
        proptest::collection::vec(sequence(), 0..4),
        proptest::option::weighted(0.1, text("aZ9-_ é", 0..5)),
    );
    let assembled = parts.prop_map(
        |(language, extlangs, script, region, variants, sequences, stray)| {
            let optional = [script, region].into_iter().flatten();
            let subtags: Vec<String> = std::iter::once(language)
                .chain(extlangs.into_iter().skip(1))
                .chain(optional)
                .chain(variants.into_iter().skip(1))
                .chain(sequences.into_iter().skip(2))
                .chain(stray)
                .collect();
            subtags.join("-")
        },
    );
    prop_oneof![8 => assembled, 1 => one_of(WHOLE)]
}

/// Letters of the tag in any case.
fn in_any_case() -> impl Strategy<Value = String> {
    (tag(), any::<u64>()).prop_map(|(tag, upper)| {
        let fold = |(at, c): (usize, char)| {
            if upper >> (at % 64) & 1 == 1 {
                c.to_ascii_uppercase()
            } else {
                c
            }
        };
        tag.chars().enumerate().map(fold).collect()
    })
}

fn is_valid(tag: &str) -> bool {
    parse(tag).is_ok_and(|parsed| parsed.unregistered().is_none())
}

/// The oracle's canonical form, taken until it stays.
fn oracle(tag: &str) -> Option<String> {
    let mut form = Bcp47Tag::parse(tag).ok()?.to_string();
    for _ in 0..4 {
        form = Bcp47Tag::parse(&form).ok()?.to_string();
    }
    Some(form)
}

/// The tag without its variants; none if it has no variants.
fn without_variants(tag: &str) -> Option<String> {
    let parsed = parse(tag).ok()?;
    let variants: Vec<&str> = parsed.variants().collect();
    let (first, last) = (variants.first()?, variants.last()?);
    let start = first.as_ptr() as usize - tag.as_ptr() as usize;
    let end = last.as_ptr() as usize - tag.as_ptr() as usize + last.len();
    Some([&tag[..start - 1], &tag[end..]].concat())
}

fn agree(tag: &str) -> Result<(), TestCaseError> {
    match (is_valid(tag), oracle(tag)) {
        (true, Some(form)) => {
            let canonical = parse(tag).ok().and_then(|parsed| parsed.canonical());
            prop_assert_eq!(canonical.unwrap_or_else(|| tag.to_owned()), form);
        }
        // Differences 1 and 3.
        (true, None) => {
            let rest = without_variants(tag);
            prop_assert!(
                rest.is_some_and(|rest| oracle(&rest).is_some()),
                "only we take {:?}",
                tag
            );
        }
        (false, form) => prop_assert_eq!(form, None, "only the oracle takes {:?}", tag),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn verdict_and_canonical_form_agree_with_fy_bcp47(tag in in_any_case()) {
        agree(&tag)?;
    }

    #[test]
    fn ranges_are_slices_and_repairs_are_final(tag in prop_oneof![in_any_case(), any::<String>()]) {
        match parse(&tag) {
            Err(fault) => {
                prop_assert!(tag.get(fault.at.clone()).is_some());
                prop_assert!(!fault.what.to_string().is_empty());
            }
            Ok(parsed) => {
                if let Some(fault) = parsed.unregistered() {
                    prop_assert!(tag.get(fault.at.clone()).is_some());
                }
                if let Some(form) = parsed.canonical() {
                    prop_assert_eq!(parse(&form).ok().and_then(|again| again.canonical()), None);
                    prop_assert_eq!(is_valid(&form), is_valid(&tag));
                }
                if let Some(suggested) = parsed.suggested() {
                    prop_assert!(!is_valid(&tag) && is_valid(&suggested));
                    prop_assert_eq!(parse(&suggested).ok().and_then(|again| again.canonical()), None);
                }
            }
        }
        if let Some(repaired) = repaired(&tag) {
            prop_assert!(parse(&tag).is_err() && is_valid(&repaired));
            prop_assert_eq!(parse(&repaired).ok().and_then(|again| again.canonical()), None);
        }
    }
}
