//! A run as test cases, for the forms that test reports are read in: one case for each user on each surface, one for a
//! document where something is to be said of the document itself, one for each input that could not be had.
//!
//! A case keeps its name when the text is reformatted, keys or users change their order, and lines are added: readers
//! follow it from run to run by that name.

use std::collections::{HashMap, HashSet};

use super::{Failure, JudgedPayload, Report, Run, escaping, sanitise, wording};
use crate::finding::{Finding, PayloadRef};
use crate::severity::{Effect, Severity};
use crate::source::Position;
use crate::surface::Surface;

/// Makes the cases of a run, input by input.
#[derive(Debug, Default)]
pub(super) struct Cases {
    names: Names,
}

/// The cases of one input.
#[derive(Debug)]
pub(super) struct Suite {
    /// The name of the input, safe to print, and the only one of its kind in the run.
    pub(super) name: String,
    pub(super) cases: Vec<Case>,
    /// Findings of this severity and above make a case fail; none if nothing does.
    pub(super) fail_on: Option<Severity>,
}

/// Something that passes or not.
#[derive(Debug)]
pub(super) struct Case {
    /// Safe to print, and the only one of its kind in the suite.
    pub(super) name: String,
    /// Where it starts.
    pub(super) line: usize,
    /// What was found in it, in the order of the text.
    pub(super) remarks: Vec<Remark>,
    subject: Subject,
}

/// What a case is about.
#[derive(Debug)]
enum Subject {
    User {
        /// What rejects the user although nothing that was found in it does.
        rejected_by: Option<Remark>,
    },
    Document {
        is_judged: bool,
    },
    Unavailable,
}

/// A finding, as it concerns a case.
#[derive(Debug, Clone)]
pub(super) struct Remark {
    /// How bad it is for the case: on a user's surface, or at its worst.
    pub(super) severity: Severity,
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) pointer: String,
    pub(super) start: Option<Position>,
    /// All of it on one line, safe to print.
    pub(super) line: String,
    /// Whether it says that nothing could be judged.
    is_refusal: bool,
}

/// How a case ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome<'c> {
    Passed,
    /// There are findings that make the run fail; this is the worst.
    Failed(&'c Remark),
    /// Nothing could be judged, and that makes the run fail.
    Broken(&'c Remark),
    /// Nothing was judged, and that makes nothing fail.
    Skipped,
}

/// Why a case is skipped.
pub(super) const SKIPPED: &str = "no user was judged";

/// The name of a case that stands for a document or for an input as a whole.
const DOCUMENT: &str = "document";
const INPUT: &str = "input";

/// What stands for the rule where there is none.
const NO_RULE: &str = "unavailable";

impl Cases {
    /// The cases of one input.
    pub(super) fn suite(&mut self, report: &Report) -> Suite {
        let mut names = Names::default();
        let mut of_users: HashMap<Position, Vec<&Finding>> = HashMap::new();
        let mut of_document = Vec::new();
        let listed: HashSet<Position> = report.listed.iter().map(|listed| listed.payload.start).collect();
        for finding in &report.findings {
            match &finding.payload {
                Some(payload) if listed.contains(&payload.start) => {
                    of_users.entry(payload.start).or_default().push(finding);
                }
                _ => of_document.push(finding),
            }
        }
        let mut cases = Vec::new();
        let is_judged = report.payloads > 0;
        let remarks = active(&of_document)
            .map(|finding| Remark::new(report, finding, finding.severity))
            .collect::<Vec<_>>();
        if !is_judged || !remarks.is_empty() {
            cases.push(Case {
                name: names.unique(DOCUMENT),
                line: 1,
                remarks,
                subject: Subject::Document { is_judged },
            });
        }
        for listed in &report.listed {
            let found = of_users.get(&listed.payload.start).map_or(&[][..], Vec::as_slice);
            // One number for all surfaces: two users of one name are told apart in the same way on each.
            let user = names.unique(&name_of(&listed.payload));
            for surface in listed.judged.iter() {
                let on_surface = |finding: &Finding| finding.severities.get(surface);
                cases.push(Case {
                    name: format!("{user} ({surface})"),
                    line: listed.payload.start.line,
                    remarks: active(found)
                        .filter_map(|finding| Some(Remark::new(report, finding, on_surface(finding)?)))
                        .collect(),
                    subject: Subject::User {
                        rejected_by: rejected_by(report, listed, surface, found, &of_document),
                    },
                });
            }
        }
        let name = self.names.unique(&sanitise::line(&report.source).to_string());
        Suite {
            name,
            cases,
            fail_on: report.fail_on,
        }
    }

    /// A suite for each thing that could not be done.
    pub(super) fn failures(&mut self, run: &Run) -> Vec<Suite> {
        let suites = run.failures.iter().map(|failure| {
            let input = failure.input.as_deref().unwrap_or(env!("CARGO_PKG_NAME"));
            let name = self.names.unique(&sanitise::line(input).to_string());
            let case = Case {
                name: INPUT.to_owned(),
                line: 1,
                remarks: vec![Remark::of_failure(failure)],
                subject: Subject::Unavailable,
            };
            Suite {
                name,
                cases: vec![case],
                fail_on: None,
            }
        });
        suites.collect()
    }
}

impl Suite {
    /// Whether a remark is reason to fail.
    pub(super) fn fails(&self, remark: &Remark) -> bool {
        self.fail_on.is_some_and(|least| remark.severity >= least)
    }

    pub(super) fn outcome<'c>(&self, case: &'c Case) -> Outcome<'c> {
        case.outcome(&|remark: &&Remark| self.fails(remark))
    }
}

