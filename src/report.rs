//! What a check gives back, and the forms in which it is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Finding, PayloadRef};
use crate::repair::Safety;
use crate::severity::Severity;
use crate::shape::Shape;
use crate::source::{Source, Span};
use crate::surface::{Surface, Surfaces};
use crate::syntax::dialect::Dialect;

#[cfg(feature = "reports")]
mod cases;
#[cfg(feature = "reports")]
mod checkstyle;
#[cfg(feature = "reports")]
mod concise;
pub mod diff;
pub(crate) mod escaping;
#[cfg(feature = "reports")]
pub mod fingerprint;
#[cfg(feature = "reports")]
mod format;
#[cfg(feature = "reports")]
mod github;
#[cfg(feature = "reports")]
mod gitlab;
#[cfg(feature = "reports")]
pub mod human;
#[cfg(feature = "reports")]
mod joined;
pub mod json;
#[cfg(feature = "reports")]
mod junit;
#[cfg(feature = "reports")]
mod line_hash;
#[cfg(feature = "reports")]
mod markdown;
#[cfg(feature = "reports")]
mod masked;
pub mod ndjson;
#[cfg(feature = "reports")]
mod path;
#[cfg(feature = "reports")]
mod ranked;
#[cfg(feature = "reports")]
mod rdjsonl;
#[cfg(feature = "reports")]
pub(crate) mod redact;
mod revision;
pub mod sanitise;
#[cfg(feature = "reports")]
mod sarif;
#[cfg(feature = "reports")]
mod tap;
#[cfg(feature = "reports")]
pub mod unified;
#[cfg(feature = "reports")]
mod wording;
#[cfg(feature = "reports")]
mod xml;

pub use revision::Revision;

#[cfg(feature = "reports")]
pub use format::{ReportFormat, UnknownReportFormat};

/// The result of one check.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// The name of the source.
    pub source: String,
    /// How much of the source it is about.
    pub scope: Scope,
    /// How the users stand in the source, as it was asked for or found out. None if that is not known: the text is not
    /// JSON, or of no known shape.
    pub shape: Option<Shape>,
    /// The notation in which the source was read.
    pub dialect: Dialect,
    /// Users that were judged.
    pub payloads: usize,
    /// Operations of a batch that do not put a user: counted, not judged.
    pub other_operations: usize,
    /// Users who have their id from where [`Options::id_from`](crate::Options) says.
    pub ids_given: usize,
    /// The verdicts on the users, by surface.
    pub verdicts: Verdicts,
    /// Findings of this severity and above are reason to fail: errors, unless whoever asked says otherwise. None: nothing
    /// is. Forms that know of passing and failing go by it.
    pub fail_on: Option<Severity>,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// Each user that was judged, in the order of the text, if [`Options::list_payloads`](crate::Options) asked for it.
    pub listed: Vec<JudgedPayload>,
    /// For each of the overrides in the settings, in their order, how many texts, users and findings it held for.
    pub overrides: Vec<usize>,
    /// Whether all is known that an excerpt may have to hide, also where nothing was found: `Report::redacted` is
    /// complete then.
    pub is_redactable: bool,
    /// Where secrets stand in the source, in text order: no excerpt shows them.
    pub(crate) secrets: Concealed,
    /// Where personal values stand, in text order: no excerpt of a redacted report shows them.
    pub(crate) values: Concealed,
}

/// How much of its source a report is about. A source that is not held whole has reports on its parts, one behind the
/// other, and one that ends them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All of it.
    #[default]
    Whole,
    /// A part: what was found in it. The counts come at the end.
    Part,
    /// What is to be said at the end, and the counts of the whole source.
    End,
}

/// Places that an excerpt leaves out. Gathered only where something is shown, so they are no part of what was found.
#[derive(Clone, Default)]
pub(crate) struct Concealed(pub(crate) Vec<Span>);

impl Concealed {
    /// Adds places behind those that are known, be they out of order or one in another.
    pub(crate) fn extend(&mut self, places: impl IntoIterator<Item = Span>) {
        let mut added: Vec<Span> = places.into_iter().collect();
        added.sort_unstable_by_key(|place| place.start);
        for place in added {
            match self.0.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => self.0.push(place),
            }
        }
    }
}

