//! A name of which nobody sees anything.

use crate::evidence::{CONCEPT_USERS, EXAMPLES, Evidence, Grade};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const NAME: &[Field] = &[Field::Name];

pub(super) const META: Meta = Meta {
    summary: "a name that is empty, or nothing but white space",
    why: "The name is what others see in a conversation, and it can be neither left out nor null. An empty one leaves \
          a gap where a person should be.",
    advice: "send the name that others shall see; for a user who has none, a neutral one such as \"Guest\"",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: NAME,
    anchors: &[Anchor::Text(NAME, check, Silent::without(Marks::BLANK))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "name is required: it is what others see when they communicate with the user",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "the script that anonymises users writes a word into name, although it clears other fields",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    if !text.text.trim().is_empty() {
        return;
    }
    let message = if text.text.is_empty() {
        "`name` is empty"
    } else {
        "`name` is nothing but white space"
    };
    found.report(Draft::new(text.place(), message));
}
