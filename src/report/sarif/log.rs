//! What a SARIF file consists of: its objects, as far as this form writes them, and what stands around the results.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rules::{FOUND, SarifRule, repository};
use super::{MOST_RESULTS, ROOT};
use crate::catalogue::sentence;
use crate::finding::Finding;
use crate::report::{Revision, Run, sanitise, wording};
use crate::rules::RULES;
use crate::source::Location;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A text in which viewers find no link and no place for an argument: they make a link of `[text](target)`, and put an
/// argument of the message into `{0}`.
fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    let mut previous = ' ';
    for char in text.chars() {
        if (previous, char) == (']', '(') || (previous == '{' && char.is_ascii_digit()) {
            inert.push(' ');
        }
        inert.push(char);
        previous = char;
    }
    inert
}

#[derive(Serialize)]
pub(super) struct SarifLog {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [SarifRun; 1],
}

impl SarifLog {
    pub(super) fn new(results: Vec<SarifResult>, left_out: usize, run: &Run) -> Self {
        SarifLog {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [SarifRun {
                tool: Tool {
                    driver: Driver {
                        name: env!("CARGO_PKG_NAME"),
                        full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
                        short_description: Text::fixed(concat!(env!("CARGO_PKG_DESCRIPTION"), ".")),
                        information_uri: repository(),
                        version: env!("CARGO_PKG_VERSION"),
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        rules: RULES.iter().map(SarifRule::new).collect(),
                    },
                },
                invocations: [Invocation::new(left_out, run)],
                column_kind: "unicodeCodePoints",
                original_uri_base_ids: BTreeMap::from([(
                    ROOT,
                    UriBase {
                        description: Text::fixed("The folder in which userlint was started."),
                    },
                )]),
                version_control_provenance: run
                    .revision
                    .as_ref()
                    .map(|revision| [VersionControl::new(revision)]),
                automation_details: AutomationDetails {
                    id: concat!(env!("CARGO_PKG_NAME"), "/"),
                },
                results,
            }],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRun {
    pub(super) tool: Tool,
    pub(super) invocations: [Invocation; 1],
    pub(super) column_kind: &'static str,
    pub(super) original_uri_base_ids: BTreeMap<&'static str, UriBase>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version_control_provenance: Option<[VersionControl; 1]>,
    pub(super) automation_details: AutomationDetails,
    pub(super) results: Vec<SarifResult>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) full_name: &'static str,
    pub(super) short_description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) information_uri: Option<&'static str>,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<SarifRule>,
}

#[derive(Serialize)]
pub(super) struct UriBase {
    pub(super) description: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VersionControl {
    repository_uri: String,
    revision_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    mapped_to: ArtifactLocation,
}

impl VersionControl {
    fn new(revision: &Revision) -> Self {
        VersionControl {
            repository_uri: revision.repository.clone(),
            revision_id: revision.commit.clone(),
            branch: revision.branch.as_deref().map(shown),
            mapped_to: ArtifactLocation {
                uri: (revision.depth > 0).then(|| "../".repeat(revision.depth)),
                uri_base_id: Some(ROOT),
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct AutomationDetails {
    /// A category alone: it ends in a slash.
    pub(super) id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<Notification>,
}

impl Invocation {
    pub(super) fn new(left_out: usize, run: &Run) -> Self {
        let failures = run.failures.iter().map(|failure| Notification {
            level: "error",
            message: Text::shown(&sentence(&failure.message)),
        });
        let left_out = (left_out > 0).then(|| Notification {
            level: "warning",
            message: Text::shown(&format!(
                "{} left out: a run has at most {MOST_RESULTS} results, or fewer where fewer were asked for.",
                wording::plural(left_out, "finding")
            )),
        });
        Invocation {
            execution_successful: run.failures.is_empty(),
            tool_execution_notifications: failures.chain(left_out).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Notification {
    pub(super) level: &'static str,
    pub(super) message: Text,
}

#[derive(Debug, Serialize)]
pub(super) struct Text {
    pub(super) text: String,
}

impl Text {
    pub(super) fn fixed(text: &'static str) -> Self {
        Text {
            text: text.to_owned(),
        }
    }

    /// A text that people will read, and that may quote a payload or a path.
    pub(super) fn shown(text: &str) -> Self {
        Text { text: shown(text) }
    }
}

/// A text as it may be shown.
fn shown(text: &str) -> String {
    inert(&sanitise::line(text).to_string())
}

/// What a finding says, and by its name what the rule says of each of its findings, for tools that group or translate.
/// GitHub shows the text.
#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub(super) text: String,
    id: &'static str,
    arguments: [String; 2],
}

impl Message {
    pub(super) fn shown(text: &str, finding: &Finding) -> Self {
        Message {
            text: shown(text),
            id: FOUND,
            arguments: [shown(&finding.pointer), shown(&wording::verdicts(finding))],
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    pub(super) rule_id: &'static str,
    pub(super) rule_index: Option<usize>,
    pub(super) level: &'static str,
    pub(super) message: Message,
    pub(super) locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<SarifLocation>,
    pub(super) partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fixes: Option<[SarifFix; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<Vec<Suppression>>,
    pub(super) properties: ResultProperties,
}

impl SarifResult {
    /// Says of a result whether the baseline knows it. In a run in which one says so, all do.
    pub(super) fn compare_with_baseline(&mut self) {
        let known = self.suppressions.get_or_insert_default();
        self.baseline_state = Some(if known.is_empty() { "new" } else { "unchanged" });
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifFix {
    pub(super) description: Text,
    pub(super) artifact_changes: [ArtifactChange; 1],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactChange {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) replacements: Vec<Replacement>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement {
    pub(super) deleted_region: Region,
    pub(super) inserted_content: Text,
}

#[derive(Debug, Serialize)]
pub(super) struct Fingerprints {
    #[serde(rename = "primaryLocationLineHash")]
    pub(super) primary_location_line_hash: String,
    #[serde(rename = "userlintFingerprint/v1")]
    pub(super) userlint: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Suppression {
    pub(super) kind: &'static str,
    pub(super) justification: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct ResultProperties {
    pub(super) effect: &'static str,
    pub(super) surfaces: BTreeMap<&'static str, &'static str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logical_locations: Option<[LogicalLocation; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context_region: Option<Region>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) uri_base_id: Option<&'static str>,
}

impl ArtifactLocation {
    /// Where a file stands, by its URI. One that is relative starts from the folder of the run.
    pub(super) fn of(uri: String) -> Self {
        ArtifactLocation {
            uri_base_id: (!uri.starts_with("file:")).then_some(ROOT),
            uri: Some(uri),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snippet: Option<Text>,
}

impl Region {
    /// A place of which nothing is shown.
    pub(super) fn of(place: Location) -> Self {
        Region {
            start_line: place.start.line,
            start_column: place.start.column,
            end_line: place.end.line,
            end_column: place.end.column,
            snippet: None,
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) fully_qualified_name: String,
    pub(super) kind: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn viewers_find_neither_link_nor_argument() {
        assert_eq!(shown("[x](javascript:y)"), "[x] (javascript:y)");
        assert_eq!(shown("{0} {{12}} {a} {}"), "{ 0} {{ 12}} {a} {}");
        assert_eq!(shown("](](\n"), "] (] (\\u{a}");
    }
}
