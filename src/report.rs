//! What a check gives back, and the forms in which it is shown.

use std::fmt;

use crate::finding::Finding;
use crate::severity::Severity;
use crate::source::Span;
use crate::surface::{Surface, Surfaces};

#[cfg(feature = "cli")]
pub mod human;
pub mod json;
pub mod sanitise;

/// The result of one check.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// The name of the source.
    pub source: String,
    /// Users that were judged.
    pub payloads: usize,
    /// Operations of a batch that do not put a user: counted, not judged.
    pub other_operations: usize,
    /// The verdicts on the users, by surface.
    pub verdicts: Verdicts,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Where secrets stand in the source, in text order: no excerpt shows them.
    pub(crate) secrets: Secrets,
}

/// Places of secrets. Gathered only where something is shown, so they are no part of what was found.
#[derive(Clone, Default)]
pub(crate) struct Secrets(pub(crate) Vec<Span>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

impl Report {
    /// Whether there is no error on any surface that was judged.
    pub fn is_accepted(&self) -> bool {
        !self
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// Whether there is no error on this surface. `None` if it was not judged.
    pub fn is_accepted_on(&self, surface: Surface) -> Option<bool> {
        self.verdicts.get(surface).judged.then(|| {
            !self
                .findings
                .iter()
                .any(|finding| finding.severities.get(surface) == Some(Severity::Error))
        })
    }

    /// How many findings are of this severity (at their worst).
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// How many users each surface accepts and rejects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdicts([Verdict; Surface::ALL.len()]);

/// How many users a surface accepts and rejects.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Users without an error on the surface.
    pub accepted: usize,
    /// Users with an error on the surface, their own or one of what holds them.
    pub rejected: usize,
    /// Whether the surface was judged at all.
    pub judged: bool,
}

impl Verdicts {
    /// The verdict of a surface.
    pub fn get(&self, surface: Surface) -> Verdict {
        self.0[surface as usize]
    }

    /// The surfaces that were judged, with their verdicts, in documentation order.
    pub fn iter(&self) -> impl Iterator<Item = (Surface, Verdict)> {
        Surface::ALL
            .into_iter()
            .map(|surface| (surface, self.get(surface)))
            .filter(|(_, verdict)| verdict.judged)
    }

    /// Counts the verdicts of another report in.
    pub fn add(&mut self, other: &Verdicts) {
        for (sum, verdict) in self.0.iter_mut().zip(other.0) {
            sum.accepted += verdict.accepted;
            sum.rejected += verdict.rejected;
            sum.judged |= verdict.judged;
        }
    }

    /// Counts users that were judged on some surfaces and rejected on some of these.
    pub(crate) fn count(&mut self, users: usize, judged: Surfaces, rejected: Surfaces) {
        for surface in judged.iter() {
            let verdict = &mut self.0[surface as usize];
            verdict.judged = true;
            if rejected.contains(surface) {
                verdict.rejected += users;
            } else {
                verdict.accepted += users;
            }
        }
    }
}

/// One line: severity, rule, place and message. Safe to print: control characters are escaped.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.location.start;
        write!(
            f,
            "{}[{}] {}:{}: ",
            self.severity, self.rule.id, start.line, start.column
        )?;
        if !self.pointer.is_empty() {
            write!(f, "{}: ", sanitise::line(&self.pointer))?;
        }
        write!(f, "{}", sanitise::line(&self.message))
    }
}
