//! The report for people who know the rules, and for tools that read lines: one line a finding.
//!
//! `path:line:column: severity[rule] /pointer: message (sdk: fine, rest: error)`, and the closing lines of the human
//! report. Columns are code points.

use std::io::{self, Write};

use super::{Form, Report, Run, wording};
use crate::source::Source;

/// Writes one line a finding.
#[derive(Debug, Default)]
pub(super) struct Concise;

impl Form for Concise {
    fn input(&mut self, report: &Report, _source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        report
            .active()
            .try_for_each(|finding| writeln!(out, "{}", wording::finding(report, finding)))
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        wording::closing(run, false, out)
    }
}
