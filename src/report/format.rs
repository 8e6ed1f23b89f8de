//! The list of the forms: their names, and what each asks of a run.

use std::fmt;
use std::str::FromStr;

use super::Form;
use super::checkstyle::Checkstyle;
use super::concise::Concise;
use super::github::Github;
use super::gitlab::Gitlab;
use super::human::{DEFAULT_WIDTH, Human};
use super::json::Json;
use super::junit::Junit;
use super::markdown::Markdown;
use super::ndjson::Ndjson;
use super::rdjsonl::Rdjsonl;
use super::sarif::Sarif;
use super::tap::Tap;

/// A form in which `userlint check` writes its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReportFormat {
    /// For people, with excerpts.
    Human,
    /// One line a finding.
    Concise,
    /// One JSON record a line (`userlint schema report-ndjson`).
    Ndjson,
    /// `JUnit` XML: a test case for each user on each surface.
    Junit,
    /// Test Anything Protocol 14: a test point for each user on each surface.
    Tap,
    /// Checkstyle XML.
    Checkstyle,
    /// reviewdog's diagnostics, one a line.
    Rdjsonl,
    /// One JSON document (`userlint schema report`).
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// A Code Quality artifact of GitLab.
    Gitlab,
    /// Markdown, for a step summary or a comment.
    Markdown,
}

impl ReportFormat {
    /// Every form, in documentation order.
    pub const ALL: &'static [ReportFormat] = &[
        ReportFormat::Human,
        ReportFormat::Concise,
        ReportFormat::Ndjson,
        ReportFormat::Junit,
        ReportFormat::Tap,
        ReportFormat::Checkstyle,
        ReportFormat::Rdjsonl,
        ReportFormat::Json,
        ReportFormat::Sarif,
        ReportFormat::Github,
        ReportFormat::Gitlab,
        ReportFormat::Markdown,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            ReportFormat::Human => "human",
            ReportFormat::Concise => "concise",
            ReportFormat::Ndjson => "ndjson",
            ReportFormat::Junit => "junit",
            ReportFormat::Tap => "tap",
            ReportFormat::Checkstyle => "checkstyle",
            ReportFormat::Rdjsonl => "rdjsonl",
            ReportFormat::Json => "json",
            ReportFormat::Sarif => "sarif",
            ReportFormat::Github => "github",
            ReportFormat::Gitlab => "gitlab",
            ReportFormat::Markdown => "markdown",
        }
    }

    /// What it is for, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            ReportFormat::Human => "for people, with excerpts",
            ReportFormat::Concise => "one line a finding",
            ReportFormat::Ndjson => "one JSON record a line (see `userlint schema report-ndjson`)",
            ReportFormat::Junit => "JUnit XML, a test case for each user and surface",
            ReportFormat::Tap => "Test Anything Protocol 14, a point for each user and surface",
            ReportFormat::Checkstyle => "Checkstyle XML",
            ReportFormat::Rdjsonl => "reviewdog's diagnostics, one a line",
            ReportFormat::Json => "one JSON document (see `userlint schema report`)",
            ReportFormat::Sarif => "SARIF 2.1.0, for code scanning",
            ReportFormat::Github => "annotations of GitHub Actions",
            ReportFormat::Gitlab => "Code Quality of GitLab",
            ReportFormat::Markdown => "Markdown, for a step summary or a comment",
        }
    }

    /// A writer of this form, as it is in a file: without colour, and of a fixed width.
    pub fn form(self) -> Box<dyn Form> {
        match self {
            ReportFormat::Human => Box::new(Human::new(DEFAULT_WIDTH, false)),
            ReportFormat::Concise => Box::<Concise>::default(),
            ReportFormat::Ndjson => Box::<Ndjson>::default(),
            ReportFormat::Junit => Box::<Junit>::default(),
            ReportFormat::Tap => Box::<Tap>::default(),
            ReportFormat::Checkstyle => Box::<Checkstyle>::default(),
            ReportFormat::Rdjsonl => Box::<Rdjsonl>::default(),
            ReportFormat::Json => Box::<Json>::default(),
            ReportFormat::Sarif => Box::<Sarif>::default(),
            ReportFormat::Github => Box::<Github>::default(),
            ReportFormat::Gitlab => Box::<Gitlab>::default(),
            ReportFormat::Markdown => Box::<Markdown>::default(),
        }
    }

    /// Whether it names each user, the clean ones too ([`Options::list_payloads`](crate::Options)).
    pub const fn lists_payloads(self) -> bool {
        match self {
            ReportFormat::Junit | ReportFormat::Tap => true,
            ReportFormat::Human
            | ReportFormat::Concise
            | ReportFormat::Ndjson
            | ReportFormat::Checkstyle
            | ReportFormat::Rdjsonl
            | ReportFormat::Json
            | ReportFormat::Sarif
            | ReportFormat::Github
            | ReportFormat::Gitlab
            | ReportFormat::Markdown => false,
        }
    }

    /// Whether it shows what stands around a finding: then the report must know what to hide there
    /// ([`Options::redactable`](crate::Options)).
    pub const fn shows_neighbours(self) -> bool {
        matches!(self, ReportFormat::Sarif)
    }

    /// Whether build services keep what is written in it: then it has no personal values unless they are asked for.
    pub const fn is_kept(self) -> bool {
        match self {
            ReportFormat::Human | ReportFormat::Concise | ReportFormat::Ndjson | ReportFormat::Json => false,
            ReportFormat::Junit
            | ReportFormat::Tap
            | ReportFormat::Checkstyle
            | ReportFormat::Rdjsonl
            | ReportFormat::Sarif
            | ReportFormat::Github
            | ReportFormat::Gitlab
            | ReportFormat::Markdown => true,
        }
    }
}

impl fmt::Display for ReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`ReportFormat::from_str`]: no form has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownReportFormat(pub String);

impl fmt::Display for UnknownReportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = ReportFormat::ALL.iter().map(|format| format.name()).collect();
        write!(
            f,
            "no report is called `{}`; there are {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownReportFormat {}

impl FromStr for ReportFormat {
    type Err = UnknownReportFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = ReportFormat::ALL.iter().find(|format| format.name() == name);
        found.copied().ok_or_else(|| UnknownReportFormat(name.to_owned()))
    }
}
