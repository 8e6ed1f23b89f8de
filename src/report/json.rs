//! The JSON report: its own types, frozen by `schema_version`.
//!
//! They are kept apart from [`Finding`] so that the library can change without changing
//! what programs read. A field may be added; none is renamed, removed or given another meaning within a version.

use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Failure, Form, Report, Run, Totals, escaping};
use crate::finding::Finding;
use crate::repair::{Fix, Safety};
use crate::severity::Effect;
use crate::source::{Location, Position, Source, Span};
use crate::surface::Surface;

/// The version of the format that this library writes.
pub const SCHEMA_VERSION: u32 = 1;

/// The report of one run of `userlint check`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "userlint report", extend("$id" = "urn:userlint:schema:report:1"))]
#[non_exhaustive]
pub struct JsonReport<'r> {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    pub schema_version: u32,
    /// The program that wrote the report.
    pub tool: JsonTool,
    /// Counts over the whole run.
    pub summary: JsonSummary,
    /// Everything that was found, in the order of the inputs and, in each input, of the text.
    #[schemars(with = "Vec<JsonFinding<'r>>")]
    pub findings: JsonFindings<'r>,
    /// What was asked for and could not be done. The exit status is 2 then.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub failures: &'r [Failure],
}

/// The findings of all inputs: made one by one as they are written, since there may be millions.
#[derive(Debug)]
pub struct JsonFindings<'r>(&'r [Report]);

impl Serialize for JsonFindings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings =
            |report| Report::active(report).map(move |finding| JsonFinding::new(&report.source, finding));
        serializer.collect_seq(self.0.iter().flat_map(findings))
    }
}

/// The program that wrote a report.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonTool {
    /// `userlint`.
    pub name: &'static str,
    /// The version of the program, as Cargo has it.
    pub version: &'static str,
}

/// Counts over a whole run.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonSummary {
    /// Inputs that were read.
    pub files: usize,
    /// Inputs that were read as JSON with comments and trailing commas, which their names promise (`.jsonc`, `.json5`).
    pub files_with_comments: usize,
    /// Users that were judged.
    pub payloads: usize,
    /// Operations of batches that put no user: counted, not judged.
    pub other_operations: usize,
    /// Findings that are an error on some surface.
    pub errors: usize,
    /// Findings that are a warning at worst.
    pub warnings: usize,
    /// Findings that are a note at worst. Notes are only looked for when asked for.
    pub notes: usize,
    /// Findings that a baseline knows. They are in no other count, and not among the findings.
    pub suppressed: usize,
    /// Findings that are counted, but left out of the list, since fewer were asked for.
    pub left_out: usize,
    /// Findings that have a fix.
    pub fixable: JsonFixable,
    /// Fixes that were made. What they have put right is in no other count, and not among the findings.
    pub fixed: usize,
    /// The verdicts on the users, by surface.
    #[schemars(extend("propertyNames" = {"enum": Surface::ALL.map(Surface::name)}))]
    pub surfaces: BTreeMap<&'static str, JsonVerdict>,
}

/// How many findings have a fix.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonFixable {
    /// One that can be made unseen.
    pub safe: usize,
    /// One that only somebody who knows what is meant can tell to be right.
    #[serde(rename = "unsafe")]
    pub not_safe: usize,
}

/// How many users a surface accepts and rejects.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonVerdict {
    /// Users without an error on the surface.
    pub accepted: usize,
    /// Users with an error on the surface.
    pub rejected: usize,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonFinding<'r> {
    /// The id of the rule.
    pub rule: &'static str,
    /// The worst severity on any surface.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    pub severity: &'static str,
    /// The severity on each surface that has one.
    #[schemars(extend(
        "propertyNames" = {"enum": Surface::ALL.map(Surface::name)},
        "additionalProperties" = {"enum": ["error", "warning", "note"]}
    ))]
    pub surfaces: BTreeMap<&'static str, &'static str>,
    /// What may become of the payload, or of the part that is meant.
    #[schemars(extend("enum" = Effect::ALL.map(Effect::name)))]
    pub effect: &'static str,
    /// The input, as it was named.
    pub file: &'r str,
    /// The JSON Pointer of the user in its document: `""` where the document is the user, null where the finding
    /// concerns no single user. In NDJSON each line is a document, and `start` tells which. Cut as `pointer` is.
    pub payload: Option<&'r str>,
    /// The JSON Pointer of the value, or of the value whose key is meant. Keys of more than 256 bytes are cut and end in
    /// `…`, as does a pointer of more than 1024. Of a key that holds a credential only the `…` is left.
    pub pointer: &'r str,
    /// Whether the key is meant, or the value.
    #[schemars(extend("enum" = ["key", "value"]))]
    pub part: &'static str,
    /// What is wrong.
    pub message: &'r str,
    /// What to do about it.
    pub help: &'r str,
    #[serde(flatten)]
    place: JsonPlace,
    /// Other places that belong to the finding: the first of two equal keys, for instance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<JsonRelated<'r>>,
    /// What puts it right, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<JsonFix<'r>>,
}

/// The repair of a finding. Of all fixes that touch the same bytes only one can be made.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonFix<'r> {
    /// What it does, in one clause.
    pub title: &'r str,
    /// Whether it can be made unseen, or only by somebody who knows what is meant.
    #[schemars(extend("enum" = Safety::ALL.map(Safety::name)))]
    pub safety: &'static str,
    /// What to write where, in the order of the text: all of it or nothing.
    pub edits: Vec<JsonEdit<'r>>,
}

/// A text in the place of another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonEdit<'r> {
    /// What stands there then; the place is what goes.
    pub text: &'r str,
    #[serde(flatten)]
    place: JsonPlace,
}

