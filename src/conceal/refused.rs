//! What is to be hidden in a text that is not JSON. It has no strings and no keys that are sure: more is hidden here
//! than in JSON, never less.

use std::ops::Range;

use super::holds_credential;
use crate::grammar::credential::names_credential;

/// The bytes of the secrets of a text that is not JSON. In no order, and some may lie in others.
///
/// Such a text need not be UTF-8, and where its strings and its items end is not sure: bytes are looked at, and what
/// stands behind a word for a credential is hidden whatever it is.
pub(crate) fn secrets(bytes: &[u8]) -> Vec<Range<usize>> {
    [credential_words(bytes), private_keys(bytes), behind_names(bytes)].concat()
}

/// The bytes of a text that is not JSON, but for what gives it its form: brackets, commas, colons, quotes and white space.
pub(crate) fn values(bytes: &[u8]) -> Vec<Range<usize>> {
    all_but_form(bytes, 0..bytes.len()).collect()
}

fn all_but_form(bytes: &[u8], within: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let is_form = |byte: &u8| b"{}[]:,\"' \t\r\n".contains(byte);
    let mut next = within.start;
    let runs = bytes[within].split(is_form).map(move |run| {
        let start = next;
        next += run.len() + 1;
        start..start + run.len()
    });
    runs.filter(|run| !run.is_empty())
}

/// The words that are credentials by their form.
fn credential_words(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let mut words = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    let mut at = 0;
    while at <= bytes.len() {
        let (byte, length) = letter(&bytes[at..]);
        if is_inside(byte) {
            if word.is_empty() {
                start = at;
            }
            word.push(char::from(byte));
        } else {
            let is_escaped = start > 0 && bytes[start - 1] == b'\\';
            let behind_escape = word.get(usize::from(is_escaped)..).unwrap_or_default();
            // As the argument of a program, behind a minus, or behind `\n`.
            if [&word, behind_escape]
                .iter()
                .any(|word| holds_credential(word.trim_start_matches(['-', '.'])))
            {
                words.push(start..at);
            }
            word.clear();
        }
        at += length;
    }
    words
}

/// What a text starts with, be it escaped, and how many bytes it takes. What is not ASCII is one `0xFF`, the end a zero.
fn letter(bytes: &[u8]) -> (u8, usize) {
    let escaped = bytes
        .strip_prefix(b"\\u")
        .and_then(|behind| behind.get(..4))
        .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match (escaped, bytes.first()) {
        (Some(code), _) => (u8::try_from(code).unwrap_or(0xFF), 6),
        (None, Some(&byte)) => (byte, 1),
        (None, None) => (0, 1),
    }
}

/// What stands between the first and the last line of private keys in PEM.
fn private_keys(bytes: &[u8]) -> Vec<Range<usize>> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const DASHES: &[u8] = b"-----";
    let mut keys = Vec::new();
    let mut at = 0;
    // Each search goes on where the last one ended, so none looks at a byte again.
    while let Some(begin) = find(bytes, at, BEGIN) {
        at = begin + BEGIN.len();
        let Some(label_end) = find(bytes, at, DASHES) else {
            break;
        };
        if find(&bytes[..label_end], at, b"PRIVATE KEY").is_none() {
            at = label_end;
            continue;
        }
        let start = label_end + DASHES.len();
        at = find(bytes, start, b"-----END").unwrap_or(bytes.len());
        keys.push(start..at);
    }
    keys
}

/// Where these bytes are found first, not before `from`.
fn find(bytes: &[u8], from: usize, sought: &[u8]) -> Option<usize> {
    let found = bytes[from..]
        .windows(sought.len())
        .position(|window| window == sought);
    found.map(|at| from + at)
}

/// What stands behind a word for a credential, to the end of the next line that holds anything: its value, wherever
/// that ends. Where brackets are closed is not known here, so they hide the rest of the text.
fn behind_names(bytes: &[u8]) -> Vec<Range<usize>> {
    let names = ends_of_names(bytes);
    let mut names = names.into_iter().peekable();
    let mut hidden = Vec::new();
    let mut start = 0;
    let mut goes_on = false;
    for line in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
        let end = start + line.len();
        let first = names.peek().copied().filter(|&name| name <= end);
        let from = if goes_on { Some(start) } else { first };
        if let Some(from) = from {
            let before = hidden.len();
            hidden.extend(all_but_form(bytes, from..end));
            goes_on &= hidden.len() == before;
        }
        while let Some(name) = names.next_if(|&name| name <= end) {
            if opens_bracket(&bytes[name..]) {
                hidden.extend(all_but_form(bytes, name..bytes.len()));
                return hidden;
            }
            goes_on = true;
        }
        start = end;
    }
    hidden
}

/// Whether the value behind a key is an object or an array.
fn opens_bracket(behind: &[u8]) -> bool {
    let first = behind.iter().find(|byte| !b"\"'`\\:=> \t\r\n".contains(byte));
    matches!(first, Some(b'{' | b'['))
}

