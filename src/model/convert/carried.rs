//! A user with everything that any surface can say of one, in the form in which the most can be said.

use super::super::{
    AnyId, AvailabilityText, Custom, CustomPatch, DataApiCreateUser, DataApiSetUser, DisplayName,
    EmailAddress, LanguageTag, Maybe, OneOrMany, PhoneNumber, PhotoUrl, PushToken, PushTokens,
    PushTokensPatch, ResponseUser, RestUpdateUser, RestUser, RoleName, SdkUser, Timestamp, True,
    WelcomeMessage,
};
use super::{Uncarried, UncarriedReason};
use crate::field::Field;

/// What is on its way from one surface to another.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub(super) id: Option<AnyId>,
    pub(super) name: Option<DisplayName>,
    pub(super) email: Maybe<OneOrMany<EmailAddress>>,
    pub(super) phone: Maybe<OneOrMany<PhoneNumber>>,
    pub(super) photo_url: Maybe<PhotoUrl>,
    pub(super) locale: Maybe<LanguageTag>,
    pub(super) welcome_message: Maybe<WelcomeMessage>,
    pub(super) role: Maybe<RoleName>,
    pub(super) custom: Maybe<CustomPatch>,
    pub(super) push_tokens: Maybe<PushTokensPatch>,
    pub(super) availability_text: Maybe<AvailabilityText>,
    pub(super) configuration: Maybe<RoleName>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) header_photo_url: Maybe<PhotoUrl>,
    /// What has been found to stand in the way.
    pub(super) uncarried: Vec<Uncarried>,
}

impl From<SdkUser> for Carried {
    fn from(user: SdkUser) -> Self {
        Carried {
            id: Some(user.id),
            name: Some(user.name),
            email: user.email,
            phone: user.phone,
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: user.custom,
            availability_text: user.availability_text,
            configuration: user.configuration,
            ..Carried::default()
        }
    }
}

impl From<DataApiCreateUser> for Carried {
    fn from(user: DataApiCreateUser) -> Self {
        DataApiSetUser::from(user).into()
    }
}

impl From<DataApiSetUser> for Carried {
    fn from(user: DataApiSetUser) -> Self {
        Carried {
            id: user.id.map(AnyId::Text),
            name: user.name,
            email: user.email,
            phone: user.phone,
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: user.custom,
            push_tokens: user.push_tokens,
            ..Carried::default()
        }
    }
}

impl From<RestUser> for Carried {
    fn from(user: RestUser) -> Self {
        RestUpdateUser::from(user).into()
    }
}

impl From<RestUpdateUser> for Carried {
    fn from(user: RestUpdateUser) -> Self {
        Carried {
            id: user.id,
            name: user.name,
            email: map(user.email, OneOrMany::Many),
            phone: map(user.phone, OneOrMany::Many),
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: user.custom,
            push_tokens: user.push_tokens,
            availability_text: user.availability_text,
            configuration: user.configuration,
            ..Carried::default()
        }
    }
}

impl From<ResponseUser> for Carried {
    fn from(user: ResponseUser) -> Self {
        let mut uncarried = Vec::new();
        let push_tokens = map(set_or_absent(user.push_tokens), |tokens| {
            let tokens = tokens.into_iter().filter_map(|(token, value)| match value {
                serde_json::Value::Bool(true) => Some((token, Some(True))),
                serde_json::Value::Null => Some((token, None)),
                _ => {
                    uncarried.push(Uncarried {
                        field: Field::PushTokens,
                        reason: UncarriedReason::PushTokenValue,
                    });
                    None
                }
            });
            tokens.collect::<PushTokensPatch>()
        });
        uncarried.dedup();
        Carried {
            id: Some(AnyId::Text(user.id)),
            name: Some(user.name),
            email: map(user.email, OneOrMany::Many),
            phone: map(user.phone, OneOrMany::Many),
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: map(user.custom, patch),
            push_tokens,
            availability_text: set_or_absent(user.availability_text),
            configuration: set_or_absent(user.configuration),
            created_at: user.created_at,
            header_photo_url: set_or_absent(user.header_photo_url),
            uncarried,
        }
    }
}

/// Null in a response says that a field is not set. What is not on every surface then need not be carried over.
fn set_or_absent<T>(field: Maybe<T>) -> Maybe<T> {
    field.into_value().map_or(Maybe::Absent, Maybe::Value)
}

/// The value turned into another; absent and null stay what they are.
pub(super) fn map<T, U>(field: Maybe<T>, turn: impl FnOnce(T) -> U) -> Maybe<U> {
    match field {
        Maybe::Absent => Maybe::Absent,
        Maybe::Null => Maybe::Null,
        Maybe::Value(value) => Maybe::Value(turn(value)),
    }
}

/// Custom data as a change that sets all of it.
pub(super) fn patch(custom: Custom) -> CustomPatch {
    CustomPatch(
        custom
            .0
            .into_iter()
            .map(|(key, value)| (key, Some(value)))
            .collect(),
    )
}

/// Push tokens as a change that registers all of them.
pub(super) fn push_token_patch(tokens: PushTokens) -> PushTokensPatch {
    let tokens = tokens.0.into_iter();
    PushTokensPatch(
        tokens
            .map(|(token, value): (PushToken, True)| (token, Some(value)))
            .collect(),
    )
}

/// The values of a list, be there one or many.
pub(super) fn many<T>(values: OneOrMany<T>) -> Vec<T> {
    match values {
        OneOrMany::One(value) => vec![value],
        OneOrMany::Many(values) => values,
    }
}
