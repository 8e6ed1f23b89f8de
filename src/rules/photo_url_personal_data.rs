//! An e-mail address in the photo URL, which others get.

use std::ops::Range;

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS, RFC_3986};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::{email, text};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PHOTO_URL: &[Field] = &[Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "an e-mail address in `photoUrl`",
    why: "The photo is shown to others, so their clients get its URL, and so does the host of the photo. TalkJS keeps \
          `email` from other users; an address that is a part of the URL is given away.",
    advice: "use a URL that names the photo by an id that says nothing, or keep the photo under a URL of your own",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Exposed,
    fields: PHOTO_URL,
    anchors: &[Anchor::Text(
        PHOTO_URL,
        check,
        Silent::without(Marks::AT.and(Marks::PERCENT)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "photoUrl is the URL of a photo that is shown to others; sensitive fields are held back from the SDK",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "what a client may read of any user has the photo URL, and neither email nor phone",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_3986,
            fact: "`%40` in a path or a query is the sign `@`, percent-encoded (section 2.1)",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "seven payloads give an e-mail address to another host as part of the photo URL",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let url = text.text;
    if !url.contains('@') && !url.contains("%40") {
        return;
    }
    let Some(range) = first_address(url) else { return };
    // `${user}@talkjs.com` is nobody's address yet: unrendered_template.
    if text::first_template(url).is_some() {
        return;
    }
    // The message does not repeat what should not be seen.
    let message = "`photoUrl` contains an e-mail address, which others get with it";
    found.report(Draft::new(text.slice(range), message));
}

/// Where the first e-mail address stands in path, query or fragment.
fn first_address(url: &str) -> Option<Range<usize>> {
    let bytes = url.as_bytes();
    let (mut word, mut ends) = (Vec::new(), Vec::new());
    let mut start = behind_authority(url);
    let mut at = start;
    loop {
        let (byte, next) = match bytes.get(at) {
            Some(b'%') => percent_encoded(&bytes[at..]).map_or((b'%', at + 1), |byte| (byte, at + 3)),
            Some(&byte) => (byte, at + 1),
            None => (b' ', at),
        };
        if is_in_word(byte) {
            word.push(byte);
            ends.push(next);
        } else {
            if let Some(length) = address_length(&word) {
                return Some(start..ends[length - 1]);
            }
            word.clear();
            ends.clear();
            start = next;
        }
        if at == bytes.len() {
            return None;
        }
        at = next;
    }
}

/// The length of scheme and authority. What stands before a host is no address: `photo_url_scheme`.
fn behind_authority(url: &str) -> usize {
    let is_end = |char| matches!(char, '/' | '?' | '#');
    match url.find("//") {
        Some(slashes) if !url[..slashes].contains(is_end) => {
            let host = slashes + 2;
            url[host..].find(is_end).map_or(url.len(), |length| host + length)
        }
        _ => 0,
    }
}

fn percent_encoded(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(1)? * 16 + digit(2)?).ok()
}

/// What an address is made of here: the other signs of RFC 5322 part a URL.
fn is_in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'_' | b'-' | b'+')
}

/// The length of the address that the word is, or with which it begins.
fn address_length(word: &[u8]) -> Option<usize> {
    const IMAGES: [&str; 8] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"];
    let word = str::from_utf8(word).ok().filter(|word| word.contains('@'))?;
    let address = word.trim_end_matches('.');
    // `linda@talkjs.com.png` is an address with something behind it, `logo@2x.png` is none.
    let image = IMAGES.iter().find(|ending| {
        let from = address.len().saturating_sub(ending.len());
        address.as_bytes()[from..].eq_ignore_ascii_case(ending.as_bytes())
    });
    let address = &address[..address.len() - image.map_or(0, |ending| ending.len())];
    // Nobody is behind an address in `example.com`, nor behind `npm@1.2.3-rc`.
    let top = address.rsplit('.').next()?;
    let is_address = top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && email::is_ordinary(address)
        && email::reserved_domain(address).is_none();
    is_address.then_some(address.len())
}
