//! The URL grammar against `fluent-uri`, an independent parser of RFC 3986 and 3987.
//!
//! The strings are put together from the pieces at which the two could differ: schemes, separators, hosts, ports,
//! escapes, and characters that belong in no URL.

use fluent_uri::{IriRef, Uri};
use proptest::prelude::*;

use super::super::lanes::with_plain;
use super::{Absolute, Malformed, Verdict, is_common_https, is_everyday_https, judge, scheme as scheme_of};

/// The schemes that must have a host.
const WEB: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

fn piece(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pieces).prop_map(String::from)
}

fn scheme() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => Just("https".to_owned()),
        2 => Just("http".to_owned()),
        2 => piece(&["HTTPS", "Http", "ws", "wss", "ftp", "data", "blob", "javascript", "file", "C", "x-y+z.1", "localhost"]),
        1 => piece(&["", "1http", "-a", "https ", " https", "/https", "ht\ttps", "hé", "a b", "http,", "%41"]),
    ]
}

fn separator() -> impl Strategy<Value = String> {
    prop_oneof![
        10 => Just("://".to_owned()),
        1 => piece(&[":", ":/", ":///", "//", "", " =>//", ":\\\\", ":/\\", "/", "::", "::://", ";//", ":// "]),
    ]
}

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => piece(&["example.com", "a", "x-y.example", "a_b.c", "xn--mller-kva.example", "localhost"]),
        3 => piece(&[
            "", ".", "a..b", "example.com.", "EXAMPLE.com", "-", "1", "1a", "a.1", "a.0x1f", "a.0xg", "0x", "127.0.0.1",
            "127.0.0.1.", "127.1", "256.0.0.1", "01.2.3.4", "1.2.3.4.5", "[::1]", "[::1", "::1]", "[::g]", "[v1.a]", "[]",
            "[1:2:3:4:5:6:7:8]", "müller.de", "a%41", "a%zz", "a%2", "{host}", "a b", "a|b", "a^b", "a\\b", "a:b", "::1",
            "user@a", "user:pass@a", "@a", ":@a", "a@b@c", "us{er@a", "ü:p@a", "https:", "a~!$&'()*+,;=b", "a\u{200B}b",
            "a\u{3000}b", "a`b", "a<b>", "a\"b",
        ]),
        1 => "[a-z0-9.:@\\[\\]%-]{0,8}",
    ]
}

fn port() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(String::new()),
        2 => piece(&[
            ":", ":0", ":80", ":65535", ":65536", ":99999", ":100000", ":00080", ":000080", ":065535", ":8o80", ":-1", ":+1",
            ":80:80", ":٣", ": 80", ":18446744073709551696",
        ]),
        1 => (0_u32..70_000).prop_map(|port| format!(":{port}")),
    ]
}

fn tail() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => piece(&["/", "/a", "?", "#", "&", "=", ".png", "a", "%2F", "%zz", "%2", "%", "%%41", "@", ":", "//", "~", ";"]),
            1 => piece(&[
                " ", "\t", "\n", "\0", "\u{7F}", "\\", "|", "[", "]", "{", "}", "^", "`", "\"", "<", ">", "é", "日本", "😀",
                "\u{A0}", "\u{200B}", "\u{202E}", "\u{E000}", "\u{FFFD}", "\u{FFFE}", "\u{1F3F4}\u{E0067}", "''", "()",
            ]),
            1 => "[ -~]{0,3}",
            1 => "\\PC{0,2}",
        ],
        0..6,
    )
    .prop_map(|pieces| pieces.concat())
}

fn near_url() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => (scheme(), separator(), host(), port(), tail()).prop_map(|(a, b, c, d, e)| a + &b + &c + &d + &e),
        // One byte of a good URL changed, put in or left out.
        6 => (prop::sample::select(&GOOD[..]), any::<prop::sample::Index>(), "[ -~]?", any::<bool>()).prop_map(
            |(good, at, byte, replace)| {
                let at = at.index(good.len());
                let after = if replace { &good[at + 1..] } else { &good[at..] };
                format!("{}{byte}{after}", &good[..at])
            }
        ),
        2 => tail(),
        1 => "[ -~]{0,40}",
        1 => any::<String>(),
    ]
}

