//! Users who break one rule: valid ones, changed as the rule's defect says.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;

use super::user;
use crate::field::Field;
use crate::generate::defects::{Change, Defect, numbered};
use crate::generate::{CannotGenerate, Generator, Invalid, defects_of};
use crate::rule::Rule;
use crate::surface::Surface;

/// A JSON text in which the rule finds what it is about, on the surface: mostly one user. Nothing that is
/// worse is found beside it, unless the field itself is deprecated there.
///
/// A text and no value, because some rules are about what no value holds: equal keys, half of a pair of surrogates, bytes
/// that are no JSON. Of bytes that are no text there is no strategy (`text_encoding`).
///
/// Rules about users beside one another, and about what holds users, are broken by the texts of
/// [`Generator`], which do not shrink.
///
/// # Errors
///
/// If the rule says nothing on the surface, needs settings, or finds what is no text.
pub fn broken(rule: &'static Rule, surface: Surface) -> Result<BoxedStrategy<String>, CannotGenerate> {
    let defects = defects_of(rule, surface)?;
    let of_user: Vec<&Defect> = defects
        .iter()
        .copied()
        .filter(|defect| is_of_user(defect))
        .collect();
    if of_user.is_empty() {
        let least = defects
            .iter()
            .map(|defect| defect.least_users())
            .min()
            .unwrap_or(1);
        let text = move |seed| text(rule, surface, seed, least);
        text(0)?;
        return Ok(any::<u64>()
            .prop_filter_map("a text in UTF-8", move |seed| text(seed).ok())
            .boxed());
    }
    let changes = (select(of_user), any::<prop::sample::Index>(), 1_u64..1000);
    let broken = (user(surface), changes);
    Ok(broken
        .prop_map(|(user, (defect, nth, number))| changed(&user, defect.change, nth, number))
        .boxed())
}

fn is_of_user(defect: &Defect) -> bool {
    matches!(
        defect.change,
        Change::Set(..) | Change::Repeat(..) | Change::Remove(_)
    )
}

/// The text of the generator.
fn text(rule: &'static Rule, surface: Surface, seed: u64, users: u64) -> Result<String, CannotGenerate> {
    let generator = Generator::new(surface, seed).invalid(Invalid::Rule(rule));
    let bytes = generator.users(users)?.into_bytes();
    String::from_utf8(bytes).map_err(|_| CannotGenerate::Rule {
        rule,
        why: "what it finds is no UTF-8, and so no text",
    })
}

/// The text of a user in whom something is changed.
fn changed(user: &Value, change: Change, nth: prop::sample::Index, number: u64) -> String {
    let mut members: Vec<(&str, String)> = user
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value.to_string()))
        .collect();
    let value = |values: &[&'static str]| values[nth.index(values.len())];
    match change {
        Change::Set(key, values) => {
            members.retain(|(other, _)| *other != key);
            // In ids alone a `#` is a number.
            let is_id = key == Field::Id.name();
            let value = if is_id {
                numbered(value(values), number)
            } else {
                value(values).to_owned()
            };
            members.push((key, value));
        }
        Change::Repeat(key, values) => {
            let again = value(values).to_owned();
            if members.iter().all(|(other, _)| *other != key) {
                members.push((key, again.clone()));
            }
            members.push((key, again));
        }
        Change::Remove(key) => members.retain(|(other, _)| *other != key),
        // Not of a user alone.
        Change::Text(_) | Change::Id(_) | Change::Whole(_) => {}
    }
    let members: Vec<_> = members
        .into_iter()
        .map(|(key, value)| format!("{}:{value}", Value::from(key)))
        .collect();
    format!("{{{}}}", members.join(","))
}
