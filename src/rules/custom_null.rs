//! A null in `custom`.

use crate::evidence::{CORE_TYPES, CUSTOM_IS_FLAT, EXAMPLES, Evidence, Grade, JS_TYPES, REST_USERS};
use crate::excerpt::custom_entry;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::rule::{Anchor, Claim, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Member};

pub(super) const META: Meta = Meta {
    summary: "a null as a value in `custom` where it deletes nothing",
    why: "In the SDK and in userRef.set() null deletes the key. A user who is being created has no key to delete, \
          and what TalkJS sends holds strings only. For REST the docs list strings only, while a script of the \
          vendor has a type with null for the same request.",
    advice: "leave the key out; to delete a stored value, send null through the SDK or userRef.set()",
    severities: Severities::on(&[Surface::DataApiCreate, Surface::Response], Severity::Error)
        .and(&Surface::REST_REQUESTS, Severity::Note),
    effect: Effect::Rejected,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(&[Field::Custom], check, EntryGlance::STRINGS)],
    claims: &[Claim {
        property: "custom",
        keyword: "additionalProperties",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "createIfNotExists takes strings as values; set takes null as well, which deletes the key",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "in the options of Talk.User a value of null deletes the key",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the values of custom are typed as strings, in requests and in responses",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "the script that anonymises users has a type for the same request with null as a value",
        },
        CUSTOM_IS_FLAT,
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    if member.value.kind() == Kind::Null {
        let message = format!(
            "{} is null, and only strings are listed here",
            custom_entry(member.key())
        );
        found.report(Draft::new(Place::Value(member.value), message).quotes_nothing());
    }
}
