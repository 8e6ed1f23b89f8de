//! The report in the Test Anything Protocol, version 14: one test point for each user on each surface.
//!
//! The plan stands last. What was found stands in the YAML block of its point, in double quotes throughout, so that no
//! text of a payload is anything but text to either of the two languages. Columns are code points.

use std::io::{self, Write};

use super::cases::{Case, Cases, Outcome, Remark, SKIPPED, Suite};
use super::joined::Joined;
use super::{Form, Report, Run, sanitise, wording};
use crate::source::Source;

/// Gathers the cases of a run, and writes them at its end, when it is known which of them fail.
#[derive(Debug, Default)]
pub(super) struct Tap {
    cases: Cases,
    has_begun: bool,
    points: usize,
    joined: Joined,
}

impl Form for Tap {
    fn input(&mut self, report: &Report, _source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Some(report) = self.joined.whole(report) else {
            return Ok(());
        };
        let suite = self.cases.suite(&report);
        self.suite(&suite, out)
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        for suite in self.cases.failures(run) {
            self.suite(&suite, out)?;
        }
        self.begin(out)?;
        if run.left_out > 0 {
            writeln!(out, "# {} left out", wording::plural(run.left_out, "finding"))?;
        }
        match self.points {
            0 => writeln!(out, "1..0 # nothing was checked"),
            points => writeln!(out, "1..{points}"),
        }
    }
}

impl Tap {
    /// The first line, before anything else.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        writeln!(out, "TAP version 14")
    }

    fn suite(&mut self, suite: &Suite, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        for case in &suite.cases {
            self.points += 1;
            write_point(self.points, suite, case, out)?;
        }
        Ok(())
    }
}

fn write_point(number: usize, suite: &Suite, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let outcome = suite.outcome(case);
    let (result, directive) = match outcome {
        Outcome::Passed => ("ok", ""),
        Outcome::Failed(_) | Outcome::Broken(_) => ("not ok", ""),
        Outcome::Skipped => ("ok", SKIPPED),
    };
    let description = escaped(&format!("{}: {}", suite.name, case.name));
    write!(out, "{result} {number} - {description}")?;
    match directive {
        "" => writeln!(out)?,
        reason => writeln!(out, " # SKIP {reason}")?,
    }
    let first = match outcome {
        Outcome::Failed(worst) | Outcome::Broken(worst) => Some(worst),
        Outcome::Passed | Outcome::Skipped => case.remarks.first(),
    };
    match first {
        Some(first) => write_block(suite, case, first, out),
        None => Ok(()),
    }
}

fn write_block(suite: &Suite, case: &Case, first: &Remark, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  ---")?;
    writeln!(out, "  message: {}", quoted(&first.message))?;
    writeln!(out, "  severity: {}", first.severity)?;
    writeln!(out, "  at:")?;
    writeln!(out, "    file: {}", quoted(&suite.name))?;
    if let Some(start) = first.start {
        writeln!(out, "    line: {}", start.line)?;
        writeln!(out, "    column: {}", start.column)?;
    }
    writeln!(out, "  data:")?;
    writeln!(out, "    rule: {}", first.rule)?;
    writeln!(out, "    pointer: {}", quoted(&first.pointer))?;
    let mut others = case
        .remarks
        .iter()
        .filter(|remark| !std::ptr::eq(*remark, first))
        .peekable();
    if others.peek().is_some() {
        writeln!(out, "    others:")?;
        others.try_for_each(|remark| writeln!(out, "      - {}", quoted(&remark.line)))?;
    }
    writeln!(out, "  ...")
}

/// A description: a number sign would begin a directive. Not every reader knows the escape, so one that stands before
/// the name of a directive is not written at all.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        match char {
            '#' if is_directive(&text[at + 1..]) => shown.push_str(r"\\u{23}"),
            '#' | '\\' => shown.extend(['\\', char]),
            _ => shown.push(char),
        }
    }
    shown
}

/// Whether a text behind a number sign makes a directive of it.
fn is_directive(text: &str) -> bool {
    let word = text.trim_start().as_bytes().get(..4);
    word.is_some_and(|word| word.eq_ignore_ascii_case(b"skip") || word.eq_ignore_ascii_case(b"todo"))
}

/// A text as a scalar of YAML, on one line.
fn quoted(text: &str) -> String {
    let shown = sanitise::line(text).to_string();
    format!("\"{}\"", shown.replace('\\', r"\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_description_has_a_directive() {
        assert_eq!(escaped(r"a#b\c"), r"a\#b\\c");
        assert_eq!(
            escaped("x # SKIP y #\u{2003}todo #ski"),
            "x \\\\u{23} SKIP y \\\\u{23}\u{2003}todo \\#ski"
        );
    }
}
