//! The regular expressions of the schemas.
//!
//! Each refuses only what a rule calls an error, and as much of that as a regular expression can say; what
//! remains is the rule's alone. They are written for every engine that validators use (ECMA-262, RE2, Python,
//! Rust): no lookaround, no flags, no class whose extent the engines disagree on. Beneath, each is held
//! against the grammar that the rule asks.

use crate::field::PUSH_PROVIDERS;
use crate::grammar::url::SCHEMES_OF_NO_PHOTO;

/// An E.164 number: `+`, then 2 to 15 digits of which the first is not 0 (ITU-T E.164, 6.2).
pub(super) const PHONE: &str = r"^\+[1-9][0-9]{1,14}$";

/// What every address has: something that is not white space before an `@`, and something after it. All else
/// that RFC 5322 asks for would refuse an address that somebody takes.
pub(super) const EMAIL: &str = r"[^ \t\r\n@][ \t\r\n]*@[ \t\r\n]*[^ \t\r\n@]";

/// A well-formed language tag: `Language-Tag` of RFC 5646, section 2.1, letters in any case. The
/// grandfathered tags that have the form of the production `langtag` need no mention. That no variant and no
/// singleton stands twice (section 2.2.9) is more than a regular expression can say.
pub(super) const LANGUAGE_TAG: &str = concat!(
    "^(",
    "([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})", // language, extlang
    "(-[A-Za-z]{4})?",                                  // script
    "(-([A-Za-z]{2}|[0-9]{3}))?",                       // region
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*",       // variants
    "(-[0-9A-WYZa-wyz](-[A-Za-z0-9]{2,8})+)*",          // extensions
    "(-[Xx](-[A-Za-z0-9]{1,8})+)?",                     // private use
    "|[Xx](-[A-Za-z0-9]{1,8})+",
    "|[Ii]-([Aa][Mm][Ii]|[Bb][Nn][Nn]|[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ee][Nn][Oo][Cc][Hh][Ii][Aa][Nn]",
    "|[Hh][Aa][Kk]|[Kk][Ll][Ii][Nn][Gg][Oo][Nn]|[Ll][Uu][Xx]|[Mm][Ii][Nn][Gg][Oo]|[Nn][Aa][Vv][Aa][Jj][Oo]",
    "|[Pp][Ww][Nn]|[Tt][Aa][Oo]|[Tt][Aa][Yy]|[Tt][Ss][Uu])",
    "|[Ee][Nn]-[Gg][Bb]-[Oo][Ee][Dd]",
    "|[Ss][Gg][Nn]-([Bb][Ee]-[Ff][Rr]|[Bb][Ee]-[Nn][Ll]|[Cc][Hh]-[Dd][Ee])",
    ")$",
);

/// The key of a push token: the provider, a colon, and a token.
pub(super) fn push_token() -> String {
    format!(r"^({}):[\s\S]", PUSH_PROVIDERS.join("|"))
}

/// A URL of a forbidden scheme, as browsers find it: they pass over spaces and controls before the scheme,
/// and over tabs and line breaks within (WHATWG URL Standard, basic URL parser).
pub(super) fn forbidden_scheme() -> String {
    const SKIPPED: &str = r"[\t\n\r]*";
    let spelled = SCHEMES_OF_NO_PHOTO.map(|scheme| {
        scheme.chars().fold(String::new(), |spelled, letter| {
            let upper = letter.to_ascii_uppercase();
            spelled + &format!("[{upper}{letter}]{SKIPPED}")
        })
    });
    format!(r"^[\x00-\x20]*({}):", spelled.join("|"))
}

#[cfg(test)]
mod tests {
    use jsonschema::{PatternOptions, Validator};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::grammar::{email, language_tag, phone, url};

    /// A validator with an engine that has no lookaround and no backreferences.
    fn validator(pattern: &str) -> Validator {
        jsonschema::options()
            .with_pattern_options(PatternOptions::regex())
            .build(&json!({ "pattern": pattern }))
            .expect("a portable regular expression")
    }

    fn runs(cases: u32) -> ProptestConfig {
        ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    }

    #[test]
    fn phone_numbers_are_those_of_the_grammar() {
        let pattern = validator(PHONE);
        proptest!(runs(5_000), |(number in r"\+?[0-9]{0,17}[ -]?|\PC{0,4}")| {
            prop_assert_eq!(pattern.is_valid(&json!(number)), phone::is_e164(&number));
        });
    }

