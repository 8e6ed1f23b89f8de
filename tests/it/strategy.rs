//! What the properties draw from: values on and around every edge, clean users, whole documents, broken texts.
//!
//! Everything is drawn as [`Json`], which keeps what a JSON value forgets: the spelling of numbers, the order of
//! members, equal keys. How a value is written down, with which white space and which escapes, is drawn apart.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{FileFailurePersistence, contextualize_config};

pub(crate) mod custom;
pub(crate) mod documents;
pub(crate) mod ids;
pub(crate) mod locales;
pub(crate) mod texts;
pub(crate) mod users;

/// How often a law is tried, unless `PROPTEST_CASES` says otherwise.
///
/// Cases that once failed are kept beside the source and tried first.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    contextualize_config(ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })
}

/// A JSON value as it is to be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    /// `null`, `true`, `false` or a number, as it stands in the text.
    Word(String),
    /// A string, as it is meant.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object; keys may be equal.
    Object(Vec<(String, Json)>),
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::String(text) => Json::Text(text),
            Value::Array(elements) => Json::List(elements.into_iter().map(Json::from).collect()),
            Value::Object(members) => {
                Json::object(members.into_iter().map(|(key, value)| (key, Json::from(value))))
            }
            word => Json::Word(word.to_string()),
        }
    }
}

impl Json {
    /// `null`.
    pub(crate) fn null() -> Json {
        Json::word("null")
    }

    /// A word or a number.
    pub(crate) fn word(word: impl Into<String>) -> Json {
        Json::Word(word.into())
    }

    /// A string.
    pub(crate) fn text(text: impl Into<String>) -> Json {
        Json::Text(text.into())
    }

    /// An object of these members.
    pub(crate) fn object<K: Into<String>>(members: impl IntoIterator<Item = (K, Json)>) -> Json {
        Json::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
        )
    }

    /// The members, of an object; else none.
    pub(crate) fn members(&self) -> &[(String, Json)] {
        match self {
            Json::Object(members) => members,
            _ => &[],
        }
    }

    /// The object with another member at its end.
    pub(crate) fn with(&self, key: &str, value: Json) -> Json {
        let member = (key.to_owned(), value);
        Json::Object(self.members().iter().cloned().chain([member]).collect())
    }

    /// The object without the members of this key.
    pub(crate) fn without(&self, key: &str) -> Json {
        let kept = self.members().iter().filter(|(name, _)| name != key);
        Json::Object(kept.cloned().collect())
    }

    /// The object with this member in the place of those with its key.
    pub(crate) fn set(&self, key: &str, value: Json) -> Json {
        self.without(key).with(key, value)
    }

    /// The shortest text.
    pub(crate) fn plain(&self) -> String {
        self.spelled(0)
    }

    /// One of the texts that mean the same: white space and escapes are drawn from the seed, of which 0 has none.
    pub(crate) fn spelled(&self, seed: u64) -> String {
        let mut spelling = Spelling {
            text: String::new(),
            draw: Draw(seed),
        };
        spelling.space();
        spelling.value(self);
        spelling.space();
        spelling.text
    }

    /// The same value with the members of every object in another order, drawn from the seed.
    pub(crate) fn shuffled(&self, seed: u64) -> Json {
        self.shuffled_by(&mut Draw(seed))
    }

    fn shuffled_by(&self, draw: &mut Draw) -> Json {
        match self {
            Json::Word(_) | Json::Text(_) => self.clone(),
            Json::List(elements) => {
                Json::List(elements.iter().map(|value| value.shuffled_by(draw)).collect())
            }
            Json::Object(members) => {
                let mut shuffled: Vec<_> = members
                    .iter()
                    .map(|(key, value)| (key.clone(), value.shuffled_by(draw)))
                    .collect();
                for end in (1..shuffled.len()).rev() {
                    shuffled.swap(end, draw.below(end + 1));
                }
                Json::Object(shuffled)
            }
        }
    }

    /// The same value with some members standing twice, drawn from the seed.
    pub(crate) fn repeated(&self, seed: u64) -> Json {
        self.repeated_by(&mut Draw(seed))
    }

    fn repeated_by(&self, draw: &mut Draw) -> Json {
        match self {
            Json::Word(_) | Json::Text(_) => self.clone(),
            Json::List(elements) => {
                Json::List(elements.iter().map(|value| value.repeated_by(draw)).collect())
            }
            Json::Object(members) => {
                let mut repeated = Vec::new();
                for (key, value) in members {
                    repeated.push((key.clone(), value.repeated_by(draw)));
                    if draw.below(5) == 4 {
                        let (_, other) = &members[draw.below(members.len())];
                        repeated.push((key.clone(), other.clone()));
                    }
                }
                Json::Object(repeated)
            }
        }
    }
}

