//! The IETF language tag (BCP 47, RFC 5646): its grammar, its registry, its canonical form.
//!
//! Four questions, in this order: is the string a tag at all ([`parse`]), does the IANA registry have its
//! subtags ([`LanguageTag::unregistered`]), is there a form to prefer ([`LanguageTag::canonical`]), and has
//! it gone out of use without a successor ([`LanguageTag::deprecated`]). [`repaired`] and
//! [`LanguageTag::suggested`] say what a faulty string surely stands for.
//!
//! It stops there. A variant after another language than its `Prefix` asks for is only advised against
//! (RFC 5646, section 3.1.8), and so is a script that `Suppress-Script` makes needless: both pass. Whether
//! the singleton of an extension is assigned, and what its subtags mean (RFC 6067, RFC 6497), is not looked
//! at. Nor is which languages a user interface has.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use super::Fault;

// Its lines hold as many rows as fit, so that a new version of the registry makes a diff of a few lines.
#[rustfmt::skip]
mod registry;

/// The `File-Date` of the registry that the answers rest on.
const REGISTRY_DATE: &str = registry::FILE_DATE;

/// The longest subtag that the grammar has, in bytes (RFC 5646, section 2.1).
const LONGEST_SUBTAG: usize = 8;

/// A well-formed language tag, cut into its parts. The text stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LanguageTag<'t> {
    tag: &'t str,
    form: Form,
    /// Where the subtags of each [`SubtagKind`] end, in bytes. What is absent ends where the kind before it
    /// does.
    ends: [usize; 5],
    extensions_end: usize,
}

/// The three alternatives of the production `Language-Tag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Langtag,
    PrivateUse,
    Grandfathered { canonical: &'static str },
}

/// The kinds of subtag that the registry lists, in the order in which they stand in a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SubtagKind {
    /// Primary language: ISO 639, two or three letters as far as registered.
    Language,
    /// Extended language, three letters.
    Extlang,
    /// Script: ISO 15924, four letters.
    Script,
    /// Region: ISO 3166-1, two letters, or UN M.49, three digits.
    Region,
    /// Variant: five to eight letters and digits, or four that start with a digit.
    Variant,
}

impl fmt::Display for SubtagKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Language => "language",
            Self::Extlang => "extended language",
            Self::Script => "script",
            Self::Region => "region",
            Self::Variant => "variant",
        })
    }
}

/// Why a string is not a well-formed language tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// The string is empty.
    Empty,
    /// An underscore where a hyphen belongs, as in POSIX and Java locale names.
    Underscore,
    /// A character that no subtag has.
    Character(char),
    /// Nothing before, after or between hyphens. The range is empty.
    EmptySubtag,
    /// A subtag of more than eight characters.
    SubtagTooLong {
        /// Its length in characters, which are bytes here.
        length: usize,
        /// The language subtag, when it is the English name of a language and stands first.
        language: Option<&'static str>,
    },
    /// The first subtag has not the form of a language: two to eight letters.
    NotLanguage,
    /// A subtag that has the form of none.
    NoForm,
    /// Three letters after a language that is too long to have an extended language.
    ExtlangAfterName,
    /// A subtag that should stand before one that was there already.
    Order {
        /// What the subtag is by its form.
        kind: SubtagKind,
        /// What it stands after.
        after: SubtagKind,
    },
    /// One script, region or extended language more than a tag has room for.
    Surplus {
        /// What the subtag is by its form.
        kind: SubtagKind,
    },
    /// A variant that is there already. RFC 5646 counts this and the next as invalid, not as ill-formed
    /// (section 2.2.9); they are judged here because neither needs the registry.
    DuplicateVariant {
        /// Where it stands first.
        first: Range<usize>,
    },
    /// A second extension with the same singleton.
    DuplicateSingleton {
        /// Where the singleton stands first.
        first: Range<usize>,
    },
    /// A singleton, `x` included, with no subtag after it.
    LoneSingleton,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the language tag is empty"),
            Self::Underscore => f.write_str("subtags are separated by a hyphen, not by an underscore"),
            Self::Character(c) if c.is_whitespace() => f.write_str("a language tag has no white space"),
            Self::Character(c) => {
                write!(
                    f,
                    "a language tag has ASCII letters, digits and hyphens only, not {c:?}"
                )
            }
            Self::EmptySubtag => f.write_str("a subtag is missing here"),
            Self::SubtagTooLong { length, language } => {
                write!(
                    f,
                    "the subtag has {length} characters, and {LONGEST_SUBTAG} are the most"
                )?;
                match language {
                    Some(language) => write!(f, "; the subtag of this language is `{language}`"),
                    None => Ok(()),
                }
            }
            Self::NotLanguage => f.write_str("a language tag starts with a language of two to eight letters"),
            Self::NoForm => f.write_str(
                "the subtag has no known form: a script has four letters, a region two letters or three \
                 digits, a variant five to eight characters, or four if the first is a digit",
            ),
            Self::ExtlangAfterName => f.write_str(
                "three letters here are an extended language, and only a language of two or three letters \
                 can have one",
            ),
            Self::Order { kind, after } => write!(f, "the {kind} must stand before the {after}"),
            Self::Surplus { kind } => write!(f, "the tag has no room for another {kind}"),
            Self::DuplicateVariant { .. } => f.write_str("the tag has this variant already"),
            Self::DuplicateSingleton { .. } => f.write_str("the tag has this singleton already"),
            Self::LoneSingleton => f.write_str("a single letter or digit must be followed by a subtag"),
        }
    }
}

impl std::error::Error for Malformed {}

/// Why a subtag of a well-formed tag is not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unregistered {
    /// What the subtag is by its form and place.
    pub kind: SubtagKind,
    /// What the registry says of it.
    pub why: Refusal,
    /// What was meant, as far as known.
    pub hint: Option<Hint>,
}

/// What the registry says of a subtag that it does not have in this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It has no such subtag of this kind.
    Unknown,
    /// It has the extended language, but after this language only (RFC 5646, section 2.2.2).
    Prefix(&'static str),
    /// A second extended language. The place is reserved for good (RFC 5646, section 2.2.2).
    Reserved,
}

/// What an unregistered subtag was meant to be. Most of it is not in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    /// Surely this subtag: `GB` for `UK`, `en` for `eng` and `English`, `US` for `USA`.
    Use(&'static str),
    /// A subtag of another kind, which stands elsewhere in a tag: `GB` alone, `EN` in `en-EN`.
    Belongs {
        /// The kind it is.
        kind: SubtagKind,
        /// A tag in which it stands right, where one comes to mind first. Not a correction: other languages
        /// are spoken in most regions.
        example: Option<&'static str>,
    },
}

impl fmt::Display for Unregistered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, why, hint } = self;
        if let Some(Hint::Belongs { kind: other, example }) = hint {
            write!(f, "this is a {other}, not a {kind}")?;
            return match (kind, example) {
                (SubtagKind::Language, Some(example)) => {
                    write!(f, "; the language comes first, as in `{example}`")
                }
                (SubtagKind::Language, None) => f.write_str("; the language comes first"),
                _ => Ok(()),
            };
        }
        match why {
            Refusal::Unknown => write!(f, "the IANA registry of {REGISTRY_DATE} has no such {kind}")?,
            Refusal::Prefix(prefix) => write!(
                f,
                "this extended language can follow only the language `{prefix}`"
            )?,
            Refusal::Reserved => f.write_str("a tag has one extended language at most")?,
        }
        match hint {
            Some(Hint::Use(subtag)) => write!(f, "; `{subtag}` is meant"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Unregistered {}

/// A subtag, or a whole grandfathered tag, that is deprecated and has no `Preferred-Value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Deprecated {
    /// What the registry's comment names instead: subtags of the same kind; for a variant and for a
    /// grandfathered tag, languages. Often nothing, and never a sure replacement.
    pub instead: &'static [&'static str],
}

