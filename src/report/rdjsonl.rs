//! The report for reviewdog: one diagnostic a line, as JSON.
//!
//! Lines and columns are from 1, columns are bytes of UTF-8, and an end is the place behind the last byte, all as
//! reviewdog's Diagnostic Format has it.

use std::io::{self, Write};

use serde::Serialize;

use super::{Failure, Form, Report, Run, escaping, wording};
use crate::finding::Finding;
use crate::patch::Patch;
use crate::severity::Severity;
use crate::source::{self, Source};

/// Writes one diagnostic a line.
#[derive(Debug, Default)]
pub(super) struct Rdjsonl;

impl Form for Rdjsonl {
    fn input(&mut self, report: &Report, source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        report.active().try_for_each(|finding| {
            let suggestions = suggestion(report, finding, source);
            escaping::write_line(&Diagnostic::new(report, finding, suggestions), out)
        })
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        run.failures
            .iter()
            .try_for_each(|failure| escaping::write_line(&Diagnostic::of_failure(failure), out))
    }
}

#[derive(Serialize)]
struct Diagnostic<'r> {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location<'r>>,
    severity: &'static str,
    source: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion; 1]>,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

/// The fix as one text in the place of another, which is all that the format has room for. What stands between two edits
/// is repeated then, and must not be hidden.
fn suggestion(report: &Report, finding: &Finding, source: Source<'_>) -> Option<[Suggestion; 1]> {
    let fix = finding.shown_fix()?;
    let extent = fix.extent();
    if fix.edits.len() > 1 && report.secrets.touch(extent) {
        return None;
    }
    let part = extent.within_part(source.start);
    let mut patch = Patch::new(part.of(source.bytes));
    patch.edit(fix.edits.iter().map(|edit| {
        let span = edit.location.span;
        (span.start - extent.start..span.end - extent.start, &*edit.text)
    }));
    Some([Suggestion {
        range: fix.location()?.into(),
        text: String::from_utf8(patch.bytes()).ok()?,
    }])
}

#[derive(Serialize)]
struct RelatedLocation<'r> {
    message: &'r str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

const USERLINT: Tool = Tool {
    name: env!("CARGO_PKG_NAME"),
};

impl<'r> Diagnostic<'r> {
    fn new(report: &'r Report, finding: &'r Finding, suggestions: Option<[Suggestion; 1]>) -> Self {
        let related = finding.related.iter().map(|related| RelatedLocation {
            message: related.message,
            location: Location {
                path: related
                    .source
                    .as_deref()
                    .map_or(&report.source, |source| &source.name),
                ..Location::new(report, related.location)
            },
        });
        Diagnostic {
            message: wording::statement(finding),
            location: Some(Location::new(report, finding.location)),
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Note => "INFO",
            },
            source: USERLINT,
            code: Some(Code {
                value: finding.rule.id,
                url: finding.rule.reference(),
            }),
            related_locations: related.collect(),
            suggestions,
        }
    }

    fn of_failure(failure: &'r Failure) -> Self {
        Diagnostic {
            message: failure.message.clone(),
            location: failure
                .input
                .as_deref()
                .map(|path| Location { path, range: None }),
            severity: "ERROR",
            source: USERLINT,
            code: None,
            related_locations: Vec::new(),
            suggestions: None,
        }
    }
}

impl<'r> Location<'r> {
    fn new(report: &'r Report, location: source::Location) -> Self {
        Location {
            path: &report.source,
            range: Some(location.into()),
        }
    }
}

impl From<source::Location> for Range {
    fn from(location: source::Location) -> Self {
        Range {
            start: location.start.into(),
            end: location.end.into(),
        }
    }
}

impl From<source::Position> for Position {
    fn from(position: source::Position) -> Self {
        Position {
            line: position.line,
            column: position.byte_column,
        }
    }
}
