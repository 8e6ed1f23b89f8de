//! A user who, by what the payload says, gets no e-mail notifications.

use crate::evidence::{
    CLASSIC_USER, CONCEPT_USERS, EMAIL_NOTIFICATIONS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS,
};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentUser;
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::Kind;
use crate::user::User;

pub(super) const META: Meta = Meta {
    summary: "no e-mail address, or, as older docs want it, no role; `email: null` and `email: []` say so on purpose \
              and are silent",
    why: "A user who is offline hears of messages by e-mail, if there is an address on record. Older versions of the \
          docs want a role besides; newer ones do not, and give the role `default` to who has none.",
    advice: "send the user's address in `email`; to say that there shall be none, send `[]`, or null where it is taken",
    severities: Severities::on(
        &[Surface::Sdk, Surface::DataApiCreate, Surface::Rest],
        Severity::Note,
    ),
    effect: Effect::Undelivered,
    fields: &[Field::Email, Field::Role],
    anchors: &[Anchor::User(
        check,
        SilentUser::With(&[Field::Email, Field::Role]),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "only id and name are required; without valid email and role no e-mail notifications can be sent",
        },
        Evidence {
            grade: Grade::Documented,
            source: EMAIL_NOTIFICATIONS,
            fact: "newer: an address suffices; older: an address and a role (or configuration); null removes the \
                   addresses",
        },
        Evidence {
            grade: Grade::Documented,
            source: CLASSIC_USER,
            fact: "names id, name and email as required, and null as the way to do without e-mail",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "email and role are optional; a user without a role has the role `default`",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "90 payloads have no email, 178 no role",
        },
    ],
};

fn check(user: &User<'_>, found: &mut Findings<'_>) {
    let Some(email) = user.field(Field::Email) else {
        let message =
            "without `email` the user has no address for e-mail notifications, unless one is stored already";
        found.report(Draft::new(Place::Lack(user.root), message));
        return;
    };
    // Null and `[]` say that no mail is wanted, and then no role is either. The same goes for a role that is null.
    let opts_out = match email.value.kind() {
        Kind::Null => true,
        Kind::Array => email.value.elements().next().is_none(),
        _ => false,
    };
    // `configuration` is the role's old name.
    if opts_out || user.has(Field::Role) || user.has(Field::Configuration) {
        return;
    }
    let message = "without `role` older versions of the docs promise no e-mail notifications";
    let draft = Draft::new(Place::Lack(user.root), message);
    found.report(draft.help(
        "newer docs ask for an address only; to be sure, name the role, as in `\"role\": \"default\"`",
    ));
}
