//! The IETF language tag (BCP 47, RFC 5646): its grammar, its registry, its canonical form.
//!
//! Four questions, in this order: is the string a tag at all ([`parse()`]), does the IANA registry have its
//! subtags ([`LanguageTag::unregistered`]), is there a form to prefer ([`LanguageTag::canonical`]), and has
//! it gone out of use without a successor ([`LanguageTag::deprecated`]). [`repaired`] and
//! [`LanguageTag::suggested`] say what a faulty string surely stands for.
//!
//! It stops there. A variant after another language than its `Prefix` asks for is only advised against
//! (RFC 5646, section 3.1.8), and so is a script that `Suppress-Script` makes needless: both pass. Whether
//! the singleton of an extension is assigned, and what its subtags mean (RFC 6067, RFC 6497), is not looked
//! at. Nor is which languages a user interface has.

use std::fmt;
use std::ops::Range;

use super::Fault;

// Its lines hold as many rows as fit, so that a new version of the registry makes a diff of a few lines.
#[rustfmt::skip]
mod registry;

mod look_up;
mod parse;
mod repair;

use look_up::{
    DATED_LANGUAGE, DATED_REGION, LANGUAGE, REGION, hint_for_region, is_language, is_region, is_script,
    is_variant, look_up, pair, preferred_for_redundant, preferred_language, preferred_region, prefix_of,
};
use parse::{SINGLETONS, rank_of};

pub(crate) use parse::parse;
pub(crate) use repair::repaired;

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

/// True for most good tags: a language of two letters that is registered, perhaps with a region of two letters, neither
/// of them deprecated, both in the case that RFC 5646 recommends. Then the tag parses, nothing in it is unregistered or
/// deprecated, and it is canonical. False decides nothing.
pub(crate) fn is_everyday(tag: &[u8]) -> bool {
    let ([a, b], region) = match *tag {
        [a, b] => ([a, b], None),
        [a, b, b'-', c, d] => ([a, b], Some([c, d])),
        _ => return false,
    };
    let language = pair(a, b);
    a.is_ascii_lowercase()
        && b.is_ascii_lowercase()
        && language & LANGUAGE != 0
        && language & DATED_LANGUAGE == 0
        && region.is_none_or(|[c, d]| {
            let region = pair(c, d);
            c.is_ascii_uppercase()
                && d.is_ascii_uppercase()
                && region & REGION != 0
                && region & DATED_REGION == 0
        })
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

    /// The rows of `PAIRS` for the language and the region, if the tag has the form `ll` or `ll-RR`: nearly
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

#[cfg(test)]
mod oracle;

#[cfg(test)]
mod tests;
