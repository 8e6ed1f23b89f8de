//! The report for programs: one JSON document with the counts, and each question of which there is something to say.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use userlint::corpus::{self, Judgement, Sighting};

use super::outcome::{Count, Outcome, Outcomes};

#[derive(Serialize)]
struct Document<'o> {
    corpus_version: u32,
    level: &'static str,
    #[serde(flatten)]
    total: Counts,
    /// By rule, then by surface.
    rules: BTreeMap<&'static str, BTreeMap<&'static str, Counts>>,
    disagreements: Vec<Record<'o>>,
    skips: Vec<Skip<'o>>,
}

#[derive(Serialize)]
struct Counts {
    agree: usize,
    disagree: usize,
    skipped: usize,
}

impl From<Count> for Counts {
    fn from(count: Count) -> Self {
        Counts {
            agree: count.agree,
            disagree: count.disagree,
            skipped: count.skipped,
        }
    }
}

#[derive(Serialize)]
struct Record<'o> {
    id: &'o str,
    case: &'o str,
    rule: &'static str,
    surface: &'static str,
    name: &'o str,
    why: &'o str,
    /// `disagreement`, `timeout`, `crash`, `wrong-answer` or `not-asked`.
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    expected: Judgement,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<bool>,
    missing: &'o [Sighting],
    surplus: &'o [Sighting],
}

#[derive(Serialize)]
struct Skip<'o> {
    id: &'o str,
    reason: &'o str,
}

pub(super) fn write(outcomes: &Outcomes<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut disagreements = Vec::new();
    let mut skips = Vec::new();
    for (question, outcome) in &outcomes.all {
        let (kind, detail, disagreement) = match outcome {
            Outcome::Agrees => continue,
            Outcome::Skipped(reason) => {
                skips.push(Skip {
                    id: &question.id,
                    reason,
                });
                continue;
            }
            Outcome::Failed(failure) => (failure.kind(), Some(failure.to_string()), None),
            Outcome::Disagrees(disagreement) => ("disagreement", None, Some(disagreement)),
        };
        disagreements.push(Record {
            id: &question.id,
            case: &question.entry.id,
            rule: question.entry.folder,
            surface: question.surface.name(),
            name: &question.entry.case.name,
            why: &question.entry.case.why,
            kind,
            detail,
            expected: question.expected(),
            accepted: disagreement.map(|disagreement| disagreement.accepted),
            missing: disagreement.map_or(&[], |disagreement| &disagreement.missing),
            surplus: disagreement.map_or(&[], |disagreement| &disagreement.surplus),
        });
    }
    let rules = outcomes.by_rule().into_iter().map(|(rule, surfaces)| {
        let surfaces = surfaces.into_iter();
        (
            rule,
            surfaces
                .map(|(surface, count)| (surface.name(), count.into()))
                .collect(),
        )
    });
    let document = Document {
        corpus_version: corpus::VERSION,
        level: outcomes.level.name(),
        total: outcomes.total().into(),
        rules: rules.collect(),
        disagreements,
        skips,
    };
    // JSON may hold what a terminal takes for a command.
    let text = serde_json::to_string_pretty(&document)?;
    writeln!(out, "{}", escaped(&text))
}

/// A JSON text in which every character that a terminal could heed is an escape: all of them stand in strings.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;

    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        let is_plain = char == '\n' || (' '..='~').contains(&char);
        if is_plain {
            shown.push(char);
        } else {
            let mut units = [0; 2];
            for unit in char.encode_utf16(&mut units) {
                let _ = write!(shown, "\\u{unit:04x}"); // writing into a string
            }
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_as_it_was() {
        let text = serde_json::to_string("a\u{1b}[1m\u{202e}é😀\u{7f}\n").expect("JSON");
        let shown = escaped(&text);
        assert!(shown.is_ascii() && !shown.contains('\u{7f}'), "{shown}");
        let read: String = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(read, "a\u{1b}[1m\u{202e}é😀\u{7f}\n");
    }
}
