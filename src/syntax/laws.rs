//! The parser against `serde_json`, and its spans against the text: laws for every text there is.
//!
//! Two readings of `serde_json` judge. As [`Value`](serde_json::Value) it says what a text means; it refuses lone
//! surrogates, numbers beyond `f64` and deep nesting. As [`IgnoredAny`] it says only whether a text is JSON, and
//! refuses none of these: so the grammar has an oracle without exceptions.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::de::IgnoredAny;

use super::dialect::Dialect;
use super::json::Parser;
use super::tape::{Document, Kind, NodeId, Value};
use crate::limits;

/// A string as it is spelled, quotes included, with every kind of escape.
fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ -!#-\\[\\]-~]{1,9}",
        2 => select(vec!["é", "ß", "日本", "😀", "e\u{301}", "\u{200D}", "\u{202E}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}"])
            .prop_map(str::to_owned),
        4 => select(vec![r#"\""#, r"\\", r"\/", r"\b", r"\f", r"\n", r"\r", r"\t"]).prop_map(str::to_owned),
        3 => any::<u16>().prop_map(|unit| format!("\\u{unit:04x}")),
        2 => (0xD800_u16..0xE000).prop_map(|unit| format!("\\u{unit:04X}")),
        2 => any::<char>().prop_map(code_units),
        1 => any::<char>().prop_filter("stands for itself", |&char| char >= ' ' && char != '"' && char != '\\').prop_map(String::from),
    ];
    vec(piece, 0..7).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// A character as escapes: two for a surrogate pair.
fn code_units(char: char) -> String {
    let units = char.encode_utf16(&mut [0; 2]).to_vec();
    let escapes: Vec<_> = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
    escapes.concat()
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("JSON has only finite numbers", |number| number.is_finite())
            .prop_map(|number| format!("{number:e}")),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?",
    ]
}

fn white_space() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just(String::new()), 1 => "[ \t\r\n]{1,4}"]
}

