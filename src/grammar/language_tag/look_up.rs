//! What the registry says of a subtag. The questions that come with every tag are answered from tables made for them
//! when the program is compiled.

use super::{Hint, LONGEST_SUBTAG, SubtagKind, registry};

pub(super) fn prefix_of(extlang: &str) -> Option<&'static str> {
    look_up(registry::EXTLANGS, extlang)
}

pub(super) fn preferred_language(language: &str) -> &str {
    look_up(registry::PREFERRED_LANGUAGES, language).unwrap_or(language)
}

pub(super) fn preferred_region(region: &str) -> &str {
    look_up(registry::PREFERRED_REGIONS, region).unwrap_or(region)
}

pub(super) fn preferred_for_redundant(language: &str, region: &str) -> Option<&'static str> {
    registry::REDUNDANT
        .iter()
        .find(|(l, r, _)| l.eq_ignore_ascii_case(language) && r.eq_ignore_ascii_case(region))
        .map(|(_, _, preferred)| *preferred)
}

#[inline]
pub(super) fn is_language(subtag: &str) -> bool {
    match *subtag.as_bytes() {
        [a, b] => pair(a, b) & LANGUAGE != 0,
        [a, b, c] => letter(c) < 26 && pair(a, b) & 1 << letter(c) != 0,
        // The registry has never had a longer one (RFC 5646, section 2.2.1).
        _ => false,
    }
}

#[inline]
pub(super) fn is_region(subtag: &str) -> bool {
    match *subtag.as_bytes() {
        [a, b] => pair(a, b) & REGION != 0,
        [_, _, _] => subtag
            .parse()
            .is_ok_and(|area: u16| registry::AREAS.binary_search(&area).is_ok()),
        _ => false,
    }
}

pub(super) fn is_script(subtag: &str) -> bool {
    subtag.len() == 4 && SCRIPTS.binary_search(&key(subtag.as_bytes())).is_ok()
}

pub(super) fn is_variant(subtag: &str) -> bool {
    VARIANTS.binary_search(&key(subtag.as_bytes())).is_ok()
}

pub(super) fn hint_for_region(region: &str) -> Option<Hint> {
    // What the United Kingdom and Greece are called elsewhere: ISO 3166-1 reserves UK, and the EU uses EL.
    if region.eq_ignore_ascii_case("UK") {
        return Some(Hint::Use("GB"));
    }
    if region.eq_ignore_ascii_case("EL") {
        return Some(Hint::Use("GR"));
    }
    is_language(region).then_some(Hint::Belongs {
        kind: SubtagKind::Language,
        example: None,
    })
}

/// The value beside a key, in a table that is sorted by its keys, which are in lower case.
pub(super) fn look_up<Value: Copy>(table: &[(&str, Value)], wanted: &str) -> Option<Value> {
    let found =
        table.binary_search_by(|(key, _)| key.bytes().cmp(wanted.bytes().map(|b| b.to_ascii_lowercase())));
    found.ok().and_then(|at| table.get(at)).map(|(_, value)| *value)
}

/// Per pair of letters all that the registry says of it. Bits 0 to 25 are the third letters with which the
/// pair is a language; the other bits follow.
static PAIRS: [u32; 26 * 26] = pairs();

/// The pair is a language.
pub(super) const LANGUAGE: u32 = 1 << 26;
/// The pair is a region.
pub(super) const REGION: u32 = 1 << 27;
/// The pair is a deprecated language.
pub(super) const DATED_LANGUAGE: u32 = 1 << 28;
/// The pair is a deprecated region.
pub(super) const DATED_REGION: u32 = 1 << 29;

pub(super) static SCRIPTS: [u64; count(registry::SCRIPTS)] = keys(registry::SCRIPTS);
pub(super) static VARIANTS: [u64; count(registry::VARIANTS)] = keys(registry::VARIANTS);

/// The row of [`PAIRS`] for two letters; what is no letter has none.
#[inline]
pub(super) fn pair(a: u8, b: u8) -> u32 {
    let (a, b) = (letter(a), letter(b));
    if b < 26 {
        PAIRS.get(a * 26 + b).copied().unwrap_or_default()
    } else {
        0
    }
}

/// The number of a letter from 0, whatever its case; 26 and more for what is none.
const fn letter(byte: u8) -> usize {
    (byte | 0x20).wrapping_sub(b'a') as usize
}

/// A subtag as a number, in lower case and in the order of the text. The length must be eight at most.
pub(super) const fn key(subtag: &[u8]) -> u64 {
    let mut key = 0;
    let mut at = 0;
    while at < LONGEST_SUBTAG {
        key <<= 8;
        if at < subtag.len() {
            key |= subtag[at].to_ascii_lowercase() as u64;
        }
        at += 1;
    }
    key
}

const fn pairs() -> [u32; 26 * 26] {
    let mut rows = [0; 26 * 26];
    mark(&mut rows, registry::LANGUAGES, LANGUAGE);
    mark(&mut rows, registry::REGIONS, REGION);
    mark_keys(&mut rows, registry::PREFERRED_LANGUAGES, DATED_LANGUAGE);
    mark_keys(&mut rows, registry::RETIRED_LANGUAGES, DATED_LANGUAGE);
    mark_keys(&mut rows, registry::PREFERRED_REGIONS, DATED_REGION);
    mark_keys(&mut rows, registry::RETIRED_REGIONS, DATED_REGION);

    let text = registry::LANGUAGES_OF_THREE.as_bytes();
    let (mut start, mut end) = word(text, 0);
    while start < end {
        let row = letter(text[start]) * 26 + letter(text[start + 1]);
        (start, end) = word(text, end);
        while start < end {
            rows[row] |= 1 << letter(text[start]);
            start += 1;
        }
        (start, end) = word(text, end);
    }
    rows
}

const fn mark(rows: &mut [u32; 26 * 26], pairs: &str, flag: u32) {
    let text = pairs.as_bytes();
    let (mut start, mut end) = word(text, 0);
    while start < end {
        rows[letter(text[start]) * 26 + letter(text[start + 1])] |= flag;
        (start, end) = word(text, end);
    }
}

/// Passes over the keys of more than two letters.
const fn mark_keys<Value>(rows: &mut [u32; 26 * 26], table: &[(&str, Value)], flag: u32) {
    let mut at = 0;
    while at < table.len() {
        if table[at].0.len() == 2 {
            mark(rows, table[at].0, flag);
        }
        at += 1;
    }
}

const fn keys<const N: usize>(words: &str) -> [u64; N] {
    let text = words.as_bytes();
    let mut keys = [0; N];
    let (mut start, mut end) = word(text, 0);
    let mut at = 0;
    while start < end {
        let (_, rest) = text.split_at(start);
        let (subtag, _) = rest.split_at(end - start);
        keys[at] = key(subtag);
        at += 1;
        (start, end) = word(text, end);
    }
    keys
}

const fn count(words: &str) -> usize {
    let text = words.as_bytes();
    let (mut start, mut end) = word(text, 0);
    let mut count = 0;
    while start < end {
        count += 1;
        (start, end) = word(text, end);
    }
    count
}

/// Where the next word starts and ends; empty when there is none.
const fn word(text: &[u8], from: usize) -> (usize, usize) {
    let mut start = from;
    while start < text.len() && text[start].is_ascii_whitespace() {
        start += 1;
    }
    let mut end = start;
    while end < text.len() && !text[end].is_ascii_whitespace() {
        end += 1;
    }
    (start, end)
}
