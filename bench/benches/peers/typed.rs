//! What one writes first: a struct for serde, and the checks by hand. It answers yes or no, and says no place.

use std::collections::HashMap;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

/// The patterns of the schema: one home for what an address, a number or a language is.
pub(crate) struct Checks {
    email: Regex,
    phone: Regex,
    locale: Regex,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "that they have their types is what is asked of them")]
struct User {
    id: String,
    name: String,
    email: Option<Vec<String>>,
    phone: Option<Vec<String>>,
    photo_url: Option<String>,
    locale: Option<String>,
    role: Option<String>,
    welcome_message: Option<String>,
    custom: Option<HashMap<String, Option<String>>>,
}

impl Checks {
    pub(crate) fn of(schema: &Value) -> Self {
        let pattern = |pointer: &str| {
            let pattern = schema
                .pointer(pointer)
                .and_then(Value::as_str)
                .expect("a pattern");
            Regex::new(pattern).expect("a pattern that Rust knows")
        };
        Checks {
            email: pattern("/properties/email/items/pattern"),
            phone: pattern("/properties/phone/items/pattern"),
            locale: pattern("/properties/locale/pattern"),
        }
    }

    pub(crate) fn accept(&self, line: &[u8]) -> bool {
        let Ok(user) = serde_json::from_slice::<User>(line) else {
            return false;
        };
        !user.id.is_empty()
            && user
                .email
                .iter()
                .flatten()
                .all(|email| self.email.is_match(email))
            && user
                .phone
                .iter()
                .flatten()
                .all(|phone| self.phone.is_match(phone))
            && user.locale.is_none_or(|locale| self.locale.is_match(&locale))
            && user.photo_url.is_none_or(|url| url.starts_with("https://"))
    }
}
