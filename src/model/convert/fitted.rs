//! A user on its way is fitted to a surface by the table of what surfaces take, and becomes the type of that surface.

use super::super::{
    AnyId, Custom, DataApiCreateUser, DataApiSetUser, Maybe, PushTokens, RestUpdateUser, RestUser, SdkUser,
    UserId,
};
use super::carried::{Carried, many, map};
use super::{Uncarried, UncarriedReason};
use crate::expect::{self, Slot};
use crate::field::Field;
use crate::grammar::js_number::{self, Fidelity};
use crate::surface::Surface;

/// A type that a user can become.
pub(super) trait Fitted: Sized {
    /// The user, of what has been fitted to the surface; none if something that is required is missing.
    fn build(carried: Carried) -> Option<Self>;
}

/// Gives what is carried the form that the surface takes, and notes what it does not take, or misses.
pub(super) fn fit(carried: &mut Carried, to: Surface) {
    carried.rename_configuration(to);
    carried.spell_id();
    carried.leave_out_nulls(to);
    for field in Field::ALL {
        let is_there = carried.has(field);
        let reason = match expect::slot(to, field) {
            None if is_there => UncarriedReason::NotTaken,
            Some(slot) if slot.required && !is_there => UncarriedReason::Required,
            _ => continue,
        };
        if !carried.uncarried.iter().any(|known| known.field == field) {
            carried.uncarried.push(Uncarried { field, reason });
        }
    }
}

impl Carried {
    /// The old name becomes the new one where nothing else stands there.
    fn rename_configuration(&mut self, to: Surface) {
        if self.configuration.is_absent() {
            return;
        }
        if self.role.is_absent() {
            self.role = std::mem::take(&mut self.configuration);
        } else if self.role == self.configuration {
            self.configuration = Maybe::Absent;
        } else if expect::slot(to, Field::Configuration).is_none() {
            self.uncarried.push(Uncarried {
                field: Field::Configuration,
                reason: UncarriedReason::OtherRole,
            });
        }
    }

    /// A number becomes the string that JavaScript makes of it. An id that stays a number is uncarried.
    fn spell_id(&mut self) {
        let Some(AnyId::Number(number)) = &self.id else {
            return;
        };
        let spelled = js_number::read(&number.to_string());
        match spelled.fidelity {
            Fidelity::Same | Fidelity::Respelled => self.id = Some(AnyId::Text(spelled.string.into())),
            Fidelity::Crowded | Fidelity::Rounded => self.uncarried.push(Uncarried {
                field: Field::Id,
                reason: UncarriedReason::Imprecise,
            }),
        }
    }

    /// Where null is not taken there is nothing that it could delete.
    fn leave_out_nulls(&mut self, to: Surface) {
        let refuses = |field| expect::slot(to, field).is_some_and(|slot: &Slot| slot.refuses_null());
        let leave_out = |is_null: bool, field| is_null && refuses(field);
        macro_rules! leave_out {
            ($($name:ident $field:ident),*) => {$(
                if leave_out(self.$name.is_null(), Field::$field) {
                    self.$name = Maybe::Absent;
                }
            )*};
        }
        leave_out! {
            email Email, phone Phone, photo_url PhotoUrl, locale Locale, welcome_message WelcomeMessage, role Role,
            custom Custom, push_tokens PushTokens, availability_text AvailabilityText, configuration Configuration
        }
    }

    /// Whether a field says anything.
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Id => self.id.is_some(),
            Field::Name => self.name.is_some(),
            Field::Email => !self.email.is_absent(),
            Field::Phone => !self.phone.is_absent(),
            Field::PhotoUrl => !self.photo_url.is_absent(),
            Field::Locale => !self.locale.is_absent(),
            Field::WelcomeMessage => !self.welcome_message.is_absent(),
            Field::Role => !self.role.is_absent(),
            Field::Custom => !self.custom.is_absent(),
            Field::PushTokens => match &self.push_tokens {
                Maybe::Absent => false,
                Maybe::Null => true,
                Maybe::Value(tokens) => !tokens.0.is_empty(),
            },
            Field::AvailabilityText => !self.availability_text.is_absent(),
            Field::Configuration => !self.configuration.is_absent(),
            Field::CreatedAt => self.created_at.is_some(),
            Field::HeaderPhotoUrl => !self.header_photo_url.is_absent(),
        }
    }

    /// The id as a string. One that is still a number was found to be in the way.
    fn text_id(&mut self) -> Option<UserId> {
        match self.id.take()? {
            AnyId::Text(id) => Some(id),
            AnyId::Number(_) => None,
        }
    }
}

impl Fitted for SdkUser {
    fn build(carried: Carried) -> Option<Self> {
        Some(SdkUser {
            id: carried.id?,
            name: carried.name?,
            email: carried.email,
            phone: carried.phone,
            photo_url: carried.photo_url,
            locale: carried.locale,
            welcome_message: carried.welcome_message,
            role: carried.role,
            custom: carried.custom,
            availability_text: carried.availability_text,
            configuration: carried.configuration,
        })
    }
}

impl Fitted for DataApiCreateUser {
    fn build(mut carried: Carried) -> Option<Self> {
        Some(DataApiCreateUser {
            id: carried.text_id(),
            name: carried.name?,
            email: carried.email.into_value(),
            phone: carried.phone.into_value(),
            photo_url: carried.photo_url.into_value(),
            locale: carried.locale.into_value(),
            welcome_message: carried.welcome_message.into_value(),
            role: carried.role.into_value(),
            // A key that is null would be deleted, and a new user has none.
            custom: carried.custom.into_value().map(|custom| {
                let keys = custom.0.into_iter();
                Custom(keys.filter_map(|(key, value)| Some((key, value?))).collect())
            }),
            push_tokens: carried.push_tokens.into_value().map(|tokens| {
                let tokens = tokens.0.into_iter();
                PushTokens(
                    tokens
                        .filter_map(|(token, value)| Some((token, value?)))
                        .collect(),
                )
            }),
        })
    }
}

impl Fitted for DataApiSetUser {
    fn build(mut carried: Carried) -> Option<Self> {
        Some(DataApiSetUser {
            id: carried.text_id(),
            name: carried.name,
            email: carried.email,
            phone: carried.phone,
            photo_url: carried.photo_url,
            locale: carried.locale,
            welcome_message: carried.welcome_message,
            role: carried.role,
            custom: carried.custom,
            push_tokens: carried.push_tokens,
        })
    }
}

impl Fitted for RestUser {
    fn build(carried: Carried) -> Option<Self> {
        Some(RestUser {
            id: carried.id,
            name: carried.name?,
            email: map(carried.email, many),
            phone: map(carried.phone, many),
            photo_url: carried.photo_url,
            locale: carried.locale,
            welcome_message: carried.welcome_message,
            role: carried.role,
            custom: carried.custom,
            push_tokens: carried.push_tokens,
            availability_text: carried.availability_text,
            configuration: carried.configuration,
        })
    }
}

impl Fitted for RestUpdateUser {
    fn build(carried: Carried) -> Option<Self> {
        Some(RestUpdateUser {
            id: carried.id,
            name: carried.name,
            email: map(carried.email, many),
            phone: map(carried.phone, many),
            photo_url: carried.photo_url,
            locale: carried.locale,
            welcome_message: carried.welcome_message,
            role: carried.role,
            custom: carried.custom,
            push_tokens: carried.push_tokens,
            availability_text: carried.availability_text,
            configuration: carried.configuration,
        })
    }
}
