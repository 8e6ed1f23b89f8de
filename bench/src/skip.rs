//! A bound: reads a JSON text as the grammar wants it, with its UTF-8, and judges nothing.
//!
//! No rules can be had for less than this in the same manner: safe, one pass, eight bytes at a time within strings. It
//! has nothing in common with the parser of userlint.

/// How deep brackets may stand in one another.
const DEPTH: usize = 128;

/// Whether the text is JSON.
pub fn is_json(text: &[u8]) -> bool {
    if std::str::from_utf8(text).is_err() {
        return false;
    }
    let mut skip = Skip { text, at: 0 };
    skip.value(DEPTH).is_some() && skip.peek().is_none()
}

struct Skip<'t> {
    text: &'t [u8],
    at: usize,
}

/// None where the text is no JSON.
type Skipped = Option<()>;

impl Skip<'_> {
    fn value(&mut self, depth: usize) -> Skipped {
        match self.peek()? {
            b'"' => self.string(),
            b'{' => self.entries(b'}', depth.checked_sub(1)?),
            b'[' => self.entries(b']', depth.checked_sub(1)?),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn entries(&mut self, close: u8, depth: usize) -> Skipped {
        self.at += 1;
        if self.peek()? == close {
            self.at += 1;
            return Some(());
        }
        loop {
            if close == b'}' {
                (self.peek()? == b'"').then_some(())?;
                self.string()?;
                (self.peek()? == b':').then_some(())?;
                self.at += 1;
            }
            self.value(depth)?;
            let next = self.peek()?;
            self.at += 1;
            match next {
                b',' => {}
                _ if next == close => return Some(()),
                _ => return None,
            }
        }
    }

    fn string(&mut self) -> Skipped {
        self.at += 1;
        loop {
            while let Some(eight) = self.text[self.at..].first_chunk::<8>() {
                let special = special(u64::from_le_bytes(*eight));
                if special != 0 {
                    self.at += special.trailing_zeros() as usize / 8;
                    break;
                }
                self.at += 8;
            }
            let next = *self.text.get(self.at)?;
            self.at += 1;
            match next {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Skipped {
        let kind = *self.text.get(self.at)?;
        self.at += 1;
        if kind == b'u' {
            let digits = self.text.get(self.at..self.at + 4)?;
            self.at += 4;
            return digits.iter().all(u8::is_ascii_hexdigit).then_some(());
        }
        b"\"\\/bfnrt".contains(&kind).then_some(())
    }

    fn word(&mut self, word: &[u8]) -> Skipped {
        self.text[self.at..].starts_with(word).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn number(&mut self) -> Skipped {
        self.at += usize::from(self.text[self.at] == b'-');
        let start = self.at;
        self.digits()?;
        if self.text[start] == b'0' && self.at > start + 1 {
            return None;
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.text.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Skipped {
        let rest = &self.text[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(())
    }

    /// The next byte that is no white space. It is not taken.
    fn peek(&mut self) -> Option<u8> {
        while matches!(self.text.get(self.at)?, b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
        Some(self.text[self.at])
    }
}

/// Marks the bytes that are a quote, a backslash or a control character with their highest bits. Bytes behind the first
/// that is marked may be marked for nothing.
fn special(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = ONES << 7;
    let below = |bytes: u64, bound: u8| bytes.wrapping_sub(ONES * u64::from(bound)) & !bytes & HIGHEST;
    let equal = |byte: u8| below(eight ^ (ONES * u64::from(byte)), 1);
    equal(b'"') | equal(b'\\') | below(eight, 0x20)
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::*;
    use crate::layout;
    use crate::users::{SEED, Users};

    fn says_serde(text: &[u8]) -> bool {
        std::str::from_utf8(text).is_ok() && serde_json::from_slice::<IgnoredAny>(text).is_ok()
    }

    #[test]
    fn agrees_with_serde_on_users_with_any_byte_gone_or_changed() {
        for user in Users::new(SEED, 500).take(40) {
            let line = layout::line(&user);
            assert!(is_json(&line));
            for at in 0..line.len() {
                let mut changed = line.clone();
                changed.remove(at);
                assert_eq!(
                    is_json(&changed),
                    says_serde(&changed),
                    "{}",
                    changed.escape_ascii()
                );
                for byte in *b"\"\\{}[],:0-.e \n\x01tu" {
                    changed = line.clone();
                    changed[at] = byte;
                    assert_eq!(
                        is_json(&changed),
                        says_serde(&changed),
                        "{}",
                        changed.escape_ascii()
                    );
                }
            }
        }
    }

    #[test]
    fn agrees_with_serde_on_numbers_and_brackets() {
        let texts = [
            "0",
            "-0",
            "01",
            "-",
            "1.",
            ".5",
            "1.5e+3",
            "1e",
            "1E-7",
            "[]",
            "[1,]",
            "{}",
            "{\"a\":}",
            "[[[]]",
            "true ",
            "tru",
            "",
            " ",
            "1 2",
            "{1:2}",
            "\"\\u00e\"",
            "\"\\x\"",
        ];
        for text in texts {
            assert_eq!(is_json(text.as_bytes()), says_serde(text.as_bytes()), "{text}");
        }
    }
}
