//! An id that is a number.

use crate::evidence::{
    CONCEPT_USERS, ECMA_262, Evidence, Grade, IDENTITY_VERIFICATION, JS_TYPES, REFERENCES_TAKE_STRINGS,
    REST_USERS,
};
use crate::excerpt::excerpt;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::SilentValue;
use crate::grammar::js_number::{self, Fidelity};
use crate::place::Place;
use crate::repair::{Repair, Safety};
use crate::rule::{Anchor, Claim, Meta, Present};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::Kind;

pub(super) const META: Meta = Meta {
    summary: "an id that is a number",
    why: "TalkJS keeps ids as strings. The SDK turns a number into one, the Data API throws, and identity \
          verification compares with a string.",
    advice: "write the id as a string",
    severities: Severities::NONE
        .and(&[Surface::Sdk], Severity::Note)
        .and(&Surface::REST_REQUESTS, Severity::Warning)
        .and(
            &[Surface::DataApiCreate, Surface::DataApiSet, Surface::Response],
            Severity::Error,
        ),
    effect: Effect::Altered,
    fields: &[Field::Id],
    anchors: &[Anchor::Field(&[Field::Id], check, SilentValue::ByKind)],
    claims: &[Claim {
        property: "id",
        keyword: "type",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "an id is a string or a number, in the words of the page that is written for the SDK",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the options of Talk.User take a string or a number, and the user that is made of them has a string",
        },
        REFERENCES_TAKE_STRINGS,
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "ids stand in the path or are keys of the map, so they are strings; what is read has a string as id",
        },
        Evidence {
            grade: Grade::Documented,
            source: IDENTITY_VERIFICATION,
            fact: "the examples turn the id into a string before they sign it",
        },
        Evidence {
            grade: Grade::Standard,
            source: ECMA_262,
            fact: "defines which string a number becomes",
        },
    ],
};

fn check(id: &Present<'_>, found: &mut Findings<'_>) {
    if id.value.kind() != Kind::Number {
        return;
    }
    let number = js_number::read(id.value.raw());
    if number.fidelity != Fidelity::Same {
        return; // id_number_imprecise
    }
    let string = excerpt(&number.string);
    let message = format!("`id` is the number {string}, not a string");
    let help = format!("write `\"{string}\"`, the string that JavaScript makes of it");
    let repair = Repair::new(
        Safety::Safe,
        "write the string that JavaScript makes of the number",
    )
    .enclose(id.value, "\"", "\"");
    found.report(
        Draft::new(Place::Value(id.value), message)
            .help(help)
            .repair(repair),
    );
}
