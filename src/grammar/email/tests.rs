//! What the grammar of e-mail addresses takes, refuses and finds unusual.

use super::*;

#[track_caller]
fn unusual(address: &str) -> (&str, Unusual) {
    match judge(address) {
        Verdict::Unusual(Fault { at, what }) => (&address[at], what),
        other => panic!("{address:?} is {other:?}"),
    }
}

#[track_caller]
fn invalid(address: &str) -> (&str, Invalid) {
    match judge(address) {
        Verdict::Invalid(Fault { at, what }) => (&address[at], what),
        other => panic!("{address:?} is {other:?}"),
    }
}

#[test]
fn what_everybody_takes_is_ordinary() {
    for address in [
        "alice@talkjs.com",
        "Alice.Smith@TalkJS.com",
        "alice+chat@example.org",
        "o'brien@mail.example.co.uk",
        "1@2.co",
        "!#$%&'*+-/=?^_`{|}~@a-b.com",
        "x@3com.com",
        "x@a.b.c.museum",
    ] {
        assert_eq!(judge(address), Verdict::Ordinary, "{address}");
        assert!(is_ordinary(address), "{address}");
    }
}

#[test]
fn limits_of_rfc_5321_4_5_3_1_and_rfc_1035_2_3_4() {
    let address = |local: usize, label: usize, labels: usize, top: usize| {
        let labels = vec!["d".repeat(label); labels].join(".");
        format!("{}@{labels}.{}", "l".repeat(local), "t".repeat(top))
    };
    assert!(is_ordinary(&address(64, 3, 1, 3)));
    assert_eq!(
        unusual(&address(65, 3, 1, 3)).1,
        Unusual::LongLocalPart { octets: 65 }
    );
    assert!(is_ordinary(&address(1, 63, 1, 63)));
    assert_eq!(
        unusual(&address(1, 64, 1, 3)).1,
        Unusual::LongLabel { octets: 64 }
    );
    assert_eq!(
        unusual(&address(1, 3, 1, 64)).1,
        Unusual::LongLabel { octets: 64 }
    );
    // 1 + 1 + 3 * 64 + 60 = 254
    assert!(is_ordinary(&address(1, 63, 3, 60)));
    assert_eq!(
        unusual(&address(2, 63, 3, 60)).1,
        Unusual::LongAddress { octets: 255 }
    );
    assert_eq!(
        unusual(&address(1, 63, 3, 62)).1,
        Unusual::LongDomain { octets: 254 }
    );
    assert_eq!(
        unusual(&address(60, 63, 3, 3)).1,
        Unusual::LongAddress { octets: 256 }
    );
}

#[test]
fn rfc_6531_addresses_outside_ascii_are_internationalised() {
    for address in [
        "\u{FC}@m\u{FC}ller.de",
        "\u{7528}\u{6237}@\u{4F8B}\u{5B50}.\u{5E7F}\u{544A}",
        "a@xn--mller-kva.de",
    ] {
        assert_eq!(judge(address), Verdict::Internationalised, "{address}");
        assert!(!is_ordinary(address), "{address}");
    }
}

#[test]
fn characters_that_cannot_be_seen_are_named() {
    assert_eq!(
        unusual("bo\u{200B}b@talkjs.com"),
        ("\u{200B}", Unusual::Invisible('\u{200B}'))
    );
    assert_eq!(
        unusual("bob@talkjs.com\u{A0}"),
        ("\u{A0}", Unusual::Invisible('\u{A0}'))
    );
    assert_eq!(
        unusual("\u{202E}bob@talkjs.com"),
        ("\u{202E}", Unusual::Invisible('\u{202E}'))
    );
    assert_eq!(
        unusual("b\u{FFFD}b@talkjs.com"),
        ("\u{FFFD}", Unusual::NoCharacter('\u{FFFD}'))
    );
    assert_eq!(
        Unusual::Invisible('\u{200B}').to_string(),
        "there is an invisible character, U+200B"
    );
}

