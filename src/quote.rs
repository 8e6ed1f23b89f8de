//! Text of a payload as messages quote it.

use std::borrow::Cow;

/// Characters of a quotation: enough to know the text again, and a message stays a message.
const LONGEST: usize = 60;

/// The text, or its beginning and an ellipsis.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let longest = "é".repeat(LONGEST);
        assert_eq!(shortened(&longest), longest);
        assert_eq!(shortened(&format!("{longest}é")), format!("{longest}…"));
    }
}
