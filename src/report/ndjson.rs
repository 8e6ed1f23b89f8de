//! The report as a stream: one JSON record a line, the findings as they come, the counts last.
//!
//! A stream without its summary was cut. The records hold what the JSON report holds, under the same version.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::json::{JsonFinding, JsonSummary, JsonTool, SCHEMA_VERSION};
use super::{Failure, Form, Report, Run, escaping};
use crate::source::Source;

/// One line of the report of a run of `userlint check`.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
#[schemars(title = "userlint report, as a stream: one line")]
pub enum NdjsonRecord<'r> {
    /// Something that was found. Findings stand in the order of the inputs and, in each input, of the text.
    Finding(JsonFinding<'r>),
    /// Something that was asked for and could not be done. The exit status is 2 then.
    Failure(&'r Failure),
    /// Counts over the whole run. This is the last line; a report without it is not whole.
    Summary(NdjsonSummary),
}

/// The last line of a stream.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
pub struct NdjsonSummary {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    schema_version: u32,
    /// The program that wrote the report.
    tool: JsonTool,
    /// Counts over the whole run.
    summary: JsonSummary,
}

/// Writes one record a line.
#[derive(Debug, Default)]
pub struct Ndjson;

impl Form for Ndjson {
    fn input(&mut self, report: &Report, _source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        report.active().try_for_each(|finding| {
            let record = NdjsonRecord::Finding(JsonFinding::new(&report.source, finding));
            escaping::write_line(&record, out)
        })
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        run.failures
            .iter()
            .try_for_each(|failure| escaping::write_line(&NdjsonRecord::Failure(failure), out))?;
        let summary = NdjsonSummary {
            schema_version: SCHEMA_VERSION,
            tool: JsonTool::this(),
            summary: JsonSummary::new(&run.totals, run.left_out),
        };
        escaping::write_line(&NdjsonRecord::Summary(summary), out)
    }
}
