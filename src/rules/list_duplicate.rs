//! The same e-mail address or telephone number twice in one list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::evidence::{EMAIL_NOTIFICATIONS, Evidence, Grade, RFC_5321, SMS_NOTIFICATIONS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::grammar::phone;
use crate::place::Place;
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;

const LISTS: &[Field] = &[Field::Email, Field::Phone];

pub(super) const META: Meta = Meta {
    summary: "the same e-mail address or telephone number twice in one list",
    why: "Everything in the list is notified. Whether the same place is notified twice then is documented \
          nowhere. The repetition is of no use, and may be a slip where another address was meant.",
    advice: "take it out, or put the one in its place that was meant",
    severities: Severities::on(&Surface::WRITING, Severity::Note),
    effect: Effect::Undelivered,
    fields: LISTS,
    anchors: &[Anchor::Field(LISTS, check, SilentValue::ByKind)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: EMAIL_NOTIFICATIONS,
            fact: "all addresses on record are notified",
        },
        Evidence {
            grade: Grade::Documented,
            source: SMS_NOTIFICATIONS,
            fact: "a user may have several numbers, and all are notified",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5321,
            fact: "in a domain capitals do not count, in a local part they may (section 2.4)",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    if present.value.elements().nth(1).is_none() {
        return;
    }
    let same = match present.field {
        Field::Phone => same_number,
        _ => same_address,
    };
    let message = match present.field {
        Field::Phone => "this number is in `phone` already",
        _ => "this address is in `email` already",
    };
    let mut firsts = HashMap::new();
    for element in present.value.elements() {
        // Empty strings are no addresses: email_invalid, phone_not_e164.
        let Some(text) = element.as_str().filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        match firsts.entry(same(text)) {
            Entry::Vacant(free) => {
                free.insert(element);
            }
            Entry::Occupied(first) => {
                let draft = Draft::new(Place::Value(element), message);
                found.report(draft.related(Place::Value(*first.get()), "it stands here first"));
            }
        }
    }
}

/// A text that is equal for equal addresses: the domain in small letters. The local part is its host's affair.
fn same_address(address: &str) -> Cow<'_, str> {
    match address.rsplit_once('@') {
        Some((local, domain)) if domain.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(format!("{local}@{}", domain.to_ascii_lowercase()))
        }
        _ => Cow::Borrowed(address),
    }
}

/// A text that is equal for equal numbers: what is left without separators, where that is sure.
fn same_number(number: &str) -> Cow<'_, str> {
    phone::without_separators(number).map_or(Cow::Borrowed(number), Cow::Owned)
}
