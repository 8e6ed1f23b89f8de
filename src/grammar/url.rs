//! URLs (RFC 3986, and RFC 3987 for letters beyond ASCII), as a photo's address is one.
//!
//! Nothing is repaired here: what a browser takes only after stripping, replacing or guessing is malformed, and the
//! verdict says which. Which schemes a photo may have, and how bad each verdict is, the rules decide.

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv4Addr;
use std::ops::Range;

use fluent_uri::component::{IAuthority, Scheme};
use fluent_uri::{IriRef, ParseError, ParseErrorKind};

use super::Fault;
use super::lanes::Plain;
use super::text::{self, Invisible, Lines};

/// What a string is, taken as a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict<'u> {
    /// A URL with a scheme. If the scheme is one of the web, it has a host and a possible port.
    Absolute(Absolute<'u>),
    /// The empty string.
    Empty,
    /// A well-formed reference without a scheme: `henry.jpeg`, `/test.jpg`, `//host/x.png`. It means something only
    /// beside the page that it was written for.
    Relative,
    /// Neither: no URL, or one only after repair.
    Malformed(Fault<Malformed>),
}

/// What a rule wants to know of a well-formed absolute URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Absolute<'u> {
    /// The scheme in lower case, without its colon; schemes are compared so (RFC 3986, section 3.1).
    pub scheme: Cow<'u, str>,
    /// The user information and its `@`, in bytes: `user:password@`. Cutting it out leaves a well-formed URL.
    pub credentials: Option<Range<usize>>,
    /// The first run of characters beyond ASCII, in bytes. Browsers take such a URL (it is an IRI) and encode it by
    /// themselves; other software may not.
    pub needs_encoding: Option<Range<usize>>,
}

/// Why a string is no URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// White space at an edge.
    Padding,
    /// White space inside.
    Space(char),
    /// A control or another character that nobody sees.
    Invisible(Invisible),
    /// A backslash where a URL has a slash.
    Backslash,
    /// A path of the Windows file system: `C:\x.png`, `\\server\x.png`.
    FilePath,
    /// What stands before the first colon is no scheme.
    Scheme,
    /// A host and a port, and no scheme before them: `localhost:3000/x.png`.
    SchemeMissing,
    /// A slash before the scheme: `/https://example.com/x.png`.
    SlashBeforeScheme,
    /// Something else than `://` after `http` or `https`: `https//…`, `https =>//…`.
    Separator,
    /// The scheme twice: `https://https://example.com/x.png`.
    SchemeRepeated,
    /// A web scheme without `//` and a host: `https:/x`, `https:x`.
    AuthorityMissing,
    /// A web scheme with `//` and no host: `https://`, `https:///x.png`.
    HostMissing,
    /// A character that no host has.
    Host(char),
    /// A host of several colons outside brackets.
    Colons,
    /// A host that ends in a number and is no IPv4 address of four numbers.
    Ipv4,
    /// Brackets around something that is no IPv6 address, or not closed.
    IpLiteral,
    /// A port that is not a number from 0 to 65535.
    Port,
    /// A `%` without two hexadecimal digits.
    PercentEncoding,
    /// A character that must be percent-encoded; browsers do it silently.
    Unencoded(char),
    /// A character beyond ASCII that RFC 3987 keeps out of every URL: private use, U+FFFD.
    NotAllowed(char),
}

/// Judges `url` as it stands.
///
/// # Sources
///
/// RFC 3986 and 3987 for what parses. Beyond them, as in the URL standard of the WHATWG: `http`, `https`, `ws`,
/// `wss` and `ftp` need a host, a port is at most 65535, and a host that ends in a number is an IPv4 address.
pub(crate) fn judge(url: &str) -> Verdict<'_> {
    if url.is_empty() {
        return Verdict::Empty;
    }
    if let Some(scheme) = common_form(url.as_bytes()) {
        let scheme = Cow::Borrowed(scheme);
        return Verdict::Absolute(Absolute {
            scheme,
            credentials: None,
            needs_encoding: None,
        });
    }
    match parse(url) {
        Ok(Some(absolute)) => Verdict::Absolute(absolute),
        Ok(None) => Verdict::Relative,
        Err(fault) => Verdict::Malformed(fault),
    }
}

