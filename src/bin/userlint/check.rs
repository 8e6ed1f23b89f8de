//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use std::collections::HashSet;

use userlint::report::{Failure, ReportFormat, Run};
use userlint::{Options, Source};

use crate::Ending;
use crate::args::{CheckArgs, ReportRequest};
use crate::config::{self, CommandLine, Configs};
use crate::inputs::{self, Input, InputError};
use crate::output::say;
use crate::sinks::Sinks;

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let mut found = Vec::new();
    let mut failures = Vec::new();
    for path in &args.paths {
        let (inputs, errors) = inputs::find(path);
        let is_named = !path.is_dir();
        found.extend(inputs.into_iter().map(|input| (input, is_named)));
        failures.extend(errors.iter().map(InputError::failure));
    }
    let folders = found.iter().map(|(input, _)| config::folder_of(input.path()));
    let configs = match Configs::load(&args.config, folders) {
        Ok(configs) => configs,
        Err(errors) => {
            config::show_errors(&errors);
            return Ending::Failed;
        }
    };
    let mut sinks = match Sinks::open(&requests(args)) {
        Ok(sinks) => sinks,
        Err(failure) => {
            say(&failure.to_string());
            return Ending::Failed;
        }
    };
    let configs = configs.command_line(command_line(args, &sinks));
    let mut run = Run::default();
    run.failures = failures;
    run.fail_on = configs.fail_on();
    let mut ending = Ending::Clean;
    let mut seen = HashSet::new();
    for (input, is_named) in &found {
        let config = configs.of(config::folder_of(input.path()));
        let is_left_out = *input != Input::Stdin && configs.is_excluded(input.path(), *is_named);
        if is_left_out || !seen.insert(input.identity()) {
            continue;
        }
        match input.read() {
            Ok(bytes) => {
                let name = input.name();
                let source = Source::new(&name, &bytes);
                let judge = configs.judge(input.path());
                let report = judge.linter.check(source);
                configs.note(&judge, &report);
                let fails = |severity| config.fail_on().is_some_and(|fail_on| severity >= fail_on);
                if report.active().any(|finding| fails(finding.severity)) {
                    ending = Ending::Errors;
                }
                run.totals.add(&report);
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
    let written = sinks.finish(&run);
    configs.unused().iter().for_each(|unused| say(unused));
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

fn command_line(args: &CheckArgs, sinks: &Sinks) -> CommandLine {
    let mut options = Options::new()
        .list_payloads(sinks.list_payloads())
        .redactable(sinks.redact());
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    CommandLine {
        options,
        min_severity: args.min_severity,
    }
}
