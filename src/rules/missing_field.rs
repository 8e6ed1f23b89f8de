//! A field that the surface requires and the payload lacks.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, REST_USERS};
use crate::excerpt::excerpt;
use crate::expect;
use crate::field::Field;
use crate::field::near_miss::near_miss;
use crate::finding::{Draft, Findings};
use crate::glance::SilentUser;
use crate::place::Place;
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::{Surface, Surfaces};
use crate::syntax::tape::Member;
use crate::user::User;

const REQUIRED_SOMEWHERE: &[Field] = &[Field::Id, Field::Name];

pub(super) const META: Meta = Meta {
    summary: "a required field that is not there",
    why: "A user cannot be created without a name, and the SDK cannot tell users apart without an id.",
    advice: "add the field; to change a user who exists already, check with `--surface rest-update`",
    severities: Severities::on(
        &[
            Surface::Sdk,
            Surface::DataApiCreate,
            Surface::Rest,
            Surface::Response,
        ],
        Severity::Error,
    ),
    effect: Effect::Rejected,
    fields: REQUIRED_SOMEWHERE,
    anchors: &[Anchor::User(check, SilentUser::With(REQUIRED_SOMEWHERE))],
    claims: &[Claim {
        property: "",
        keyword: "required",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "each user needs an id; id and name are the only fields that are required",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "id and name are not optional in the options of Talk.User, nor is name when a user is created \
                   through the Data API",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "name is not optional in the type of the request; the id stands in the path or is the key of the \
                   map. A PUT that changes a user may send the fields that change and no others, which is the \
                   surface rest-update. What is read back always has id and name",
        },
    ],
};

fn check(user: &User<'_>, found: &mut Findings<'_>) {
    for &field in REQUIRED_SOMEWHERE {
        let is_given = field == Field::Id && user.given_id.is_some();
        if is_given || user.has(field) {
            continue;
        }
        let severities = severities(field);
        let message = format!("the required field `{}` is missing", field.name());
        let draft = Draft::new(Place::Lack(user.root), message)
            .quotes_nothing()
            .severities(severities);
        found.report(match misnamed(user, field) {
            Some(member) => {
                let key = excerpt(member.key());
                draft
                    .help(format!(
                        "rename `{key}` to `{}`, if that is what is meant",
                        field.name()
                    ))
                    .related(Place::Key(member.key), "this may be it, under another name")
            }
            None => draft.help(advice(field, found.surfaces())),
        });
    }
}

/// Errors where the field is required.
pub(super) fn severities(field: Field) -> Severities {
    Severities::wherever(Severity::Error, |surface| {
        expect::slot(surface, field).is_some_and(|slot| slot.required)
    })
}

/// The member that was probably meant to be the field.
fn misnamed<'u>(user: &User<'u>, field: Field) -> Option<Member<'u>> {
    user.unknown()
        .find(|member| near_miss(member.key()).is_some_and(|guess| guess.field == field))
}

fn advice(field: Field, asked: Surfaces) -> &'static str {
    if asked == Surfaces::of(&[Surface::Response]) {
        return "take the answer as TalkJS sent it: it always has `id` and `name`";
    }
    match field {
        Field::Id => "add `id`: the id that the user has in your own database",
        // Only there the same request changes a user, too.
        Field::Name if asked.contains(Surface::Rest) => {
            "add `name`: what others are to see; to change a user who exists already, check with `--surface \
             rest-update`"
        }
        Field::Name => "add `name`: what others are to see",
        _ => META.advice,
    }
}
