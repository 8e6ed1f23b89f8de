//! An e-mail address or a telephone number in place of an id.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::{email, phone};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

pub(super) const META: Meta = Meta {
    summary: "an e-mail address or a telephone number as an id",
    why: "People change their addresses and numbers, while an id is permanent; and an id stands in URLs, in logs and in \
          what other users' clients read, while TalkJS keeps addresses and numbers from them.",
    advice: "use the id that the user has in your own database",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(
        &[Field::Id],
        check,
        Silent::without(Marks::AT.and(Marks::PLUS)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id is permanent: a user whose id changes may lose their chats; the best is the id of your database",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "what a client reads of another user has the id, and neither email nor phone",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "e-mail addresses as ids occur in them",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    let what = if email::is_ordinary(id.text) {
        "an e-mail address"
    } else if phone::is_e164(id.text) {
        "a telephone number"
    } else {
        return;
    };
    // The message does not repeat it: reports are kept longer than payloads.
    found.report(Draft::new(id.place(), format!("`id` is {what}")).quotes_nothing());
}