impl fmt::Display for Deprecated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("deprecated in the IANA registry")?;
        for (i, subtag) in self.instead.iter().enumerate() {
            let lead = if i == 0 { ", which names instead " } else { ", " };
            write!(f, "{lead}`{subtag}`")?;
        }
        Ok(())
    }
}

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
const SINGLETONS: usize = 36;

/// The place of a singleton among all, in ASCII order.
fn rank_of(singleton: &str) -> usize {
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

impl<'t> LanguageTag<'t> {
    #[inline]
    fn of_language_and_region(tag: &'t str) -> Self {
        let mut parsed = Self::whole(tag, Form::Langtag);
        parsed.end_with(SubtagKind::Language, 2);
        parsed.end_with(SubtagKind::Region, tag.len());
        parsed
    }

    /// A tag without subtags of any kind, as far as known.
    #[inline]
    fn whole(tag: &'t str, form: Form) -> Self {
        let (ends, extensions_end) = ([0; 5], 0);
        Self {
            tag,
            form,
            ends,
            extensions_end,
        }
    }

    /// Lets the subtags of a kind end at the offset, and with them all that come later in a tag.
    #[inline]
    fn end_with(&mut self, kind: SubtagKind, end: usize) {
        for later in &mut self.ends[kind as usize..] {
            *later = end;
        }
        self.extensions_end = end;
    }

    #[inline]
    fn end_of(&self, kind: SubtagKind) -> usize {
        self.ends[kind as usize]
    }

    /// Where the subtags of a kind are, if there are any.
    #[inline]
    fn place(&self, kind: SubtagKind) -> Option<Range<usize>> {
        let end = self.end_of(kind);
        let start = match kind {
            SubtagKind::Language => 0,
            // Behind the hyphen. In a tag without a language there is none, and no end behind it either.
            _ => self.ends[kind as usize - 1] + 1,
        };
        (start < end).then_some(start..end)
    }

    #[inline]
    fn text(&self, kind: SubtagKind) -> Option<&'t str> {
        self.tag.get(self.place(kind)?)
    }

    /// The rows of [`PAIRS`] for the language and the region, if the tag has the form `ll` or `ll-RR`: nearly
    /// all have, and then nothing more need be looked up.
    #[inline]
    fn short(&self) -> Option<(u32, Option<u32>)> {
        match *self.tag.as_bytes() {
            [a, b] => Some((pair(a, b), None)),
            [a, b, b'-', c, d] => Some((pair(a, b), Some(pair(c, d)))),
            _ => None,
        }
    }

    /// Whether `short` alone shows that no subtag is deprecated.
    #[inline]
    fn is_plainly_current(&self) -> bool {
        self.short().is_some_and(|(language, region)| {
            language & DATED_LANGUAGE == 0 && region.is_none_or(|region| region & DATED_REGION == 0)
        })
    }

    /// The tag as it was given.
    #[must_use]
    pub(crate) fn as_str(&self) -> &'t str {
        self.tag
    }

    /// The primary language; none in a tag of private use (`x-…`) and in a grandfathered one.
    #[must_use]
    pub(crate) fn language(&self) -> Option<&'t str> {
        self.text(SubtagKind::Language)
    }

    /// The extended languages, by the grammar up to three with hyphens between, registered no more than one.
    #[must_use]
    pub(crate) fn extlangs(&self) -> Option<&'t str> {
        self.text(SubtagKind::Extlang)
    }

    /// The script.
    #[must_use]
    pub(crate) fn script(&self) -> Option<&'t str> {
        self.text(SubtagKind::Script)
    }

    /// The region.
    #[must_use]
    pub(crate) fn region(&self) -> Option<&'t str> {
        self.text(SubtagKind::Region)
    }

    /// The variants in the order of the tag.
    pub(crate) fn variants(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.text(SubtagKind::Variant)
            .into_iter()
            .flat_map(|all| all.split('-'))
    }

    /// The variants and the place of each.
    fn placed_variants(&self) -> impl Iterator<Item = (Range<usize>, &'t str)> + use<'t> {
        let mut next = self.end_of(SubtagKind::Region) + 1;
        self.variants().map(move |variant| {
            let start = next;
            next = start + variant.len() + 1;
            (start..start + variant.len(), variant)
        })
    }

    fn place_of_variant(&self, wanted: &str) -> Option<Range<usize>> {
        self.placed_variants()
            .find(|(_, variant)| variant.eq_ignore_ascii_case(wanted))
            .map(|(at, _)| at)
    }

    /// The first subtag that the registry does not have: language, extended language, script, region or
    /// variant (RFC 5646, section 2.2.9). Deprecated subtags and the ranges for private use are registered;
    /// grandfathered and private-use tags have nothing to look up.
    ///
    /// An extended language must also stand after the language that is its `Prefix`. Nothing is allocated.
    #[inline]
    #[must_use]
    pub(crate) fn unregistered(&self) -> Option<Fault<Unregistered>> {
        match self.short() {
            Some((language, None)) if language & LANGUAGE != 0 => None,
            Some((language, Some(region))) if language & LANGUAGE != 0 && region & REGION != 0 => None,
            _ => self.find_unregistered(),
        }
    }

    fn find_unregistered(&self) -> Option<Fault<Unregistered>> {
        let language = self.language()?;
        if !is_language(language) {
            return self.unknown(SubtagKind::Language, self.hint_for_language(language));
        }
        if let Some(extlangs) = self.extlangs() {
            let fault = self.unregistered_extlang(language, extlangs);
            if fault.is_some() {
                return fault;
            }
        }
        if self.script().is_some_and(|script| !is_script(script)) {
            return self.unknown(SubtagKind::Script, None);
        }
        if let Some(region) = self.region()
            && !is_region(region)
        {
            return self.unknown(SubtagKind::Region, hint_for_region(region));
        }
        let (at, _) = self.placed_variants().find(|(_, variant)| !is_variant(variant))?;
        Some(refused(at, SubtagKind::Variant, Refusal::Unknown, None))
    }

    fn unknown(&self, kind: SubtagKind, hint: Option<Hint>) -> Option<Fault<Unregistered>> {
        Some(refused(self.place(kind)?, kind, Refusal::Unknown, hint))
    }

    fn unregistered_extlang(&self, language: &str, extlangs: &str) -> Option<Fault<Unregistered>> {
        let Range { start, end } = self.place(SubtagKind::Extlang)?;
        let (first, second) = match extlangs.split_once('-') {
            Some((first, _)) => (first, Some(start + first.len() + 1..end)),
            None => (extlangs, None),
        };
        let why = match look_up(registry::EXTLANGS, first) {
            Some(prefix) if prefix.eq_ignore_ascii_case(language) => {
                return second.map(|at| refused(at, SubtagKind::Extlang, Refusal::Reserved, None));
            }
            Some(prefix) => Refusal::Prefix(prefix),
            None => Refusal::Unknown,
        };
        let hint = self.hint_for_extlang(language, extlangs);
        Some(refused(
            start..start + first.len(),
            SubtagKind::Extlang,
            why,
            hint,
        ))
    }

    fn hint_for_language(&self, language: &str) -> Option<Hint> {
        let code =
            look_up(registry::ISO_639, language).or_else(|| look_up(registry::LANGUAGE_NAMES, language));
        if let Some(code) = code {
            return Some(Hint::Use(code));
        }
        if is_script(language) {
            return Some(Hint::Belongs {
                kind: SubtagKind::Script,
                example: None,
            });
        }
        let region = if is_region(language) {
            language
        } else {
            look_up(registry::ISO_3166, language)?
        };
        let example = look_up(registry::PRINCIPAL_TAGS, region);
        // `jp-JP`: the region has been taken for the language, and the one language can be named.
        if let Some(example) = example
            && self
                .region()
                .is_some_and(|given| given.eq_ignore_ascii_case(region))
            && let Some((code, _)) = example.split_once('-')
        {
            return Some(Hint::Use(code));
        }
        Some(Hint::Belongs {
            kind: SubtagKind::Region,
            example,
        })
    }

    /// A region of three letters has the form of an extended language; so have two old names of scripts.
    fn hint_for_extlang(&self, language: &str, extlangs: &str) -> Option<Hint> {
        if language.eq_ignore_ascii_case("zh") && self.script().is_none() {
            if extlangs.eq_ignore_ascii_case("chs") {
                return Some(Hint::Use("Hans"));
            }
            if extlangs.eq_ignore_ascii_case("cht") {
                return Some(Hint::Use("Hant"));
            }
        }
        if self.script().is_some() || self.region().is_some() {
            return None;
        }
        look_up(registry::ISO_3166, extlangs).map(Hint::Use)
    }

    /// The first subtag, or the whole tag if it is grandfathered, that is deprecated without a
    /// `Preferred-Value`. Those that have one are the business of [`Self::canonical`].
    #[must_use]
    pub(crate) fn deprecated(&self) -> Option<Fault<Deprecated>> {
        if self.is_plainly_current() {
            return None;
        }
        let fault = |at, instead| Fault {
            at,
            what: Deprecated { instead },
        };
        if let Form::Grandfathered { .. } = self.form {
            return look_up(registry::RETIRED_TAGS, self.tag)
                .map(|instead| fault(0..self.tag.len(), instead));
        }
        let tables = [
            (SubtagKind::Language, registry::RETIRED_LANGUAGES),
            (SubtagKind::Extlang, registry::RETIRED_LANGUAGES),
            (SubtagKind::Region, registry::RETIRED_REGIONS),
        ];
        for (kind, table) in tables {
            if let Some(at) = self.place(kind)
                && let Some(instead) = self.text(kind).and_then(|subtag| look_up(table, subtag))
            {
                return Some(fault(at, instead));
            }
        }
        self.placed_variants().find_map(|(at, variant)| {
            look_up(registry::RETIRED_VARIANTS, variant).map(|instead| fault(at, instead))
        })
    }

    /// The canonical form, or none if the tag has it already: extensions in the order of their singletons,
    /// every `Preferred-Value` in place (RFC 5646, section 4.5), and the case of section 2.1.1.
    ///
    /// The replacements are repeated until nothing is left to replace, so that a canonical form has no
    /// other: `ar-ajp` is `apc` (by way of `ajp`) and `sgn-DD` is `gsg` (by way of `sgn-DE`). Extended
    /// languages that are not registered for the language stay where they are.
    #[must_use]
    pub(crate) fn canonical(&self) -> Option<String> {
        if self.is_plainly_current() {
            let (language, region) = self.tag.split_at(2);
            if language.bytes().all(|b| b.is_ascii_lowercase())
                && !region.bytes().any(|b| b.is_ascii_lowercase())
            {
                return None;
            }
        }
        let mut comparison = Unchanged(self.tag);
        if self.write_canonical(&mut comparison).is_ok() && comparison.0.is_empty() {
            return None;
        }
        let mut canonical = String::with_capacity(self.tag.len());
        self.write_canonical(&mut canonical).ok()?;
        Some(canonical)
    }

    fn write_canonical(&self, out: &mut impl fmt::Write) -> fmt::Result {
        let given = match self.form {
            Form::Grandfathered { canonical } => return out.write_str(canonical),
            Form::PrivateUse => return write_lower(out, self.tag),
            Form::Langtag => self.language().unwrap_or_default(),
        };
        let (language, extlangs) = match self.extlangs() {
            Some(extlang) if prefix_of(extlang).is_some_and(|prefix| prefix.eq_ignore_ascii_case(given)) => {
                (extlang, None)
            }
            extlangs => (given, extlangs),
        };
        let language = preferred_language(language);
        let region = self.region().map(preferred_region);
        if let Some(region) = region
            && let Some(preferred) = preferred_for_redundant(language, region)
            && self.tag.len() == self.end_of(SubtagKind::Region)
            && self.script().is_none()
            && extlangs.is_none()
        {
            return out.write_str(preferred);
        }

        write_lower(out, language)?;
        if let Some(extlangs) = extlangs {
            out.write_char('-')?;
            write_lower(out, extlangs)?;
        }
        if let Some(script) = self.script() {
            out.write_char('-')?;
            let (initial, rest) = script.split_at(1);
            write_upper(out, initial)?;
            write_lower(out, rest)?;
        }
        if let Some(region) = region {
            out.write_char('-')?;
            write_upper(out, region)?;
        }
        for variant in self.variants() {
            let preferred = look_up(registry::PREFERRED_VARIANTS, variant);
            // A variant must not come twice, so one that the tag has already replaces nothing.
            if preferred.is_some_and(|preferred| self.place_of_variant(preferred).is_some()) {
                continue;
            }
            out.write_char('-')?;
            write_lower(out, preferred.unwrap_or(variant))?;
        }
        if let Some(extensions) = self
            .tag
            .get(self.end_of(SubtagKind::Variant) + 1..self.extensions_end)
        {
            write_extensions(out, extensions)?;
        }
        write_lower(out, self.tag.get(self.extensions_end..).unwrap_or_default())
    }

    /// The registered tag that this one surely stands for, in canonical form; none if the tag is registered
    /// as it is, or if nothing is sure. `en-UK` gives `en-GB`, `eng` and `English` give `en`, `GB` gives
    /// nothing.
    #[must_use]
    pub(crate) fn suggested(&self) -> Option<String> {
        let mut text = self.tag.to_owned();
        let mut next = self.unregistered();
        next.as_ref()?;
        // A hint is for the language, for what follows it, or for the region, and makes its subtag a
        // registered one: each round goes further to the right.
        for _ in 0..3 {
            let Some(Fault {
                at,
                what:
                    Unregistered {
                        hint: Some(Hint::Use(subtag)),
                        ..
                    },
            }) = next
            else {
                return None;
            };
            text.replace_range(at, subtag);
            let parsed = parse(&text).ok()?;
            next = parsed.unregistered();
            if next.is_none() {
                return Some(parsed.canonical().unwrap_or(text));
            }
        }
        None
    }
}