/// Small numbers that follow from a seed; from 0 only zeros follow.
struct Draw(u64);

impl Draw {
    /// The next number below `bound`. (`SplitMix64`)
    fn below(&mut self, bound: usize) -> usize {
        if self.0 == 0 {
            return 0;
        }
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed >> 33) % bound as u64).unwrap_or(0)
    }
}

/// A text on its way.
struct Spelling {
    text: String,
    draw: Draw,
}

impl Spelling {
    fn space(&mut self) {
        const SPACES: [&str; 9] = ["", "", "", "", "", " ", "\n", "\t ", "\r\n  "];
        let drawn = SPACES[self.draw.below(SPACES.len())];
        self.text.push_str(drawn);
    }

    fn value(&mut self, value: &Json) {
        match value {
            Json::Word(word) => self.text.push_str(word),
            Json::Text(text) => self.string(text),
            Json::List(elements) => {
                self.text.push('[');
                self.space();
                for (at, element) in elements.iter().enumerate() {
                    self.comma(at);
                    self.value(element);
                    self.space();
                }
                self.text.push(']');
            }
            Json::Object(members) => {
                self.text.push('{');
                self.space();
                for (at, (key, value)) in members.iter().enumerate() {
                    self.comma(at);
                    self.string(key);
                    self.space();
                    self.text.push(':');
                    self.space();
                    self.value(value);
                    self.space();
                }
                self.text.push('}');
            }
        }
    }

    fn comma(&mut self, at: usize) {
        if at > 0 {
            self.text.push(',');
            self.space();
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for char in text.chars() {
            let short = match char {
                '"' => Some("\\\""),
                '\\' => Some("\\\\"),
                '/' => Some("\\/"),
                '\u{8}' => Some("\\b"),
                '\u{C}' => Some("\\f"),
                '\n' => Some("\\n"),
                '\r' => Some("\\r"),
                '\t' => Some("\\t"),
                _ => None,
            };
            let must = char < ' ' || char == '"' || char == '\\';
            match (self.draw.below(8), short) {
                (7, _) => self.code_units(char),
                (5 | 6, Some(short)) => self.text.push_str(short),
                (_, Some(short)) if must => self.text.push_str(short),
                (_, None) if must => self.code_units(char),
                _ => self.text.push(char),
            }
        }
        self.text.push('"');
    }

    fn code_units(&mut self, char: char) {
        for unit in char.encode_utf16(&mut [0; 2]) {
            let _ = match self.draw.below(2) {
                0 => write!(self.text, "\\u{unit:04x}"),
                _ => write!(self.text, "\\u{unit:04X}"),
            };
        }
    }
}

/// One of these texts.
pub(crate) fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(texts).prop_map(str::to_owned)
}

/// Any value, nested to some depth, with the numbers, the texts and the keys that matter.
pub(crate) fn any_json() -> BoxedStrategy<Json> {
    let leaf = prop_oneof![
        one_of(&["null", "true", "false"]).prop_map(Json::Word),
        ids::number().prop_map(Json::Word),
        texts::any_text().prop_map(Json::Text),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![2 => users::field_name(), 2 => custom::key()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
            prop::collection::vec((key, inner), 0..4)
                .prop_map(|members| Json::Object(without_repeats(members))),
        ]
    })
    .boxed()
}

/// The members without those whose key has stood before.
pub(crate) fn without_repeats<V>(members: Vec<(String, V)>) -> Vec<(String, V)> {
    let mut seen = std::collections::HashSet::new();
    members
        .into_iter()
        .filter(|(key, _)| seen.insert(key.clone()))
        .collect()
}
