//! A question to an implementation, in the form of the protocol; its answer; and how far the two agree.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use super::{CaseSettings, CorpusError, Entry};
use crate::severity::Severity;
use crate::surface::Surface;

/// How much of an answer is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Whether the payload is accepted.
    Verdict,
    /// That, and the pointers of the findings.
    Pointer,
    /// That, and the rules and pointers of the findings.
    Rule,
}

impl Level {
    /// Every level, the most lenient first.
    pub const ALL: [Level; 3] = [Level::Verdict, Level::Pointer, Level::Rule];

    /// The name on the command line and in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Level::Verdict => "verdict",
            Level::Pointer => "pointer",
            Level::Rule => "rule",
        }
    }

    /// What is compared, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            Level::Verdict => "whether the payload is accepted",
            Level::Pointer => "that, and the pointers of the findings",
            Level::Rule => "that, and the rules and pointers of the findings",
        }
    }
}

/// The error of [`Level::from_str`]: no level has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLevel(pub String);

impl fmt::Display for UnknownLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no level is called `{}`", self.0)
    }
}

impl std::error::Error for UnknownLevel {}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut levels = Level::ALL.into_iter();
        levels
            .find(|level| level.name() == name)
            .ok_or_else(|| UnknownLevel(name.to_owned()))
    }
}

/// A case on one of its surfaces.
#[derive(Debug, Clone)]
pub struct Question<'c> {
    /// The case, an `@` and the surface. Unique.
    pub id: String,
    /// The case.
    pub entry: &'c Entry,
    /// The surface to judge by.
    pub surface: Surface,
    /// Findings below this on the surface are neither expected nor compared.
    pub min_severity: Severity,
}

/// A finding as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Sighting {
    /// The id of the rule, where rules are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The JSON Pointer of the value.
    pub pointer: String,
}

impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = &self.rule {
            write!(f, "{rule} at ")?;
        }
        match self.pointer.as_str() {
            "" => f.write_str("the root"),
            pointer => f.write_str(pointer),
        }
    }
}

/// What somebody makes of a payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Whether there is no error on the surface.
    pub accepted: bool,
    /// The findings, each once.
    pub findings: BTreeSet<Sighting>,
}

impl<'c> Question<'c> {
    /// The questions about a case, one for each of its surfaces. Findings below `least` are not asked for.
    pub fn about(entry: &'c Entry, least: Severity) -> Result<Vec<Self>, CorpusError> {
        let min_severity = entry.case.min_severity()?.max(least);
        let surfaces = entry.surfaces.iter();
        Ok(surfaces
            .map(|surface| Question {
                id: format!("{}@{surface}", entry.id),
                entry,
                surface,
                min_severity,
            })
            .collect())
    }

    /// The request: one line of JSON, without its line end.
    pub fn request(&self) -> Result<String, CorpusError> {
        let case = &self.entry.case;
        let text = std::str::from_utf8(&self.entry.bytes);
        let request = Request {
            id: &self.id,
            surface: self.surface.name(),
            name: &case.name_of_input,
            shape: case.shape.as_deref(),
            text: text.ok(),
            base64: text.is_err().then(|| BASE64.encode(&self.entry.bytes)),
            min_severity: self.min_severity.name(),
            settings: case.settings.as_ref(),
        };
        serde_json::to_string(&request).map_err(CorpusError::of)
    }

    /// What the corpus says.
    pub fn expected(&self) -> Judgement {
        let findings = self.entry.case.findings.iter();
        let on_surface = findings.filter_map(|finding| Some((finding, finding.severity_on(self.surface)?)));
        let mut accepted = true;
        let mut sightings = BTreeSet::new();
        for (finding, severity) in on_surface {
            accepted &= severity != Severity::Error;
            if severity >= self.min_severity {
                sightings.insert(Sighting {
                    rule: Some(finding.rule.clone()),
                    pointer: finding.pointer.clone(),
                });
            }
        }
        Judgement {
            accepted,
            findings: sightings,
        }
    }