impl<'r> JsonFix<'r> {
    fn new(fix: &'r Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| JsonEdit {
            text: &edit.text,
            place: edit.location.into(),
        });
        JsonFix {
            title: fix.title,
            safety: fix.safety.name(),
            edits: edits.collect(),
        }
    }
}

/// A second place of a finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct JsonRelated<'r> {
    /// What stands there.
    pub message: &'r str,
    /// The input in which it stands, if it is another than that of the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'r str>,
    #[serde(flatten)]
    place: JsonPlace,
}

#[derive(Debug, Serialize, JsonSchema)]
struct JsonPlace {
    /// In bytes from the start of the input; `end` is behind the last byte.
    span: JsonSpan,
    /// Where the first byte stands.
    start: JsonPosition,
    /// Where the byte behind the last one stands.
    end: JsonPosition,
}

/// A range of bytes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
struct JsonSpan {
    start: usize,
    end: usize,
}

/// A place as people count.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
struct JsonPosition {
    /// Physical line, from 1.
    #[schemars(range(min = 1))]
    line: usize,
    /// Code points from the start of the line, from 1.
    #[schemars(range(min = 1))]
    column: usize,
    /// UTF-16 code units from the start of the line, from 1: what editors count. The same as `column` but behind
    /// characters such as emoji.
    #[schemars(range(min = 1))]
    utf16_column: usize,
}

impl<'r> JsonReport<'r> {
    /// The report over these checks.
    pub fn new(reports: &'r [Report]) -> Self {
        let mut totals = Totals::default();
        for report in reports {
            totals.add(report);
        }
        JsonReport::of_run(reports, &totals, 0, &[])
    }

    fn of_run(reports: &'r [Report], totals: &Totals, left_out: usize, failures: &'r [Failure]) -> Self {
        JsonReport {
            schema_version: SCHEMA_VERSION,
            tool: JsonTool::this(),
            summary: JsonSummary::new(totals, left_out),
            findings: JsonFindings(reports),
            failures,
        }
    }

    /// Writes the report as one JSON text with a newline at its end.
    ///
    /// Characters that a terminal or a log could take for more than a character are written as escapes, so that
    /// the text is the same JSON and can be shown as it is.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        escaping::write_pretty(self, out)
    }
}

/// Writes a value as [`JsonReport::write`] writes a report: laid out, without a character that a terminal could take for
/// more than one, and with a newline at its end.
pub fn write_laid_out(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    escaping::write_pretty(value, out)
}

/// Writes a value as [`write_laid_out`] does, but on one line.
pub fn write_line(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    escaping::write_line(value, out)
}

/// The JSON report as a [`Form`]: one document, written at the end, since its summary stands before the findings.
#[derive(Debug, Default)]
pub struct Json {
    reports: Vec<Report>,
}

impl Form for Json {
    fn input(&mut self, report: &Report, _source: Source<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        if !report.findings.is_empty() {
            self.reports.push(report.clone());
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
        JsonReport::of_run(&self.reports, &run.totals, run.left_out, &run.failures).write(out)
    }
}

impl JsonTool {
    /// This library.
    pub(crate) fn this() -> Self {
        JsonTool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

impl JsonSummary {
    pub(super) fn new(totals: &Totals, left_out: usize) -> Self {
        let [notes, warnings, errors] = totals.findings;
        let verdicts = totals.verdicts.iter().map(|(surface, verdict)| {
            let counts = JsonVerdict {
                accepted: verdict.accepted,
                rejected: verdict.rejected,
            };
            (surface.name(), counts)
        });
        JsonSummary {
            files: totals.files,
            files_with_comments: totals.files_with_comments,
            payloads: totals.payloads,
            other_operations: totals.other_operations,
            errors,
            warnings,
            notes,
            suppressed: totals.suppressed,
            left_out,
            fixable: JsonFixable {
                safe: totals.fixable[Safety::Safe as usize],
                not_safe: totals.fixable[Safety::Unsafe as usize],
            },
            fixed: totals.fixed,
            surfaces: verdicts.collect(),
        }
    }
}

impl<'r> JsonFinding<'r> {
    pub(crate) fn new(source: &'r str, finding: &'r Finding) -> Self {
        let severities = finding.severities.iter();
        JsonFinding {
            rule: finding.rule.id,
            severity: finding.severity.name(),
            surfaces: severities
                .map(|(surface, severity)| (surface.name(), severity.name()))
                .collect(),
            effect: finding.rule.effect().name(),
            file: source,
            payload: finding.payload.as_deref().map(|payload| payload.pointer.as_str()),
            pointer: &finding.pointer,
            part: finding.part.name(),
            message: &finding.message,
            help: &finding.help,
            place: finding.location.into(),
            related: finding
                .related
                .iter()
                .map(|related| JsonRelated {
                    message: related.message,
                    file: related.source.as_deref().map(|source| source.name.as_str()),
                    place: related.location.into(),
                })
                .collect(),
            fix: finding.shown_fix().map(JsonFix::new),
        }
    }
}

impl From<Location> for JsonPlace {
    fn from(location: Location) -> Self {
        JsonPlace {
            span: location.span.into(),
            start: location.start.into(),
            end: location.end.into(),
        }
    }
}

impl From<Span> for JsonSpan {
    fn from(span: Span) -> Self {
        JsonSpan {
            start: span.start,
            end: span.end,
        }
    }
}

impl From<Position> for JsonPosition {
    fn from(position: Position) -> Self {
        JsonPosition {
            line: position.line,
            column: position.column,
            utf16_column: position.utf16_column,
        }
    }
}
