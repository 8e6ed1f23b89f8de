//! The payloads as Rust types: one a surface, one a field, and what holds several users.
//!
//! Nothing here judges. The types say which fields a surface has, of which JSON type, and where null is
//! taken; serde refuses what breaks that, passes over keys that it does not know, and lets every string pass.
//! From the types come the schemas ([`schema`](crate::schema)) and the table that the structural rules read;
//! what is well-formed but wrong, [`Payload::validate`] finds.
//!
//! # Absent, null, or a value
//!
//! | in Rust | in JSON |
//! |---|---|
//! | `T` | the key is there, and its value is not null |
//! | `Option<T>` | the key may be absent; its value is not null |
//! | [`Maybe<T>`] | the key may be absent, and its value may be null |
//!
//! ```
//! use userlint::model::{Maybe, Payload, RestUser};
//!
//! let mut user = RestUser::new("Linda");
//! user.email = Maybe::Value(vec!["linda@talkjs.com".into()]);
//! user.role = Maybe::of("buyer");
//! user.photo_url = Maybe::Null;
//! assert!(user.validate().is_accepted());
//! assert_eq!(
//!     serde_json::to_string(&user)?,
//!     r#"{"name":"Linda","email":["linda@talkjs.com"],"photoUrl":null,"role":"buyer"}"#
//! );
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! How the payload of one surface becomes that of another: [`convert`].

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::check::{Linter, Options};
use crate::report::Report;
use crate::shape::Shape;
use crate::source::Source;
use crate::surface::{Surface, Surfaces};

pub mod convert;
mod data_api_create;
mod data_api_set;
mod envelope;
mod id;
mod map;
mod maybe;
mod one_or_many;
mod pattern;
mod response;
mod rest;
mod rest_update;
mod sdk;
mod text;
mod timestamp;

pub use data_api_create::DataApiCreateUser;
pub use data_api_set::DataApiSetUser;
pub use envelope::{
    BatchRequest, Operation, OperationOptions, UserPage, UsersRequest, WebhookData, WebhookEvent,
};
pub use id::AnyId;
pub use map::{Custom, CustomPatch, PushTokens, PushTokensPatch, True};
pub use maybe::Maybe;
pub use one_or_many::OneOrMany;
pub use response::ResponseUser;
pub use rest::RestUser;
pub use rest_update::RestUpdateUser;
pub use sdk::SdkUser;
pub use text::{
    AvailabilityText, DisplayName, EmailAddress, LanguageTag, PhoneNumber, PhotoUrl, PushToken, RoleName,
    UserId, WelcomeMessage,
};
pub use timestamp::Timestamp;

/// A user as one of the surfaces has it. Implemented by the six types of this module and by no others.
pub trait Payload: Serialize + DeserializeOwned + JsonSchema + sealed::Sealed {
    /// The surface by whose rules the type is made.
    const SURFACE: Surface;

    /// Judges the user on its surface, with warnings and errors: what [`Linter::check`] says of its compact
    /// JSON text, to which the locations of the findings refer.
    fn validate(&self) -> Report {
        let options = Options::new()
            .surfaces(Surfaces::of(&[Self::SURFACE]))
            .shape(Shape::User);
        // Nothing in these types is refused by serde_json. Were it otherwise, the report on an empty text
        // would say so.
        let text = serde_json::to_string(self).unwrap_or_default();
        Linter::new(options).check(Source::new("<value>", &text))
    }
}

mod sealed {
    /// Keeps [`Payload`](super::Payload) to the types of this module, so that it can grow.
    pub trait Sealed {}
}
