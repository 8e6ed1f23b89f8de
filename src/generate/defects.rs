//! For every rule the change to a valid user that brings it about, as data: the generator breaks users by it, and the tests
//! hold each entry to what it says.
//!
//! Values stand as JSON texts. Addresses that are to be somebody's are in the domain of TalkJS, as in the corpus: those that
//! are reserved for examples are nobody's, and the rules know that. In those of `id` a `#` stands for a number that no other user has: without it, users of the same
//! defect would repeat one another. Rules that no user alone can break have their entry in [`Whole`], or a reason in
//! [`NOT_GENERATED`].

use crate::field::Field;
use crate::limits::{OPERATIONS_PER_BATCH, USERS_PER_REQUEST};
use crate::rules::{find_rule, severities_in};
use crate::severity::Severity;
use crate::shape::Shape;
use crate::surface::{Surface, Surfaces};

/// A change to a valid user after which a rule speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Defect {
    /// The id of the rule.
    pub(crate) rule: &'static str,
    /// The surfaces on which the rule then speaks, unless it says nothing there at all.
    pub(crate) surfaces: Surfaces,
    /// The worst that the rule says of this change.
    worst: Severity,
    pub(crate) change: Change,
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    /// A member gets one of these values.
    Set(&'static str, &'static [&'static str]),
    /// A member is added although there may be one of its key.
    Repeat(&'static str, &'static [&'static str]),
    /// A required member is missing.
    Remove(&'static str),
    /// The text of the user is replaced or completed. It can stand alone or on a line, not among others.
    Text(Text),
    /// The id is that of an earlier user, or nearly.
    Id(Likeness),
    /// What holds the users is wrong.
    Whole(Whole),
}

/// What is done to the text of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    /// A comma behind the last member.
    CommaAtEnd,
    /// A byte that is Latin-1, not UTF-8.
    Latin1,
    /// A byte order mark in front.
    ByteOrderMark,
    /// More levels than the parser follows.
    Deep,
}

/// How an id repeats that of the user before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    Same,
    /// The other is a number that JavaScript spells like this string.
    Number,
    /// In other letters.
    Case,
}

/// What is wrong with what holds the users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// A map of one user more than `PUT /users` takes.
    TooManyUsers,
    /// One operation more than `POST /batch` takes.
    TooManyOperations,
    /// A sequence number that is a string.
    Sequence,
    /// One sequence number for all.
    SameSequence,
    /// An `api_version` that was never published.
    ApiVersion,
    /// An id in the body that is not that of the path.
    OtherId,
}

/// Rules that have no defect, with the reason.
pub(crate) const NOT_GENERATED: &[(&str, &str)] = &[
    ("unexpected_shape", "what it finds is no user"),
    ("no_payload", "what it finds is that there is no user"),
    ("id_policy", "it needs a setting"),
    ("role_unknown", "it needs a setting"),
    ("custom_schema", "it needs a setting"),
];

/// A value with a number where it has a place for one.
pub(crate) fn numbered(value: &str, number: u64) -> String {
    value.replace('#', &number.to_string())
}

const fn set(rule: &'static str, key: &'static str, values: &'static [&'static str]) -> Defect {
    of(rule, Change::Set(key, values))
}

const fn text(rule: &'static str, text: Text) -> Defect {
    of(rule, Change::Text(text))
}

const fn whole(rule: &'static str, whole: Whole) -> Defect {
    of(rule, Change::Whole(whole))
}

const fn of(rule: &'static str, change: Change) -> Defect {
    Defect {
        rule,
        surfaces: Surfaces::ALL,
        worst: Severity::Error,
        change,
    }
}

impl Defect {
    /// The worst that the rule says of it on a surface, if it says anything.
    pub(crate) fn severity_on(&self, surface: Surface) -> Option<Severity> {
        let rule = find_rule(self.rule)?;
        let field = match self.change {
            Change::Set(key, _) | Change::Remove(key) => Field::of_key(key),
            _ => None,
        };
        let field = field.filter(|field| rule.fields().contains(field));
        let severities = field.map_or(*rule.severities(), |field| severities_in(rule, field));
        severities
            .get(surface)
            .filter(|_| self.surfaces.contains(surface))
            .map(|severity| severity.min(self.worst))
    }

    /// Whether users who stand like this can be broken by it.
    pub(crate) fn fits(&self, shape: Shape) -> bool {
        let has_body_id = !matches!(shape, Shape::Map | Shape::Operations);
        match self.change {
            Change::Set("id", _) | Change::Remove("id") => has_body_id,
            Change::Set(..) | Change::Repeat(..) | Change::Remove(_) => true,
            Change::Text(_) => matches!(shape, Shape::User | Shape::Ndjson),
            Change::Id(_) => has_body_id && shape != Shape::User,
            Change::Whole(Whole::TooManyUsers) => shape == Shape::Map,
            Change::Whole(_) => shape == Shape::Operations,
        }
    }

