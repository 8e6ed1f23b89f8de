//! Short strings that were passed: a role, a locale or a plan is the same in thousands of users, and is judged once.
//!
//! A string that is found here was passed by the same rules in the same field. One that is not may have been, too.

use crate::field::Field;
use crate::grammar::lanes::{Lanes, WIDTH};

/// How many strings are kept.
const PLACES: usize = 512;

/// The longest of them in bytes: one more is that of the closing quote, the last is that of the field.
const LONGEST: usize = WIDTH - 2;

/// Strings in fields, each in a place that follows from it: it goes when another needs the place.
#[derive(Debug)]
pub(super) struct Passed(Box<[u128; PLACES]>);

impl Default for Passed {
    fn default() -> Self {
        // No string: there is no quote in it.
        Passed(Box::new([0; PLACES]))
    }
}

/// A short string in a field, with its closing quote.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    key: u128,
    /// Of the string in bytes, without quotes.
    pub(super) length: usize,
}

impl Short {
    /// The string whose opening quote stands before `bytes`, as it is spelled. None if it is too long.
    #[inline]
    pub(super) fn of(field: Field, bytes: &[u8]) -> Option<Self> {
        let window = bytes.first_chunk()?;
        let quotes = Lanes::of(window).equal(b'"').bits();
        let length = quotes.trailing_zeros() as usize;
        if length > LONGEST {
            return None;
        }
        let string = u128::from_le_bytes(*window) & MASKS[length];
        let key = string | (field as u128) << (8 * (WIDTH - 1));
        Some(Short { key, length })
    }

    #[inline]
    fn place(self) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "both halves are looked at")]
        let (low, high) = (self.key as u64, (self.key >> 64) as u64);
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "as many bits are left as places need"
        )]
        let place = (mixed >> (u64::BITS - PLACES.ilog2())) as usize;
        place % PLACES
    }
}

/// For each length the bytes of a string and of its closing quote.
static MASKS: [u128; LONGEST + 1] = {
    let mut masks = [0; LONGEST + 1];
    let mut length = 0;
    while length <= LONGEST {
        masks[length] = u128::MAX >> (8 * (WIDTH - 1 - length));
        length += 1;
    }
    masks
};

impl Passed {
    /// Whether the string was passed in its field.
    #[inline]
    pub(super) fn has(&self, short: Short) -> bool {
        self.0[short.place()] == short.key
    }

    /// Keeps a string that was passed, in which nothing is escaped.
    #[inline]
    pub(super) fn keep(&mut self, short: Short) {
        self.0[short.place()] = short.key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_known_in_its_field_and_no_other_is() {
        let texts = [
            "",
            "a",
            "b",
            "ab",
            "buyer",
            "buyers",
            "en-US",
            "14 bytes long.",
            "é",
            "花子",
        ];
        let of =
            |field, text: &str| Short::of(field, format!("{text}\", and what stands behind it").as_bytes());
        for field in [Field::Role, Field::Locale] {
            for text in texts {
                let mut passed = Passed::default();
                assert!(!passed.has(of(field, text).expect("short")));
                passed.keep(of(field, text).expect("short"));
                for other_field in Field::ALL {
                    for other in texts {
                        let is_same = (field, text) == (other_field, other);
                        assert_eq!(
                            passed.has(of(other_field, other).expect("short")),
                            is_same,
                            "{text:?} {other:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_long_or_at_the_end_of_the_bytes_is_not_looked_at() {
        assert!(Short::of(Field::Role, b"fifteen bytes..\" and more").is_none());
        assert!(Short::of(Field::Role, b"buyer\"}").is_none());
    }
}
