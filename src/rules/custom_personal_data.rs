//! An e-mail address or a telephone number in `custom`.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS};
use crate::excerpt::custom_entry;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::credential::is_credential;
use crate::grammar::{email, phone, text};
use crate::place::Place;
use crate::rule::{Anchor, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Member;

pub(super) const META: Meta = Meta {
    summary: "an e-mail address or a telephone number as a value in `custom`",
    why: "TalkJS keeps `email` and `phone` from other users; `custom` it gives to every client. An address that is \
          copied there can be read by all who can open the chat.",
    advice: "leave it to `email` and `phone`, which clients cannot read, or keep it on your server",
    severities: Severities::everywhere(Severity::Note),
    effect: Effect::Exposed,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(
        &[Field::Custom],
        check,
        EntryGlance {
            key: Silent::ALWAYS,
            value: Silent::without(Marks::AT.and(Marks::PLUS)),
        },
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the snapshot of a user, which any client may get, has custom and has neither email nor phone",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "sensitive data is held back from the SDK; the REST API gives it",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "four payloads copy an e-mail address into custom",
        },
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let Some(value) = member.value.as_str() else {
        return;
    };
    let Some(what) = personal_data(value) else { return };
    // An address under `loginToken` is reported by custom_secret; `undefined@talkjs.com` by unrendered_template.
    if is_credential(member.key(), value) || text::first_template(value).is_some() {
        return;
    }
    let message = format!("{} is {what}", custom_entry(member.key()));
    found.report(Draft::new(Place::Value(member.value), message).quotes_nothing());
}

fn personal_data(value: &str) -> Option<&'static str> {
    // Nobody is behind an address in `example.com`, nor behind `+12`.
    if email::is_ordinary(value) && email::reserved_domain(value).is_none() {
        Some("an e-mail address")
    } else if phone::is_e164(value) && phone::check_plan(value).is_ok() {
        Some("a telephone number")
    } else {
        None
    }
}
