//! The catalogue for programs.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::rules::RULES;

#[derive(Serialize)]
struct JsonRule {
    rule: &'static str,
    summary: &'static str,
    why: &'static str,
    help: &'static str,
    /// The worst severity on each surface that has one.
    surfaces: BTreeMap<&'static str, &'static str>,
    effect: &'static str,
    /// The fields that the rule looks at.
    fields: Vec<&'static str>,
    /// The setting without which the rule is never called.
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'static str>,
    evidence: Vec<JsonEvidence>,
}

#[derive(Serialize)]
struct JsonEvidence {
    grade: &'static str,
    source: &'static str,
    fact: &'static str,
}

/// Writes all rules as one JSON array, in documentation order, with a newline at its end.
pub fn write_json(out: &mut dyn io::Write) -> io::Result<()> {
    let rules: Vec<_> = RULES
        .iter()
        .map(|rule| JsonRule {
            rule: rule.id,
            summary: rule.summary(),
            why: rule.why(),
            help: rule.advice(),
            surfaces: rule
                .severities()
                .iter()
                .map(|(surface, severity)| (surface.name(), severity.name()))
                .collect(),
            effect: rule.effect().name(),
            fields: rule.fields().into_iter().map(crate::Field::name).collect(),
            setting: rule.setting().map(crate::settings::Setting::name),
            evidence: rule
                .evidence()
                .iter()
                .map(|evidence| JsonEvidence {
                    grade: evidence.grade.name(),
                    source: evidence.source,
                    fact: evidence.fact,
                })
                .collect(),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rules)?;
    out.write_all(b"\n")
}
