//! A `custom` that is not as the schema of the project wants it.

use serde_json::{Map, Number, Value as Json};

use crate::evidence::{CONCEPT_USERS, Evidence, Grade, JS_TYPES};
use crate::excerpt::custom_entry;
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::grammar::credential::{credential_in, names_credential};
use crate::place::Place;
use crate::rule::{Anchor, Meta};
use crate::settings::{Fault, Setting, Settings, Violation};
use crate::severity::{Effect, Severities, Severity};
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Member, Value};
use crate::user::User;

pub(super) const META: Meta = Meta {
    summary: "`custom` that breaks the JSON Schema which the configuration names for it",
    why: "TalkJS takes any strings in `custom`. What they mean is agreed between the programs that write them and those \
          that read them, and the schema is that agreement.",
    advice: "change the value, or `custom.schema` in the configuration",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Fragile,
    fields: &[Field::Custom],
    anchors: &[Anchor::Configured(Setting::Custom, check)],
    claims: &[],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: CONCEPT_USERS,
            fact: "custom holds what the app puts there, as strings; what is structured the app has to serialise and read \
                   back itself",
        },
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "custom is merged by key: a key that is left out keeps its value, and null deletes it",
        },
    ],
};

/// The surfaces on which a user may be new: on the others a key that is left out is stored already.
const NEW: [Surface; 4] = [
    Surface::Sdk,
    Surface::DataApiCreate,
    Surface::Rest,
    Surface::Response,
];

fn check(user: &User<'_>, settings: &Settings, found: &mut Findings<'_>) {
    let (Some(schema), Some(present)) = (&settings.custom, user.field(Field::Custom)) else {
        return;
    };
    let custom = present.value;
    if custom.kind() != Kind::Object {
        return;
    }
    let entries = members(custom, |value| value.kind() != Kind::Null);
    for violation in schema.violations(&Json::Object(entries)) {
        report(custom, &violation, found);
    }
}

fn report(custom: Value<'_>, violation: &Violation, found: &mut Findings<'_>) {
    let (value, last) = follow(custom, &violation.pointer);
    let subject = match violation.pointer.split('/').nth(1) {
        None => "`custom`".to_owned(),
        Some(first) => {
            let key = first.replace("~1", "/").replace("~0", "~");
            let is_entry = violation.pointer.matches('/').count() == 1;
            if is_entry {
                custom_entry(&key)
            } else {
                format!("a value in {}", custom_entry(&key))
            }
        }
    };
    let message = format!("{subject} {}", demand(violation));
    let deleted = |name: &str| value.get(name).filter(|value| value.kind() == Kind::Null);
    let draft = match (&violation.fault, last) {
        (Fault::Missing(name), _) => match deleted(name) {
            Some(null) => Draft::new(Place::Value(null), message),
            None => Draft::new(Place::Lack(value), message).severities(Severities::on(&NEW, Severity::Error)),
        },
        (Fault::Key, Some(member)) => Draft::new(Place::Key(member.key), message),
        (Fault::Key, None) | (Fault::Value, _) => Draft::new(Place::Value(value), message),
    };
    found.report(draft.quotes_nothing());
}

/// What the schema asks for. It quotes the values of the schema, and those are credentials where that of the payload
/// would be one.
fn demand(violation: &Violation) -> &str {
    let quotes_credential = violation
        .pointer
        .split('/')
        .any(|token| names_credential(&token.replace("~1", "/")))
        || violation
            .message
            .split(|char: char| char.is_whitespace() || "\"',[]{}".contains(char))
            .any(|word| credential_in(word).is_some() || names_credential(word.trim_end_matches(':')));
    if violation.fault == Fault::Value && quotes_credential {
        "is not what the schema asks for"
    } else {
        &violation.message
    }
}

/// The value to which a pointer leads, and the member whose value it is. What is not there is looked for in vain:
/// the value that would hold it stands in.
fn follow<'d>(custom: Value<'d>, pointer: &str) -> (Value<'d>, Option<Member<'d>>) {
    let mut here = (custom, None);
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let value = here.0;
        let next = match value.kind() {
            Kind::Object => value
                .members()
                .filter(|member| member.key() == token)
                .last()
                .map(|member| (member.value, Some(member))),
            Kind::Array => token
                .parse()
                .ok()
                .and_then(|at| value.elements().nth(at))
                .map(|element| (element, None)),
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    here
}

/// A value as programs hold it. The parser follows no more than 128 levels.
fn json(value: Value<'_>) -> Json {
    match value.kind() {
        Kind::Null => Json::Null,
        Kind::False => Json::Bool(false),
        Kind::True => Json::Bool(true),
        Kind::Number => Json::Number(number(value.raw())),
        Kind::String => Json::String(value.as_str().unwrap_or_default().to_owned()),
        Kind::Array => Json::Array(value.elements().map(json).collect()),
        Kind::Object => Json::Object(members(value, |_| true)),
    }
}

fn members(object: Value<'_>, is_kept: impl Fn(Value<'_>) -> bool) -> Map<String, Json> {
    let mut members = Map::new();
    for member in object.members() {
        // Of equal keys the last counts.
        if is_kept(member.value) {
            members.insert(member.key().to_owned(), json(member.value));
        } else {
            members.remove(member.key());
        }
    }
    members
}

/// A number as programs hold it; one beyond their range is the largest there is.
fn number(raw: &str) -> Number {
    let largest = if raw.starts_with('-') { f64::MIN } else { f64::MAX };
    raw.parse()
        .ok()
        .or_else(|| Number::from_f64(largest))
        .unwrap_or_else(|| Number::from(0))
}
