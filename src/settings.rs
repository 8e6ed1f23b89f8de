//! What a project says beyond the vendor's rules: how bad a rule is to it, where other surfaces hold, which roles it
//! has, how its ids look, what its `custom` holds.
//!
//! Settings are data and answers. Where they come from (a file, a command line) is the program's affair.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::grammar::likeness;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::surface::Surfaces;

mod id_policy;
#[cfg(feature = "settings")]
mod json_schema;
mod pointer_pattern;

#[cfg(feature = "settings")]
pub use id_policy::IdPatternError;
pub use id_policy::{IdForm, IdPolicy};
#[cfg(feature = "settings")]
pub use json_schema::{AlmostKeyword, JsonSchema, JsonSchemaError};
pub use pointer_pattern::{PointerPattern, PointerPatternError};

/// What a project says beyond the vendor's rules. The default says nothing.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Settings {
    /// How bad the findings of a rule are, instead of what the rule says itself.
    pub rules: Levels,
    /// What holds only in some places. Of two that say something of the same place the later holds.
    pub overrides: Vec<Override>,
    /// The roles that the project has in its dashboard. Turns the rule `role_unknown` on.
    pub roles: Option<Roles>,
    /// How the ids of the project look. Turns the rule `id_policy` on.
    pub id: Option<IdPolicy>,
    /// What `custom` holds. Turns the rule `custom_schema` on.
    pub custom: Option<Arc<dyn CustomSchema>>,
}

impl Settings {
    /// Nothing.
    pub fn new() -> Self {
        Settings::default()
    }

    /// Whether findings can become other than the rules report them.
    pub(crate) fn change_findings(&self) -> bool {
        !(self.rules.is_empty() && self.overrides.is_empty())
    }
}

/// How bad the findings of a rule are to a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// They do not exist: the rule is not even called.
    Off,
    /// Each of them is this bad, on each surface on which the rule finds fault.
    At(Severity),
}

impl Level {
    /// Every level, mildest first.
    pub const ALL: [Level; 4] = [
        Level::Off,
        Level::At(Severity::Note),
        Level::At(Severity::Warning),
        Level::At(Severity::Error),
    ];

    /// The name in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::At(severity) => severity.name(),
        }
    }

    /// The severity; none for [`Level::Off`].
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::At(severity) => Some(severity),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Level::from_str`]: no level has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLevel(pub String);

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no level is called `{}`; there are off, note, warning and error",
            self.0
        )
    }
}

impl std::error::Error for UnknownLevel {}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Level::ALL
            .into_iter()
            .find(|level| level.name() == name)
            .ok_or_else(|| UnknownLevel(name.to_owned()))
    }
}

/// Levels by rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// The level of a rule, if it has been given one.
    pub fn get(&self, rule: &Rule) -> Option<Level> {
        self.0.get(rule.id).copied()
    }

    /// Gives a rule a level.
    pub fn set(&mut self, rule: &'static Rule, level: Level) {
        self.0.insert(rule.id, level);
    }

    /// Whether no rule has been given one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids of the rules that have been given a level, with it.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Level)> {
        self.0.iter().map(|(&id, &level)| (id, level))
    }
}

impl FromIterator<(&'static Rule, Level)> for Levels {
    fn from_iter<I: IntoIterator<Item = (&'static Rule, Level)>>(levels: I) -> Self {
        Levels(levels.into_iter().map(|(rule, level)| (rule.id, level)).collect())
    }
}

/// What holds only for some values of a document, and for everything in them.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Override {
    /// The values for which it holds. None: every document as a whole.
    pub pointers: Vec<PointerPattern>,
    /// The surfaces by which the users there are judged. A part of a user is not judged by others than the whole.
    pub surfaces: Option<Surfaces>,
    /// How bad the findings of these rules are there.
    pub rules: Levels,
}

impl Override {
    /// Holds everywhere, and says nothing yet.
    pub fn new() -> Self {
        Override::default()
    }

    /// Whether it holds for the value to which these tokens lead.
    pub(crate) fn covers(&self, tokens: &[impl AsRef<str>]) -> bool {
        self.pointers.is_empty() || self.pointers.iter().any(|pattern| pattern.covers(tokens))
    }
}

/// The roles of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles(Vec<String>);

impl Roles {
    /// These roles. A user without a role has the role `default`, which need not be named.
    pub fn new(names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Roles(names.into_iter().map(Into::into).collect())
    }

    /// Their names, as they were given.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(String::as_str)
    }

    pub(crate) fn contains(&self, role: &str) -> bool {
        role == Self::DEFAULT || self.0.iter().any(|name| name == role)
    }

    /// The role that was probably meant.
    pub(crate) fn nearest(&self, role: &str) -> Option<&str> {
        likeness::nearest(role, self.names())
    }

    /// The role of whoever has none.
    const DEFAULT: &str = "default";
}

/// What the `custom` of a project has to be like: a JSON Schema, for instance.
///
/// What it is asked has been parsed already. Entries that are null are not among it: null deletes an entry.
pub trait CustomSchema: fmt::Debug + Send + Sync {
    /// Everything that is wrong with it.
    fn violations(&self, custom: &serde_json::Value) -> Vec<Violation>;
}

/// One thing that is wrong with a `custom`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON Pointer of what is wrong, in `custom`: `""` is `custom` itself.
    pub pointer: String,
    /// What of it is wrong.
    pub fault: Fault,
    /// What is wrong, in a clause that begins with a verb: `must be a string`. It quotes no value, since that may be a
    /// secret.
    pub message: String,
}

/// What is wrong with a value in `custom`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The value itself.
    Value,
    /// That it is there: its key is none that is expected.
    Key,
    /// That it has no member of this name.
    Missing(String),
}

/// A setting without which some rule has nothing to hold payloads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// [`Settings::roles`].
    Roles,
    /// [`Settings::id`].
    Id,
    /// [`Settings::custom`].
    Custom,
}

impl Setting {
    /// The name in `userlint.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Setting::Roles => "roles",
            Setting::Id => "id",
            Setting::Custom => "custom.schema",
        }
    }

    /// Whether the settings have it.
    pub(crate) fn is_in(self, settings: &Settings) -> bool {
        match self {
            Setting::Roles => settings.roles.is_some(),
            Setting::Id => settings.id.is_some(),
            Setting::Custom => settings.custom.is_some(),
        }
    }
}