const GOOD: [&str; 4] = [
    "https://example.com/a.png",
    "https://cdn.example.org:8080/users%2F1.jpg?s=96&d=mm#x",
    "http://a.b",
    "https://user:pw@example.com:443?x",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16384))]

    /// The byte-level acceptor says yes only to what RFC 3986 takes and the web can fetch.
    #[test]
    fn the_common_form_is_a_url_with_nothing_to_report(text in near_url()) {
        if is_common_https(text.as_bytes()) {
            let parsed = Uri::parse(text.as_str());
            let Ok(parsed) = parsed else {
                return Err(TestCaseError::fail(format!("{text:?} does not parse: {parsed:?}")));
            };
            prop_assert_eq!(parsed.scheme().as_str(), "https");
            let Some(authority) = parsed.authority() else {
                return Err(TestCaseError::fail(format!("{text:?} has no authority")));
            };
            prop_assert!(!authority.host().is_empty() && !authority.has_userinfo(), "{text:?}");
            prop_assert!(authority.port().is_none_or(|port| port.as_str().parse::<u16>().is_ok()), "{text:?}");
            let Verdict::Absolute(absolute) = judge(&text) else {
                return Err(TestCaseError::fail(format!("{text:?} is common and yet not absolute")));
            };
            prop_assert_eq!(absolute, Absolute { scheme: "https".into(), credentials: None, needs_encoding: None });
        }
    }

    /// What the bits say is an everyday URL is in the common form, whatever stands behind it.
    #[test]
    fn an_everyday_url_is_a_common_one(
        text in prop_oneof![4 => near_url(), 1 => "https://[a-z0-9._-]{0,12}(/[a-zA-Z0-9._/-]{0,20})?"], behind in "[ -~]{0,20}"
    ) {
        with_plain(&text, &behind, |url| {
            assert!(!is_everyday_https(url) || is_common_https(url.text()), "{text:?}");
            let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'.' | b'-' | b'_'));
            let has_port = text.matches(':').count() > 1;
            assert!(!is_common_https(url.text()) || !is_plain || has_port || is_everyday_https(url), "{text:?}");
        });
    }

    /// Each verdict is the one that the other parser and the few conditions beyond RFC 3986 lead to.
    #[test]
    fn verdicts_follow_rfc_3986_and_3987(text in near_url()) {
        let parsed = IriRef::parse(text.as_str());
        match judge(&text) {
            Verdict::Empty => prop_assert!(text.is_empty()),
            Verdict::Relative => {
                prop_assert!(parsed.is_ok_and(|reference| !reference.has_scheme()), "{text:?}");
            }
            Verdict::Absolute(absolute) => {
                let Ok(reference) = parsed else {
                    return Err(TestCaseError::fail(format!("{text:?} does not parse")));
                };
                let scheme = reference.scheme().map(|scheme| scheme.as_str().to_ascii_lowercase());
                prop_assert_eq!(Some(absolute.scheme.as_ref()), scheme.as_deref());
                prop_assert_eq!(scheme_of(&text), Some(absolute.scheme.clone()));
                prop_assert_eq!(absolute.needs_encoding.is_none(), Uri::parse(text.as_str()).is_ok(), "{:?}", text);
                if let Some(at) = &absolute.needs_encoding {
                    prop_assert!(text[..at.start].is_ascii() && text[at.clone()].chars().all(|char| !char.is_ascii()));
                    prop_assert!(text[at.end..].is_empty() || text.as_bytes()[at.end].is_ascii());
                }
                let authority = reference.authority();
                let userinfo = authority.and_then(|authority| authority.userinfo()).map(|part| format!("{part}@"));
                prop_assert_eq!(absolute.credentials.clone().map(|at| text[at].to_owned()), userinfo);
                if let Some(at) = absolute.credentials {
                    let without = format!("{}{}", &text[..at.start], &text[at.end..]);
                    prop_assert!(matches!(judge(&without), Verdict::Absolute(it) if it.credentials.is_none()));
                }
                if WEB.contains(&absolute.scheme.as_ref()) {
                    prop_assert!(authority.is_some_and(|authority| !authority.host().is_empty()), "{text:?}");
                }
                let port = authority.and_then(|authority| authority.port()).map_or("", |port| port.as_str());
                prop_assert!(port.is_empty() || port.parse::<u16>().is_ok(), "{text:?}");
            }
            Verdict::Malformed(fault) => {
                prop_assert!(text.get(fault.at.clone()).is_some(), "{text:?}: {fault:?}");
                let is_missing = matches!(
                    fault.what,
                    Malformed::AuthorityMissing | Malformed::HostMissing | Malformed::SchemeMissing | Malformed::Scheme
                );
                prop_assert!(is_missing || !fault.at.is_empty(), "{text:?}: {fault:?}");
                if let Ok(reference) = parsed {
                    prop_assert!(is_reason(fault.what, &reference), "{text:?}: {fault:?}");
                }
                let message = fault.what.to_string();
                prop_assert!(message.chars().all(|char| matches!(char, ' '..='~')), "{message:?}");
            }
        }
    }
}

