//! A role that the project does not have.

use crate::evidence::{CONCEPT_ROLES, Evidence, Grade, ROLE_DEFAULT, ROLES_ARE_NAMED_IN_THE_DASHBOARD};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::settings::{Setting, Settings};
use crate::severity::{Effect, Severities, Severity};
use crate::user::User;

pub(super) const META: Meta = Meta {
    summary: "a role that is not among the roles of the project",
    why: "A role takes effect only if it is precisely the name of a role in the dashboard. Under any other name the user is \
          stored without complaint, and the settings of the role are not applied.",
    advice: "write one of the roles in `roles` of the configuration, or add this one there and in the dashboard",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Ignored,
    fields: &[Field::Role],
    anchors: &[Anchor::Configured(Setting::Roles, check)],
    claims: &[],
    evidence: &[
        ROLES_ARE_NAMED_IN_THE_DASHBOARD,
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_ROLES,
            fact: "the roles are made by the project, in its dashboard",
        },
        ROLE_DEFAULT,
    ],
};

fn check(user: &User<'_>, settings: &Settings, found: &mut Findings<'_>) {
    let Some(roles) = &settings.roles else { return };
    let Some(present) = user.field(Field::Role) else {
        return;
    };
    // Of an empty role role_empty speaks.
    let Some(role) = present.value.as_str().filter(|role| !role.is_empty()) else {
        return;
    };
    if roles.contains(role) {
        return;
    }
    let draft = Draft::new(
        Place::Value(present.value),
        "`role` is none of the roles in the configuration",
    );
    found.report(match roles.nearest(role) {
        Some(meant) => draft
            .help(format!("write `{}`, if that is what is meant", excerpt(meant)))
            .quotes_nothing(),
        None => draft,
    });
}
