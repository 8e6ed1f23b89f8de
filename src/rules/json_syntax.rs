//! Text that is not JSON.

use std::borrow::Cow;

use crate::evidence::{Evidence, Grade, REST_INTRODUCTION, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::reading::{Reading, Refusal};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::syntax::fault::What;

pub(super) const META: Meta = Meta {
    summary: "a text that is not JSON",
    why: "Neither the REST API nor anything else that reads JSON gets past the first offence, so nothing behind it \
          is looked at.",
    advice: "mend the text at this place; everything behind it is still unread",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "defines what a JSON text is; a parser must accept exactly these texts and may accept more",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_INTRODUCTION,
            fact: "request bodies are JSON and say so in their content type; wrong arguments get the status 400",
        },
    ],
};

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    let Err(Refusal::NotJson(fault)) = &reading.outcome else {
        return;
    };
    if fault.what == What::TooDeep {
        return; // nesting_too_deep
    }
    let draft = Draft::new(Place::Text(fault.at.clone()), fault.to_string()).help(help(&fault.what));
    let draft = match fault.without_word() {
        Some(fault) => draft.message_without_quotes(fault.to_string()),
        None => draft.quotes_nothing(),
    };
    found.report(match fault.opened {
        // The place itself shows a string that is never closed.
        Some(opened) if opened != fault.at.start => {
            draft.related(Place::Text(opened..opened + 1), "opened here")
        }
        _ => draft,
    });
}

fn help(what: &What) -> Cow<'static, str> {
    let help = match what {
        What::Empty => "write a user, as {\"id\": \"user_7\", \"name\": \"Linda\"}",
        What::TooLong { .. } => "split the text",
        What::Unclosed { bracket: '[' } => {
            "close it with `]`; if the text was cut off, fetch the whole of it"
        }
        What::Unclosed { .. } => "close it with `}`; if the text was cut off, fetch the whole of it",
        What::UnclosedString => "close it with `\"`; if the text was cut off, fetch the whole of it",
        What::Mismatched { open: '[', .. } => "close the array with `]` first",
        What::Mismatched { .. } => "close the object with `}` first",
        What::TrailingComma => "remove the comma",
        What::MissingComma => "put a comma in front of it",
        What::MissingValue => "write the value, or remove what announces it",
        What::TextAfterValue => {
            "remove the rest; several users go into one array, or one a line into a file called `.ndjson`"
        }
        What::Comment => "remove the comment",
        What::WrongQuote { .. } => "write `\"` on both sides, and `\\\"` for each `\"` in the string",
        What::UnquotedKey { word } => return format!("write \"{word}\"").into(),
        What::Word {
            instead: Some(instead),
            ..
        } => return format!("write {instead}").into(),
        What::Word { instead: None, .. } => {
            "write it in double quotes if it is a string, or put a JSON value in its place"
        }
        What::LeadingPlus => "remove the `+`, or write the number as a string if it is one of a telephone",
        What::LeadingZero => {
            "remove the zero, or write the number as a string if the zero belongs to it, as in an id"
        }
        What::NoDigit => "complete the number",
        What::ControlInString { byte: b'\n' | b'\r' } => {
            "write `\\n` for a line break, or close the string in front of it"
        }
        What::ControlInString { byte: b'\t' } => "write `\\t`",
        What::ControlInString { .. } => "remove the character, or write it as an escape",
        What::BadEscape { char: Some('u') } => {
            "write four hexadecimal digits, as in `\\u00e9`, or the character itself"
        }
        What::BadEscape { .. } => "write `\\\\` for a backslash, or the character without one",
        What::NotWhiteSpace { .. } => "put an ordinary space in its place, or nothing",
        What::TooDeep | What::Unexpected { .. } => META.advice,
    };
    help.into()
}
