//! `userlint batch`: users into the bodies of requests, in a folder that holds a whole set or none.
//!
//! The library says who can be sent and how the bodies read. What is decided here is what stands in which file, and that a
//! run which ends early, however it ends, leaves nothing that passes for a set.

mod folder;
mod manifest;
mod summary;

use std::fmt;
use std::path::Path;

use userlint::batch::json::JsonTotals;
use userlint::batch::{Batch, Batcher, Sifted, Sifter, SizeOutOfRange};
use userlint::report::Report;
use userlint::{Finding, Options, Severity, Source, Surface, Surfaces};

use self::folder::{Folder, FolderError, SetFile};
use self::manifest::Manifest;
use self::summary::{Summary, so_far};
use crate::Ending;
use crate::args::BatchArgs;
use crate::check::read_as;
use crate::config::{self, CommandLine, Configs};
use crate::inputs::{self, Found, Input};
use crate::output::say;
use crate::progress::Progress;

pub(crate) fn run(args: &BatchArgs) -> Ending {
    let size = args.size.unwrap_or(args.endpoint.most());
    let batcher = match Batcher::new(args.endpoint, size) {
        Ok(batcher) => batcher,
        Err(error) => return fail(&BatchError::Size(error)),
    };
    let mut found = inputs::discover(&args.discovery);
    let folders = found.inputs.iter().map(|input| config::folder_of(input.path()));
    let configs = match Configs::load(&args.config, folders) {
        Ok(configs) => configs.command_line(command_line(args)),
        Err(errors) => {
            config::show_errors(&errors);
            return Ending::Failed;
        }
    };
    leave_out(&mut found, args, &configs);
    for left in &found.left_alone {
        if left.is_odd() || args.verbose {
            say(&left.to_string());
        }
    }
    if args.discovery.show_files {
        return inputs::show(&found);
    }
    // Without all that was named the set would not be what was asked for.
    if !found.errors.is_empty() {
        found.errors.iter().for_each(|error| say(&error.to_string()));
        return Ending::Failed;
    }
    if let Some(input) = found.inputs.iter().find(|input| lies_in(input, &args.out)) {
        return fail(&BatchError::InputInFolder(input.name()));
    }
    match Batching::begin(args, configs, batcher, size).and_then(|batching| batching.run(&found)) {
        Ok(summary) => {
            let ending = if summary.is_clean {
                Ending::Clean
            } else {
                Ending::Errors
            };
            if args.quiet {
                ending
            } else {
                ending.max(summary.print(args.format))
            }
        }
        Err(BatchError::Inputs) => Ending::Failed, // said already
        Err(error) => fail(&error),
    }
}

/// Whether a folder holds a set that is complete: the manifest, which is written last, is ours.
pub(crate) fn is_set(folder: &Path) -> bool {
    let manifest = folder.join(folder::MANIFEST);
    manifest.is_file() && folder::is_ours(folder::MANIFEST, &manifest).unwrap_or_default()
}

/// Whether this is the file of a set's rejected users, and there are none: of an empty file only the place tells.
pub(crate) fn is_empty_list_of_set(path: &Path) -> bool {
    path.ends_with(folder::REJECTED)
        && path.metadata().is_ok_and(|metadata| metadata.len() == 0)
        && path.parent().is_some_and(is_set)
}

fn fail(error: &BatchError) -> Ending {
    say(&error.to_string());
    Ending::Failed
}

/// Why there is no set.
#[derive(Debug)]
enum BatchError {
    Size(SizeOutOfRange),
    InputInFolder(String),
    /// An input that cannot be read; it has been said which, and why.
    Inputs,
    /// The inputs could be read, and nobody is in them.
    Nobody,
    Folder(FolderError),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatchError::Size(error) => error.fmt(f),
            BatchError::InputInFolder(input) => {
                write!(
                    f,
                    "{input} lies in the folder into which the batches go: keep the two apart"
                )
            }
            BatchError::Inputs => f.write_str("an input could not be read"),
            BatchError::Nobody => f.write_str("there is nothing to upload: the inputs hold no users"),
            BatchError::Folder(error) => error.fmt(f),
        }
    }
}

