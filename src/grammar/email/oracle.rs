//! The verdicts on e-mail addresses against independent judges, near every edge of the grammar.
//!
//! Two laws: what userlint calls ordinary, every judge takes; what it calls invalid, every judge refuses. The
//! judges are the HTML standard, RFC 5322 (with comments, obsolete forms and the UTF-8 of RFC 6532), and the
//! crate `email_address` at its strictest. `PROPTEST_CASES` sets how many addresses each law is tried on.

use std::sync::LazyLock;

use email_address::{EmailAddress, Options};
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;

use super::super::lanes::with_plain;
use super::{Invalid, Verdict, is_everyday, is_ordinary, judge};

/// The pattern that the HTML standard gives for a valid e-mail address.
fn html_standard(address: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
        pattern(&format!(
            r"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{label}(?:\.{label})*"
        ))
    });
    PATTERN.is_match(address)
}

/// `addr-spec` of RFC 5322, written from its ABNF rule by rule; comments nest three deep at most.
fn rfc_5322(address: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let utf8 = r"[^\x00-\x7F]";
        let no_ws_ctl = r"[\x01-\x08\x0B\x0C\x0E-\x1F\x7F]";
        // Any order of folds, which is more than FWS and obs-FWS allow.
        let fws = r"(?:[ \t]|\r\n[ \t])+";
        let quoted_pair = format!(r"\\(?:[\x00-\x7F]|{utf8})");

        let ctext = format!(r"[\x21-\x27\x2A-\x5B\x5D-\x7E]|{no_ws_ctl}|{utf8}");
        let comment = (0..3).fold(String::from("[^\\x00-\\u{10FFFF}]"), |inner, _| {
            format!(r"\((?:(?:{fws})?(?:{ctext}|{quoted_pair}|{inner}))*(?:{fws})?\)")
        });
        let cfws = format!("(?:{fws}|{comment})*");

        let atext = format!(r"(?:[A-Za-z0-9!#$%&'*+/=?^_`{{|}}~-]|{utf8})");
        let atom = format!("{cfws}{atext}+{cfws}");
        let qtext = format!(r"[\x21\x23-\x5B\x5D-\x7E]|{no_ws_ctl}|{utf8}");
        let quoted_string = format!(r#"{cfws}"(?:(?:{fws})?(?:{qtext}|{quoted_pair}))*(?:{fws})?"{cfws}"#);
        let word = format!("(?:{atom}|{quoted_string})");
        let local_part = format!(r"{word}(?:\.{word})*");

        let dtext = format!(r"[\x21-\x5A\x5E-\x7E]|{no_ws_ctl}|{utf8}|{quoted_pair}");
        let domain_literal = format!(r"{cfws}\[(?:(?:{fws})?(?:{dtext}))*(?:{fws})?\]{cfws}");
        let domain = format!(r"(?:{atom}(?:\.{atom})*|{domain_literal})");
        pattern(&format!("{local_part}@{domain}"))
    });
    PATTERN.is_match(address)
}

fn pattern(whole: &str) -> Regex {
    regex::RegexBuilder::new(&format!(r"\A(?:{whole})\z"))
        .size_limit(1 << 28)
        .build()
        .expect("the pattern is well-formed")
}

fn email_address_crate(address: &str) -> bool {
    let strict = Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    EmailAddress::parse_with_options(address, strict).is_ok()
}

/// `email_address` 0.2.9 finds no display name in ` <a@b.co>` and so takes it, although it refuses
/// `<a@b.co>`.
fn email_address_errs(address: &str) -> bool {
    address
        .rsplit_once(" <")
        .is_some_and(|(before, _)| before.trim().is_empty())
}

/// Pieces that together come near every edge: special characters, lengths around the limits, whole forms.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "a",
        "B",
        "7",
        "bob",
        "mail",
        "co",
        "com",
        "xn--",
        "xn--mller-kva",
        "ab--",
        "--",
        "-",
        "-",
        "_",
        "+",
        "'",
        "/",
        ".",
        ".",
        ".",
        "..",
        "@",
        "@",
        "@",
        "@b.co",
        "a@b.co",
        "\"",
        "\"",
        "\\",
        "\\\"",
        "\"a b\"",
        "\"a@b\"",
        "\"\"",
        "(",
        ")",
        "(c)",
        "((c))",
        "[",
        "]",
        "[192.0.2.1]",
        "[IPv6:::1]",
        "[a\\]b]",
        "<",
        ">",
        " <",
        ",",
        ", ",
        ";",
        ":",
        "mailto:",
        " ",
        "  ",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\r\n ",
        "\r\n\t",
        "\0",
        "\u{1}",
        "\u{7F}",
        "\u{85}",
        "\u{A0}",
        "\u{E9}",
        "e\u{301}",
        "\u{4F8B}\u{5B50}",
        "\u{1F600}",
        "\u{200B}",
        "\u{200D}",
        "\u{202E}",
        "\u{3002}",
        "\u{FF20}",
        "\u{FFFD}",
        "%",
        "{",
        "|",
        "~",
        "192.0.2.1",
        "c0",
        "localhost",
        "example.com",
    ];
    prop_oneof![
        12 => select(fixed.to_vec()).prop_map(str::to_owned),
        1 => (60_usize..67).prop_map(|octets| "l".repeat(octets)),
        1 => (1_usize..5).prop_map(|labels| format!("{}.", "d".repeat(60)).repeat(labels)),
        1 => any::<char>().prop_map(String::from),
    ]
}

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..9).prop_map(|pieces| pieces.concat())
}

