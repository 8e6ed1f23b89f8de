//! What came of all questions: kept one by one, and counted by rule and surface. How it looks is for the forms.

use std::collections::BTreeMap;

use userlint::Surface;
use userlint::corpus::{Answer, Disagreement, Level, Question};

use super::judge::{Failure, Reply};

/// What came of one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Agrees,
    Disagrees(Disagreement),
    Skipped(String),
    Failed(Failure),
}

impl Outcome {
    /// Whether it is a reason to fail.
    pub(super) fn is_bad(&self) -> bool {
        matches!(self, Outcome::Disagrees(_) | Outcome::Failed(_))
    }
}

/// The outcomes of a run, in the order in which was asked.
pub(super) struct Outcomes<'q> {
    pub(super) level: Level,
    pub(super) all: Vec<(&'q Question<'q>, Outcome)>,
}

/// How often was agreed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) agree: usize,
    pub(super) disagree: usize,
    pub(super) skipped: usize,
}

impl Count {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Agrees => self.agree += 1,
            Outcome::Disagrees(_) | Outcome::Failed(_) => self.disagree += 1,
            Outcome::Skipped(_) => self.skipped += 1,
        }
    }

    /// The questions that were not skipped.
    pub(super) fn compared(self) -> usize {
        self.agree + self.disagree
    }
}

impl<'q> Outcomes<'q> {
    pub(super) fn new(level: Level) -> Self {
        Outcomes {
            level,
            all: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, question: &'q Question<'q>, reply: Reply) {
        let outcome = match reply {
            Reply::Answer(Answer::Skipped(reason)) => Outcome::Skipped(reason),
            Reply::Failure(failure) => Outcome::Failed(failure),
            Reply::Answer(Answer::Judged(judgement)) => question
                .compare(&judgement, self.level)
                .map_or(Outcome::Agrees, Outcome::Disagrees),
        };
        self.all.push((question, outcome));
    }

    pub(super) fn total(&self) -> Count {
        self.count(|_| true)
    }

    /// The counts of the questions that are meant.
    pub(super) fn count(&self, is_meant: impl Fn(&Question<'_>) -> bool) -> Count {
        let mut count = Count::default();
        for (question, outcome) in &self.all {
            if is_meant(question) {
                count.add(outcome);
            }
        }
        count
    }

    pub(super) fn disagree(&self) -> usize {
        self.total().disagree
    }

    pub(super) fn is_nothing_compared(&self) -> bool {
        self.total().compared() == 0
    }

    /// The counts by rule and surface.
    pub(super) fn by_rule(&self) -> BTreeMap<&'static str, BTreeMap<Surface, Count>> {
        let mut rules: BTreeMap<&'static str, BTreeMap<Surface, Count>> = BTreeMap::new();
        for (question, outcome) in &self.all {
            let rule = rules.entry(question.entry.folder).or_default();
            rule.entry(question.surface).or_default().add(outcome);
        }
        rules
    }

    /// The cases, in their order, each with its questions.
    pub(super) fn cases(&self) -> impl Iterator<Item = &[(&'q Question<'q>, Outcome)]> {
        self.all
            .chunk_by(|(one, _), (other, _)| one.entry.id == other.entry.id)
    }
}

/// What is wrong with an answer, in words, a line each; none if nothing is.
pub(super) fn complaint(question: &Question<'_>, outcome: &Outcome) -> Vec<String> {
    match outcome {
        Outcome::Agrees | Outcome::Skipped(_) => Vec::new(),
        Outcome::Failed(failure) => vec![failure.to_string()],
        Outcome::Disagrees(disagreement) => lines(question, disagreement),
    }
}

fn lines(question: &Question<'_>, disagreement: &Disagreement) -> Vec<String> {
    let mut lines = Vec::new();
    if disagreement.is_other_verdict {
        lines.push(if disagreement.accepted {
            format!("accepts what is to be rejected: {}", errors(question))
        } else {
            "rejects what is to be accepted".to_owned()
        });
    }
    let missing = disagreement.missing.iter();
    lines.extend(missing.map(|finding| format!("does not find {finding}")));
    let surplus = disagreement.surplus.iter();
    lines.extend(surplus.map(|finding| format!("finds {finding}, where nothing is expected")));
    lines
}

/// The errors that the corpus names on the surface, each once.
fn errors(question: &Question<'_>) -> String {
    let findings = question.entry.case.findings.iter();
    let errors = findings
        .filter(|finding| finding.severity_on(question.surface) == Some(userlint::Severity::Error))
        .map(|finding| match finding.pointer.as_str() {
            "" => finding.rule.clone(),
            pointer => format!("{} at {pointer}", finding.rule),
        });
    let mut errors: Vec<_> = errors.collect();
    errors.dedup();
    errors.join(", ")
}