/// A JSON text.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        1 => select(vec!["null", "true", "false", "[]", "{}", "[ ]", "{\n}"]).prop_map(str::to_owned),
        2 => number(),
        4 => string(),
    ];
    let value = leaf.prop_recursive(8, 96, 6, |inner| {
        let spaced = (white_space(), inner, white_space())
            .prop_map(|(before, value, after)| before + &value + &after)
            .boxed();
        // Few keys, so that some of them meet again in one object.
        let key = prop_oneof![
            select(vec!["\"a\"", r#""\u0061""#, "\"\"", "\"b\""]).prop_map(str::to_owned),
            string()
        ];
        let member = (white_space(), key, white_space(), spaced.clone())
            .prop_map(|(before, key, after, value)| format!("{before}{key}{after}:{value}"));
        prop_oneof![
            vec(spaced, 1..6).prop_map(|elements| format!("[{}]", elements.join(","))),
            vec(member, 1..6).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    });
    (white_space(), value, white_space()).prop_map(|(before, value, after)| before + &value + &after)
}

/// What nests exactly to the limits of this parser and of `serde_json`, and around them.
fn deep() -> impl Strategy<Value = String> {
    (limits::DEPTH - 3..limits::DEPTH + 3, any::<bool>()).prop_map(|(depth, objects)| {
        if objects {
            "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth)
        } else {
            "[".repeat(depth) + &"]".repeat(depth)
        }
    })
}

/// Pieces of JSON, and of what people take for it, in any order.
fn soup() -> impl Strategy<Value = String> {
    let fixed = vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\"a\"",
        "'",
        "//",
        "/*",
        "null",
        "nul",
        "true",
        "undefined",
        "NaN",
        "-",
        "+",
        "0",
        "01",
        ".5",
        "1.",
        "1e",
        "1e+",
        " ",
        "\n",
        "\t",
        "\u{A0}",
        "\u{FEFF}",
        "\u{0}",
        "\u{1F}",
        "é",
        "😀",
        "\\u",
        "\\ud83d",
        "\\uDE00",
        "\\x",
        "a",
    ];
    let piece = prop_oneof![8 => select(fixed).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => json()];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A JSON text with one piece cut out and another put in its place.
fn damaged() -> impl Strategy<Value = String> {
    (json(), any::<prop::sample::Index>(), 0_usize..3, soup()).prop_map(|(text, at, length, piece)| {
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len() + 1);
        let end = (at + length).min(chars.len());
        chars[..at].iter().collect::<String>() + &piece + &chars[end..].iter().collect::<String>()
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => json(), 2 => damaged(), 2 => soup(), 1 => any::<String>(), 1 => deep(), 1 => json().prop_map(|text| format!("\u{FEFF}{text}"))]
}

/// A JSON text with comments and commas where the other dialect has them, and the same with blanks in their place.
fn commented() -> impl Strategy<Value = (String, String)> {
    let comment = prop_oneof![
        "//[ -~é😀]{0,9}\n",
        "//[ -~]{0,9}\r",
        "/\\*[ -)+-~é😀\n,\"]{0,9}\\*/",
        Just("/***/".to_owned()),
        Just(",".to_owned()),
    ];
    (json(), vec(comment, 1..8)).prop_map(|(text, comments)| {
        let mut next = comments.iter().cycle();
        let (mut with, mut without) = (String::new(), String::new());
        let (mut in_string, mut escaped) = (false, false);
        let mut last = ' ';
        for char in text.chars() {
            let is_outside = !in_string;
            match char {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => in_string = !in_string,
                _ => {}
            }
            let is_structure = is_outside && "{}[],:\"".contains(char);
            if is_structure && let Some(comment) = next.next() {
                let closes_items = matches!(char, '}' | ']') && !matches!(last, '{' | '[');
                match comment.as_str() {
                    "," if closes_items => {
                        with.push(',');
                        without.push(' ');
                    }
                    "," => {}
                    comment => {
                        with.push_str(comment);
                        without.extend(std::iter::repeat_n(' ', comment.len()));
                    }
                }
            }
            with.push(char);
            without.push(char);
            if !char.is_ascii_whitespace() {
                last = char;
            }
        }
        (with, without)
    })
}

/// The value as `serde_json` would hold it: of equal keys the last one counts.
fn meaning(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Null => serde_json::Value::Null,
        Kind::False => serde_json::Value::Bool(false),
        Kind::True => serde_json::Value::Bool(true),
        Kind::Number => serde_json::from_str(value.raw()).expect("a number in the range of f64"),
        Kind::String => serde_json::Value::String(value.as_str().expect("a string").to_owned()),
        Kind::Array => value.elements().map(meaning).collect(),
        Kind::Object => value
            .members()
            .map(|member| (member.key().to_owned(), meaning(member.value)))
            .collect(),
    }
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// Levels of brackets outside strings; only asked of texts that are JSON.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !in_string => depth -= 1,
            _ => {}
        }
    }
    deepest
}

