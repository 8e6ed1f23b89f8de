//! The report as `JUnit` XML: a suite for each rule, a test case for each question. What the other side did instead of
//! answering is an `error`, an answer that is wrong a `failure`.

use std::io::{self, Write};

use userlint::corpus::Question;
use userlint::report::sanitise;

use super::outcome::{Outcome, Outcomes, complaint};

pub(super) fn write(outcomes: &Outcomes<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let all = counts(outcomes.all.iter().map(|(_, outcome)| outcome));
    writeln!(out, "<testsuites name=\"userlint conform\" {all}>")?;
    for rule in outcomes.by_rule().into_keys() {
        let of_rule = || {
            let questions = outcomes.all.iter();
            questions.filter(|(question, _)| question.entry.folder == rule)
        };
        let of_suite = counts(of_rule().map(|(_, outcome)| outcome));
        writeln!(out, "  <testsuite name=\"{rule}\" {of_suite}>")?;
        of_rule().try_for_each(|(question, outcome)| write_case(question, outcome, out))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The counts of a suite, as attributes. No time is measured.
fn counts<'o>(outcomes: impl Iterator<Item = &'o Outcome>) -> String {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for outcome in outcomes {
        tests += 1;
        match outcome {
            Outcome::Agrees => {}
            Outcome::Disagrees(_) => failures += 1,
            Outcome::Failed(_) => errors += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\"")
}

fn write_case(question: &Question<'_>, outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let (id, rule) = (&question.id, question.entry.folder);
    write!(out, "    <testcase name=\"{id}\" classname=\"{rule}\" time=\"0\"")?;
    let element = match outcome {
        Outcome::Agrees => return writeln!(out, "/>"),
        Outcome::Skipped(reason) => {
            return writeln!(out, "><skipped message=\"{}\"/></testcase>", escaped(reason));
        }
        Outcome::Disagrees(_) => "failure",
        Outcome::Failed(_) => "error",
    };
    let lines = complaint(question, outcome);
    writeln!(out, ">")?;
    let message = escaped(&lines.join("; "));
    writeln!(
        out,
        "      <{element} type=\"{rule}\" message=\"{message}\">{}: {}</{element}>",
        escaped(&question.entry.case.name),
        escaped(&question.entry.case.why)
    )?;
    writeln!(out, "    </testcase>")
}

/// A text that is nothing but text, in an element or between double quotes. What XML cannot say is shown as everywhere.
fn escaped(text: &str) -> String {
    let shown = sanitise::line(text).to_string();
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;");
    shown.replace('>', "&gt;").replace('"', "&quot;")
}
