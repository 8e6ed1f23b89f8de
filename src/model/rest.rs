//! The body of `PUT /users/{id}` of the REST API, for a user who may not exist yet.
//!
//! Types and nulls are those of the vendor's page on users in the REST API. The old fields `availabilityText`
//! and `configuration` stand in scripts and earlier pages of the vendor; what becomes of them now is documented
//! nowhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::maybe::{Maybe, present};
use super::{
    AnyId, AvailabilityText, CustomPatch, DisplayName, EmailAddress, LanguageTag, Payload, PhoneNumber,
    PhotoUrl, PushTokensPatch, RoleName, WelcomeMessage,
};
use crate::surface::Surface;

/// A user as `PUT /users/{id}`, and `PUT /users` by id, of the TalkJS REST API take it. A field that is
/// absent keeps its value, null deletes it. For a user who exists, and keeps the name, there is the schema
/// `rest-update`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "user for the REST API", example = example())]
#[non_exhaustive]
pub struct RestUser {
    /// Not part of the body: the id stands in the path, or is the key in `PUT /users`. A file of users may
    /// keep it here.
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[schemars(with = "AnyId")]
    pub id: Option<AnyId>,
    /// The name that others see.
    pub name: DisplayName,
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

impl RestUser {
    /// A user with a name and nothing else.
    pub fn new(name: impl Into<DisplayName>) -> Self {
        RestUser {
            id: None,
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
        }
    }
}

impl super::sealed::Sealed for RestUser {}

impl Payload for RestUser {
    const SURFACE: Surface = Surface::Rest;
}

pub(super) fn example() -> RestUser {
    let mut user = RestUser::new("Linda");
    user.email = Maybe::Value(vec!["linda@talkjs.com".into()]);
    user.phone = Maybe::Value(vec!["+31612345678".into()]);
    user.photo_url = Maybe::of("https://talkjs.com/photos/linda.jpg");
    user.locale = Maybe::of("nl-NL");
    user.role = Maybe::of("buyer");
    user.custom = Maybe::of([("plan", "gold".to_owned())]);
    user
}
