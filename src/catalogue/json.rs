//! The catalogue for programs, frozen by its version as the report is.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::report::json::JsonTool;
use crate::rule::Rule;
use crate::rules::RULES;

/// The version of the form in which rules are written. Within it a field may be added, none renamed or removed.
pub const CATALOGUE_VERSION: u32 = 1;

#[derive(Serialize)]
struct JsonCatalogue {
    schema_version: u32,
    tool: JsonTool,
    rules: Vec<JsonRule>,
}

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

/// Writes all rules as one JSON object, in documentation order, with a newline at its end.
pub fn write_json(out: &mut dyn io::Write) -> io::Result<()> {
    write(RULES.iter(), out)
}

/// Writes one rule in the form in which [`write_json`] writes them all.
pub fn write_rule_json(rule: &Rule, out: &mut dyn io::Write) -> io::Result<()> {
    write(std::iter::once(rule), out)
}

fn write<'r>(rules: impl Iterator<Item = &'r Rule>, out: &mut dyn io::Write) -> io::Result<()> {
    let catalogue = JsonCatalogue {
        schema_version: CATALOGUE_VERSION,
        tool: JsonTool::this(),
        rules: rules.map(json_rule).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &catalogue)?;
    out.write_all(b"\n")
}

fn json_rule(rule: &Rule) -> JsonRule {
    let severities = rule.severities().iter();
    let evidence = rule.evidence().iter();
    JsonRule {
        rule: rule.id,
        summary: rule.summary(),
        why: rule.why(),
        help: rule.advice(),
        surfaces: severities
            .map(|(surface, severity)| (surface.name(), severity.name()))
            .collect(),
        effect: rule.effect().name(),
        fields: rule.fields().into_iter().map(crate::Field::name).collect(),
        setting: rule.setting().map(crate::settings::Setting::name),
        evidence: evidence
            .map(|evidence| JsonEvidence {
                grade: evidence.grade.name(),
                source: evidence.source,
                fact: evidence.fact,
            })
            .collect(),
    }
}
