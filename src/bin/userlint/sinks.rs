//! Where reports go: standard output, and files that are there whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use userlint::Source;
use userlint::report::human::Human;
use userlint::report::{Form, Report, ReportFormat, Run};

use crate::Ending;
use crate::args::ReportRequest;
use crate::output::{Output, say};

/// The width of lines where nobody says how wide they may be.
const WIDTH: usize = 100;

/// Every report that was asked for.
pub(crate) struct Sinks(Vec<Sink>);

struct Sink {
    format: ReportFormat,
    form: Box<dyn Form>,
    target: Target,
    redact: bool,
}

enum Target {
    Stdout(Output),
    File(ReportFile),
}

/// Why a report cannot be written as it was asked for.
#[derive(Debug)]
pub(crate) enum SinkError {
    StdoutTwice,
    FileTwice(PathBuf),
    Unwritable { path: PathBuf, error: io::Error },
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SinkError::StdoutTwice => f.write_str(
                "two reports cannot both go to standard output; name a file, as in --report json=report.json",
            ),
            SinkError::FileTwice(path) => write!(f, "two reports cannot both go to {}", path.display()),
            SinkError::Unwritable { path, error } => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

impl Sinks {
    pub(crate) fn open(requests: &[ReportRequest]) -> Result<Sinks, SinkError> {
        let mut sinks: Vec<Sink> = Vec::new();
        for (at, request) in requests.iter().enumerate() {
            let target = match &request.path {
                _ if requests[..at].iter().any(|other| other.path == request.path) => {
                    return Err(match &request.path {
                        None => SinkError::StdoutTwice,
                        Some(path) => SinkError::FileTwice(path.clone()),
                    });
                }
                None => Target::Stdout(Output::new()),
                Some(path) => {
                    Target::File(ReportFile::create(path).map_err(|error| SinkError::Unwritable {
                        path: path.clone(),
                        error,
                    })?)
                }
            };
            let form: Box<dyn Form> = match (request.format, &target) {
                (ReportFormat::Human, Target::Stdout(_)) => {
                    let width =
                        terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0));
                    Box::new(Human::new(width, Output::wants_colour()))
                }
                (format, _) => format.form(),
            };
            sinks.push(Sink {
                format: request.format,
                form,
                target,
                redact: request.format.is_kept(),
            });
        }
        Ok(Sinks(sinks))
    }

    /// Whether a report needs each user named, the clean ones too.
    pub(crate) fn list_payloads(&self) -> bool {
        self.0.iter().any(|sink| sink.format.lists_payloads())
    }

    /// Whether a report is to be without personal values.
    pub(crate) fn redact(&self) -> bool {
        self.0.iter().any(|sink| sink.redact)
    }

    pub(crate) fn input(&mut self, report: &Report, source: Source<'_>) {
        let redacted = self.redact().then(|| report.redacted());
        for sink in &mut self.0 {
            let report = redacted.as_ref().filter(|_| sink.redact).unwrap_or(report);
            sink.target.write(|out| sink.form.input(report, source, out));
        }
    }

    pub(crate) fn finish(self, run: &Run) -> Ending {
        let endings = self.0.into_iter().map(|mut sink| {
            sink.target.write(|out| sink.form.finish(run, out));
            sink.target.finish()
        });
        endings.max().unwrap_or(Ending::Clean)
    }
}

impl Target {
    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        match self {
            Target::Stdout(output) => output.write(write),
            Target::File(file) => file.write(write),
        }
    }

    fn finish(self) -> Ending {
        match self {
            Target::Stdout(output) => output.finish(),
            Target::File(file) => file.finish(),
        }
    }
}

/// A file that appears under its name when all of it is written, and not before.
struct ReportFile {
    path: PathBuf,
    unfinished: PathBuf,
    /// None once writing has failed.
    stream: Option<BufWriter<File>>,
}

impl ReportFile {
    fn create(path: &Path) -> io::Result<Self> {
        if path.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let Some(name) = path.file_name() else {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        };
        let mut unfinished_name = std::ffi::OsString::from(".");
        unfinished_name.push(name);
        unfinished_name.push(format!(".{}.unfinished", std::process::id()));
        let unfinished = path.with_file_name(unfinished_name);
        let file = File::options().write(true).create_new(true).open(&unfinished)?;
        Ok(ReportFile {
            path: path.to_owned(),
            unfinished,
            stream: Some(BufWriter::with_capacity(1 << 16, file)),
        })
    }

    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if let Some(stream) = &mut self.stream
            && let Err(error) = write(stream)
        {
            self.fail(&error);
        }
    }

    fn finish(mut self) -> Ending {
        let Some(stream) = self.stream.take() else {
            return Ending::Failed; // said already
        };
        let written = stream
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .and_then(|()| fs::rename(&self.unfinished, &self.path));
        match written {
            Ok(()) => Ending::Clean,
            Err(error) => {
                self.fail(&error);
                Ending::Failed
            }
        }
    }

    fn fail(&mut self, error: &io::Error) {
        self.stream = None;
        say(&format!("cannot write {}: {error}", self.path.display()));
    }
}

impl Drop for ReportFile {
    fn drop(&mut self) {
        // Renamed, it is no more.
        let _ = fs::remove_file(&self.unfinished);
    }
}
