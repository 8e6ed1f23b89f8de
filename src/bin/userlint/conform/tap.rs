//! The report in the Test Anything Protocol, version 14: a test point for each question.

use std::io::{self, Write};

use userlint::report::sanitise;

use super::heading;
use super::outcome::{Outcome, Outcomes, complaint};

pub(super) fn write(outcomes: &Outcomes<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 14")?;
    writeln!(out, "# {}", heading(outcomes))?;
    writeln!(out, "1..{}", outcomes.all.len())?;
    for (at, (question, outcome)) in outcomes.all.iter().enumerate() {
        let result = if outcome.is_bad() { "not ok" } else { "ok" };
        write!(out, "{result} {} - {}", at + 1, question.id)?;
        match outcome {
            Outcome::Skipped(reason) => writeln!(out, " # SKIP {}", sanitise::line(reason))?,
            _ => writeln!(out)?,
        }
        let lines = complaint(question, outcome);
        if lines.is_empty() {
            continue;
        }
        writeln!(out, "  ---")?;
        writeln!(out, "  case: {}", quoted(&question.entry.case.name))?;
        writeln!(out, "  because: {}", quoted(&question.entry.case.why))?;
        writeln!(out, "  answer:")?;
        for line in &lines {
            writeln!(out, "    - {}", quoted(line))?;
        }
        writeln!(out, "  ...")?;
    }
    Ok(())
}

/// A text as a scalar of YAML, on one line.
fn quoted(text: &str) -> String {
    let shown = sanitise::line(text).to_string();
    format!("\"{}\"", shown.replace('\\', r"\\").replace('"', "\\\""))
}
