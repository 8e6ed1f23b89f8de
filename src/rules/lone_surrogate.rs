//! An escape that is half of a character.

use crate::evidence::{Evidence, Grade, RFC_3629, RFC_8259};
use crate::finding::{Draft, Findings};
use crate::place::{Part, Place};
use crate::reading::Reading;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "an escape that is half of a surrogate pair",
    why: "Two such escapes together spell one character beyond U+FFFF, an emoji for instance; one alone spells \
          nothing. UTF-8 has no bytes for it, so each reader makes something else of the string, or refuses it.",
    advice: "write the whole character, or remove the escape; cut texts between characters, not between UTF-16 units",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Altered,
    fields: &[],
    anchors: &[Anchor::Reading(check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_8259,
            fact: "section 8.2: the grammar lets unpaired surrogates through, and what a reader does with them cannot \
                   be foreseen",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_3629,
            fact: "section 3: the code points U+D800 to U+DFFF cannot be encoded in UTF-8",
        },
    ],
};

/// The escape `\uXXXX`.
const ESCAPE: usize = 6;

fn check(reading: &Reading<'_>, found: &mut Findings<'_>) {
    let Ok(document) = reading.outcome else { return };
    for lone in document.lone_surrogates() {
        let string = document.value(lone.string);
        let from_quote = lone.at - string.range().start;
        let escape = &string.raw()[from_quote..from_quote + ESCAPE];
        let part = if lone.in_key { Part::Key } else { Part::Value };
        let range = lone.at..lone.at + ESCAPE;
        let place = Place::Bytes {
            value: string,
            part,
            range,
        };
        let message = format!("`{escape}` is {}", half(escape));
        found.report(Draft::new(place, message).quotes_nothing());
    }
}

fn half(escape: &str) -> &'static str {
    // D8 to DB begin a pair, DC to DF end one.
    match escape.as_bytes()[3].to_ascii_lowercase() {
        b'8' | b'9' | b'a' | b'b' => "the first half of a surrogate pair without the second",
        _ => "the second half of a surrogate pair without the first",
    }
}