fn halves() -> impl Strategy<Value = String> {
    let half = || prop::collection::vec(piece(), 1..5).prop_map(|pieces| pieces.concat());
    (half(), half()).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

/// Mostly ordinary addresses, some of them a little too long.
fn plain() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        9 => "[a-zA-Z0-9]{1,3}(-{1,2}[a-z0-9]{1,2}){0,2}",
        1 => "[a-z]{58,65}|-[a-z]|[a-z]-",
    ];
    let word = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,8}";
    (
        prop::collection::vec(prop_oneof![9 => word, 1 => "[a-z]{60,65}"], 1..4),
        prop::collection::vec(label, 1..6),
        "[a-zA-Z]{1,3}|[a-z0-9]{1,3}|[a-z]{60,64}",
    )
        .prop_map(|(words, labels, top)| format!("{}@{}.{top}", words.join("."), labels.join(".")))
}

/// A plain address with one piece put in, in place of up to two characters.
fn damaged() -> impl Strategy<Value = String> {
    (plain(), any::<prop::sample::Index>(), 0_usize..3, piece()).prop_map(|(address, at, length, piece)| {
        let at = at.index(address.len() + 1);
        let end = (at + length).min(address.len());
        format!("{}{piece}{}", &address[..at], &address[end..])
    })
}

/// A plain address with a comment, a quoted string or a literal in a place where it may stand.
fn enclosing() -> impl Strategy<Value = String> {
    let content = prop::collection::vec(piece(), 0..3).prop_map(|pieces| pieces.concat());
    let frame = select(vec![
        ["(", ")a@b.co"],
        ["a(", ")@b.co"],
        ["a@(", ")b.co"],
        ["a@b.co(", ")"],
        ["a@b(", ").co"],
        ["a@b.(", ")co"],
        ["((", "))a@b.co"],
        ["\"", "\"@b.co"],
        ["\"", "\".a@b.co"],
        ["a.\"", "\"@b.co"],
        ["a@[", "]"],
        ["a@ [", "] "],
        ["a", "@b.co"],
    ]);
    (frame, content).prop_map(|([before, after], content)| format!("{before}{content}{after}"))
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![soup(), halves(), plain(), damaged(), enclosing()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_is_ordinary_everybody_takes(address in prop_oneof![1 => address(), 3 => plain()]) {
        if judge(&address) == Verdict::Ordinary {
            prop_assert!(html_standard(&address), "the HTML standard refuses it");
            prop_assert!(rfc_5322(&address), "RFC 5322 refuses it");
            prop_assert!(email_address_crate(&address), "email_address refuses it");
        }
    }

    /// What the bits say is ordinary is, whatever stands behind it; and they say it of what people have.
    #[test]
    fn an_everyday_address_is_ordinary(address in prop_oneof![1 => address(), 3 => plain()], behind in "[ -~]{0,20}") {
        with_plain(&address, &behind, |address| {
            let text = std::str::from_utf8(address.text()).expect("UTF-8");
            assert!(!is_everyday(address) || is_ordinary(text), "{text:?}");
            let words = text.split(['@', '.']).all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()));
            let is_common = words && text.matches('@').count() == 1 && text.rsplit('@').next().is_some_and(|domain| domain.contains('.'));
            assert!(!is_common || is_everyday(address), "{text:?}");
        });
    }

    #[test]
    fn what_is_invalid_nobody_takes(address in address()) {
        if let Verdict::Invalid(fault) = judge(&address) {
            prop_assert!(!html_standard(&address), "the HTML standard takes it: {fault:?}");
            prop_assert!(!rfc_5322(&address), "RFC 5322 takes it: {fault:?}");
            prop_assert!(
                email_address_errs(&address) || !email_address_crate(&address),
                "email_address takes it: {fault:?}"
            );
        }
    }

    #[test]
    fn what_is_between_somebody_takes(address in address()) {
        let nests_too_deep_for_the_pattern = address.matches('(').count() > 3;
        let between = matches!(judge(&address), Verdict::Unusual(_) | Verdict::Internationalised);
        if between && !nests_too_deep_for_the_pattern {
            prop_assert!(html_standard(&address) || rfc_5322(&address), "nobody takes it");
        }
    }

    #[test]
    fn the_cheap_test_agrees_with_the_verdict(address in address()) {
        prop_assert_eq!(is_ordinary(&address), judge(&address) == Verdict::Ordinary);
    }

    #[test]
    fn a_fault_has_a_place_and_a_clause(address in address()) {
        let (at, clause, missing) = match judge(&address) {
            Verdict::Ordinary | Verdict::Internationalised => return Ok(()),
            Verdict::Unusual(fault) => (fault.at, fault.what.to_string(), false),
            Verdict::Invalid(fault) => {
                use Invalid::{Empty, NoAt, NoDomain, NoLocalPart};
                let missing = matches!(fault.what, Empty | NoAt | NoDomain | NoLocalPart);
                (fault.at, fault.what.to_string(), missing)
            }
        };
        prop_assert!(address.get(at.clone()).is_some(), "{at:?} is no slice");
        prop_assert!(!at.is_empty() || missing, "{at:?} is empty: {clause}");
        prop_assert!(clause.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()), "{clause}");
        prop_assert!(!clause.ends_with('.') && !clause.starts_with(char::is_uppercase), "{clause}");
    }
}
