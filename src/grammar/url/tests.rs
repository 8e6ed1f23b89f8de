//! What the grammar of URLs takes, refuses and says of each.

use super::*;

fn malformed(url: &str) -> Option<(&str, Malformed)> {
    match judge(url) {
        Verdict::Malformed(fault) => Some((&url[fault.at], fault.what)),
        _ => None,
    }
}

fn absolute(url: &str) -> Option<(String, Option<&str>, Option<&str>)> {
    match judge(url) {
        Verdict::Absolute(it) => Some((
            it.scheme.into_owned(),
            it.credentials.map(|at| &url[at]),
            it.needs_encoding.map(|at| &url[at]),
        )),
        _ => None,
    }
}

#[test]
fn common_photo_urls_have_nothing_to_report() {
    for url in [
        "https://example.com",
        "https://example.com/",
        "https://example.com/avatar",
        "https://example.com/a.svg?s=96&d=mm#top",
        "https://example.com?x",
        "https://example.com#x",
        "https://example.com:443/a.png",
        "https://a_b.example-cdn.io/%7Eben/(1)/it's~a,b;c=d/@2x!*$+.ico",
        "https://firebasestorage.example.com/o/users%2Fabc.png?alt=media",
        "https://localhost/x?u=https://example.com/y.png",
        "https://EXAMPLE.com/A.PNG",
    ] {
        assert!(is_common_https(url.as_bytes()), "{url}");
        assert_eq!(absolute(url), Some(("https".to_owned(), None, None)), "{url}");
    }
    assert_eq!(
        absolute("http://example.com/a.png"),
        Some(("http".to_owned(), None, None))
    );
    assert!(!is_common_https(b"http://example.com/a.png"));
}

