//! How services want an input named: from the folder of the run, with slashes, each file in one spelling; as text and
//! as a URI.

use std::fmt::Write as _;

use crate::source::Source;

/// The path as text.
pub(super) fn text(name: &str) -> String {
    String::from_utf8_lossy(&spelled(name.as_bytes())).into_owned()
}

/// The path as a URI reference (RFC 3986): relative to the folder of the run, or with the scheme `file` where the path
/// was absolute. It is made of the bytes of the path, so that a path that is no text is named right.
pub(super) fn uri(source: Source<'_>) -> String {
    let path = spelled(source.path.unwrap_or(source.name.as_bytes()));
    let mut uri = String::with_capacity(path.len());
    if is_absolute(&path) {
        uri.push_str(if path.starts_with(b"/") {
            "file://"
        } else {
            "file:///"
        });
    }
    for byte in path {
        match byte {
            // A colon in the first part would end a scheme.
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

/// The path without `.`, without a folder that is left again, and with no separator but slashes.
fn spelled(path: &[u8]) -> Vec<u8> {
    let is_separator = |byte: &u8| std::path::is_separator(char::from(*byte));
    let mut parts: Vec<&[u8]> = Vec::new();
    for (at, part) in path.split(is_separator).enumerate() {
        match part {
            b"" if at > 0 => {}
            b"." => {}
            b".." if parts.last().is_some_and(|last| !matches!(*last, b"" | b"..")) => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join(&b'/')
}

fn is_absolute(path: &[u8]) -> bool {
    path.starts_with(b"/") || (cfg!(windows) && path.get(1) == Some(&b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_spelling() {
        for name in [
            "a/b.json",
            "./a/b.json",
            "a//b.json",
            "a/./b.json",
            "a/c/../b.json",
            "x/../a/b.json",
        ] {
            assert_eq!(text(name), "a/b.json", "{name}");
        }
        assert_eq!(text("../a.json"), "../a.json");
        assert_eq!(text("../../a.json"), "../../a.json");
        assert_eq!(text("/a/../b.json"), "/b.json");
        assert_eq!(text("<stdin>"), "<stdin>");
    }

    #[test]
    fn a_uri_is_made_of_the_bytes_of_the_path() {
        let named = |name| uri(Source::new(name, ""));
        assert_eq!(named("./a b/ü%.json"), "a%20b/%C3%BC%25.json");
        assert_eq!(named("c:d.json"), "c%3Ad.json");
        assert_eq!(named("/a/b.json"), "file:///a/b.json");
        assert_eq!(
            uri(Source::new(r"a\xff.json", "").path(b"a\xff.json")),
            "a%FF.json"
        );
    }
}