/// The registered tag, in canonical form, that a malformed string surely stands for; none if the string is a
/// well-formed tag, or if nothing is sure.
///
/// Taken away or put right: white space around it, underscores, the codeset and modifier of a POSIX locale
/// (`de_DE.UTF-8@euro`, `sr_RS@latin`), the script in its place at the end of a Java locale (`zh_CN_#Hans`),
/// and an English name too long for a subtag (`Portuguese`). Unregistered subtags as in
/// [`LanguageTag::suggested`].
#[must_use]
pub(crate) fn repaired(tag: &str) -> Option<String> {
    if parse(tag).is_ok() {
        return None;
    }
    let (locale, modifier) = split_suffix(tag.trim(), "@");
    let (locale, codeset) = split_suffix(locale, ".");
    let (locale, java_script) = split_suffix(locale, "_#");
    if codeset.is_some_and(|codeset| !is_codeset(codeset)) {
        return None;
    }
    let posix_script = match modifier {
        None | Some("euro") => None,
        Some("latin") => Some("Latn"),
        Some("cyrillic") => Some("Cyrl"),
        Some(_) => return None,
    };
    let locale = if java_script.is_some() {
        locale.trim_end_matches('_')
    } else {
        locale
    };
    let mut subtags: Vec<&str> = locale.split(['-', '_']).collect();
    if let Some(first) = subtags.first_mut()
        && let Some(language) = look_up(registry::LANGUAGE_NAMES, first)
    {
        *first = language;
    }
    if let Some(script) = java_script.or(posix_script) {
        if !is_script(script) {
            return None;
        }
        subtags.insert(1, script);
    }
    let hyphenated = subtags.join("-");
    let parsed = parse(&hyphenated).ok()?;
    if parsed.unregistered().is_some() {
        return parsed.suggested();
    }
    Some(parsed.canonical().unwrap_or(hyphenated))
}

