//! The report as Checkstyle 4.3 writes it: XML that most editors and build services read.
//!
//! Every input is a `file`, those without findings too. Checkstyle calls `info` what is a note here. Columns are code
//! points.

use std::io::{self, Write};

use super::joined::Joined;
use super::{Form, Report, Run, wording, xml};
use crate::severity::Severity;
use crate::source::Source;

/// Writes an element for each input.
#[derive(Debug, Default)]
pub(super) struct Checkstyle {
    has_begun: bool,
    joined: Joined,
}

impl Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.has_begun {
            return Ok(());
        }
        self.has_begun = true;
        out.write_all(xml::DECLARATION.as_bytes())?;
        xml::open(out, 0, "checkstyle", &[("version", &"4.3")])
    }
}

impl Form for Checkstyle {
    fn input(&mut self, report: &Report, _source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Some(report) = self.joined.whole(report) else {
            return Ok(());
        };
        self.begin(out)?;
        if report.active().next().is_none() {
            return xml::empty(out, 1, "file", &[("name", &report.source)]);
        }
        xml::open(out, 1, "file", &[("name", &report.source)])?;
        for finding in report.active() {
            xml::empty(
                out,
                2,
                "error",
                &[
                    ("line", &finding.location.start.line),
                    ("column", &finding.location.start.column),
                    ("severity", &severity(finding.severity)),
                    ("message", &wording::statement(finding)),
                    ("source", &format!("userlint.{}", finding.rule.id)),
                ],
            )?;
        }
        xml::close(out, 1, "file")
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        for failure in &run.failures {
            let name = failure.input.as_deref().unwrap_or(env!("CARGO_PKG_NAME"));
            xml::open(out, 1, "file", &[("name", &name)])?;
            // What concerns a file as a whole is on line 0, as Checkstyle has it.
            xml::empty(
                out,
                2,
                "error",
                &[
                    ("line", &0),
                    ("severity", &severity(Severity::Error)),
                    ("message", &failure.message),
                    ("source", &env!("CARGO_PKG_NAME")),
                ],
            )?;
            xml::close(out, 1, "file")?;
        }
        xml::close(out, 0, "checkstyle")
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}
