//! A message to others in which nothing stands.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const MESSAGES: &[Field] = &[Field::WelcomeMessage, Field::AvailabilityText];

pub(super) const META: Meta = Meta {
    summary: "a `welcomeMessage` or `availabilityText` that is empty, or nothing but white space",
    why: "That a user has no such text is said by leaving the field out or by null. What becomes of an empty one, \
          nothing or a message without words, is documented nowhere.",
    advice: "leave the key out, or write null where it is taken",
    severities: Severities::everywhere(Severity::Note),
    effect: Effect::Fragile,
    fields: MESSAGES,
    anchors: &[Anchor::Text(MESSAGES, check, Silent::without(Marks::BLANK))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "others see the welcome message and the availability text; both are optional",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "Talk.User takes null for both, set for welcomeMessage; createIfNotExists takes no null",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "three payloads have an empty text or a space as the welcome message",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    if !text.text.trim().is_empty() {
        return;
    }
    let what = if text.text.is_empty() {
        "empty"
    } else {
        "nothing but white space"
    };
    let message = format!("`{}` is {what}", text.field.name());
    found.report(Draft::new(text.place(), message).quotes_nothing());
}
