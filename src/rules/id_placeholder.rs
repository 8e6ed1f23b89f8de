//! A word that stands where an id should be.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, PUBLIC_PAYLOADS};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::user_id;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

pub(super) const META: Meta = Meta {
    summary: "a placeholder or a missing value in place of an id",
    why: "Everybody who is sent with this id is one and the same TalkJS user: they read each other's messages.",
    advice: "send the id that the user has in your own database, and make one for a visitor who has none",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(&[Field::Id], check, Silent::on(Form::Id))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "no two users may have the same id; whoever identifies with an id gets the messages of that id",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "hard-coded ids (guest, anonymous, Unknown ID, user, currentUserID, USER_ID_1) and the text undefined \
                   occur in them",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    let Some(at) = user_id::placeholder(id.text) else {
        return;
    };
    let message = format!("`{}` stands where an id should be", excerpt(&id.text[at.clone()]));
    found.report(Draft::new(id.slice(at), message));
}