#[test]
fn rfc_5321_4_1_2_quoted_local_parts_and_literals_are_unusual() {
    assert_eq!(unusual("\"a b\"@c.com"), ("\"a b\"", Unusual::QuotedLocalPart));
    assert_eq!(unusual("\"a@b\"@c.com"), ("\"a@b\"", Unusual::QuotedLocalPart));
    assert_eq!(
        unusual("\"a\\\"b\"@c.com"),
        ("\"a\\\"b\"", Unusual::QuotedLocalPart)
    );
    assert_eq!(unusual("a@[192.0.2.1]"), ("[192.0.2.1]", Unusual::AddressLiteral));
    assert_eq!(
        unusual("a@[IPv6:2001:db8::1]"),
        ("[IPv6:2001:db8::1]", Unusual::AddressLiteral)
    );
}

#[test]
fn rfc_5322_3_2_2_and_4_4_folding_comments_and_obsolete_forms_are_unusual() {
    assert_eq!(
        unusual("(a (nested) one)bob@c.com"),
        ("(a (nested) one)", Unusual::Comment)
    );
    assert_eq!(unusual("bob@(here)c.com"), ("(here)", Unusual::Comment));
    assert_eq!(unusual(" bob@c.com"), (" ", Unusual::FoldingWhiteSpace));
    assert_eq!(unusual("bob @ c.com"), (" ", Unusual::FoldingWhiteSpace));
    assert_eq!(unusual("bob@c.com\r\n "), ("\r\n ", Unusual::FoldingWhiteSpace));
    assert_eq!(unusual("a.\"b\"@c.com"), ("\"b\"", Unusual::QuotedLocalPart));
}

#[test]
fn the_html_standard_takes_any_dots_before_the_at() {
    assert_eq!(unusual(".a@c.com"), (".", Unusual::LocalPartDot));
    assert_eq!(unusual("a.@c.com"), (".", Unusual::LocalPartDot));
    assert_eq!(unusual("a..b@c.com"), (".", Unusual::LocalPartDot));
    assert_eq!(unusual(".@c.com"), (".", Unusual::LocalPartDot));
    // Where it refuses the domain, nobody is left.
    assert_eq!(invalid("a..b@[192.0.2.1]"), (".", Invalid::LocalPartDot));
    assert_eq!(invalid("a..b@c_d.com"), (".", Invalid::LocalPartDot));
}

#[test]
fn domains_that_are_no_host_names_are_unusual() {
    assert_eq!(unusual("a@intranet"), ("intranet", Unusual::NoDotInDomain));
    assert_eq!(unusual("a@192.0.2.1"), ("1", Unusual::DigitAtEnd));
    assert_eq!(unusual("a@b.c0"), ("c0", Unusual::DigitAtEnd));
    assert_eq!(unusual("a@-b.com"), ("-", Unusual::EdgeHyphen));
    assert_eq!(unusual("a@b-.com"), ("-", Unusual::EdgeHyphen));
    assert_eq!(unusual("a@ab--c.com"), ("--", Unusual::ReservedHyphens));
    assert_eq!(unusual("a@b_c.com"), ("_", Unusual::DomainCharacter('_')));
    assert_eq!(unusual("a@b.com/c"), ("/", Unusual::DomainCharacter('/')));
    assert_eq!(
        unusual("a@b\u{3002}com"),
        ("\u{3002}", Unusual::DotLookalike('\u{3002}'))
    );
}

