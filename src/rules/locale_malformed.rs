//! A locale that is not a well-formed language tag.

use crate::evidence::{COMPONENTS_CODE, Evidence, Grade, LOCALE_IS_A_TAG, RFC_5646};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent, SilentValue};
use crate::grammar::language_tag::{self, Malformed};
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;

pub(super) const META: Meta = Meta {
    summary: "a locale that is not a well-formed language tag",
    why: "`locale` sets the language and the date format that the user sees. The docs ask for an IETF language tag \
          there; anything else names no language.",
    advice: "write a language tag such as \"en\" or \"en-US\", or leave `locale` out to use the default of your app",
    severities: Severities::on(&Surface::WRITING, Severity::Error),
    effect: Effect::Ignored,
    fields: &[Field::Locale],
    anchors: &[Anchor::Field(
        &[Field::Locale],
        check,
        SilentValue::Strings(Silent::on(Form::Tag)),
    )],
    claims: &[Claim {
        property: "locale",
        keyword: "pattern",
    }],
    evidence: &[
        LOCALE_IS_A_TAG,
        Evidence {
            grade: Grade::Standard,
            source: RFC_5646,
            fact: "section 2.1 is the grammar of language tags: subtags of letters and digits, with hyphens between, \
                   a language first",
        },
        Evidence {
            grade: Grade::Coded,
            source: COMPONENTS_CODE,
            fact: "this user interface takes an underscore for a hyphen when it looks for its texts; nothing says \
                   that dates, e-mails or the other interfaces do so",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let Some(text) = present.value.as_str() else {
        return;
    };
    let Err(fault) = language_tag::parse(text) else {
        return;
    };
    if fault.what == Malformed::Empty {
        found.report(Draft::new(Place::Value(present.value), "`locale` is empty"));
        return;
    }
    let slice = |range| Place::slice(present.value, range);
    let message = format!("`locale` is not a language tag: {}", fault.what);
    let repaired = language_tag::repaired(text);
    let mut draft = Draft::new(slice(fault.at), message)
        .message_quotes_nothing()
        .repair(repaired.as_deref().map(|tag| {
            Repair::new(Safety::Safe, "write the language tag that is meant").respell(present.value, tag)
        }))
        .help_if(repaired.and_then(|tag| help_to_write(&tag)));
    if let Malformed::DuplicateVariant { first } | Malformed::DuplicateSingleton { first } = fault.what {
        draft = draft.related(slice(first), "the first one");
    }
    found.report(draft);
}
