//! Ids that people, forms and databases take for one another: the forms in which they are equal, and in what they differ.
//!
//! Four things are looked through: case, Unicode normalisation (NFKC, which includes NFC), characters that nobody sees
//! (white space among them), and the look of letters (the skeletons of UTS 39). ASCII letters and digits look like
//! themselves alone: ids are not read by people, and `user1` beside `userl` is nothing to speak of.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use super::is_unseen;
use crate::grammar::text::is_default_ignorable;

/// The forms of an id. Two ids are alike if they share one.
///
/// An id of ASCII has one form. Elsewhere case and look do not go together: Greek `Ν` looks like N, and its small form
/// `ν` like v. So there is a form in which letters are made small before they are compared by look, and one in which
/// they are so after; where they are equal, the second is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Forms<'i> {
    pub(crate) first: Cow<'i, str>,
    pub(crate) second: Option<String>,
}

/// The forms of an id. Most ids are their own.
pub(crate) fn forms(id: &str) -> Forms<'_> {
    let first = if is_its_form(id.as_bytes()) {
        Cow::Borrowed(id)
    } else if id.bytes().all(|byte| byte.is_ascii_graphic()) {
        Cow::Owned(id.to_ascii_lowercase())
    } else {
        return forms_beyond_ascii(id);
    };
    Forms { first, second: None }
}

/// Whether an id is plainly its own form, and has no other: printable ASCII without capitals. False decides nothing.
pub(crate) fn is_its_form(id: &[u8]) -> bool {
    let is_own = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    match id.first_chunk::<16>() {
        // Sixteen at once: the length of most ids, and a vector.
        Some(first) => {
            let others = &id[first.len()..];
            first.iter().fold(true, |all, &byte| all & is_own(byte))
                & others.iter().fold(true, |all, &byte| all & is_own(byte))
        }
        None => id.iter().fold(true, |all, &byte| all & is_own(byte)),
    }
}

fn forms_beyond_ascii(id: &str) -> Forms<'static> {
    let plain = without_unseen(id);
    if plain.is_ascii() {
        return Forms {
            first: Cow::Owned(plain.to_ascii_lowercase()),
            second: None,
        };
    }
    if KnownForms::default().has_all_of(&plain) {
        return Forms {
            first: Cow::Owned(plain),
            second: None,
        };
    }
    folded(&plain)
}

/// The forms of a text in NFKC, letter by letter.
fn folded(plain: &str) -> Forms<'static> {
    let small = without_case(plain);
    let small_first = without_case(&by_look(&small));
    // What has no case has one form.
    let look_first = (small != plain).then(|| without_case(&by_look(plain)));
    Forms {
        second: look_first.filter(|form| *form != small_first),
        first: Cow::Owned(small_first),
    }
}

/// Characters that were met and are their own form. To find that out takes a hundred times as long as to look it up, and
/// ids of any length are made of few characters.
struct KnownForms([Option<char>; 64]);

impl Default for KnownForms {
    fn default() -> Self {
        KnownForms([None; 64])
    }
}

impl KnownForms {
    /// Whether each character is its own form. Then the text is, if it is in NFKC.
    fn has_all_of(&mut self, text: &str) -> bool {
        let KnownForms(known) = self;
        text.chars().all(|char| {
            let slot = &mut known[char as usize % 64];
            if *slot != Some(char) && is_own_form(char) {
                *slot = Some(char);
            }
            *slot == Some(char)
        })
    }
}

/// Whether neither case nor look nor decomposition makes another character of this one.
fn is_own_form(char: char) -> bool {
    fn is_only(char: char, mut chars: impl Iterator<Item = char>) -> bool {
        chars.next() == Some(char) && chars.next().is_none()
    }
    is_only(char, small(char))
        && is_only(char, std::iter::once(char).nfd())
        && (char.is_ascii() || is_only(char, skeleton(char.encode_utf8(&mut [0; 4]))))
}

/// In NFKC, without white space and without what nobody sees.
fn without_unseen(id: &str) -> String {
    let seen = id.nfkc().filter(|&char| !is_hidden(char));
    // What stood between two characters may have kept them from being one.
    seen.nfkc().collect()
}

