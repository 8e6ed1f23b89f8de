//! Carries fixes out: round upon round, until nothing is left to fix, and never so that a user is worse off than before.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::Arc;

use crate::check::Linter;
use crate::finding::{Finding, PayloadRef};
use crate::patch::Patch;
use crate::repair::Safety;
use crate::report::Report;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::shape::Shape;
use crate::source::Source;
use crate::surface::Surface;

/// Rounds after which fixes that still bring new ones are given up. A field has few faults that hide one another.
const ROUNDS: usize = 12;

/// How often fixing begins anew without the users that it made worse. Fixes change their own user, so one beginning
/// finds them all; rules that look at several users may find some more.
const ATTEMPTS: usize = 8;

/// What fixing has made of a source.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fixed<'s> {
    /// The source with its changes.
    pub patch: Patch<'s>,
    /// What the linter says of the source as it is now.
    pub report: Report,
    /// The fixes that were made, in the order in which they were.
    pub made: Vec<MadeFix>,
    /// How many fixes that were asked for were not made: a user would have been worse off.
    pub withheld: usize,
}

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MadeFix {
    /// The id of the rule whose finding it puts right.
    pub rule: &'static str,
    /// What it does, in one clause.
    pub title: &'static str,
    /// The JSON Pointer of the value that was wrong, as [`Finding::pointer`] has it.
    pub pointer: String,
    /// The user in which it was, as [`Finding::payload`] has it.
    pub payload: Option<Arc<PayloadRef>>,
    /// The line of NDJSON that was wrong; none in other texts, where lines may move.
    pub line: Option<usize>,
}

impl Linter {
    /// Makes the fixes of all findings, the unsafe ones only if they are asked for. Only findings that are reported are
    /// fixed, so what the options and settings leave out stays as it is.
    ///
    /// Only the bytes that the fixes name are changed. A text that is not JSON stays as it is, and so does a line of NDJSON that
    /// is not. Fixing what is fixed changes nothing. No user has a finding afterwards that it had not before: where fixes
    /// would have led to one (an unknown key that becomes a field with an invalid value), the user is left alone.
    pub fn fix<'s>(&self, source: Source<'s>, most: Safety) -> Fixed<'s> {
        let mut fixed = Fixed {
            patch: Patch::new(source.bytes),
            report: self.check_whole(source),
            made: Vec::new(),
            withheld: 0,
        };
        // The safe ones first: what makes an unsafe one impossible must not take them along.
        for safety in Safety::ALL.into_iter().filter(|&safety| safety <= most) {
            self.settle(&mut fixed, source, safety);
        }
        fixed.withheld = fixed
            .report
            .findings
            .iter()
            .filter(|finding| can_fix(finding, most))
            .count();
        fixed
    }

    /// Makes all fixes up to this safety, but for users that would be worse off.
    fn settle<'s>(&self, fixed: &mut Fixed<'s>, source: Source<'s>, most: Safety) {
        let users = Users::default();
        let before = users.tally(&fixed.report);
        let mut left_alone = HashSet::new();
        for _ in 0..ATTEMPTS {
            let is_wanted = |finding: &Finding, report: &Report| {
                can_fix(finding, most) && !left_alone.contains(&users.of(finding, report))
            };
            let Some(tried) = self.try_all(fixed, source, is_wanted) else {
                return;
            };
            let worse = before.worse(&users.tally(&tried.report));
            let findings = tried.report.findings.iter();
            let endless = findings.filter(|finding| is_wanted(finding, &tried.report));
            let endless: Vec<_> = endless.map(|finding| users.of(finding, &tried.report)).collect();
            if worse.is_empty() && endless.is_empty() {
                fixed.patch = tried.patch;
                fixed.report = tried.report;
                fixed.made.extend(tried.made);
                return;
            }
            left_alone.extend(worse.into_iter().chain(endless));
        }
    }

    /// Round upon round, the fixes that are wanted and do not touch one another; none if there is no such fix. What was
    /// made before is not among those that this makes.
    fn try_all<'s>(
        &self,
        fixed: &Fixed<'s>,
        source: Source<'s>,
        is_wanted: impl Fn(&Finding, &Report) -> bool,
    ) -> Option<Fixed<'s>> {
        let mut patch = fixed.patch.clone();
        let mut made = round(&mut patch, &fixed.report, &is_wanted);
        if made.is_empty() {
            return None;
        }
        let mut report = self.judge(&patch, source);
        for _ in 1..ROUNDS {
            let more = round(&mut patch, &report, &is_wanted);
            if more.is_empty() {
                break;
            }
            made.extend(more);
            report = self.judge(&patch, source);
        }
        Some(Fixed {
            patch,
            report,
            made,
            withheld: 0,
        })
    }

    fn judge(&self, patch: &Patch<'_>, source: Source<'_>) -> Report {
        let bytes = patch.bytes();
        self.check_whole(Source {
            bytes: &bytes,
            ..source
        })
    }
}