/// Every node of a document.
fn nodes(document: Document<'_>) -> impl Iterator<Item = Value<'_>> {
    let count = u32::try_from(document.tape.nodes.len()).expect("nodes are counted in u32");
    (0..count).map(move |at| document.value(NodeId(at)))
}

/// What a value encloses, in text order: of an object the keys and the values.
fn children(value: Value<'_>) -> Vec<Value<'_>> {
    let members = value.members().flat_map(|member| [member.key, member.value]);
    value.elements().chain(members).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn a_text_is_taken_exactly_if_it_is_json_and_not_too_deep(text in text()) {
        let is_json = serde_json::from_str::<IgnoredAny>(without_mark(&text)).is_ok();
        let is_taken = Parser::new().parse(&text).is_ok();
        prop_assert_eq!(is_taken, is_json && depth(&text) <= limits::DEPTH);
    }

    #[test]
    fn what_both_take_means_the_same_to_both(text in text()) {
        let mut parser = Parser::new();
        match (parser.parse(&text), serde_json::from_str::<serde_json::Value>(without_mark(&text))) {
            (Ok(document), Ok(value)) => prop_assert_eq!(meaning(document.root()), value),
            (Err(fault), Ok(_)) => prop_assert!(false, "only serde_json takes it: {}", fault),
            (Ok(document), Err(error)) => {
                let reason = error.to_string();
                prop_assert!(
                    !document.lone_surrogates().is_empty()
                        || reason.contains("number out of range")
                        || reason.contains("recursion limit exceeded"),
                    "only serde_json refuses it: {}", reason
                );
            }
            (Err(_), Err(_)) => {}
        }
    }

    #[test]
    fn a_fault_has_a_place_in_the_text_and_words(text in text()) {
        if let Err(fault) = Parser::new().parse(&text) {
            prop_assert!(text.get(fault.at.clone()).is_some(), "{:?} is no slice", fault.at);
            prop_assert!(!fault.at.is_empty() || fault.at.start == text.len(), "{:?} is empty inside the text", fault.at);
            let opened = fault.opened.map(|at| &text[at..=at]);
            prop_assert!(opened.is_none_or(|opened| ["[", "{", "\""].contains(&opened)), "{:?} opens nothing", opened);
            prop_assert!(!fault.to_string().is_empty());
        }
    }

    #[test]
    fn with_comments_allowed_a_text_without_them_is_read_as_ever(text in text()) {
        let (mut strict, mut lenient) = (Parser::new(), Parser::of(Dialect::JsonWithComments));
        match (strict.parse(&text), lenient.parse(&text)) {
            (Ok(document), Ok(again)) => {
                prop_assert!(again.comments().is_empty());
                let spans = |document| nodes(document).map(|node| (node.kind(), node.range())).collect::<Vec<_>>();
                prop_assert_eq!(spans(document), spans(again));
            }
            (Ok(_), Err(fault)) => prop_assert!(false, "only without comments it is taken: {}", fault),
            // What is refused is refused for the same reason, or has something that only the dialect takes.
            (Err(fault), Err(again)) => prop_assert!(fault == again || text.contains(['/', '#', ',']), "{} or {}", fault, again),
            (Err(_), Ok(_)) => prop_assert!(text.contains(['/', ','])),
        }
    }

    #[test]
    fn comments_are_white_space_and_a_last_comma_is_nothing((with, without) in commented()) {
        let (mut strict, mut lenient) = (Parser::new(), Parser::of(Dialect::JsonWithComments));
        let document = lenient.parse(&with).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        let plain = strict.parse(&without).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        let spans = |document| nodes(document).map(|node| (node.kind(), node.range())).collect::<Vec<_>>();
        prop_assert_eq!(spans(document), spans(plain));
        for comment in document.comments() {
            let comment = &with[comment.clone()];
            prop_assert!(comment.starts_with("//") || comment.starts_with("/*") && comment.ends_with("*/"), "{}", comment);
        }
    }

    #[test]
    fn a_fault_among_comments_has_a_place_and_words((with, _) in commented(), at in any::<prop::sample::Index>(), piece in soup()) {
        let at = at.index(with.len() + 1);
        let at = (at..=with.len()).find(|&at| with.is_char_boundary(at)).unwrap_or_default();
        let text = format!("{}{piece}{}", &with[..at], &with[at..]);
        if let Err(fault) = Parser::of(Dialect::JsonWithComments).parse(&text) {
            prop_assert!(text.get(fault.at.clone()).is_some(), "{:?} is no slice", fault.at);
            prop_assert!(!fault.at.is_empty() || fault.at.start == text.len(), "{:?} is empty inside the text", fault.at);
            prop_assert!(!fault.to_string().is_empty());
        }
    }

    #[test]
    fn spans_nest_in_text_order_on_character_boundaries(text in text()) {
        let mut parser = Parser::new();
        let Ok(document) = parser.parse(&text) else { return Ok(()) };
        prop_assert_eq!(document.root().raw(), without_mark(&text).trim_matches([' ', '\t', '\r', '\n']));
        for node in nodes(document) {
            let range = node.range();
            prop_assert!(text.get(range.clone()).is_some_and(|raw| !raw.is_empty()));
            let mut behind = range.start;
            let mut next = NodeId(node.id().0 + 1);
            for child in children(node) {
                prop_assert!(behind < child.range().start && child.range().end < range.end);
                prop_assert!(node.encloses(child.id()));
                prop_assert_eq!(child.id(), next);
                behind = child.range().end - 1;
                next = child.end_id();
            }
            prop_assert_eq!(node.end_id(), next);
        }
    }

    #[test]
    fn the_raw_text_of_every_value_is_that_value(text in text()) {
        let mut parser = Parser::new();
        let Ok(document) = parser.parse(&text) else { return Ok(()) };
        for node in nodes(document) {
            let mut again = Parser::new();
            let alone = again.parse(node.raw()).map_err(|fault| TestCaseError::fail(fault.to_string()))?.root();
            prop_assert_eq!(alone.kind(), node.kind());
            prop_assert_eq!(alone.as_str(), node.as_str());
            prop_assert_eq!(alone.end_id().0, node.end_id().0 - node.id().0);
        }
    }

    #[test]
    fn keys_are_strings_with_a_colon_and_their_value_behind_them(text in text()) {
        let mut parser = Parser::new();
        let Ok(document) = parser.parse(&text) else { return Ok(()) };
        for member in nodes(document).flat_map(Value::members) {
            prop_assert_eq!(member.key.kind(), Kind::String);
            prop_assert_eq!(member.key.id().value_of_key(), member.value.id());
            let between = &text[member.key.range().end..member.value.range().start];
            prop_assert_eq!(between.trim_matches([' ', '\t', '\r', '\n']), ":");
        }
    }

    #[test]
    fn keys_that_stand_twice_are_listed_each_with_the_first(text in text()) {
        let mut parser = Parser::new();
        let Ok(document) = parser.parse(&text) else { return Ok(()) };
        let mut expected = Vec::new();
        for object in nodes(document) {
            let keys: Vec<_> = object.members().map(|member| member.key).collect();
            for (at, again) in keys.iter().enumerate() {
                let first = keys[..at].iter().find(|key| key.as_str() == again.as_str());
                expected.extend(first.map(|first| (first.id(), again.id())));
            }
        }
        let mut listed: Vec<_> = document.duplicates().iter().map(|two| (two.first, two.again)).collect();
        listed.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(listed, expected);
    }

    #[test]
    fn lone_surrogates_are_listed_where_they_stand(text in json()) {
        let mut parser = Parser::new();
        let document = parser.parse(&text).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        for lone in document.lone_surrogates() {
            let escape = &text[lone.at..lone.at + 6];
            let unit = u32::from_str_radix(&escape[2..], 16).ok();
            prop_assert!(escape.starts_with("\\u") && unit.is_some_and(|unit| char::from_u32(unit).is_none()), "{}", escape);
            prop_assert!(document.value(lone.string).range().contains(&lone.at));
        }
        // serde_json refuses exactly the strings with one, and names no other fault in a string that is JSON.
        for string in nodes(document).filter(|node| node.kind() == Kind::String) {
            let has_lone = document.lone_surrogates().iter().any(|lone| lone.string == string.id());
            prop_assert_eq!(serde_json::from_str::<String>(string.raw()).is_err(), has_lone, "{}", string.raw());
        }
    }

    #[test]
    fn a_slice_of_a_string_is_spelled_where_the_tape_says(
        text in string(), from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
    ) {
        let mut parser = Parser::new();
        let value = parser.parse(&text).map_err(|fault| TestCaseError::fail(fault.to_string()))?.root();
        let decoded = value.as_str().unwrap_or_default();
        let boundaries: Vec<_> = (0..=decoded.len()).filter(|&at| decoded.is_char_boundary(at)).collect();
        let (from, to) = (*from.get(&boundaries), *to.get(&boundaries));
        let slice = from.min(to)..from.max(to);
        let raw = text.get(value.raw_range(slice.clone()));
        prop_assert!(raw.is_some(), "{:?} is no slice of the text", value.raw_range(slice));
        let quoted = format!("\"{}\"", raw.unwrap_or_default());
        let mut again = Parser::new();
        let spelled = again.parse(&quoted).map_err(|fault| TestCaseError::fail(fault.to_string()))?.root();
        prop_assert_eq!(spelled.as_str(), Some(&decoded[slice]));
    }
}
