//! Telephone numbers in another form than E.164.

use std::borrow::Cow;

use crate::evidence::{CONCEPT_USERS, E_164, Evidence, Grade, PUBLIC_PAYLOADS, SMS_NOTIFICATIONS};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent};
use crate::grammar::phone::{self, NotE164};
use crate::grammar::text;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::user::Text;

const PHONE: &[Field] = &[Field::Phone];

pub(super) const META: Meta = Meta {
    summary: "a telephone number that is not in the form of E.164",
    why: "The docs ask for the international form without spaces: `+`, the country calling code, the number, and \
          nothing between the digits. In another form it is anybody's guess which telephone is meant, and an SMS \
          may go nowhere.",
    advice: "write `+`, the country calling code and the number, digits only, as in `+31612345678`",
    severities: Severities::on(&Surface::WRITING, Severity::Error),
    effect: Effect::Undelivered,
    fields: PHONE,
    anchors: &[Anchor::Text(PHONE, check, Silent::on(Form::Number))],
    claims: &[Claim {
        property: "phone",
        keyword: "pattern",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "phone holds zero or more numbers in the E.164 format, without spaces",
        },
        Evidence {
            grade: Grade::Documented,
            source: SMS_NOTIFICATIONS,
            fact: "numbers must be in the full international format and begin with a plus sign",
        },
        Evidence {
            grade: Grade::Standard,
            source: E_164,
            fact: "an international number has at most 15 digits and begins with a country calling code, of which \
                   none begins with 0",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "of nine sources that have numbers, one has them in another form",
        },
    ],
};

fn check(text: &Text<'_>, found: &mut Findings<'_>) {
    let Err(fault) = phone::check_e164(text.text) else {
        return;
    };
    // As in email_invalid, the template is one fact and the missing number another.
    if let Some(template) = text::first_template(text.text) {
        let message = format!("`phone` is not a telephone number but holds {}", template.what);
        let help = "have it replaced by a number; for no number send `[]`";
        found.report(Draft::new(text.place(), message).quotes_nothing().help(help));
        return;
    }
    let is_blank = text.text.trim().is_empty();
    let message = match fault.what {
        NotE164::Empty => "`phone` holds an empty string, which is no number".to_owned(),
        _ if is_blank => "`phone` holds white space, which is no number".to_owned(),
        what => format!("`phone` is not an E.164 number: {what}"),
    };
    let place = if is_blank {
        text.place()
    } else {
        text.place_of(&fault)
    };
    let draft = Draft::new(place, message).message_quotes_nothing();
    found.report(draft.help_if(help(text.text, fault.what)).repair(repair(text)));
}

fn repair(text: &Text<'_>) -> Option<Repair> {
    let string = text.string()?;
    if let Some(sure) = phone::without_separators(text.text) {
        return Repair::new(Safety::Safe, "take the separators away").strip(string, 0, &sure);
    }
    let likely = phone::with_plus_for_double_zero(text.text)?;
    let behind_zeros = text.text.find("00")? + 2;
    Repair::new(Safety::Unsafe, "write `+` for the `00`, and no separators")
        .splice(string, 0..behind_zeros, "+")
        .strip(string, behind_zeros, likely.strip_prefix('+')?)
}

fn help(written: &str, what: NotE164) -> Option<Cow<'static, str>> {
    if written.trim().is_empty() {
        return Some("for no number send `[]`, or null where it is taken".into());
    }
    if let Some(sure) = phone::without_separators(written) {
        return help_to_write(&sure).map(Cow::Owned);
    }
    if let Some(likely) = phone::with_plus_for_double_zero(written) {
        return Some(format!("write \"{likely}\", if `00` was dialled for the `+`").into());
    }
    let help = match what {
        NotE164::NoPlus { .. } => "write `+` and the country calling code first, as in `+31612345678`",
        NotE164::TrunkZero => "leave the 0 in parentheses out, and write `+` and digits only",
        NotE164::NotADigit(',' | ';') => "make a list of them, each number a string of its own",
        _ => return None,
    };
    Some(help.into())
}
