//! From the payload of one surface to that of another, with nothing lost on the way.
//!
//! `From` where everything that can be said on the one surface can be said on the other; `TryFrom` elsewhere, whose
//! [`ConversionError`] names each field that cannot be carried over, and why. Values are moved, not judged: what is wrong
//! on both surfaces stays wrong.
//!
//! What changes its form on the way:
//!
//! - A string in `email` or `phone` becomes an array of one where only arrays are taken.
//! - A number as `id` becomes the string that JavaScript makes of it, unless JavaScript cannot hold the number.
//! - `configuration`, the old name, becomes `role`, unless there is a role that is another.
//! - Null becomes absence for `createIfNotExists`, which takes none: a new user has nothing that could be deleted.
//! - An empty `pushTokens` says nothing, and is left out where the surface has no push tokens. So is null in a response:
//!   there it only says that a field is not set.
//!
//! Which fields a surface has, requires, and takes null in stands in the table of the structural rules, and is read there.
//!
//! ```
//! use userlint::Field;
//! use userlint::model::{DataApiCreateUser, Maybe, RestUser, SdkUser};
//!
//! let mut user = SdkUser::new(7, "Linda");
//! user.email = Maybe::of("linda@talkjs.com");
//! let user = RestUser::try_from(user)?;
//! assert_eq!(
//!     serde_json::to_string(&user)?,
//!     r#"{"id":"7","name":"Linda","email":["linda@talkjs.com"]}"#
//! );
//!
//! let mut user = SdkUser::new("user_7", "Linda");
//! user.availability_text = Maybe::of("I reply within a day");
//! let error = DataApiCreateUser::try_from(user).expect_err("the Data API has no such field");
//! assert_eq!(error.fields[0].field, Field::AvailabilityText);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt;

use super::{DataApiCreateUser, DataApiSetUser, Payload, ResponseUser, RestUpdateUser, RestUser, SdkUser};
use crate::field::Field;
use crate::surface::Surface;

mod carried;
mod direct;
mod fitted;

use carried::Carried;
use fitted::Fitted;

/// The error of a conversion between payloads: what of the one the other cannot say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConversionError {
    /// The surface of the payload that was given.
    pub from: Surface,
    /// The surface that was asked for.
    pub to: Surface,
    /// Each field that stands in the way, in documentation order. There is at least one.
    pub fields: Vec<Uncarried>,
}

/// A field that cannot be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uncarried {
    /// The field.
    pub field: Field,
    /// Why.
    pub reason: UncarriedReason,
}

/// Why a field cannot be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UncarriedReason {
    /// The field is there, and the surface has no such field.
    NotTaken,
    /// The field is not there, and the surface requires it.
    Required,
    /// The id is a number that JavaScript does not hold exactly, so that its string would be that of other users, too.
    Imprecise,
    /// `configuration` is not the same as `role`, and which of the two holds is not documented.
    OtherRole,
    /// A value in `pushTokens` that neither registers nor unregisters.
    PushTokenValue,
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a user for {} cannot become one for {}: ", self.from, self.to)?;
        for (at, uncarried) in self.fields.iter().enumerate() {
            let separator = if at > 0 { "; " } else { "" };
            write!(f, "{separator}{uncarried}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConversionError {}

/// The field and the reason, as a clause. Nothing of the payload is quoted.
impl fmt::Display for Uncarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` {}",
            self.field.name(),
            match self.reason {
                UncarriedReason::NotTaken => "is not taken there",
                UncarriedReason::Required => "is required there, and missing",
                UncarriedReason::Imprecise => "is a number that JavaScript does not hold exactly",
                UncarriedReason::OtherRole => "names another role than `role`",
                UncarriedReason::PushTokenValue => "has a value that is neither `true` nor null",
            }
        )
    }
}

/// The conversions that can fail: from the first surface to each of the others.
macro_rules! try_from {
    ($($from:ty => $($to:ty),+;)+) => {$($(
        impl TryFrom<$from> for $to {
            type Error = ConversionError;

            /// Names every field that cannot be carried over.
            fn try_from(user: $from) -> Result<Self, ConversionError> {
                convert(user)
            }
        }
    )+)+};
}

try_from! {
    SdkUser => DataApiCreateUser, DataApiSetUser, RestUser, RestUpdateUser;
    DataApiCreateUser => SdkUser;
    DataApiSetUser => SdkUser, DataApiCreateUser, RestUser;
    RestUser => SdkUser, DataApiCreateUser, DataApiSetUser;
    RestUpdateUser => SdkUser, DataApiCreateUser, DataApiSetUser, RestUser;
    ResponseUser => SdkUser, DataApiCreateUser, DataApiSetUser, RestUser, RestUpdateUser;
}

fn convert<F: Payload + Into<Carried>, T: Payload + Fitted>(user: F) -> Result<T, ConversionError> {
    let mut carried: Carried = user.into();
    fitted::fit(&mut carried, T::SURFACE);
    let mut fields = std::mem::take(&mut carried.uncarried);
    let built = T::build(carried);
    fields.sort_by_key(|uncarried| uncarried.field);
    match built {
        Some(user) if fields.is_empty() => Ok(user),
        _ => Err(ConversionError {
            from: F::SURFACE,
            to: T::SURFACE,
            fields,
        }),
    }
}
