//! The examples of RFC 5646, the mistakes that people make, and the laws of the answers.

use super::SubtagKind::{Extlang, Language, Region, Script, Variant};
use super::look_up::{SCRIPTS, VARIANTS};
use super::*;

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
}

fn surplus(kind: SubtagKind) -> Malformed {
    Malformed::Surplus { kind }
}

fn order(kind: SubtagKind, after: SubtagKind) -> Malformed {
    Malformed::Order { kind, after }
}

fn too_long(length: usize, language: Option<&'static str>) -> Malformed {
    Malformed::SubtagTooLong { length, language }
}

fn refused(kind: SubtagKind, why: Refusal) -> Unregistered {
    let hint = None;
    Unregistered { kind, why, hint }
}

fn belongs(kind: SubtagKind, example: Option<&'static str>) -> Hint {
    Hint::Belongs { kind, example }
}

fn malformed(tag: &str) -> (Range<usize>, Malformed) {
    let Fault { at, what } = parse(tag).expect_err(tag);
    assert!(tag.get(at.clone()).is_some(), "{tag}: {at:?} is no slice of it");
    (at, what)
}

fn unregistered(tag: &str) -> (&str, Unregistered) {
    let Fault { at, what } = parse(tag).expect(tag).unregistered().expect(tag);
    (&tag[at], what)
}

fn is_registered(tag: &str) -> bool {
    parse(tag).is_ok_and(|parsed| parsed.unregistered().is_none())
}

fn canonical(tag: &str) -> String {
    parse(tag)
        .expect(tag)
        .canonical()
        .unwrap_or_else(|| tag.to_owned())
}

fn deprecated(tag: &str) -> Option<(&str, &'static [&'static str])> {
    let Fault { at, what } = parse(tag).expect(tag).deprecated()?;
    Some((&tag[at], what.instead))
}

/// Every record of the registry as a tag that uses it.
fn tag_of_every_record() -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    let letters = || 'a'..='z';
    for tag in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
        if is_language(&tag) {
            tags.push(tag.clone());
        }
        if is_region(&tag) {
            tags.push(format!("und-{}", tag.to_uppercase()));
        }
        tags.extend(
            letters()
                .map(|c| format!("{tag}{c}"))
                .filter(|tag| is_language(tag)),
        );
    }
    tags.extend(registry::AREAS.iter().map(|area| format!("und-{area:03}")));
    tags.extend(
        registry::EXTLANGS
            .iter()
            .map(|(extlang, prefix)| format!("{prefix}-{extlang}")),
    );
    tags.extend(
        registry::SCRIPTS
            .split_whitespace()
            .map(|script| format!("und-{script}")),
    );
    tags.extend(
        registry::VARIANTS
            .split_whitespace()
            .map(|variant| format!("und-{variant}")),
    );
    tags.extend(registry::GRANDFATHERED.iter().map(|(tag, _)| (*tag).to_owned()));
    tags.extend(
        registry::REDUNDANT
            .iter()
            .map(|(language, region, _)| format!("{language}-{region}")),
    );
    tags
}

mod rfc_5646 {
    use super::*;

