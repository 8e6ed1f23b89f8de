//! An e-mail address or a telephone number in the name, where others see it.

use std::ops::Range;

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::email::{self, Verdict};
use crate::grammar::{phone, text};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

const NAME: &[Field] = &[Field::Name];

pub(super) const META: Meta = Meta {
    summary: "an e-mail address or a telephone number as the name, or in it",
    why: "Everybody in a conversation sees the name, while TalkJS keeps email and phone from other users. An address \
          that serves as the name is given away.",
    advice: "send a name that others may see; addresses belong in `email`, numbers in `phone`",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Exposed,
    fields: NAME,
    anchors: &[Anchor::Text(
        NAME,
        check,
        Silent::without(Marks::AT.and(Marks::PLUS)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "name is what others see; sensitive fields are held back from the JavaScript SDK",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "what a client may read of any user has the name, and neither email nor phone",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "an e-mail address as the name occurs in six payloads",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    // An address needs the one sign, a number in international form the other.
    if !text.text.bytes().any(|byte| matches!(byte, b'@' | b'+')) {
        return;
    }
    let name = text.text;
    let (range, what) = if let Some(range) = words(name).find(|word| is_address(&name[word.clone()])) {
        (range, "an e-mail address")
    } else if let Some(range) = words(name).find(|word| is_number(&name[word.clone()])) {
        (range, "a telephone number")
    } else if phone::without_separators(name).is_some() {
        (0..name.len(), "a telephone number")
    } else {
        return;
    };
    // `${user}@talkjs.com` is nobody's address yet: unrendered_template.
    if text::first_template(name).is_some() {
        return;
    }
    // The message does not repeat what should not be seen.
    let message = if name[range.clone()].trim() == name.trim() {
        format!("`name` is {what}, which others see")
    } else {
        format!("`name` contains {what}, which others see")
    };
    found.report(Draft::new(text.slice(range), message).quotes_nothing());
}

/// The words between white space, without the brackets and points around them.
fn words(name: &str) -> impl Iterator<Item = Range<usize>> {
    let is_around = |char: char| char.is_whitespace() || "<>()[]\"',;:.".contains(char);
    let mut next = 0;
    name.split_inclusive(char::is_whitespace).map(move |piece| {
        next += piece.len();
        let opened = piece.trim_start_matches(is_around);
        let start = next - opened.len();
        start..start + opened.trim_end_matches(is_around).len()
    })
}

fn is_address(word: &str) -> bool {
    word.contains('@') && matches!(email::judge(word), Verdict::Ordinary | Verdict::Internationalised)
}

fn is_number(word: &str) -> bool {
    phone::is_e164(word) && phone::check_plan(word).is_ok()
}
