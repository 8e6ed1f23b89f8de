//! Ids in a dataset that are taken for one another.

use crate::dataset::{Likeness, Repetition};
use crate::evidence::{CONCEPT_USERS, Evidence, Grade, UAX_15, UTS_39};
use crate::excerpt::written_id;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "an id that differs from another only in case, normalisation, unseen characters or look",
    why: "Whether TalkJS tells such ids apart is not documented. Where it does, one person has become two users; where it \
          does not, two persons are one. Databases, forms and URLs on the way may do either.",
    advice: "if both are one user, write the id the same everywhere; if not, use ids that differ in more",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Dataset(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id must be unique and permanent; nothing is said of case, white space or Unicode",
        },
        Evidence {
            grade: Grade::Standard,
            source: UAX_15,
            fact: "which strings are the same in NFC and NFKC",
        },
        Evidence {
            grade: Grade::Standard,
            source: UTS_39,
            fact: "which strings have one skeleton, and so look alike",
        },
    ],
};

fn check(repetition: &Repetition<'_>, found: &mut Findings<'_>) {
    let Likeness::Confusable(difference) = repetition.likeness else {
        return;
    };
    let (id, first) = (&repetition.id, repetition.first);
    let message = format!(
        "{} differs from {} only {difference}",
        written_id(&id.text, id.number),
        written_id(&first.id, first.number.as_deref())
    );
    let draft = Draft::new(id.place.clone(), message)
        .message_without_quotes(format!("{} (here {difference})", META.summary));
    found.report(draft.related_elsewhere(repetition.place.clone(), "the other one"));
}
