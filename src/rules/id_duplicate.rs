//! A user who stands twice in one dataset.

use crate::dataset::{Likeness, Repetition};
use crate::evidence::{CONCEPT_USERS, Evidence, Grade, REST_USERS};
use crate::excerpt::written_id;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "an id that another user of the dataset has",
    why: "Two users with one id are one user to TalkJS: the data that arrive last are kept, field by field, and both \
          see each other's conversations. A dataset is one input, or with `--dataset` the whole run.",
    advice: "give each user an id of their own, or remove one of the two",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Altered,
    fields: &[Field::Id],
    anchors: &[Anchor::Dataset(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id must be unique: no two users share one; whoever identifies with an id gets its history",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "putting a user who exists already changes the fields that are sent",
        },
    ],
};

fn check(repetition: &Repetition<'_>, found: &mut Findings<'_>) {
    let Likeness::Duplicate { nth, is_equal } = repetition.likeness else {
        return;
    };
    let id = &repetition.id;
    let (data, severities, help) = if is_equal {
        let severities = META.severities.at_most(Severity::Warning);
        ("with the same data", severities, "remove one of the two")
    } else {
        ("with other data", META.severities, META.advice)
    };
    let place = match repetition.count {
        2 => String::new(),
        count => format!(" ({nth} of {count})"),
    };
    let written = written_id(&id.text, id.number);
    let draft = Draft::new(
        id.place.clone(),
        format!("{written} is the id of an earlier user, {data}{place}"),
    );
    found.report(
        draft
            .message_without_quotes(format!("{}, {data}{place}", META.summary))
            .help(help)
            .severities(severities)
            .related_elsewhere(repetition.place.clone(), "first here"),
    );
}
