//! What escaping for HTML, SQL or code leaves behind: character references, and quotes behind backslashes.

use std::fmt;

use super::Fault;
use super::invisible::Named;

/// An HTML character reference where plain text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HtmlEscape {
    /// The character that the reference stands for in HTML.
    pub stands_for: char,
}

/// The first HTML character reference in `text`: `&amp;`, `&#038;`, `&#x27;`, `&uuml;`.
///
/// Named references are those of HTML 4 without its mathematical symbols, `&apos;`, and `&AMP;`, `&LT;`, `&GT;` and
/// `&QUOT;`: what escaping functions write into names and addresses. Numbers mean what the
/// HTML standard makes of them (section 13.2.5.80: 0x80 to 0x9F are Windows-1252, what is no character is U+FFFD).
/// Only a reference that ends with `;` counts: `AT&T;`, `fish & chips` and the query `?a=1&amp=2` are silent.
/// To undo the escaping, replace one finding after the other and go on behind it.
pub(crate) fn first_html_escape(text: &str) -> Option<Fault<HtmlEscape>> {
    let mut from = 0;
    while let Some(offset) = text[from..].find('&') {
        let at = from + offset;
        let body = &text[at + 1..];
        if let Some((length, stands_for)) = numeric_reference(body).or_else(|| named_reference(body)) {
            return Some(Fault {
                at: at..at + 1 + length,
                what: HtmlEscape { stands_for },
            });
        }
        from = at + 1;
    }
    None
}

/// The first quote behind a backslash: `O\'Brien`, `\"Linda\"`. It is what `addslashes` and its like leave in a text,
/// with more backslashes where they were called more than once. The fault is the quote, and begins at the first of
/// its backslashes.
///
/// A backslash before anything else is silent: `¯\_(ツ)_/¯`. [`is_plain`](super::is_plain) does not ask for it.
pub(crate) fn first_slashed_quote(text: &str) -> Option<Fault<char>> {
    let mut from = 0;
    while let Some(offset) = memchr::memchr(b'\\', &text.as_bytes()[from..]) {
        let start = from + offset;
        let behind = text[start..].trim_start_matches('\\');
        let quote = text.len() - behind.len();
        if let Some(char) = behind.chars().next().filter(|char| matches!(char, '\'' | '"')) {
            return Some(Fault {
                at: start..quote + 1,
                what: char,
            });
        }
        from = quote;
    }
    None
}

