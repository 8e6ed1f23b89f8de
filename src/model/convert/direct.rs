//! The conversions that cannot fail: the one surface takes all that the other can say.

use super::super::{AnyId, DataApiCreateUser, DataApiSetUser, Maybe, RestUpdateUser, RestUser};
use super::carried::{many, map, patch, push_token_patch};

/// What is created can be set.
impl From<DataApiCreateUser> for DataApiSetUser {
    fn from(user: DataApiCreateUser) -> Self {
        DataApiSetUser {
            id: user.id,
            name: Some(user.name),
            email: maybe(user.email),
            phone: maybe(user.phone),
            photo_url: maybe(user.photo_url),
            locale: maybe(user.locale),
            welcome_message: maybe(user.welcome_message),
            role: maybe(user.role),
            custom: maybe(user.custom.map(patch)),
            push_tokens: maybe(user.push_tokens.map(push_token_patch)),
        }
    }
}

/// Single addresses and numbers become lists.
impl From<DataApiCreateUser> for RestUser {
    fn from(user: DataApiCreateUser) -> Self {
        RestUser {
            id: user.id.map(AnyId::Text),
            name: user.name,
            email: maybe(user.email.map(many)),
            phone: maybe(user.phone.map(many)),
            photo_url: maybe(user.photo_url),
            locale: maybe(user.locale),
            welcome_message: maybe(user.welcome_message),
            role: maybe(user.role),
            custom: maybe(user.custom.map(patch)),
            push_tokens: maybe(user.push_tokens.map(push_token_patch)),
            availability_text: Maybe::Absent,
            configuration: Maybe::Absent,
        }
    }
}

/// Single addresses and numbers become lists.
impl From<DataApiCreateUser> for RestUpdateUser {
    fn from(user: DataApiCreateUser) -> Self {
        RestUser::from(user).into()
    }
}

/// Single addresses and numbers become lists.
impl From<DataApiSetUser> for RestUpdateUser {
    fn from(user: DataApiSetUser) -> Self {
        RestUpdateUser {
            id: user.id.map(AnyId::Text),
            name: user.name,
            email: map(user.email, many),
            phone: map(user.phone, many),
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: user.custom,
            push_tokens: user.push_tokens,
            availability_text: Maybe::Absent,
            configuration: Maybe::Absent,
        }
    }
}

/// The same request: an update may have all that a creation has.
impl From<RestUser> for RestUpdateUser {
    fn from(user: RestUser) -> Self {
        RestUpdateUser {
            id: user.id,
            name: Some(user.name),
            email: user.email,
            phone: user.phone,
            photo_url: user.photo_url,
            locale: user.locale,
            welcome_message: user.welcome_message,
            role: user.role,
            custom: user.custom,
            push_tokens: user.push_tokens,
            availability_text: user.availability_text,
            configuration: user.configuration,
        }
    }
}

fn maybe<T>(field: Option<T>) -> Maybe<T> {
    field.map_or(Maybe::Absent, Maybe::Value)
}
