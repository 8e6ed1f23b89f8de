//! The same requests of the REST API as in [`rest`](super::RestUser), used to change a user who exists.
//!
//! They behave like a patch, says the vendor's page on users in the REST API: what is absent stays as it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::maybe::{Maybe, present};
use super::{
    AnyId, AvailabilityText, CustomPatch, DisplayName, EmailAddress, LanguageTag, Payload, PhoneNumber,
    PhotoUrl, PushTokensPatch, RoleName, WelcomeMessage,
};
use crate::surface::Surface;

/// A change to an existing user as `PUT /users/{id}`, and `PUT /users` by id, of the TalkJS REST API take it.
/// A field that is absent keeps its value, null deletes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "change of a user for the REST API", example = example())]
#[non_exhaustive]
pub struct RestUpdateUser {
    /// Not part of the body: the id stands in the path, or is the key in `PUT /users`. A file of users may
    /// keep it here.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "AnyId")]
    pub id: Option<AnyId>,
    /// The name that others see. It can be changed, not deleted.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "DisplayName")]
    pub name: Option<DisplayName>,
    /// The addresses to which notifications go, always as an array. Null deletes those on record.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub email: Maybe<Vec<EmailAddress>>,
    /// The telephone numbers to which text messages go, always as an array, in the form of E.164. Null
    /// deletes those on record.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub phone: Maybe<Vec<PhoneNumber>>,
    /// The URL of a photo that others see. Null deletes it.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub photo_url: Maybe<PhotoUrl>,
    /// The language tag by which TalkJS chooses language and dates for this user. Null means the default of
    /// the app.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub locale: Maybe<LanguageTag>,
    /// What another user reads at the start of a conversation with this one. Null deletes it.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub welcome_message: Maybe<WelcomeMessage>,
    /// The name of the user's role, exactly as in the dashboard. Without one the role is `default`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub role: Maybe<RoleName>,
    /// Strings of your own, by key. Everyone can read them.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub custom: Maybe<CustomPatch>,
    /// Devices to send push notifications to: `fcm:` or `apns:` and a token, each with `true` to register it
    /// or null to unregister it. Null alone unregisters them all.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub push_tokens: Maybe<PushTokensPatch>,
    /// Deprecated: set `welcomeMessages` on conversations.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(extend("deprecated" = true))]
    pub availability_text: Maybe<AvailabilityText>,
    /// Deprecated: the old name of `role`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(extend("deprecated" = true))]
    pub configuration: Maybe<RoleName>,
}

impl RestUpdateUser {
    /// A change of nothing.
    pub fn new() -> Self {
        RestUpdateUser::default()
    }
}

impl super::sealed::Sealed for RestUpdateUser {}

impl Payload for RestUpdateUser {
    const SURFACE: Surface = Surface::RestUpdate;
}

fn example() -> RestUpdateUser {
    let mut user = RestUpdateUser::new();
    user.email = Maybe::Value(Vec::new());
    user.photo_url = Maybe::Null;
    user.role = Maybe::of("seller");
    user
}
