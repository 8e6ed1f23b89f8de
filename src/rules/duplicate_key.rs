//! The same key twice in one object.

use crate::evidence::{ECMA_262, Evidence, Grade, RFC_8259};
use crate::excerpt::excerpt;
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::Reading;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::{Document, NodeId};

pub(super) const META: Meta = Meta {
    summary: "the same key twice in one object",
    why: "One of the two values is lost, and which one depends on the parser: most keep the last, some the first, \
          and some refuse the text. In a map of users by id, a whole user is lost.",
    advice: "keep one of the two and remove the other",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Altered,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "section 4: the names in an object should differ; where they do not, readers keep the last, report \
                   an error or return all of them",
        },
        Evidence {
            grade: Grade::Standard,
            source: ECMA_262,
            fact: "JSON.parse overwrites earlier values with later ones of the same name",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    let Ok(document) = reading.outcome else { return };
    for two in document.duplicates() {
        // Half a character decodes to U+FFFD, whichever half it is: such keys may well differ.
        if has_lone_surrogate(document, two.first) || has_lone_surrogate(document, two.again) {
            continue; // lone_surrogate
        }
        let (first, again) = (document.value(two.first), document.value(two.again));
        let key = excerpt(again.as_str().unwrap_or_default());
        let message = if first.raw() == again.raw() {
            format!("the key `{key}` stands in its object more than once")
        } else {
            format!(
                "{} is the key `{key}` once more, spelled differently",
                excerpt(again.raw())
            )
        };
        found.report(
            Draft::new(Place::Key(again), message)
                .message_quotes_key()
                .related(Place::Key(first), "first here"),
        );
    }
}

fn has_lone_surrogate(document: Document<'_>, key: NodeId) -> bool {
    // They stand in text order, as nodes do.
    document
        .lone_surrogates()
        .binary_search_by_key(&key, |lone| lone.string)
        .is_ok()
}