    /// How many users it takes.
    pub(crate) fn least_users(&self) -> u64 {
        match self.change {
            Change::Whole(Whole::TooManyUsers) => USERS_PER_REQUEST as u64 + 1,
            Change::Whole(Whole::TooManyOperations) => OPERATIONS_PER_BATCH as u64 + 1,
            Change::Whole(Whole::SameSequence) | Change::Id(_) => 2,
            _ => 1,
        }
    }

    const fn at_most(self, worst: Severity) -> Defect {
        Defect { worst, ..self }
    }

    const fn on(self, surfaces: &[Surface]) -> Defect {
        Defect {
            surfaces: Surfaces::of(surfaces),
            ..self
        }
    }
}

use Surface::{DataApiCreate, DataApiSet, Response, Rest, RestUpdate, Sdk};

/// All defects, in the order of the rules; of one rule the first is the plainest.
pub(crate) static DEFECTS: &[Defect] = &[
    // The text, and what holds the users.
    text("json_syntax", Text::CommaAtEnd),
    text("text_encoding", Text::Latin1),
    text("byte_order_mark", Text::ByteOrderMark),
    set("lone_surrogate", "role", &[r#""buyer\ud83d""#]),
    of(
        "duplicate_key",
        Change::Repeat("role", &[r#""seller""#, r#""default""#]),
    ),
    text("nesting_too_deep", Text::Deep),
    whole("batch_too_large", Whole::TooManyUsers),
    whole("operations_too_many", Whole::TooManyOperations),
    whole("operation_malformed", Whole::Sequence),
    whole("operation_sequence_duplicate", Whole::SameSequence),
    whole("api_version_unknown", Whole::ApiVersion),
    // Structure.
    of("missing_field", Change::Remove("name")),
    of("missing_field", Change::Remove("id")).on(&[Sdk, Response]),
    set("wrong_type", "name", &["5", "true", "[]", "{}", r#"["Linda"]"#]),
    set("wrong_type", "photoUrl", &["5", "false", "[]", "{}"]),
    set("wrong_type", "email", &["5", "{}", "[5]", "[{}]"]),
    set("wrong_type", "custom", &["5", r#""{}""#, "[]"]),
    set("wrong_type", "id", &["[]", "{}", "true"]),
    set("null_not_allowed", "name", &["null"]),
    set("null_not_allowed", "photoUrl", &["null"]).on(&[DataApiCreate]),
    set("null_not_allowed", "email", &["[null]"]),
    set("unknown_field", "photoURL", &[r#""https://example.com/a.jpg""#]),
    set("unknown_field", "description", &[r#""x""#, r#""""#]),
    // Fields on the wrong surface.
    set("field_not_accepted", "createdAt", &["1632400000000"]),
    set(
        "field_not_accepted",
        "pushTokens",
        &[r#"{"fcm:abcdefgh12345678":true}"#],
    )
    .on(&[Sdk]),
    set(
        "field_not_accepted",
        "availabilityText",
        &[r#""I reply within a day""#],
    )
    .on(&[DataApiSet, DataApiCreate]),
    set(
        "field_not_accepted",
        "headerPhotoUrl",
        &[r#""https://example.com/a.jpg""#],
    ),
    set(
        "deprecated_field",
        "availabilityText",
        &[r#""I reply within a day""#],
    )
    .on(&[Sdk, Rest, RestUpdate]),
    set("deprecated_field", "welcomeMessage", &[r#""Hi!""#]).on(&[DataApiCreate, DataApiSet]),
    set("string_instead_of_array", "email", &[r#""linda@example.com""#]),
    set("string_instead_of_array", "phone", &[r#""+447700900123""#]),
    // id.
    set("id_empty", "id", &[r#""""#]),
    set("id_number", "id", &["#", "5", "0", "-7", "9007199254740991"]),
    set(
        "id_number_imprecise",
        "id",
        &["#.50", "9007199254740993", "1.50", "1e3", "-0", "1e400"],
    ),
    set(
        "id_whitespace",
        "id",
        &[
            r#""member #""#,
            r#"" member_#""#,
            r#""member_7\n""#,
            "\"member\u{200b}7\"",
            "\"member\u{a0}7\"",
        ],
    ),
    set(
        "id_unsafe_in_url",
        "id",
        &[r#""a/#""#, r#""a?#""#, r#""auth0|#""#, r#""100%""#],
    ),
    set(
        "id_personal_data",
        "id",
        &[r#""linda#@example.com""#, r#""+447700900123""#],
    ),
    set(
        "id_placeholder",
        "id",
        &[
            r#""USER_ID_#""#,
            r#""undefined""#,
            r#""null""#,
            r#""NaN""#,
            r#""guest""#,
            r#""anonymous""#,
            r#""currentUserID""#,
            r#""USER_ID""#,
            r#""[object Object]""#,
        ],
    ),
    whole("id_mismatch", Whole::OtherId),
    of("id_duplicate", Change::Id(Likeness::Same)),
    of("id_collision", Change::Id(Likeness::Number)),
    of("id_confusable", Change::Id(Likeness::Case)),
    // name, photoUrl, texts.
    set(
        "name_empty",
        "name",
        &[r#""""#, r#"" ""#, r#""\t\n""#, "\"\u{a0}\""],
    ),
    set(
        "name_personal_data",
        "name",
        &[r#""linda@example.com""#, r#""+447700900123""#],
    ),
    set(
        "text_control",
        "name",
        &[
            r#""Lin\u0007da""#,
            r#""Lin\u001bda""#,
            "\"Lin\u{202e}da\"",
            "\"Lin\u{200b}da\"",
            "\"Lin\u{2066}da\"",
        ],
    ),
    set(
        "text_control",
        "welcomeMessage",
        &[r#""Hi\u0000!""#, "\"Hi\u{202e}!\""],
    )
    .on(&[Sdk, Rest, RestUpdate, Response]),
    set(
        "text_empty",
        "welcomeMessage",
        &[r#""""#, r#"" ""#, r#""\t\n""#, "\"\u{a0}\""],
    ),
    set("text_empty", "availabilityText", &[r#""""#, r#"" ""#]).on(&[Sdk]),
    set("photo_url_empty", "photoUrl", &[r#""""#, r#"" ""#]),
    set(
        "photo_url_relative",
        "photoUrl",
        &[
            r#""henry.jpeg""#,
            r#""/test.jpg""#,
            r#""../../img/a.png""#,
            r#""//example.com/a.jpg""#,
        ],
    ),
    set(
        "photo_url_malformed",
        "photoUrl",
        &[
            r#""https =>//example.com""#,
            r#""https://example.com/a b.jpg""#,
            r#""https:\\\\example.com\\a""#,
            r#""https://""#,
            r#""https://example.com:99999/a""#,
        ],
    ),
    set(
        "photo_url_scheme",
        "photoUrl",
        &[
            r#""javascript:alert(1)""#,
            r#""vbscript:x""#,
            r#""file:///C:/photos/linda.jpg""#,
        ],
    ),
    set(
        "photo_url_scheme",
        "photoUrl",
        &[
            r#""ftp://example.com/a.jpg""#,
            r#""https://linda:secret@example.com/a.jpg""#,
        ],
    )
    .at_most(Severity::Warning),
    set("photo_url_scheme", "photoUrl", &[r#""http://example.com/a.jpg""#]).at_most(Severity::Note),
    set(
        "photo_url_personal_data",
        "photoUrl",
        &[
            r#""https://example.com/photo?name=linda@talkjs.com""#,
            r#""https://example.com/photo?name=linda%40talkjs.com&s=96""#,
            r#""https://example.com/photos/linda@talkjs.com.png""#,
        ],
    ),
    set(
        "unrendered_template",
        "name",
        &[
            r#""{{name}}""#,
            r#""${user.name}""#,
            r#""<%= name %>""#,
            r#""<?php echo $name ?>""#,
            r#""undefined""#,
            r#""[object Object]""#,
        ],
    ),
    set(
        "unrendered_template",
        "photoUrl",
        &[r#""https://example.com/{{id}}.jpg""#, r#""${photo}""#],
    ),
    set(
        "html_escaped",
        "name",
        &[
            r#""Tom &amp; Jerry""#,
            r#""Tom &#038; Jerry""#,
            r#""O\\'Brien""#,
            r#""\\\"Linda\\\"""#,
        ],
    ),
    set(
        "html_escaped",
        "photoUrl",
        &[
            r#""https://example.com/a?s=96&amp;d=mm""#,
            r#""https://example.com/a?s=96&#038;d=mm""#,
        ],
    ),
    // email, phone.
    set(
        "email_invalid",
        "email",
        &[
            r#"["linda.example.com"]"#,
            r#"["linda"]"#,
            r#"[""]"#,
            r#"["@example.com"]"#,
            r#"["linda@"]"#,
            r#"["linda@@example.com"]"#,
            r#"["lin da@example.com"]"#,
        ],
    ),
    set(
        "email_unusual",
        "email",
        &[
            r#"["linda@[192.0.2.1]"]"#,
            r#"["linda@talkjs"]"#,
            r#"["lin..da@example.com"]"#,
            r#"[".linda@example.com"]"#,
            r#"["\"lin da\"@example.com"]"#,
        ],
    ),
    set(
        "email_placeholder",
        "email",
        &[
            r#"["linda@example.com"]"#,
            r#"["linda@mail.test"]"#,
            r#"["linda@shop.invalid"]"#,
        ],
    ),
    set(
        "phone_not_e164",
        "phone",
        &[
            r#"["020 794 6000"]"#,
            r#"["+44 7700 900123"]"#,
            r#"["00447700900123"]"#,
            r#"["+0612345678"]"#,
            r#"["+1234567890123456"]"#,
            r#"["tel"]"#,
            r#"[""]"#,
        ],
    ),
    set(
        "phone_impossible",
        "phone",
        &[
            r#"["+999123456789"]"#,
            r#"["+21012345678"]"#,
            r#"["+1415555267"]"#,
        ],
    ),
    set(
        "list_duplicate",
        "email",
        &[
            r#"["linda@example.com","linda@example.com"]"#,
            r#"["a@example.com","linda@example.com","a@example.com"]"#,
        ],
    ),
    set(
        "list_duplicate",
        "phone",
        &[r#"["+447700900123","+447700900123"]"#],
    ),
    of("no_email_notifications", Change::Remove("email")),
    // locale.
    set(
        "locale_malformed",
        "locale",
        &[
            r#""en_US""#,
            r#""""#,
            r#""english-""#,
            r#""e""#,
            r#""en-US-""#,
            "\"français\"",
            r#""en--US""#,
            r#""abcdefghi""#,
        ],
    ),
    set(
        "locale_unregistered",
        "locale",
        &[r#""en-UK""#, r#""GB""#, r#""zz""#, r#""xx-YY""#, r#""en-Abcd""#],
    ),
    set(
        "locale_not_canonical",
        "locale",
        &[r#""iw""#, r#""EN-us""#, r#""en-latn-us""#, r#""i-klingon""#],
    ),
    set(
        "locale_unsupported_ui",
        "locale",
        &[r#""no""#, r#""zh-TW""#, r#""fil""#, r#""cy""#, r#""haw-US""#],
    ),
    // role, custom, pushTokens.
    set(
        "role_empty",
        "role",
        &[r#""""#, r#"" ""#, r#""buyer ""#, r#""\tbuyer""#],
    ),
    set(
        "custom_not_string",
        "custom",
        &[
            r#"{"plan":"gold","level":3}"#,
            r#"{"plan":"gold","active":true}"#,
            r#"{"plan":"gold","score":-1.5e3}"#,
        ],
    ),
    set(
        "custom_nested",
        "custom",
        &[
            r#"{"plan":"gold","address":{"city":"Delft"}}"#,
            r#"{"plan":"gold","tags":["a"]}"#,
            r#"{"plan":"gold","tags":[]}"#,
            r#"{"plan":"gold","more":{}}"#,
        ],
    ),
    set("custom_null", "custom", &[r#"{"plan":"gold","level":null}"#]),
    set(
        "custom_key_empty",
        "custom",
        &[r#"{"plan":"gold","":"silver"}"#, r#"{"plan":"gold","":""}"#],
    ),
    set(
        "custom_secret",
        "custom",
        &[
            r#"{"plan":"gold","key":"sk_live_4eC39HqLyjWDarjtT1zdp7dc"}"#,
            r#"{"plan":"gold","password":"hunter2"}"#,
            r#"{"plan":"gold","pem":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADAN\n-----END PRIVATE KEY-----"}"#,
        ],
    ),
    set(
        "custom_personal_data",
        "custom",
        &[
            r#"{"plan":"gold","owner":"linda@talkjs.com"}"#,
            r#"{"plan":"gold","owner":"+447700900123"}"#,
        ],
    ),
    set(
        "push_token_key",
        "pushTokens",
        &[r#"{"abcdefgh12345678":true}"#, r#"{"gcm:abcdefgh12345678":true}"#],
    ),
    set(
        "push_token_value",
        "pushTokens",
        &[r#"{"apns:0123456789abcdef":false}"#],
    ),
    set(
        "push_token_value",
        "pushTokens",
        &[r#"{"apns:0123456789abcdef":null}"#],
    )
    .on(&[DataApiCreate]),
];
