//! `userlint conform`: asks somebody about every case of the corpus, and reports where the two disagree. What is asked and
//! what counts as agreement is the library's; who answers and how the outcome is shown have rooms of their own.

mod args;
mod export;
mod human;
mod implementation;
mod json;
mod judge;
mod junit;
mod outcome;
mod tap;

use std::io;

use userlint::corpus::{self, CorpusError, Entry, Question};

pub(crate) use args::ConformArgs;

use crate::Ending;
use crate::output::{Output, say};
use args::{Form, Who};
use judge::{CannotJudge, Judge};
use outcome::Outcomes;

pub(crate) fn run(args: &ConformArgs) -> Ending {
    let entries = match selected(args) {
        Ok(entries) => entries,
        Err(error) => return failed(&error),
    };
    if args.list {
        return list(&entries);
    }
    if let Some(folder) = &args.export {
        return match export::write(&entries, folder) {
            Ok(()) => Ending::Clean,
            Err(error) => failed(&error),
        };
    }
    let questions = match questions(args, &entries) {
        Ok(questions) => questions,
        Err(error) => return failed(&error),
    };
    let outcomes = match ask(args, &questions) {
        Ok(outcomes) => outcomes,
        Err(error) => return failed(&error),
    };
    let mut output = Output::new();
    output.write(|out| show(args, &outcomes, out));
    let written = output.finish();
    let found = if outcomes.is_nothing_compared() {
        say("nothing was compared: every question was skipped");
        Ending::Failed
    } else if outcomes.disagree() > 0 {
        Ending::Errors
    } else {
        Ending::Clean
    };
    found.max(written)
}

fn failed(error: &dyn std::fmt::Display) -> Ending {
    say(&error.to_string());
    Ending::Failed
}

/// Why there is nothing to ask.
#[derive(Debug)]
enum CannotSelect {
    Corpus(CorpusError),
    UnknownFolder(String),
    NoSuchSurface,
}

impl std::fmt::Display for CannotSelect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CannotSelect::Corpus(error) => write!(f, "the corpus that is built in is broken: {error}"),
            CannotSelect::UnknownFolder(name) => write!(
                f,
                "there are no cases of a rule `{name}`; `userlint conform --list` lists what there is"
            ),
            CannotSelect::NoSuchSurface => f.write_str("none of these cases is judged by these surfaces"),
        }
    }
}

impl std::error::Error for CannotSelect {}

impl From<CorpusError> for CannotSelect {
    fn from(error: CorpusError) -> Self {
        CannotSelect::Corpus(error)
    }
}

/// The cases of the rules that are asked for, or all.
fn selected(args: &ConformArgs) -> Result<Vec<Entry>, CannotSelect> {
    let mut entries = corpus::built_in()?;
    let only: Vec<String> = args.only.iter().map(|name| name.replace('-', "_")).collect();
    for (name, typed) in only.iter().zip(&args.only) {
        if !entries.iter().any(|entry| entry.folder == name) {
            return Err(CannotSelect::UnknownFolder(typed.clone()));
        }
    }
    entries.retain(|entry| only.is_empty() || only.iter().any(|name| name == entry.folder));
    Ok(entries)
}

fn questions<'e>(args: &ConformArgs, entries: &'e [Entry]) -> Result<Vec<Question<'e>>, CannotSelect> {
    let mut questions = Vec::new();
    for entry in entries {
        let about = Question::about(entry, args.min_severity)?;
        let is_meant =
            |question: &Question<'_>| args.surfaces.is_empty() || args.surfaces.contains(&question.surface);
        questions.extend(about.into_iter().filter(is_meant));
    }
    if questions.is_empty() {
        return Err(CannotSelect::NoSuchSurface);
    }
    Ok(questions)
}

fn ask<'q>(args: &ConformArgs, questions: &'q [Question<'q>]) -> Result<Outcomes<'q>, CannotJudge> {
    let mut judge: Box<dyn Judge> = match args.who() {
        Who::Userlint => Box::new(judge::Userlint),
        Who::Schema(path) => Box::new(judge::OneSchema::read(path)?),
        Who::Command(command) => Box::new(implementation::Implementation::new(command, args.timeout)),
    };
    let mut outcomes = Outcomes::new(args.level);
    for question in questions {
        let reply = judge.ask(question, args.level)?;
        outcomes.add(question, reply);
    }
    Ok(outcomes)
}

fn show(args: &ConformArgs, outcomes: &Outcomes<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    match args.format {
        Form::Human => human::write(outcomes, args.all, out),
        Form::Json => json::write(outcomes, out),
        Form::Tap => tap::write(outcomes, out),
        Form::Junit => junit::write(outcomes, out),
    }
}

fn list(entries: &[Entry]) -> Ending {
    let mut output = Output::new();
    for entry in entries {
        output.write(|out| writeln!(out, "{}", entry.id));
    }
    output.finish()
}

/// The head of every report: which corpus, and what was compared.
fn heading(outcomes: &Outcomes<'_>) -> String {
    format!(
        "corpus version {}, level {}: {}",
        corpus::VERSION,
        outcomes.level.name(),
        outcomes.level.what()
    )
}
