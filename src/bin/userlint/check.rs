//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use std::collections::HashSet;

use userlint::report::Report;
use userlint::report::human::{Human, Totals};
use userlint::report::json::JsonReport;
use userlint::{Linter, Options, Source};

use crate::Ending;
use crate::args::{CheckArgs, Format};
use crate::inputs;
use crate::output::{Output, say};

/// The width of lines where nobody says how wide they may be.
const WIDTH: usize = 100;

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let linter = Linter::new(options(args));
    let mut reporter = Reporter::new(args.format);
    let mut failures = Vec::new();
    let mut seen = HashSet::new();
    for path in &args.paths {
        let (inputs, errors) = inputs::find(path);
        for input in inputs {
            if !seen.insert(input.identity()) {
                continue;
            }
            match input.read() {
                Ok(bytes) => {
                    let name = input.name();
                    let source = Source::new(&name, &bytes);
                    reporter.add(linter.check(source), source);
                }
                Err(error) => failures.push(error),
            }
        }
        failures.extend(errors);
    }
    let ending = reporter.finish();
    // Last, where it is seen: what is above speaks only of the inputs that could be read.
    for failure in &failures {
        say(&failure.to_string());
    }
    if failures.is_empty() {
        ending
    } else {
        Ending::Failed
    }
}

fn options(args: &CheckArgs) -> Options {
    let mut options = Options::new().min_severity(args.min_severity);
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    options
}

/// Writes the reports in one form, and remembers whether there was an error.
struct Reporter {
    output: Output,
    ending: Ending,
    form: Form,
}

enum Form {
    /// Findings are written as they come.
    Human { human: Human, totals: Totals },
    /// The summary stands before the findings, so all reports are kept.
    Json(Vec<Report>),
}

impl Reporter {
    fn new(format: Format) -> Self {
        let form = match format {
            Format::Human => {
                let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0));
                Form::Human {
                    human: Human::new(width, Output::wants_colour()),
                    totals: Totals::default(),
                }
            }
            Format::Json => Form::Json(Vec::new()),
        };
        Reporter {
            output: Output::new(),
            ending: Ending::Clean,
            form,
        }
    }

    fn add(&mut self, report: Report, source: Source<'_>) {
        if !report.is_accepted() {
            self.ending = Ending::Errors;
        }
        match &mut self.form {
            Form::Human { human, totals } => {
                totals.add(&report);
                self.output.write(|out| human.findings(&report, source, out));
            }
            Form::Json(reports) => reports.push(report),
        }
    }

    fn finish(mut self) -> Ending {
        match &self.form {
            Form::Human { human, totals } if totals.files > 0 => {
                self.output.write(|out| human.closing(totals, out));
            }
            Form::Human { .. } => {}
            Form::Json(reports) => self.output.write(|out| JsonReport::new(reports).write(out)),
        }
        self.ending.max(self.output.finish())
    }
}
