//! A locale that has the form of a language tag, with a subtag that stands for nothing.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, IANA_SUBTAGS, PUBLIC_PAYLOADS, RFC_5646};
use crate::excerpt::help_to_write;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Form, Silent, SilentValue};
use crate::grammar::{language_tag, text};
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "a locale with a subtag that the IANA registry does not have",
    why: "Only registered subtags stand for a language, a script, a region or a variant. With another one the tag \
          has the right form and means nothing, so there is no language to show.",
    advice: "write a tag of registered subtags, the language first and then the region, such as \"en-GB\"",
    severities: Severities::everywhere(Severity::Warning),
    effect: Effect::Ignored,
    fields: &[Field::Locale],
    anchors: &[Anchor::Field(
        &[Field::Locale],
        check,
        SilentValue::Strings(Silent::on(Form::Tag)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "locale is an IETF language tag that sets a language and a date format",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_5646,
            fact: "section 2.2.9: a tag is valid if it is well-formed and all its subtags are in the registry",
        },
        Evidence {
            grade: Grade::Standard,
            source: IANA_SUBTAGS,
            fact: "the registry; the edition that the rule reads is the one in the sources of userlint",
        },
        Evidence {
            grade: Grade::Observed,
            source: PUBLIC_PAYLOADS,
            fact: "the one locale in real payloads that is no language tag is the region GB alone",
        },
    ],
};

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let Some(text) = present.value.as_str() else {
        return;
    };
    let Ok(tag) = language_tag::parse(text) else {
        return;
    };
    let Some(fault) = tag.unregistered() else { return };
    // `null` has the form of a language: unrendered_template.
    if text::first_template(text).is_some() {
        return;
    }
    let message = format!("`{}` in `locale`: {}", &text[fault.at.clone()], fault.what);
    let place = Place::slice(present.value, fault.at);
    let suggested = tag.suggested();
    let repair = suggested.as_deref().map(|tag| {
        Repair::new(Safety::Unsafe, "write the registered tag that is probably meant")
            .respell(present.value, tag)
    });
    found.report(
        Draft::new(place, message)
            .repair(repair)
            .help_if(suggested.and_then(|tag| help_to_write(&tag))),
    );
}
