//! `userlint check`: every input is looked at, once, whatever becomes of the others.

use userlint::report::{Report, Run, Scope};
use userlint::{Options, Severity, Shape, Source, Step, Stream};

use crate::Ending;
use crate::args::CheckArgs;
use crate::baseline::Baseline;
use crate::config::{self, CommandLine, Configs, Judge};
use crate::dataset::WholeRun;
use crate::fixing::Fixing;
use crate::inputs::{self, Contents, Found, Input, InputError, Window};
use crate::output::say;
use crate::progress::Progress;
use crate::reporting::{FailingArgs, ReportingArgs};
use crate::revision;
use crate::sinks::{Sinks, Stdout};

pub(crate) fn run(args: &CheckArgs) -> Ending {
    let mut found = inputs::discover(&args.discovery);
    let folders = found.inputs.iter().map(|input| config::folder_of(input.path()));
    let configs = match Configs::load(&args.config, folders) {
        Ok(configs) => configs,
        Err(errors) => {
            config::show_errors(&errors);
            return Ending::Failed;
        }
    };
    found.leave_excluded(&args.discovery, |input| configs.leave_out(&args.discovery, input));
    for left in &found.left_alone {
        if left.is_odd() || args.reporting.verbose {
            say(&left.to_string());
        }
    }
    if args.discovery.show_files {
        return inputs::show(&found);
    }
    if let Some(file) = args.reporting.files().find(|file| found.holds(file)) {
        say(&format!(
            "cannot write a report into {}: it is checked itself",
            file.display()
        ));
        return Ending::Failed;
    }
    match Checking::prepare(args, configs, &found) {
        Ok(checking) => checking.run(&found),
        Err(problem) => {
            say(&problem);
            Ending::Failed
        }
    }
}

/// A run that has all it needs.
struct Checking<'a> {
    args: &'a ReportingArgs,
    is_dataset: bool,
    configs: Configs,
    baseline: Option<Baseline>,
    fixing: Option<Fixing>,
    sinks: Sinks,
    run: Run,
    /// Whether an input was met in a directory.
    has_walked: bool,
    /// Whether a finding is severe enough, for its input, to make the run fail.
    has_failing: bool,
    /// How many findings may still be shown.
    room: usize,
}

impl<'a> Checking<'a> {
    /// Opens what must be there before the first input is read, or says why the run cannot begin.
    fn prepare(args: &'a CheckArgs, configs: Configs, found: &Found) -> Result<Self, String> {
        let reporting = &args.reporting;
        let baseline = reporting.failing.baseline(args.dataset).transpose();
        let baseline = baseline.map_err(|error| error.to_string())?;
        let fixing = Fixing::of(&args.fixing, reporting.color);
        let has_stdin = found.inputs.iter().any(|input| input.file().is_none());
        if args.fixing.diff && reporting.redacts_all() {
            return Err(
                "a diff shows the texts as they are: --diff and --redact exclude one another".to_owned(),
            );
        }
        let stdout = fixing
            .as_ref()
            .map_or(Stdout::Reports, |fixing| fixing.stdout(has_stdin));
        let sinks = Sinks::open(reporting, stdout).map_err(|error| error.to_string())?;
        let configs = configs.command_line(command_line(args, &sinks));
        let mut run = Run::default();
        run.min_severity = Some(configs.min_severity());
        run.statistics = reporting.statistics;
        run.quiet = reporting.quiet;
        run.revision = revision::look();
        Ok(Checking {
            args: reporting,
            is_dataset: args.dataset,
            configs,
            baseline,
            fixing,
            sinks,
            run,
            has_walked: false,
            has_failing: false,
            room: reporting.max_findings(),
        })
    }

    fn run(mut self, found: &Found) -> Ending {
        self.run
            .failures
            .extend(found.errors.iter().map(InputError::failure));
        if !self.args.quiet {
            self.configs.doubts().iter().for_each(|doubt| say(doubt));
        }
        self.has_walked = found.inputs.iter().any(|input| !input.is_named());
        let mut contents = Contents::default();
        let whole_run = self
            .is_dataset
            .then(|| WholeRun::of(&found.inputs, &self.configs, &mut contents));
        let mut progress = Progress::new();
        for (at, input) in found.inputs.iter().enumerate() {
            progress.at(&self.run.totals);
            if self.fixing.is_none() && whole_run.is_none() {
                if let Err(error) = self.stream(input, &mut progress) {
                    self.run.failures.push(error.failure());
                }
                continue;
            }
            match contents.read(input) {
                Ok(bytes) => {
                    let within = whole_run.as_ref().map(|whole_run| (whole_run, at));
                    let (report, fixed) = self.judge(input, &bytes, within);
                    progress.clear();
                    self.show(report, input, fixed.as_deref().unwrap_or(&bytes));
                }
                Err(failure) => self.run.failures.push(failure),
            }
        }
        progress.clear();
        self.finish()
    }

    /// Judges an input part by part, as it is read, and shows what is found in it.
    fn stream(&mut self, input: &Input, progress: &mut Progress) -> Result<(), InputError> {
        let name = input.name();
        let judge = self.configs.judge(input.path());
        let mut window = Window::open(input)?;
        let mut stream = Stream::new(&judge.linter, &name).path(input.path_bytes());
        let streamed = self.steps(&mut stream, &mut window, input, &judge, progress);
        if streamed.is_err() && stream.offset() > 0 {
            // What was found is said already.
            let report = stream.give_up();
            self.part(report, &judge, input, input.source(&name, b""));
        }
        streamed
    }

