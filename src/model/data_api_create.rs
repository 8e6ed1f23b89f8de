//! `userRef.createIfNotExists(params)` of the JavaScript Data API.
//!
//! Types are those of `CreateUserParams` in talkjs 0.46.0, where nothing is nullable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::maybe::present;
use super::{
    Custom, DisplayName, EmailAddress, LanguageTag, OneOrMany, Payload, PhoneNumber, PhotoUrl, PushTokens,
    RoleName, UserId, WelcomeMessage,
};
use crate::surface::Surface;

/// A user as `createIfNotExists(…)` of the TalkJS Data API takes it. Nothing can be null, and nothing happens
/// if the user exists already.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "user for createIfNotExists of the Data API", example = example())]
#[non_exhaustive]
pub struct DataApiCreateUser {
    /// Not a parameter: the id goes into `session.user(id)`. A file of users may keep it here.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "UserId")]
    pub id: Option<UserId>,
    /// The name that others see.
    pub name: DisplayName,
    /// The address, or the addresses, to which notifications go.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "OneOrMany<EmailAddress>")]
    pub email: Option<OneOrMany<EmailAddress>>,
    /// The telephone number, or the numbers, to which text messages go, in the form of E.164.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "OneOrMany<PhoneNumber>")]
    pub phone: Option<OneOrMany<PhoneNumber>>,
    /// The URL of a photo that others see.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "PhotoUrl")]
    pub photo_url: Option<PhotoUrl>,
    /// The language tag by which TalkJS chooses language and dates for this user. Without one the default of
    /// the app holds.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "LanguageTag")]
    pub locale: Option<LanguageTag>,
    /// What another user reads at the start of a conversation with this one. Deprecated in
    /// `@talkjs/core` 1.12.0: only the Classic SDKs show it.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "WelcomeMessage", extend("deprecated" = true))]
    pub welcome_message: Option<WelcomeMessage>,
    /// The name of the user's role, exactly as in the dashboard. Without one the role is `default`.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "RoleName")]
    pub role: Option<RoleName>,
    /// Strings of your own, by key. Everyone can read them.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "Custom")]
    pub custom: Option<Custom>,
    /// Devices to send push notifications to: `fcm:` or `apns:` and a token, each with the value `true`.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "PushTokens")]
    pub push_tokens: Option<PushTokens>,
}

impl DataApiCreateUser {
    /// A user with a name and nothing else.
    pub fn new(name: impl Into<DisplayName>) -> Self {
        DataApiCreateUser {
            id: None,
            name: name.into(),
            email: None,
            phone: None,
            photo_url: None,
            locale: None,
            welcome_message: None,
            role: None,
            custom: None,
            push_tokens: None,
        }
    }
}

impl super::sealed::Sealed for DataApiCreateUser {}

impl Payload for DataApiCreateUser {
    const SURFACE: Surface = Surface::DataApiCreate;
}

fn example() -> DataApiCreateUser {
    let mut user = DataApiCreateUser::new("Linda");
    user.email = Some("linda@talkjs.com".into());
    user.locale = Some("en-US".into());
    user.role = Some("buyer".into());
    user.custom = Some([("plan", "gold")].into());
    user
}