impl From<FolderError> for BatchError {
    fn from(error: FolderError) -> Self {
        BatchError::Folder(error)
    }
}

fn command_line(args: &BatchArgs) -> CommandLine {
    let mut options = Options::new()
        .surfaces(Surfaces::of(&[surface(args)]))
        .batch_for(args.endpoint);
    options.shape = args.shape;
    options.id_from.clone_from(&args.id_from);
    CommandLine {
        options,
        ..CommandLine::default()
    }
}

fn surface(args: &BatchArgs) -> Surface {
    args.surface.unwrap_or(Surface::Rest)
}

/// Leaves out what a configuration excludes, and what a walk has met of an earlier set.
fn leave_out(found: &mut Found, args: &BatchArgs, configs: &Configs) {
    found.leave_excluded(&args.discovery, |input| {
        configs.leave_out(&args.discovery, input) || (!input.is_named() && lies_in(input, &args.out))
    });
}

/// Whether an input is in the folder, or somewhere below it.
fn lies_in(input: &Input, folder: &Path) -> bool {
    if input.path_bytes().is_none() {
        return false; // standard input
    }
    match (folder.canonicalize(), input.path().canonicalize()) {
        (Ok(folder), Ok(path)) => path.starts_with(folder),
        _ => false,
    }
}

/// A run that has all it needs.
struct Batching<'a> {
    args: &'a BatchArgs,
    configs: Configs,
    size: usize,
    sifter: Sifter,
    batcher: Batcher,
    writer: Writer,
    progress: Progress,
}

/// What is written, and what has been counted.
struct Writer {
    rejected: SetFile,
    manifest: Manifest,
    // Dropped behind the files in it.
    folder: Folder,
    counts: JsonTotals,
    /// The first thing that could not be written.
    failure: Option<FolderError>,
    /// Whether nothing is written any more: there will be no set.
    has_stopped: bool,
    /// Whether an input has an error that is no user's.
    has_errors_beside: bool,
}

impl<'a> Batching<'a> {
    fn begin(
        args: &'a BatchArgs,
        configs: Configs,
        batcher: Batcher,
        size: usize,
    ) -> Result<Self, BatchError> {
        let folder = Folder::open(&args.out, args.force)?;
        let rejected = folder.stream(folder::REJECTED)?;
        let manifest = Manifest::begin(&folder, args.endpoint, surface(args), size)?;
        Ok(Batching {
            args,
            configs,
            size,
            sifter: Sifter::new(),
            batcher,
            writer: Writer {
                folder,
                rejected,
                manifest,
                counts: JsonTotals::default(),
                failure: None,
                has_stopped: false,
                has_errors_beside: false,
            },
            progress: Progress::new(),
        })
    }

    fn run(mut self, found: &Found) -> Result<Summary, BatchError> {
        for input in &found.inputs {
            let refusal = match input.read() {
                Ok(bytes) => self.input(input, &bytes),
                Err(error) => Some(error.to_string()),
            };
            if let Some(error) = self.writer.failure.take() {
                self.progress.clear();
                return Err(error.into());
            }
            if let Some(refusal) = refusal {
                // The others are looked at all the same, so that whatever is wrong is said at once.
                self.writer.has_stopped = true;
                self.progress.clear();
                say(&refusal);
            }
        }
        self.progress.clear();
        if self.writer.has_stopped {
            return Err(BatchError::Inputs);
        }
        if found.inputs.iter().any(|input| !input.is_named()) && !self.args.quiet {
            self.configs.unused().iter().for_each(|unused| say(unused));
        }
        if !self.args.quiet {
            self.configs.say_if_id_from_in_vain();
        }
        let counts = &self.writer.counts;
        if counts.accepted + counts.rejected == 0 && !self.args.discovery.no_error_on_empty {
            return Err(BatchError::Nobody);
        }
        self.finish()
    }