/// Letters without their case. By way of the capital, since some small letters share one: `ς` and `σ`, `ß` and `ss`.
fn without_case(text: &str) -> String {
    text.chars().flat_map(small).nfc().collect()
}

fn small(char: char) -> impl Iterator<Item = char> {
    char.to_uppercase().flat_map(char::to_lowercase)
}

/// Each character that is not ASCII as that of which UTS 39 says that it looks alike.
fn by_look(text: &str) -> String {
    let mut looks = String::with_capacity(text.len());
    for char in text.nfd() {
        if char.is_ascii() {
            looks.push(char);
        } else {
            looks.extend(skeleton(char.encode_utf8(&mut [0; 4])));
        }
    }
    looks.nfd().collect()
}

/// In what two ids differ that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    Case,
    WhiteSpace,
    Unseen,
    Normalisation,
    /// More than one of the above.
    Several,
    Look,
    /// It was not looked for.
    Any,
}

/// Bytes of an id beyond which nobody asks how it differs from another. Ids of any length can be alike to one that is very
/// long, and each would be held against it.
const LONGEST: usize = 1024;

impl Difference {
    /// The least that explains how two ids that are alike differ.
    pub(crate) fn between(one: &str, other: &str) -> Self {
        if one.len().max(other.len()) > LONGEST {
            return Difference::Any;
        }
        let equal = |form: fn(&str) -> String| form(one) == form(other);
        if equal(|id| id.chars().filter(|char| !char.is_whitespace()).collect()) {
            Difference::WhiteSpace
        } else if equal(|id| id.chars().filter(|&char| !is_hidden(char)).collect()) {
            Difference::Unseen
        } else if equal(|id| id.nfkc().collect()) {
            Difference::Normalisation
        } else if equal(without_case) {
            Difference::Case
        } else if equal(|id| without_case(&without_unseen(id))) {
            Difference::Several
        } else {
            Difference::Look
        }
    }
}

