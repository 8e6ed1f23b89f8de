//! Which rules are called where: made once for a linter, so that what nobody asked for is never called.

use super::glances::Glances;
use super::options::Options;
use crate::batch;
use crate::field::Field;
use crate::finding::Asked;
use crate::rule::{
    Anchor, ConfiguredCheck, DatasetCheck, EntryCheck, EnvelopeCheck, FieldCheck, InputCheck, ReadingCheck,
    Rule, TextCheck, UserCheck, ValueCheck,
};
use crate::rules::RULES;
use crate::settings::Settings;
use crate::severity::Severity;
use crate::surface::Surfaces;

/// The rules that can say anything at all under the options, by where they look.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) asked: Asked,
    pub(super) reading: Vec<Hook<ReadingCheck>>,
    pub(super) envelope: Vec<Hook<EnvelopeCheck>>,
    pub(super) input: Vec<Hook<InputCheck>>,
    pub(super) not_an_object: Vec<Hook<ValueCheck>>,
    pub(super) user: Vec<Hook<UserCheck>>,
    pub(super) configured: Vec<Hook<ConfiguredCheck>>,
    pub(super) dataset: Vec<Hook<DatasetCheck>>,
    pub(super) fields: [FieldPlan; Field::COUNT],
    /// None if a glance at a user is not enough.
    pub(super) glances: Option<Glances>,
}

#[derive(Debug, Default)]
pub(super) struct FieldPlan {
    pub(super) field: Vec<Hook<FieldCheck>>,
    pub(super) text: Vec<Hook<TextCheck>>,
    pub(super) entry: Vec<Hook<EntryCheck>>,
}

/// A rule's function at one anchor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hook<F> {
    pub(super) rule: &'static Rule,
    pub(super) check: F,
}

impl Plan {
    /// The rules that can be heard on these surfaces.
    pub(super) fn new(surfaces: Surfaces, options: &Options) -> Self {
        Plan::with(surfaces, options, |_| true)
    }

    /// Those of them that are wanted.
    pub(super) fn with(surfaces: Surfaces, options: &Options, wanted: impl Fn(&Rule) -> bool) -> Self {
        let settings = &options.settings;
        // What settings may make worse is dropped only when they have been asked.
        let min_severity = if settings.change_findings() {
            Severity::Note
        } else {
            options.min_severity
        };
        let mut plan = Plan {
            asked: Asked {
                surfaces,
                min_severity,
            },
            reading: Vec::new(),
            envelope: Vec::new(),
            input: Vec::new(),
            not_an_object: Vec::new(),
            user: Vec::new(),
            configured: Vec::new(),
            dataset: Vec::new(),
            fields: Default::default(),
            glances: None,
        };
        let rules = || {
            RULES
                .iter()
                .filter(|rule| wanted(rule) && may_speak(rule, surfaces, options))
        };
        for rule in rules() {
            for &anchor in rule.meta.anchors {
                plan.hang(rule, anchor, settings);
            }
        }
        if options.takes_a_glance() && plan.configured.is_empty() {
            plan.glances = Some(Glances::of(&plan, rules()));
        }
        plan
    }

    fn hang(&mut self, rule: &'static Rule, anchor: Anchor, settings: &Settings) {
        match anchor {
            Anchor::Reading(check) => self.reading.push(Hook { rule, check }),
            Anchor::Envelope(check) => self.envelope.push(Hook { rule, check }),
            Anchor::Input(check) => self.input.push(Hook { rule, check }),
            Anchor::NotAnObject(check) => self.not_an_object.push(Hook { rule, check }),
            Anchor::User(check, _) => self.user.push(Hook { rule, check }),
            Anchor::Field(fields, check, _) => {
                for &field in fields {
                    self.fields[field as usize].field.push(Hook { rule, check });
                }
            }
            Anchor::Text(fields, check, _) => {
                for &field in fields {
                    self.fields[field as usize].text.push(Hook { rule, check });
                }
            }
            Anchor::Entry(fields, check, _) => {
                for &field in fields {
                    self.fields[field as usize].entry.push(Hook { rule, check });
                }
            }
            Anchor::Dataset(check) => self.dataset.push(Hook { rule, check }),
            Anchor::Configured(setting, check) => {
                if setting.is_in(settings) {
                    self.configured.push(Hook { rule, check });
                }
            }
        }
    }
}

/// Whether anything that the rule finds on these surfaces can be reported.
fn may_speak(rule: &Rule, surfaces: Surfaces, options: &Options) -> bool {
    if options.batch_for.is_some() && batch::is_undone(rule) {
        return false;
    }
    let Some(worst) = rule.meta.severities.within(surfaces).worst() else {
        return false;
    };
    let settings = &options.settings;
    let severity = match settings.rules.get(rule) {
        Some(level) => level.severity(),
        None => Some(worst),
    };
    // An override may make it worse; and whether it was of any use is only known if the rule is asked.
    let is_overridden = || {
        let mut overrides = settings.overrides.iter();
        overrides.any(|holds| holds.rules.get(rule).is_some())
    };
    severity.is_some_and(|severity| severity >= options.min_severity) || is_overridden()
}
