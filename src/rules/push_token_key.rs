//! A key in `pushTokens` that is not a provider, a colon and a token.

use crate::evidence::{CORE_TYPES, Evidence, Grade, PUBLIC_PAYLOADS, REST_USERS};
use crate::field::{Field, PUSH_PROVIDERS};
use crate::finding::{Draft, Findings};
use crate::place::{Part, Place};
use crate::rule::{Anchor, Claim, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::Member;

pub(super) const META: Meta = Meta {
    summary: "a key in `pushTokens` that is not `fcm:` or `apns:` and a token",
    why: "The key says through whom a device is reached, and which device it is. Only Firebase Cloud Messaging \
          (`fcm`) and the Apple Push Notification service (`apns`) are documented.",
    advice: "write the provider, a colon and the token of the device: `fcm:…` or `apns:…`",
    severities: Severities::on(
        &[
            Surface::DataApiCreate,
            Surface::DataApiSet,
            Surface::Rest,
            Surface::RestUpdate,
        ],
        Severity::Error,
    ),
    effect: Effect::Rejected,
    fields: &[Field::PushTokens],
    anchors: &[Anchor::Entry(&[Field::PushTokens], check, EntryGlance::NEVER)],
    claims: &[Claim {
        property: "pushTokens",
        keyword: "propertyNames",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "a key of pushTokens is the provider, fcm or apns, a colon and the token of the device",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "says the same of the keys in the Data API",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "seven objects have keys without a provider",
        },
    ],
};

/// What people write for the providers.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("gcm", "fcm"),
    ("firebase", "fcm"),
    ("android", "fcm"),
    ("google", "fcm"),
    ("apn", "apns"),
    ("apple", "apns"),
    ("ios", "apns"),
    ("iphone", "apns"),
];

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let key = member.key();
    let (provider, token) = match key.split_once(':') {
        Some((provider, token)) => (provider, Some(token)),
        None => (key, None),
    };
    let is_provider = PUSH_PROVIDERS.contains(&provider);
    if is_provider && token.is_some_and(|token| !token.is_empty()) {
        return;
    }
    // Tokens are not repeated: who has one may reach the device.
    let draft = if is_provider {
        Draft::new(
            Place::Key(member.key),
            "a key in `pushTokens` has a provider and no token",
        )
    } else if token.is_some() && is_name(provider) {
        let place = Place::Slice {
            string: member.key,
            part: Part::Key,
            range: 0..provider.len(),
        };
        let message = format!("`{provider}` in `pushTokens` is no provider; `fcm` and `apns` are");
        Draft::new(place, message)
    } else {
        Draft::new(
            Place::Key(member.key),
            "a key in `pushTokens` is not a provider, a colon and a token",
        )
    };
    found.report(
        draft
            .help_if(meant_provider(key).map(|provider| format!("write `{provider}:` and then the token")))
            .help_quotes_nothing(),
    );
}

/// Whether it can only be the name of a provider, and not the beginning of a token.
fn is_name(provider: &str) -> bool {
    const LONGEST: usize = 12;
    let is_inside = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'_' | b'-');
    (1..=LONGEST).contains(&provider.len()) && provider.bytes().all(is_inside)
}

/// The provider that the beginning of a key names in other words, or that issues tokens of this form.
fn meant_provider(key: &str) -> Option<&'static str> {
    let word = key
        .split(|char: char| !char.is_ascii_alphanumeric())
        .find(|word| !word.is_empty());
    word.and_then(named).or_else(|| issuer(key))
}

/// The provider of this name, in any case and with one letter wrong.
fn named(word: &str) -> Option<&'static str> {
    const LONGEST: usize = 8;
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let other = OTHER_NAMES
        .into_iter()
        .find(|(name, _)| *name == word)
        .map(|(_, provider)| provider);
    other.or_else(|| {
        PUSH_PROVIDERS
            .into_iter()
            .find(|provider| strsim::osa_distance(provider, &word) <= 1)
    })
}

/// Whose tokens look like this: Firebase's have a colon and `APA91` behind it, Apple's are 64 hexadecimal digits.
fn issuer(token: &str) -> Option<&'static str> {
    if token.contains(":APA91") {
        Some("fcm")
    } else if token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Some("apns")
    } else {
        None
    }
}
