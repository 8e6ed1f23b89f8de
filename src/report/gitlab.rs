//! The report as GitLab reads it: a Code Quality artifact, one JSON array.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprinter;
use super::{Form, Report, Run, escaping, path, sanitise, wording};
use crate::finding::Finding;
use crate::severity::Severity;
use crate::source::{Position, Source};

/// The Code Quality artifact as a [`Form`]: an issue a line, written as they come.
#[derive(Debug, Default)]
pub(super) struct Gitlab {
    is_begun: bool,
    fingerprints: Fingerprinter,
}

impl Form for Gitlab {
    fn input(&mut self, report: &Report, source: Source<'_>, out: &mut dyn io::Write) -> io::Result<()> {
        let fingerprints = self.fingerprints.of(report);
        let path = path::text(source.name);
        for (finding, fingerprint) in report.findings.iter().zip(fingerprints) {
            if finding.is_suppressed {
                continue;
            }
            out.write_all(if self.is_begun { b",\n" } else { b"[\n" })?;
            self.is_begun = true;
            escaping::write_compact(&Issue::new(finding, fingerprint, &path), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, _run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(if self.is_begun { b"\n]\n" } else { b"[]\n" })
    }
}

#[derive(Serialize)]
struct Issue<'i> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: IssueLocation<'i>,
}

#[derive(Serialize)]
struct IssueLocation<'i> {
    path: &'i str,
    lines: Lines,
    positions: Positions,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Positions {
    begin: IssuePosition,
    end: IssuePosition,
}

#[derive(Serialize)]
struct IssuePosition {
    line: usize,
    column: usize,
}

impl<'i> Issue<'i> {
    fn new(finding: &'i Finding, fingerprint: String, path: &'i str) -> Self {
        let place = finding.location;
        let verdicts = wording::verdicts(finding);
        let description = format!("{} ({verdicts}); {}", wording::message(finding), finding.help);
        Issue {
            description: sanitise::line(&description).to_string(),
            check_name: finding.rule.id,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: IssueLocation {
                path,
                lines: Lines {
                    begin: place.start.line,
                    end: place.end.line,
                },
                positions: Positions {
                    begin: place.start.into(),
                    end: place.end.into(),
                },
            },
        }
    }
}

impl From<Position> for IssuePosition {
    fn from(position: Position) -> Self {
        IssuePosition {
            line: position.line,
            column: position.column,
        }
    }
}
