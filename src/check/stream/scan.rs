//! Where the items of a long array or object end: a walk over strings and brackets that judges nothing.
//!
//! Up to the first offence against the syntax it sees what the parser sees. Behind it anything may come out; the parser,
//! which reads every part, stops there.

use crate::grammar::lanes::{Lanes, WIDTH};
use crate::source::BYTE_ORDER_MARK;

/// A walk over the items behind a bracket, or behind the comma in front of an item.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    at: usize,
    /// Brackets that are open, with the one around the items.
    depth: usize,
    in_string: bool,
}

/// What ends an item, with its offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Terminator {
    Comma(usize),
    /// The bracket that closes the whole.
    Bracket(usize),
}

impl Scan {
    /// Begins behind the bracket or comma that stands at an offset.
    pub(crate) fn behind(opening: usize) -> Self {
        Scan {
            at: opening + 1,
            depth: 1,
            in_string: false,
        }
    }

    /// The next end of an item. None: there is none in these bytes; with more of them the walk goes on.
    pub(crate) fn next(&mut self, bytes: &[u8]) -> Option<Terminator> {
        while self.at < bytes.len() {
            if let Some(window) = bytes[self.at..].first_chunk()
                && let lanes = Lanes::of(window)
                && lanes.equal(b'\\').bits() == 0
            {
                match self.window(lanes) {
                    Some(terminator) => return Some(terminator),
                    None => continue,
                }
            }
            if self.in_string {
                let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[self.at..]) else {
                    self.at = bytes.len();
                    return None;
                };
                self.at += found;
                if bytes[self.at] == b'"' {
                    self.in_string = false;
                    self.at += 1;
                } else {
                    // Behind the bytes, if they end with the backslash: then the next one is skipped later.
                    self.at += 2;
                }
                continue;
            }
            let at = self.at;
            self.at += 1;
            match bytes[at] {
                b'"' => self.in_string = true,
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(Terminator::Bracket(at));
                    }
                }
                b',' if self.depth == 1 => return Some(Terminator::Comma(at)),
                _ => {}
            }
        }
        None
    }

    /// The next end of an item in a window in which nothing is escaped; or goes behind it.
    #[inline]
    fn window(&mut self, lanes: Lanes) -> Option<Terminator> {
        let quotes = lanes.equal(b'"').bits();
        let in_strings = between(quotes) ^ if self.in_string { u32::MAX } else { 0 };
        let opening = lanes.lower_case().equal(b'{').bits();
        let commas = lanes.equal(b',').bits();
        let closing = lanes.lower_case().equal(b'}').bits();
        let mut marks = (opening | closing | commas) & !in_strings;
        while marks != 0 {
            let lane = marks.trailing_zeros();
            let at = self.at + lane as usize;
            let mark = marks & marks.wrapping_neg();
            marks ^= mark;
            let terminator = if opening & mark != 0 {
                self.depth += 1;
                None
            } else if closing & mark != 0 {
                self.depth -= 1;
                (self.depth == 0).then_some(Terminator::Bracket(at))
            } else {
                (self.depth == 1).then_some(Terminator::Comma(at))
            };
            if terminator.is_some() {
                self.at = at + 1;
                self.in_string = false;
                return terminator;
            }
        }
        self.at += WIDTH;
        self.in_string ^= quotes.count_ones() % 2 == 1;
        None
    }
}

/// The bits from each odd quote up to the next one, which stays outside: what stands in strings if none is open before.
fn between(quotes: u32) -> u32 {
    let mut inside = quotes ^ (quotes << 1);
    inside ^= inside << 2;
    inside ^= inside << 4;
    inside ^ (inside << 8)
}

/// Where the bracket stands with which a text begins, if it does.
pub(crate) fn opening(bytes: &[u8]) -> Option<usize> {
    let mark = if bytes.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let blank = bytes[mark..].iter().position(|byte| !is_white_space(*byte))?;
    let at = mark + blank;
    matches!(bytes[at], b'[' | b'{').then_some(at)
}

/// The last comma between the items in front of an offset. The items begin behind `opening`.
pub(crate) fn comma_before(bytes: &[u8], opening: usize, offset: usize) -> Option<usize> {
    let mut scan = Scan::behind(opening);
    let mut last = None;
    while let Some(Terminator::Comma(at)) = scan.next(bytes) {
        if at >= offset {
            break;
        }
        last = Some(at);
    }
    last
}

pub(crate) fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminators(text: &str) -> Vec<Terminator> {
        let opening = opening(text.as_bytes()).expect("a bracket");
        let mut scan = Scan::behind(opening);
        let mut found = Vec::new();
        while let Some(terminator) = scan.next(text.as_bytes()) {
            found.push(terminator);
            if matches!(terminator, Terminator::Bracket(_)) {
                break;
            }
        }
        found
    }

    #[test]
    fn only_the_commas_between_items_end_them() {
        use Terminator::{Bracket, Comma};
        assert_eq!(
            terminators("[1,[2,3],{\"a\":4,\"b\":5}]"),
            [Comma(2), Comma(8), Bracket(22)]
        );
        assert_eq!(terminators(r#" {"a,]":"\",\\","b":1}"#), [Comma(15), Bracket(21)]);
        assert_eq!(terminators("[]"), [Bracket(1)]);
        assert_eq!(terminators("[\"a,b"), []);
    }

    #[test]
    fn a_walk_goes_on_wherever_the_bytes_were_cut() {
        let text = r#"[{"a":"x\"],\\"},"\\",["b,"],3]"#.as_bytes();
        let mut whole = Scan::behind(0);
        let expected: Vec<_> = std::iter::from_fn(|| whole.next(text)).take(4).collect();
        let mut cut = Scan::behind(0);
        let mut found = Vec::new();
        for end in 1..=text.len() {
            found.extend(cut.next(&text[..end]));
        }
        assert_eq!(found, expected);
        assert_eq!(found.len(), 4);
    }
}
