//! The fields of a user payload, on any surface.
//!
//! What a surface takes in a field is not said here but by the types in [`model`](crate::model).

pub(crate) mod near_miss;

/// A field that TalkJS knows on at least one surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(
    missing_docs,
    reason = "each variant is the field of that name; `model` documents them"
)]
pub enum Field {
    Id,
    Name,
    Email,
    Phone,
    PhotoUrl,
    Locale,
    WelcomeMessage,
    Role,
    Custom,
    PushTokens,
    AvailabilityText,
    Configuration,
    CreatedAt,
    HeaderPhotoUrl,
}

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = Field::ALL.len();

    /// Every field, in documentation order.
    pub const ALL: [Field; 14] = [
        Field::Id,
        Field::Name,
        Field::Email,
        Field::Phone,
        Field::PhotoUrl,
        Field::Locale,
        Field::WelcomeMessage,
        Field::Role,
        Field::Custom,
        Field::PushTokens,
        Field::AvailabilityText,
        Field::Configuration,
        Field::CreatedAt,
        Field::HeaderPhotoUrl,
    ];

    /// The key in the payload.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Name => "name",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::PhotoUrl => "photoUrl",
            Field::Locale => "locale",
            Field::WelcomeMessage => "welcomeMessage",
            Field::Role => "role",
            Field::Custom => "custom",
            Field::PushTokens => "pushTokens",
            Field::AvailabilityText => "availabilityText",
            Field::Configuration => "configuration",
            Field::CreatedAt => "createdAt",
            Field::HeaderPhotoUrl => "headerPhotoUrl",
        }
    }

    /// The field of this key, spelled exactly.
    pub fn of_key(key: &str) -> Option<Field> {
        Some(match key {
            "id" => Field::Id,
            "name" => Field::Name,
            "email" => Field::Email,
            "phone" => Field::Phone,
            "photoUrl" => Field::PhotoUrl,
            "locale" => Field::Locale,
            "welcomeMessage" => Field::WelcomeMessage,
            "role" => Field::Role,
            "custom" => Field::Custom,
            "pushTokens" => Field::PushTokens,
            "availabilityText" => Field::AvailabilityText,
            "configuration" => Field::Configuration,
            "createdAt" => Field::CreatedAt,
            "headerPhotoUrl" => Field::HeaderPhotoUrl,
            _ => return None,
        })
    }
}

/// The providers of push notifications: what stands before the colon of a key in `pushTokens`.
pub(crate) const PUSH_PROVIDERS: [&str; 2] = ["fcm", "apns"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name_and_stands_at_its_index() {
        for (index, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(Field::of_key(field.name()), Some(field));
            assert_eq!(field as usize, index);
        }
    }
}
