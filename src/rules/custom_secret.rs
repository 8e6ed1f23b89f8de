//! A credential in `custom`.

use crate::evidence::{
    AWS_IDENTIFIERS, CONCEPT_USERS, Evidence, GITHUB_TOKENS, GOOGLE_API_KEYS, Grade, JS_TYPES,
    PUBLIC_PAYLOADS, RFC_7468, RFC_7519, SLACK_TOKENS, STRIPE_KEYS,
};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::grammar::text;
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::rules::custom_not_string;
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Member;

pub(super) const META: Meta = Meta {
    summary: "a credential in `custom`, by its key or by its form",
    why: "Every client can read the `custom` of every user, without any permission: what is stored there is as good \
          as published to all who can open the chat. The docs show a login token in `custom` as an example; it is \
          not safe there either.",
    advice: "keep the credential on your server, and replace it if it has been sent already",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Exposed,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(&[Field::Custom], check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "custom is part of the snapshot of a user, and any client may get the snapshot of any user without \
                   permissions",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "suggests tokens for login by e-mail as a use of custom, with a key that ends in `Token`",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "secret keys of TalkJS begin with sk_live_ or sk_test_ and stand in six files beside the user",
        },
        Evidence {
            grade: Grade::Observed,
            source: STRIPE_KEYS,
            fact: "secret keys begin with sk_live_ or sk_test_, restricted ones with rk_live_ or rk_test_; \
                   publishable keys (pk_) are not secret",
        },
        Evidence {
            grade: Grade::Observed,
            source: GITHUB_TOKENS,
            fact: "tokens begin with ghp_, gho_, ghu_, ghs_, ghr_ or github_pat_",
        },
        Evidence {
            grade: Grade::Observed,
            source: SLACK_TOKENS,
            fact: "bot tokens begin with xoxb-, user tokens with xoxp-, app-level tokens with xapp-",
        },
        Evidence {
            grade: Grade::Observed,
            source: AWS_IDENTIFIERS,
            fact: "access key ids begin with AKIA, temporary ones with ASIA, and have 20 characters",
        },
        Evidence {
            grade: Grade::Observed,
            source: GOOGLE_API_KEYS,
            fact: "the API key shown as an example begins with AIza and has 39 characters",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_7519,
            fact: "a signed JSON Web Token is three parts in base64url with dots between; header and claims are JSON \
                   objects",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_7468,
            fact: "private keys in text form stand between lines that say BEGIN and END, with the label PRIVATE KEY",
        },
    ],
};

/// The ends of keys that name a credential, in lower case without separators. No `tokens`: that is a number of
/// them as often as not. No `pin` (a postal code in India) and no `pass` (for a boat, or a season).
const CREDENTIALS: [&str; 17] = [
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
const SHORTEST: usize = 20;

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let Some(value) = member.value.as_str() else {
        return;
    };
    let entry = || custom_not_string::entry(member.key());
    if let Some(what) = credential_in(value) {
        found.report(Draft::new(
            Place::Value(member.value),
            format!("{} holds {what}", entry()),
        ));
    } else if names_credential(member.key()) && may_be_credential(value) {
        found.report(Draft::new(
            Place::Key(member.key),
            format!("{} names a credential", entry()),
        ));
    }
}

/// Whether this rule reports the entry.
pub(super) fn is_credential(member: Member<'_>) -> bool {
    member.value.as_str().is_some_and(|value| {
        credential_in(value).is_some() || names_credential(member.key()) && may_be_credential(value)
    })
}

/// Whether a key ends in a word for a credential: `auth_token`, `ApiKey2`, `userpassword`.
pub(super) fn names_credential(key: &str) -> bool {
    let is_separator = |byte: u8| matches!(byte, b'_' | b'-' | b' ' | b'.' | b':' | b'/');
    let letters = key
        .bytes()
        .rev()
        .skip_while(|byte| byte.is_ascii_digit() || is_separator(*byte))
        .filter(|&byte| !is_separator(byte))
        .map(|byte| byte.to_ascii_lowercase());
    let mut tail = [0; LONGEST_WORD];
    let mut start = LONGEST_WORD;
    for letter in letters.take(LONGEST_WORD) {
        start -= 1;
        tail[start] = letter;
    }
    let last = tail[LONGEST_WORD - 1];
    CREDENTIALS
        .iter()
        .any(|word| word.as_bytes().last() == Some(&last) && tail.ends_with(word.as_bytes()))
}

/// Whether a value under such a key can be the credential itself. Flags, masks and templates cannot, nor what has
/// fewer than four letters and digits.
fn may_be_credential(value: &str) -> bool {
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

/// What credential stands in a text: as the whole of it, or as a word, since people serialise JSON into `custom`.
fn credential_in(text: &str) -> Option<&'static str> {
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
    text.split("-----BEGIN ").skip(1).any(|behind| {
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
