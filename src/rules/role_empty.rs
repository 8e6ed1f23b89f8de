//! A role that is empty, or that has white space at its edges.

use crate::evidence::{CONCEPT_ROLES, Evidence, Grade, ROLE_DEFAULT, ROLES_ARE_NAMED_IN_THE_DASHBOARD};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent, SilentValue};
use crate::grammar::text;
use crate::place::Place;
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "a role that is empty or has white space at its edges",
    why: "A role takes effect only if it is precisely the name of a role in the dashboard. One space more is \
          another name, and the settings of the role are not applied.",
    advice: "write the name of the role as the dashboard shows it, or leave `role` out",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Ignored,
    fields: &[Field::Role],
    anchors: &[Anchor::Field(
        &[Field::Role],
        check,
        SilentValue::Strings(Silent::without(Marks::BLANK)),
    )],
    claims: &[],
    evidence: &[
        ROLES_ARE_NAMED_IN_THE_DASHBOARD,
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_ROLES,
            fact: "a user has one role at a time, and the settings are made by role",
        },
        ROLE_DEFAULT,
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let Some(role) = present.value.as_str() else {
        return;
    };
    let padding = text::padding(role);
    if padding.is_none() && !role.is_empty() {
        return;
    }
    // What is inside ` {{role}} ` is worse than the space around it: unrendered_template.
    if text::first_template(role).is_some() {
        return;
    }
    found.report(match padding {
        Some(range) if range.len() < role.len() => {
            let place = Place::slice(present.value, range);
            Draft::new(place, "`role` has white space at its edge").help_if(help_to_write(role.trim()))
        }
        Some(_) => Draft::new(
            Place::Value(present.value),
            "`role` is white space and nothing else",
        ),
        None => Draft::new(Place::Value(present.value), "`role` is empty"),
    });
}
