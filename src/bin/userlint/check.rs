//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use std::collections::HashSet;

use userlint::report::{Failure, Report, Run};
use userlint::{Options, Severity, Shape, Source};

use crate::Ending;
use crate::args::CheckArgs;
use crate::baseline::Baseline;
use crate::config::{self, CommandLine, Configs};
use crate::inputs::{self, Input, InputError};
use crate::output::say;
use crate::progress::Progress;
use crate::reporting::{FailingArgs, ReportingArgs};
use crate::sinks::Sinks;

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let mut found = Vec::new();
    let mut run = Run::default();
    for path in &args.paths {
        let (inputs, errors) = inputs::find(path);
        let is_named = !path.is_dir();
        found.extend(inputs.into_iter().map(|input| (input, is_named)));
        run.failures.extend(errors.iter().map(InputError::failure));
    }
    let folders = found.iter().map(|(input, _)| config::folder_of(input.path()));
    let configs = match Configs::load(&args.config, folders) {
        Ok(configs) => configs,
        Err(errors) => {
            config::show_errors(&errors);
            return Ending::Failed;
        }
    };
    let (mut baseline, mut sinks) = match prepare(&args.reporting) {
        Ok(prepared) => prepared,
        Err(problem) => {
            say(&problem);
            return Ending::Failed;
        }
    };
    let configs = configs.command_line(command_line(args, &sinks));
    run.fail_on = configs.fail_on();
    run.min_severity = Some(configs.min_severity());
    run.statistics = args.reporting.statistics;
    run.quiet = args.reporting.quiet;
    let mut room = args.reporting.max_findings();
    let mut progress = Progress::new();
    let mut has_failing = false;
    let mut seen = HashSet::new();
    for (input, is_named) in &found {
        let is_left_out = *input != Input::Stdin && configs.is_excluded(input.path(), *is_named);
        if is_left_out || !seen.insert(input.identity()) {
            continue;
        }
        progress.at(&run.totals);
        match input.read() {
            Ok(bytes) => {
                let name = input.name();
                let source = Source {
                    path: input.path_bytes(),
                    ..Source::new(&name, &bytes)
                };
                let judge = configs.judge(input.path());
                let mut report = judge.linter.check(source);
                configs.note(&judge, &report);
                if let Some(baseline) = &mut baseline {
                    baseline.apply(&mut report);
                }
                let fails = |severity| judge.fail_on.is_some_and(|fail_on| severity >= fail_on);
                has_failing |= report.active().any(|finding| fails(finding.severity));
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
    let is_walked = found.iter().any(|(_, is_named)| !is_named);
    if run.totals.files == 0 && run.failures.is_empty() && is_walked {
        let message = "the configuration leaves out every file that was found; nothing was checked";
        run.failures.push(Failure::new(None, message));
    }
    progress.clear();
    let min_severity = configs.min_severity();
    if let Some(Err(error)) = baseline.map(|baseline| baseline.finish(min_severity)) {
        run.failures.push(error.failure());
    }
    let written = sinks.finish(&run);
    if !args.reporting.quiet {
        configs.unused().iter().for_each(|unused| say(unused));
    }
    // Last, where it is seen: what is above speaks only of the inputs that could be read.
    for failure in &run.failures {
        say(&failure.message);
    }
    ending(&run, has_failing, &args.reporting.failing).max(written)
}

/// What must be there before the first input is read, or why the run cannot begin.
fn prepare(args: &ReportingArgs) -> Result<(Option<Baseline>, Sinks), String> {
    let baseline = args.failing.baseline().transpose();
    let baseline = baseline.map_err(|error| error.to_string())?;
    let sinks = Sinks::open(args).map_err(|error| error.to_string())?;
    Ok((baseline, sinks))
}

fn command_line(args: &CheckArgs, sinks: &Sinks) -> CommandLine {
    let mut options = Options::new()
        .list_payloads(sinks.list_payloads())
        .redactable(sinks.need_hidden_places());
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    CommandLine {
        options,
        min_severity: args.reporting.min_severity,
        fail_on: args.reporting.failing.fail_on,
    }
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
fn ending(run: &Run, has_failing: bool, failing: &FailingArgs) -> Ending {
    let warnings = run.totals.findings[Severity::Warning as usize];
    let has_too_many_warnings = failing.max_warnings.is_some_and(|most| warnings > most);
    if !run.failures.is_empty() {
        Ending::Failed
    } else if has_failing || has_too_many_warnings {
        Ending::Errors
    } else {
        Ending::Clean
    }
}
