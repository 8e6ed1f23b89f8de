//! Something in a value that a program should have replaced before the payload was sent.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, PUBLIC_PAYLOADS};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::text::{self, Template};
use crate::grammar::user_id::placeholder;
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::user::Text;

/// All fields whose values are or hold strings. In `pushTokens` and `createdAt` a string is wrong whatever it says.
const STRINGS: &[Field] = &[
    Field::Id,
    Field::Name,
    Field::Email,
    Field::Phone,
    Field::PhotoUrl,
    Field::Locale,
    Field::WelcomeMessage,
    Field::Role,
    Field::Custom,
    Field::AvailabilityText,
    Field::Configuration,
    Field::HeaderPhotoUrl,
];

pub(super) const META: Meta = Meta {
    summary: "a template that was never filled in, or a missing value that became text",
    why: "What stands there is not the user's: a program should have put the value in its place. People may see \
          it as it is, or what is sent to it may not arrive.",
    advice: "have the value filled in before the payload is sent: mostly the text stands in the wrong quotes, or the \
             file has not gone through its template engine",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Fragile,
    fields: STRINGS,
    anchors: &[Anchor::Text(STRINGS, check, Silent::on(Form::Filled))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "the fields hold the data of one user: their name, their addresses, a photo of them",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "unfilled templates occur in 23 payloads, undefined turned into text in 4",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    if text.is_plain {
        return;
    }
    let Some(fault) = text::first_template(text.text) else {
        return;
    };
    if is_not_ours(text) {
        return;
    }
    let message = format!("`{}` holds {}", text.field.name(), fault.what);
    let draft = Draft::new(text.slice(fault.at), message).quotes_nothing();
    found.report(match fault.what {
        Template::DollarBraces => draft
            .help("have it filled in before the payload is sent: JavaScript does so only between backquotes"),
        Template::Stringified(_) => draft
            .help("send the value itself; where there is none, leave it out instead of turning it into text"),
        Template::StringifiedObject => {
            draft.help("send the member that was meant, or serialise the object with `JSON.stringify`")
        }
        Template::Placeholder => draft.help("put the real value in its place, or leave it out"),
        _ => draft,
    });
}

fn is_not_ours(text: &Text<'_>) -> bool {
    match text.field {
        // A missing value as the whole id, or behind a prefix, makes everybody one user.
        Field::Id => placeholder(text.text).is_some(),
        // Structured values are to be serialised, and this is how a serialised null looks.
        Field::Custom => text.text == "null",
        _ => false,
    }
}