#[test]
fn what_nobody_takes_is_invalid() {
    assert_eq!(invalid(""), ("", Invalid::Empty));
    assert_eq!(invalid(" \t"), (" \t", Invalid::Empty));
    assert_eq!(invalid("alice"), ("", Invalid::NoAt));
    assert_eq!(invalid("alice smith"), ("", Invalid::NoAt));
    assert_eq!(invalid("\"a@b.com\""), ("", Invalid::NoAt));
    assert_eq!(
        invalid("alice\u{FF20}b.com"),
        ("\u{FF20}", Invalid::AtLookalike('\u{FF20}'))
    );
    assert_eq!(invalid("@b.com"), ("", Invalid::NoLocalPart));
    assert_eq!(invalid("a@"), ("", Invalid::NoDomain));
    assert_eq!(invalid("a@b@c.com"), ("@", Invalid::SecondAt));
    assert_eq!(invalid("a@@b.com"), ("@", Invalid::SecondAt));
    assert_eq!(invalid("a@b..com"), (".", Invalid::DomainDot));
    assert_eq!(invalid("a@.com"), (".", Invalid::DomainDot));
    assert_eq!(invalid("a@b.com."), (".", Invalid::DomainDot));
    assert_eq!(invalid("a b@c.com"), (" ", Invalid::Split(Part::Local)));
    assert_eq!(invalid("a@b c.com"), (" ", Invalid::Split(Part::Domain)));
    assert_eq!(invalid("a@b.com\n"), ("\n", Invalid::WhiteSpace('\n')));
    assert_eq!(invalid("a\u{7}@b.com"), ("\u{7}", Invalid::Control('\u{7}')));
    assert_eq!(invalid("a,b@c.com"), (",", Invalid::Character(',', Part::Local)));
    assert_eq!(
        invalid("a@b.com:25"),
        (":", Invalid::Character(':', Part::Domain))
    );
    assert_eq!(
        invalid("a\\ b@c.com"),
        ("\\", Invalid::Character('\\', Part::Local))
    );
    assert_eq!(invalid("\"a@b.com"), ("\"", Invalid::OpenQuotation));
    assert_eq!(invalid("(a@b.com"), ("(", Invalid::OpenComment));
    assert_eq!(invalid("a@[192.0.2.1"), ("[", Invalid::OpenLiteral));
}

#[test]
fn an_address_with_something_around_it_is_invalid_and_named() {
    assert_eq!(invalid("Bob <bob@b.com>"), ("Bob <", Invalid::DisplayName));
    assert_eq!(invalid("<bob@b.com>"), ("<", Invalid::DisplayName));
    assert_eq!(invalid("mailto:bob@b.com"), ("mailto:", Invalid::MailtoScheme));
    assert_eq!(invalid("a@b.co, c@d.co"), (",", Invalid::List));
    assert_eq!(invalid("a@b.co;c@d.co"), (";", Invalid::List));
    assert_eq!(invalid("a@b.co c@d.co"), (" ", Invalid::List));
    assert_eq!(invalid("a@b.co\nc@d.co"), ("\n", Invalid::List));
}

#[test]
fn rfc_2606_rfc_6761_and_rfc_6762_domains_are_reserved() {
    let reserved = |address: &'static str| reserved_domain(address).map(|at| &address[at]);
    for (address, domain) in [
        ("a@example.com", "example.com"),
        ("a@mail.EXAMPLE.org", "EXAMPLE.org"),
        ("a@example", "example"),
        ("a@b.example", "example"),
        ("a@b.test", "test"),
        ("a@b.invalid", "invalid"),
        ("a@localhost", "localhost"),
        ("a@b.localhost", "localhost"),
        ("a@printer.local", "local"),
    ] {
        assert_eq!(reserved(address), Some(domain), "{address}");
    }
    for address in [
        "a@example.edu",
        "a@myexample.com",
        "a@example.com.au",
        "a@test.com",
        "a@com",
        "a@",
        "a",
        "",
    ] {
        assert_eq!(reserved(address), None, "{address}");
    }
}

#[test]
fn deep_nesting_costs_no_stack() {
    let comment = format!("{}{}a@b.com", "(".repeat(1 << 20), ")".repeat(1 << 20));
    assert_eq!(unusual(&comment).1, Unusual::Comment);
    assert_eq!(invalid(&comment[1..]).1, Invalid::Character(')', Part::Local));
}
