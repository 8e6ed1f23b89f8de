//! An id that is not of the form that the project gives its ids.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::grammar::js_number;
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::settings::{IdPolicy, Setting, Settings};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::tape::Kind;
use crate::user::User;

pub(super) const META: Meta = Meta {
    summary: "an id that does not match the pattern or the prefixes of the project",
    why: "An id of another form comes from elsewhere: another table, another environment, a test. Where two sequences of \
          numbers meet without prefixes, two people become one user and read each other's messages.",
    advice: "send the id in the form that `id` of the configuration asks for",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Configured(Setting::Id, check)],
    claims: &[],
    evidence: &[Evidence {
        grade: Grade::Documented,
        source: CONCEPT_USERS,
        fact: "no two users may have the same id; where sequences of ids could overlap, as those of people and of teams, they \
               are to be told apart by a prefix: user_5, team_5",
    }],
};

fn check(user: &User<'_>, settings: &Settings, found: &mut Findings<'_>) {
    let Some(policy) = &settings.id else { return };
    let role = user.field(Field::Role).and_then(|role| role.value.as_str());
    if let Some(id) = user.field(Field::Id) {
        let place = Place::Value(id.value);
        match id.value.kind() {
            Kind::String => judge(policy, role, id.value.as_str().unwrap_or_default(), place, found),
            // What JavaScript makes of it is the id.
            Kind::Number => judge(
                policy,
                role,
                &js_number::read(id.value.raw()).string,
                place,
                found,
            ),
            _ => {}
        }
    }
    if let Some(given) = &user.given_id {
        judge(policy, role, given.text, given.place(), found);
    }
}

fn judge(policy: &IdPolicy, role: Option<&str>, id: &str, place: Place<'_>, found: &mut Findings<'_>) {
    let Some((form, role)) = policy.form_for(role) else {
        return;
    };
    // Of an empty id id_empty speaks.
    if id.is_empty() || form.admits(id) {
        return;
    }
    let demand = form.to_string();
    let demand = excerpt(&demand);
    let message = match role {
        Some(role) => format!("the id of a user with the role `{}` must {demand}", excerpt(role)),
        None => format!("an id must {demand}"),
    };
    found.report(Draft::new(place, message).quotes_nothing());
}