impl Concealed {
    /// Whether any of the places has a byte in common with this one.
    pub(crate) fn touch(&self, span: Span) -> bool {
        let next = self.0.partition_point(|place| place.end <= span.start);
        self.0.get(next).is_some_and(|place| place.start < span.end)
    }
}

impl fmt::Debug for Concealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Concealed")
    }
}

/// A form in which the reports of a run are written. `ReportFormat::form` makes one.
///
/// [`Form::input`] is called for each input in turn, of one that is not held whole for each part and for its end
/// ([`Report::scope`]); and [`Form::finish`] once, behind the last. What all write together is the whole report; some forms
/// write only at the end.
pub trait Form: Send {
    /// Takes the report on one input, or on a part of it. `source` is what the report is about: of a part its bytes alone,
    /// at the end none.
    fn input(&mut self, report: &Report, source: Source<'_>, out: &mut dyn io::Write) -> io::Result<()>;

    /// Ends the report of the run.
    fn finish(&mut self, run: &Run, out: &mut dyn io::Write) -> io::Result<()>;
}

/// What is known of a run at its end.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Run {
    /// The counts over all inputs.
    pub totals: Totals,
    /// What could not be done, in the order in which it was tried.
    pub failures: Vec<Failure>,
    /// Findings that were counted, but are not shown: there were more than were asked for.
    pub left_out: usize,
    /// Findings below this were not looked for. None: not known.
    pub min_severity: Option<Severity>,
    /// Whether forms for people end with how many findings each rule has.
    pub statistics: bool,
    /// Whether forms for people leave out their closing lines.
    pub quiet: bool,
    /// What was checked, in terms of version control. None: not known.
    pub revision: Option<Revision>,
}

/// Something that was asked for and could not be done: a file that cannot be read, for instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct Failure {
    /// The input that is concerned, as it was named; null if it is no single one.
    #[serde(rename = "file")]
    pub input: Option<String>,
    /// What went wrong, in a clause that names the input.
    pub message: String,
}

impl Failure {
    /// A failure, with the input that it is about.
    pub fn new(input: Option<String>, message: impl Into<String>) -> Self {
        Failure {
            input,
            message: message.into(),
        }
    }
}

/// The counts of a run.
#[derive(Debug, Default, Clone)]
#[non_exhaustive]
pub struct Totals {
    /// Inputs that were read.
    pub files: usize,
    /// Inputs in which no user was judged.
    pub files_without_user: usize,
    /// Inputs that were read as JSON with comments.
    pub files_with_comments: usize,
    /// Users that were judged.
    pub payloads: usize,
    /// Operations that put no user.
    pub other_operations: usize,
    /// Findings, by [`Severity`].
    pub findings: [usize; Severity::ALL.len()],
    /// Findings that a baseline knows; they are in none of the other counts.
    pub suppressed: usize,
    /// Findings by the id of their rule.
    pub rules: BTreeMap<&'static str, usize>,
    /// Findings that have a fix, by [`Safety`].
    pub fixable: [usize; Safety::ALL.len()],
    /// Fixes that were made. What they have put right is in none of the other counts.
    pub fixed: usize,
    /// Inputs in which fixes were made.
    pub files_fixed: usize,
    /// The verdicts by surface.
    pub verdicts: Verdicts,
}

impl Totals {
    /// Counts a report in.
    pub fn add(&mut self, report: &Report) {
        if report.scope != Scope::Part {
            self.files += 1;
            self.files_without_user += usize::from(report.payloads == 0);
            self.files_with_comments += usize::from(report.dialect == Dialect::JsonWithComments);
        }
        self.payloads += report.payloads;
        self.other_operations += report.other_operations;
        for finding in &report.findings {
            if finding.is_suppressed {
                self.suppressed += 1;
            } else {
                self.findings[finding.severity as usize] += 1;
                if let Some(fix) = &finding.fix {
                    self.fixable[fix.safety as usize] += 1;
                }
                *self.rules.entry(finding.rule.id).or_default() += 1;
            }
        }
        self.verdicts.add(&report.verdicts);
    }