/// Makes the fixes that are wanted and do not touch one another, and says which these are.
fn round(
    patch: &mut Patch<'_>,
    report: &Report,
    is_wanted: impl Fn(&Finding, &Report) -> bool,
) -> Vec<MadeFix> {
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    let mut made = Vec::new();
    let wanted = report
        .findings
        .iter()
        .filter(|finding| is_wanted(finding, report));
    let mut fixes: Vec<_> = wanted
        .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
        .collect();
    fixes.sort_by_key(|(_, fix)| fix.extent().start);
    let mut free_from = 0;
    for (finding, fix) in fixes {
        let extent = fix.extent();
        if extent.start < free_from {
            continue; // in the next round
        }
        // What is added behind a value must not be mistaken for what is added before the next.
        free_from = extent.end + 1;
        made.push(MadeFix {
            rule: finding.rule.id,
            title: fix.title,
            pointer: finding.pointer.clone(),
            payload: finding.payload.clone(),
            line: line_of(finding, report),
        });
        edits.extend(fix.edits.iter().map(|edit| {
            let span = edit.location.span;
            (span.start..span.end, &*edit.text)
        }));
    }
    patch.edit(edits);
    made
}

fn can_fix(finding: &Finding, most: Safety) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.safety <= most)
}

/// The line of NDJSON that a finding is about.
pub(crate) fn line_of(finding: &Finding, report: &Report) -> Option<usize> {
    (report.shape == Some(Shape::Ndjson)).then_some(finding.location.start.line)
}

/// Names users so that the same one is known again after fixes, which move neither lines of NDJSON nor elements.
#[derive(Default)]
struct Users {
    hash: RandomState,
}

/// A user by the hash of its place; or what is outside of all users, in each line for itself.
type UserKey = u64;

impl Users {
    fn of(&self, finding: &Finding, report: &Report) -> UserKey {
        let line = line_of(finding, report);
        let pointer = finding.payload.as_ref().map(|payload| &payload.pointer);
        self.hash.hash_one((line, pointer))
    }

    fn tally(&self, report: &Report) -> Tally {
        let mut tally = Tally::default();
        for finding in &report.findings {
            let user = self.of(finding, report);
            *tally.findings.entry((user, family(finding.rule))).or_default() += 1;
            for (surface, severity) in finding.severities.iter() {
                let worst = tally.worst.entry((user, surface)).or_insert(severity);
                *worst = severity.max(*worst);
            }
        }
        tally
    }
}

/// The name under which findings of a rule are counted. That two users have nearly one id is one fact, however near
/// they are: an id that is fixed may come nearer.
fn family(rule: &Rule) -> &'static str {
    if rule.compares_users() { "ids" } else { rule.id }
}

/// What is said of each user: how often each rule finds something, and how bad it is.
#[derive(Default)]
struct Tally {
    findings: HashMap<(UserKey, &'static str), usize>,
    worst: HashMap<(UserKey, Surface), Severity>,
}

impl Tally {
    /// The users of whom more or worse is said in the other.
    fn worse(&self, other: &Tally) -> Vec<UserKey> {
        let more = other.findings.iter().filter(|&(key, count)| {
            let before = self.findings.get(key).copied().unwrap_or(0);
            *count > before
        });
        let worse = other.worst.iter().filter(|&(key, severity)| {
            let before = self.worst.get(key);
            before.is_none_or(|before| severity > before)
        });
        more.map(|(&(user, _), _)| user)
            .chain(worse.map(|(&(user, _), _)| user))
            .collect()
    }
}