/// True for most good photo URLs, in one pass: `https`, in lower case, a host that is a name, all of it ASCII, without
/// credentials. [`judge`] then says [`Verdict::Absolute`] with nothing to report. False decides nothing.
pub(crate) fn is_common_https(url: &[u8]) -> bool {
    common_form(url) == Some("https")
}

/// True for most URLs of photos: `https`, a host of letters, digits, `-`, `_` and `.`, and a path of the same. Says yes only where
/// [`is_common_https`] does. The bytes are counted as bits.
pub(crate) fn is_everyday_https(url: Plain<'_>) -> bool {
    const SCHEME: &[u8] = b"https://";
    const BEHIND_SCHEME: u64 = u64::MAX << SCHEME.len();
    if !url.text().starts_with(SCHEME) {
        return false;
    }
    let [dots, slashes, hyphens, low_lines] = url.equal([b'.', b'/', b'-', b'_']);
    let known = url.alphanumeric() | dots | slashes | hyphens | low_lines;
    // The slash behind the host; or the byte behind all.
    let end = (slashes & BEHIND_SCHEME | (url.all() + 1)).trailing_zeros();
    let host = BEHIND_SCHEME & !(u64::MAX << end);
    let last_label = match dots & host {
        0 => SCHEME.len(),
        dots => dots.ilog2() as usize + 1,
    };
    let is_name = last_label < end as usize && url.text()[last_label].is_ascii_alphabetic();
    is_name && (url.all() & !known) & BEHIND_SCHEME == 0
}

/// The scheme that a browser sees in `url`, in lower case and without its colon, whether or not the rest is a URL.
///
/// As in the URL standard of the WHATWG, spaces and controls before it and tabs and line breaks anywhere are
/// passed over, so that `"\u{1}java\nscript:…"` is `javascript`. For a verdict on safety this is the one to ask:
/// [`judge`] gives no scheme for what is malformed.
pub(crate) fn scheme(url: &str) -> Option<Cow<'_, str>> {
    let url = url.trim_start_matches(|char| char <= ' ');
    let is_skipped = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r');
    let end = url
        .bytes()
        .position(|byte| !is_in_scheme(byte) && !is_skipped(byte))?;
    if !url.starts_with(|char: char| char.is_ascii_alphabetic()) || !url[end..].starts_with(':') {
        return None;
    }
    let written = &url[..end];
    Some(if written.bytes().any(is_skipped) {
        Cow::Owned(
            written
                .bytes()
                .filter(|&byte| !is_skipped(byte))
                .map(|byte| char::from(byte.to_ascii_lowercase()))
                .collect(),
        )
    } else {
        lower_case(written)
    })
}

/// The schemes of what is no photo for anybody else: two run code, the third names a file of the own computer.
pub(crate) const SCHEMES_OF_NO_PHOTO: [&str; 3] = ["javascript", "vbscript", "file"];

/// The [`scheme()`], if it is one of [`SCHEMES_OF_NO_PHOTO`].
pub(crate) fn scheme_of_no_photo(url: &str) -> Option<Cow<'_, str>> {
    scheme(url).filter(|scheme| SCHEMES_OF_NO_PHOTO.contains(&&**scheme))
}

/// `ALPHA / DIGIT / "+" / "-" / "."` (RFC 3986, section 3.1).
fn is_in_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

fn lower_case(scheme: &str) -> Cow<'_, str> {
    if scheme.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(scheme.to_ascii_lowercase())
    } else {
        Cow::Borrowed(scheme)
    }
}

