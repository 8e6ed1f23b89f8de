//! More users in one request than it may carry.

use std::collections::HashSet;

use crate::evidence::{Evidence, Grade, REST_USERS};
use crate::finding::{Draft, Findings};
use crate::limits::USERS_PER_REQUEST;
use crate::place::{Part, Place};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::Envelope;
use crate::surface::Surface;
use crate::syntax::tape::{NodeId, Value};

pub(super) const META: Meta = Meta {
    summary: "more than 100 users in one `PUT /users`",
    why: "The request is answered with the status 400, and none of its users is stored: not even the first hundred.",
    advice: "send the users in parts of at most 100",
    severities: Severities::on(&Surface::REST_REQUESTS, Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[Claim {
        property: "users by id",
        keyword: "maxProperties",
    }],
    evidence: &[Evidence {
        grade: Grade::Documented,
        source: REST_USERS,
        fact: "at most 100 users can be put in one request; with more it fails with the status 400 and changes nothing",
    }],
};

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    let too_large = |&&(_, members): &&(Value<'_>, usize)| members > USERS_PER_REQUEST;
    let mut maps = envelope.maps.iter().filter(too_large).peekable();
    if maps.peek().is_none() {
        return;
    }
    // A key that stands twice is one user to whoever reads the map: duplicate_key speaks of it.
    let again: HashSet<_> = envelope
        .root
        .document()
        .duplicates()
        .iter()
        .map(|two| two.again)
        .collect();
    for &(map, _) in maps {
        count_users(map, &again, found);
    }
}

fn count_users(map: Value<'_>, again: &HashSet<NodeId>, found: &mut Findings<'_>) {
    let keys = map.members().map(|member| member.key);
    let mut ids = keys.filter(|key| !again.contains(&key.id()));
    let Some(first_beyond) = ids.nth(USERS_PER_REQUEST) else {
        return;
    };
    let count = USERS_PER_REQUEST + 1 + ids.count();
    let message = format!("{count} users in one map, but `PUT /users` takes at most {USERS_PER_REQUEST}");
    // All or nothing: the place is the map, with every user in it, shown where the limit is crossed.
    let place = Place::Bytes {
        value: map,
        part: Part::Value,
        range: first_beyond.range(),
    };
    found.report(Draft::new(place, message).quotes_nothing());
}
