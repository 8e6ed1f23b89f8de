//! An object or an array in `custom`.

use crate::evidence::{CONCEPT_USERS, CUSTOM_VALUES_IN_REST, CUSTOM_VALUES_IN_SDK, Evidence, Grade};
use crate::excerpt::{custom_entry, help_to_write};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::grammar::credential::names_credential;
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Claim, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::{Kind, Member};

pub(super) const META: Meta = Meta {
    summary: "an object or an array as a value in `custom`",
    why: "`custom` is one level of strings. The docs rule nested JSON out and advise to serialise structured data.",
    advice: "serialise the value into a string, for instance with JSON.stringify, and parse it where it is read",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(&[Field::Custom], check, EntryGlance::STRINGS)],
    claims: &[Claim {
        property: "custom",
        keyword: "additionalProperties",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "nested JSON is not supported in custom; structured data is to be serialised by the app",
        },
        CUSTOM_VALUES_IN_SDK,
        CUSTOM_VALUES_IN_REST,
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let kind = member.value.kind();
    if !matches!(kind, Kind::Object | Kind::Array) {
        return;
    }
    let message = format!(
        "{} is {}, and only strings are taken",
        custom_entry(member.key()),
        kind.with_article()
    );
    let repair = Repair::new(
        Safety::Unsafe,
        "write the value as a string that holds its JSON text",
    );
    let draft = Draft::new(Place::Value(member.value), message)
        .message_quotes_nothing()
        .repair(repair.serialise(member.value));
    let raw = member.value.raw();
    // Strings inside may be secrets, and are not repeated. What has none is written as a string without an escape,
    // unless a line break is in it.
    let is_shown = !raw.contains(['"', '\n', '\r', '\t']) && !names_credential(member.key());
    found.report(if is_shown {
        draft.help_if(help_to_write(raw))
    } else {
        draft
    });
}