#[test]
fn rfc_3986_1_1_2_examples_are_absolute() {
    for (url, scheme) in [
        ("ftp://ftp.is.co.za/rfc/rfc1808.txt", "ftp"),
        ("http://www.ietf.org/rfc/rfc2396.txt", "http"),
        ("ldap://[2001:db8::7]/c=GB?objectClass?one", "ldap"),
        ("mailto:John.Doe@example.com", "mailto"),
        ("news:comp.infosystems.www.servers.unix", "news"),
        ("tel:+1-816-555-1212", "tel"),
        ("telnet://192.0.2.16:80/", "telnet"),
        ("urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "urn"),
    ] {
        assert_eq!(absolute(url), Some((scheme.to_owned(), None, None)), "{url}");
    }
}

#[test]
fn the_scheme_is_reported_in_lower_case() {
    for (url, scheme) in [
        ("HTTPS://example.com/x", "https"),
        ("data:image/png;base64,iVBORw0KGgo=", "data"),
        ("blob:https://example.com/9115d58c", "blob"),
        ("JavaScript:alert(1)", "javascript"),
        ("file:///home/ben/x.png", "file"),
        ("https://[::1]:8080/x", "https"),
        ("https://127.0.0.1:3000/x", "https"),
        ("https://example.com./x", "https"),
        ("https://example.com:/x", "https"),
    ] {
        assert_eq!(absolute(url), Some((scheme.to_owned(), None, None)), "{url}");
    }
}

#[test]
fn credentials_and_letters_beyond_ascii_are_absolute_and_shown() {
    let it = |credentials, encoding| Some(("https".to_owned(), credentials, encoding));
    assert_eq!(
        absolute("https://user:pw@example.com/x"),
        it(Some("user:pw@"), None)
    );
    assert_eq!(absolute("https://user@example.com:8080"), it(Some("user@"), None));
    assert_eq!(absolute("https://:@example.com"), it(Some(":@"), None));
    assert_eq!(absolute("https://example.com/@user"), it(None, None));
    assert_eq!(
        absolute("https://example.com/Jürgen ".trim()),
        it(None, Some("ü"))
    );
    assert_eq!(absolute("https://müller.example/ü"), it(None, Some("ü")));
    assert_eq!(
        absolute("https://example.com/写真.png?名=1"),
        it(None, Some("写真"))
    );
    assert_eq!(
        absolute("https://example.com/👩\u{200D}🚀"),
        it(None, Some("👩\u{200D}🚀"))
    );
}

#[test]
fn rfc_3986_4_2_relative_references() {
    for url in [
        "henry.jpeg",
        "/test.jpg",
        "../../common/img/avatar.png",
        "./images/a.png",
        "img1",
        "N/A",
        "admin_photo_url",
        "//host/x.png",
        "www.example.com/x.png",
        "?x",
        "#",
        "img/é.png",
        "/a:b",
    ] {
        assert_eq!(judge(url), Verdict::Relative, "{url}");
    }
    assert_eq!(judge(""), Verdict::Empty);
}

#[test]
fn what_was_meant_is_named() {
    use Malformed::{AuthorityMissing, FilePath, HostMissing, Padding, SchemeMissing, SchemeRepeated};
    use Malformed::{Separator, SlashBeforeScheme};
    for (url, at, what) in [
        (" https://example.com/x", " ", Padding),
        ("https://example.com/x\n", "\n", Padding),
        ("https://example.com/x\u{A0}", "\u{A0}", Padding),
        ("  ", "  ", Padding),
        ("C:\\Users\\x.png", "C:\\", FilePath),
        ("d:/x.png", "d:/", FilePath),
        ("\\\\server\\x.png", "\\\\", FilePath),
        ("/https://example.com/x.png", "/", SlashBeforeScheme),
        ("//https://example.com/x.png", "//", SlashBeforeScheme),
        ("https =>//example.com", " =>//", Separator),
        ("https//example.com", "//", Separator),
        ("HTTP;//example.com", ";//", Separator),
        ("https: //example.com", ": //", Separator),
        ("https://https://example.com", "https://", SchemeRepeated),
        ("http://HTTPS://example.com", "http://", SchemeRepeated),
        ("localhost:3000/x.png", "", SchemeMissing),
        ("example.com:8080", "", SchemeMissing),
        ("https:/x", "", AuthorityMissing),
        ("https:x", "", AuthorityMissing),
        ("http:", "", AuthorityMissing),
        ("https://", "", HostMissing),
        ("https:///x.png", "", HostMissing),
        ("https://user@/x.png", "", HostMissing),
        ("https://:80/x.png", "", HostMissing),
    ] {
        assert_eq!(malformed(url), Some((at, what)), "{url:?}");
    }
}

#[test]
fn rfc_3986_3_2_authorities() {
    use Malformed::{Colons, Host, IpLiteral, Ipv4, Port};
    for (url, at, what) in [
        ("https://example.com:65536/", "65536", Port),
        ("https://example.com:8o80/", "8o80", Port),
        ("https://example.com:-1", "-1", Port),
        ("https://user:pw@example.com:x", "x", Port),
        ("ldap://example.com:99999", "99999", Port),
        ("https://a:1:2/", "a:1:2", Colons),
        ("https://[::1/x", "[::1", IpLiteral),
        ("https://[::1", "[::1", IpLiteral),
        ("https://[::g]/x", "[::g]", IpLiteral),
        ("https://[]/x", "[]", IpLiteral),
        ("https://[v1.a]/x", "[v1.a]", IpLiteral),
        ("https://256.256.256.256/x", "256.256.256.256", Ipv4),
        ("https://127.1/x", "127.1", Ipv4),
        ("https://a.0x1f", "a.0x1f", Ipv4),
        ("https://{host}/x", "{", Host('{')),
        ("https://a|b/x", "|", Host('|')),
        ("https://a%2Fb/x", "%2F", Host('/')),
    ] {
        assert_eq!(malformed(url), Some((at, what)), "{url:?}");
    }
    assert_eq!(
        absolute("https://example.com:65535/").map(|it| it.0).as_deref(),
        Some("https")
    );
}

#[test]
fn rfc_3986_2_characters() {
    use Malformed::{Backslash, NotAllowed, PercentEncoding, Scheme, Space, Unencoded};
    for (url, at, what) in [
        ("https://example.com/my photo.jpg", " ", Space(' ')),
        ("https://example.com/a\tb", "\t", Space('\t')),
        ("https://example.com/a\u{3000}b", "\u{3000}", Space('\u{3000}')),
        ("None given", " ", Space(' ')),
        ("https:\\\\example.com", "\\", Backslash),
        ("https://example.com\\x", "\\", Backslash),
        ("img\\x.png", "\\", Backslash),
        ("https://example.com/%", "%", PercentEncoding),
        ("https://example.com/%2", "%2", PercentEncoding),
        ("https://example.com/%zz.png", "%zz", PercentEncoding),
        ("https://example.com/100%.png", "%", PercentEncoding),
        ("https://example.com/a|b", "|", Unencoded('|')),
        ("https://example.com/?a[]=b", "[", Unencoded('[')),
        ("https://example.com/{id}", "{", Unencoded('{')),
        ("https://example.com/a^`", "^", Unencoded('^')),
        ("https://example.com/#a#b", "#", Unencoded('#')),
        ("https://us{er:pw@example.com", "{", Unencoded('{')),
        ("https://user:p@ss@example.com", "@", Unencoded('@')),
        ("data:image/svg+xml,<svg/>", "<", Unencoded('<')),
        ("1http://example.com", "1http", Scheme),
        (":x", "", Scheme),
        ("photo_1:x", "photo_1", Scheme),
        ("https://example.com/\u{FFFD}", "\u{FFFD}", NotAllowed('\u{FFFD}')),
    ] {
        assert_eq!(malformed(url), Some((at, what)), "{url:?}");
    }
}

#[test]
fn what_nobody_sees_is_no_part_of_a_url() {
    for (url, char) in [
        ("https://example.com/a\0b", '\0'),
        ("https://example.com/a\u{7F}b", '\u{7F}'),
        ("https://example.com/a\u{200B}.png", '\u{200B}'),
        ("https://exa\u{AD}mple.com/a.png", '\u{AD}'),
        ("https://example.com/\u{202E}gnp.exe", '\u{202E}'),
        ("https://example.com/\u{FFFE}", '\u{FFFE}'),
    ] {
        let found = malformed(url);
        let is_right = matches!(found, Some((_, Malformed::Invisible(invisible))) if invisible.char == char);
        assert!(is_right, "{url:?}: {found:?}");
    }
}

#[test]
fn scheme_is_the_one_that_a_browser_sees() {
    for (url, expected) in [
        ("https://example.com", Some("https")),
        ("JavaScript:alert(\"x y\")", Some("javascript")),
        ("\u{1}\u{1F}  java\n\tscript\r:alert(1)", Some("javascript")),
        ("\tvbscript:x", Some("vbscript")),
        ("data:image/svg+xml,<svg onload=\"x\">", Some("data")),
        ("C:\\x.png", Some("c")),
        ("java script:x", None),
        ("\u{A0}javascript:x", None),
        ("javascript", None),
        ("/javascript:x", None),
        ("1a:x", None),
        (":x", None),
        ("", None),
    ] {
        assert_eq!(scheme(url).as_deref(), expected, "{url:?}");
    }
}

#[test]
fn messages_are_printable_ascii() {
    for url in [
        "https://example.com/a`b",
        "https://a\u{E000}b/",
        "https://a%00b",
        "https://x/\u{2003}x",
        "https://x/\u{202E}",
    ] {
        let Verdict::Malformed(fault) = judge(url) else {
            panic!("{url:?}")
        };
        let message = fault.what.to_string();
        assert!(
            message.chars().all(|char| matches!(char, ' '..='~')),
            "{message:?}"
        );
    }
}
