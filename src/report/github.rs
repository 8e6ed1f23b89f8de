//! The report as workflow commands of GitHub Actions, which shows them as annotations.
//!
//! A step has ten annotations of a kind and no more: the worst come first, and a last one says how many there are
//! besides. Each command is one line, and nothing else is written.

use std::fmt::Write as _;
use std::io;

use super::ranked::{Rank, Ranked};
use super::{Form, Report, Run, masked, path, sanitise, wording};
use crate::finding::Finding;
use crate::severity::Severity;
use crate::source::{Source, Span};

/// GitHub shows so many annotations of a kind from one step.
const MOST_OF_A_KIND: usize = 10;

/// The annotations as a [`Form`]: written at the end, since the worst come first.
#[derive(Debug)]
pub(super) struct Github {
    commands: Ranked<String>,
}

impl Default for Github {
    fn default() -> Self {
        Github {
            commands: Ranked::new(MOST_OF_A_KIND * Severity::ALL.len(), MOST_OF_A_KIND),
        }
    }
}

impl Form for Github {
    fn input(&mut self, report: &Report, source: Source<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        for finding in report.active() {
            self.commands
                .give(Rank::Of(finding.severity), || command(finding, source));
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
        let commands = std::mem::take(self).commands;
        let given = |severity| commands.given(Rank::Of(severity));
        let [notes, warnings, errors] = Severity::ALL.map(|severity| commands.kept(Rank::Of(severity)));
        // A failure is an error without a place, and counts among them.
        let failures = run.failures.len().min(MOST_OF_A_KIND);
        let shown_errors = errors.len().min(MOST_OF_A_KIND - failures);
        let mut unshown = [
            (run.failures.len() - failures, "failure"),
            (given(Severity::Error) - shown_errors, "error"),
            (given(Severity::Warning) - warnings.len(), "warning"),
            (given(Severity::Note) - notes.len(), "note"),
            (run.left_out, "finding"),
        ];
        let is_more = unshown.iter().any(|&(count, _)| count > 0);
        // What says that there is more is a notice itself, and wants room among them.
        let shown_notes = notes.len().min(MOST_OF_A_KIND - usize::from(is_more));
        unshown[3].0 = given(Severity::Note) - shown_notes;

        for failure in &run.failures[..failures] {
            writeln!(out, "::error::{}", data(&failure.message))?;
        }
        let findings = errors
            .take(shown_errors)
            .chain(warnings)
            .chain(notes.take(shown_notes));
        for command in findings {
            writeln!(out, "{command}")?;
        }
        if is_more {
            let count: usize = unshown.iter().map(|(count, _)| count).sum();
            let counted = wording::counted(&unshown);
            writeln!(
                out,
                "::notice::{count} more, see the log: GitHub shows {MOST_OF_A_KIND} of a kind ({counted})"
            )?;
        }
        Ok(())
    }
}

fn command(finding: &Finding, source: Source<'_>) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let start = finding.location.start;
    let mut message = data(&wording::message(finding));
    let _ = write!(message, " ({})", wording::verdicts(finding));
    if !finding.pointer.is_empty() {
        let _ = write!(message, "%0Aat {}", data(&finding.pointer));
    }
    let _ = write!(message, "%0Ahelp: {}", data(&finding.help));
    format!(
        "::{kind} file={file},line={line},endLine={line},col={column},endColumn={end},title={rule}::{message}",
        file = property(&path::text(source.name)),
        line = start.line,
        column = start.column,
        end = end_column(finding, source),
        rule = finding.rule.id,
    )
}

/// Where the finding ends on its first line: GitHub heeds columns on one line only.
fn end_column(finding: &Finding, source: Source<'_>) -> usize {
    let bytes = source.bytes;
    let (place, start) = (finding.location, finding.location.start);
    if place.end.line == start.line {
        return place.end.column;
    }
    let from = masked::within(bytes, place.span.within_part(source.start)).start;
    let rest = &bytes[from..];
    let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    let line = Span::new(from, from + length);
    start.column + masked::pieces(bytes, line, &[]).count()
}

/// A text behind the `::` of a command.
fn data(text: &str) -> String {
    // The percent sign first: it is what the other escapes begin with.
    let shown = sanitise::line(text).to_string();
    shown
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_the_runner_reads_them() {
        assert_eq!(data("50%0A: a, b\n"), r"50%250A: a, b\u{a}");
        assert_eq!(property("c:\\a,b%.json"), "c%3A\\a%2Cb%25.json");
        assert_eq!(data("##[add-mask]x"), r"#\u{23}[add-mask]x");
    }
}
