//! `new Talk.User(options)` of the Classic JavaScript SDK. React Native takes the same object.
//!
//! Types and nulls are those of `UserOptions` in talkjs 0.46.0; that id and name alone are required stands on
//! the vendor's concept page, Users.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::maybe::Maybe;
use super::{
    AnyId, AvailabilityText, CustomPatch, DisplayName, EmailAddress, LanguageTag, OneOrMany, Payload,
    PhoneNumber, PhotoUrl, RoleName, WelcomeMessage,
};
use crate::surface::Surface;

/// A user as `new Talk.User(…)` of the TalkJS JavaScript SDK takes it. A field that is absent keeps its
/// value, null deletes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "user for the JavaScript SDK", example = example())]
#[non_exhaustive]
pub struct SdkUser {
    /// The user's own and permanent id, best the one from your database. A number becomes a string, so that
    /// `5` and `"5"` are one user.
    pub id: AnyId,
    /// The name that others see.
    pub name: DisplayName,
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
    /// What another user reads at the start of a conversation with this one. Null deletes it.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub welcome_message: Maybe<WelcomeMessage>,
    /// The name of the user's role, exactly as in the dashboard. Without one the role is `default`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub role: Maybe<RoleName>,
    /// Strings of your own, by key. Absent keys stay, a null value deletes its key. Everyone can read them.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    pub custom: Maybe<CustomPatch>,
    /// Deprecated: set `welcomeMessages` on conversations.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(extend("deprecated" = true))]
    pub availability_text: Maybe<AvailabilityText>,
    /// Deprecated: the old name of `role`.
    #[serde(default, skip_serializing_if = "Maybe::is_absent")]
    #[schemars(extend("deprecated" = true))]
    pub configuration: Maybe<RoleName>,
}

impl SdkUser {
    /// A user with an id, a name, and nothing else.
    pub fn new(id: impl Into<AnyId>, name: impl Into<DisplayName>) -> Self {
        SdkUser {
            id: id.into(),
            name: name.into(),
            email: Maybe::Absent,
            phone: Maybe::Absent,
            photo_url: Maybe::Absent,
            locale: Maybe::Absent,
            welcome_message: Maybe::Absent,
            role: Maybe::Absent,
            custom: Maybe::Absent,
            availability_text: Maybe::Absent,
            configuration: Maybe::Absent,
        }
    }
}

impl super::sealed::Sealed for SdkUser {}

impl Payload for SdkUser {
    const SURFACE: Surface = Surface::Sdk;
}

fn example() -> SdkUser {
    let mut user = SdkUser::new("user_7", "Linda");
    user.email = Maybe::of("linda@talkjs.com");
    user.photo_url = Maybe::of("https://talkjs.com/photos/linda.jpg");
    user.welcome_message = Maybe::of("Hi! What can I do for you?");
    user.role = Maybe::of("buyer");
    user
}
