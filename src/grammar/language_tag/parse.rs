//! From a string to the parts of a tag: the grammar of RFC 5646, section 2.1.

use std::collections::HashSet;

use super::look_up::{key, look_up};
use super::{Fault, Form, LONGEST_SUBTAG, LanguageTag, Malformed, SubtagKind, registry};

/// Cuts a tag into its parts by the grammar of RFC 5646, section 2.1, grandfathered tags included.
///
/// It takes no notice of case and needs no registry. Repeated variants and singletons count as malformed here
/// (see [`Malformed::DuplicateVariant`]). Nothing is allocated for a tag of up to eight variants.
///
/// # Errors
///
/// The first fault from the left, with its place in bytes.
#[inline]
pub(crate) fn parse(tag: &str) -> Result<LanguageTag<'_>, Fault<Malformed>> {
    // `ll` and `ll-RR` are nearly all there is. None of the grandfathered tags has either form.
    match tag.as_bytes() {
        [a, b] if are_letters([a, b]) => Ok(LanguageTag::of_language_and_region(tag)),
        [a, b, b'-', c, d] if are_letters([a, b, c, d]) => Ok(LanguageTag::of_language_and_region(tag)),
        _ => parse_any(tag),
    }
}

#[inline]
fn are_letters<const N: usize>(bytes: [&u8; N]) -> bool {
    bytes.iter().all(|b| b.is_ascii_alphabetic())
}

fn parse_any(tag: &str) -> Result<LanguageTag<'_>, Fault<Malformed>> {
    if let Some(canonical) = look_up(registry::GRANDFATHERED, tag) {
        return Ok(LanguageTag::whole(tag, Form::Grandfathered { canonical }));
    }
    let mut subtags = Subtags { tag, next: 0 };
    let first = subtags.read()?;
    if first.is_x() {
        subtags.read_private_use(&first)?;
        return Ok(LanguageTag::whole(tag, Form::PrivateUse));
    }
    if first.letters != first.len() || first.len() == 1 {
        return Err(first.fault(Malformed::NotLanguage));
    }

    let mut parsed = LanguageTag::whole(tag, Form::Langtag);
    parsed.end_with(SubtagKind::Language, first.end());
    let mut last = SubtagKind::Language;
    let mut extlangs = 0;
    let mut variants = VariantSet::default();
    while let Some(subtag) = subtags.next()? {
        if subtag.len() == 1 {
            parsed.extensions_end = subtags.read_extensions(subtag)?;
            break;
        }
        let Some(kind) = subtag.kind() else {
            return Err(subtag.fault(Malformed::NoForm));
        };
        match kind {
            SubtagKind::Extlang => {
                extlangs += 1;
                if extlangs > 3 {
                    return Err(subtag.fault(Malformed::Surplus { kind }));
                }
                if last == SubtagKind::Language && first.len() > 3 {
                    return Err(subtag.fault(Malformed::ExtlangAfterName));
                }
            }
            SubtagKind::Variant => {
                if !variants.insert(subtag.text) {
                    let first = parsed.place_of_variant(subtag.text).unwrap_or_default();
                    return Err(subtag.fault(Malformed::DuplicateVariant { first }));
                }
            }
            _ => {
                if parsed.place(kind).is_some() {
                    return Err(subtag.fault(Malformed::Surplus { kind }));
                }
            }
        }
        if last > kind {
            return Err(subtag.fault(Malformed::Order { kind, after: last }));
        }
        parsed.end_with(kind, subtag.end());
        last = kind;
    }
    Ok(parsed)
}

/// What lies between two hyphens: letters and digits, one to eight of them.
#[derive(Clone, Copy)]
struct Subtag<'t> {
    text: &'t str,
    start: usize,
    letters: usize,
}

impl Subtag<'_> {
    fn len(&self) -> usize {
        self.text.len()
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_x(&self) -> bool {
        matches!(self.text, "x" | "X")
    }

    /// What the subtag is behind a language and before any singleton. The lengths alone keep the kinds apart.
    fn kind(&self) -> Option<SubtagKind> {
        let all_letters = self.letters == self.len();
        match self.len() {
            2 if all_letters => Some(SubtagKind::Region),
            3 if all_letters => Some(SubtagKind::Extlang),
            3 if self.letters == 0 => Some(SubtagKind::Region),
            4 if all_letters => Some(SubtagKind::Script),
            4 if self.text.starts_with(|c: char| c.is_ascii_digit()) => Some(SubtagKind::Variant),
            5..=LONGEST_SUBTAG => Some(SubtagKind::Variant),
            _ => None,
        }
    }

    fn fault(&self, what: Malformed) -> Fault<Malformed> {
        Fault {
            at: self.start..self.end(),
            what,
        }
    }
}