/// True if `what` is a reason to refuse a reference that parses.
fn is_reason(what: Malformed, reference: &IriRef<&str>) -> bool {
    let text = reference.as_str();
    let scheme = reference.scheme().map_or("", |scheme| scheme.as_str());
    let is_web = WEB.iter().any(|web| web.eq_ignore_ascii_case(scheme));
    let authority = reference.authority();
    let host = authority.map_or("", |authority| authority.host());
    let path = reference.path().as_str();
    match what {
        Malformed::Padding => text.trim() != text,
        Malformed::Space(char) => !char.is_ascii() && char.is_whitespace(),
        Malformed::Invisible(invisible) => !invisible.char.is_ascii(),
        Malformed::FilePath => {
            scheme.len() == 1 && path.starts_with('/') || scheme.len() == 1 && authority.is_some()
        }
        Malformed::SchemeMissing => {
            authority.is_none()
                && (scheme.contains('.') || scheme.eq_ignore_ascii_case("localhost"))
                && path.starts_with(|char: char| char.is_ascii_digit())
        }
        Malformed::SlashBeforeScheme => {
            scheme.is_empty() && text.trim_start_matches('/').to_lowercase().starts_with("http")
        }
        // `https//…` and `https::://…`.
        Malformed::Separator => {
            authority.is_none() && text.to_lowercase().starts_with("http") && text.contains("//")
        }
        Malformed::SchemeRepeated => {
            (host.eq_ignore_ascii_case("http") || host.eq_ignore_ascii_case("https"))
                && path.starts_with("//")
        }
        Malformed::AuthorityMissing => is_web && authority.is_none(),
        Malformed::HostMissing => is_web && authority.is_some() && host.is_empty(),
        Malformed::Ipv4 => {
            let label = host
                .trim_end_matches('.')
                .rsplit('.')
                .next()
                .unwrap_or("")
                .to_lowercase();
            let is_number = label.bytes().all(|byte| byte.is_ascii_digit()) || label.starts_with("0x");
            is_web && is_number && host.trim_end_matches('.').parse::<std::net::Ipv4Addr>().is_err()
        }
        // A host is decoded before it is read (URL standard of the WHATWG, host parsing). What it may not hold then is
        // listed there as the forbidden domain code points.
        Malformed::Host(char) => {
            let escape = format!("%{:02x}", u32::from(char));
            let is_forbidden = char.is_ascii_control() || " #/:<>?@[\\]^|%".contains(char);
            is_web && is_forbidden && host.to_lowercase().contains(&escape)
        }
        Malformed::IpLiteral => is_web && host.to_lowercase().starts_with("[v"),
        Malformed::Port => {
            let port = authority.and_then(|authority| authority.port());
            port.is_some_and(|port| port.as_str().parse::<u16>().is_err())
        }
        _ => false,
    }
}