/// Where words for credentials end, in text order. A word may have escapes in it, bytes that are not ASCII and controls,
/// and words with a space between them may be one.
fn ends_of_names(bytes: &[u8]) -> Vec<usize> {
    /// As much of the words before as can matter.
    const KEPT: usize = 32;
    let is_white = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let mut ends = Vec::new();
    let mut name = String::new();
    let mut is_word = false;
    let mut at = 0;
    while at <= bytes.len() {
        let (byte, length) = letter(&bytes[at..]);
        let is_end = at == bytes.len();
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') {
            name.push(char::from(byte));
            is_word = true;
        } else if is_end || byte.is_ascii() && !byte.is_ascii_control() || is_white(byte) {
            if is_word && names_credential(&name) {
                ends.push(at);
            }
            if matches!(byte, b' ' | b'.' | b'/') {
                name.drain(..name.len().saturating_sub(KEPT));
            } else {
                name.clear();
            }
            is_word = false;
        }
        at += length;
    }
    ends
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[track_caller]
    fn hidden(text: &str, expected: &[&str]) {
        let mut ranges = secrets(text.as_bytes());
        ranges.sort_unstable_by_key(|range| range.start);
        let mut end = 0;
        ranges.retain(|range| {
            let stands_alone = range.end > end;
            end = end.max(range.end);
            stands_alone
        });
        let hidden: Vec<_> = ranges.into_iter().map(|range| &text[range]).collect();
        assert_eq!(hidden, expected, "{text}");
    }

    #[test]
    fn a_secret_is_found_in_what_is_no_json() {
        let key = format!("sk_live_{}", "0".repeat(24));
        hidden(&format!("{{id: {key}, b}}"), &[&key]);
        hidden(&format!("[\"a\" \"use {key}!\"]"), &[&key]);
        hidden("{\"password\": \"hunter2secret\",}", &["hunter2secret"]);
        hidden("{password: hunter2secret, id}", &["hunter2secret", "id"]);
        hidden("{'auth_token' : 'hunter2secret'}", &["hunter2secret"]);
        hidden("API_KEY=hunter2secret\nID=5\nA=6", &["=hunter2secret", "ID=5"]);
        hidden("{\"secret\": {\"a\":\n1,\n2},}", &["a", "1", "2"]);
        hidden(
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n",
            &["\nabc\n"],
        );
        hidden("-----BEGIN PRIVATE KEY-----\nabc", &["\nabc"]);
    }

    #[test]
    fn where_the_value_of_a_name_ends_is_not_guessed() {
        hidden("{\"password\":\"hunter2\\\"secret\"},}", &["hunter2\\", "secret"]);
        hidden("{password: 'a' + 'secret'}", &["a", "+", "secret"]);
        hidden("{\"password\" \"secret\"}", &["secret"]);
        hidden("{\"password\"/*x*/:\"secret\" \"x\"}", &["/*x*/", "secret", "x"]);
        hidden("<password>secret</password>", &[">secret</password>"]);
        hidden("“password”: “secret”", &["“secret”"]);
        hidden("{\"pass\\u0077ord\":\"secret\",}x", &["secret", "x"]);
        hidden("{\"api  key\":\"secret\",}", &["secret"]);
        hidden("password:\r\n\r\n  hunter2\r\nname: a", &["hunter2"]);
        hidden("password: hunter2\nid: a\nname: b", &["hunter2", "id", "a"]);
    }

    #[test]
    fn a_name_is_found_in_bytes_that_are_no_utf_8() {
        let names: [&[u8]; 5] = [
            b"\"pass\xffword\"",
            b"\"\xe9password\xe9\"",
            b"\xffpassword",
            b"pass\x00word",
            b"\"p\0a\0s\0s\0w\0o\0r\0d\0\"",
        ];
        for name in names {
            assert_eq!(ends_of_names(name).len(), 1, "{name:?}");
        }
    }

    #[test]
    fn a_credential_is_found_behind_an_escape_and_with_escapes_in_it() {
        let zeros = "0".repeat(24);
        for start in [
            "\\nsk_live_",
            "\\u000ask_live_",
            "\\u0073k_live_",
            "sk\\u005flive_",
        ] {
            let text = format!("{{'a':'{start}{zeros}'}}");
            let words = credential_words(text.as_bytes());
            assert_eq!(words.len(), 1, "{text}");
            assert!(text[words[0].clone()].ends_with(&zeros));
        }
    }

    #[test]
    fn no_byte_is_looked_at_again_and_again() {
        for part in [
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY",
            "token ",
            "token 1 ",
            "\"token\":",
            "token\n",
            "1 ",
        ] {
            let text = format!("{{\"a\":\"{}}}", part.repeat(80_000));
            let start = Instant::now();
            secrets(text.as_bytes());
            // A pass takes milliseconds; one from each of the repetitions would take minutes.
            assert!(start.elapsed() < Duration::from_secs(10), "{part:?}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        hidden("{\"tokens\": 5, \"name\": \"Linda\",}", &[]);
        hidden("password: ", &[]);
        hidden("é=é:", &[]);
    }

    #[test]
    fn of_what_is_no_json_only_the_form_is_shown() {
        let text = "{\"a b\": 'é',\n}";
        let shown: Vec<_> = values(text.as_bytes())
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(shown, ["a", "b", "é"]);
    }
}
