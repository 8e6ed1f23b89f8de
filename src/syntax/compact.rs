//! A JSON value on one line: every token as it is spelled, and nothing between them.
//!
//! Numbers keep their digits and strings their escapes, so that what is sent is what was written. White space goes, and
//! so do the comments and trailing commas that some files may have and no request.

use std::borrow::Cow;

use super::json::comment_end;

/// The tokens of a value that has been parsed, with comments or without.
pub(crate) fn compact(value: &str) -> Cow<'_, str> {
    let bytes = value.as_bytes();
    let mut kept = String::new();
    // What stands before is in `kept`; from here to `at` all is to be kept.
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(bytes, at),
            b',' if !closes(bytes, token_after(bytes, at + 1)) => at += 1,
            b',' | b' ' | b'\t' | b'\n' | b'\r' | b'/' => {
                kept.push_str(&value[start..at]);
                at = token_after(bytes, at + usize::from(bytes[at] == b','));
                start = at;
            }
            _ => at += 1,
        }
    }
    if start == 0 {
        return Cow::Borrowed(value);
    }
    kept.push_str(&value[start..]);
    Cow::Owned(kept)
}

/// Behind the closing quote of the string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    loop {
        match memchr::memchr2(b'"', b'\\', bytes.get(at..).unwrap_or_default()) {
            None => return bytes.len(),
            Some(length) if bytes[at + length] == b'"' => return at + length + 1,
            Some(length) => at += length + 2,
        }
    }
}

/// Where the next token begins: behind white space and comments.
fn token_after(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r') => at += 1,
            // In what was parsed a slash outside of a string begins a comment that ends.
            Some(b'/') => at = comment_end(bytes, at).unwrap_or(bytes.len()),
            _ => return at,
        }
    }
}

fn closes(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at), Some(b']' | b'}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_kept_as_they_are_spelled() {
        for (text, tokens) in [
            (
                "{ \"id\" : 1.0 ,\n\t\"n\": [ 1e400, -0 , \"a b\\u00e9\\\" , \\\\\" ] }",
                "{\"id\":1.0,\"n\":[1e400,-0,\"a b\\u00e9\\\" , \\\\\"]}",
            ),
            ("[1, // one, \"\n2, /* ] */ ]", "[1,2]"),
            ("{\"a\": {}, /**/ // \r}", "{\"a\":{}}"),
            (
                "{\"url\": \"https://a.b/*c*/\"}",
                "{\"url\":\"https://a.b/*c*/\"}",
            ),
            (" 5 ", "5"),
            ("\"\\\\\"", "\"\\\\\""),
        ] {
            assert_eq!(compact(text), tokens, "{text}");
        }
    }

    #[test]
    fn what_is_compact_is_not_copied() {
        let text = r#"{"a":[1,2,{"b c":null}],"d":"e, f"}"#;
        assert!(matches!(compact(text), Cow::Borrowed(same) if same == text));
    }
}
