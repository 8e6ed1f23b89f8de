//! The flags about what is reported, where, and what makes the run fail. What they mean is decided here, too: they
//! lean on one another.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use userlint::Severity;
use userlint::report::{ReportFormat, UnknownReportFormat};

use crate::baseline::{Baseline, BaselineError, Upkeep};
use crate::config::FailOn;

#[derive(Debug, Args)]
#[command(next_help_heading = "Reports")]
pub(crate) struct ReportingArgs {
    /// The form of the report on standard output [default: human]
    #[arg(long, value_name = "FORMAT", value_parser = stdout_formats())]
    format: Option<StdoutFormat>,

    /// A report in this form, into a file or to standard output; may be given more than once. Standard output stays
    /// human unless a report goes there
    #[arg(long = "report", value_name = "FORMAT[=PATH]", value_parser = report_request)]
    reports: Vec<ReportRequest>,

    /// Findings below this are not looked for [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = severities())]
    min_severity: Option<Severity>,

    /// Shape and length instead of personal values [default: auto, which is always in the forms that build services
    /// keep, and never in human, concise, json and ndjson]
    #[arg(long, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_value = "auto", default_missing_value = "always", hide_default_value = true)]
    redact: When,

    /// Show at most so many findings; all are counted, and what is left out is said
    #[arg(long, value_name = "N")]
    max_findings: Option<usize>,

    /// End the report with how many findings each rule has
    #[arg(long)]
    pub(crate) statistics: bool,

    /// Findings only: no closing lines, nothing about the run but what went wrong
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more about the run on standard error: each input and how it was read
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// Colours [default: auto, which heeds `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb`]
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: When,

    #[command(flatten)]
    pub(crate) failing: FailingArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "What makes the run fail")]
pub(crate) struct FailingArgs {
    /// Findings of this severity and above make the exit status 1 [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    pub(crate) fail_on: Option<FailOn>,

    /// More warnings than this make the exit status 1
    #[arg(long, value_name = "N")]
    pub(crate) max_warnings: Option<usize>,

    /// Findings in this file are known: they make no run fail. An entry whose finding is gone is stale, and exit
    /// status 2
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// Write what is found into the baseline, for the inputs that are checked
    #[arg(long, requires = "baseline", conflicts_with_all = ["prune_baseline", "allow_stale"])]
    update_baseline: bool,

    /// Take stale entries out of the baseline
    #[arg(long, requires = "baseline", conflicts_with = "allow_stale")]
    prune_baseline: bool,

    /// Do not mind stale entries of the baseline
    #[arg(long, requires = "baseline")]
    allow_stale: bool,
}

/// A report that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportRequest {
    pub(crate) format: ReportFormat,
    /// The file to write; none for standard output.
    pub(crate) path: Option<PathBuf>,
    /// Whether a build service keeps standard output, whatever its form.
    is_kept: bool,
}

/// Why reports cannot be written as they were asked for.
#[derive(Debug)]
pub(crate) enum RequestError {
    StdoutTaken,
    StdoutTwice,
    FileTwice(PathBuf),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestError::StdoutTaken => f.write_str(
                "standard output takes the fixed text or the diff, and no report; leave --format out, and name a file for each --report, as in --report json=report.json",
            ),
            RequestError::StdoutTwice => f.write_str(
                "two reports cannot both go to standard output; name a file, as in --report json=report.json",
            ),
            RequestError::FileTwice(path) => write!(f, "two reports cannot both go to {}", path.display()),
        }
    }
}

impl ReportRequest {
    /// The file, by one name for all of its spellings.
    fn place(&self) -> Option<PathBuf> {
        let path = self.path.as_deref()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = fs::canonicalize(folder.unwrap_or(Path::new(".")));
        let name = path.file_name().unwrap_or_default();
        Some(
            fs::canonicalize(path)
                .or(folder.map(|folder| folder.join(name)))
                .unwrap_or(path.to_owned()),
        )
    }

    pub(crate) fn to_stdout(format: ReportFormat) -> Self {
        ReportRequest {
            format,
            path: None,
            is_kept: false,
        }
    }
}

/// A form on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StdoutFormat {
    One(ReportFormat),
    /// What suits whoever reads standard output.
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

impl ReportingArgs {
    /// The severity from which on findings are looked for, if anything is said of it. Warnings that are to be counted are
    /// looked for in any case.
    pub(crate) fn min_severity(&self) -> Option<Severity> {
        match (self.min_severity, self.failing.max_warnings) {
            (Some(Severity::Error), Some(_)) => Some(Severity::Warning),
            (asked, _) => asked,
        }
    }

