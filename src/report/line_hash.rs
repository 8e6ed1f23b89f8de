//! The hashes by which GitHub code scanning tells lines: its `primaryLocationLineHash`.
//!
//! A line is known by the hundred UTF-16 code units from its start on, spaces and tabs left out, and by how often that hash
//! has occurred before in the file. A line that only moves keeps its hash.

use std::collections::HashMap;
use std::fmt;

/// The code units that make a hash.
const WINDOW: usize = 100;

const BASE: u64 = 37;

/// Stands at the end of the text; behind it the window is filled with zeros.
const END: u16 = 0xFFFF;

/// The hash of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct LineHash {
    hash: u64,
    /// How many lines up to this one have the hash.
    count: u32,
}

impl fmt::Display for LineHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}:{}", self.hash, self.count)
    }
}

/// The hashes of all lines of a text, in their order.
pub(super) fn line_hashes(bytes: &[u8]) -> Vec<LineHash> {
    let mut rolling = Rolling::new();
    let mut after_cr = false;
    let mut at_line_start = true;
    for unit in code_units(bytes).chain([END]) {
        let is_blank = matches!(unit, 0x20 | 0x09);
        if is_blank || (after_cr && unit == 0x0A) {
            after_cr = false;
            continue;
        }
        after_cr = unit == 0x0D;
        let unit = if after_cr { 0x0A } else { unit };
        rolling.push(unit, at_line_start);
        at_line_start = unit == 0x0A;
    }
    rolling.finish()
}

fn code_units(bytes: &[u8]) -> impl Iterator<Item = u16> + '_ {
    bytes.utf8_chunks().flat_map(|chunk| {
        let replacement = (!chunk.invalid().is_empty()).then_some(0xFFFD);
        chunk.valid().encode_utf16().chain(replacement)
    })
}

/// The hash of the last [`WINDOW`] units, and the lines that start in it.
struct Rolling {
    window: [u16; WINDOW],
    starts_line: [bool; WINDOW],
    at: usize,
    hash: u64,
    /// What a unit counts when it leaves the window.
    leaving: u64,
    counts: HashMap<u64, u32>,
    lines: Vec<LineHash>,
}

impl Rolling {
    fn new() -> Self {
        Rolling {
            window: [0; WINDOW],
            starts_line: [false; WINDOW],
            at: 0,
            hash: 0,
            leaving: (0..WINDOW).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
            counts: HashMap::new(),
            lines: Vec::new(),
        }
    }

    fn push(&mut self, unit: u16, starts_line: bool) {
        if self.starts_line[self.at] {
            let count = self.counts.entry(self.hash).or_default();
            *count += 1;
            self.lines.push(LineHash {
                hash: self.hash,
                count: *count,
            });
        }
        self.starts_line[self.at] = starts_line;
        let left = std::mem::replace(&mut self.window[self.at], unit);
        self.hash = self
            .hash
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.leaving.wrapping_mul(u64::from(left)));
        self.at = (self.at + 1) % WINDOW;
    }

    fn finish(mut self) -> Vec<LineHash> {
        for _ in 0..WINDOW {
            self.push(0, false);
        }
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        line_hashes(text.as_bytes())
            .iter()
            .map(LineHash::to_string)
            .collect()
    }

    #[test]
    fn the_published_vectors() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            hashes(" a\nb\n  \t\tc\n d"),
            [
                "271789c17abda88f:1",
                "54703d4cd895b18:1",
                "180aee12dab6264:1",
                "a23a3dc5e078b07b:1"
            ]
        );
    }

    #[test]
    fn line_ends_and_indentation_make_no_difference() {
        let expected = hashes("{\n\"a\":1,\n\"b\":2}\n");
        assert_eq!(hashes("{\r\n  \"a\": 1,\r\n\t\"b\": 2}\r\n"), expected);
        assert_eq!(hashes("{\r\"a\":1,\r\"b\":2}\r"), expected);
        assert_eq!(expected.len(), 4);
    }

    #[test]
    fn a_hash_that_occurs_again_is_counted() {
        let line = "x".repeat(200) + "\n";
        let hashes = hashes(&line.repeat(2));
        assert_eq!(hashes[0].strip_suffix(":1"), hashes[1].strip_suffix(":2"));
    }
}
