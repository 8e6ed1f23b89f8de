//! A word that stands where an id should be.

use std::ops::Range;

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, PUBLIC_PAYLOADS};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

pub(super) const META: Meta = Meta {
    summary: "a placeholder or a missing value in place of an id",
    why: "Everybody who is sent with this id is one and the same TalkJS user: they read each other's messages.",
    advice: "send the id that the user has in your own database, and make one for a visitor who has none",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(&[Field::Id], check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "no two users may have the same id; whoever identifies with an id gets the messages of that id",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "hard-coded ids (guest, anonymous, Unknown ID, user, currentUserID, USER_ID_1) and the text undefined \
                   occur in them",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    let Some(at) = placeholder(id.text) else { return };
    let message = format!("`{}` stands where an id should be", excerpt(&id.text[at.clone()]));
    found.report(Draft::new(id.slice(at), message));
}

/// What stands in place of an id, in bytes of the id. The rules about characters are silent then.
pub(super) fn placeholder(id: &str) -> Option<Range<usize>> {
    let whole = id.trim();
    let start = id.len() - id.trim_start().len();
    if is_missing_value(whole) || is_nobody(whole) || is_constant(whole) || whole == NIL_UUID {
        return Some(start..start + whole.len());
    }
    // `user_undefined`: the prefix that the vendor advises, and nothing behind it.
    let last = whole.rsplit(['_', '-', ':', '.', '|']).next()?;
    is_missing_value(last).then(|| start + whole.len() - last.len()..start + whole.len())
}

/// What programs write for a value that is not there. Capitals count: Nan is a name.
fn is_missing_value(word: &str) -> bool {
    matches!(
        word,
        "undefined" | "null" | "NULL" | "Null" | "(null)" | "<nil>" | "None" | "NaN"
    ) || (word.starts_with("[object ") && word.ends_with(']'))
}

/// What a program writes for a UUID that was never set.
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";

/// Words for nobody in particular, and names of what should stand here; in lower case without separators.
const NOBODY: [&str; 24] = [
    "anon",
    "anonymous",
    "anonymoususer",
    "currentuser",
    "currentuserid",
    "guest",
    "guestid",
    "guestuser",
    "id",
    "myid",
    "myuserid",
    "someid",
    "someuserid",
    "string",
    "uid",
    "uniqueid",
    "unknown",
    "unknownid",
    "unknownuser",
    "user",
    "userid",
    "username",
    "uuid",
    "yourid",
];

fn is_nobody(word: &str) -> bool {
    // Most ids are longer than all of these, or have a digit.
    if word.len() > 20 || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let is_separator = |byte: &u8| matches!(byte, b'_' | b'-' | b' ');
    let folded = || {
        word.bytes()
            .filter(|byte| !is_separator(byte))
            .map(|byte| byte.to_ascii_lowercase())
    };
    NOBODY.iter().any(|nobody| folded().eq(nobody.bytes()))
}

/// `USER_ID_1`: the name of a constant. `user_1` is an id as the vendor advises it.
fn is_constant(word: &str) -> bool {
    let name = word.trim_end_matches(|char: char| char.is_ascii_digit() || char == '_');
    name == "USER_ID"
}
