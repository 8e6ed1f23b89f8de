//! Which field a key was probably meant to be: by spelling, by case, or by meaning.
//!
//! The words are those that people write for these fields in other systems. A guess is only made where it is
//! good enough to be printed as advice.

use super::Field;
use crate::grammar::likeness;

/// A guess at what a key was meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NearMiss {
    pub(crate) field: Field,
    pub(crate) reason: Reason,
}

/// Why the guess was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Only capitals, hyphens or underscores differ: `photoURL`, `photo_url`.
    Case,
    /// A few letters differ: `emial`.
    Spelling,
    /// Another word for the same thing: `avatar`.
    Meaning,
}

/// Keys longer than this are not compared: no field's name is near them, and comparing costs their square.
const LONGEST_KEY: usize = 32;

/// Other words for the fields, in lower case without separators. Only words whose value can be moved as it is: the
/// token of a device is no `pushTokens`, and half a name, or a title, no `name`.
const MEANINGS: &[(&str, Field)] = &[
    ("userid", Field::Id),
    ("uid", Field::Id),
    ("uuid", Field::Id),
    ("guid", Field::Id),
    ("externalid", Field::Id),
    ("username", Field::Name),
    ("displayname", Field::Name),
    ("fullname", Field::Name),
    ("nickname", Field::Name),
    ("firstname", Field::Name),
    ("screenname", Field::Name),
    ("mail", Field::Email),
    ("emailaddress", Field::Email),
    ("emailaddresses", Field::Email),
    ("useremail", Field::Email),
    ("tel", Field::Phone),
    ("telephone", Field::Phone),
    ("mobile", Field::Phone),
    ("mobilephone", Field::Phone),
    ("cell", Field::Phone),
    ("phonenumber", Field::Phone),
    ("phonenumbers", Field::Phone),
    ("avatar", Field::PhotoUrl),
    ("avatarurl", Field::PhotoUrl),
    ("photo", Field::PhotoUrl),
    ("photos", Field::PhotoUrl),
    ("picture", Field::PhotoUrl),
    ("pic", Field::PhotoUrl),
    ("img", Field::PhotoUrl),
    ("image", Field::PhotoUrl),
    ("imageurl", Field::PhotoUrl),
    ("profileimage", Field::PhotoUrl),
    ("profilepicture", Field::PhotoUrl),
    ("profilepic", Field::PhotoUrl),
    ("dp", Field::PhotoUrl),
    ("language", Field::Locale),
    ("lang", Field::Locale),
    ("languagecode", Field::Locale),
    ("languagetag", Field::Locale),
    ("welcome", Field::WelcomeMessage),
    ("welcometext", Field::WelcomeMessage),
    ("greeting", Field::WelcomeMessage),
    ("usertype", Field::Role),
    ("userrole", Field::Role),
    ("rolename", Field::Role),
    ("metadata", Field::Custom),
    ("meta", Field::Custom),
    ("customdata", Field::Custom),
    ("customfields", Field::Custom),
    ("customattributes", Field::Custom),
    ("attributes", Field::Custom),
    ("availability", Field::AvailabilityText),
    ("created", Field::CreatedAt),
];

/// The field that a key was probably meant to be. `None` also for a key that *is* a field.
pub(crate) fn near_miss(key: &str) -> Option<NearMiss> {
    if key.is_empty() || key.len() > LONGEST_KEY || Field::of_key(key).is_some() {
        return None;
    }
    let found = |reason| move |field| NearMiss { field, reason };
    let names = Field::ALL.map(Field::name);
    let by_case = likeness::by_case(key, names).and_then(Field::of_key);
    let folded = likeness::fold(key);
    let by_meaning = || {
        let meaning = MEANINGS.iter().find(|(word, _)| *word == folded);
        meaning.map(|&(_, field)| field)
    };
    let by_spelling = || likeness::by_spelling(key, names).and_then(Field::of_key);
    by_case
        .map(found(Reason::Case))
        .or_else(|| by_meaning().map(found(Reason::Meaning)))
        .or_else(|| by_spelling().map(found(Reason::Spelling)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn meant(key: &str, field: Field, reason: Reason) {
        assert_eq!(near_miss(key), Some(NearMiss { field, reason }), "{key}");
    }

    #[test]
    fn keys_seen_in_the_wild_find_their_fields() {
        meant("photoURL", Field::PhotoUrl, Reason::Case);
        meant("photo_url", Field::PhotoUrl, Reason::Case);
        meant("Id", Field::Id, Reason::Case);
        meant("Name", Field::Name, Reason::Case);
        meant("emial", Field::Email, Reason::Spelling);
        meant("emails", Field::Email, Reason::Spelling);
        meant("welcomeMesage", Field::WelcomeMessage, Reason::Spelling);
        meant("avatar", Field::PhotoUrl, Reason::Meaning);
        meant("username", Field::Name, Reason::Meaning);
        meant("img", Field::PhotoUrl, Reason::Meaning);
        meant("dp", Field::PhotoUrl, Reason::Meaning);
        meant("tel", Field::Phone, Reason::Meaning);
        meant("language", Field::Locale, Reason::Meaning);
        meant("metadata", Field::Custom, Reason::Meaning);
        meant("_id", Field::Id, Reason::Case);
    }

    #[test]
    fn no_guess_where_none_is_good() {
        for key in [
            "x",
            "version",
            "description",
            "online",
            "info",
            "title",
            "lastName",
            "fcmToken",
            "deviceTokens",
            "",
            "name",
            &"n".repeat(1000),
        ] {
            assert_eq!(near_miss(key), None, "{key}");
        }
    }
}