    #[test]
    fn appendix_a_simple_language_subtag() {
        for tag in ["de", "fr", "ja", "i-enochian"] {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn appendix_a_language_subtag_plus_script_subtag() {
        for (tag, script) in [
            ("zh-Hant", "Hant"),
            ("zh-Hans", "Hans"),
            ("sr-Cyrl", "Cyrl"),
            ("sr-Latn", "Latn"),
        ] {
            assert!(is_registered(tag), "{tag}");
            assert_eq!(parse(tag).expect(tag).script(), Some(script));
        }
    }

    #[test]
    fn appendix_a_extended_language_subtags_and_their_primary_language_subtag_counterparts() {
        for (tag, counterpart) in [("zh-cmn-Hans-CN", "cmn-Hans-CN"), ("zh-yue-HK", "yue-HK")] {
            assert!(is_registered(tag), "{tag}");
            assert!(is_registered(counterpart), "{counterpart}");
            assert_eq!(canonical(tag), counterpart);
        }
    }

    #[test]
    fn appendix_a_language_script_region() {
        for tag in ["zh-Hans-CN", "sr-Latn-RS"] {
            assert!(is_registered(tag), "{tag}");
        }
        let tag = parse("sr-Latn-RS").expect("well-formed");
        assert_eq!(
            (tag.language(), tag.script(), tag.region()),
            (Some("sr"), Some("Latn"), Some("RS"))
        );
    }

    #[test]
    fn appendix_a_language_variant() {
        for tag in ["sl-rozaj", "sl-rozaj-biske", "sl-nedis"] {
            assert!(is_registered(tag), "{tag}");
        }
        let tag = parse("sl-rozaj-biske").expect("well-formed");
        assert_eq!(tag.variants().collect::<Vec<_>>(), ["rozaj", "biske"]);
    }

    #[test]
    fn appendix_a_language_region_variant() {
        for tag in ["de-CH-1901", "sl-IT-nedis"] {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn appendix_a_language_script_region_variant() {
        assert!(is_registered("hy-Latn-IT-arevela"));
    }

    #[test]
    fn appendix_a_language_region() {
        for (tag, region) in [("de-DE", "DE"), ("en-US", "US"), ("es-419", "419")] {
            assert!(is_registered(tag), "{tag}");
            assert_eq!(parse(tag).expect(tag).region(), Some(region));
        }
    }

    #[test]
    fn appendix_a_private_use_subtags() {
        for tag in ["de-CH-x-phonebk", "az-Arab-x-AZE-derbend"] {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn appendix_a_private_use_registry_values() {
        for tag in words("x-whatever qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS") {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn appendix_a_tags_that_use_extensions() {
        for tag in words("en-US-u-islamcal zh-CN-a-myext-x-private en-a-myext-b-another") {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn appendix_a_some_invalid_tags() {
        assert_eq!(malformed("de-419-DE"), (7..9, surplus(Region)));
        assert_eq!(malformed("a-DE"), (0..1, Malformed::NotLanguage));
        assert_eq!(
            malformed("ar-a-aaa-b-bbb-a-ccc"),
            (15..16, Malformed::DuplicateSingleton { first: 3..4 })
        );
    }

    #[test]
    fn section_2_1_syntax() {
        for tag in [
            "abcd",              // reserved for future use
            "abcdefgh",          // registered language subtag
            "zh-aaa-bbb-ccc",    // up to three extended languages
            "de-1abc",           // a variant of four may start with a digit
            "en-0-ab",           // a digit is a singleton
            "en-a-ab-abcdefgh",  // two to eight
            "x-a-abcdefgh-1",    // one to eight
            "en-x-a-b-x",        // after x nothing is a singleton
            "qq-Zxyx-ZZ-zzzzz9", // well-formed without being registered
        ] {
            assert!(parse(tag).is_ok(), "{tag}: {:?}", parse(tag));
        }
        assert_eq!(malformed("de-ab1"), (3..6, Malformed::NoForm));
        assert_eq!(malformed("de-a1b2"), (3..7, Malformed::NoForm));
        assert_eq!(malformed("de-a1"), (3..5, Malformed::NoForm));
        assert_eq!(malformed("e1"), (0..2, Malformed::NotLanguage));
        assert_eq!(malformed("419"), (0..3, Malformed::NotLanguage));
        assert_eq!(malformed("abcd-abc"), (5..8, Malformed::ExtlangAfterName));
        assert_eq!(malformed("zh-aaa-bbb-ccc-ddd"), (15..18, surplus(Extlang)));
        assert_eq!(malformed("x-abcdefghi"), (2..11, too_long(9, None)));
    }

    #[test]
    fn section_2_1_grandfathered_tags() {
        let irregular = "en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo \
            i-navajo i-pwn i-tao i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE";
        let regular = "art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang";
        for tag in words(irregular).chain(words(regular)) {
            assert!(is_registered(tag), "{tag}");
            assert!(is_registered(&tag.to_uppercase()), "{tag}");
            assert_eq!(parse(tag).expect(tag).language(), None, "{tag}");
        }
        // They are whole tags, so that more after them makes another tag.
        assert_eq!(malformed("i-klingon-x-a"), (0..1, Malformed::NotLanguage));
        assert_eq!(malformed("en-GB-oed-x-a"), (6..9, order(Extlang, Region)));
        assert_eq!(unregistered("art-lojban-x-a").0, "lojban");
    }

    #[test]
    fn section_2_1_1_case_has_no_meaning() {
        for tag in ["mn-cYRL-mn", "MN-cYrL-mN", "mN-Cyrl-Mn"] {
            assert!(is_registered(tag), "{tag}");
            assert_eq!(canonical(tag), "mn-Cyrl-MN");
        }
        assert_eq!(canonical("EN-CA-X-CA"), "en-CA-x-ca");
        assert_eq!(canonical("sgn-be-fr"), "sfb");
        assert_eq!(canonical("az-latn-X-LATN"), "az-Latn-x-latn");
        assert_eq!(canonical("DE-1ABC"), "de-1abc");
    }

    #[test]
    fn section_2_2_the_order_of_subtags() {
        assert_eq!(malformed("en-US-Latn"), (6..10, order(Script, Region)));
        assert_eq!(malformed("zh-Hans-cmn"), (8..11, order(Extlang, Script)));
        assert_eq!(malformed("sl-rozaj-IT"), (9..11, order(Region, Variant)));
        assert_eq!(malformed("zh-Hans-Hant"), (8..12, surplus(Script)));
    }

    #[test]
    fn section_2_2_1_private_use_languages() {
        for tag in ["qaa", "qmz", "qtz", "QTZ-US"] {
            assert!(is_registered(tag), "{tag}");
        }
        assert_eq!(unregistered("qzz-US").0, "qzz");
    }

    #[test]
    fn section_2_2_2_extended_languages_need_their_prefix() {
        assert!(is_registered("ZH-CMN"));
        assert_eq!(
            unregistered("en-cmn"),
            ("cmn", refused(Extlang, Refusal::Prefix("zh")))
        );
        assert_eq!(
            unregistered("zh-cmn-yue"),
            ("yue", refused(Extlang, Refusal::Reserved))
        );
        assert_eq!(
            unregistered("zh-xqx"),
            ("xqx", refused(Extlang, Refusal::Unknown))
        );
    }

    #[test]
    fn section_2_2_3_private_use_scripts() {
        for tag in ["en-Qaaa", "en-Qabx", "en-qAaZ"] {
            assert!(is_registered(tag), "{tag}");
        }
        let unknown = refused(Script, Refusal::Unknown);
        assert_eq!(unregistered("en-Qaby"), ("Qaby", unknown));
    }

    #[test]
    fn section_2_2_4_regions() {
        for tag in words("en-AA en-QM en-QZ en-XA en-XZ en-ZZ en-001 en-150") {
            assert!(is_registered(tag), "{tag}");
        }
        let unknown = refused(Region, Refusal::Unknown);
        assert_eq!(unregistered("en-QB"), ("QB", unknown));
        // UN M.49 has it, but the registry leaves out what has a code of two letters.
        assert_eq!(unregistered("en-840"), ("840", unknown));
    }

    #[test]
    fn section_2_2_5_variants_must_not_be_repeated() {
        assert_eq!(
            malformed("de-DE-1901-1901"),
            (11..15, Malformed::DuplicateVariant { first: 6..10 })
        );
        assert_eq!(malformed("sl-ROZAJ-biske-rozaj").0, 15..20);
        // A Prefix of another language is advice (section 3.1.8).
        assert!(is_registered("en-rozaj"));
        let unknown = refused(Variant, Refusal::Unknown);
        assert_eq!(unregistered("sl-rozaj-nowhere"), ("nowhere", unknown));
    }

    #[test]
    fn section_2_2_6_extensions() {
        assert_eq!(
            malformed("en-a-bbb-a-ccc"),
            (9..10, Malformed::DuplicateSingleton { first: 3..4 })
        );
        assert_eq!(malformed("en-a-bbb-A-ccc").0, 9..10);
        assert!(parse("en-a-bbb-x-a-ccc").is_ok());
        assert_eq!(malformed("en-a"), (3..4, Malformed::LoneSingleton));
        assert_eq!(malformed("en-a-b-ccc"), (3..4, Malformed::LoneSingleton));
        assert_eq!(malformed("en-a-x-ccc"), (3..4, Malformed::LoneSingleton));
        assert_eq!(malformed("tlh-a-b-foo"), (4..5, Malformed::LoneSingleton));
    }

    #[test]
    fn section_2_2_7_private_use() {
        assert_eq!(malformed("x"), (0..1, Malformed::LoneSingleton));
        assert_eq!(malformed("en-x"), (3..4, Malformed::LoneSingleton));
        assert_eq!(malformed("en-a-bbb-x"), (9..10, Malformed::LoneSingleton));
        assert!(parse("en-x-US").is_ok_and(|tag| tag.region().is_none()));
    }

    #[test]
    fn section_2_2_9_deprecated_subtags_are_valid() {
        for tag in words("iw in sr-CS de-DD ja-Latn-hepburn-heploc hy-arevela") {
            assert!(is_registered(tag), "{tag}");
        }
    }

    #[test]
    fn section_4_5_extensions_are_ordered_by_singleton() {
        assert_eq!(canonical("en-b-ccc-bbb-a-aaa-X-xyz"), "en-a-aaa-b-ccc-bbb-x-xyz");
        assert_eq!(canonical("en-u-aa-0-bb-t-cc"), "en-0-bb-t-cc-u-aa");
    }

    #[test]
    fn section_4_5_redundant_and_grandfathered_tags_are_replaced() {
        assert_eq!(canonical("zh-min-nan"), "nan");
        assert_eq!(canonical("i-klingon"), "tlh");
        assert_eq!(canonical("en-gb-oed"), "en-GB-oxendict");
        assert_eq!(canonical("sgn-BR"), "bzs");
        // No Preferred-Value: only the case is put right.
        assert_eq!(canonical("I-DEFAULT"), "i-default");
        assert_eq!(canonical("ZH-min"), "zh-min");
        // With more subtags it is another tag.
        assert_eq!(canonical("sgn-BR-x-a"), "sgn-BR-x-a");
    }

    #[test]
    fn section_4_5_subtags_are_replaced() {
        assert_eq!(canonical("iw-IL"), "he-IL");
        assert_eq!(canonical("en-BU"), "en-MM");
        assert_eq!(canonical("zh-hak-CN"), "hak-CN");
        assert_eq!(canonical("ja-Latn-hepburn-heploc"), "ja-Latn-hepburn-alalc97");
        assert_eq!(canonical("ja-Latn-alalc97-heploc"), "ja-Latn-alalc97");
        assert_eq!(canonical("ja-Latn-heploc-alalc97"), "ja-Latn-alalc97");
        // Suppress-Script is not a matter of the canonical form.
        assert_eq!(canonical("en-Latn-US"), "en-Latn-US");
        // Extended languages that the registry does not allow there are left alone.
        assert_eq!(canonical("EN-CMN"), "en-cmn");
    }

    #[test]
    fn section_4_5_replacements_go_on_to_the_end() {
        assert_eq!(canonical("ar-ajp"), "apc");
        assert_eq!(canonical("sgn-DD"), "gsg");
        assert_eq!(canonical("sgn-FX"), "fsl");
    }

    #[test]
    fn section_4_5_what_is_canonical_stays() {
        for tag in words("en en-US zh-Hant-TW es-419 sl-rozaj-biske en-a-bb-x-c x-ab i-mingo") {
            assert_eq!(parse(tag).expect(tag).canonical(), None, "{tag}");
        }
    }
}

mod registry_laws {
    use super::*;

    #[test]
    fn every_record_is_registered_and_has_one_canonical_form() {
        let tags = tag_of_every_record();
        assert!(tags.len() > 9_000);
        for tag in tags {
            assert!(is_registered(&tag), "{tag}");
            assert!(is_registered(&tag.to_uppercase()), "{tag}");
            let form = canonical(&tag);
            assert_eq!(form, canonical(&tag.to_uppercase()), "{tag}");
            assert!(is_registered(&form), "{tag}: {form}");
            assert_eq!(parse(&form).expect(&form).canonical(), None, "{tag}");
        }
    }

    #[test]
    fn tables_are_sorted() {
        fn is_sorted<Value>(table: &[(&str, Value)]) -> bool {
            table.is_sorted_by(|(a, _), (b, _)| a < b)
        }
        assert!(is_sorted(registry::PREFERRED_LANGUAGES));
        assert!(is_sorted(registry::PREFERRED_REGIONS));
        assert!(is_sorted(registry::PREFERRED_VARIANTS));
        assert!(is_sorted(registry::RETIRED_LANGUAGES));
        assert!(is_sorted(registry::RETIRED_REGIONS));
        assert!(is_sorted(registry::RETIRED_VARIANTS));
        assert!(is_sorted(registry::RETIRED_TAGS));
        assert!(is_sorted(registry::EXTLANGS));
        assert!(is_sorted(registry::GRANDFATHERED));
        assert!(is_sorted(registry::ISO_639));
        assert!(is_sorted(registry::ISO_3166));
        assert!(is_sorted(registry::LANGUAGE_NAMES));
        assert!(is_sorted(registry::PRINCIPAL_TAGS));
        assert!(registry::AREAS.is_sorted_by(|a, b| a < b));
        assert!(SCRIPTS.is_sorted_by(|a, b| a < b));
        assert!(VARIANTS.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn every_sure_hint_is_registered_and_what_it_replaces_is_not() {
        for (code, language) in registry::ISO_639.iter().chain(registry::LANGUAGE_NAMES) {
            assert!(!is_language(code), "{code}");
            assert!(
                is_registered(language) && canonical(language) == *language,
                "{code}: {language}"
            );
        }
        for (_, region) in registry::ISO_3166 {
            assert!(
                is_region(region) && preferred_region(region) == *region,
                "{region}"
            );
        }
        for (region, tag) in registry::PRINCIPAL_TAGS {
            assert!(!is_language(region) && is_registered(tag), "{tag}");
            assert!(
                canonical(tag) == *tag && tag.ends_with(&region.to_uppercase()),
                "{tag}"
            );
        }
    }
}

mod faults {
    use super::*;

    #[test]
    fn an_underscore_is_one_fault() {
        assert_eq!(malformed("en_US"), (2..3, Malformed::Underscore));
        assert_eq!(malformed("zh_Hans_CN"), (2..3, Malformed::Underscore));
        assert_eq!(malformed("en-US_POSIX"), (5..6, Malformed::Underscore));
    }

    #[test]
    fn a_missing_subtag_is_an_empty_range() {
        assert_eq!(malformed(""), (0..0, Malformed::Empty));
        assert_eq!(malformed("en--US"), (3..3, Malformed::EmptySubtag));
        assert_eq!(malformed("en-"), (3..3, Malformed::EmptySubtag));
        assert_eq!(malformed("-en"), (0..0, Malformed::EmptySubtag));
        assert_eq!(malformed("-"), (0..0, Malformed::EmptySubtag));
        assert_eq!(malformed("x-"), (2..2, Malformed::EmptySubtag));
    }

    #[test]
    fn a_foreign_character_is_a_whole_character() {
        assert_eq!(malformed("français"), (4..6, Malformed::Character('ç')));
        assert_eq!(malformed("日本語"), (0..3, Malformed::Character('日')));
        assert_eq!(malformed(" en"), (0..1, Malformed::Character(' ')));
        assert_eq!(
            malformed("en-US\u{200b}"),
            (5..8, Malformed::Character('\u{200b}'))
        );
        // The Kelvin sign folds to k, but is no ASCII letter.
        assert_eq!(malformed("\u{212a}a"), (0..3, Malformed::Character('\u{212a}')));
    }

    #[test]
    fn a_long_name_of_a_language_is_recognised() {
        let what = too_long(10, Some("pt"));
        assert_eq!(malformed("Portuguese"), (0..10, what));
        let what = too_long(10, None);
        assert_eq!(malformed("de-portuguese"), (3..13, what));
    }

    #[test]
    fn many_variants_take_linear_time() {
        let mut tag = String::from("en");
        tag.extend((0..200_000).map(|number| format!("-{number:06}")));
        assert!(parse(&tag).is_ok());
        let length = tag.len();
        tag.push_str("-000100");
        assert_eq!(malformed(&tag).0, length + 1..length + 7);
    }

    #[test]
    fn texts_are_clauses() {
        let malformed = [
            "",
            "en_US",
            "en-",
            "en é",
            "é",
            "Ukrainian",
            "1",
            "en-1a",
            "German-DEU",
            "en-US-Latn",
            "en-a",
        ]
        .map(|tag| malformed(tag).1.to_string());
        let unregistered_tags = "GB Hans CC en-UK en-EN en-QB en-cmn zh-cmn-yue eng";
        let unregistered_texts = words(unregistered_tags).map(|tag| unregistered(tag).1.to_string());
        let deprecated =
            ["sr-CS", "ru-SU"].map(|tag| parse(tag).expect(tag).deprecated().expect(tag).what.to_string());
        for text in malformed.into_iter().chain(unregistered_texts).chain(deprecated) {
            assert!(
                !text.ends_with('.') && text.starts_with(|c: char| !c.is_uppercase()),
                "{text}"
            );
        }
        assert_eq!(
            unregistered("gb").1.to_string(),
            "this is a region, not a language; the language comes first, as in `en-GB`"
        );
        assert_eq!(
            unregistered("en-UK").1.to_string(),
            "the IANA registry of 2026-09-17 has no such region; `GB` is meant"
        );
    }
}

mod hints {
    use super::*;

    fn hint(tag: &str) -> (&str, Option<Hint>) {
        let (subtag, what) = unregistered(tag);
        (subtag, what.hint)
    }

    fn suggested(tag: &str) -> Option<String> {
        parse(tag).expect(tag).suggested()
    }

    #[test]
    fn a_region_alone_is_no_language() {
        assert_eq!(hint("GB"), ("GB", Some(belongs(Region, Some("en-GB")))));
        assert_eq!(hint("us"), ("us", Some(belongs(Region, Some("en-US")))));
        assert_eq!(hint("CC"), ("CC", Some(belongs(Region, None))));
        assert_eq!(hint("MEX"), ("MEX", Some(belongs(Region, Some("es-MX")))));
        assert_eq!(suggested("GB"), None);
        assert_eq!(hint("en-EN"), ("EN", Some(belongs(Language, None))));
        assert_eq!(hint("Hans"), ("Hans", Some(belongs(Script, None))));
    }

    #[test]
    fn a_region_twice_names_its_language() {
        assert_eq!(hint("jp-JP"), ("jp", Some(Hint::Use("ja"))));
        assert_eq!(suggested("jp-JP").as_deref(), Some("ja-JP"));
        assert_eq!(suggested("cz-CZ").as_deref(), Some("cs-CZ"));
        assert_eq!(suggested("jp-US"), None);
    }

    #[test]
    fn customary_names_of_regions() {
        assert_eq!(hint("en-UK"), ("UK", Some(Hint::Use("GB"))));
        assert_eq!(hint("el-el"), ("el", Some(Hint::Use("GR"))));
        assert_eq!(suggested("en-uk").as_deref(), Some("en-GB"));
        // Alone it is Ukrainian.
        assert!(is_registered("UK"));
    }

    #[test]
    fn iso_639_2_codes_give_way_to_iso_639_1() {
        let pairs = "eng en  deu de  ger de  fra fr  fre fr  zho zh  chi zh  ces cs  cze cs  nld nl  dut nl";
        for pair in pairs.split("  ") {
            let (code, language) = pair.split_once(' ').expect("two codes");
            assert_eq!(hint(code), (code, Some(Hint::Use(language))));
        }
        assert_eq!(suggested("eng-GBR").as_deref(), Some("en-GB"));
        assert_eq!(suggested("zho-CHS-UK").as_deref(), Some("zh-Hans-GB"));
    }

    #[test]
    fn every_language_of_two_letters_has_one_of_three() {
        for row in registry::LANGUAGES.split_whitespace() {
            let language = preferred_language(row);
            let named = registry::ISO_639.iter().any(|(_, two)| *two == language);
            assert!(named || language.len() == 3, "{language}");
        }
    }

    #[test]
    fn english_names_of_languages() {
        assert_eq!(hint("English"), ("English", Some(Hint::Use("en"))));
        assert_eq!(hint("german-DE"), ("german", Some(Hint::Use("de"))));
        assert_eq!(suggested("Thai").as_deref(), Some("th"));
        assert_eq!(suggested("spanish-MX").as_deref(), Some("es-MX"));
    }

    #[test]
    fn regions_of_three_letters_look_like_extended_languages() {
        assert_eq!(hint("en-USA"), ("USA", Some(Hint::Use("US"))));
        assert_eq!(suggested("en-USA").as_deref(), Some("en-US"));
        // The letters are also a sign language, which needs another prefix.
        assert_eq!(suggested("sk-SVK").as_deref(), Some("sk-SK"));
        assert_eq!(hint("en-USA-GB"), ("USA", None));
    }

    #[test]
    fn a_suggestion_is_canonical_and_complete() {
        assert_eq!(suggested("en-US"), None);
        assert_eq!(suggested("EN-latn-uk").as_deref(), Some("en-Latn-GB"));
        assert_eq!(suggested("eng-QB"), None);
        assert_eq!(suggested("en-UK-nowhere"), None);
    }
}

mod repairs {
    use super::*;

    fn repairs(malformed: &str) -> Option<String> {
        assert!(parse(malformed).is_err(), "{malformed} is well-formed");
        repaired(malformed)
    }

    #[test]
    fn underscores_become_hyphens() {
        assert_eq!(repairs("en_US").as_deref(), Some("en-US"));
        assert_eq!(repairs("zh_hans-cn").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(repairs("iw_IL").as_deref(), Some("he-IL"));
        assert_eq!(repairs("en_UK").as_deref(), Some("en-GB"));
    }

    #[test]
    fn white_space_around_goes() {
        assert_eq!(repairs(" de-AT\n").as_deref(), Some("de-AT"));
        assert_eq!(repairs("de AT"), None);
        assert_eq!(repairs("  "), None);
    }

    #[test]
    fn posix_locales() {
        assert_eq!(repairs("en_US.UTF-8").as_deref(), Some("en-US"));
        assert_eq!(repairs("de_DE.ISO8859-15@euro").as_deref(), Some("de-DE"));
        assert_eq!(repairs("sr_RS@latin").as_deref(), Some("sr-Latn-RS"));
        assert_eq!(repairs("en.utf8").as_deref(), Some("en"));
        assert_eq!(repairs("C.UTF-8"), None);
        assert_eq!(repairs("C"), None);
        assert_eq!(repairs("en_US@currency=EUR"), None);
        assert_eq!(repairs("en_US."), None);
    }

    #[test]
    fn java_locales() {
        assert_eq!(repairs("zh_CN_#Hans").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(repairs("sr__#Latn").as_deref(), Some("sr-Latn"));
        assert_eq!(repairs("zh_CN_#u-ca-chinese"), None);
    }

    #[test]
    fn long_names_of_languages() {
        assert_eq!(repairs("Portuguese").as_deref(), Some("pt"));
        assert_eq!(repairs("portuguese-BR").as_deref(), Some("pt-BR"));
        assert_eq!(repairs("English_USA").as_deref(), Some("en-US"));
    }

    #[test]
    fn what_is_unsure_stays() {
        for tag in [
            "",
            "-",
            "en-",
            "en--US",
            "_US",
            "en_QB",
            "en_US_nowhere",
            "en-US,en;q=0.9",
            "*",
            "français",
        ] {
            assert_eq!(repairs(tag), None, "{tag}");
        }
        assert_eq!(repaired("en-US"), None);
        assert_eq!(repaired("eng"), None);
    }
}

mod retirement {
    use super::*;

    #[test]
    fn subtags_without_a_successor() {
        assert_eq!(deprecated("sr-CS"), Some(("CS", &["RS", "ME"][..])));
        assert_eq!(
            deprecated("hr-yu"),
            Some(("yu", &["BA", "HR", "ME", "MK", "RS", "SI"][..]))
        );
        assert_eq!(deprecated("ru-SU"), Some(("SU", &[][..])));
        assert_eq!(deprecated("hy-arevmda"), Some(("arevmda", &["hyw"][..])));
        assert_eq!(
            deprecated("cel-gaulish"),
            Some(("cel-gaulish", &["xcg", "xga", "xtg"][..]))
        );
    }

    #[test]
    fn what_has_a_successor_is_left_to_the_canonical_form() {
        for tag in ["en-US", "iw", "de-DD", "i-klingon", "i-mingo", "x-yu", "en-x-yu"] {
            assert_eq!(deprecated(tag), None, "{tag}");
        }
    }
}
