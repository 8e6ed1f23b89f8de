//! Input that was made to do harm, files that are none, streams that break: the program answers in bounded time,
//! within a small stack, with a documented exit status, and nothing of the input is live in what it prints.
//!
//! Laws about the judgement of ordinary payloads are elsewhere.

use std::fmt::Write as _;
use std::fs;
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use userlint::report::ReportFormat;
use userlint::report::human::Human;
use userlint::report::json::JsonReport;
use userlint::{Linter, Options, Report, Severity, Source, Surfaces};

use crate::program::{Folder, userlint, userlint_on};
use crate::written;

mod bytes;
mod depth;
#[cfg(unix)]
mod files;
pub(crate) mod inert;
mod time;

/// The linters that people run: as it comes, and with everything there is.
fn linters() -> [Linter; 2] {
    let everything = Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note);
    [Linter::default(), Linter::new(everything)]
}

/// Everything that is written about a source, in the form for people.
fn human(report: &Report, source: Source<'_>, width: usize, colour: bool) -> String {
    written::one(&mut Human::new(width, colour), report, source)
}

/// Everything that is written about a source, in the form for programs.
fn json_text(report: Report) -> String {
    let mut out = Vec::new();
    JsonReport::new(&[report])
        .write(&mut out)
        .expect("writing to memory");
    String::from_utf8(out).expect("UTF-8")
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// Runs in a thread with the stack that the poorest of systems gives.
fn on_a_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new()
        .stack_size(128 * 1024)
        .spawn(work)
        .expect("a thread");
    thread.join().expect("the work is done")
}
