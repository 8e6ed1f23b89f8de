//! Telephone numbers in the form of E.164 that no telephone can have.

use std::borrow::Cow;

use crate::evidence::{CONCEPT_USERS, E_164, Evidence, Grade, LIBPHONENUMBER};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::phone::{self, Impossible};
use crate::rule::{Anchor, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::Text;

const PHONE: &[Field] = &[Field::Phone];

pub(super) const META: Meta = Meta {
    summary: "a telephone number whose country calling code or length does not exist",
    why: "The form is right, but by its numbering plan there is no such number: a digit is missing or too much, the \
          calling code is wrong, or the 0 for calls within the country was left in. No SMS gets there.",
    advice: "compare the number with the one that the user gave",
    severities: Severities::on(&Surface::WRITING, Severity::Warning),
    effect: Effect::Undelivered,
    fields: PHONE,
    anchors: &[Anchor::Text(PHONE, check, Silent::on(Form::Number))],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "phone holds numbers to which SMS notifications go",
        },
        Evidence {
            grade: Grade::Standard,
            source: E_164,
            fact: "a number is a country calling code that has been assigned, and a national number of its plan",
        },
        Evidence {
            grade: Grade::Observed,
            source: LIBPHONENUMBER,
            fact: "lists the calling codes in use and the lengths of the national numbers; plans change, so this is \
                   no error, and one of the vendor's own examples, +1123456789, is too short",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let Err(fault) = phone::check_plan(text.text) else {
        return;
    };
    let message = format!("`phone` is a number that cannot exist: {}", fault.what);
    let help = match fault.what {
        Impossible::UnassignedCode { .. } => Some(Cow::Borrowed(
            "begin with the calling code of the country, such as `+31`",
        )),
        Impossible::TrunkZero { .. } => {
            let (before, after) = (&text.text[..fault.at.start], &text.text[fault.at.end..]);
            Some(format!("{before}{after}"))
                .filter(|number| phone::check_plan(number).is_ok())
                .and_then(|number| help_to_write(&number))
                .map(Cow::Owned)
        }
        Impossible::TooShort(_) | Impossible::TooLong(_) | Impossible::Length(_) => None,
    };
    let draft = Draft::new(text.place_of(&fault), message);
    found.report(draft.help_if(help));
}
