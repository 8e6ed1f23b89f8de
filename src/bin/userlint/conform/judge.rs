//! Who can be asked without leaving the program: userlint itself, and a JSON Schema.

use std::fmt;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;
use userlint::corpus::{Answer, CorpusError, Judgement, Level, Question, Sighting};
use userlint::{Dialect, Linter, Severity, Shape, Source, Surfaces};

use crate::inputs::Input;

/// Somebody who answers questions, one at a time.
pub(super) trait Judge {
    /// The answer, or what came instead. An error ends the run: there is nobody to ask.
    fn ask(&mut self, question: &Question<'_>, level: Level) -> Result<Reply, CannotJudge>;
}

/// What comes of a question.
#[derive(Debug)]
pub(super) enum Reply {
    Answer(Answer),
    Failure(Failure),
}

/// What comes instead of an answer: the fault of whoever was asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Failure {
    /// No answer came in time.
    TimedOut { seconds: String },
    /// The other side ended, or closed its output; how, and the last that it said on standard error.
    Ended { how: String, said: Option<String> },
    /// What came is no answer to the question.
    WrongAnswer(String),
    /// It has let time pass too often to be asked again.
    NotAsked,
}

impl Failure {
    /// The word in reports for programs.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Failure::TimedOut { .. } => "timeout",
            Failure::Ended { .. } => "crash",
            Failure::WrongAnswer(_) => "wrong-answer",
            Failure::NotAsked => "not-asked",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::TimedOut { seconds } => write!(f, "no answer within {seconds} s"),
            Failure::Ended { how, said: None } => write!(f, "no answer: {how}"),
            Failure::Ended {
                how,
                said: Some(said),
            } => write!(f, "no answer: {how}, saying: {said}"),
            Failure::WrongAnswer(why) => f.write_str(why),
            Failure::NotAsked => f.write_str("not asked: too many answers did not come in time"),
        }
    }
}

/// Why nobody can be asked.
#[derive(Debug)]
pub(super) enum CannotJudge {
    Corpus(CorpusError),
    Start { command: String, error: std::io::Error },
    Schema { name: String, why: String },
    SchemaNamesNoRules,
}

impl fmt::Display for CannotJudge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotJudge::Corpus(error) => write!(f, "the corpus that is built in is broken: {error}"),
            CannotJudge::Start { command, error } => write!(f, "cannot start {command}: {error}"),
            CannotJudge::Schema { name, why } => write!(f, "{name}: {why}"),
            CannotJudge::SchemaNamesNoRules => {
                f.write_str("a JSON Schema names no rules: ask for --level verdict or --level pointer")
            }
        }
    }
}

impl std::error::Error for CannotJudge {}

impl From<CorpusError> for CannotJudge {
    fn from(error: CorpusError) -> Self {
        CannotJudge::Corpus(error)
    }
}

/// The rules of this program.
pub(super) struct Userlint;

impl Judge for Userlint {
    fn ask(&mut self, question: &Question<'_>, _level: Level) -> Result<Reply, CannotJudge> {
        let entry = question.entry;
        let options = entry.case.options()?;
        let options = options
            .surfaces(Surfaces::of(&[question.surface]))
            .min_severity(question.min_severity);
        let report = Linter::new(options).check(Source::new(&entry.case.name_of_input, &entry.bytes));
        let findings = report.findings.iter().map(|finding| Sighting {
            rule: Some(finding.rule.id.to_owned()),
            pointer: finding.pointer.clone(),
        });
        let mut severities = report.findings.iter().map(|finding| finding.severity);
        Ok(Reply::Answer(Answer::Judged(Judgement {
            accepted: !severities.any(|severity| severity == Severity::Error),
            findings: findings.collect(),
        })))
    }
}

/// A JSON Schema of one user. It is asked about single users alone; a text that is not JSON is refused in its name,
/// since it never gets to see one.
pub(super) struct OneSchema(Validator);

impl OneSchema {
    pub(super) fn read(path: &Path) -> Result<Self, CannotJudge> {
        let input = Input::one(path).map_err(|error| CannotJudge::Schema {
            name: path.display().to_string(),
            why: error.to_string(),
        })?;
        let wrong = |why: String| CannotJudge::Schema {
            name: input.name(),
            why,
        };
        let bytes = input.read().map_err(|error| wrong(error.to_string()))?;
        let schema: Value = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .offline()
            .build(&schema)
            .map_err(|error| wrong(format!("it is no JSON Schema: {error}")))?;
        Ok(OneSchema(validator))
    }
}

impl Judge for OneSchema {
    fn ask(&mut self, question: &Question<'_>, level: Level) -> Result<Reply, CannotJudge> {
        if level == Level::Rule {
            return Err(CannotJudge::SchemaNamesNoRules);
        }
        let answer = match why_not(question)? {
            Some(reason) => Answer::Skipped(reason.to_owned()),
            None => Answer::Judged(self.judge(&question.entry.bytes)),
        };
        Ok(Reply::Answer(answer))
    }
}

impl OneSchema {
    fn judge(&self, bytes: &[u8]) -> Judgement {
        let found = |pointer: String| Sighting { rule: None, pointer };
        let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
            return Judgement {
                accepted: false,
                findings: [found(String::new())].into(),
            };
        };
        let errors = self.0.iter_errors(&value);
        let findings: std::collections::BTreeSet<_> = errors
            .map(|error| found(error.instance_path().to_string()))
            .collect();
        Judgement {
            accepted: findings.is_empty(),
            findings,
        }
    }
}

/// Why a schema of one user has nothing to say about a case; none if it has.
fn why_not(question: &Question<'_>) -> Result<Option<&'static str>, CannotJudge> {
    let case = &question.entry.case;
    if case.settings.is_some() {
        return Ok(Some("the case has settings, and a schema takes none"));
    }
    if case
        .shape
        .as_deref()
        .is_some_and(|shape| shape != Shape::User.name())
    {
        return Ok(Some("the case asks for another shape than a user"));
    }
    if Dialect::of_name(&case.name_of_input) != Dialect::Json {
        return Ok(Some("the input may have comments"));
    }
    let source = Source::new(&case.name_of_input, &question.entry.bytes);
    let report = Linter::new(case.options()?).check(source);
    // A text of no shape is judged: that it is no user is what a schema should find.
    let is_one = report.shape.is_none_or(|shape| shape == Shape::User);
    Ok((!is_one).then_some("the users stand in something, and a schema judges one"))
}