fn split_suffix<'t>(text: &'t str, mark: &str) -> (&'t str, Option<&'t str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Whether it has the form of a name such as `UTF-8` or `ISO8859-1`.
fn is_codeset(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn refused(at: Range<usize>, kind: SubtagKind, why: Refusal, hint: Option<Hint>) -> Fault<Unregistered> {
    let what = Unregistered { kind, why, hint };
    Fault { at, what }
}

/// Takes what is written only while it repeats the string.
struct Unchanged<'t>(&'t str);

impl fmt::Write for Unchanged<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }

    fn write_char(&mut self, written: char) -> fmt::Result {
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn write_lower(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    text.chars()
        .try_for_each(|c| out.write_char(c.to_ascii_lowercase()))
}

fn write_upper(out: &mut impl fmt::Write, text: &str) -> fmt::Result {
    text.chars()
        .try_for_each(|c| out.write_char(c.to_ascii_uppercase()))
}

/// Writes the extensions, each after a hyphen, in the order of their singletons.
fn write_extensions(out: &mut impl fmt::Write, extensions: &str) -> fmt::Result {
    let mut by_rank = [""; SINGLETONS];
    let mut rest = extensions;
    while !rest.is_empty() {
        let next = singleton_after(rest);
        let (extension, after) = match next {
            Some(next) => (&rest[..next - 1], &rest[next..]),
            None => (rest, ""),
        };
        by_rank[rank_of(extension)] = extension;
        rest = after;
    }
    for extension in by_rank.into_iter().filter(|extension| !extension.is_empty()) {
        out.write_char('-')?;
        write_lower(out, extension)?;
    }
    Ok(())
}

/// Where the second singleton starts in a text that starts with one.
fn singleton_after(extensions: &str) -> Option<usize> {
    let mut start = 0;
    for subtag in extensions.split('-') {
        if subtag.len() == 1 && start > 0 {
            return Some(start);
        }
        start += subtag.len() + 1;
    }
    None
}

fn prefix_of(extlang: &str) -> Option<&'static str> {
    look_up(registry::EXTLANGS, extlang)
}

fn preferred_language(language: &str) -> &str {
    look_up(registry::PREFERRED_LANGUAGES, language).unwrap_or(language)
}

fn preferred_region(region: &str) -> &str {
    look_up(registry::PREFERRED_REGIONS, region).unwrap_or(region)
}

fn preferred_for_redundant(language: &str, region: &str) -> Option<&'static str> {
    registry::REDUNDANT
        .iter()
        .find(|(l, r, _)| l.eq_ignore_ascii_case(language) && r.eq_ignore_ascii_case(region))
        .map(|(_, _, preferred)| *preferred)
}

#[inline]
fn is_language(subtag: &str) -> bool {
    match *subtag.as_bytes() {
        [a, b] => pair(a, b) & LANGUAGE != 0,
        [a, b, c] => letter(c) < 26 && pair(a, b) & 1 << letter(c) != 0,
        // The registry has never had a longer one (RFC 5646, section 2.2.1).
        _ => false,
    }
}

#[inline]
fn is_region(subtag: &str) -> bool {
    match *subtag.as_bytes() {
        [a, b] => pair(a, b) & REGION != 0,
        [_, _, _] => subtag
            .parse()
            .is_ok_and(|area: u16| registry::AREAS.binary_search(&area).is_ok()),
        _ => false,
    }
}

fn is_script(subtag: &str) -> bool {
    subtag.len() == 4 && SCRIPTS.binary_search(&key(subtag.as_bytes())).is_ok()
}

fn is_variant(subtag: &str) -> bool {
    VARIANTS.binary_search(&key(subtag.as_bytes())).is_ok()
}