    /// The files into which reports are to go.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.reports.iter().filter_map(|request| request.path.as_deref())
    }

    pub(crate) fn max_findings(&self) -> usize {
        self.max_findings.unwrap_or(usize::MAX)
    }

    /// Whether nothing at all is to show personal values.
    pub(crate) fn redacts_all(&self) -> bool {
        self.redact == When::Always
    }

    /// Whether a report is to be without personal values.
    pub(crate) fn redacts(&self, request: &ReportRequest) -> bool {
        match self.redact {
            When::Always => true,
            When::Never => false,
            When::Auto => request.is_kept || request.format.is_kept(),
        }
    }

    /// Whether what a build service keeps is to be without personal values.
    pub(crate) fn redacts_kept(&self) -> bool {
        self.redact != When::Never
    }

    /// The reports to write beside what else goes to standard output.
    pub(crate) fn requests_for_files(&self) -> Result<Vec<ReportRequest>, RequestError> {
        if self.format.is_some() || self.reports.iter().any(|request| request.path.is_none()) {
            return Err(RequestError::StdoutTaken);
        }
        let mut requests = self.requests()?;
        requests.retain(|request| request.path.is_some());
        Ok(requests)
    }

    /// The reports to write; at least one of them goes to standard output.
    pub(crate) fn requests(&self) -> Result<Vec<ReportRequest>, RequestError> {
        let mut requests = self.reports.clone();
        if let Some(StdoutFormat::One(format)) = self.format {
            requests.insert(0, ReportRequest::to_stdout(format));
        }
        for (at, request) in requests.iter().enumerate() {
            if requests[..at]
                .iter()
                .any(|other| other.place() == request.place())
            {
                return Err(match &request.path {
                    None => RequestError::StdoutTwice,
                    Some(path) => RequestError::FileTwice(path.clone()),
                });
            }
        }
        if requests.iter().all(|request| request.path.is_some()) {
            let to_stdout = match self.format {
                Some(StdoutFormat::Auto) => Surroundings::look().requests(),
                _ => vec![ReportRequest::to_stdout(ReportFormat::Human)],
            };
            requests.splice(0..0, to_stdout);
        }
        Ok(requests)
    }
}

impl FailingArgs {
    pub(crate) fn baseline(&self, is_dataset: bool) -> Option<Result<Baseline, BaselineError>> {
        let path: &Path = self.baseline.as_deref()?;
        let upkeep = match self {
            FailingArgs {
                update_baseline: true,
                ..
            } => Upkeep::Update,
            FailingArgs {
                prune_baseline: true, ..
            } => Upkeep::Prune,
            FailingArgs {
                allow_stale: true, ..
            } => Upkeep::Tolerate,
            _ => Upkeep::Complain,
        };
        Some(Baseline::open(path, upkeep, is_dataset))
    }
}

/// Who reads standard output, as far as that can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Surroundings {
    Terminal,
    GitHubActions,
    GitLab,
    Pipe,
}

impl Surroundings {
    pub(crate) fn look() -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| value == "true");
        if is_set("GITHUB_ACTIONS") {
            Surroundings::GitHubActions
        } else if is_set("GITLAB_CI") {
            Surroundings::GitLab
        } else if std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            Surroundings::Terminal
        } else {
            Surroundings::Pipe
        }
    }

    /// What suits them. In a log of GitHub Actions people read the findings, and the service its commands.
    fn requests(self) -> Vec<ReportRequest> {
        let (formats, is_kept): (&[_], _) = match self {
            Surroundings::Terminal => (&[ReportFormat::Human], false),
            Surroundings::GitHubActions => (&[ReportFormat::Human, ReportFormat::Github], true),
            Surroundings::GitLab => (&[ReportFormat::Human], true),
            Surroundings::Pipe => (&[ReportFormat::Concise], false),
        };
        let requests = formats.iter().map(|&format| ReportRequest {
            is_kept,
            ..ReportRequest::to_stdout(format)
        });
        requests.collect()
    }
}

fn stdout_formats() -> impl TypedValueParser<Value = StdoutFormat> {
    let auto = PossibleValue::new("auto").help("what suits a terminal, GitHub Actions, GitLab, a pipe");
    let values = ReportFormat::ALL
        .iter()
        .map(|format| PossibleValue::new(format.name()).help(format.what()))
        .chain([auto]);
    PossibleValuesParser::new(values).try_map(|name| match name.as_str() {
        "auto" => Ok(StdoutFormat::Auto),
        name => name.parse::<ReportFormat>().map(StdoutFormat::One),
    })
}

fn report_request(text: &str) -> Result<ReportRequest, String> {
    let (format, path) = match text.split_once('=') {
        Some((_, "")) => return Err("the file is missing behind the `=`".to_owned()),
        Some((format, path)) => (format, Some(PathBuf::from(path))),
        None => (text, None),
    };
    match format.parse() {
        Ok(format) => Ok(ReportRequest {
            path,
            ..ReportRequest::to_stdout(format)
        }),
        Err(error) => Err(
            match userlint::nearest(format, ReportFormat::ALL.iter().map(|known| known.name())) {
                Some(meant) => {
                    format!("no report is called `{format}`; write `{meant}`, if that is what is meant")
                }
                None => UnknownReportFormat::to_string(&error),
            },
        ),
    }
}

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::NAMES).try_map(|name| name.parse::<FailOn>())
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let values = Severity::ALL.map(|severity| PossibleValue::new(severity.name()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Severity>())
}
