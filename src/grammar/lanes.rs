//! Sixteen bytes at once: which of them are of a kind.
//!
//! The whole of userlint's vector code is here. The crate `wide` makes instructions of it that every processor of a
//! family has (SSE2, NEON), or loops where there are none.

use std::ops::{BitAnd, BitOr};

use wide::i8x16;

/// How many bytes are looked at at once.
pub(crate) const WIDTH: usize = 16;

/// Sixteen bytes that follow one another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lanes(i8x16);

/// Some of sixteen bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Some16(i8x16);

impl Lanes {
    #[inline]
    pub(crate) fn of(bytes: &[u8; WIDTH]) -> Self {
        Lanes(i8x16::new(bytes.map(u8::cast_signed)))
    }

    /// The bytes that are this one.
    #[inline]
    pub(crate) fn equal(self, byte: u8) -> Some16 {
        Some16(self.0.simd_eq(i8x16::splat(byte.cast_signed())))
    }

    /// The ASCII letters and digits.
    #[inline]
    pub(crate) fn alphanumeric(self) -> Some16 {
        let in_lower_case = Lanes(self.0 | i8x16::splat(0x20));
        in_lower_case.between(b'a', b'z') | self.between(b'0', b'9')
    }

    /// The bytes of a range in ASCII; none of its ends is the first or the last of all.
    #[inline]
    pub(crate) fn between(self, first: u8, last: u8) -> Some16 {
        // Bytes beyond ASCII are negative, and so are below.
        let is_behind = self.0.simd_gt(i8x16::splat(first.cast_signed() - 1));
        let is_before = self.0.simd_lt(i8x16::splat(last.cast_signed() + 1));
        Some16(is_behind & is_before)
    }

    /// With ASCII letters in lower case; other bytes may become others.
    #[inline]
    pub(crate) fn lower_case(self) -> Self {
        Lanes(self.0 | i8x16::splat(0x20))
    }
}

/// Sixteen pairs of bytes that follow one another: the first of each, and the second of each.
#[inline]
pub(crate) fn pairs(bytes: &[u8; WIDTH + 1]) -> [Lanes; 2] {
    let [first @ .., _] = bytes;
    let [_, second @ ..] = bytes;
    [Lanes::of(first), Lanes::of(second)]
}

/// A text of less than 64 bytes, and which of them are ASCII letters and digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain<'t> {
    /// The text, and what stands behind it.
    bytes: &'t [u8],
    length: usize,
    alphanumeric: u64,
}

impl<'t> Plain<'t> {
    /// A text with which the bytes begin.
    #[inline]
    pub(crate) fn begin(bytes: &'t [u8]) -> Self {
        Plain {
            bytes,
            length: 0,
            alphanumeric: 0,
        }
    }

    /// Adds which of the sixteen bytes from `start` are letters and digits.
    #[inline]
    pub(crate) fn add(&mut self, start: usize, alphanumeric: u32) {
        self.alphanumeric |= u64::from(alphanumeric) << (start % 64);
    }

    /// Ends the text. None if it is too long.
    #[inline]
    pub(crate) fn end(self, length: usize) -> Option<Self> {
        let all = !(u64::MAX << (length % 64));
        (length < 64).then_some(Plain {
            length,
            alphanumeric: self.alphanumeric & all,
            ..self
        })
    }

    /// The text alone.
    #[inline]
    pub(crate) fn text(self) -> &'t [u8] {
        &self.bytes[..self.length]
    }

    /// A bit for each byte of the text.
    #[inline]
    pub(crate) fn all(self) -> u64 {
        !(u64::MAX << self.length)
    }

    /// The ASCII letters and digits: bit n for the byte n.
    #[inline]
    pub(crate) fn alphanumeric(self) -> u64 {
        self.alphanumeric
    }

    /// The bytes that are one of these, likewise.
    #[inline]
    pub(crate) fn equal<const N: usize>(self, wanted: [u8; N]) -> [u64; N] {
        let mut found = [0; N];
        for (nth, window) in self
            .bytes
            .chunks_exact(WIDTH)
            .take(self.length.div_ceil(WIDTH))
            .enumerate()
        {
            if let Ok(window) = window.try_into() {
                let lanes = Lanes::of(window);
                for (found, byte) in found.iter_mut().zip(wanted) {
                    *found |= u64::from(lanes.equal(byte).bits()) << (nth * WIDTH);
                }
            }
        }
        found.map(|found| found & self.all())
    }
}

