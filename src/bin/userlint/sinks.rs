//! Where reports go: standard output, and files that are there whole or not at all.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use userlint::Source;
use userlint::report::human::{DEFAULT_WIDTH, Human};
use userlint::report::{Form, Report, ReportFormat, Run};

use crate::Ending;
use crate::atomic::AtomicFile;
use crate::output::{Output, say, wants_colour};
use crate::reporting::{ReportRequest, ReportingArgs, RequestError};

/// Every report that was asked for.
pub(crate) struct Sinks {
    stdout: Output,
    sinks: Vec<Sink>,
}

struct Sink {
    format: ReportFormat,
    form: Box<dyn Form>,
    target: Target,
    is_redacted: bool,
}

enum Target {
    Stdout,
    /// Where standard output is taken. That nobody may read it is no reason to stop.
    Stderr(BufWriter<io::Stderr>),
    File(ReportFile),
    /// A file to which other steps write, too.
    Summary(BufWriter<File>),
}

/// Why a report cannot be written as it was asked for.
#[derive(Debug)]
pub(crate) enum SinkError {
    Request(RequestError),
    Unwritable { path: PathBuf, error: io::Error },
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SinkError::Request(error) => error.fmt(f),
            SinkError::Unwritable { path, error } => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

/// What standard output is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stdout {
    /// A report.
    Reports,
    /// A text that was fixed. Then people read the report on standard error.
    Text,
    /// A diff, beside which nobody needs the findings.
    Diff,
}

impl Sinks {
    pub(crate) fn open(args: &ReportingArgs, stdout: Stdout) -> Result<Sinks, SinkError> {
        let mut sinks = Sinks {
            stdout: Output::new(),
            sinks: Vec::new(),
        };
        let requests = match stdout {
            Stdout::Reports => args.requests(),
            Stdout::Text | Stdout::Diff => args.requests_for_files(),
        };
        for request in requests.map_err(SinkError::Request)? {
            let target = match &request.path {
                None => Target::Stdout,
                Some(path) => {
                    let file = AtomicFile::create(path).map_err(|error| SinkError::Unwritable {
                        path: path.clone(),
                        error,
                    })?;
                    Target::File(ReportFile {
                        path: path.clone(),
                        file: Some(file),
                    })
                }
            };
            sinks.sinks.push(Sink {
                format: request.format,
                form: form(&request, args),
                target,
                is_redacted: args.redacts(&request),
            });
        }
        if stdout == Stdout::Text {
            let stderr = io::stderr();
            let colour = wants_colour(args.color, &stderr);
            sinks.sinks.push(Sink {
                format: ReportFormat::Human,
                form: Box::new(Human::new(width(), colour)),
                target: Target::Stderr(BufWriter::new(stderr)),
                is_redacted: args.redacts(&ReportRequest::to_stdout(ReportFormat::Human)),
            });
        }
        sinks.add_step_summary(args);
        Ok(sinks)
    }

    /// GitHub Actions shows a summary of each step, beside the annotations, and names the file for it.
    fn add_step_summary(&mut self, args: &ReportingArgs) {
        let annotates = self.sinks.iter().any(|sink| sink.format == ReportFormat::Github);
        let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        let (true, Some(path)) = (annotates, path) else {
            return;
        };
        let path = PathBuf::from(path);
        // A stream would wait for a reader.
        let is_file = fs::metadata(&path).map_or(true, |metadata| metadata.is_file());
        let opened = if is_file {
            File::options().append(true).create(true).open(&path)
        } else {
            Err(io::Error::other("it is not a file"))
        };
        match opened {
            Ok(file) => self.sinks.push(Sink {
                format: ReportFormat::Markdown,
                form: ReportFormat::Markdown.form(),
                target: Target::Summary(BufWriter::new(file)),
                is_redacted: args.redacts_kept(),
            }),
            // Nobody asked for it in so many words: it is no reason to fail.
            Err(error) => say(&format!(
                "cannot write the step summary {}: {error}",
                path.display()
            )),
        }
    }

    /// Standard output, for what is no report.
    pub(crate) fn stdout(&mut self) -> &mut Output {
        &mut self.stdout
    }

    /// Whether a report needs each user named, the clean ones too.
    pub(crate) fn list_payloads(&self) -> bool {
        self.sinks.iter().any(|sink| sink.format.lists_payloads())
    }

    /// Whether a report is to be without personal values.
    pub(crate) fn redact(&self) -> bool {
        self.sinks.iter().any(|sink| sink.is_redacted)
    }

    /// Whether a report needs to know all that it may not show: for want of personal values, or since it shows the
    /// neighbours of a finding.
    pub(crate) fn need_hidden_places(&self) -> bool {
        self.redact() || self.sinks.iter().any(|sink| sink.format.shows_neighbours())
    }

    pub(crate) fn input(&mut self, report: &Report, source: Source<'_>) {
        let redacted = self.redact().then(|| report.redacted());
        for sink in &mut self.sinks {
            let report = redacted.as_ref().filter(|_| sink.is_redacted).unwrap_or(report);
            sink.target
                .write(&mut self.stdout, |out| sink.form.input(report, source, out));
        }
    }

    pub(crate) fn finish(mut self, run: &Run) -> Ending {
        let mut ending = Ending::Clean;
        for mut sink in self.sinks {
            sink.target
                .write(&mut self.stdout, |out| sink.form.finish(run, out));
            match sink.target {
                Target::Stdout => {}
                Target::Stderr(mut stderr) => _ = stderr.flush(),
                Target::File(file) => ending = ending.max(file.finish()),
                Target::Summary(mut file) => {
                    if let Err(error) = file.flush() {
                        say(&format!("cannot write the step summary: {error}"));
                    }
                }
            }
        }
        ending.max(self.stdout.finish())
    }
}

/// The writer for a request: on standard output people get colours, and lines as wide as their terminal.
fn form(request: &ReportRequest, args: &ReportingArgs) -> Box<dyn Form> {
    match (request.format, &request.path) {
        (ReportFormat::Human, None) => Box::new(Human::new(width(), wants_colour(args.color, &io::stdout()))),
        (format, _) => format.form(),
    }
}

/// The columns of the terminal.
fn width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

impl Target {
    fn write(&mut self, stdout: &mut Output, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        match self {
            Target::Stdout => stdout.write(write),
            Target::Stderr(stderr) => _ = write(stderr),
            Target::File(file) => file.write(write),
            // What is in the way of writing is in the way of the last flush, too, which says so.
            Target::Summary(file) => _ = write(file),
        }
    }
}

/// A report on its way into a file.
struct ReportFile {
    path: PathBuf,
    /// None once writing has failed.
    file: Option<AtomicFile>,
}

impl ReportFile {
    fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if let Some(file) = &mut self.file
            && let Err(error) = write(file)
        {
            self.fail(&error);
        }
    }

    fn finish(mut self) -> Ending {
        match self.file.take().map(AtomicFile::finish) {
            None => Ending::Failed, // said already
            Some(Ok(())) => Ending::Clean,
            Some(Err(error)) => {
                self.fail(&error);
                Ending::Failed
            }
        }
    }

    fn fail(&mut self, error: &io::Error) {
        self.file = None;
        say(&format!("cannot write {}: {error}", self.path.display()));
    }
}
