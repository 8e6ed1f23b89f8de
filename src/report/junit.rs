//! The report as `JUnit` XML, which most build services show: one test case for each user on each surface.
//!
//! There is no standard. What is written is what Jenkins, GitLab and GitHub's readers have in common: they know a case
//! by `classname` and `name`, so the two are unique in a report and the same in the next. A finding that makes the run
//! fail is a `failure`; where nothing could be judged stands an `error`; what is milder stands in `system-out`. No time
//! is measured. Columns are code points.

use std::io::{self, Write};

use super::cases::{Case, Cases, Outcome, Remark, SKIPPED, Suite};
use super::joined::Joined;
use super::{Form, Report, Run, xml};
use crate::source::Source;

/// Gathers the cases of a run, and writes them at its end: their counts stand in front.
#[derive(Debug, Default)]
pub(super) struct Junit {
    cases: Cases,
    suites: Vec<Suite>,
    joined: Joined,
}

impl Form for Junit {
    fn input(&mut self, report: &Report, _source: Source<'_>, _out: &mut dyn Write) -> io::Result<()> {
        if let Some(report) = self.joined.whole(report) {
            self.suites.push(self.cases.suite(&report));
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        let mut suites = std::mem::take(&mut self.suites);
        suites.extend(self.cases.failures(run));
        let mut all = Counts::default();
        for suite in &suites {
            all.add(suite);
        }
        out.write_all(xml::DECLARATION.as_bytes())?;
        xml::open(
            out,
            0,
            "testsuites",
            &[
                ("name", &env!("CARGO_PKG_NAME")),
                ("tests", &all.tests),
                ("failures", &all.failures),
                ("errors", &all.errors),
                ("skipped", &all.skipped),
                ("time", &0),
            ],
        )?;
        for (id, suite) in suites.iter().enumerate() {
            write_suite(id, suite, out)?;
        }
        xml::close(out, 0, "testsuites")
    }
}

#[derive(Debug, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, suite: &Suite) {
        for case in &suite.cases {
            self.tests += 1;
            match suite.outcome(case) {
                Outcome::Passed => {}
                Outcome::Failed(_) => self.failures += 1,
                Outcome::Broken(_) => self.errors += 1,
                Outcome::Skipped => self.skipped += 1,
            }
        }
    }
}

fn write_suite(id: usize, suite: &Suite, out: &mut dyn Write) -> io::Result<()> {
    let mut counts = Counts::default();
    counts.add(suite);
    xml::open(
        out,
        1,
        "testsuite",
        &[
            ("name", &suite.name),
            ("tests", &counts.tests),
            ("failures", &counts.failures),
            ("errors", &counts.errors),
            ("skipped", &counts.skipped),
            ("time", &0),
            ("id", &id),
            ("package", &env!("CARGO_PKG_NAME")),
        ],
    )?;
    for case in &suite.cases {
        write_case(suite, case, out)?;
    }
    xml::close(out, 1, "testsuite")
}

fn write_case(suite: &Suite, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let outcome = suite.outcome(case);
    let attributes: xml::Attributes<'_> = &[
        ("name", &case.name),
        ("classname", &suite.name),
        ("time", &0),
        ("file", &suite.name),
        ("line", &case.line),
    ];
    if matches!(outcome, Outcome::Passed) && case.remarks.is_empty() {
        return xml::empty(out, 2, "testcase", attributes);
    }
    xml::open(out, 2, "testcase", attributes)?;
    let (failing, milder): (Vec<&Remark>, Vec<&Remark>) = match outcome {
        Outcome::Passed | Outcome::Skipped => (Vec::new(), case.remarks.iter().collect()),
        Outcome::Failed(_) | Outcome::Broken(_) => case
            .remarks
            .iter()
            .partition(|remark| suite.fails(remark) || suite.fail_on.is_none()),
    };
    match outcome {
        Outcome::Passed => {}
        Outcome::Skipped => xml::empty(out, 3, "skipped", &[("message", &SKIPPED)])?,
        Outcome::Failed(worst) => write_failing("failure", worst, &failing, out)?,
        Outcome::Broken(worst) => write_failing("error", worst, &failing, out)?,
    }
    if !milder.is_empty() {
        xml::text(out, 3, "system-out", &[], &lines(&milder))?;
    }
    xml::close(out, 2, "testcase")
}

fn write_failing(
    element: &'static str,
    worst: &Remark,
    failing: &[&Remark],
    out: &mut dyn Write,
) -> io::Result<()> {
    let message = match failing.len() {
        0 | 1 => worst.message.clone(),
        several => format!("{} (and {} more)", worst.message, several - 1),
    };
    // What rejects a user may have been found outside it.
    let lines = match failing {
        [] => vec![worst.line.as_str()],
        failing => lines(failing),
    };
    xml::text(
        out,
        3,
        element,
        &[("type", &worst.rule), ("message", &message)],
        &lines,
    )
}

fn lines<'r>(remarks: &[&'r Remark]) -> Vec<&'r str> {
    remarks.iter().map(|remark| remark.line.as_str()).collect()
}