/// Whether a character is white space, or one that leaves no mark.
fn is_hidden(char: char) -> bool {
    is_default_ignorable(char) || is_unseen(char)
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Difference::Case => "in case",
            Difference::WhiteSpace => "in white space",
            Difference::Unseen => "in characters that nobody sees",
            Difference::Normalisation => "in the Unicode normalisation",
            Difference::Several => "in case, white space, unseen characters or normalisation",
            Difference::Look => "in letters that look alike",
            Difference::Any => "in how they are written",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn are_alike(one: &str, other: &str) -> bool {
        let (one, other) = (forms(one), forms(other));
        let all = |forms: Forms<'_>| [Some(forms.first.into_owned()), forms.second];
        let other = all(other);
        all(one)
            .iter()
            .flatten()
            .any(|form| other.contains(&Some(form.clone())))
    }

    #[track_caller]
    fn differ(one: &str, other: &str, difference: Difference) {
        assert!(are_alike(one, other), "{:?} {:?}", forms(one), forms(other));
        assert_eq!(Difference::between(one, other), difference, "{one:?} {other:?}");
    }

    #[test]
    fn ids_that_differ_in_nothing_that_counts() {
        differ("Alice", "alice", Difference::Case);
        differ("ÉLODIE", "élodie", Difference::Case);
        differ("МОСКВА", "москва", Difference::Case);
        differ("ΟΔΟΣ", "οδος", Difference::Case);
        differ("STRASSE", "straße", Difference::Case);
        differ("user 7", "user7", Difference::WhiteSpace);
        differ("user_7\n", "user_7", Difference::WhiteSpace);
        differ("user\u{A0}7", " user7", Difference::WhiteSpace);
        differ("user\u{200B}7", "user7", Difference::Unseen);
        differ("\u{FEFF}user7", "user7", Difference::Unseen);
        differ("a\u{FE0F}b", "ab", Difference::Unseen);
        // UAX #15, figures 3 and 6: composed and decomposed, compatibility variants.
        differ("\u{C5}", "A\u{30A}", Difference::Normalisation);
        differ("\u{212B}", "\u{C5}", Difference::Normalisation);
        differ("\u{FB01}", "fi", Difference::Normalisation);
        differ("ｕｓｅｒ７", "user7", Difference::Normalisation);
        differ("Jose\u{301} ", "josé", Difference::Several);
    }

    // UTS 39, section 4, and the examples of confusables.txt.
    #[test]
    fn letters_of_other_scripts_that_look_alike() {
        differ("\u{430}dmin", "admin", Difference::Look);
        differ("\u{440}\u{430}ypal", "paypal", Difference::Look);
        differ("\u{399}d", "id", Difference::Look);
        differ("\u{39D}ick", "Nick", Difference::Look);
        differ("\u{3BD}ick", "vick", Difference::Look);
        differ("\u{410}DMIN", "admin", Difference::Look);
    }

    #[test]
    fn what_is_another_id() {
        for (one, other) in [
            ("user1", "userl"),
            ("O1", "01"),
            ("rn", "m"),
            ("user_7", "user-7"),
            ("jose", "josé"),
            ("7", "07"),
            ("a", "b"),
            ("vick", "nick"),
            ("5", "5.0"),
            ("", "a"),
        ] {
            assert!(!are_alike(one, other), "{one} {other}");
        }
    }

    #[test]
    fn an_ordinary_id_is_its_own_form() {
        for id in [
            "user_7",
            "5",
            "0b9d8f3e-7a1c-4d5e-9f00-123456789abc",
            "",
            "auth0|abc",
        ] {
            let forms = forms(id);
            assert!(matches!(forms.first, Cow::Borrowed(form) if form == id));
            assert_eq!(forms.second, None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever the vendor, a form or a database does to an id, it stays alike.
        #[test]
        fn what_is_done_to_ids_leaves_them_alike(id in "[a-zA-Z0-9_\\-. éÉñÅßΑ-Ωα-ωА-Яа-я\u{301}\u{200B}ﬁ７]{1,12}") {
            prop_assert!(are_alike(&id, &id));
            for other in [
                id.to_uppercase(),
                id.to_lowercase(),
                id.nfc().collect(),
                id.nfd().collect(),
                id.nfkc().collect(),
                format!(" {id}\u{200B}"),
            ] {
                prop_assert!(are_alike(&id, &other), "{:?} {:?}", forms(&id), forms(&other));
            }
        }

        /// What is known to be its own form is what the long way would make of it.
        #[test]
        fn what_is_its_own_form_is_not_folded_otherwise(
            marks in "[\u{300}-\u{345}\u{591}-\u{5C7}\u{1DC0}-\u{1DFF}\u{200B}-\u{200F}漢字אבか가각]{0,8}",
            any in "\\PC{0,8}",
        ) {
            for id in [marks.clone(), any.clone(), marks + &any] {
                let plain = without_unseen(&id);
                if KnownForms::default().has_all_of(&plain) {
                    prop_assert_eq!(folded(&plain), Forms { first: Cow::Borrowed(&plain), second: None });
                }
            }
        }

        /// The fast path says what the slow one would.
        #[test]
        fn ascii_is_folded_alike_on_both_paths(id in "[!-~]{0,24}") {
            prop_assert_eq!(forms(&id), forms_beyond_ascii(&id));
        }
    }

    /// Ids of any length are folded, and nobody is kept waiting for one of a million characters.
    #[test]
    fn what_is_its_own_form_is_left_as_it_is() {
        for own in ["漢字", "\u{301}\u{301}", "אב", "か"] {
            assert!(KnownForms::default().has_all_of(own), "{own}");
        }
        for other in ["é", "각", "А", "а", "ß", "A", "\u{37A}"] {
            assert!(!KnownForms::default().has_all_of(other), "{other}");
        }
    }

    /// Every character is alike to what UTS 39 says it looks like, but for those that NFKC makes others, itself or its
    /// look, and those with an ASCII letter in them, which looks like itself here.
    #[test]
    fn every_character_is_alike_to_its_skeleton() {
        let unlike = ('\u{80}'..=char::MAX).filter(|&char| {
            let id = char.to_string();
            let skeleton: String = skeleton(&id).collect();
            let is_nfkc = |text: &str| text.nfkc().eq(text.nfc());
            let is_own = is_nfkc(&id) && is_nfkc(&skeleton) && !id.nfd().any(|char| char.is_ascii());
            is_own && !are_alike(&id, &skeleton)
        });
        let unlike: Vec<char> = unlike.collect();
        assert!(unlike.is_empty(), "{} {unlike:?}", unlike.len());
    }
}
