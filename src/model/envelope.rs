//! What holds several users: the bodies of `PUT /users` and `POST /batch`, the pages of `GET /users`, webhook
//! events.
//!
//! These types are made for their schemas, and for programs that build or read such documents. Rules judge
//! the users in them one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Number, Value, json};

use super::maybe::{Maybe, present};
use super::{ResponseUser, RestUser, Timestamp, UserId, response, rest};
use crate::limits::{API_VERSIONS, OPERATIONS_PER_BATCH, USERS_PER_REQUEST};
use crate::rest::USERS;

/// Users by id, as `PUT /users` of the TalkJS REST API takes them: all or none are stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(
    title = "users by id",
    extend("maxProperties" = USERS_PER_REQUEST, "propertyNames" = { "minLength": 1 }),
    example = users_example(),
)]
pub struct UsersRequest(
    /// The users, by id.
    pub BTreeMap<UserId, RestUser>,
);

/// Operations, as `POST /batch` of the TalkJS REST API takes them. They may run in any order, and each
/// succeeds or fails by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(
    title = "operations",
    extend("maxItems" = OPERATIONS_PER_BATCH),
    example = batch_example(),
)]
pub struct BatchRequest(
    /// The operations.
    pub Vec<Operation>,
);

/// A request inside a batch. In JSON it is an array: `[sequence number, method, path, payload, options]`, of
/// which the last two may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(from = "Parts")]
#[non_exhaustive]
pub struct Operation {
    /// By which the answer to this operation is found among the answers.
    pub sequence_number: Number,
    /// The HTTP method: `PUT`.
    pub method: String,
    /// The path behind the app's id: `/users/user_7`. An id in it is percent-encoded where a URL asks for
    /// that.
    pub path: String,
    /// The body, where the request has one: for `PUT /users/{id}` a [`RestUser`].
    pub payload: Option<Value>,
    /// How to carry the operation out.
    pub options: Option<OperationOptions>,
}

/// How to carry an operation out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct OperationOptions {
    /// The version of the REST API to go by, as a date. Without one it is the latest.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "String", extend("examples" = API_VERSIONS))]
    pub api_version: Option<String>,
}

/// A page of `GET /users` of the TalkJS REST API.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "page of users", example = page_example())]
#[non_exhaustive]
pub struct UserPage {
    /// The users of the page.
    pub data: Vec<ResponseUser>,
}

/// An event that TalkJS sends to a webhook, as far as users are in it: `user.created`, `message.sent`, and
/// others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "webhook event", example = event_example())]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The id of the event.
    #[schemars(example = &"evt_7")]
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schemars(example = &"user.created", example = &"message.sent")]
    pub event_type: String,
    /// When it happened, in milliseconds since the start of 1970 in UTC.
    pub created_at: Timestamp,
    /// What it is about.
    pub data: WebhookData,
}

/// What an event is about. There is more in it, depending on the event; serde passes over that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[non_exhaustive]
pub struct WebhookData {
    /// The user who was created or updated.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub user: Maybe<ResponseUser>,
    /// Who sent the message; nobody if the message comes from the system.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub sender: Maybe<ResponseUser>,
    /// Who read the message.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub recipient: Maybe<ResponseUser>,
}

impl Operation {
    /// An operation without a payload and options.
    pub fn new(
        sequence_number: impl Into<Number>,
        method: impl Into<String>,
        path: impl Into<String>,
    ) -> Self {
        Operation {
            sequence_number: sequence_number.into(),
            method: method.into(),
            path: path.into(),
            payload: None,
            options: None,
        }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = match (&self.payload, &self.options) {
            (_, Some(_)) => 5,
            (Some(_), None) => 4,
            (None, None) => 3,
        };
        let mut array = serializer.serialize_seq(Some(length))?;
        array.serialize_element(&self.sequence_number)?;
        array.serialize_element(&self.method)?;
        array.serialize_element(&self.path)?;
        if length > 3 {
            array.serialize_element(&self.payload)?;
        }
        if length > 4 {
            array.serialize_element(&self.options)?;
        }
        array.end()
    }
}

/// An operation in the order of its parts.
#[derive(Deserialize)]
struct Parts(
    Number,
    String,
    String,
    #[serde(default)] Option<Value>,
    #[serde(default, deserialize_with = "present")] Option<OperationOptions>,
);

impl From<Parts> for Operation {
    fn from(Parts(sequence_number, method, path, payload, options): Parts) -> Self {
        Operation {
            sequence_number,
            method,
            path,
            payload,
            options,
        }
    }
}

impl JsonSchema for Operation {
    fn schema_name() -> Cow<'static, str> {
        "Operation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "title": "operation",
            "description": "A request inside a batch: number, method, path, perhaps payload and options.",
            "type": "array",
            "prefixItems": [
                {
                    "description": "By which the answer to this operation is found among the answers.",
                    "type": "number",
                },
                {
                    "description": "The HTTP method.",
                    "type": "string",
                    "examples": ["PUT"],
                },
                {
                    "description": "The path behind the app's id. An id in it is percent-encoded where a URL \
                                    asks for that.",
                    "type": "string",
                    "pattern": "^/",
                    "examples": ["/users/user_7"],
                },
                {
                    "description": "The body, where the request has one.",
                },
                generator.subschema_for::<OperationOptions>(),
            ],
            "minItems": 3,
            "maxItems": 5,
            "allOf": [
                put(&json!({ "pattern": format!("^{USERS}/[^/?#]*$") }), &generator.subschema_for::<RestUser>()),
                put(&json!({ "const": USERS }), &generator.subschema_for::<UsersRequest>()),
            ],
        })
    }
}

/// A PUT to such a path has a body, and it is this.
fn put(path: &Value, body: &Schema) -> Value {
    json!({
        "if": { "prefixItems": [true, { "const": "PUT" }, path] },
        "then": { "prefixItems": [true, true, true, body], "minItems": 4 },
    })
}

fn users_example() -> UsersRequest {
    UsersRequest(BTreeMap::from([("user_7".into(), rest::example())]))
}

fn page_example() -> UserPage {
    UserPage {
        data: vec![response::example()],
    }
}

fn batch_example() -> Value {
    json!([[1, "PUT", "/users/user_7", rest::example(), { "api_version": API_VERSIONS[3] }]])
}

fn event_example() -> WebhookEvent {
    WebhookEvent {
        id: "evt_7".to_owned(),
        event_type: "user.created".to_owned(),
        created_at: 1_632_403_200_000.into(),
        data: WebhookData {
            user: Maybe::Value(response::example()),
            ..WebhookData::default()
        },
    }
}
