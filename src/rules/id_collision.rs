//! Two spellings of one id in a dataset: a number and a string, or two numbers.

use crate::dataset::{Likeness, Repetition};
use crate::evidence::{CONCEPT_USERS, ECMA_262, Evidence, Grade, JS_TYPES};
use crate::excerpt::written_id;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "an id that is the same as that of another user, in another spelling",
    why: "An id is a string to TalkJS, by its types: as `5` and `\"5\"` two users are one. Where JavaScript makes the \
          string of a number, `1e3` is `\"1000\"`. To most databases and programs they are two.",
    advice: "write each id as a string, always the same; two users need two ids",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Altered,
    fields: &[Field::Id],
    anchors: &[Anchor::Dataset(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id is a string or a number, and must be unique: no two users share one",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the id that is given may be a number; the id of a user is a string",
        },
        Evidence {
            grade: Grade::Standard,
            source: ECMA_262,
            fact: "how a number becomes a string",
        },
    ],
};

fn check(repetition: &Repetition<'_>, found: &mut Findings<'_>) {
    if repetition.likeness != Likeness::Collision {
        return;
    }
    let (id, first) = (&repetition.id, repetition.first);
    let message = format!(
        "{} is the same id as {}",
        spelled(&id.text, id.number),
        spelled(&first.id, first.number.as_deref())
    );
    let kind = |number: Option<&str>| if number.is_some() { "number" } else { "string" };
    let without_quotes = format!(
        "{} (a {} and a {})",
        META.summary,
        kind(id.number),
        kind(first.number.as_deref())
    );
    let draft = Draft::new(id.place.clone(), message).message_without_quotes(without_quotes);
    found.report(draft.related_elsewhere(repetition.place.clone(), "first here"));
}

fn spelled(id: &str, number: Option<&str>) -> String {
    let written = written_id(id, number);
    match number {
        Some(_) => written,
        None => format!("the string {written}"),
    }
}
