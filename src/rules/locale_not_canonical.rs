//! A locale that is a valid language tag in a form that has gone out of use, or in unusual spelling.

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, IANA_SUBTAGS, RFC_5646};
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
    summary: "a locale that is not in canonical form, or deprecated",
    why: "The tag is valid, but much software compares tags letter by letter and knows only the preferred ones: \
          `iw` finds no Hebrew where `he` does.",
    advice: "write the canonical form of the tag",
    severities: Severities::everywhere(Severity::Note),
    effect: Effect::Fragile,
    fields: &[Field::Locale],
    anchors: &[Anchor::Field(
        &[Field::Locale],
        check,
        SilentValue::Strings(Silent::on(Form::Tag)),
    )],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Standard,
            source: RFC_5646,
            fact: "section 4.5: the canonical form has the preferred value of each subtag and of the whole tag, and \
                   its extensions in order; section 2.1.1 recommends a case for each kind of subtag",
        },
        Evidence {
            grade: Grade::Standard,
            source: IANA_SUBTAGS,
            fact: "names what is deprecated, and the preferred value where there is one",
        },
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "the tags shown as examples are canonical: a small language and a capital region",
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
    // What is not registered has no canonical form: locale_unregistered.
    if tag.unregistered().is_some() {
        return;
    }
    if let Some(canonical) = tag.canonical() {
        // `NaN` is Min Nan Chinese by its letters only: unrendered_template.
        if text::first_template(text).is_some() {
            return;
        }
        let draft = Draft::new(Place::Value(present.value), "`locale` is not in canonical form");
        let repair = Repair::new(Safety::Safe, "write the tag in its canonical form");
        found.report(
            draft
                .repair(repair.respell(present.value, &canonical))
                .help_if(help_to_write(&canonical)),
        );
    } else if let Some(fault) = tag.deprecated() {
        let message = format!("`{}` in `locale` is {}", &text[fault.at.clone()], fault.what);
        let place = Place::slice(present.value, fault.at);
        found.report(
            Draft::new(place, message)
                .message_quotes_nothing()
                .help("write the tag that is in use today"),
        );
    }
}