impl Case {
    fn outcome(&self, fails: &dyn Fn(&&Remark) -> bool) -> Outcome<'_> {
        let mut worst: Option<&Remark> = None;
        for remark in self.remarks.iter().filter(|remark| fails(remark)) {
            // The first of equals.
            if worst.is_none_or(|worst| remark.severity > worst.severity) {
                worst = Some(remark);
            }
        }
        match (&self.subject, worst) {
            (Subject::Unavailable, _) => match self.remarks.first() {
                Some(remark) => Outcome::Broken(remark),
                None => Outcome::Skipped,
            },
            (Subject::Document { .. }, Some(worst)) => {
                let mut failing = self.remarks.iter().filter(|remark| fails(remark));
                match failing.find(|remark| remark.is_refusal) {
                    Some(remark) => Outcome::Broken(remark),
                    None => Outcome::Failed(worst),
                }
            }
            (Subject::User { .. }, Some(worst)) => Outcome::Failed(worst),
            (Subject::Document { is_judged: false }, None) => Outcome::Skipped,
            (Subject::Document { is_judged: true }, None) => Outcome::Passed,
            (Subject::User { rejected_by }, None) => {
                match rejected_by.as_ref().filter(|remark| fails(remark)) {
                    Some(remark) => Outcome::Failed(remark),
                    None => Outcome::Passed,
                }
            }
        }
    }
}

impl Remark {
    fn new(report: &Report, finding: &Finding, severity: Severity) -> Self {
        Remark {
            severity,
            rule: finding.rule.id,
            message: sanitise::line(&finding.message).to_string(),
            pointer: sanitise::line(&finding.pointer).to_string(),
            start: Some(finding.location.start),
            line: wording::finding(report, finding),
            is_refusal: finding.rule.is_refusal() || finding.rule.effect() == Effect::Unchecked,
        }
    }

    fn of_failure(failure: &Failure) -> Self {
        let message = sanitise::line(&failure.message).to_string();
        Remark {
            severity: Severity::Error,
            rule: NO_RULE,
            line: sanitise::line_start(&failure.message),
            message,
            pointer: String::new(),
            start: None,
            is_refusal: true,
        }
    }
}

fn active<'f>(findings: &[&'f Finding]) -> impl Iterator<Item = &'f Finding> {
    findings.iter().copied().filter(|finding| !finding.is_suppressed)
}

/// What rejects a user on a surface, if no finding of its own does: an error of the document that holds it, or one that
/// is not in the report.
fn rejected_by(
    report: &Report,
    listed: &JudgedPayload,
    surface: Surface,
    found: &[&Finding],
    of_document: &[&Finding],
) -> Option<Remark> {
    let is_error = |finding: &&Finding| finding.severities.get(surface) == Some(Severity::Error);
    if !listed.rejected.contains(surface) || found.iter().copied().any(|finding| is_error(&finding)) {
        return None;
    }
    if let Some(error) = active(of_document).find(is_error) {
        return Some(Remark::new(report, error, Severity::Error));
    }
    // What a baseline knows rejects nobody.
    if of_document.iter().copied().any(|finding| is_error(&finding)) {
        return None;
    }
    let line = format!(
        "{}:{}:{}: {surface} rejects the user; the findings are left out of this report",
        sanitise::line_start(&report.source),
        listed.payload.start.line,
        listed.payload.start.column
    );
    Some(Remark {
        severity: Severity::Error,
        rule: NO_RULE,
        message: format!("{surface} rejects the user; the findings are left out of this report"),
        pointer: sanitise::line(&listed.payload.pointer).to_string(),
        start: Some(listed.payload.start),
        line,
        is_refusal: false,
    })
}

/// The name of a user: by id, else by pointer.
fn name_of(payload: &PayloadRef) -> String {
    match (&payload.id, payload.pointer.as_str()) {
        (Some(id), _) => format!("user {}", escaping::quoted(id)),
        (None, "") => "user".to_owned(),
        (None, pointer) => format!("user at {}", escaping::quoted(pointer)),
    }
}

/// Gives each name once: from the second time on with a number behind it.
#[derive(Debug, Default)]
struct Names {
    given: HashSet<String>,
    times: HashMap<String, usize>,
}

impl Names {
    fn unique(&mut self, name: &str) -> String {
        if self.given.insert(name.to_owned()) {
            return name.to_owned();
        }
        let times = self.times.entry(name.to_owned()).or_insert(1);
        loop {
            *times += 1;
            let numbered = format!("{name} no. {times}");
            if self.given.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let given = ["a", "a no. 2", "a", "a", "b"].map(|name| names.unique(name));
        assert_eq!(given, ["a", "a no. 2", "a no. 3", "a no. 4", "b"]);
    }
}
