//! HTML character references and backslashes before quotes, where plain text belongs.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, HTML_SYNTAX, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::text;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const PLAIN: &[Field] = &[Field::Name, Field::PhotoUrl];

pub(super) const META: Meta = Meta {
    summary: "an HTML character reference in a name or a photo URL, or a backslash before a quote in a name",
    why: "Both fields hold plain text. A name shows `&amp;` to its readers, and a photo URL with `&amp;` or `&#038;` \
          asks for something else than was meant. Mostly the value was escaped for a page and then taken from there. \
          A name `O\\'Brien` shows its backslash, too: it was escaped for SQL or for code.",
    advice: "send the text as it was before it was escaped for HTML, for SQL or for code",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Altered,
    fields: PLAIN,
    anchors: &[Anchor::Text(
        PLAIN,
        check,
        Silent::without(Marks::AMPERSAND.and(Marks::BACKSLASH)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "name is a text that others see, photoUrl a URL; neither is described as HTML",
        },
        Evidence {
            grade: Grade::Standard,
            source: HTML_SYNTAX,
            fact: "a character reference stands for its character in HTML, and nowhere else",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "three payloads have escaped values, among them the photo URL ending `?s=96&#038;d=mm` and one \
                   that went through addslashes",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let fault = if text.is_plain {
        None
    } else {
        text::first_html_escape(text.text)
    };
    let Some(fault) = fault else {
        report_slashes(text, found);
        return;
    };
    let message = format!("`{}` contains {}", text.field.name(), fault.what);
    let reference = &text.text[fault.at.clone()];
    let char = fault.what.stands_for;
    let draft = Draft::new(text.slice(fault.at), message)
        .quotes_nothing()
        .repair(unescaped(text));
    found.report(if char.is_alphanumeric() || char.is_ascii_graphic() {
        draft.help(format!("write `{char}` where `{reference}` stands"))
    } else {
        draft
    });
}

/// So many places in one text are mended. A text with more is not a name that somebody has escaped, and a fix must not
/// be many times as large as the payload.
const MOST_EDITS: usize = 1000;

/// Each reference becomes its character. What was escaped twice is still escaped then, and has a fix of its own.
fn unescaped(text: &Text<'_>) -> Option<Repair> {
    let mut from = 0;
    let references = std::iter::from_fn(|| {
        let escape = text::first_html_escape(&text.text[from..])?;
        let range = from + escape.at.start..from + escape.at.end;
        from = range.end;
        Some((range, escape.what.stands_for.to_string()))
    });
    let repair = Repair::new(Safety::Unsafe, "write the characters that are meant");
    let repair = repair.splice_all(text.string()?, references.take(MOST_EDITS + 1));
    (repair.edits.len() <= MOST_EDITS).then_some(repair)
}

/// Each quote loses the backslashes before it.
fn without_slashes(text: &Text<'_>) -> Option<Repair> {
    let mut from = 0;
    let slashes = std::iter::from_fn(|| {
        let slashed = text::first_slashed_quote(&text.text[from..])?;
        let range = from + slashed.at.start..from + slashed.at.end - 1;
        from = range.end + 1;
        Some((range, ""))
    });
    let repair = Repair::new(Safety::Unsafe, "take away the backslashes before quotes");
    let repair = repair.splice_all(text.string()?, slashes.take(MOST_EDITS + 1));
    (repair.edits.len() <= MOST_EDITS).then_some(repair)
}

fn report_slashes(text: &Text<'_>, found: &mut Findings<'_>) {
    // Neither backslash nor quote has a place in a URL: photo_url_malformed.
    if text.field != Field::Name {
        return;
    }
    let Some(fault) = text::first_slashed_quote(text.text) else {
        return;
    };
    let quote = fault.what;
    let message =
        format!("`name` contains `{quote}` behind a backslash, as it is escaped for SQL or for code");
    let help = format!("write `{quote}` without the backslash before it");
    found.report(
        Draft::new(text.slice(fault.at), message)
            .help(help)
            .repair(without_slashes(text))
            .quotes_nothing(),
    );
}