    /// Counts in how many fixes were made in an input.
    pub fn add_fixes(&mut self, made: usize) {
        self.fixed += made;
        self.files_fixed += usize::from(made > 0);
    }
}

/// A user and the verdicts on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JudgedPayload {
    /// The user.
    pub payload: Arc<PayloadRef>,
    /// The surfaces by which it was judged.
    pub judged: Surfaces,
    /// Those of them on which it has an error.
    pub rejected: Surfaces,
}

impl Report {
    /// Takes the counts out of the report on a part.
    pub(crate) fn take_counts(&mut self, part: &mut Report) {
        self.shape = self.shape.or(part.shape);
        self.payloads += std::mem::take(&mut part.payloads);
        self.other_operations += std::mem::take(&mut part.other_operations);
        self.verdicts.add(&std::mem::take(&mut part.verdicts));
        for (sum, count) in self.overrides.iter_mut().zip(&mut part.overrides) {
            *sum += std::mem::take(count);
        }
    }

    /// Of a part that was judged before, and is judged `now` with what its users repeat: what that adds. The counts are
    /// put right.
    pub(crate) fn take_comparison(&mut self, before: &Report, mut now: Report) -> Report {
        self.verdicts.correct(&before.verdicts, &now.verdicts);
        let counts = now.overrides.iter_mut().zip(&before.overrides);
        for (sum, (now, before)) in self.overrides.iter_mut().zip(counts) {
            *sum += std::mem::take(now) - before;
        }
        now.payloads = 0;
        now.other_operations = 0;
        now.verdicts = Verdicts::default();
        now.findings.retain(|finding| finding.rule.compares_users());
        let concerned: BTreeSet<_> = now
            .findings
            .iter()
            .filter_map(|finding| Some(finding.payload.as_ref()?.start))
            .collect();
        now.listed
            .retain(|listed| concerned.contains(&listed.payload.start));
        now
    }

    /// Takes in the report on the next part of the source.
    pub(crate) fn append(&mut self, next: Report) {
        self.scope = next.scope;
        self.shape = self.shape.or(next.shape);
        self.payloads += next.payloads;
        self.other_operations += next.other_operations;
        self.verdicts.add(&next.verdicts);
        self.findings.extend(next.findings);
        for (sum, count) in self.overrides.iter_mut().zip(next.overrides) {
            *sum += count;
        }
        self.secrets.0.extend(next.secrets.0);
        self.values.0.extend(next.values.0);
        self.list(next.listed);
    }

    /// Names more users. What is said of a user again counts.
    fn list(&mut self, listed: Vec<JudgedPayload>) {
        for listed in listed {
            let start = listed.payload.start;
            let at = self.listed.partition_point(|before| before.payload.start < start);
            match self.listed.get_mut(at) {
                Some(before) if before.payload.start == start => before.rejected = listed.rejected,
                _ => self.listed.insert(at, listed),
            }
        }
    }

    /// Whether there is no error on any surface that was judged.
    pub fn is_accepted(&self) -> bool {
        !self.active().any(|finding| finding.severity == Severity::Error)
    }

    /// Whether there is no error on this surface. `None` if it was not judged.
    pub fn is_accepted_on(&self, surface: Surface) -> Option<bool> {
        self.verdicts.get(surface).judged.then(|| {
            !self
                .active()
                .any(|finding| finding.severities.get(surface) == Some(Severity::Error))
        })
    }

    /// Whether there is a finding of [`Report::fail_on`] or above.
    pub fn fails(&self) -> bool {
        let fails = |severity| self.fail_on.is_some_and(|least| severity >= least);
        self.active().any(|finding| fails(finding.severity))
    }

    /// The findings that no baseline knows.
    pub fn active(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.is_suppressed)
    }

    /// How many findings are of this severity (at their worst).
    pub fn count(&self, severity: Severity) -> usize {
        self.active()
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

    /// Takes the verdicts of a report for those of another on the same users.
    pub(crate) fn correct(&mut self, before: &Verdicts, now: &Verdicts) {
        for (sum, (before, now)) in self.0.iter_mut().zip(before.0.iter().zip(now.0)) {
            sum.accepted = sum.accepted + now.accepted - before.accepted;
            sum.rejected = sum.rejected + now.rejected - before.rejected;
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
