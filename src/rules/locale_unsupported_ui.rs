//! A locale for which the Components UI shows another language.

use crate::evidence::{COMPONENTS_CODE, Evidence, Grade, LOCALE_IS_A_TAG};
use crate::field::Field;
use crate::finding::{Draft, Findings};
use crate::glance::{Silent, SilentValue};
use crate::grammar::language_tag::{self, LanguageTag};
use crate::grammar::text;
use crate::place::Place;
use crate::rule::{Anchor, Meta, Present};
use crate::severity::{Effect, Severities, Severity};

pub(super) const META: Meta = Meta {
    summary: "a locale for which the Components UI shows another language",
    why: "@talkjs/react-components@0.1.11 has texts in 37 languages that a tag can reach. It looks up the whole tag, \
          then its first two characters, and then takes English: `no` shows English, `zh-TW` Simplified Chinese, \
          `fil` Finnish. Which languages the Classic SDK has is not documented.",
    advice: "keep the tag if it is right for dates, e-mails and your own code; to change what \
             @talkjs/react-components@0.1.11 shows, choose one of its languages",
    severities: Severities::everywhere(Severity::Note),
    effect: Effect::Ignored,
    fields: &[Field::Locale],
    anchors: &[Anchor::Field(
        &[Field::Locale],
        check,
        SilentValue::Strings(Silent::NEVER),
    )],
    claims: &[],
    evidence: &[
        LOCALE_IS_A_TAG,
        Evidence {
            grade: Grade::Coded,
            source: COMPONENTS_CODE,
            fact: "the tag is put into lower case with hyphens for underscores and looked up in a table of 38 keys, \
                   then its first two characters are; without a match there is a warning in the console, and English",
        },
        Evidence {
            grade: Grade::Inferred,
            source: COMPONENTS_CODE,
            fact: "the key of Traditional Chinese, zhTw, is never found, since no tag in lower case is equal to it; \
                   tags of three letters are cut to two",
        },
    ],
};

/// The languages that a tag can reach, in the order of their codes. (The 38th key of the UI's table is `zhTw`.)
const UI_LANGUAGES: [(&str, &str); 37] = [
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bs", "Bosnian"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("is", "Icelandic"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ka", "Georgian"),
    ("ko", "Korean"),
    ("nb", "Norwegian Bokmål"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("vi", "Vietnamese"),
    ("zh", "Simplified Chinese"),
];

fn check(present: &Present<'_>, found: &mut Findings<'_>) {
    let Some(text) = present.value.as_str() else {
        return;
    };
    let Ok(tag) = language_tag::parse(text) else {
        return;
    };
    if is_served(&tag) || tag.unregistered().is_some() || text::first_template(text).is_some() {
        return;
    }
    // `iw` shows English and `he` Hebrew: the advice of locale_not_canonical cures this as well.
    if let Some(canonical) = tag.canonical()
        && language_tag::parse(&canonical).is_ok_and(|canonical| is_served(&canonical))
    {
        return;
    }
    let shown = ui_language(text).unwrap_or("English");
    let message = format!("the Components UI has no texts for this `locale` and shows {shown}");
    let draft = Draft::new(Place::Value(present.value), message).quotes_nothing();
    found.report(match tag.language() {
        // `no` is the macrolanguage of Bokmål and Nynorsk, and nearly always means the former.
        Some(language) if language.eq_ignore_ascii_case("no") => {
            draft.help("write \"nb\", Norwegian Bokmål, which @talkjs/react-components@0.1.11 has")
        }
        _ => draft,
    });
}

/// Whether the UI shows the language that the tag names. Regions and variants have no texts of their own.
fn is_served(tag: &LanguageTag<'_>) -> bool {
    let language = tag.as_str().split('-').next().unwrap_or_default();
    language.len() == 2 && ui_language(language).is_some() && !is_traditional_chinese(tag)
}

/// The language that the UI shows by the first two characters of a tag.
fn ui_language(tag: &str) -> Option<&'static str> {
    let start = tag.bytes().take(2).map(|byte| byte.to_ascii_lowercase());
    let at = UI_LANGUAGES.binary_search_by(|(code, _)| code.bytes().cmp(start.clone()));
    at.ok().map(|at| UI_LANGUAGES[at].1)
}

/// Chinese in the script Hant, or without a script in a region where that is the usual one.
fn is_traditional_chinese(tag: &LanguageTag<'_>) -> bool {
    let is = |subtag: Option<&str>, name| subtag.is_some_and(|subtag| subtag.eq_ignore_ascii_case(name));
    is(tag.language(), "zh")
        && match tag.script() {
            Some(script) => is(Some(script), "Hant"),
            None => ["TW", "HK", "MO"]
                .into_iter()
                .any(|region| is(tag.region(), region)),
        }
}
