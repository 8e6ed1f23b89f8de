//! What a re-sync with the newer payload does to each field of the older, as far as it is known: null deletes, absence
//! leaves, a value takes the place of another.
//!
//! What is undocumented is not claimed: an empty list is a value like any other, and `name: null`, which every surface
//! refuses, does nothing. An older null is nothing to delete; only TalkJS writes it, for what is not set.

use std::collections::HashMap;

use super::mark::strings;
use crate::field::Field;
use crate::syntax::tape::{Kind, Value};
use crate::user::User;

/// What happens to a field, or to a key in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// There was a value, and null is sent.
    Deletes,
    /// There was a value, and nothing is sent.
    Keeps,
    /// Another value is sent than there was, or one where there was none.
    Changes,
}

/// A field, or one of its keys, and what happens to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Affected<'d> {
    pub(super) effect: Effect,
    pub(super) field: Field,
    pub(super) key: Option<&'d str>,
}

/// A set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Fields(u16);

impl Fields {
    pub(super) fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u16;
    }

    pub(super) fn contains(self, field: Field) -> bool {
        self.0 & 1 << field as u16 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The fields of the first set that are not in the second.
    pub(super) fn without(self, fields: &[Field]) -> Self {
        let mut rest = self;
        for &field in fields {
            rest.0 &= !(1 << field as u16);
        }
        rest
    }
}

/// The fields by what happens to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Effects {
    pub(super) deletes: Fields,
    pub(super) keeps: Fields,
    pub(super) changes: Fields,
}

impl Effects {
    pub(super) fn between(old: &User<'_>, new: &User<'_>) -> Self {
        let mut effects = Effects::default();
        each_affected(old, new, |affected| {
            effects.of_mut(affected.effect).insert(affected.field);
        });
        effects
    }

    pub(super) fn is_empty(self) -> bool {
        self == Effects::default()
    }

    fn of_mut(&mut self, effect: Effect) -> &mut Fields {
        match effect {
            Effect::Deletes => &mut self.deletes,
            Effect::Keeps => &mut self.keeps,
            Effect::Changes => &mut self.changes,
        }
    }
}

/// The fields that somebody who syncs users decides about. The id is the user, and the rest only TalkJS writes;
/// `configuration` is the old name of `role`.
const SYNCED: [Field; 10] = [
    Field::Name,
    Field::Email,
    Field::Phone,
    Field::PhotoUrl,
    Field::Locale,
    Field::WelcomeMessage,
    Field::Role,
    Field::Custom,
    Field::PushTokens,
    Field::AvailabilityText,
];

/// Calls `visit` with everything that happens, in documentation order; in a map the newer keys come first.
pub(super) fn each_affected<'d>(old: &User<'d>, new: &User<'d>, mut visit: impl FnMut(Affected<'d>)) {
    for field in SYNCED {
        let old = value(old, field).filter(|value| is_something(*value));
        let new = value(new, field);
        if matches!(field, Field::Custom | Field::PushTokens)
            && let Some(new) = new.filter(|new| new.kind() == Kind::Object)
        {
            each_key(field, old, new, &mut visit);
            continue;
        }
        let effect = match (old, new) {
            (None, None) => None,
            (Some(_), None) => Some(Effect::Keeps),
            (old, Some(new)) if new.kind() == Kind::Null => {
                (old.is_some() && field != Field::Name).then_some(Effect::Deletes)
            }
            (None, Some(new)) => is_something(new).then_some(Effect::Changes),
            (Some(old), Some(new)) => (!is_same(old, new)).then_some(Effect::Changes),
        };
        if let Some(effect) = effect {
            visit(Affected {
                effect,
                field,
                key: None,
            });
        }
    }
}

/// The value of a field; that of `role` may stand under its old name.
pub(super) fn value<'d>(user: &User<'d>, field: Field) -> Option<Value<'d>> {
    let present = match field {
        Field::Role => user
            .field(Field::Role)
            .or_else(|| user.field(Field::Configuration)),
        _ => user.field(field),
    };
    present.map(|present| present.value)
}

/// Custom data and push tokens are merged key by key.
fn each_key<'d>(field: Field, old: Option<Value<'d>>, new: Value<'d>, visit: &mut impl FnMut(Affected<'d>)) {
    let (old_order, old) = by_key(old);
    let (new_order, new) = by_key(Some(new));
    let mut affected = |effect, key| {
        visit(Affected {
            effect,
            field,
            key: Some(key),
        });
    };
    for key in new_order {
        let was = old.get(key).filter(|value| value.kind() != Kind::Null);
        match (was, new[key]) {
            (Some(_), now) if now.kind() == Kind::Null => affected(Effect::Deletes, key),
            (Some(&was), now) if !is_same(was, now) => affected(Effect::Changes, key),
            (None, now) if now.kind() != Kind::Null => affected(Effect::Changes, key),
            _ => {}
        }
    }
    for key in old_order {
        if old[key].kind() != Kind::Null && !new.contains_key(key) {
            affected(Effect::Keeps, key);
        }
    }
}

/// The keys of an object in text order, each once, and their values. Of equal keys the last counts.
fn by_key(object: Option<Value<'_>>) -> (Vec<&str>, HashMap<&str, Value<'_>>) {
    let (mut order, mut values) = (Vec::new(), HashMap::new());
    for member in object.into_iter().flat_map(Value::members) {
        if values.insert(member.key(), member.value).is_none() {
            order.push(member.key());
        }
    }
    (order, values)
}

/// Whether there is anything that could be kept or deleted.
fn is_something(value: Value<'_>) -> bool {
    match value.kind() {
        Kind::Null => false,
        Kind::Array => value.elements().next().is_some(),
        Kind::Object => value.members().next().is_some(),
        Kind::False | Kind::True | Kind::Number | Kind::String => true,
    }
}

/// Whether two values are the same to TalkJS: a string alone is a list of one, and lists have no order.
fn is_same(one: Value<'_>, other: Value<'_>) -> bool {
    if let (Some(one), Some(other)) = (one.as_str(), other.as_str()) {
        return one == other;
    }
    let all =
        |value: Value<'_>| value.as_str().is_some() || value.elements().all(|value| value.as_str().is_some());
    let is_list = |value: Value<'_>| matches!(value.kind(), Kind::String | Kind::Array) && all(value);
    if is_list(one) && is_list(other) {
        let sorted = |value| {
            let mut strings: Vec<&str> = strings(value).collect();
            strings.sort_unstable();
            strings
        };
        return sorted(one) == sorted(other);
    }
    one.raw() == other.raw()
}
