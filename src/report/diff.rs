//! What two snapshots differ in, as it is shown: for people, as Markdown, as JSON.
//!
//! A form shows the changes that it is given and no more; whether they hold personal values was decided before.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "reports")]
pub mod human;
pub mod json;
#[cfg(feature = "reports")]
pub mod markdown;

/// A form in which `userlint diff` writes its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiffFormat {
    /// For people.
    Human,
    /// One JSON document (`userlint schema diff`).
    Json,
    /// Markdown, for a comment.
    Markdown,
}

impl DiffFormat {
    /// Every form, in documentation order.
    pub const ALL: [DiffFormat; 3] = [DiffFormat::Human, DiffFormat::Json, DiffFormat::Markdown];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            DiffFormat::Human => "human",
            DiffFormat::Json => "json",
            DiffFormat::Markdown => "markdown",
        }
    }

    /// What it is for, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            DiffFormat::Human => "for people",
            DiffFormat::Json => "one JSON document (see `userlint schema diff`), always with all changes",
            DiffFormat::Markdown => "Markdown, for a comment",
        }
    }

    /// Whether build services keep what is written in it: then it has no personal values unless they are asked for.
    pub const fn is_kept(self) -> bool {
        matches!(self, DiffFormat::Markdown)
    }
}

/// The error of [`DiffFormat::from_str`]: no form has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDiffFormat(pub String);

impl fmt::Display for UnknownDiffFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = DiffFormat::ALL.map(DiffFormat::name).join(", ");
        write!(f, "no report on a diff is called `{}`; there are {names}", self.0)
    }
}

impl std::error::Error for UnknownDiffFormat {}

impl FromStr for DiffFormat {
    type Err = UnknownDiffFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = DiffFormat::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| UnknownDiffFormat(name.to_owned()))
    }
}
