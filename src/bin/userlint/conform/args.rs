//! The arguments of `userlint conform`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use userlint::corpus::Level;
use userlint::{Severity, Surface};

use crate::args::{EXIT_STATUS, surfaces};

/// The ways to say who answers: one of them is needed.
const USAGE: &str = "\
userlint conform [OPTIONS] -- COMMAND [ARGUMENT]...
       userlint conform [OPTIONS] --schema <FILE> --surface <SURFACE>
       userlint conform [OPTIONS] --self
       userlint conform [OPTIONS] --list
       userlint conform [OPTIONS] --export <DIR>";

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
#[command(override_usage = USAGE)]
#[command(group = clap::ArgGroup::new("who").required(true).multiple(false).args(["command", "schema", "own", "list", "export"]))]
pub(crate) struct ConformArgs {
    /// The implementation: it reads a JSON request from each line of standard input and writes a JSON answer to each,
    /// on a line of standard output
    #[arg(value_name = "COMMAND", last = true, value_parser = OsStringValueParser::new())]
    pub(crate) command: Vec<OsString>,

    /// A JSON Schema of one user judges instead; only with `--surface`, and at the levels verdict and pointer
    #[arg(long, value_name = "FILE", requires = "surfaces")]
    pub(crate) schema: Option<PathBuf>,

    /// userlint itself judges
    #[arg(long = "self")]
    pub(crate) own: bool,

    /// List the cases, and ask nobody
    #[arg(long)]
    pub(crate) list: bool,

    /// Write the cases into a new folder, with an index in JSON, and ask nobody
    #[arg(long, value_name = "DIR", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) export: Option<PathBuf>,

    /// The cases of this rule, or of a folder such as `_valid`; may be given more than once [default: all]
    #[arg(long, value_name = "RULE")]
    pub(crate) only: Vec<String>,

    /// The cases on this surface; may be given more than once [default: all]
    #[arg(long = "surface", value_name = "SURFACE", value_delimiter = ',', value_parser = surfaces())]
    pub(crate) surfaces: Vec<Surface>,

    /// How much of an answer is compared
    #[arg(long, value_name = "LEVEL", value_parser = levels(), default_value = Level::Verdict.name())]
    pub(crate) level: Level,

    /// Findings below this are neither expected nor compared
    #[arg(long, value_name = "SEVERITY", value_parser = severities(), default_value = Severity::Note.name())]
    pub(crate) min_severity: Severity,

    /// How long an answer may take, the start of the command included
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "10")]
    pub(crate) timeout: Duration,

    /// The form of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Form::Human)]
    pub(crate) format: Form,

    /// Show all disagreements, not only those in the first ten cases of a rule
    #[arg(long)]
    pub(crate) all: bool,
}

/// Who answers.
pub(super) enum Who<'a> {
    Userlint,
    Schema(&'a Path),
    Command(&'a [OsString]),
}

impl ConformArgs {
    pub(super) fn who(&self) -> Who<'_> {
        match &self.schema {
            Some(path) => Who::Schema(path),
            None if self.own => Who::Userlint,
            None => Who::Command(&self.command),
        }
    }
}

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
    /// For test tools: the Test Anything Protocol, a point for each question
    Tap,
    /// For build services: a test case for each question
    Junit,
}

fn levels() -> impl TypedValueParser<Value = Level> {
    let values = Level::ALL.map(|level| PossibleValue::new(level.name()).help(level.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Level>())
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    let names = Severity::ALL.map(|severity| PossibleValue::new(severity.name()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Severity>())
}

/// A time in seconds: not none at all, and not for ever.
fn seconds(typed: &str) -> Result<Duration, String> {
    const LONGEST: f64 = 86_400.0;
    let seconds: f64 = typed.parse().map_err(|_| "it is no number".to_owned())?;
    if (0.001..=LONGEST).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err(format!("a number of seconds from 0.001 to {LONGEST} is wanted"))
    }
}
