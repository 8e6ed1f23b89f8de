//! A field that is deprecated.

use crate::evidence::{
    CONCEPT_USERS, CORE_TYPES, EXAMPLES, Evidence, Grade, JS_CHANGELOG, JS_TYPES, REST_USERS,
};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentUser;
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::Kind;
use crate::user::User;

const DEPRECATED: &[Field] = &[
    Field::WelcomeMessage,
    Field::AvailabilityText,
    Field::Configuration,
];

pub(super) const META: Meta = Meta {
    summary: "a field that TalkJS has deprecated",
    why: "What is deprecated may stop working, and newer parts of TalkJS do not look at it any more.",
    advice: "use what has taken its place",
    severities: REPLACED.and(&Surface::DATA_API, Severity::Note),
    effect: Effect::Fragile,
    fields: DEPRECATED,
    anchors: &[Anchor::User(check, SilentUser::ByField)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "availabilityText is deprecated in favour of the welcomeMessages of the conversation",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "availabilityText and configuration are marked as deprecated in the options of Talk.User",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_CHANGELOG,
            fact: "configuration is the old name of role, since version 0.7.0",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the request has had role for configuration since 2020; it has no availabilityText",
        },
        Evidence {
            grade: Grade::Coded,
            source: EXAMPLES,
            fact: "the script that anonymises a user sends availabilityText as null to the REST API",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "welcomeMessage is marked as deprecated: the Classic SDKs show it, the Components ignore it",
        },
    ],
};

const REPLACED: Severities = Severities::on(
    &[Surface::Sdk, Surface::Rest, Surface::RestUpdate],
    Severity::Warning,
);

fn check(user: &User<'_>, found: &mut Findings<'_>) {
    for present in DEPRECATED.iter().filter_map(|&field| user.field(field)) {
        // Null clears what is stored: that is the way out of a deprecated field, and the vendor's own script takes it.
        if present.value.kind() != Kind::Null {
            report(user, present, found);
        }
    }
}

fn report(user: &User<'_>, present: Present<'_>, found: &mut Findings<'_>) {
    let name = present.field.name();
    let role = user.field(Field::Role);
    let (message, help) = match present.field {
        Field::Configuration => (
            format!("`{name}` is the old name of `role`"),
            match role {
                None => "rename it to `role`",
                Some(_) => "remove it: `role` is there already",
            },
        ),
        Field::AvailabilityText => (
            format!("`{name}` is deprecated"),
            "remove it, and use the `welcomeMessages` of the conversation",
        ),
        _ => (
            format!("`{name}` is deprecated in the Data API: only the Classic SDKs show it"),
            "keep it for them alone; the Components show the welcome messages of a conversation",
        ),
    };
    let draft = Draft::new(Place::Key(present.key), message)
        .help(help)
        .quotes_nothing()
        .severities(severities(present.field));
    found.report(match (present.field, role) {
        (Field::Configuration, Some(role)) => draft.related(Place::Key(role.key), "`role` is here"),
        (Field::Configuration, None) => {
            let repair = Repair::new(Safety::Safe, "rename the field to `role`");
            draft.repair(repair.replace_key(present.key, Field::Role.name()))
        }
        _ => draft,
    });
}

/// What replaces a field is advised on all surfaces that knew it; the welcome message is deprecated in the Data API only.
pub(super) fn severities(field: Field) -> Severities {
    match field {
        Field::WelcomeMessage => Severities::on(&Surface::DATA_API, Severity::Note),
        _ => REPLACED,
    }
}
