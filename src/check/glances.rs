//! What of a user all rules of a plan pass at a glance: made once for a plan, from what each rule says beside its function.
//!
//! What a rule thinks of a kind of value or of a field is not said there a second time: the rule itself is asked, about the
//! smallest user of whom that is true.

use super::findings;
use super::plan::{Hook, Plan};
use crate::field::Field;
use crate::finding::Unlocated;
use crate::glance::{Silent, SilentUser, SilentValue};
use crate::rule::{Anchor, EntryGlance, FieldCheck, Rule, UserCheck};
use crate::syntax::json::Parser;
use crate::syntax::tape::Value;
use crate::user::User;

#[cfg(test)]
mod laws;

/// What the rules of a plan pass at a glance.
#[derive(Debug)]
pub(super) struct Glances {
    pub(super) fields: [FieldGlance; Field::COUNT],
    /// What must be there.
    pub(super) required: FieldSet,
    /// What must not be there.
    pub(super) refused: FieldSet,
}

/// What may be in a field: none where a glance is not enough.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldGlance {
    /// A string.
    pub(super) text: Option<Silent>,
    /// A list of strings, no two of which may be the same address or number.
    pub(super) list: Option<Silent>,
    /// An object of strings.
    pub(super) map: Option<EntryGlance>,
    /// `null`.
    pub(super) null: bool,
}

/// A set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldSet(u16);

impl FieldSet {
    pub(super) const NONE: FieldSet = FieldSet(0);

    pub(super) fn contains(self, field: Field) -> bool {
        self.0 >> field as u8 & 1 == 1
    }

    pub(super) fn insert(&mut self, field: Field) {
        self.0 |= 1 << field as u8;
    }

    pub(super) fn contains_all(self, others: FieldSet) -> bool {
        self.0 & others.0 == others.0
    }
}

impl Default for Glances {
    fn default() -> Self {
        let all = FieldGlance {
            text: Some(Silent::ALWAYS),
            list: Some(Silent::ALWAYS),
            map: Some(EntryGlance::STRINGS),
            null: true,
        };
        Glances {
            fields: [all; Field::COUNT],
            required: FieldSet::NONE,
            refused: FieldSet::NONE,
        }
    }
}

/// A value of each kind that a glance knows.
const TEXT: &str = r#""x""#;
const LIST: &str = r#"["x","y"]"#;
const MAP: &str = r#"{"x":"x"}"#;
const NULL: &str = "null";

impl Glances {
    /// What passes all rules that are in a plan.
    pub(super) fn of(plan: &Plan, rules: impl Iterator<Item = &'static Rule>) -> Self {
        let mut glances = Glances::default();
        let mut by_kind = Vec::new();
        for rule in rules {
            for &anchor in rule.meta.anchors {
                glances.heed(plan, rule, anchor);
                if let Anchor::Field(fields, check, SilentValue::ByKind) = anchor {
                    by_kind.push((fields, Hook { rule, check }));
                }
            }
        }
        for field in Field::ALL {
            let hooks = by_kind.iter().filter(|(fields, _)| fields.contains(&field));
            let hooks: Vec<_> = hooks.map(|(_, hook)| *hook).collect();
            let is_silent = |value| are_silent_about_value(plan, &hooks, field, value);
            let glance = &mut glances.fields[field as usize];
            glance.text = glance.text.filter(|_| is_silent(TEXT));
            glance.list = glance.list.filter(|_| is_silent(LIST));
            glance.map = glance.map.filter(|_| is_silent(MAP));
            glance.null &= is_silent(NULL);
        }
        glances
    }

    fn heed(&mut self, plan: &Plan, rule: &'static Rule, anchor: Anchor) {
        match anchor {
            Anchor::User(check, silent) => self.heed_user(plan, Hook { rule, check }, silent),
            Anchor::Field(fields, _, SilentValue::Strings(silent)) => {
                for &field in fields {
                    let text = &mut self.fields[field as usize].text;
                    *text = text.map(|text| text | silent);
                }
            }
            Anchor::Text(fields, _, silent) => {
                for &field in fields {
                    let glance = &mut self.fields[field as usize];
                    glance.text = glance.text.map(|text| text | silent);
                    glance.list = glance.list.map(|text| text | silent);
                    glance.map = glance.map.map(|entry| EntryGlance {
                        value: entry.value | silent,
                        ..entry
                    });
                }
            }
            Anchor::Entry(fields, _, silent) => {
                for &field in fields {
                    let map = &mut self.fields[field as usize].map;
                    *map = map.map(|entry| EntryGlance {
                        key: entry.key | silent.key,
                        value: entry.value | silent.value,
                    });
                }
            }
            // Asked below; or they have nothing to say of a list of users that are objects, or are no part of what is told at a
            // glance.
            Anchor::Reading(_)
            | Anchor::Envelope(_)
            | Anchor::Input(_)
            | Anchor::Field(_, _, SilentValue::ByKind)
            | Anchor::NotAnObject(_)
            | Anchor::Dataset(_)
            | Anchor::Configured(..) => {}
        }
    }

    fn heed_user(&mut self, plan: &Plan, hook: Hook<UserCheck>, silent: SilentUser) {
        match silent {
            SilentUser::With(fields) => fields.iter().for_each(|&field| self.required.insert(field)),
            SilentUser::ByField => {
                for field in Field::ALL {
                    if !is_silent_about_field(plan, hook, field) {
                        self.refused.insert(field);
                    }
                }
            }
            // The walk passes no others.
            SilentUser::WithOneId | SilentUser::OfFieldsAlone => {}
        }
    }
}

fn are_silent_about_value(plan: &Plan, hooks: &[Hook<FieldCheck>], field: Field, value: &str) -> bool {
    let user = format!(r#"{{"{}":{value}}}"#, field.name());
    is_silent(&user, |root, found| {
        let user = User::resolve(root, None, Vec::new());
        if let Some(present) = user.field(field) {
            for hook in hooks {
                (hook.check)(&present, &mut findings(hook.rule, plan, None, found));
            }
        }
    })
}

fn is_silent_about_field(plan: &Plan, hook: Hook<UserCheck>, field: Field) -> bool {
    let user = format!(r#"{{"{}":{TEXT}}}"#, field.name());
    is_silent(&user, |root, found| {
        let user = User::resolve(root, None, Vec::new());
        (hook.check)(&user, &mut findings(hook.rule, plan, None, found));
    })
}

fn is_silent(user: &str, ask: impl FnOnce(Value<'_>, &mut Vec<Unlocated>)) -> bool {
    let mut parser = Parser::default();
    let mut found = Vec::new();
    match parser.parse(user) {
        Ok(document) => ask(document.root(), &mut found),
        Err(_) => return false,
    }
    found.is_empty()
}