    #[test]
    fn no_address_that_anybody_takes_is_refused() {
        let pattern = validator(EMAIL);
        let pieces = r#"(a|b\.c|\.|"|"@ x"|\(c\)|\(|\\|@| |\r\n |<|>|\[::1\]|é|,|x\.com){1,7}"#;
        proptest!(runs(20_000), |(address in pieces)| {
            let is_invalid = matches!(email::judge(&address), email::Verdict::Invalid(_));
            prop_assert!(pattern.is_valid(&json!(address)) || is_invalid);
        });
        for unusual in [
            "a@b",
            "\"@\"@example.com",
            "a@(c)b.org",
            "a @ b.org",
            "a@[127.0.0.1]",
            ".a@b.org",
        ] {
            assert!(
                !matches!(email::judge(unusual), email::Verdict::Invalid(_)),
                "{unusual}"
            );
            assert!(pattern.is_valid(&json!(unusual)), "{unusual}");
        }
        for refused in ["", "a", "@", "@b.org", "a@", " @ b.org"] {
            assert!(!pattern.is_valid(&json!(refused)), "{refused}");
        }
    }

    #[test]
    fn language_tags_are_those_of_the_grammar_but_for_repetitions() {
        use language_tag::Malformed::{DuplicateSingleton, DuplicateVariant};

        const ANY: &str = "([a-zA-Z0-9]{0,9}[-_]?){0,5}";
        const ALMOST: &str = concat!(
            "[a-z]{2,5}(-[a-zA-Z]{3}){0,4}(-[A-Z][a-z]{3})?(-[A-Z0-9]{2,3})?",
            "(-[0-9][a-z0-9]{2,4}){0,2}(-[a-z0-9](-[a-z0-9]{1,3}){0,2}){0,3}",
        );
        let pattern = validator(LANGUAGE_TAG);
        let agree = |tag: &str| {
            let is_well_formed = match language_tag::parse(tag) {
                Ok(_) => true,
                Err(fault) if matches!(fault.what, DuplicateVariant { .. } | DuplicateSingleton { .. }) => {
                    return;
                }
                Err(_) => false,
            };
            assert_eq!(pattern.is_valid(&json!(tag)), is_well_formed, "{tag:?}");
        };
        proptest!(runs(20_000), |(tag in ANY)| agree(&tag));
        proptest!(runs(20_000), |(tag in ALMOST)| agree(&tag));
        let irregular = "en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo \
                         i-pwn i-tao i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE";
        let regular = "art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang";
        for tag in irregular.split_whitespace().chain(regular.split_whitespace()) {
            assert!(pattern.is_valid(&json!(tag)), "{tag}");
            agree(tag);
            agree(&tag.to_uppercase());
            agree(&tag[..tag.len() - 1]);
            agree(&format!("{tag}x"));
        }
        assert!(
            pattern.is_valid(&json!("de-1996-1996")),
            "which only the rule refuses"
        );
    }

    #[test]
    fn forbidden_schemes_are_those_that_a_browser_sees() {
        let pattern = validator(&forbidden_scheme());
        let pieces = r"[\x00-\x20]{0,2}([jJ]ava|[vV]b|script|fi|FI|LE|le|https|\t|\r\n|:|//|[a-z ]){1,6}:?/?";
        proptest!(runs(20_000), |(text in pieces)| {
            let seen = url::scheme(&text);
            let is_forbidden = seen.is_some_and(|scheme| SCHEMES_OF_NO_PHOTO.contains(&scheme.as_ref()));
            prop_assert_eq!(pattern.is_valid(&json!(text)), is_forbidden);
        });
        for forbidden in [
            "javascript:x",
            " JavaScript:x",
            "\u{1}java\nscript\t:x",
            "file:///x",
            "vbscript:",
        ] {
            assert!(pattern.is_valid(&json!(forbidden)), "{forbidden}");
        }
        for other in [
            "https://x.org/file:",
            "javascript",
            "javascripts:x",
            "./file:x",
            "xfile:y",
        ] {
            assert!(!pattern.is_valid(&json!(other)), "{other}");
        }
    }
}