/// The scheme of a URL in the common form: `http` or `https`, a host of letters, digits, `-`, `_` and `.` whose last
/// label begins with a letter, perhaps a port, and then nothing that RFC 3986 wants percent-encoded.
///
/// Says yes only where [`parse`] would find an absolute URL with nothing to report.
fn common_form(bytes: &[u8]) -> Option<&'static str> {
    let (scheme, rest) = match bytes.strip_prefix(b"https://") {
        Some(rest) => ("https", rest),
        None => ("http", bytes.strip_prefix(b"http://")?),
    };
    let length = rest
        .iter()
        .position(|&byte| CLASS[usize::from(byte)] & HOST == 0)
        .unwrap_or(rest.len());
    let (host, mut rest) = rest.split_at(length);
    let last_label = host.rsplit(|&byte| byte == b'.').next()?;
    if !last_label.first()?.is_ascii_alphabetic() {
        return None;
    }
    if let Some(port) = rest.strip_prefix(b":") {
        let digits = port
            .iter()
            .take(MOST_PORT_DIGITS)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, after) = port.split_at(digits);
        if digits.is_empty() || !is_port(std::str::from_utf8(digits).ok()?) {
            return None;
        }
        rest = after;
    }
    (matches!(rest.first(), None | Some(b'/' | b'?' | b'#')) && is_common_tail(rest)).then_some(scheme)
}

/// True if `tail`, which begins with the end of an authority, is a path, a query and a fragment.
fn is_common_tail(tail: &[u8]) -> bool {
    let seen = tail.iter().fold(0, |seen, &byte| seen | CLASS[usize::from(byte)]);
    seen & OTHER == 0
        && (seen & HASH == 0 || tail.split(|&byte| byte == b'#').nth(2).is_none())
        && (seen & PERCENT == 0 || is_percent_encoded(tail))
}

/// True if two hexadecimal digits follow each `%`.
fn is_percent_encoded(tail: &[u8]) -> bool {
    tail.split(|&byte| byte == b'%')
        .skip(1)
        .all(|after| matches!(after, [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit()))
}

const HOST: u8 = 1;
const PERCENT: u8 = 2;
const HASH: u8 = 4;
const OTHER: u8 = 8;

/// What a byte is in the common form: `HOST` for those of a host, nothing for the others that stand for themselves
/// in a path and a query (`pchar`, `/` and `?` of RFC 3986), one bit each for `%` and `#`, `OTHER` for the rest.
const CLASS: [u8; 256] = {
    let class = marked(
        [OTHER; 256],
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._",
        HOST,
    );
    let class = marked(class, b"~!$&'()*+,;=:@/?", 0);
    marked(marked(class, b"%", PERCENT), b"#", HASH)
};

const fn marked(mut class: [u8; 256], bytes: &[u8], mark: u8) -> [u8; 256] {
    let mut index = 0;
    while index < bytes.len() {
        class[bytes[index] as usize] = mark;
        index += 1;
    }
    class
}

const MOST_PORT_DIGITS: usize = 5;

/// An empty port is the default one (RFC 3986, section 3.2.3).
fn is_port(digits: &str) -> bool {
    digits.is_empty() || digits.parse::<u16>().is_ok()
}

/// The whole judgement on a string that is not empty: an absolute URL, a relative reference (`None`), or a fault.
fn parse(url: &str) -> Result<Option<Absolute<'_>>, Fault<Malformed>> {
    if let Some(fault) = first_misconception(url) {
        return Err(fault);
    }
    let reference = IriRef::parse(url).map_err(|error| explain(url, error))?;
    if let Some(fault) = first_unseen(url) {
        return Err(fault);
    }
    let Some(scheme) = reference.scheme().map(Scheme::as_str) else {
        return Ok(None);
    };
    let authority = reference.authority();
    if let Some(authority) = authority {
        check_authority(url, scheme, authority)?;
    } else if needs_host(scheme) {
        let at = scheme.len() + 1;
        return Err(Fault {
            at: at..at,
            what: Malformed::AuthorityMissing,
        });
    }
    let credentials = authority
        .and_then(|authority| authority.userinfo())
        .map(|userinfo| {
            let start = authority_start(scheme);
            start..start + userinfo.as_str().len() + 1
        });
    Ok(Some(Absolute {
        scheme: lower_case(scheme),
        credentials,
        needs_encoding: first_beyond_ascii(url),
    }))
}

