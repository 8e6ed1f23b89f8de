//! Text that is not JSON.

use crate::evidence::{Evidence, Grade, REST_INTRODUCTION, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::{Reading, Refusal};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::fault::What;

pub(super) const META: Meta = Meta {
    summary: "a text that is not JSON",
    why: "Neither the REST API nor anything else that reads JSON gets past the first offence, so nothing behind it \
          is looked at.",
    advice: "mend the text at this place; everything behind it is still unread",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "defines what a JSON text is; a parser must accept exactly these texts and may accept more",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_INTRODUCTION,
            fact: "request bodies are JSON and say so in their content type; wrong arguments get the status 400",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    if let Err(Refusal::NotJson(fault)) = &reading.outcome {
        if fault.what == What::TooDeep {
            return; // nesting_too_deep
        }
        let draft = Draft::new(Place::Text(fault.at.clone()), fault.to_string());
        found.report(match fault.opened {
            Some(opened) if opened != fault.at.start => {
                draft.related(Place::Text(opened..opened + 1), "opened here")
            }
            _ => draft,
        });
    }
}
