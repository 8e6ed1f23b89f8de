//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use userlint::report::{Report, Run};
use userlint::{Linter, Options, Severity, Shape, Source};

use crate::Ending;
use crate::args::CheckArgs;
use crate::baseline::Baseline;
use crate::inputs::{self, InputError};
use crate::output::say;
use crate::progress::Progress;
use crate::reporting::{FailingArgs, ReportingArgs};
use crate::sinks::Sinks;

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let found = inputs::discover(&args.discovery);
    for left in &found.left_alone {
        if left.is_odd() || args.reporting.verbose {
            say(&left.to_string());
        }
    }
    if args.discovery.show_files {
        return inputs::show(&found);
    }
    let (mut baseline, mut sinks) = match prepare(&args.reporting) {
        Ok(prepared) => prepared,
        Err(problem) => {
            say(&problem);
            return Ending::Failed;
        }
    };
    let linter = Linter::new(options(args, &sinks));
    let mut run = Run::default();
    run.fail_on = args.reporting.failing.fail_on();
    run.min_severity = Some(args.reporting.min_severity());
    run.statistics = args.reporting.statistics;
    run.quiet = args.reporting.quiet;
    run.failures.extend(found.errors.iter().map(InputError::failure));
    let mut room = args.reporting.max_findings();
    let mut progress = Progress::new();
    for input in &found.inputs {
        progress.at(&run.totals);
        match input.read() {
            Ok(bytes) => {
                let name = input.name();
                let source = Source {
                    path: input.path_bytes(),
                    ..Source::new(&name, &bytes)
                };
                let mut report = linter.check(source);
                if let Some(baseline) = &mut baseline {
                    baseline.apply(&mut report);
                }
                run.totals.add(&report);
                run.left_out += cut(&mut report, &mut room);
                progress.clear();
                if args.reporting.verbose {
                    say(&read_as(&report));
                }
                sinks.input(&report, source);
            }
            Err(error) => run.failures.push(error.failure()),
        }
    }
    progress.clear();
    let min_severity = args.reporting.min_severity();
    if let Some(Err(error)) = baseline.map(|baseline| baseline.finish(min_severity)) {
        run.failures.push(error.failure());
    }
    let written = sinks.finish(&run);
    // Last, where it is seen: what is above speaks only of the inputs that could be read.
    for failure in &run.failures {
        say(&failure.message);
    }
    ending(&run, &args.reporting.failing).max(written)
}

/// What must be there before the first input is read, or why the run cannot begin.
fn prepare(args: &ReportingArgs) -> Result<(Option<Baseline>, Sinks), String> {
    let baseline = args.failing.baseline().transpose();
    let baseline = baseline.map_err(|error| error.to_string())?;
    let sinks = Sinks::open(args).map_err(|error| error.to_string())?;
    Ok((baseline, sinks))
}

fn options(args: &CheckArgs, sinks: &Sinks) -> Options {
    let mut options = Options::new()
        .min_severity(args.reporting.min_severity())
        .list_payloads(sinks.list_payloads())
        .redactable(sinks.need_hidden_places());
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    options
}

/// How an input was read, for who wants to know.
fn read_as(report: &Report) -> String {
    let shape = report.shape.map_or("of no known shape", Shape::name);
    let users = if report.payloads == 1 { "user" } else { "users" };
    format!("{}: {shape}, {} {users}", report.source, report.payloads)
}

/// Leaves as many findings as there is room for, and says how many that leaves out. Known findings take no room.
fn cut(report: &mut Report, room: &mut usize) -> usize {
    let mut left_out = 0;
    report.findings.retain(|finding| {
        if finding.is_suppressed {
            return true;
        }
        let fits = *room > 0;
        *room -= usize::from(fits);
        left_out += usize::from(!fits);
        fits
    });
    left_out
}

/// How the run ended, by what was found and what could not be done.
fn ending(run: &Run, failing: &FailingArgs) -> Ending {
    let counts = &run.totals.findings;
    let has_failing = run
        .fail_on
        .is_some_and(|fail_on| counts[fail_on as usize..].iter().any(|&count| count > 0));
    let warnings = counts[Severity::Warning as usize];
    let has_too_many_warnings = failing.max_warnings.is_some_and(|most| warnings > most);
    if !run.failures.is_empty() {
        Ending::Failed
    } else if has_failing || has_too_many_warnings {
        Ending::Errors
    } else {
        Ending::Clean
    }
}
