//! An input without a single user.

use crate::evidence::{EXAMPLES, Evidence, Grade, REST_BATCH, REST_USERS};
use crate::finding::{Draft, Findings};
use crate::input::Input;
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "an input without a single user",
    why: "Nothing was checked, so that nothing was found proves nothing.",
    advice: "name the file that holds the users, or leave this one out of the check",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Unchecked,
    fields: &[],
    anchors: &[Anchor::Input(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "PUT /users takes an object of users by id; nothing is said of an object without any",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_BATCH,
            fact: "a batch may consist of any operations, those on users among them",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "webhook handlers allow for events that carry no sender",
        },
    ],
};

fn check(input: &Input, found: &mut Findings<'_>) {
    // A text that was refused has a finding that says so, and that nothing in it was looked at.
    if input.payloads > 0 || input.refused > 0 {
        return;
    }
    let message = match *input {
        Input { texts: 0, .. } => "there is no user: the input is empty",
        Input {
            other_operations: 1..,
            events_without_user: 0,
            ..
        } => "there is no user: no operation puts one",
        Input {
            events_without_user: 1..,
            other_operations: 0,
            ..
        } => "there is no user: the event carries none",
        _ => "there is no user: what should hold the users is empty",
    };
    found.report(Draft::new(Place::Text(0..0), message));
}