impl Some16 {
    /// The bytes as a number: bit n for the byte n.
    #[inline]
    pub(crate) fn bits(self) -> u32 {
        self.0.to_bitmask() & 0xFFFF
    }
}

impl BitOr for Some16 {
    type Output = Some16;

    #[inline]
    fn bitor(self, other: Some16) -> Some16 {
        Some16(self.0 | other.0)
    }
}

impl BitAnd for Some16 {
    type Output = Some16;

    #[inline]
    fn bitand(self, other: Some16) -> Some16 {
        Some16(self.0 & other.0)
    }
}

/// Shows a text as it stands in others, whatever these are; nothing is done if it is too long.
#[cfg(test)]
pub(crate) fn with_plain(text: &str, behind: &str, show: impl FnOnce(Plain<'_>)) {
    let bytes = [text, behind, &"x".repeat(64)].concat().into_bytes();
    let mut plain = Plain::begin(&bytes);
    for (nth, window) in bytes.chunks_exact(WIDTH).enumerate().take(4) {
        let window = window.try_into().expect("sixteen bytes");
        plain.add(nth * WIDTH, Lanes::of(window).alphanumeric().bits());
    }
    if let Some(plain) = plain.end(text.len()) {
        show(plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All bytes, sixteen at a time, so that each stands in each lane.
    fn windows() -> impl Iterator<Item = [u8; WIDTH]> {
        (0..=u8::MAX)
            .map(|first| std::array::from_fn(|lane| first.wrapping_add(u8::try_from(lane).expect("a lane"))))
    }

    fn assert_bits(window: &[u8; WIDTH], found: Some16, is_one: impl Fn(u8) -> bool) {
        for (lane, &byte) in window.iter().enumerate() {
            assert_eq!(
                found.bits() >> lane & 1 == 1,
                is_one(byte),
                "byte {byte:#x} in lane {lane}"
            );
        }
        assert_eq!(found.bits() >> WIDTH, 0);
    }

    #[test]
    fn lanes_tell_what_bytes_are() {
        for window in windows() {
            let lanes = Lanes::of(&window);
            assert_bits(&window, lanes.alphanumeric(), |byte| byte.is_ascii_alphanumeric());
            for wanted in [0, b'"', b'.', b'z', 0x7F, 0x80, 0xFF] {
                assert_bits(&window, lanes.equal(wanted), |byte| byte == wanted);
            }
            assert_bits(&window, lanes.lower_case().equal(b'l'), |byte| {
                matches!(byte, b'l' | b'L')
            });
            let either = lanes.equal(b'a') | lanes.equal(b'b');
            assert_bits(&window, either, |byte| matches!(byte, b'a' | b'b'));
            assert_bits(&window, either & lanes.equal(b'b'), |byte| byte == b'b');
        }
    }

    #[test]
    fn a_pair_is_a_byte_and_the_next() {
        let bytes: [u8; WIDTH + 1] = std::array::from_fn(|at| if at % 3 == 0 { b'u' } else { b'l' });
        let [one, two] = pairs(&bytes);
        let found = one.equal(b'u') & two.equal(b'l');
        assert_bits(bytes.first_chunk().expect("sixteen"), found, |byte| byte == b'u');
    }

    #[test]
    fn bits_are_those_of_the_text_and_of_nothing_behind_it() {
        for length in 0..=70 {
            let text = "a.b@-_Z9".repeat(9);
            let mut shown = false;
            with_plain(&text[..length], "a.b@a.b@", |plain| {
                shown = true;
                let bits = |is_one: fn(u8) -> bool| {
                    let bytes = text.bytes().take(length).enumerate();
                    bytes.fold(0, |bits, (at, byte)| bits | u64::from(is_one(byte)) << at)
                };
                assert_eq!(plain.text(), &text.as_bytes()[..length]);
                assert_eq!(plain.all(), bits(|_| true));
                assert_eq!(plain.alphanumeric(), bits(|byte| byte.is_ascii_alphanumeric()));
                assert_eq!(
                    plain.equal([b'.', b'@']),
                    [bits(|byte| byte == b'.'), bits(|byte| byte == b'@')]
                );
            });
            assert_eq!(shown, length < 64);
        }
    }
}
