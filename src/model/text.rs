//! The strings of a user: one type a field, so that none is taken for another.
//!
//! They hold any string. What a string should look like stands in its schema, and a rule says where it does
//! not; [`Payload::validate`](super::Payload::validate) asks them all.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::pattern;

macro_rules! text {
    ($(#[$attribute:meta])* $name:ident) => {
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        $(#[$attribute])*
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(String);

        impl $name {
            /// The string as it stands.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The string as it stands.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        /// The string as it stands, not escaped.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text! {
    /// The id of a user: unique, and permanent.
    #[schemars(extend("minLength" = 1), example = &"user_7")]
    UserId
}

text! {
    /// The name under which others see a user.
    #[schemars(example = &"Linda")]
    DisplayName
}

text! {
    /// An e-mail address to which notifications go.
    #[schemars(extend("pattern" = pattern::EMAIL), example = &"linda@talkjs.com")]
    EmailAddress
}

text! {
    /// A telephone number in the form of E.164: `+`, the country code and the rest, without spaces.
    #[schemars(extend("pattern" = pattern::PHONE), example = &"+31612345678")]
    PhoneNumber
}

text! {
    /// The URL of a photo. Only an absolute one is found from an e-mail or from another site.
    #[schemars(
        extend("not" = { "type": "string", "pattern": pattern::forbidden_scheme() }),
        example = &"https://talkjs.com/photos/linda.jpg",
    )]
    PhotoUrl
}

text! {
    /// A language tag (BCP 47, RFC 5646). It chooses the language and the way in which dates are written.
    #[schemars(extend("pattern" = pattern::LANGUAGE_TAG), example = &"en-US", example = &"pt-BR")]
    LanguageTag
}

text! {
    /// What another user reads at the start of a conversation with this one.
    #[schemars(example = &"Hi! What can I do for you?")]
    WelcomeMessage
}

text! {
    /// The name of a role, exactly as in the dashboard.
    #[schemars(example = &"buyer")]
    RoleName
}

text! {
    /// A text whose place the welcome messages of conversations (`welcomeMessages`) have taken.
    AvailabilityText
}

text! {
    /// A device: its provider (`fcm` or `apns`), a colon, and the token that the provider gave it.
    #[schemars(extend("pattern" = pattern::push_token()))]
    PushToken
}
