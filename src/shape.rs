//! Where the users are in a document: alone, in a list, in a map by id, in a batch of operations, in a webhook, …
//!
//! Detection reads keys and types only as far as it must, and never judges: a document that looks like nothing
//! known is handed on without a shape, and a rule says so.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use crate::field::Field;
use crate::field::near_miss::near_miss;
use crate::rest::{UserPath, is_method, user_path};
use crate::syntax::tape::{Kind, Member, Value};

mod id;

pub(crate) use id::{Id, Outside, Supplied, as_id};

/// How users stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// One user.
    User,
    /// An array of users.
    List,
    /// An object that holds users in one of its members: `{"users": […]}`.
    Wrapper,
    /// An object of users by id: the body of `PUT /users`.
    Map,
    /// An object of users under names that are not their ids: `{"currentUser": {"id": …}}`.
    Keyed,
    /// An array of operations: the body of `POST /batch`.
    Operations,
    /// A webhook event. The fields of its users are documented nowhere, only inferred from `GET /users/{id}`: what is
    /// found in them is a note on `response`.
    Webhook,
    /// A page of `GET /users`.
    Page,
    /// One JSON text a line (NDJSON, JSON Lines), each of a shape of its own.
    Ndjson,
}

impl Shape {
    /// Every shape, in documentation order.
    pub const ALL: [Shape; 9] = [
        Shape::User,
        Shape::List,
        Shape::Wrapper,
        Shape::Map,
        Shape::Keyed,
        Shape::Operations,
        Shape::Webhook,
        Shape::Page,
        Shape::Ndjson,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Shape::User => "user",
            Shape::List => "list",
            Shape::Wrapper => "wrapper",
            Shape::Map => "map",
            Shape::Keyed => "keyed",
            Shape::Operations => "operations",
            Shape::Webhook => "webhook",
            Shape::Page => "page",
            Shape::Ndjson => "ndjson",
        }
    }

    /// What the shape is, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            Shape::User => "one user",
            Shape::List => "an array of users",
            Shape::Wrapper => "an object with the users in a member such as `users` or `data`",
            Shape::Map => "an object of users by id (the body of PUT /users)",
            Shape::Keyed => "an object of users under names that are not their ids",
            Shape::Operations => "an array of operations (the body of POST /batch)",
            Shape::Webhook => "a webhook event",
            Shape::Page => "a page of GET /users",
            Shape::Ndjson => "one JSON text a line",
        }
    }

    /// Whether TalkJS sends documents of this shape rather than taking them.
    pub const fn is_response(self) -> bool {
        matches!(self, Shape::Webhook | Shape::Page)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Shape::from_str`]: no shape has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownShape(pub String);

impl fmt::Display for UnknownShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Shape::ALL.iter().map(|shape| shape.name()).collect();
        write!(
            f,
            "no shape is called `{}`; the shapes are {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for UnknownShape {}

impl FromStr for Shape {
    type Err = UnknownShape;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Shape::ALL
            .into_iter()
            .find(|shape| shape.name() == name)
            .ok_or_else(|| UnknownShape(name.to_owned()))
    }
}

/// The keys under which people keep their users. A key that ends in `users` is one, too.
const WRAPPER_KEYS: [&str; 17] = [
    "users",
    "user",
    "data",
    "results",
    "result",
    "items",
    "records",
    "members",
    "contacts",
    "people",
    "customers",
    "active_users",
    "payload",
    "payloads",
    "body",
    "operations",
    "batch",
];

/// The members of a webhook event's `data` that are users.
const WEBHOOK_USERS: [&str; 3] = ["user", "sender", "recipient"];

/// How many wrappers may stand around the users: `{"data": {"users": {…}}}`.
const WRAPPERS: usize = 3;

/// A document, and where its users are.
#[derive(Debug)]
pub(crate) struct Envelope<'d> {
    pub(crate) root: Value<'d>,
    /// The outermost shape; none if the document is of no known shape, or not of the one that was asked for.
    pub(crate) shape: Option<Shape>,
    /// The shape that was asked for, if any.
    pub(crate) wanted: Option<Shape>,
    pub(crate) payloads: Vec<Payload<'d>>,
    /// The maps that `PUT /users` would take, with how many users each holds.
    pub(crate) maps: Vec<(Value<'d>, usize)>,
    /// The arrays of operations.
    pub(crate) batches: Vec<Value<'d>>,
    /// Operations that do not put a user.
    pub(crate) other_operations: usize,
}

/// A user in a document.
#[derive(Debug)]
pub(crate) struct Payload<'d> {
    pub(crate) root: Value<'d>,
    pub(crate) outside: Outside<'d>,
    /// The id of a user who has none, if it was said from where it is to be taken.
    pub(crate) supplied: Option<Supplied<'d>>,
    /// Whether it stands in a webhook event: then which fields it has is only inferred.
    pub(crate) in_event: bool,
    /// Whether an operation puts it.
    in_operation: bool,
    /// Whether its key stands in its object again, which `duplicate_key` says.
    repeats_key: bool,
}

impl<'d> Payload<'d> {
    fn alone(root: Value<'d>) -> Self {
        Payload {
            root,
            outside: Outside::Nothing,
            supplied: None,
            in_event: false,
            in_operation: false,
            repeats_key: false,
        }
    }

    /// Whether it is a record of who a user is. Events and operations tell what happened or is to happen to users, one
    /// user in as many of them as it takes.
    pub(crate) fn is_record(&self) -> bool {
        let is_told = self.in_event || self.in_operation || self.repeats_key;
        !is_told && self.root.kind() == Kind::Object
    }
}

impl<'d> Envelope<'d> {
    /// Finds the users of a document: in the shape that is wanted, or in the one that it has.
    pub(crate) fn of(root: Value<'d>, wanted: Option<Shape>) -> Self {
        // In NDJSON each line has a shape of its own.
        let wanted = wanted.filter(|&shape| shape != Shape::Ndjson);
        let mut envelope = Envelope {
            root,
            shape: None,
            wanted,
            payloads: Vec::new(),
            maps: Vec::new(),
            batches: Vec::new(),
            other_operations: 0,
        };
        let shape = match wanted {
            Some(shape) => fits(root, shape).then_some(shape),
            None => detect(root),
        };
        if let Some(shape) = shape {
            envelope.shape = Some(shape);
            envelope.collect(root, shape, WRAPPERS);
            envelope.mark_repeated_keys();
        }
        envelope
    }

    fn mark_repeated_keys(&mut self) {
        let duplicates = self.root.document().duplicates();
        if duplicates.is_empty() {
            return;
        }
        let repeated: HashSet<_> = duplicates.iter().map(|duplicate| duplicate.again).collect();
        for payload in &mut self.payloads {
            let key = payload.name();
            payload.repeats_key = key.is_some_and(|key| repeated.contains(&key.id()));
        }
    }

    fn collect(&mut self, root: Value<'d>, shape: Shape, wrappers: usize) {
        match shape {
            Shape::User | Shape::Ndjson => self.payloads.push(Payload::alone(root)),
            Shape::List => self.payloads.extend(root.elements().map(Payload::alone)),
            Shape::Map => {
                let before = self.payloads.len();
                self.payloads.extend(root.members().map(|member| Payload {
                    outside: Outside::Key(member.key),
                    ..Payload::alone(member.value)
                }));
                self.maps.push((root, self.payloads.len() - before));
            }
            Shape::Keyed => {
                for member in root.members() {
                    if is_wrapper_key(member.key()) && member.value.kind() == Kind::Array {
                        if let Some(inner) = detect_array(member.value) {
                            self.collect(member.value, inner, wrappers);
                        }
                    } else if looks_like_user(member.value) {
                        self.payloads.push(Payload {
                            outside: Outside::Name(member.key),
                            ..Payload::alone(member.value)
                        });
                    }
                }
            }
            Shape::Wrapper => {
                for member in root.members().filter(|member| is_wrapper_key(member.key())) {
                    if let Some(inner) = detect_within(member.value, wrappers.saturating_sub(1)) {
                        self.collect(member.value, inner, wrappers.saturating_sub(1));
                    }
                }
            }
            Shape::Operations => {
                self.batches.push(root);
                let before = self.payloads.len();
                for operation in root.elements() {
                    self.collect_operation(operation);
                }
                for payload in &mut self.payloads[before..] {
                    payload.in_operation = true;
                }
            }
            Shape::Webhook => {
                let data = root.get("data");
                for member in data.into_iter().flat_map(Value::members) {
                    if WEBHOOK_USERS.contains(&member.key()) && member.value.kind() == Kind::Object {
                        self.payloads.push(Payload {
                            in_event: true,
                            ..Payload::alone(member.value)
                        });
                    }
                }
            }
            Shape::Page => {
                let users = root.get("data").into_iter().flat_map(Value::elements);
                self.payloads.extend(users.map(Payload::alone));
            }
        }
    }

    fn collect_operation(&mut self, operation: Value<'d>) {
        let mut parts = operation.elements().skip(1);
        let (method, path, body) = (parts.next(), parts.next(), parts.next());
        let target = match (method.and_then(Value::as_str), path, body) {
            (Some(method), Some(path), Some(body)) if method.eq_ignore_ascii_case("PUT") => path
                .as_str()
                .and_then(user_path)
                .map(|target| (target, path, body)),
            _ => None,
        };
        match target {
            Some((UserPath::One { segment, id }, path, body)) => {
                self.payloads.push(Payload {
                    outside: Outside::Path { path, segment, id },
                    ..Payload::alone(body)
                });
            }
            Some((UserPath::Many, _, body)) if body.kind() == Kind::Object => {
                self.collect(body, Shape::Map, 0);
            }
            _ => self.other_operations += 1,
        }
    }
}

/// Whether a document can be read in a shape that was asked for.
fn fits(root: Value<'_>, shape: Shape) -> bool {
    let is = |kind| root.kind() == kind;
    match shape {
        Shape::User | Shape::Map | Shape::Keyed => is(Kind::Object),
        Shape::List | Shape::Operations => is(Kind::Array),
        Shape::Wrapper => is(Kind::Object) && root.members().any(|member| is_wrapper_key(member.key())),
        Shape::Webhook => is(Kind::Object) && member_is(root, "data", Kind::Object),
        Shape::Page => is(Kind::Object) && member_is(root, "data", Kind::Array),
        Shape::Ndjson => true,
    }
}

fn detect(root: Value<'_>) -> Option<Shape> {
    detect_within(root, WRAPPERS)
}

/// The shape of a value around which `wrappers` more may still stand.
fn detect_within(root: Value<'_>, wrappers: usize) -> Option<Shape> {
    match root.kind() {
        Kind::Array => detect_array(root),
        Kind::Object => detect_object(root, wrappers),
        _ => None,
    }
}

fn detect_array(root: Value<'_>) -> Option<Shape> {
    let mut is_empty = true;
    for element in root.elements() {
        is_empty = false;
        match element.kind() {
            Kind::Object if looks_like_user(element) || element.members().next().is_none() => {
                return Some(Shape::List);
            }
            Kind::Array if looks_like_operation(element) => return Some(Shape::Operations),
            _ => {}
        }
    }
    is_empty.then_some(Shape::List)
}

/// `[number, "PUT", "/users/…", …]`, or the same with its number forgotten.
fn looks_like_operation(array: Value<'_>) -> bool {
    array.elements().take(2).filter_map(Value::as_str).any(is_method)
}

fn detect_object(root: Value<'_>, wrappers: usize) -> Option<Shape> {
    // A name makes a user, whatever else is there: no wrapper and no event has one.
    if member_is(root, "name", Kind::String) {
        return Some(Shape::User);
    }
    if is_webhook(root) {
        return Some(Shape::Webhook);
    }
    if wrappers > 0 && is_wrapper(root, wrappers) {
        return Some(if is_page(root) {
            Shape::Page
        } else {
            Shape::Wrapper
        });
    }
    if let Some(shape) = detect_map(root) {
        return Some(shape);
    }
    let is_user = looks_like_user(root) || root.members().next().is_none();
    is_user.then_some(Shape::User)
}

/// Users by id, or by another key: no key is a field, and at least one value looks like a user.
fn detect_map(root: Value<'_>) -> Option<Shape> {
    let mut users = 0;
    let mut ids = 0;
    let mut ids_as_keys = 0;
    let mut has_wrapper = false;
    for member in root.members() {
        let takes_object = matches!(
            Field::of_key(member.key()),
            Some(Field::Custom | Field::PushTokens)
        );
        if takes_object || (Field::of_key(member.key()).is_some() && member.value.kind() != Kind::Object) {
            return None;
        }
        if looks_like_user(member.value) {
            users += 1;
        }
        has_wrapper |= is_wrapper_key(member.key()) && member.value.kind() == Kind::Array;
        if let Some(id) = member.value.get("id") {
            ids += 1;
            ids_as_keys += usize::from(id.as_str().unwrap_or(id.raw()) == member.key());
        }
    }
    match (users, ids, ids_as_keys) {
        (0, _, _) => None,
        // At least every second says who it is, and none says what its key says. Where few do, the keys are the ids,
        // and what differs from its key is a mistake.
        (_, _, 0) if ids * 2 >= users || has_wrapper => Some(Shape::Keyed),
        _ => Some(Shape::Map),
    }
}

fn is_webhook(root: Value<'_>) -> bool {
    member_is(root, "type", Kind::String)
        && member_is(root, "data", Kind::Object)
        && (member_is(root, "createdAt", Kind::Number) || root.get("id").is_some())
}

/// An object of users in a known member, and none beside it: what stands beside would be lost.
fn is_wrapper(root: Value<'_>, wrappers: usize) -> bool {
    let is_held = |member: &Member<'_>| {
        is_wrapper_key(member.key()) && detect_within(member.value, wrappers - 1).is_some()
    };
    let is_user_beside = |member: &Member<'_>| !is_wrapper_key(member.key()) && looks_like_user(member.value);
    root.members().any(|member| is_held(&member))
        && !root
            .members()
            .any(|member| is_own_field(&member) || is_user_beside(&member))
}

/// A field that only a user has. An id, a role or a locale may be those of a team, a file or an answer.
fn is_own_field(member: &Member<'_>) -> bool {
    let field = Field::of_key(member.key());
    let is_of_user = matches!(
        field,
        Some(Field::Email | Field::Phone | Field::PhotoUrl | Field::WelcomeMessage | Field::AvailabilityText)
    );
    is_of_user && member.value.kind() != Kind::Object
}

/// `{"data": […]}` with users that have been stored: they know when they were created.
fn is_page(root: Value<'_>) -> bool {
    let first = root.get("data").and_then(|data| data.elements().next());
    root.members().count() == 1 && first.is_some_and(|user| member_is(user, "createdAt", Kind::Number))
}

pub(crate) fn is_wrapper_key(key: &str) -> bool {
    WRAPPER_KEYS.contains(&key) || key.ends_with("Users") || key.ends_with("users")
}

/// An object with a field of a user, or with a key that was probably meant to be one.
fn looks_like_user(value: Value<'_>) -> bool {
    let is_field = |key: &str| Field::of_key(key).is_some();
    value.members().any(|member| is_field(member.key()))
        || value
            .members()
            .take(64)
            .any(|member| near_miss(member.key()).is_some())
}

fn member_is(object: Value<'_>, key: &str, kind: Kind) -> bool {
    object.get(key).is_some_and(|value| value.kind() == kind)
}

/// The nodes of users, for tests of detection.
#[cfg(test)]
impl Envelope<'_> {
    fn payload_nodes(&self) -> Vec<crate::syntax::tape::NodeId> {
        self.payloads.iter().map(|payload| payload.root.id()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::json::Parser;

    #[track_caller]
    fn detected(text: &str, shape: Option<Shape>, users: usize) {
        let mut parser = Parser::new();
        let document = parser.parse(text).expect("the test's text is JSON");
        let envelope = Envelope::of(document.root(), None);
        assert_eq!(
            (envelope.shape, envelope.payload_nodes().len()),
            (shape, users),
            "{text}"
        );
    }

    #[test]
    fn shapes_seen_in_the_wild() {
        detected(r#"{"id":"1","name":"A"}"#, Some(Shape::User), 1);
        detected(r#"{"name":"A","data":{"id":"2"}}"#, Some(Shape::User), 1);
        detected(r#"{"custom":{"name":"x"}}"#, Some(Shape::User), 1);
        detected("{}", Some(Shape::User), 1);
        detected(r#"{"username":"x","dp":"y"}"#, Some(Shape::User), 1);
        detected(r#"[{"id":"1"},{"id":"2"}]"#, Some(Shape::List), 2);
        detected("[]", Some(Shape::List), 0);
        detected(r#"{"users":[{"id":"1"}],"posts":[]}"#, Some(Shape::Wrapper), 1);
        detected(r#"{"data":[{"id":"1"}]}"#, Some(Shape::Wrapper), 1);
        detected(r#"{"data":[{"id":"1","createdAt":1}]}"#, Some(Shape::Page), 1);
        detected(r#"{"results":[{"id":"1"}]}"#, Some(Shape::Wrapper), 1);
        detected(r#"{"active_users":[{"id":"1"}]}"#, Some(Shape::Wrapper), 1);
        detected(r#"{"user":{"id":"1","name":"A"}}"#, Some(Shape::Wrapper), 1);
        detected(
            r#"{"users":{"a":{"name":"A"},"b":{"name":"B"}}}"#,
            Some(Shape::Wrapper),
            2,
        );
        detected(
            r#"{"operations":[[1,"PUT","/users/a",{"name":"A"}]]}"#,
            Some(Shape::Wrapper),
            1,
        );
    }

    #[test]
    fn a_map_is_told_from_its_look_alike() {
        detected(r#"{"12345":{"name":"A"}}"#, Some(Shape::Map), 1);
        detected(r#"{"0":{"id":0,"name":"A"}}"#, Some(Shape::Map), 1);
        detected(
            r#"{"a":{"id":"a","name":"A"},"b":{"id":"c","name":"C"}}"#,
            Some(Shape::Map),
            2,
        );
        detected(
            r#"{"Sebastian":{"id":"123456","name":"S"}}"#,
            Some(Shape::Keyed),
            1,
        );
        detected(
            r#"{"app":"demo","currentUser":{"id":"1","name":"A"}}"#,
            Some(Shape::Keyed),
            1,
        );
    }

    #[test]
    fn no_user_is_lost_beside_a_wrapper() {
        detected(r#"{"user":{"name":"A"},"bob":{"name":"B"}}"#, Some(Shape::Map), 2);
        detected(
            r#"{"me":{"id":"1","name":"A"},"users":[{"id":"2"},{"id":"3"}]}"#,
            Some(Shape::Keyed),
            3,
        );
        detected(
            r#"{"me":{"name":"A"},"users":[{"id":"2"}]}"#,
            Some(Shape::Keyed),
            2,
        );
        detected(
            r#"{"id":"1","email":"bad","data":{"id":"2"}}"#,
            Some(Shape::User),
            1,
        );
        detected(r#"{"id":"team","users":[{"id":"2"}]}"#, Some(Shape::Wrapper), 1);
        let text = r#"{"u1":{"name":"A"},"u2":{"name":"B"},"u3":{"id":"u4","name":"C"}}"#;
        detected(text, Some(Shape::Map), 3);
    }

    #[test]
    fn operations_that_put_no_user_are_counted() {
        let text = r#"[[1,"PUT","/users/a%2Fb",{}],[2,"PUT","/conversations/x",{}],[3,"GET","/users/a"]]"#;
        let mut parser = Parser::new();
        let envelope = Envelope::of(parser.parse(text).expect("JSON").root(), None);
        assert_eq!((envelope.payloads.len(), envelope.other_operations), (1, 2));
        assert_eq!(envelope.payloads[0].given_id().map(|id| id.text), Some("a/b"));
    }

    #[test]
    fn every_user_of_a_webhook_is_found() {
        let event = r#"{"id":"evt_1","type":"message.sent","createdAt":1,"data":{"sender":{"id":"1"},"recipient":{"id":"2"},"message":{"id":"m"}}}"#;
        detected(event, Some(Shape::Webhook), 2);
        detected(
            r#"{"id":"evt_1","type":"message.sent","createdAt":1,"data":{"sender":null}}"#,
            Some(Shape::Webhook),
            0,
        );
    }

    #[test]
    fn what_is_nothing_known_has_no_shape() {
        for text in [
            "5",
            "\"alice\"",
            "null",
            "[1,2]",
            "[[1,2]]",
            r#"{"foo":1,"bar":{"baz":2}}"#,
            r#"[{"foo":1}]"#,
        ] {
            detected(text, None, 0);
        }
    }
}
