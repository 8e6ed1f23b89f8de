//! A key that no surface knows.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS, REST_USERS};
use crate::excerpt::excerpt;
use crate::expect;
use crate::field::Field;
use crate::field::near_miss::{NearMiss, Reason, near_miss};
use crate::finding::{Draft, Findings};
use crate::glance::SilentUser;
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::Member;
use crate::user::User;

pub(super) const META: Meta = Meta {
    summary: "a key that is no documented field of a user, on any surface",
    why: "No documentation says what becomes of such a key. Whatever becomes of it, the field that was meant stays \
          empty.",
    advice: "remove it, or move it into `custom` as a string (every client can read `custom`)",
    // The vendor adds optional fields to what it sends without a new version.
    severities: Severities::everywhere(Severity::Warning).and(&[Surface::Response], Severity::Note),
    effect: Effect::Ignored,
    fields: &[],
    anchors: &[Anchor::User(check, SilentUser::OfFieldsAlone)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "lists the fields of a user; there is a field `custom` for all other data",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the types of the options of Talk.User, and of the parameters of the Data API, are closed",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "lists the fields of the request and of the answer",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "other words for name and photoUrl (username, img, dp) and whole database records occur in them",
        },
    ],
};

fn check(user: &User<'_>, found: &mut Findings<'_>) {
    let guesses: Vec<Option<NearMiss>> = user
        .unknown()
        .map(|member| near_miss(member.key()).and_then(today))
        .map(|guess| guess.filter(|guess| is_taken(guess.field, found)))
        .collect();
    let mut meant = [0_usize; Field::COUNT];
    for guess in guesses.iter().flatten() {
        meant[guess.field as usize] += 1;
    }
    for (member, &guess) in user.unknown().zip(&guesses) {
        if let Some(guess) = guess {
            // Of two keys that are meant for one field only a person can tell which it is to be.
            let is_only = meant[guess.field as usize] == 1;
            report_misnamed(user, member, guess, is_only, found);
        } else {
            let message = format!("{} is no field of a TalkJS user", shown(member.key()));
            found.report(Draft::new(Place::Key(member.key), message).quotes_nothing());
        }
    }
}

fn shown(key: &str) -> String {
    match key {
        "" => "the empty key".to_owned(),
        _ => format!("`{}`", excerpt(key)),
    }
}

/// The guess, unless its field is deprecated: then the field that has taken its place in a user, if any has.
fn today(guess: NearMiss) -> Option<NearMiss> {
    match guess.field {
        Field::Configuration => Some(NearMiss {
            field: Field::Role,
            reason: Reason::Meaning,
        }),
        Field::AvailabilityText => None,
        _ => Some(guess),
    }
}

/// Whether one of the surfaces that are asked about takes the field: else it is no good advice.
fn is_taken(field: Field, found: &Findings<'_>) -> bool {
    found
        .surfaces()
        .iter()
        .any(|surface| expect::slot(surface, field).is_some())
}

fn report_misnamed(
    user: &User<'_>,
    member: Member<'_>,
    guess: NearMiss,
    is_only: bool,
    found: &mut Findings<'_>,
) {
    let name = guess.field.name();
    let why = match guess.reason {
        Reason::Case => format!("it is spelled `{name}`"),
        Reason::Spelling => format!("probably `{name}`, misspelt"),
        Reason::Meaning => format!("the field for that is `{name}`"),
    };
    let message = format!("{} is no field of a TalkJS user: {why}", shown(member.key()));
    let draft = Draft::new(Place::Key(member.key), message).quotes_nothing();
    found.report(match (user.field(guess.field), user.given_id) {
        (Some(present), _) => draft
            .help(match guess.reason {
                Reason::Meaning => {
                    format!("`{name}` is there already: remove this, or move it into `custom` as a string")
                }
                _ => format!("remove it: `{name}` is there already"),
            })
            .related(Place::Key(present.key), "the field itself is here"),
        (None, Some(given)) if guess.field == Field::Id && given.is_member(member) => draft
            .help("write it as `id`, where TalkJS looks for it: that it is the id is said only to userlint"),
        (None, Some(given)) if guess.field == Field::Id => draft
            .help("remove it: the id stands outside the user already")
            .related(given.place(), "this is the id"),
        (None, _) => {
            let rename = Repair::new(
                Safety::Unsafe,
                "rename the key to the field that is probably meant",
            );
            let draft = draft.repair(is_only.then(|| rename.replace_key(member.key, name)));
            draft.help(match guess.reason {
                Reason::Case => format!("rename it to `{name}`"),
                _ => format!("rename it to `{name}`, if that is what is meant"),
            })
        }
    });
}