    /// How an answer differs from what the corpus says; none if it does not.
    pub fn compare(&self, answer: &Judgement, level: Level) -> Option<Disagreement> {
        let expected = self.expected();
        let seen = |judgement: &Judgement| -> BTreeSet<Sighting> {
            let findings = judgement.findings.iter().cloned();
            match level {
                Level::Verdict => BTreeSet::new(),
                Level::Pointer => findings
                    .map(|finding| Sighting {
                        rule: None,
                        ..finding
                    })
                    .collect(),
                Level::Rule => findings.collect(),
            }
        };
        let (wanted, given) = (seen(&expected), seen(answer));
        let disagreement = Disagreement {
            accepted: answer.accepted,
            is_other_verdict: answer.accepted != expected.accepted,
            missing: wanted.difference(&given).cloned().collect(),
            surplus: given.difference(&wanted).cloned().collect(),
        };
        let differs = disagreement.is_other_verdict
            || !disagreement.missing.is_empty()
            || !disagreement.surplus.is_empty();
        differs.then_some(disagreement)
    }
}

/// How an answer differs from what the corpus says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Disagreement {
    /// Whether the implementation accepts the payload.
    pub accepted: bool,
    /// Whether that is wrong.
    pub is_other_verdict: bool,
    /// What it should have found.
    pub missing: Vec<Sighting>,
    /// What it should not have found.
    pub surplus: Vec<Sighting>,
}

#[derive(Serialize)]
struct Request<'a> {
    id: &'a str,
    surface: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    min_severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<&'a CaseSettings>,
}

/// What an implementation answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has judged the payload.
    Judged(Judgement),
    /// It does not judge such payloads, for this reason.
    Skipped(String),
}

/// Why a line is no answer to the question, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongAnswer(String);

impl fmt::Display for WrongAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongAnswer {}

/// The members of an answer; others are let through.
#[derive(Deserialize)]
struct Reply {
    id: String,
    accepted: Option<bool>,
    findings: Option<Vec<ReplyFinding>>,
    skipped: Option<String>,
}

#[derive(Deserialize)]
struct ReplyFinding {
    rule: Option<String>,
    pointer: String,
}

impl Answer {
    /// Reads a line as the answer to a question, with all that is compared at a level.
    pub fn read(line: &[u8], question: &Question<'_>, level: Level) -> Result<Self, WrongAnswer> {
        let wrong = |text: String| Err(WrongAnswer(text));
        let reply: Reply = match serde_json::from_slice(line) {
            Ok(reply) => reply,
            Err(error) => return wrong(format!("the line is no answer: {error}")),
        };
        if reply.id != question.id {
            return wrong(format!("the answer has the id `{}`", excerpt(&reply.id)));
        }
        let accepted = match (reply.accepted, reply.skipped) {
            (None, Some(reason)) => return Ok(Answer::Skipped(reason)),
            (Some(accepted), None) => accepted,
            (None, None) => return wrong("the answer has neither `accepted` nor `skipped`".to_owned()),
            (Some(_), Some(_)) => return wrong("the answer has both `accepted` and `skipped`".to_owned()),
        };
        let findings = match (reply.findings, level) {
            (Some(findings), _) => findings,
            (None, Level::Verdict) => Vec::new(),
            (None, _) => return wrong("the answer has no `findings`".to_owned()),
        };
        if level == Level::Rule && findings.iter().any(|finding| finding.rule.is_none()) {
            return wrong("a finding of the answer has no `rule`".to_owned());
        }
        let findings = findings.into_iter().map(|finding| Sighting {
            rule: finding.rule,
            pointer: finding.pointer,
        });
        Ok(Answer::Judged(Judgement {
            accepted,
            findings: findings.collect(),
        }))
    }
}

/// The beginning of a text of any length.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 100;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
