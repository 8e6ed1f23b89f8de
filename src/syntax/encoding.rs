//! Which encoding the bytes are in. JSON is UTF-8 (RFC 8259 section 8.1); everything else is named and refused.

use std::fmt;
use std::ops::Range;

/// Why bytes are not UTF-8 text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotUtf8 {
    /// The bytes that show it.
    pub(crate) at: Range<usize>,
    pub(crate) found: Found,
}

/// What stands there instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// Another Unicode encoding, recognised by its byte order mark or by its zero bytes.
    Other(&'static str),
    /// A byte that cannot stand here in UTF-8.
    InvalidByte(u8),
    /// The text ends inside a character.
    CutOff,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.found {
            Found::Other(encoding) => write!(f, "the text is encoded as {encoding}, not as UTF-8"),
            Found::InvalidByte(byte) => {
                write!(f, "the byte 0x{byte:02X} is not valid UTF-8 here")
            }
            Found::CutOff => write!(f, "the text ends in the middle of a UTF-8 character"),
        }
    }
}

/// The bytes as text.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, NotUtf8> {
    // UTF-16 and UTF-32 without a byte order mark are mostly valid UTF-8 with zeros in it: look before decoding.
    if let Some(encoding) = other_unicode(bytes) {
        return Err(NotUtf8 {
            at: 0..bytes.len().min(4),
            found: Found::Other(encoding),
        });
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        match error.error_len() {
            Some(length) => NotUtf8 {
                at: start..start + length,
                found: Found::InvalidByte(bytes[start]),
            },
            None => NotUtf8 {
                at: start..bytes.len(),
                found: Found::CutOff,
            },
        }
    })
}

/// Whether the bytes are in UTF-16 or UTF-32.
pub(crate) fn is_other_unicode(bytes: &[u8]) -> bool {
    other_unicode(bytes).is_some()
}

/// UTF-16 or UTF-32, by byte order mark, or by the zeros beside the first character, which JSON has in ASCII.
fn other_unicode(bytes: &[u8]) -> Option<&'static str> {
    // The byte order marks of UTF-32 begin with those of UTF-16, so they come first.
    match *bytes {
        [0xFF, 0xFE, 0, 0, ..] | [1..=0xFF, 0, 0, 0, ..] => Some("UTF-32 (little endian)"),
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, 1..=0xFF, ..] => Some("UTF-32 (big endian)"),
        [0xFF, 0xFE, ..] | [1..=0xFF, 0, 1..=0xFF, 0, ..] | [1..=0xFF, 0] => Some("UTF-16 (little endian)"),
        [0xFE, 0xFF, ..] | [0, 1..=0xFF, 0, 1..=0xFF, ..] | [0, 1..=0xFF] => Some("UTF-16 (big endian)"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn other_unicode_encodings_are_named() {
        for text in ["{\"id\":\"1\"}", "\u{FEFF}[]", "[1]", "1"] {
            let found = |bytes: &[u8]| decode(bytes).expect_err("not UTF-8").to_string();
            assert!(
                found(&utf16(text, u16::to_le_bytes)).contains("UTF-16 (little endian)"),
                "{text}"
            );
            assert!(
                found(&utf16(text, u16::to_be_bytes)).contains("UTF-16 (big endian)"),
                "{text}"
            );
            let utf32: Vec<u8> = text
                .chars()
                .flat_map(|char| u32::from(char).to_le_bytes())
                .collect();
            assert!(found(&utf32).contains("UTF-32 (little endian)"), "{text}");
        }
    }

    #[test]
    fn an_invalid_byte_is_found_where_it_stands() {
        assert_eq!(
            decode(b"\"a\xFFb\""),
            Err(NotUtf8 {
                at: 2..3,
                found: Found::InvalidByte(0xFF)
            })
        );
        assert_eq!(
            decode(b"\"\xC3"),
            Err(NotUtf8 {
                at: 1..2,
                found: Found::CutOff
            })
        );
        assert_eq!(decode(b""), Ok(""));
    }
}
