//! What tells that two users are one person although their ids differ: marks, and the one spelling in which they are
//! compared.
//!
//! What is no address, or no number that can be dialled from everywhere, is no mark: `n/a` belongs to everybody.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::field::Field;
use crate::grammar::{email, phone};
use crate::syntax::tape::{Kind, Value};
use crate::user::User;

/// Something by which a person is known besides the id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// An e-mail address, in any case.
    Email,
    /// A telephone number, with separators or without.
    Phone,
    /// The value of this key of `custom`, as it is written.
    Custom(String),
}

impl Mark {
    /// The marks where nobody names any.
    pub const DEFAULT: [Mark; 2] = [Mark::Email, Mark::Phone];

    /// Calls `visit` with each mark of this kind that the user has, in its one spelling.
    pub(super) fn visit(&self, user: &User<'_>, mut visit: impl FnMut(&str)) {
        match self {
            Mark::Email => each_string(user, Field::Email, |address| {
                if let Some(address) = normal_email(address) {
                    visit(&address);
                }
            }),
            Mark::Phone => each_string(user, Field::Phone, |number| {
                if let Some(number) = normal_phone(number) {
                    visit(&number);
                }
            }),
            Mark::Custom(key) => {
                let custom = user.field(Field::Custom).map(|custom| custom.value);
                if let Some(value) = custom.and_then(|custom| custom.get(key)) {
                    let text = match value.kind() {
                        Kind::Number => value.raw(),
                        _ => value.as_str().unwrap_or_default(),
                    };
                    if !text.is_empty() {
                        visit(text);
                    }
                }
            }
        }
    }
}

/// The name on the command line: `email`, `phone`, `custom.KEY`.
impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mark::Email => f.write_str("email"),
            Mark::Phone => f.write_str("phone"),
            Mark::Custom(key) => write!(f, "custom.{key}"),
        }
    }
}

/// The error of [`Mark::from_str`]: no mark has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownMark(pub String);

impl fmt::Display for UnknownMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "nobody is known by `{}`; write email, phone, or custom. and a key",
            self.0
        )
    }
}

impl std::error::Error for UnknownMark {}

impl FromStr for Mark {
    type Err = UnknownMark;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match (name, name.strip_prefix("custom.")) {
            ("email", _) => Ok(Mark::Email),
            ("phone", _) => Ok(Mark::Phone),
            (_, Some(key)) if !key.is_empty() => Ok(Mark::Custom(key.to_owned())),
            _ => Err(UnknownMark(name.to_owned())),
        }
    }
}

fn each_string<'d>(user: &User<'d>, field: Field, visit: impl FnMut(&'d str)) {
    if let Some(present) = user.field(field) {
        strings(present.value).for_each(visit);
    }
}

/// The string itself, or the strings of the array.
pub(super) fn strings(value: Value<'_>) -> impl Iterator<Item = &str> {
    value
        .as_str()
        .into_iter()
        .chain(value.elements().filter_map(Value::as_str))
}

/// Nobody gives two people addresses that differ in nothing but their case.
fn normal_email(address: &str) -> Option<String> {
    let address = address.trim();
    let is_none = matches!(email::judge(address), email::Verdict::Invalid(_));
    (!is_none).then(|| address.to_lowercase())
}

fn normal_phone(number: &str) -> Option<Cow<'_, str>> {
    let number = number.trim();
    if phone::is_e164(number) {
        return Some(Cow::Borrowed(number));
    }
    phone::without_separators(number)
        .or_else(|| phone::with_plus_for_double_zero(number))
        .map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_named_as_it_is_typed() {
        for name in ["email", "phone", "custom.crm_id", "custom.a.b"] {
            assert_eq!(
                name.parse::<Mark>().map(|mark| mark.to_string()),
                Ok(name.to_owned())
            );
        }
        for name in ["", "name", "custom", "custom.", "Email"] {
            assert_eq!(name.parse::<Mark>(), Err(UnknownMark(name.to_owned())));
        }
    }

    #[test]
    fn one_address_and_one_number_have_one_spelling() {
        assert_eq!(
            normal_email(" Linda@TalkJS.com").as_deref(),
            Some("linda@talkjs.com")
        );
        assert_eq!(normal_phone("+31 6 1234 5678").as_deref(), Some("+31612345678"));
        assert_eq!(normal_phone("0031612345678").as_deref(), Some("+31612345678"));
    }

    #[test]
    fn what_everybody_may_have_is_no_mark() {
        assert_eq!(normal_email("n/a"), None);
        assert_eq!(normal_email(""), None);
        assert_eq!(
            normal_phone("06 12345678"),
            None,
            "a number without its country is not one number"
        );
    }
}
