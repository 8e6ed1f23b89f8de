//! An operation of a batch that is not `[number, method, path, payload?, options?]`.

use std::borrow::Cow;

use crate::evidence::{Evidence, Grade, REST_BATCH, REST_USERS, RFC_9110};
use crate::excerpt::excerpt;
use crate::finding::{Draft, Findings};
use crate::place::{Part, Place};
use crate::rest::{METHODS, USERS, is_method, user_path};
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::Envelope;
use crate::surface::Surface;
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "an operation that is not `[sequence number, method, path, payload, options]`",
    why: "The parts of an operation are known by their place alone: one that is missing or of another type makes the \
          operation say something else, or nothing. What does not read as a PUT of users is not checked as one.",
    advice: "write the operation as [1, \"PUT\", \"/users/user_7\", {\"name\": \"Linda\"}]",
    severities: REST_ERROR,
    effect: Effect::Rejected,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[
        Claim {
            property: "operation",
            keyword: "type",
        },
        Claim {
            property: "operation",
            keyword: "prefixItems",
        },
        Claim {
            property: "operation",
            keyword: "minItems",
        },
        Claim {
            property: "operation",
            keyword: "maxItems",
        },
    ],
    evidence: &[
        Evidence {
            grade: Grade::Documented,
            source: REST_BATCH,
            fact: "an operation is an array: a number, a method (string), a path (string) that is appended to \
                   /v1/{appId}, and then, if need be, a payload and an object of options",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "PUT /users/{id} carries the fields of the user, PUT /users an object of users by id",
        },
        Evidence {
            grade: Grade::Standard,
            source: RFC_9110,
            fact: "section 9.1: method names are case-sensitive, and those that the standard defines are in capitals",
        },
    ],
};

const REST_ERROR: Severities = Severities::on(&Surface::REST_REQUESTS, Severity::Error);
const REST_WARNING: Severities = Severities::on(&Surface::REST_REQUESTS, Severity::Warning);

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    for batch in &envelope.batches {
        for operation in batch.elements() {
            if let Some(offence) = first_offence(operation) {
                found.report(offence);
            }
        }
    }
}

/// What is wrong first, from left to right. What is merely doubtful comes last.
fn first_offence(operation: Value<'_>) -> Option<Draft<'_>> {
    if operation.kind() != Kind::Array {
        let message = format!(
            "an operation is an array, but this is {}",
            operation.kind().with_article()
        );
        return Some(Draft::new(Place::Value(operation), message).quotes_nothing());
    }
    let lacks = |message| Draft::new(Place::Lack(operation), message);
    // The operation is the place, with its user in it, shown where it is wrong.
    let wrong = |part: Value<'_>, message: String| {
        let range = part.range();
        Draft::new(
            Place::Bytes {
                value: operation,
                part: Part::Value,
                range,
            },
            message,
        )
    };

    let mut parts = operation.elements();
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    let (payload, options, sixth) = (parts.next(), parts.next(), parts.next());
    if first.and_then(Value::as_str).is_some_and(is_method) {
        return Some(lacks(
            "the operation has no sequence number in front of its method",
        ));
    }
    let (Some(number), Some(method), Some(path)) = (first, second, third) else {
        return Some(lacks(match (first, second) {
            (None, _) => "the operation is empty",
            (_, None) => "the operation has no method and no path",
            _ => "the operation has no path",
        }));
    };
    if number.kind() != Kind::Number {
        let message = format!(
            "the sequence number is {}, not a number",
            number.kind().with_article()
        );
        return Some(
            wrong(number, message)
                .message_quotes_nothing()
                .help(help_for_number(number)),
        );
    }
    let Some(method_text) = method.as_str() else {
        let message = format!("the method is {}, not a string", method.kind().with_article());
        return Some(wrong(method, message).quotes_nothing());
    };
    let Some(path_text) = path.as_str() else {
        let message = format!("the path is {}, not a string", path.kind().with_article());
        return Some(wrong(path, message).quotes_nothing());
    };
    if !path_text.starts_with('/') {
        let message = format!("the path `{}` does not begin with a slash", excerpt(path_text));
        return Some(wrong(path, message).help(help_for_path(path_text)));
    }
    if method_text == "PUT" && user_path(path_text).is_some() {
        match payload {
            None => {
                let draft = lacks("the payload is missing: this PUT says nothing about a user");
                return Some(draft.help("write the fields of the user behind the path"));
            }
            Some(payload) if path_text == USERS && payload.kind() != Kind::Object => {
                let kind = payload.kind().with_article();
                let message = format!("the payload of `PUT /users` is {kind}, not an object of users by id");
                return Some(
                    wrong(payload, message)
                        .quotes_nothing()
                        .help("write {\"user_7\": {\"name\": \"Linda\"}}"),
                );
            }
            Some(_) => {}
        }
    }
    if let Some(options) = options
        && options.kind() != Kind::Object
    {
        let message = format!("the options are {}, not an object", options.kind().with_article());
        return Some(
            wrong(options, message)
                .quotes_nothing()
                .help("leave them out, or write {\"api_version\": \"2024-01-01\"}"),
        );
    }
    if let Some(sixth) = sixth {
        let message = format!(
            "an operation has at most 5 parts, but this one has {}",
            6 + parts.count()
        );
        return Some(wrong(sixth, message).quotes_nothing());
    }
    if !METHODS.contains(&method_text) && is_method(method_text) {
        let capitals = method_text.to_ascii_uppercase();
        let message = format!("the method `{method_text}` is not written in capitals");
        let draft = wrong(method, message).quotes_nothing().severities(REST_WARNING);
        return Some(draft.help(format!("write \"{capitals}\"")));
    }
    if path_text.starts_with("/v1/") {
        let message = "the path begins with `/v1/`, which the docs say is put in front of it";
        let draft = wrong(path, message.to_owned())
            .message_quotes_nothing()
            .severities(REST_WARNING);
        return Some(draft.help(help_for_path(path_text)));
    }
    None
}

fn help_for_number(number: Value<'_>) -> Cow<'static, str> {
    match number.as_str() {
        Some(digits)
            if digits.len() < 16
                && digits
                    .parse::<u64>()
                    .is_ok_and(|value| value.to_string() == digits) =>
        {
            format!("write {digits} without quotes").into()
        }
        _ => "write a number that no other operation of the batch has".into(),
    }
}

fn help_for_path(path: &str) -> Cow<'static, str> {
    // `https://api.talkjs.com/v1/{appId}/users/…`: all that stands behind the app.
    let below_app = path
        .split_once("/v1/")
        .and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
    match below_app {
        Some(below_app) => format!("write only what follows the app id: \"{}\"", excerpt(below_app)).into(),
        None if path.is_empty() || path.contains("://") => "write only what follows /v1/{appId}".into(),
        None => format!("write \"/{}\"", excerpt(path)).into(),
    }
}
