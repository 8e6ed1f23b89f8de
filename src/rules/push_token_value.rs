//! A value in `pushTokens` that neither registers a device nor unregisters it.

use crate::evidence::{CORE_TYPES, Evidence, Grade, REST_USERS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::rule::{Anchor, Claim, EntryGlance, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Member};

pub(super) const META: Meta = Meta {
    summary: "a value in `pushTokens` that is not `true`, or `null` where that unregisters",
    why: "`true` registers a device for push notifications and `null` unregisters it. No other value is listed, \
          not even `false`; and a user who is being created has no device to unregister.",
    advice: "write true to register the device, or null to unregister it",
    severities: Severities::on(
        &[
            Surface::DataApiCreate,
            Surface::DataApiSet,
            Surface::Rest,
            Surface::RestUpdate,
        ],
        Severity::Error,
    ),
    effect: Effect::Rejected,
    fields: &[Field::PushTokens],
    anchors: &[Anchor::Entry(&[Field::PushTokens], check, EntryGlance::NEVER)],
    claims: &[Claim {
        property: "pushTokens",
        keyword: "additionalProperties",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the values of pushTokens are true, to register, and null, to unregister",
        },
        Evidence {
            grade: Grade::Typed,
            source: CORE_TYPES,
            fact: "set takes true and null; createIfNotExists takes true only",
        },
    ],
};

fn check(member: Member<'_>, found: &mut Findings<'_>) {
    let value = member.value;
    let draft = |message: String| Draft::new(Place::Value(value), message).quotes_nothing();
    let listed = "neither true nor null";
    found.report(match value.kind() {
        Kind::True => return,
        Kind::Null => draft("a value in `pushTokens` is null, and only true is taken here".to_owned())
            .severities(Severities::on(&[Surface::DataApiCreate], Severity::Error))
            .help("leave the token out: a new user has no device to unregister"),
        Kind::False => draft(format!("a value in `pushTokens` is false, which is {listed}"))
            .help("write null to unregister the device; leave it out when the user is created"),
        Kind::String if value.as_str() == Some("true") => {
            draft(format!("a value in `pushTokens` is a string, which is {listed}"))
                .help("write true without quotation marks")
        }
        kind => draft(format!(
            "a value in `pushTokens` is {}, which is {listed}",
            kind.with_article()
        )),
    });
}
