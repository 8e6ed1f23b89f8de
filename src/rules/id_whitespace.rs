//! White space, or a character that nobody sees, in an id.

use std::ops::Range;

use crate::evidence::{CONCEPT_USERS, Evidence, FLUTTER_CODE, Grade, PUBLIC_PAYLOADS, RFC_3986};
use crate::excerpt::is_quotable;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Marks, Silent};
use crate::grammar::text::{self, Lines, is_direction_mark};
use crate::grammar::user_id::{is_unseen, placeholder};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

pub(super) const META: Meta = Meta {
    summary: "white space, a control character or an invisible character in an id",
    why: "Two ids that look alike are two users. White space gets lost or added on the way through forms, files and \
          URLs, and what nobody sees nobody mends.",
    advice: "send the id without it; where users are stored under this id already, keep it, since an id is permanent",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: &[Field::Id],
    anchors: &[Anchor::Text(&[Field::Id], check, Silent::without(Marks::UNSEEN))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id is permanent: a user whose id changes may lose their chats",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_3986,
            fact: "white space and control characters have no place in a URL and must be percent-encoded",
        },
        Evidence {
            grade: Grade::Coded,
            source: FLUTTER_CODE,
            fact: "writes a bare id between quotes into a script, which a line break ends",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "ids with a space in them occur; they are placeholders",
        },
    ],
};

fn check(id: &Text<'_>, found: &mut Findings<'_>) {
    if id.text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return;
    }
    let Some((at, what)) = first_unseen(id.text) else {
        return;
    };
    // What is no id at all is said to be none, once.
    if placeholder(id.text).is_some() || text::first_template(id.text).is_some() {
        return;
    }
    let message = if at.len() == id.text.len() {
        format!("`id` is nothing but {what}")
    } else if at.start == 0 {
        format!("`id` begins with {what}")
    } else if at.end == id.text.len() {
        format!("`id` ends with {what}")
    } else {
        format!("`id` contains {what}")
    };
    let draft = Draft::new(id.slice(at), message).message_quotes_nothing();
    found.report(match id.text.trim_matches(is_unseen) {
        // White space inside could stand for anything: an underscore, a hyphen, nothing.
        bare if bare.is_empty() || !is_quotable(bare) || first_unseen(bare).is_some() => draft,
        bare => draft.help(format!(
            "write `{bare}`; where users are stored under the other id already, keep it, since an id is permanent"
        )),
    });
}

/// The first run of white space, or the first character that nobody sees, and what it is.
fn first_unseen(id: &str) -> Option<(Range<usize>, String)> {
    let white_space = id.find(char::is_whitespace);
    let invisible = text::first_invisible(id, Lines::One);
    let mark = id.find(is_direction_mark);
    let first = [white_space, invisible.as_ref().map(|fault| fault.at.start), mark]
        .into_iter()
        .flatten()
        .min()?;
    if white_space == Some(first) {
        let end = id.len() - id[first..].trim_start().len();
        let what = match &id[first..end] {
            " " => "a space".to_owned(),
            run => match run.chars().find(|&char| char != ' ') {
                None => "spaces".to_owned(),
                Some(char) => format!("white space (U+{:04X})", u32::from(char)),
            },
        };
        return Some((first..end, what));
    }
    match invisible {
        Some(fault) if fault.at.start == first => Some((fault.at, fault.what.to_string())),
        _ => {
            let mark = id[first..].chars().next()?;
            let what = format!("U+{:04X}, a mark that nobody sees", u32::from(mark));
            Some((first..first + mark.len_utf8(), what))
        }
    }
}
