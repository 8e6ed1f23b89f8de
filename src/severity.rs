//! How bad a finding is on each surface, and what may become of the payload.

use std::fmt;
use std::str::FromStr;

use crate::surface::{Surface, Surfaces};

/// How bad a finding is. There are these three and will be no others: exit statuses, counts and reports rest on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Legal, and worth knowing. Hidden unless asked for.
    Note,
    /// Taken as far as is known, but altered, ignored or harmful.
    Warning,
    /// Breaks what the vendor documents or types: the payload counts as rejected.
    Error,
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    /// The name on the command line and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Severity::from_str`]: no severity has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSeverity(pub String);

impl fmt::Display for UnknownSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no severity is called `{}`; there are note, warning and error",
            self.0
        )
    }
}

impl std::error::Error for UnknownSeverity {}

impl FromStr for Severity {
    type Err = UnknownSeverity;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.name() == name)
            .ok_or_else(|| UnknownSeverity(name.to_owned()))
    }
}

/// A severity for each surface, or none where there is nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Severities([Option<Severity>; Surface::ALL.len()]);

impl Severities {
    /// Nothing on any surface.
    pub const NONE: Severities = Severities([None; Surface::ALL.len()]);

    /// The same on every surface.
    pub const fn everywhere(severity: Severity) -> Self {
        Severities([Some(severity); Surface::ALL.len()])
    }

    /// The same on these surfaces, nothing on the others.
    pub const fn on(surfaces: &[Surface], severity: Severity) -> Self {
        Severities::NONE.and(surfaces, severity)
    }

    /// These severities, with another one on these surfaces.
    #[must_use]
    pub const fn and(mut self, surfaces: &[Surface], severity: Severity) -> Self {
        let mut at = 0;
        while at < surfaces.len() {
            self.0[surfaces[at] as usize] = Some(severity);
            at += 1;
        }
        self
    }

    /// The same on each surface that `holds` is true of, nothing on the others.
    pub(crate) fn wherever(severity: Severity, holds: impl Fn(Surface) -> bool) -> Self {
        Severities(Surface::ALL.map(|surface| holds(surface).then_some(severity)))
    }

    /// The severity on a surface.
    pub const fn get(&self, surface: Surface) -> Option<Severity> {
        self.0[surface as usize]
    }

    /// These severities on the given surfaces only.
    #[must_use]
    pub fn within(&self, surfaces: Surfaces) -> Self {
        let mut kept = Severities::NONE;
        for surface in surfaces.iter() {
            kept.0[surface as usize] = self.0[surface as usize];
        }
        kept
    }

    /// These severities where they are lower than `bound`, else `bound`; nothing stays nothing.
    #[must_use]
    pub fn at_most(&self, bound: Severity) -> Self {
        Severities(
            self.0
                .map(|severity| severity.map(|severity| severity.min(bound))),
        )
    }

    /// These severities, with that of one surface [`Severities::at_most`] `bound`.
    #[must_use]
    pub fn at_most_on(mut self, surface: Surface, bound: Severity) -> Self {
        let severity = &mut self.0[surface as usize];
        *severity = severity.map(|severity| severity.min(bound));
        self
    }

    /// This severity wherever there is one.
    #[must_use]
    pub fn all_at(&self, severity: Severity) -> Self {
        Severities(self.0.map(|any| any.map(|_| severity)))
    }

    /// The worst severity on any surface, or none if there is none at all.
    pub fn worst(&self) -> Option<Severity> {
        self.0.iter().flatten().copied().max()
    }

    /// The surfaces that have a severity, with it, in documentation order.
    pub fn iter(&self) -> impl Iterator<Item = (Surface, Severity)> {
        Surface::ALL
            .into_iter()
            .filter_map(|surface| Some((surface, self.get(surface)?)))
    }

    /// The surfaces on which this is an error.
    pub fn errors(&self) -> impl Iterator<Item = Surface> {
        self.iter()
            .filter(|&(_, severity)| severity == Severity::Error)
            .map(|(surface, _)| surface)
    }
}

/// What may become of the payload, or of the part that is found fault with. What the server does is mostly undocumented:
/// an effect is what there is reason to expect, not what is known to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// The request or the call may be refused.
    Rejected,
    /// Something else may be stored than what was written.
    Altered,
    /// The part may have no effect.
    Ignored,
    /// A notification may not arrive.
    Undelivered,
    /// Others may see what they should not.
    Exposed,
    /// It works now, and may break when something else changes.
    Fragile,
    /// Nothing could be judged.
    Unchecked,
}

impl Effect {
    /// Every effect, in documentation order.
    pub const ALL: [Effect; 7] = [
        Effect::Rejected,
        Effect::Altered,
        Effect::Ignored,
        Effect::Undelivered,
        Effect::Exposed,
        Effect::Fragile,
        Effect::Unchecked,
    ];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Effect::Rejected => "rejected",
            Effect::Altered => "altered",
            Effect::Ignored => "ignored",
            Effect::Undelivered => "undelivered",
            Effect::Exposed => "exposed",
            Effect::Fragile => "fragile",
            Effect::Unchecked => "unchecked",
        }
    }

    /// What the name means, in one clause.
    pub const fn meaning(self) -> &'static str {
        match self {
            Effect::Rejected => "the request or the call may be refused",
            Effect::Altered => "something else may be stored than what was written",
            Effect::Ignored => "that part may have no effect",
            Effect::Undelivered => "a notification may not arrive",
            Effect::Exposed => "others may see what they should not",
            Effect::Fragile => "it works now, and may break when something else changes",
            Effect::Unchecked => "nothing could be judged",
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