/// Goes through a string from hyphen to hyphen.
struct Subtags<'t> {
    tag: &'t str,
    /// Where the next subtag starts. Beyond the end when there is none; at the end after a last hyphen.
    next: usize,
}

impl<'t> Subtags<'t> {
    fn next(&mut self) -> Result<Option<Subtag<'t>>, Fault<Malformed>> {
        if self.next > self.tag.len() {
            Ok(None)
        } else {
            self.read().map(Some)
        }
    }

    /// Reads the subtag at `next`, which lies in the string or at its end.
    fn read(&mut self) -> Result<Subtag<'t>, Fault<Malformed>> {
        let start = self.next;
        let rest = self.tag.get(start..).unwrap_or_default();
        let mut letters = 0;
        let mut length = 0;
        for byte in rest.bytes() {
            match byte {
                b'-' => break,
                b'0'..=b'9' => {}
                b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
                _ => return Err(self.foreign_character(start + length)),
            }
            length += 1;
        }
        let text = &rest[..length];
        self.next = start + length + 1;
        let what = match length {
            1..=LONGEST_SUBTAG => return Ok(Subtag { text, start, letters }),
            0 if self.tag.is_empty() => Malformed::Empty,
            0 => Malformed::EmptySubtag,
            _ => {
                let name = if start == 0 { text } else { "" };
                let language = look_up(registry::LANGUAGE_NAMES, name);
                Malformed::SubtagTooLong { length, language }
            }
        };
        let at = start..start + length;
        Err(Fault { at, what })
    }

    fn foreign_character(&self, at: usize) -> Fault<Malformed> {
        // All before it is ASCII, so a character starts here.
        let rest = self.tag.get(at..).unwrap_or_default();
        let c = rest.chars().next().unwrap_or_default();
        let what = match c {
            '_' => Malformed::Underscore,
            _ => Malformed::Character(c),
        };
        let at = at..at + c.len_utf8();
        Fault { at, what }
    }

    /// Reads to the end of the tag, from the first singleton on. Returns where the extensions end and private
    /// use begins.
    fn read_extensions(&mut self, first: Subtag<'t>) -> Result<usize, Fault<Malformed>> {
        let mut starts = [None; SINGLETONS];
        let mut singleton = first;
        // Without an extension they end where the variants do: before the hyphen.
        let mut end = first.start - 1;
        loop {
            if singleton.is_x() {
                self.read_private_use(&singleton)?;
                return Ok(end);
            }
            if let Some(first) = starts[rank_of(singleton.text)].replace(singleton.start) {
                return Err(singleton.fault(Malformed::DuplicateSingleton {
                    first: first..first + 1,
                }));
            }
            let next = loop {
                match self.next()? {
                    Some(subtag) if subtag.len() > 1 => end = subtag.end(),
                    other => break other,
                }
            };
            if end < singleton.start {
                return Err(singleton.fault(Malformed::LoneSingleton));
            }
            match next {
                Some(next) => singleton = next,
                None => return Ok(end),
            }
        }
    }

    fn read_private_use(&mut self, x: &Subtag<'t>) -> Result<(), Fault<Malformed>> {
        if self.next()?.is_none() {
            return Err(x.fault(Malformed::LoneSingleton));
        }
        while self.next()?.is_some() {}
        Ok(())
    }
}

/// Letters and digits: what a singleton can be.
pub(super) const SINGLETONS: usize = 36;

/// The place of a singleton among all, in ASCII order.
pub(super) fn rank_of(singleton: &str) -> usize {
    let rank = singleton
        .chars()
        .next()
        .and_then(|c| c.to_digit(36))
        .unwrap_or_default();
    rank as usize % SINGLETONS
}

/// The variants of one tag, to find one that comes again. A tag with more than a few is an attack or an
/// accident, and must not take quadratic time.
#[derive(Default)]
struct VariantSet {
    few: [u64; 8],
    count: usize,
    more: HashSet<u64>,
}

impl VariantSet {
    /// Whether the variant was not there yet.
    fn insert(&mut self, variant: &str) -> bool {
        let key = key(variant.as_bytes());
        if self.few.contains(&key) {
            return false;
        }
        let Some(free) = self.few.get_mut(self.count) else {
            return self.more.insert(key);
        };
        *free = key;
        self.count += 1;
        true
    }
}
