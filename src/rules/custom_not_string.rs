//! A number or a boolean in `custom`.

use crate::evidence::{CUSTOM_IS_FLAT, CUSTOM_VALUES_IN_REST, CUSTOM_VALUES_IN_SDK};
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
    summary: "a number or a boolean as a value in `custom`",
    why: "The values in `custom` are strings on every surface. Whoever reads them back gets strings, too.",
    advice: "write the value as a string",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[Field::Custom],
    anchors: &[Anchor::Entry(&[Field::Custom], check, EntryGlance::STRINGS)],
    claims: &[Claim {
        property: "custom",
        keyword: "additionalProperties",
    }],
    evidence: &[CUSTOM_IS_FLAT, CUSTOM_VALUES_IN_SDK, CUSTOM_VALUES_IN_REST],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let kind = member.value.kind();
    if !matches!(kind, Kind::Number | Kind::True | Kind::False) {
        return;
    }
    let message = format!(
        "{} is {}, and only strings are taken",
        custom_entry(member.key()),
        kind.with_article()
    );
    let repair = Repair::new(Safety::Unsafe, "write the value as a string").enclose(member.value, "\"", "\"");
    let draft = Draft::new(Place::Value(member.value), message)
        .message_quotes_nothing()
        .repair(repair);
    let raw = member.value.raw();
    // A password of digits is not repeated.
    let is_shown = !names_credential(member.key());
    found.report(if is_shown {
        draft.help_if(help_to_write(raw))
    } else {
        draft
    });
}