/// The mistakes that are better named by what was meant than by the first byte that does not parse.
fn first_misconception(url: &str) -> Option<Fault<Malformed>> {
    if let Some(at) = text::padding(url) {
        return Some(Fault {
            at,
            what: Malformed::Padding,
        });
    }
    let bytes = url.as_bytes();
    if let Some([b'\\', b'\\']) = bytes.first_chunk() {
        return Some(Fault {
            at: 0..2,
            what: Malformed::FilePath,
        });
    }
    if let Some([drive, b':', b'\\' | b'/']) = bytes.first_chunk()
        && drive.is_ascii_alphabetic()
    {
        return Some(Fault {
            at: 0..3,
            what: Malformed::FilePath,
        });
    }
    let unslashed = url.trim_start_matches('/');
    let slashes = url.len() - unslashed.len();
    if slashes > 0 && after_web_scheme(unslashed).is_some_and(|after| after.starts_with(':')) {
        return Some(Fault {
            at: 0..slashes,
            what: Malformed::SlashBeforeScheme,
        });
    }
    let separator = after_web_scheme(url).and_then(wrong_separator);
    if let Some((length, after)) = separator {
        let end = url.len() - after.len();
        return Some(Fault {
            at: end - length..end,
            what: Malformed::Separator,
        });
    }
    begins_with_host_and_port(url).then_some(Fault {
        at: 0..0,
        what: Malformed::SchemeMissing,
    })
}

/// What follows `https` or `http`, in any case, at the start of `url`.
fn after_web_scheme(url: &str) -> Option<&str> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let (start, after) = url.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(after)
    })
}

/// The length of a few signs that end in `//` and are not `://`, and what comes after them.
fn wrong_separator(after_scheme: &str) -> Option<(usize, &str)> {
    const MOST_SIGNS: usize = 6;
    let signs = after_scheme
        .bytes()
        .take(MOST_SIGNS)
        .take_while(|&byte| !is_in_scheme(byte))
        .count();
    let start = after_scheme.as_bytes()[..signs]
        .windows(2)
        .position(|pair| pair == b"//")?;
    let is_right = after_scheme.starts_with("://");
    (!is_right).then(|| (start + 2, &after_scheme[start + 2..]))
}

/// True for `localhost:3000` and `example.com:8080/x.png`, which parse as URLs with a scheme of that name.
fn begins_with_host_and_port(url: &str) -> bool {
    let length = url.bytes().take_while(|&byte| is_in_scheme(byte)).count();
    let (host, after) = url.split_at(length);
    let Some(port) = after.strip_prefix(':') else {
        return false;
    };
    let digits = port
        .bytes()
        .take(MOST_PORT_DIGITS)
        .take_while(u8::is_ascii_digit)
        .count();
    (host.contains('.') || host.eq_ignore_ascii_case("localhost"))
        && digits > 0
        && matches!(port.as_bytes().get(digits), None | Some(b'/' | b'?' | b'#'))
}

/// What RFC 3987 lets through and no reader sees, and white space beyond ASCII.
fn first_unseen(url: &str) -> Option<Fault<Malformed>> {
    let space = url.char_indices().find(|(_, char)| char.is_whitespace());
    let space = space.map(|(at, char)| Fault {
        at: at..at + char.len_utf8(),
        what: Malformed::Space(char),
    });
    let unseen = text::first_invisible(url, Lines::One);
    let unseen = unseen.map(|fault| Fault {
        at: fault.at,
        what: Malformed::Invisible(fault.what),
    });
    [space, unseen]
        .into_iter()
        .flatten()
        .min_by_key(|fault| fault.at.start)
}