/// The length of `#…;` and its character, where `body` follows a `&`.
fn numeric_reference(body: &str) -> Option<(usize, char)> {
    const MOST_DIGITS: usize = 8;
    let number = body.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let length = digits
        .bytes()
        .take(MOST_DIGITS)
        .take_while(|&byte| char::from(byte).is_digit(radix))
        .count();
    if !digits[length..].starts_with(';') {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    Some((body.len() - digits.len() + length + 1, character_of(code)))
}

fn character_of(code: u32) -> char {
    const WINDOWS_1252: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match code {
        0 => char::REPLACEMENT_CHARACTER,
        0x80..=0x9F => WINDOWS_1252[(code - 0x80) as usize],
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// The length of `name;` and its character, where `body` follows a `&`.
fn named_reference(body: &str) -> Option<(usize, char)> {
    const LONGEST: usize = 8;
    let length = body
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, rest) = body.split_at(length);
    if !rest.starts_with(';') {
        return None;
    }
    let in_run = |&(first, names): &(char, &str)| {
        // A quick look first: a hostile text may hold a great many names that are none.
        if !names.contains(name) {
            return None;
        }
        names
            .split(' ')
            .zip(first..)
            .find(|(known, _)| *known == name)
            .map(|(_, char)| char)
    };
    Some((length + 1, NAMES.iter().find_map(in_run)?))
}

/// Names of characters that follow one another in Unicode, by the first of them.
const NAMES: [(char, &str); 41] = [
    ('\u{22}', "quot"),
    ('\u{26}', "amp apos"),
    ('\u{3C}', "lt"),
    ('\u{3E}', "gt"),
    ('\u{22}', "QUOT"),
    ('\u{26}', "AMP"),
    ('\u{3C}', "LT"),
    ('\u{3E}', "GT"),
    (
        '\u{A0}',
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
         plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 \
         iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml \
         Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave \
         Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
         egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde \
         ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml",
    ),
    ('\u{152}', "OElig oelig"),
    ('\u{160}', "Scaron scaron"),
    ('\u{178}', "Yuml"),
    ('\u{192}', "fnof"),
    ('\u{2C6}', "circ"),
    ('\u{2DC}', "tilde"),
    (
        '\u{391}',
        "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho",
    ),
    ('\u{3A3}', "Sigma Tau Upsilon Phi Chi Psi Omega"),
    (
        '\u{3B1}',
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho \
         sigmaf sigma tau upsilon phi chi psi omega",
    ),
    ('\u{3D1}', "thetasym upsih"),
    ('\u{3D6}', "piv"),
    ('\u{2002}', "ensp emsp"),
    ('\u{2009}', "thinsp"),
    ('\u{200C}', "zwnj zwj lrm rlm"),
    ('\u{2013}', "ndash mdash"),
    ('\u{2018}', "lsquo rsquo sbquo"),
    ('\u{201C}', "ldquo rdquo bdquo"),
    ('\u{2020}', "dagger Dagger bull"),
    ('\u{2026}', "hellip"),
    ('\u{2030}', "permil"),
    ('\u{2032}', "prime Prime"),
    ('\u{2039}', "lsaquo rsaquo"),
    ('\u{203E}', "oline"),
    ('\u{2044}', "frasl"),
    ('\u{20AC}', "euro"),
    ('\u{2122}', "trade"),
    ('\u{2190}', "larr uarr rarr darr harr"),
    ('\u{21B5}', "crarr"),
    ('\u{21D0}', "lArr uArr rArr dArr hArr"),
    ('\u{2660}', "spades"),
    ('\u{2663}', "clubs"),
    ('\u{2665}', "hearts diams"),
];

impl fmt::Display for HtmlEscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let char = self.stands_for;
        if char.is_alphanumeric() || char.is_ascii_graphic() {
            write!(f, "an HTML character reference for `{char}`")
        } else {
            write!(f, "an HTML character reference for {}", Named(char))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escape(text: &str) -> Option<(&str, char)> {
        first_html_escape(text).map(|fault| (&text[fault.at], fault.what.stands_for))
    }

    #[test]
    fn html_13_2_5_80_numeric_references() {
        assert_eq!(escape("?s=96&#038;d=mm"), Some(("&#038;", '&')));
        assert_eq!(escape("O&#x27;Neill"), Some(("&#x27;", '\'')));
        assert_eq!(escape("it&#146;s"), Some(("&#146;", '\u{2019}')));
        assert_eq!(escape("&#0;"), Some(("&#0;", '\u{FFFD}')));
        assert_eq!(escape("&#xD800;"), Some(("&#xD800;", '\u{FFFD}')));
        assert_eq!(escape("&#x110000;"), Some(("&#x110000;", '\u{FFFD}')));
        assert_eq!(escape("&#X1f600;"), Some(("&#X1f600;", '😀')));
    }

    #[test]
    fn html_named_references() {
        assert_eq!(escape("Tom &amp; Ben"), Some(("&amp;", '&')));
        assert_eq!(escape("M&uuml;ller"), Some(("&uuml;", 'ü')));
        assert_eq!(escape("&Alpha;&theta;"), Some(("&Alpha;", 'Α')));
        assert_eq!(escape("&Omega;"), Some(("&Omega;", 'Ω')));
        assert_eq!(escape("&omega;"), Some(("&omega;", 'ω')));
        assert_eq!(escape("&yuml;"), Some(("&yuml;", 'ÿ')));
        assert_eq!(escape("a&nbsp;b"), Some(("&nbsp;", '\u{A0}')));
        assert_eq!(escape("&apos;&QUOT;"), Some(("&apos;", '\'')));
        assert_eq!(escape("AT&T &lt;3"), Some(("&lt;", '<')));
        assert_eq!(escape("&amp;amp;"), Some(("&amp;", '&')));
        assert_eq!(escape("é&é&szlig;"), Some(("&szlig;", 'ß')));
    }

    #[test]
    fn an_ampersand_alone_is_no_reference() {
        for text in [
            "A & B",
            "AT&T;",
            "R&D; Q&A;",
            "?a=1&amp=2",
            "?a=1&copy=2&reg=3;",
            "&;",
            "&#;",
            "&#x;",
            "&#xg;",
            "&# 38;",
            "&+38;",
            "&#+38;",
            "&",
            "&amp",
            "&é;",
            "&uml ;",
        ] {
            assert_eq!(escape(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_quote_behind_backslashes() {
        let slashed =
            |text: &'static str| first_slashed_quote(text).map(|fault| (&text[fault.at], fault.what));
        assert_eq!(slashed(r"O\'Brien"), Some((r"\'", '\'')));
        assert_eq!(slashed(r"O\\\'Brien"), Some((r"\\\'", '\'')));
        assert_eq!(slashed(r#"é \"Linda\""#), Some((r#"\""#, '"')));
        assert_eq!(slashed(r"a\b \'"), Some((r"\'", '\'')));
        for text in [
            "",
            "O'Brien",
            r"\",
            r"¯\_(ツ)_/¯",
            r"a\\",
            r"\é'",
            r"DOMAIN\linda",
            r"'\",
        ] {
            assert_eq!(slashed(text), None, "{text:?}");
        }
    }
}
