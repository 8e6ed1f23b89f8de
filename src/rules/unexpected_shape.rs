//! A document in which userlint does not know where the users are.

use crate::evidence::{Evidence, Grade, JS_TYPES, REST_BATCH, REST_USERS, WEBHOOKS};
use crate::finding::{Draft, Findings};
use crate::place::Place;
use crate::rule::{Anchor, Claim, Meta};
use crate::severity::{Effect, Severities, Severity};
use crate::shape::{Envelope, Shape};
use crate::syntax::tape::{Kind, Value};

pub(super) const META: Meta = Meta {
    summary: "a document of no known shape",
    why: "userlint does not find the users in it, so nothing was checked: silence would pass for approval.",
    advice: "bring the users into one of the known shapes",
    severities: Severities::everywhere(Severity::Error),
    effect: Effect::Unchecked,
    fields: &[],
    anchors: &[Anchor::Envelope(check)],
    claims: &[Claim {
        property: "",
        keyword: "type",
    }],
    evidence: &[
        Evidence {
            grade: Grade::Typed,
            source: JS_TYPES,
            fact: "the options of Talk.User and the parameters of the Data API are objects; a bare id is taken in \
                   place of the options, and carries no other field",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_USERS,
            fact: "the body of PUT /users/{id} is an object, that of PUT /users an object of users by id",
        },
        Evidence {
            grade: Grade::Documented,
            source: REST_BATCH,
            fact: "the body of POST /batch is an array of operations, each an array itself",
        },
        Evidence {
            grade: Grade::Documented,
            source: WEBHOOKS,
            fact: "an event is an object with a type and its data",
        },
    ],
};

fn check(envelope: &Envelope<'_>, found: &mut Findings<'_>) {
    if envelope.shape.is_some() {
        return;
    }
    let (message, help) = match envelope.wanted {
        Some(wanted) => (
            not_as_wanted(envelope.root, wanted),
            help_for_wanted(envelope.root),
        ),
        None => (not_known(envelope.root), help(envelope.root)),
    };
    found.report(
        Draft::new(Place::Lack(envelope.root), message)
            .help(help)
            .quotes_nothing(),
    );
}

fn not_as_wanted(root: Value<'_>, wanted: Shape) -> String {
    let kind = root.kind().with_article();
    format!(
        "the document is {kind} and cannot be read as `{wanted}`, {}",
        wanted.what()
    )
}

fn help_for_wanted(root: Value<'_>) -> String {
    match Envelope::of(root, None).shape {
        Some(shape) => format!(
            "it looks like {}: read it as `{shape}`, or let userlint find the shape out",
            shape.what()
        ),
        None => help(root),
    }
}

fn not_known(root: Value<'_>) -> String {
    match root.kind() {
        Kind::Array => match kind_of_all(root) {
            Some(Kind::Object) => "none of the objects in the array has a field of a user".to_owned(),
            Some(Kind::Array) => "none of the arrays in the array is an operation".to_owned(),
            Some(kind) => format!(
                "the document is an array, but each element is {}",
                kind.with_article()
            ),
            None => "nothing in the array is a user".to_owned(),
        },
        Kind::Object => {
            "the object has no field of a user, and no users where they are known to be".to_owned()
        }
        _ if holds_json(root) => "the document is a string that holds JSON itself".to_owned(),
        kind => format!("the document is {}, not a user", kind.with_article()),
    }
}

fn help(root: Value<'_>) -> String {
    let bare_id = |kind| matches!(kind, Kind::String | Kind::Number);
    if holds_json(root) {
        "the text was encoded twice: decode it once, and check what the string holds".to_owned()
    } else if bare_id(root.kind()) {
        "a bare id holds nothing to check: give the whole user, as {\"id\": \"user_7\", \"name\": \"Linda\"}"
            .to_owned()
    } else if kind_of_all(root).is_some_and(bare_id) {
        "bare ids hold nothing to check: give whole users, as [{\"id\": \"user_7\", \"name\": \"Linda\"}]"
            .to_owned()
    } else {
        let shapes: Vec<_> = Shape::ALL.iter().map(|shape| shape.what()).collect();
        format!("the known shapes are: {}", shapes.join("; "))
    }
}

/// The kind that all elements of an array share. The two booleans count as one kind.
fn kind_of_all(array: Value<'_>) -> Option<Kind> {
    let kind = |element: Value<'_>| match element.kind() {
        Kind::True => Kind::False,
        kind => kind,
    };
    let mut elements = array.elements().map(kind);
    let first = elements.next()?;
    elements.all(|kind| kind == first).then_some(first)
}

fn holds_json(value: Value<'_>) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.trim_start().starts_with(['{', '[']))
}
