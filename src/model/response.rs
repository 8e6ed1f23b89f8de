//! What TalkJS sends: `GET /users/{id}`, a page of `GET /users`, the users in a webhook.
//!
//! Types are those of the vendor's page on users in the REST API, nulls are as stored users have been seen to
//! have them: wherever nothing is set. What is sent is not refused for its form: in these fields the schema
//! asks for the JSON type alone.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::maybe::{Maybe, present};
use super::{
    AvailabilityText, Custom, DisplayName, EmailAddress, LanguageTag, Payload, PhoneNumber, PhotoUrl,
    PushToken, RoleName, Timestamp, UserId, WelcomeMessage,
};
use crate::surface::Surface;

/// A user as TalkJS sends it: from `GET /users/{id}`, in a page of `GET /users`, in a webhook. What is not
/// set is null.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "user as TalkJS sends it", example = example())]
#[non_exhaustive]
pub struct ResponseUser {
    /// The user's id.
    pub id: UserId,
    /// The name that others see.
    pub name: DisplayName,
    /// The addresses to which notifications go.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(with = "Maybe<Vec<String>>")]
    pub email: Maybe<Vec<EmailAddress>>,
    /// The telephone numbers to which text messages go.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(with = "Maybe<Vec<String>>")]
    pub phone: Maybe<Vec<PhoneNumber>>,
    /// The URL of a photo.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub photo_url: Maybe<PhotoUrl>,
    /// The user's language tag. Null means the default of the app.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(with = "Maybe<String>")]
    pub locale: Maybe<LanguageTag>,
    /// What another user reads at the start of a conversation with this one.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub welcome_message: Maybe<WelcomeMessage>,
    /// The name of the user's role.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub role: Maybe<RoleName>,
    /// Strings of your own, by key; an empty object where there are none.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub custom: Maybe<Custom>,
    /// The registered devices, each with the value `true`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(with = "Maybe<BTreeMap<String, Value>>")]
    pub push_tokens: Maybe<BTreeMap<PushToken, Value>>,
    /// A text whose place the welcome messages of conversations have taken.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub availability_text: Maybe<AvailabilityText>,
    /// The old name of `role`, in early versions of the API.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub configuration: Maybe<RoleName>,
    /// When the user was created, in milliseconds since the start of 1970 in UTC.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Timestamp")]
    pub created_at: Option<Timestamp>,
    /// A further URL, which early versions of the API list.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(with = "Maybe<String>")]
    pub header_photo_url: Maybe<PhotoUrl>,
}

impl ResponseUser {
    /// A user with an id, a name, and nothing else.
    pub fn new(id: impl Into<UserId>, name: impl Into<DisplayName>) -> Self {
        ResponseUser {
            id: id.into(),
            name: name.into(),
            email: Maybe::Absent,
            phone: Maybe::Absent,
            photo_url: Maybe::Absent,
            locale: Maybe::Absent,
            welcome_message: Maybe::Absent,
            role: Maybe::Absent,
            custom: Maybe::Absent,
            push_tokens: Maybe::Absent,
            availability_text: Maybe::Absent,
            configuration: Maybe::Absent,
            created_at: None,
            header_photo_url: Maybe::Absent,
        }
    }
}

impl super::sealed::Sealed for ResponseUser {}

impl Payload for ResponseUser {
    const SURFACE: Surface = Surface::Response;
}

pub(super) fn example() -> ResponseUser {
    let mut user = ResponseUser::new("user_7", "Linda");
    user.email = Maybe::Value(vec!["linda@talkjs.com".into()]);
    user.phone = Maybe::Null;
    user.photo_url = Maybe::of("https://talkjs.com/photos/linda.jpg");
    user.locale = Maybe::Null;
    user.welcome_message = Maybe::Null;
    user.role = Maybe::of("buyer");
    user.custom = Maybe::Value(Custom::default());
    user.availability_text = Maybe::Null;
    user.created_at = Some(1_632_403_200_000.into());
    user
}
