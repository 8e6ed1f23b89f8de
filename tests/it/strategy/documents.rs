//! Documents: users in every shape in which they come, with the place of each.

use proptest::collection::vec;
use proptest::prelude::*;
use userlint::Shape;

use super::users::{any_user, clean_anywhere};
use super::{Json, any_json, custom, ids, one_of, without_repeats};

/// A document whose users are known.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    /// The shape in which it is to be read.
    pub(crate) shape: Shape,
    /// The document.
    pub(crate) json: Json,
    /// The JSON Pointer of each user, in text order.
    pub(crate) users: Vec<String>,
}

/// A reference token of a JSON Pointer (RFC 6901, section 3). A report spells 256 bytes of a key, and no more.
pub(crate) fn token(key: &str) -> String {
    let mut token = String::new();
    for char in key.chars() {
        if token.len() >= 256 {
            return token + "…";
        }
        match char {
            '~' => token.push_str("~0"),
            '/' => token.push_str("~1"),
            _ => token.push(char),
        }
    }
    token
}

/// One user.
pub(crate) fn alone(user: Json) -> Document {
    Document {
        shape: Shape::User,
        json: user,
        users: vec![String::new()],
    }
}

/// A list of users.
pub(crate) fn list(users: Vec<Json>) -> Document {
    let pointers = (0..users.len()).map(|at| format!("/{at}")).collect();
    Document {
        shape: Shape::List,
        json: Json::List(users),
        users: pointers,
    }
}

/// A list of users in a member of an object.
pub(crate) fn wrapper(key: &str, users: Vec<Json>) -> Document {
    let pointers = (0..users.len()).map(|at| format!("/{key}/{at}")).collect();
    Document {
        shape: Shape::Wrapper,
        json: Json::object([(key, Json::List(users))]),
        users: pointers,
    }
}

/// Users by id.
pub(crate) fn map(users: Vec<(String, Json)>) -> Document {
    let pointers = users.iter().map(|(key, _)| format!("/{}", token(key))).collect();
    Document {
        shape: Shape::Map,
        json: Json::Object(users),
        users: pointers,
    }
}

/// Operations that put one user each, and one that puts none.
pub(crate) fn operations(users: Vec<(String, Json)>) -> Document {
    let pointers = (0..users.len()).map(|at| format!("/{at}/3")).collect();
    let operation = |at: usize, method: &str, path: String, body| {
        Json::List(vec![
            Json::word((at + 1).to_string()),
            Json::text(method),
            Json::text(path),
            body,
        ])
    };
    let count = users.len();
    let puts = users
        .into_iter()
        .enumerate()
        .map(|(at, (id, user))| operation(at, "PUT", format!("/users/{}", percent_encoded(&id)), user));
    let other = operation(
        count,
        "PUT",
        "/conversations/order_7".to_owned(),
        Json::object([("subject", Json::text("Order 7"))]),
    );
    Document {
        shape: Shape::Operations,
        json: Json::List(puts.chain([other]).collect()),
        users: pointers,
    }
}

/// A webhook event with one user.
pub(crate) fn webhook(user: Json) -> Document {
    let json = Json::object([
        ("id", Json::text("evt_7")),
        ("type", Json::text("user.created")),
        ("createdAt", Json::word("1632400000000")),
        ("data", Json::object([("user", user)])),
    ]);
    Document {
        shape: Shape::Webhook,
        json,
        users: vec!["/data/user".to_owned()],
    }
}

/// A page of `GET /users`.
pub(crate) fn page(users: Vec<Json>) -> Document {
    let pointers = (0..users.len()).map(|at| format!("/data/{at}")).collect();
    Document {
        shape: Shape::Page,
        json: Json::object([("data", Json::List(users))]),
        users: pointers,
    }
}

/// Users under names that are not their ids.
pub(crate) fn keyed(users: Vec<(String, Json)>) -> Document {
    let pointers = users.iter().map(|(key, _)| format!("/{}", token(key))).collect();
    Document {
        shape: Shape::Keyed,
        json: Json::Object(users),
        users: pointers,
    }
}

/// Every byte but the unreserved ones as `%XX` (RFC 3986, sections 2.1 and 2.3).
fn percent_encoded(id: &str) -> String {
    id.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// Users in every shape; each is an object with at least one field.
pub(crate) fn of_users() -> BoxedStrategy<Document> {
    let user = || any_user().boxed();
    let users = || vec(user(), 1..5);
    let by_id = || vec((ids::text(), user()), 1..5).prop_map(without_repeats);
    let by_name = vec(("[A-Z][a-z]{0,6}", user()), 1..4).prop_map(without_repeats);
    prop_oneof![
        16 => user().prop_map(alone),
        8 => users().prop_map(list),
        8 => (one_of(&["users", "data", "results", "activeUsers"]), users()).prop_map(|(key, users)| wrapper(&key, users)),
        8 => by_id().prop_map(map),
        4 => by_id().prop_map(operations),
        4 => user().prop_map(webhook),
        4 => users().prop_map(page),
        4 => by_name.prop_map(keyed),
        1 => large(),
    ]
.boxed()
}

/// Documents around the limits of a request: a user so often that there may be too many.
fn large() -> BoxedStrategy<Document> {
    let member = |at: usize, user: &Json| (format!("member_{at}"), user.without("id"));
    prop_oneof![
        (any_user(), 97_usize..105)
            .prop_map(move |(user, count)| map((0..count).map(|at| member(at, &user)).collect())),
        (any_user(), 7_usize..13)
            .prop_map(move |(user, count)| operations((0..count).map(|at| member(at, &user)).collect())),
    ]
    .boxed()
}

/// Any document, also one in which something is no user, or that has no known shape at all. Its users are not known.
pub(crate) fn any_document() -> BoxedStrategy<Document> {
    let odd = || prop_oneof![2 => any_user().boxed(), 1 => any_json()];
    let by_key = || vec((custom::key(), odd()), 0..4).prop_map(without_repeats);
    let unknown = |json| Document {
        shape: Shape::User,
        json,
        users: Vec::new(),
    };
    prop_oneof![
        6 => of_users(),
        1 => vec(odd(), 0..4).prop_map(list),
        1 => vec(odd(), 0..4).prop_map(|users| wrapper("users", users)),
        1 => by_key().prop_map(map),
        1 => vec(any_json(), 0..4).prop_map(|operations| Json::List(vec![Json::List(operations)])).prop_map(unknown),
        1 => any_json().prop_map(unknown),
    ]
.boxed()
}

/// Clean users of one document, with the ids by which they are known.
pub(crate) fn clean_users() -> BoxedStrategy<Vec<(String, Json)>> {
    vec((userlint::strategies::id(), clean_anywhere()), 1..5)
        .prop_map(without_repeats)
        .boxed()
}
