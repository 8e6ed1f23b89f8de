//! Characters that nobody sees, in a text that others read.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, UNICODE_SECURITY};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::text::{self, InvisibleKind, Lines};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const NAME: &[Field] = &[Field::Name];
const MESSAGES: &[Field] = &[Field::WelcomeMessage, Field::AvailabilityText];
const READ_BY_OTHERS: &[Field] = &[Field::Name, Field::WelcomeMessage, Field::AvailabilityText];

pub(super) const META: Meta = Meta {
    summary: "a control, bidirectional or zero-width character in a text that others read",
    why: "Such a character lets a name look like another one, turns the text around it, or breaks what shows it. \
          Nobody types one on purpose. Joiners in emoji and in scripts that need them are not meant, nor are the \
          lines of a message.",
    advice: "take the character out",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: READ_BY_OTHERS,
    anchors: &[
        Anchor::Text(NAME, check, Silent::without(Marks::CONTROL.and(Marks::LINE_FEED))),
        Anchor::Text(MESSAGES, check, Silent::without(Marks::CONTROL)),
    ],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "others see the name, the welcome message and the availability text",
        },
        Evidence {
            grade: Grade::Standard,
            source: UNICODE_SECURITY,
            fact: "describes how invisible and bidirectional characters make one text look like another",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    if text.is_plain {
        return;
    }
    let lines = if text.field == Field::Name {
        Lines::One
    } else {
        Lines::Many
    };
    let Some(fault) = text::first_invisible(text.text, lines) else {
        return;
    };
    // A tab for a name is no name at all, and a line break no message: name_empty, text_empty.
    if text.text.trim().is_empty() {
        return;
    }
    let message = format!("`{}` contains {}", text.field.name(), fault.what);
    let draft = Draft::new(text.slice(fault.at), message).quotes_nothing();
    let parts_words = fault.what.kind == InvisibleKind::LineBreak || fault.what.char == '\t';
    found.report(if parts_words {
        draft.help("write a space in its place")
    } else {
        draft
    });
}
