//! GENERATED from the schemas: do not edit. `BLESS=1 cargo test` writes it.

use super::{Slot, Types};

/// By surface, then by field.
pub(super) static SLOTS: [[Option<Slot>; 14]; 6] = [
    // Sdk
    [
        // Id
        Some(Slot {
            types: Types::STRING.or(Types::NUMBER),
            items: Types::NONE,
            required: true,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: true,
        }),
        // Email
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY).or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY).or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        None,
        // AvailabilityText
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Configuration
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // CreatedAt
        None,
        // HeaderPhotoUrl
        None,
    ],
    // DataApiCreate
    [
        // Id
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: true,
        }),
        // Email
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT,
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        Some(Slot {
            types: Types::OBJECT,
            items: Types::NONE,
            required: false,
        }),
        // AvailabilityText
        None,
        // Configuration
        None,
        // CreatedAt
        None,
        // HeaderPhotoUrl
        None,
    ],
    // DataApiSet
    [
        // Id
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Email
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY).or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::STRING.or(Types::ARRAY).or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // AvailabilityText
        None,
        // Configuration
        None,
        // CreatedAt
        None,
        // HeaderPhotoUrl
        None,
    ],
    // Rest
    [
        // Id
        Some(Slot {
            types: Types::STRING.or(Types::NUMBER),
            items: Types::NONE,
            required: false,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: true,
        }),
        // Email
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // AvailabilityText
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Configuration
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // CreatedAt
        None,
        // HeaderPhotoUrl
        None,
    ],
    // RestUpdate
    [
        // Id
        Some(Slot {
            types: Types::STRING.or(Types::NUMBER),
            items: Types::NONE,
            required: false,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: false,
        }),
        // Email
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // AvailabilityText
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Configuration
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // CreatedAt
        None,
        // HeaderPhotoUrl
        None,
    ],
    // Response
    [
        // Id
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: true,
        }),
        // Name
        Some(Slot {
            types: Types::STRING,
            items: Types::NONE,
            required: true,
        }),
        // Email
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // Phone
        Some(Slot {
            types: Types::ARRAY.or(Types::NULL),
            items: Types::STRING,
            required: false,
        }),
        // PhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Locale
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // WelcomeMessage
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Role
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Custom
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // PushTokens
        Some(Slot {
            types: Types::OBJECT.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // AvailabilityText
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // Configuration
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
        // CreatedAt
        Some(Slot {
            types: Types::NUMBER,
            items: Types::NONE,
            required: false,
        }),
        // HeaderPhotoUrl
        Some(Slot {
            types: Types::STRING.or(Types::NULL),
            items: Types::NONE,
            required: false,
        }),
    ],
];