    /// Takes the users out of an input, or says why there is no way to find them.
    fn input(&mut self, input: &Input, bytes: &[u8]) -> Option<String> {
        let name = name_of(input);
        let judge = self.configs.judge(input.path());
        let (batcher, writer, progress) = (&mut self.batcher, &mut self.writer, &mut self.progress);
        let report = self
            .sifter
            .sift(&judge.linter, Source::new(&name, bytes), |sifted| {
                writer.take(sifted, batcher);
                progress.show(|| so_far(&writer.counts));
            });
        self.configs.note(&judge, &report);
        if report.shape.is_none() {
            return Some(refusal(&report));
        }
        self.progress.clear();
        self.writer.has_errors_beside |= say_beside(&report);
        if self.args.verbose {
            say(&read_as(&report));
        } else if report.payloads == 0 && !self.args.quiet {
            say(&format!("there is no user in {name}"));
        }
        self.writer.counts.other_operations += report.other_operations;
        self.writer.manifest.source(&name, bytes);
        None
    }

    fn finish(mut self) -> Result<Summary, BatchError> {
        for batch in self.batcher.finish() {
            self.writer.put(&batch);
        }
        let mut writer = self.writer;
        writer.counts.repeated_ids = self.sifter.repeated_ids();
        if let Some(error) = writer.failure {
            return Err(error.into());
        }
        writer.folder.leave_only(writer.counts.batches)?;
        let rejected = writer.folder.finish(writer.rejected)?;
        writer
            .manifest
            .finish(&mut writer.folder, &writer.counts, &rejected)?;
        Ok(Summary {
            out: self.args.out.clone(),
            endpoint: self.args.endpoint,
            surface: surface(self.args),
            size: self.size,
            written: writer.folder.written(),
            is_clean: writer.counts.rejected == 0 && !writer.has_errors_beside,
            counts: writer.counts,
        })
    }
}

impl Writer {
    fn take(&mut self, sifted: Sifted<'_>, batcher: &mut Batcher) {
        if self.has_stopped {
            return;
        }
        match sifted {
            Sifted::Accepted(user) => {
                self.counts.accepted += 1;
                self.counts.warnings += warnings(user.findings());
                batcher.push(&user);
                while let Some(batch) = batcher.next_closed() {
                    self.put(&batch);
                }
            }
            Sifted::Rejected(user) => {
                self.counts.rejected += 1;
                let written = user.write_line(&mut self.rejected);
                self.note(written.map_err(|error| self.folder.unwritable(folder::REJECTED, error)));
            }
        }
    }

    fn put(&mut self, batch: &Batch) {
        if self.has_stopped {
            return;
        }
        self.counts.batches += 1;
        let name = folder::batch_name(self.counts.batches);
        let done = self.folder.put(&name, batch.body().as_bytes()).and_then(|()| {
            let entry = self.manifest.batch(&name, batch);
            entry.map_err(|error| self.folder.unwritable(folder::MANIFEST, error))
        });
        self.note(done);
    }

    fn note(&mut self, done: Result<(), FolderError>) {
        if let Err(error) = done {
            self.has_stopped = true;
            self.failure.get_or_insert(error);
        }
    }
}

fn warnings(findings: &[&Finding]) -> usize {
    let warnings = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Warning);
    warnings.count()
}

/// Says which errors an input has that are no user's: of two equal keys that hold users, for instance. The users are not
/// to blame, but nobody should hear of it only from a check.
fn say_beside(report: &Report) -> bool {
    const SHOWN: usize = 10;
    let errors = || {
        report
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    };
    for error in errors().take(SHOWN) {
        say(&format!("{}: {error}", report.source));
    }
    let count = errors().count();
    if count > SHOWN {
        say(&format!(
            "{}: {} more errors that are no user's",
            report.source,
            count - SHOWN
        ));
    }
    count > 0
}

/// Why nothing in an input can be taken for users.
fn refusal(report: &Report) -> String {
    let reason = report.findings.first().map(ToString::to_string);
    format!(
        "cannot take users from {}: {}",
        report.source,
        reason.as_deref().unwrap_or("it is of no known shape")
    )
}

/// What the set calls an input: as it was named, but not where on this machine it is.
fn name_of(input: &Input) -> String {
    let path = input.path();
    if input.path_bytes().is_none() || !path.is_absolute() {
        return input.name();
    }
    let below = std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok());
    let short = below.or(path.file_name().map(Path::new));
    inputs::shown(short.unwrap_or(path))
}