    fn steps(
        &mut self,
        stream: &mut Stream<'_>,
        window: &mut Window<'_>,
        input: &Input,
        judge: &Judge,
        progress: &mut Progress,
    ) -> Result<(), InputError> {
        let name = input.name();
        loop {
            let start = stream.offset();
            match stream.step(window.bytes(), window.is_last()) {
                Step::More => window.fill()?,
                Step::Part { length, report } => {
                    if let Some(report) = report {
                        progress.clear();
                        let source = input.source(&name, &window.bytes()[..length]);
                        self.part(*report, judge, input, source.from_offset(start));
                        // Whoever waits for the rest is to see what was found so far.
                        if !window.is_last() {
                            self.sinks.stdout().write(|out| out.flush());
                        }
                    }
                    window.advance(length, stream.may_begin_again())?;
                    progress.within(&self.run.totals, stream.payloads());
                }
                Step::Again => window.again()?,
                Step::End(report) => {
                    progress.clear();
                    let is_whole = report.scope == Scope::Whole;
                    let bytes = if is_whole { window.bytes() } else { b"" };
                    self.part(*report, judge, input, input.source(&name, bytes));
                    return Ok(());
                }
            }
        }
    }

    /// Takes the report on a part of an input, or on its end.
    fn part(&mut self, mut report: Report, judge: &Judge, input: &Input, source: Source<'_>) {
        self.take(&mut report, judge, input);
        self.run.left_out += cut(&mut report, &mut self.room);
        if self.args.verbose && report.scope != Scope::Part {
            say(&read_as(&report));
        }
        self.sinks.input(&report, source);
    }

    /// What is to be said of an input, alone or at its place in the whole run, and its bytes where they were changed.
    fn judge(
        &mut self,
        input: &Input,
        bytes: &[u8],
        within: Option<(&WholeRun, usize)>,
    ) -> (Report, Option<Vec<u8>>) {
        let name = input.name();
        let judge = self.configs.judge(input.path());
        let source = input.source(&name, bytes);
        let mut fixed = None;
        let mut report = match (&mut self.fixing, within) {
            (Some(fixing), _) => {
                let outcome = fixing.input(&judge.linter, input, source, self.sinks.stdout());
                self.run.totals.add_fixes(outcome.made);
                self.run.failures.extend(outcome.failure);
                fixed = outcome.bytes;
                outcome.report
            }
            (None, Some((whole_run, at))) => whole_run.check(at, &judge.linter, source),
            (None, None) => judge.linter.check(source),
        };
        self.take(&mut report, &judge, input);
        (report, fixed)
    }

    /// Holds a report against what is known, and counts it in.
    fn take(&mut self, report: &mut Report, judge: &Judge, input: &Input) {
        self.configs.note(judge, report);
        if let Some(baseline) = &mut self.baseline {
            baseline.apply(report, input.path());
        }
        report.fail_on = judge.fail_on;
        self.has_failing |= report.fails();
        self.run.totals.add(report);
    }

    fn show(&mut self, mut report: Report, input: &Input, bytes: &[u8]) {
        self.run.left_out += cut(&mut report, &mut self.room);
        if self.args.verbose {
            say(&read_as(&report));
        }
        let name = report.source.clone();
        self.sinks.input(&report, input.source(&name, bytes));
    }

    fn finish(mut self) -> Ending {
        let min_severity = self.configs.min_severity();
        match self.baseline.map(|baseline| baseline.finish(min_severity)) {
            Some(Ok(Some(done))) if !self.args.quiet => say(&done),
            Some(Err(error)) => self.run.failures.push(error.failure()),
            Some(Ok(_)) | None => {}
        }
        let written = self.sinks.finish(&self.run);
        if let Some(fixing) = self.fixing.as_ref().filter(|_| !self.args.quiet) {
            fixing.finish(self.has_failing);
        }
        // A run over files that were named one by one is no proof that an override is not needed.
        if self.has_walked && !self.args.quiet {
            self.configs.unused().iter().for_each(|unused| say(unused));
        }
        if !self.args.quiet {
            self.configs.say_if_id_from_in_vain();
        }
        // Last, where it is seen: what is above speaks only of the inputs that could be read.
        for failure in &self.run.failures {
            say(&failure.message);
        }
        let would_change = self.fixing.as_ref().is_some_and(Fixing::has_shown_any);
        ending(&self.run, self.has_failing || would_change, &self.args.failing).max(written)
    }
}

fn command_line(args: &CheckArgs, sinks: &Sinks) -> CommandLine {
    let mut options = Options::new()
        .list_payloads(sinks.list_payloads())
        .redactable(sinks.need_hidden_places())
        .thorough(args.thorough);
    if !args.surfaces.is_empty() {
        options = options.surfaces(args.surfaces.iter().copied().collect());
    }
    options.shape = args.shape;
    options.id_from.clone_from(&args.id_from);
    CommandLine {
        options,
        min_severity: args.reporting.min_severity(),
        fail_on: args.reporting.failing.fail_on,
    }
}

/// How an input was read, for who wants to know.
pub(crate) fn read_as(report: &Report) -> String {
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
