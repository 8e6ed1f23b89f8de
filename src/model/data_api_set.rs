//! `userRef.set(params)` of the JavaScript Data API.
//!
//! Types and nulls are those of `SetUserParams` in talkjs 0.46.0.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::maybe::{Maybe, present};
use super::{
    CustomPatch, DisplayName, EmailAddress, LanguageTag, OneOrMany, Payload, PhoneNumber, PhotoUrl,
    PushTokensPatch, RoleName, UserId, WelcomeMessage,
};
use crate::surface::Surface;

/// A user as `set(…)` of the TalkJS Data API takes it. A field that is absent keeps its value, null resets
/// it. A user who does not exist is created, and then needs a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "user for set of the Data API", example = example())]
#[non_exhaustive]
pub struct DataApiSetUser {
    /// Not a parameter: the id goes into `session.user(id)`. A file of users may keep it here.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "UserId")]
    pub id: Option<UserId>,
    /// The name that others see. Needed when the user does not exist yet.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "DisplayName")]
    pub name: Option<DisplayName>,
    /// The address, or the addresses, to which notifications go. Null deletes those on record.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub email: Maybe<OneOrMany<EmailAddress>>,
    /// The telephone number, or the numbers, to which text messages go, in the form of E.164. Null deletes
    /// those on record.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub phone: Maybe<OneOrMany<PhoneNumber>>,
    /// The URL of a photo that others see. Null deletes it.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub photo_url: Maybe<PhotoUrl>,
    /// The language tag by which TalkJS chooses language and dates for this user. Null means the default of
    /// the app.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub locale: Maybe<LanguageTag>,
    /// What another user reads at the start of a conversation with this one. Null deletes it. Deprecated in
    /// `@talkjs/core` 1.12.0: only the Classic SDKs show it.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(extend("deprecated" = true))]
    pub welcome_message: Maybe<WelcomeMessage>,
    /// The name of the user's role, exactly as in the dashboard. Null means `default`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub role: Maybe<RoleName>,
    /// Strings of your own, by key. Absent keys stay, a null value deletes its key, null alone deletes them
    /// all. Everyone can read them.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub custom: Maybe<CustomPatch>,
    /// Devices to send push notifications to: `fcm:` or `apns:` and a token, each with `true` to register it
    /// or null to unregister it. Null alone unregisters them all.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub push_tokens: Maybe<PushTokensPatch>,
}

impl DataApiSetUser {
    /// A user of whom nothing changes.
    pub fn new() -> Self {
        DataApiSetUser::default()
    }
}

impl super::sealed::Sealed for DataApiSetUser {}

impl Payload for DataApiSetUser {
    const SURFACE: Surface = Surface::DataApiSet;
}

fn example() -> DataApiSetUser {
    let mut user = DataApiSetUser::new();
    user.email = Maybe::of("linda@talkjs.com");
    user.welcome_message = Maybe::Null;
    user.custom = Maybe::of([("plan", Some("gold".to_owned())), ("trial", None)]);
    user
}
