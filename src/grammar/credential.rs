//! Credentials: keys that name one, and values that are one.
//!
//! Known by their form only; whether a credential is still valid, nobody here knows. Nothing is ever quoted.

use super::text;

/// The ends of keys that name a credential, in lower case without separators. No `tokens`: that is a number of
/// them as often as not. No `pin` (a postal code in India) and no `pass` (for a boat, or a season).
const CREDENTIALS: [&str; 18] = [
    "password",
    "passwordhash",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "apikey",
    "secretkey",
    "privatekey",
    "accesskey",
    "signingkey",
    "encryptionkey",
    "credential",
    "credentials",
    "jwt",
    "authorization",
];

/// Bytes of the longest of these words.
const LONGEST_WORD: usize = 13;

/// A credential that is known by its form: a prefix, and so many characters behind it.
struct Format {
    what: &'static str,
    prefix: &'static str,
    is_body: fn(u8) -> bool,
    least: usize,
    most: usize,
}

const fn format(what: &'static str, prefix: &'static str, is_body: fn(u8) -> bool, least: usize) -> Format {
    Format {
        what,
        prefix,
        is_body,
        least,
        most: usize::MAX,
    }
}

/// The lengths are not above those that the issuers have used. What is shorter stands in an explanation.
const FORMATS: [Format; 16] = [
    format(
        "a secret key of TalkJS or Stripe",
        "sk_live_",
        is_alphanumeric,
        16,
    ),
    format(
        "a secret key of TalkJS or Stripe",
        "sk_test_",
        is_alphanumeric,
        16,
    ),
    format("a restricted key of Stripe", "rk_live_", is_alphanumeric, 16),
    format("a restricted key of Stripe", "rk_test_", is_alphanumeric, 16),
    format("a token of GitHub", "ghp_", is_word, 36),
    format("a token of GitHub", "gho_", is_word, 36),
    format("a token of GitHub", "ghu_", is_word, 36),
    format("a token of GitHub", "ghs_", is_word, 36),
    format("a token of GitHub", "ghr_", is_word, 36),
    format("a token of GitHub", "github_pat_", is_word, 36),
    format("a token of Slack", "xoxb-", is_base64url, 16),
    format("a token of Slack", "xoxp-", is_base64url, 16),
    format("a token of Slack", "xapp-", is_base64url, 16),
    Format {
        most: 16,
        ..format("an access key of AWS", "AKIA", is_capital_or_digit, 16)
    },
    Format {
        most: 16,
        ..format("an access key of AWS", "ASIA", is_capital_or_digit, 16)
    },
    Format {
        most: 35,
        ..format("an API key of Google", "AIza", is_base64url, 35)
    },
];

/// The shortest of them all, prefix included.
pub(crate) const SHORTEST: usize = 20;

/// Whether a key ends in a word for a credential: `auth_token`, `ApiKey2`, `userpassword`.
pub(crate) fn names_credential(key: &str) -> bool {
    let is_separator = |byte: u8| matches!(byte, b'_' | b'-' | b' ' | b'.' | b':' | b'/');
    let mut letters = key
        .bytes()
        .rev()
        .skip_while(|byte| byte.is_ascii_digit() || is_separator(*byte))
        .filter(|&byte| !is_separator(byte))
        .map(|byte| byte.to_ascii_lowercase());
    // Most keys end in two letters with which no such word does.
    let (Some(last), Some(before)) = (letters.next(), letters.next()) else {
        return false;
    };
    let may_be_word = CREDENTIALS
        .iter()
        .any(|word| word.as_bytes().ends_with(&[before, last]));
    if !may_be_word {
        return false;
    }
    let mut tail = [0; LONGEST_WORD];
    let mut start = LONGEST_WORD;
    for letter in [last, before].into_iter().chain(letters).take(LONGEST_WORD) {
        start -= 1;
        tail[start] = letter;
    }
    CREDENTIALS.iter().any(|word| tail.ends_with(word.as_bytes()))
}

/// Whether a value under such a key can be the credential itself. Flags, masks and templates cannot, nor what has
/// fewer than four letters and digits.
pub(crate) fn may_be_credential(value: &str) -> bool {
    const FLAGS: [&str; 5] = ["true", "false", "none", "unset", "redacted"];
    let core = value.trim_matches(|char: char| !char.is_alphanumeric());
    let is_mask = core
        .chars()
        .next()
        .is_some_and(|first| core.chars().all(|char| char == first));
    core.chars().nth(3).is_some()
        && !is_mask
        && !FLAGS.into_iter().any(|flag| core.eq_ignore_ascii_case(flag))
        && text::first_template(value).is_none()
}

/// Whether a text is a credential, by its key or by its form.
pub(crate) fn is_credential(key: &str, value: &str) -> bool {
    credential_in(value).is_some() || names_credential(key) && may_be_credential(value)
}

/// What credential stands in a text: as the whole of it, or as a word, since people serialise JSON into `custom`.
pub(crate) fn credential_in(text: &str) -> Option<&'static str> {
    if text.len() < SHORTEST {
        return None;
    }
    if holds_private_key(text) {
        return Some("a private key");
    }
    let is_inside = |byte: u8| is_base64url(byte) || byte == b'.';
    text.as_bytes().split(|&byte| !is_inside(byte)).find_map(|word| {
        if is_json_web_token(word) {
            return Some("a JSON Web Token");
        }
        if word.len() < SHORTEST {
            return None;
        }
        FORMATS
            .iter()
            .find(|format| format.fits(word))
            .map(|format| format.what)
    })
}

impl Format {
    fn fits(&self, word: &[u8]) -> bool {
        word.strip_prefix(self.prefix.as_bytes()).is_some_and(|body| {
            let length = body.iter().take_while(|&&byte| (self.is_body)(byte)).count();
            (self.least..=self.most).contains(&length)
        })
    }
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_word(byte: u8) -> bool {
    is_alphanumeric(byte) || byte == b'_'
}

fn is_base64url(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

fn is_capital_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

/// Whether a text in PEM has a private key, be it behind a certificate.
fn holds_private_key(text: &str) -> bool {
    text.contains('-')
        && text.split("-----BEGIN ").skip(1).any(|behind| {
            behind
                .split_once("-----")
                .is_some_and(|(label, _)| label.contains("PRIVATE KEY"))
        })
}

/// Header, claims, signature; the first two are JSON objects, whose `{"` and `{` are `eyJ` and `e` in base64.
fn is_json_web_token(word: &[u8]) -> bool {
    const SHORTEST_HEADER: usize = 16;
    if !word.starts_with(b"eyJ") {
        return false;
    }
    let mut parts = word.split(|byte| *byte == b'.');
    let (header, claims, signature) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none()
        && header.is_some_and(|header| header.len() >= SHORTEST_HEADER)
        && claims.is_some_and(|claims| claims.starts_with(b"e"))
        && signature.is_some_and(|signature| !signature.is_empty())
}
