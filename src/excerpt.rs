//! As much of a payload's text as a message may quote.

use std::borrow::Cow;

use crate::grammar::credential::credential_in;

/// A message stays a message, however long the text is that it speaks of.
const LONGEST: usize = 60;

/// The first sixty characters; an ellipsis stands for the rest, and for all of a text that holds a credential.
pub(crate) fn excerpt(text: &str) -> Cow<'_, str> {
    cut(text, LONGEST)
}

/// An id as messages name it: a number as the document spells it.
pub(crate) fn written_id(id: &str, number: Option<&str>) -> String {
    match number {
        Some(number) => format!("the number {}", excerpt(number)),
        None => format!("`{}`", excerpt(id)),
    }
}

/// An entry of `custom`, as messages name it.
pub(crate) fn custom_entry(key: &str) -> String {
    const LONGEST_KEY: usize = 40;
    match key {
        "" => "`custom[\"\"]`".to_owned(),
        _ => format!("`custom.{}`", cut(key, LONGEST_KEY)),
    }
}

/// Whether a text can be repeated whole: what is to be written must not be cut, and no credential is repeated.
pub(crate) fn is_quotable(text: &str) -> bool {
    text.len() <= LONGEST && credential_in(text).is_none()
}

/// The advice to write this text as a string, unless it is too long to be read in a line.
pub(crate) fn help_to_write(text: &str) -> Option<String> {
    is_quotable(text).then(|| format!("write {}", serde_json::Value::from(text)))
}

fn cut(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        _ if credential_in(text).is_some() => Cow::Borrowed("…"),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_text_is_cut() {
        assert_eq!(excerpt(&"ü".repeat(60)), "ü".repeat(60));
        assert_eq!(excerpt(&"ü".repeat(61)), format!("{}…", "ü".repeat(60)));
    }

    #[test]
    fn a_credential_is_not_repeated() {
        let key = format!("sk_live_{}", "0".repeat(24));
        assert_eq!(excerpt(&key), "…");
        assert_eq!(custom_entry(&key), "`custom.…`");
        assert_eq!(help_to_write(&key), None);
    }

    #[test]
    fn what_is_to_be_written_is_json_and_never_cut() {
        assert_eq!(help_to_write("nl-NL").as_deref(), Some("write \"nl-NL\""));
        assert_eq!(help_to_write("a\"b").as_deref(), Some(r#"write "a\"b""#));
        assert_eq!(help_to_write(&"n".repeat(61)), None);
    }

    #[test]
    fn an_entry_is_named_by_its_key() {
        assert_eq!(custom_entry("plan"), "`custom.plan`");
        assert_eq!(custom_entry(""), "`custom[\"\"]`");
        assert_eq!(
            custom_entry(&"k".repeat(41)),
            format!("`custom.{}…`", "k".repeat(40))
        );
    }
}