/// The schemes that name a place on the network, and so need its name.
fn needs_host(scheme: &str) -> bool {
    ["https", "http", "ws", "wss", "ftp"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

fn authority_start(scheme: &str) -> usize {
    scheme.len() + "://".len()
}

/// Judges what RFC 3986 leaves to the scheme.
fn check_authority(url: &str, scheme: &str, authority: IAuthority<'_>) -> Result<(), Fault<Malformed>> {
    let start = authority_start(scheme);
    let host_start = start
        + authority
            .userinfo()
            .map_or(0, |userinfo| userinfo.as_str().len() + 1);
    let host = authority.host();
    let host_end = host_start + host.len();
    if needs_host(scheme)
        && let Some(fault) = first_in_host(host)
    {
        let at = host_start + fault.at.start..host_start + fault.at.end;
        return Err(Fault { at, what: fault.what });
    }
    let Some(port) = authority.port() else {
        return Ok(());
    };
    if port.as_str().is_empty() && after_web_scheme(host) == Some("") && url[host_end..].starts_with("://") {
        return Err(Fault {
            at: 0..start,
            what: Malformed::SchemeRepeated,
        });
    }
    if is_port(port.as_str()) {
        return Ok(());
    }
    Err(Fault {
        at: host_end + 1..host_end + 1 + port.as_str().len(),
        what: Malformed::Port,
    })
}

/// The forbidden domain code points of the URL standard (WHATWG, "host miscellaneous").
fn is_forbidden_in_domain(char: char) -> bool {
    char.is_ascii_control() || " #%/:<>?@[\\]^|".contains(char)
}

/// Judges the host of a scheme of the web, as far as it parsed.
fn first_in_host(host: &str) -> Option<Fault<Malformed>> {
    let what = if host.is_empty() {
        Malformed::HostMissing
    } else if host.starts_with("[v") || host.starts_with("[V") {
        // The other kind of literal of RFC 3986, which was never put to use.
        Malformed::IpLiteral
    } else if ends_in_number(host) && !is_ipv4(host) {
        Malformed::Ipv4
    } else {
        // Browsers decode a host before they look at it.
        return host.match_indices('%').find_map(|(at, _)| {
            let end = at + "%2F".len();
            let char = char::from(u8::from_str_radix(host.get(at + 1..end)?, 16).ok()?);
            is_forbidden_in_domain(char).then_some(Fault {
                at: at..end,
                what: Malformed::Host(char),
            })
        });
    };
    Some(Fault {
        at: 0..host.len(),
        what,
    })
}

/// True if the last label is a number, decimal or hexadecimal ("ends in a number" of the URL standard).
fn ends_in_number(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = host.rsplit('.').next().unwrap_or(host);
    let is_hexadecimal = label
        .strip_prefix("0x")
        .or_else(|| label.strip_prefix("0X"))
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    is_hexadecimal || (!label.is_empty() && label.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_ipv4(host: &str) -> bool {
    host.strip_suffix('.').unwrap_or(host).parse::<Ipv4Addr>().is_ok()
}

fn first_beyond_ascii(url: &str) -> Option<Range<usize>> {
    let start = url.bytes().position(|byte| !byte.is_ascii())?;
    let length = url[start..]
        .bytes()
        .position(|byte| byte.is_ascii())
        .unwrap_or(url.len() - start);
    Some(start..start + length)
}

/// Names the offence behind an error of the parser.
fn explain(url: &str, error: ParseError) -> Fault<Malformed> {
    let at = error.index();
    match error.kind() {
        ParseErrorKind::InvalidPctEncodedOctet => {
            let digits = url[at + 1..]
                .bytes()
                .take(2)
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            Fault {
                at: at..at + 1 + digits,
                what: Malformed::PercentEncoding,
            }
        }
        ParseErrorKind::InvalidIpv6Addr => Fault {
            at: brackets(url, at),
            what: Malformed::IpLiteral,
        },
        ParseErrorKind::UnexpectedChar => explain_character(url, at),
    }
}

/// Names what is wrong with the character at byte `at`, the first that no URL has there.
fn explain_character(url: &str, at: usize) -> Fault<Malformed> {
    let Some(char) = url[at..].chars().next() else {
        // Only a bracket can still be open at the end.
        return Fault {
            at: brackets(url, at),
            what: Malformed::IpLiteral,
        };
    };
    let here = at..at + char.len_utf8();
    if char.is_whitespace() {
        return Fault {
            at: here,
            what: Malformed::Space(char),
        };
    }
    if let Some(fault) = text::first_invisible(&url[here.clone()], Lines::One) {
        return Fault {
            at: here,
            what: Malformed::Invisible(fault.what),
        };
    }
    if char == '\\' {
        return Fault {
            at: here,
            what: Malformed::Backslash,
        };
    }
    if let Some(host) = host_before(url, at)
        && !url[at..host.end].contains('@')
    {
        let colon = url[host.start..at].rfind(':').map(|offset| host.start + offset);
        return match (char, colon) {
            _ if url[host.start..].starts_with('[') => Fault {
                at: brackets(url, at),
                what: Malformed::IpLiteral,
            },
            (':', _) => Fault {
                at: host,
                what: Malformed::Colons,
            },
            (_, Some(colon)) if is_in_host(char) => Fault {
                at: colon + 1..host.end,
                what: Malformed::Port,
            },
            _ => Fault {
                at: here,
                what: Malformed::Host(char),
            },
        };
    }
    // A colon that no scheme precedes, or something that cannot begin a scheme.
    if let Some(colon) = url.find(':')
        && (at == colon || (at == 0 && is_in_host(char)))
    {
        return Fault {
            at: 0..colon,
            what: Malformed::Scheme,
        };
    }
    let what = if char.is_ascii() {
        Malformed::Unencoded(char)
    } else {
        Malformed::NotAllowed(char)
    };
    Fault { at: here, what }
}

/// The host and the port around or right before byte `at`, where the string parses up to there: in the authority,
/// behind its `@`.
fn host_before(url: &str, at: usize) -> Option<Range<usize>> {
    let before = &url[..url.find("//")?];
    let follows_scheme = before
        .strip_suffix(':')
        .is_some_and(|scheme| scheme.bytes().all(is_in_scheme));
    let start = before.len() + 2;
    if start > at || !(before.is_empty() || follows_scheme) {
        return None;
    }
    let end = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |length| start + length);
    let credentials = url[start..end.min(at)].rfind('@').map_or(0, |length| length + 1);
    (at <= end).then_some(start + credentials..end)
}

/// From the last opening bracket before `at` to the next closing one, or to the end of the authority.
fn brackets(url: &str, at: usize) -> Range<usize> {
    let start = url[..at].rfind('[').unwrap_or(at);
    let end = url[start..]
        .find([']', '/', '?', '#'])
        .map_or(url.len(), |length| start + length);
    start..end + usize::from(url[end..].starts_with(']'))
}

/// `unreserved / sub-delims` (RFC 3986, section 3.2.2), and every character beyond ASCII.
fn is_in_host(char: char) -> bool {
    !char.is_ascii() || char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(char)
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Padding => f.write_str("white space around the URL"),
            Self::Space(' ') => f.write_str("a space in the URL, which must be written as `%20`"),
            Self::Space(char) => write!(f, "white space (U+{:04X}) in the URL", u32::from(*char)),
            Self::Invisible(invisible) => invisible.fmt(f),
            Self::Backslash => f.write_str("a backslash where a URL has a slash"),
            Self::FilePath => f.write_str("a path on a Windows computer, not a URL"),
            Self::Scheme => f.write_str("what stands before the first colon is no URL scheme"),
            Self::SchemeMissing => f.write_str("the URL begins with its host; the scheme is missing"),
            Self::SlashBeforeScheme => f.write_str("a slash before the scheme makes this a relative path"),
            Self::Separator => f.write_str("the scheme must be followed by `://`"),
            Self::SchemeRepeated => f.write_str("the scheme is written twice"),
            Self::AuthorityMissing => f.write_str("`//` and a host must follow the scheme"),
            Self::HostMissing => f.write_str("the URL has no host"),
            Self::Host(char) => write!(f, "{} cannot stand in a host", Shown(*char)),
            Self::Colons => f.write_str(
                "a host has one colon at most, before its port, unless it is an IPv6 address in brackets",
            ),
            Self::Ipv4 => f.write_str(
                "a host that ends in a number must be an IPv4 address of four numbers from 0 to 255",
            ),
            Self::IpLiteral => f.write_str("the brackets do not hold an IPv6 address"),
            Self::Port => f.write_str("the port is not a number from 0 to 65535"),
            Self::PercentEncoding => f.write_str("`%` is not followed by two hexadecimal digits"),
            Self::Unencoded(char) => write!(
                f,
                "{} should be written as `%{:02X}`",
                Shown(*char),
                u32::from(*char)
            ),
            Self::NotAllowed(char) => write!(f, "{} cannot stand in a URL", Shown(*char)),
        }
    }
}

/// A character for a message: itself where that is safe to print.
struct Shown(char);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '`' => f.write_str("a backquote"),
            char if char.is_ascii_graphic() => write!(f, "`{char}`"),
            char => write!(f, "U+{:04X}", u32::from(char)),
        }
    }
}

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests;