fn hint_for_region(region: &str) -> Option<Hint> {
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
fn look_up<Value: Copy>(table: &[(&str, Value)], wanted: &str) -> Option<Value> {
    let found =
        table.binary_search_by(|(key, _)| key.bytes().cmp(wanted.bytes().map(|b| b.to_ascii_lowercase())));
    found.ok().and_then(|at| table.get(at)).map(|(_, value)| *value)
}

/// Per pair of letters all that the registry says of it. Bits 0 to 25 are the third letters with which the
/// pair is a language; the other bits follow.
static PAIRS: [u32; 26 * 26] = pairs();

/// The pair is a language.
const LANGUAGE: u32 = 1 << 26;
/// The pair is a region.
const REGION: u32 = 1 << 27;
/// The pair is a deprecated language.
const DATED_LANGUAGE: u32 = 1 << 28;
/// The pair is a deprecated region.
const DATED_REGION: u32 = 1 << 29;

static SCRIPTS: [u64; count(registry::SCRIPTS)] = keys(registry::SCRIPTS);
static VARIANTS: [u64; count(registry::VARIANTS)] = keys(registry::VARIANTS);

/// The row of [`PAIRS`] for two letters; what is no letter has none.
#[inline]
fn pair(a: u8, b: u8) -> u32 {
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
const fn key(subtag: &[u8]) -> u64 {
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

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests {
    use super::SubtagKind::{Extlang, Language, Region, Script, Variant};
    use super::*;

    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split_whitespace()
    }

    fn surplus(kind: SubtagKind) -> Malformed {
        Malformed::Surplus { kind }
    }

    fn order(kind: SubtagKind, after: SubtagKind) -> Malformed {
        Malformed::Order { kind, after }
    }

    fn too_long(length: usize, language: Option<&'static str>) -> Malformed {
        Malformed::SubtagTooLong { length, language }
    }

    fn refused(kind: SubtagKind, why: Refusal) -> Unregistered {
        let hint = None;
        Unregistered { kind, why, hint }
    }

    fn belongs(kind: SubtagKind, example: Option<&'static str>) -> Hint {
        Hint::Belongs { kind, example }
    }

    fn malformed(tag: &str) -> (Range<usize>, Malformed) {
        let Fault { at, what } = parse(tag).expect_err(tag);
        assert!(tag.get(at.clone()).is_some(), "{tag}: {at:?} is no slice of it");
        (at, what)
    }

    fn unregistered(tag: &str) -> (&str, Unregistered) {
        let Fault { at, what } = parse(tag).expect(tag).unregistered().expect(tag);
        (&tag[at], what)
    }

    fn is_registered(tag: &str) -> bool {
        parse(tag).is_ok_and(|parsed| parsed.unregistered().is_none())
    }

    fn canonical(tag: &str) -> String {
        parse(tag)
            .expect(tag)
            .canonical()
            .unwrap_or_else(|| tag.to_owned())
    }

    fn deprecated(tag: &str) -> Option<(&str, &'static [&'static str])> {
        let Fault { at, what } = parse(tag).expect(tag).deprecated()?;
        Some((&tag[at], what.instead))
    }

    /// Every record of the registry as a tag that uses it.
    fn tag_of_every_record() -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        let letters = || 'a'..='z';
        for tag in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
            if is_language(&tag) {
                tags.push(tag.clone());
            }
            if is_region(&tag) {
                tags.push(format!("und-{}", tag.to_uppercase()));
            }
            tags.extend(
                letters()
                    .map(|c| format!("{tag}{c}"))
                    .filter(|tag| is_language(tag)),
            );
        }
        tags.extend(registry::AREAS.iter().map(|area| format!("und-{area:03}")));
        tags.extend(
            registry::EXTLANGS
                .iter()
                .map(|(extlang, prefix)| format!("{prefix}-{extlang}")),
        );
        tags.extend(
            registry::SCRIPTS
                .split_whitespace()
                .map(|script| format!("und-{script}")),
        );
        tags.extend(
            registry::VARIANTS
                .split_whitespace()
                .map(|variant| format!("und-{variant}")),
        );
        tags.extend(registry::GRANDFATHERED.iter().map(|(tag, _)| (*tag).to_owned()));
        tags.extend(
            registry::REDUNDANT
                .iter()
                .map(|(language, region, _)| format!("{language}-{region}")),
        );
        tags
    }

    mod rfc_5646 {
        use super::*;

        #[test]
        fn appendix_a_simple_language_subtag() {
            for tag in ["de", "fr", "ja", "i-enochian"] {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn appendix_a_language_subtag_plus_script_subtag() {
            for (tag, script) in [
                ("zh-Hant", "Hant"),
                ("zh-Hans", "Hans"),
                ("sr-Cyrl", "Cyrl"),
                ("sr-Latn", "Latn"),
            ] {
                assert!(is_registered(tag), "{tag}");
                assert_eq!(parse(tag).expect(tag).script(), Some(script));
            }
        }

        #[test]
        fn appendix_a_extended_language_subtags_and_their_primary_language_subtag_counterparts() {
            for (tag, counterpart) in [("zh-cmn-Hans-CN", "cmn-Hans-CN"), ("zh-yue-HK", "yue-HK")] {
                assert!(is_registered(tag), "{tag}");
                assert!(is_registered(counterpart), "{counterpart}");
                assert_eq!(canonical(tag), counterpart);
            }
        }

        #[test]
        fn appendix_a_language_script_region() {
            for tag in ["zh-Hans-CN", "sr-Latn-RS"] {
                assert!(is_registered(tag), "{tag}");
            }
            let tag = parse("sr-Latn-RS").expect("well-formed");
            assert_eq!(
                (tag.language(), tag.script(), tag.region()),
                (Some("sr"), Some("Latn"), Some("RS"))
            );
        }

        #[test]
        fn appendix_a_language_variant() {
            for tag in ["sl-rozaj", "sl-rozaj-biske", "sl-nedis"] {
                assert!(is_registered(tag), "{tag}");
            }
            let tag = parse("sl-rozaj-biske").expect("well-formed");
            assert_eq!(tag.variants().collect::<Vec<_>>(), ["rozaj", "biske"]);
        }

        #[test]
        fn appendix_a_language_region_variant() {
            for tag in ["de-CH-1901", "sl-IT-nedis"] {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn appendix_a_language_script_region_variant() {
            assert!(is_registered("hy-Latn-IT-arevela"));
        }

        #[test]
        fn appendix_a_language_region() {
            for (tag, region) in [("de-DE", "DE"), ("en-US", "US"), ("es-419", "419")] {
                assert!(is_registered(tag), "{tag}");
                assert_eq!(parse(tag).expect(tag).region(), Some(region));
            }
        }

        #[test]
        fn appendix_a_private_use_subtags() {
            for tag in ["de-CH-x-phonebk", "az-Arab-x-AZE-derbend"] {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn appendix_a_private_use_registry_values() {
            for tag in words("x-whatever qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS") {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn appendix_a_tags_that_use_extensions() {
            for tag in words("en-US-u-islamcal zh-CN-a-myext-x-private en-a-myext-b-another") {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn appendix_a_some_invalid_tags() {
            assert_eq!(malformed("de-419-DE"), (7..9, surplus(Region)));
            assert_eq!(malformed("a-DE"), (0..1, Malformed::NotLanguage));
            assert_eq!(
                malformed("ar-a-aaa-b-bbb-a-ccc"),
                (15..16, Malformed::DuplicateSingleton { first: 3..4 })
            );
        }

        #[test]
        fn section_2_1_syntax() {
            for tag in [
                "abcd",              // reserved for future use
                "abcdefgh",          // registered language subtag
                "zh-aaa-bbb-ccc",    // up to three extended languages
                "de-1abc",           // a variant of four may start with a digit
                "en-0-ab",           // a digit is a singleton
                "en-a-ab-abcdefgh",  // two to eight
                "x-a-abcdefgh-1",    // one to eight
                "en-x-a-b-x",        // after x nothing is a singleton
                "qq-Zxyx-ZZ-zzzzz9", // well-formed without being registered
            ] {
                assert!(parse(tag).is_ok(), "{tag}: {:?}", parse(tag));
            }
            assert_eq!(malformed("de-ab1"), (3..6, Malformed::NoForm));
            assert_eq!(malformed("de-a1b2"), (3..7, Malformed::NoForm));
            assert_eq!(malformed("de-a1"), (3..5, Malformed::NoForm));
            assert_eq!(malformed("e1"), (0..2, Malformed::NotLanguage));
            assert_eq!(malformed("419"), (0..3, Malformed::NotLanguage));
            assert_eq!(malformed("abcd-abc"), (5..8, Malformed::ExtlangAfterName));
            assert_eq!(malformed("zh-aaa-bbb-ccc-ddd"), (15..18, surplus(Extlang)));
            assert_eq!(malformed("x-abcdefghi"), (2..11, too_long(9, None)));
        }

        #[test]
        fn section_2_1_grandfathered_tags() {
            let irregular = "en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo \
                i-navajo i-pwn i-tao i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE";
            let regular = "art-lojban cel-gaulish no-bok no-nyn zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang";
            for tag in words(irregular).chain(words(regular)) {
                assert!(is_registered(tag), "{tag}");
                assert!(is_registered(&tag.to_uppercase()), "{tag}");
                assert_eq!(parse(tag).expect(tag).language(), None, "{tag}");
            }
            // They are whole tags, so that more after them makes another tag.
            assert_eq!(malformed("i-klingon-x-a"), (0..1, Malformed::NotLanguage));
            assert_eq!(malformed("en-GB-oed-x-a"), (6..9, order(Extlang, Region)));
            assert_eq!(unregistered("art-lojban-x-a").0, "lojban");
        }

        #[test]
        fn section_2_1_1_case_has_no_meaning() {
            for tag in ["mn-cYRL-mn", "MN-cYrL-mN", "mN-Cyrl-Mn"] {
                assert!(is_registered(tag), "{tag}");
                assert_eq!(canonical(tag), "mn-Cyrl-MN");
            }
            assert_eq!(canonical("EN-CA-X-CA"), "en-CA-x-ca");
            assert_eq!(canonical("sgn-be-fr"), "sfb");
            assert_eq!(canonical("az-latn-X-LATN"), "az-Latn-x-latn");
            assert_eq!(canonical("DE-1ABC"), "de-1abc");
        }

        #[test]
        fn section_2_2_the_order_of_subtags() {
            assert_eq!(malformed("en-US-Latn"), (6..10, order(Script, Region)));
            assert_eq!(malformed("zh-Hans-cmn"), (8..11, order(Extlang, Script)));
            assert_eq!(malformed("sl-rozaj-IT"), (9..11, order(Region, Variant)));
            assert_eq!(malformed("zh-Hans-Hant"), (8..12, surplus(Script)));
        }

        #[test]
        fn section_2_2_1_private_use_languages() {
            for tag in ["qaa", "qmz", "qtz", "QTZ-US"] {
                assert!(is_registered(tag), "{tag}");
            }
            assert_eq!(unregistered("qzz-US").0, "qzz");
        }

        #[test]
        fn section_2_2_2_extended_languages_need_their_prefix() {
            assert!(is_registered("ZH-CMN"));
            assert_eq!(
                unregistered("en-cmn"),
                ("cmn", refused(Extlang, Refusal::Prefix("zh")))
            );
            assert_eq!(
                unregistered("zh-cmn-yue"),
                ("yue", refused(Extlang, Refusal::Reserved))
            );
            assert_eq!(
                unregistered("zh-xqx"),
                ("xqx", refused(Extlang, Refusal::Unknown))
            );
        }

        #[test]
        fn section_2_2_3_private_use_scripts() {
            for tag in ["en-Qaaa", "en-Qabx", "en-qAaZ"] {
                assert!(is_registered(tag), "{tag}");
            }
            let unknown = refused(Script, Refusal::Unknown);
            assert_eq!(unregistered("en-Qaby"), ("Qaby", unknown));
        }

        #[test]
        fn section_2_2_4_regions() {
            for tag in words("en-AA en-QM en-QZ en-XA en-XZ en-ZZ en-001 en-150") {
                assert!(is_registered(tag), "{tag}");
            }
            let unknown = refused(Region, Refusal::Unknown);
            assert_eq!(unregistered("en-QB"), ("QB", unknown));
            // UN M.49 has it, but the registry leaves out what has a code of two letters.
            assert_eq!(unregistered("en-840"), ("840", unknown));
        }

        #[test]
        fn section_2_2_5_variants_must_not_be_repeated() {
            assert_eq!(
                malformed("de-DE-1901-1901"),
                (11..15, Malformed::DuplicateVariant { first: 6..10 })
            );
            assert_eq!(malformed("sl-ROZAJ-biske-rozaj").0, 15..20);
            // A Prefix of another language is advice (section 3.1.8).
            assert!(is_registered("en-rozaj"));
            let unknown = refused(Variant, Refusal::Unknown);
            assert_eq!(unregistered("sl-rozaj-nowhere"), ("nowhere", unknown));
        }

        #[test]
        fn section_2_2_6_extensions() {
            assert_eq!(
                malformed("en-a-bbb-a-ccc"),
                (9..10, Malformed::DuplicateSingleton { first: 3..4 })
            );
            assert_eq!(malformed("en-a-bbb-A-ccc").0, 9..10);
            assert!(parse("en-a-bbb-x-a-ccc").is_ok());
            assert_eq!(malformed("en-a"), (3..4, Malformed::LoneSingleton));
            assert_eq!(malformed("en-a-b-ccc"), (3..4, Malformed::LoneSingleton));
            assert_eq!(malformed("en-a-x-ccc"), (3..4, Malformed::LoneSingleton));
            assert_eq!(malformed("tlh-a-b-foo"), (4..5, Malformed::LoneSingleton));
        }

        #[test]
        fn section_2_2_7_private_use() {
            assert_eq!(malformed("x"), (0..1, Malformed::LoneSingleton));
            assert_eq!(malformed("en-x"), (3..4, Malformed::LoneSingleton));
            assert_eq!(malformed("en-a-bbb-x"), (9..10, Malformed::LoneSingleton));
            assert!(parse("en-x-US").is_ok_and(|tag| tag.region().is_none()));
        }

        #[test]
        fn section_2_2_9_deprecated_subtags_are_valid() {
            for tag in words("iw in sr-CS de-DD ja-Latn-hepburn-heploc hy-arevela") {
                assert!(is_registered(tag), "{tag}");
            }
        }

        #[test]
        fn section_4_5_extensions_are_ordered_by_singleton() {
            assert_eq!(canonical("en-b-ccc-bbb-a-aaa-X-xyz"), "en-a-aaa-b-ccc-bbb-x-xyz");
            assert_eq!(canonical("en-u-aa-0-bb-t-cc"), "en-0-bb-t-cc-u-aa");
        }

        #[test]
        fn section_4_5_redundant_and_grandfathered_tags_are_replaced() {
            assert_eq!(canonical("zh-min-nan"), "nan");
            assert_eq!(canonical("i-klingon"), "tlh");
            assert_eq!(canonical("en-gb-oed"), "en-GB-oxendict");
            assert_eq!(canonical("sgn-BR"), "bzs");
            // No Preferred-Value: only the case is put right.
            assert_eq!(canonical("I-DEFAULT"), "i-default");
            assert_eq!(canonical("ZH-min"), "zh-min");
            // With more subtags it is another tag.
            assert_eq!(canonical("sgn-BR-x-a"), "sgn-BR-x-a");
        }

        #[test]
        fn section_4_5_subtags_are_replaced() {
            assert_eq!(canonical("iw-IL"), "he-IL");
            assert_eq!(canonical("en-BU"), "en-MM");
            assert_eq!(canonical("zh-hak-CN"), "hak-CN");
            assert_eq!(canonical("ja-Latn-hepburn-heploc"), "ja-Latn-hepburn-alalc97");
            assert_eq!(canonical("ja-Latn-alalc97-heploc"), "ja-Latn-alalc97");
            assert_eq!(canonical("ja-Latn-heploc-alalc97"), "ja-Latn-alalc97");
            // Suppress-Script is not a matter of the canonical form.
            assert_eq!(canonical("en-Latn-US"), "en-Latn-US");
            // Extended languages that the registry does not allow there are left alone.
            assert_eq!(canonical("EN-CMN"), "en-cmn");
        }

        #[test]
        fn section_4_5_replacements_go_on_to_the_end() {
            assert_eq!(canonical("ar-ajp"), "apc");
            assert_eq!(canonical("sgn-DD"), "gsg");
            assert_eq!(canonical("sgn-FX"), "fsl");
        }

        #[test]
        fn section_4_5_what_is_canonical_stays() {
            for tag in words("en en-US zh-Hant-TW es-419 sl-rozaj-biske en-a-bb-x-c x-ab i-mingo") {
                assert_eq!(parse(tag).expect(tag).canonical(), None, "{tag}");
            }
        }
    }

    mod registry_laws {
        use super::*;

        #[test]
        fn every_record_is_registered_and_has_one_canonical_form() {
            let tags = tag_of_every_record();
            assert!(tags.len() > 9_000);
            for tag in tags {
                assert!(is_registered(&tag), "{tag}");
                assert!(is_registered(&tag.to_uppercase()), "{tag}");
                let form = canonical(&tag);
                assert_eq!(form, canonical(&tag.to_uppercase()), "{tag}");
                assert!(is_registered(&form), "{tag}: {form}");
                assert_eq!(parse(&form).expect(&form).canonical(), None, "{tag}");
            }
        }

        #[test]
        fn tables_are_sorted() {
            fn is_sorted<Value>(table: &[(&str, Value)]) -> bool {
                table.is_sorted_by(|(a, _), (b, _)| a < b)
            }
            assert!(is_sorted(registry::PREFERRED_LANGUAGES));
            assert!(is_sorted(registry::PREFERRED_REGIONS));
            assert!(is_sorted(registry::PREFERRED_VARIANTS));
            assert!(is_sorted(registry::RETIRED_LANGUAGES));
            assert!(is_sorted(registry::RETIRED_REGIONS));
            assert!(is_sorted(registry::RETIRED_VARIANTS));
            assert!(is_sorted(registry::RETIRED_TAGS));
            assert!(is_sorted(registry::EXTLANGS));
            assert!(is_sorted(registry::GRANDFATHERED));
            assert!(is_sorted(registry::ISO_639));
            assert!(is_sorted(registry::ISO_3166));
            assert!(is_sorted(registry::LANGUAGE_NAMES));
            assert!(is_sorted(registry::PRINCIPAL_TAGS));
            assert!(registry::AREAS.is_sorted_by(|a, b| a < b));
            assert!(SCRIPTS.is_sorted_by(|a, b| a < b));
            assert!(VARIANTS.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn every_sure_hint_is_registered_and_what_it_replaces_is_not() {
            for (code, language) in registry::ISO_639.iter().chain(registry::LANGUAGE_NAMES) {
                assert!(!is_language(code), "{code}");
                assert!(
                    is_registered(language) && canonical(language) == *language,
                    "{code}: {language}"
                );
            }
            for (_, region) in registry::ISO_3166 {
                assert!(
                    is_region(region) && preferred_region(region) == *region,
                    "{region}"
                );
            }
            for (region, tag) in registry::PRINCIPAL_TAGS {
                assert!(!is_language(region) && is_registered(tag), "{tag}");
                assert!(
                    canonical(tag) == *tag && tag.ends_with(&region.to_uppercase()),
                    "{tag}"
                );
            }
        }
    }

    mod faults {
        use super::*;

        #[test]
        fn an_underscore_is_one_fault() {
            assert_eq!(malformed("en_US"), (2..3, Malformed::Underscore));
            assert_eq!(malformed("zh_Hans_CN"), (2..3, Malformed::Underscore));
            assert_eq!(malformed("en-US_POSIX"), (5..6, Malformed::Underscore));
        }

        #[test]
        fn a_missing_subtag_is_an_empty_range() {
            assert_eq!(malformed(""), (0..0, Malformed::Empty));
            assert_eq!(malformed("en--US"), (3..3, Malformed::EmptySubtag));
            assert_eq!(malformed("en-"), (3..3, Malformed::EmptySubtag));
            assert_eq!(malformed("-en"), (0..0, Malformed::EmptySubtag));
            assert_eq!(malformed("-"), (0..0, Malformed::EmptySubtag));
            assert_eq!(malformed("x-"), (2..2, Malformed::EmptySubtag));
        }

        #[test]
        fn a_foreign_character_is_a_whole_character() {
            assert_eq!(malformed("français"), (4..6, Malformed::Character('ç')));
            assert_eq!(malformed("日本語"), (0..3, Malformed::Character('日')));
            assert_eq!(malformed(" en"), (0..1, Malformed::Character(' ')));
            assert_eq!(
                malformed("en-US\u{200b}"),
                (5..8, Malformed::Character('\u{200b}'))
            );
            // The Kelvin sign folds to k, but is no ASCII letter.
            assert_eq!(malformed("\u{212a}a"), (0..3, Malformed::Character('\u{212a}')));
        }

        #[test]
        fn a_long_name_of_a_language_is_recognised() {
            let what = too_long(10, Some("pt"));
            assert_eq!(malformed("Portuguese"), (0..10, what));
            let what = too_long(10, None);
            assert_eq!(malformed("de-portuguese"), (3..13, what));
        }

        #[test]
        fn many_variants_take_linear_time() {
            let mut tag = String::from("en");
            tag.extend((0..200_000).map(|number| format!("-{number:06}")));
            assert!(parse(&tag).is_ok());
            let length = tag.len();
            tag.push_str("-000100");
            assert_eq!(malformed(&tag).0, length + 1..length + 7);
        }

        #[test]
        fn texts_are_clauses() {
            let malformed = [
                "",
                "en_US",
                "en-",
                "en é",
                "é",
                "Ukrainian",
                "1",
                "en-1a",
                "German-DEU",
                "en-US-Latn",
                "en-a",
            ]
            .map(|tag| malformed(tag).1.to_string());
            let unregistered_tags = "GB Hans CC en-UK en-EN en-QB en-cmn zh-cmn-yue eng";
            let unregistered_texts = words(unregistered_tags).map(|tag| unregistered(tag).1.to_string());
            let deprecated = ["sr-CS", "ru-SU"]
                .map(|tag| parse(tag).expect(tag).deprecated().expect(tag).what.to_string());
            for text in malformed.into_iter().chain(unregistered_texts).chain(deprecated) {
                assert!(
                    !text.ends_with('.') && text.starts_with(|c: char| !c.is_uppercase()),
                    "{text}"
                );
            }
            assert_eq!(
                unregistered("gb").1.to_string(),
                "this is a region, not a language; the language comes first, as in `en-GB`"
            );
            assert_eq!(
                unregistered("en-UK").1.to_string(),
                "the IANA registry of 2026-09-17 has no such region; `GB` is meant"
            );
        }
    }

    mod hints {
        use super::*;

        fn hint(tag: &str) -> (&str, Option<Hint>) {
            let (subtag, what) = unregistered(tag);
            (subtag, what.hint)
        }

        fn suggested(tag: &str) -> Option<String> {
            parse(tag).expect(tag).suggested()
        }

        #[test]
        fn a_region_alone_is_no_language() {
            assert_eq!(hint("GB"), ("GB", Some(belongs(Region, Some("en-GB")))));
            assert_eq!(hint("us"), ("us", Some(belongs(Region, Some("en-US")))));
            assert_eq!(hint("CC"), ("CC", Some(belongs(Region, None))));
            assert_eq!(hint("MEX"), ("MEX", Some(belongs(Region, Some("es-MX")))));
            assert_eq!(suggested("GB"), None);
            assert_eq!(hint("en-EN"), ("EN", Some(belongs(Language, None))));
            assert_eq!(hint("Hans"), ("Hans", Some(belongs(Script, None))));
        }

        #[test]
        fn a_region_twice_names_its_language() {
            assert_eq!(hint("jp-JP"), ("jp", Some(Hint::Use("ja"))));
            assert_eq!(suggested("jp-JP").as_deref(), Some("ja-JP"));
            assert_eq!(suggested("cz-CZ").as_deref(), Some("cs-CZ"));
            assert_eq!(suggested("jp-US"), None);
        }

        #[test]
        fn customary_names_of_regions() {
            assert_eq!(hint("en-UK"), ("UK", Some(Hint::Use("GB"))));
            assert_eq!(hint("el-el"), ("el", Some(Hint::Use("GR"))));
            assert_eq!(suggested("en-uk").as_deref(), Some("en-GB"));
            // Alone it is Ukrainian.
            assert!(is_registered("UK"));
        }

        #[test]
        fn iso_639_2_codes_give_way_to_iso_639_1() {
            let pairs =
                "eng en  deu de  ger de  fra fr  fre fr  zho zh  chi zh  ces cs  cze cs  nld nl  dut nl";
            for pair in pairs.split("  ") {
                let (code, language) = pair.split_once(' ').expect("two codes");
                assert_eq!(hint(code), (code, Some(Hint::Use(language))));
            }
            assert_eq!(suggested("eng-GBR").as_deref(), Some("en-GB"));
            assert_eq!(suggested("zho-CHS-UK").as_deref(), Some("zh-Hans-GB"));
        }

        #[test]
        fn every_language_of_two_letters_has_one_of_three() {
            for row in registry::LANGUAGES.split_whitespace() {
                let language = preferred_language(row);
                let named = registry::ISO_639.iter().any(|(_, two)| *two == language);
                assert!(named || language.len() == 3, "{language}");
            }
        }

        #[test]
        fn english_names_of_languages() {
            assert_eq!(hint("English"), ("English", Some(Hint::Use("en"))));
            assert_eq!(hint("german-DE"), ("german", Some(Hint::Use("de"))));
            assert_eq!(suggested("Thai").as_deref(), Some("th"));
            assert_eq!(suggested("spanish-MX").as_deref(), Some("es-MX"));
        }

        #[test]
        fn regions_of_three_letters_look_like_extended_languages() {
            assert_eq!(hint("en-USA"), ("USA", Some(Hint::Use("US"))));
            assert_eq!(suggested("en-USA").as_deref(), Some("en-US"));
            // The letters are also a sign language, which needs another prefix.
            assert_eq!(suggested("sk-SVK").as_deref(), Some("sk-SK"));
            assert_eq!(hint("en-USA-GB"), ("USA", None));
        }

        #[test]
        fn a_suggestion_is_canonical_and_complete() {
            assert_eq!(suggested("en-US"), None);
            assert_eq!(suggested("EN-latn-uk").as_deref(), Some("en-Latn-GB"));
            assert_eq!(suggested("eng-QB"), None);
            assert_eq!(suggested("en-UK-nowhere"), None);
        }
    }

    mod repairs {
        use super::*;

        fn repairs(malformed: &str) -> Option<String> {
            assert!(parse(malformed).is_err(), "{malformed} is well-formed");
            repaired(malformed)
        }

        #[test]
        fn underscores_become_hyphens() {
            assert_eq!(repairs("en_US").as_deref(), Some("en-US"));
            assert_eq!(repairs("zh_hans-cn").as_deref(), Some("zh-Hans-CN"));
            assert_eq!(repairs("iw_IL").as_deref(), Some("he-IL"));
            assert_eq!(repairs("en_UK").as_deref(), Some("en-GB"));
        }

        #[test]
        fn white_space_around_goes() {
            assert_eq!(repairs(" de-AT\n").as_deref(), Some("de-AT"));
            assert_eq!(repairs("de AT"), None);
            assert_eq!(repairs("  "), None);
        }

        #[test]
        fn posix_locales() {
            assert_eq!(repairs("en_US.UTF-8").as_deref(), Some("en-US"));
            assert_eq!(repairs("de_DE.ISO8859-15@euro").as_deref(), Some("de-DE"));
            assert_eq!(repairs("sr_RS@latin").as_deref(), Some("sr-Latn-RS"));
            assert_eq!(repairs("en.utf8").as_deref(), Some("en"));
            assert_eq!(repairs("C.UTF-8"), None);
            assert_eq!(repairs("C"), None);
            assert_eq!(repairs("en_US@currency=EUR"), None);
            assert_eq!(repairs("en_US."), None);
        }

        #[test]
        fn java_locales() {
            assert_eq!(repairs("zh_CN_#Hans").as_deref(), Some("zh-Hans-CN"));
            assert_eq!(repairs("sr__#Latn").as_deref(), Some("sr-Latn"));
            assert_eq!(repairs("zh_CN_#u-ca-chinese"), None);
        }

        #[test]
        fn long_names_of_languages() {
            assert_eq!(repairs("Portuguese").as_deref(), Some("pt"));
            assert_eq!(repairs("portuguese-BR").as_deref(), Some("pt-BR"));
            assert_eq!(repairs("English_USA").as_deref(), Some("en-US"));
        }

        #[test]
        fn what_is_unsure_stays() {
            for tag in [
                "",
                "-",
                "en-",
                "en--US",
                "_US",
                "en_QB",
                "en_US_nowhere",
                "en-US,en;q=0.9",
                "*",
                "français",
            ] {
                assert_eq!(repairs(tag), None, "{tag}");
            }
            assert_eq!(repaired("en-US"), None);
            assert_eq!(repaired("eng"), None);
        }
    }

    mod retirement {
        use super::*;

        #[test]
        fn subtags_without_a_successor() {
            assert_eq!(deprecated("sr-CS"), Some(("CS", &["RS", "ME"][..])));
            assert_eq!(
                deprecated("hr-yu"),
                Some(("yu", &["BA", "HR", "ME", "MK", "RS", "SI"][..]))
            );
            assert_eq!(deprecated("ru-SU"), Some(("SU", &[][..])));
            assert_eq!(deprecated("hy-arevmda"), Some(("arevmda", &["hyw"][..])));
            assert_eq!(
                deprecated("cel-gaulish"),
                Some(("cel-gaulish", &["xcg", "xga", "xtg"][..]))
            );
        }

        #[test]
        fn what_has_a_successor_is_left_to_the_canonical_form() {
            for tag in ["en-US", "iw", "de-DD", "i-klingon", "i-mingo", "x-yu", "en-x-yu"] {
                assert_eq!(deprecated(tag), None, "{tag}");
            }
        }
    }
}
