//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use userlint::report::{ReportFormat, Run};
use userlint::{Linter, Options, Severity, Source};

use crate::Ending;
use crate::args::{CheckArgs, ReportRequest};
use crate::inputs::{self, InputError};
use crate::output::say;
use crate::sinks::Sinks;

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let found = inputs::discover(&args.discovery);
    for odd in found.left_alone.iter().filter(|left| left.is_odd()) {
        say(&odd.to_string());
    }
    if args.discovery.show_files {
        return inputs::show(&found);
    }
    let mut sinks = match Sinks::open(&requests(args)) {
        Ok(sinks) => sinks,
        Err(failure) => {
            say(&failure.to_string());
            return Ending::Failed;
        }
    };
    let linter = Linter::new(options(args, &sinks));
    let mut run = Run::default();
    run.fail_on = Some(Severity::Error);
    let mut ending = Ending::Clean;
    run.failures.extend(found.errors.iter().map(InputError::failure));
    for input in &found.inputs {
        match input.read() {
            Ok(bytes) => {
                let name = input.name();
                let source = Source::new(&name, &bytes);
                let report = linter.check(source);
                if !report.is_accepted() {
                    ending = Ending::Errors;
                }
                run.totals.add(&report);
                sinks.input(&report, source);
            }
            Err(error) => run.failures.push(error.failure()),
        }
    }
    let written = sinks.finish(&run);
    // Last, where it is seen: what is above speaks only of the inputs that could be read.
    for failure in &run.failures {
        say(&failure.message);
    }
    let done = if run.failures.is_empty() {
        Ending::Clean
    } else {
        Ending::Failed
    };
    ending.max(written).max(done)
}

/// The reports that were asked for; one of them goes to standard output.
fn requests(args: &CheckArgs) -> Vec<ReportRequest> {
    let mut requests = args.reports.clone();
    if requests.iter().all(|request| request.path.is_some()) {
        let format = args.format.unwrap_or(ReportFormat::Human);
        requests.insert(0, ReportRequest { format, path: None });
    }
    requests
}

fn options(args: &CheckArgs, sinks: &Sinks) -> Options {
    let mut options = Options::new()
        .min_severity(args.min_severity)
        .list_payloads(sinks.list_payloads())
        .redactable(sinks.redact());
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    options
}
