//! A redacted report says what is wrong and where, and nothing of anybody.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;
use userlint::report::human::Human;
use userlint::report::{ReportFormat, fingerprint};
use userlint::{Linter, Options, RULES, Report, Severity, Shape, Source, Surfaces};

use crate::{corpus, written};

/// Stands in every string, every key that is an id and every bare word of the payloads here, and nowhere else.
const WORD: &str = "qzxvw";
/// Stands in every number.
const DIGITS: &str = "48151623";

fn options() -> Options {
    Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
        .list_payloads(true)
        .redactable(true)
}

/// Everything that all forms write of a report.
fn said(report: &Report, source: Source<'_>) -> String {
    let mut said = written::one(&mut Human::new(400, true), report, source);
    for format in ReportFormat::ALL {
        let _ = writeln!(said, "{format}:");
        said += &written::one(&mut *format.form(), report, source);
    }
    said
}

/// The redacted report, after what holds for every one.
#[track_caller]
fn redacted(options: Options, source: Source<'_>) -> Report {
    let plain = Linter::new(options).check(source);
    let redacted = plain.redacted();
    assert_eq!(
        fingerprint::of(&redacted),
        fingerprint::of(&plain),
        "{:?}",
        String::from_utf8_lossy(source.bytes)
    );
    assert_eq!(redacted.findings.len(), plain.findings.len());
    for (redacted, plain) in redacted.findings.iter().zip(&plain.findings) {
        assert_eq!(
            (redacted.rule.id, redacted.location),
            (plain.rule.id, plain.location)
        );
        let is_of_the_rule = redacted.message.starts_with(redacted.rule.summary())
            || redacted.message.contains('…') && redacted.rule.id == "json_syntax";
        assert!(
            redacted.message == plain.message || is_of_the_rule,
            "{}",
            redacted.message
        );
        assert!(redacted.help == plain.help || redacted.help == redacted.rule.advice());
    }
    redacted
}

#[track_caller]
fn assert_nothing_is_told(source: Source<'_>) {
    let report = redacted(options(), source);
    let said = said(&report, source).to_lowercase();
    for told in [WORD, DIGITS] {
        assert!(
            !said.contains(told),
            "{told} of {:?} in\n{said}",
            String::from_utf8_lossy(source.bytes)
        );
    }
}

/// Values with somebody's data in them, as JSON: for every rule about strings and numbers some that it dislikes.
fn values() -> Vec<String> {
    let strings = [
        "qzxvw",
        "QZXVW",
        " qzxvw",
        "qzxvw ",
        "a qzxvw\\u200b",
        "qzxvw\\n",
        "qzxvw\\ud800",
        "/qzxvw?a",
        "qzxvwé",
        "qzxvw undefined",
        "qzxvw_undefined",
        "{{qzxvw}}",
        "${qzxvw}",
        "<%= qzxvw %>",
        "$qzxvw",
        "qzxvw&amp;b",
        "qzxvw \\\\'b",
        "qzxvw@talkjs.com",
        "qzxvw@talkjs.com ",
        "qzxvw@@talkjs.com",
        "qzxvw <qzxvw@talkjs.com>",
        "mailto:qzxvw@talkjs.com",
        "qzxvw@qzxvw.example",
        "qzxvw@example.com",
        "qzxvw@qzxvw",
        "qzxvw @talkjs.com",
        "qzxvé@talkjs.com qzxvw",
        "+48151623",
        "48151623",
        "0048151623",
        "+48 481 516 23 48151623",
        "+4848151623",
        "+3148151623 qzxvw",
        "+999848151623",
        "+31048151623",
        "https://talkjs.com/qzxvw",
        "http://qzxvw.com/",
        "//qzxvw.com/a.png",
        "qzxvw.com/a.png",
        "qzxvw:a",
        "qzxvw://talkjs.com/a.png",
        "httqs://qzxvw/a b",
        "https://qzxvw:qzxvw@talkjs.com/",
        "https://talkjs.com/qzxvw@talkjs.com",
        "javascript:qzxvw",
        "data:qzxvw",
        "C:\\\\qzxvw",
        "qzxvw_NL",
        "en-qzxvw",
        "en_qzxvw",
        "en-x-qzxvw",
        "nl-NL-qzxvw",
        "iw-x-qzxvw",
        "sk_live_qzxvw00000000000000",
        "{\\\"qzxvw\\\": 1}",
    ];
    let mut values: Vec<_> = strings.iter().map(|string| format!("\"{string}\"")).collect();
    values.extend(
        [
            "48151623",
            "-48151623.0",
            "4815162342.48151623",
            "48151623481516234815162348151623",
            "[48151623,\"qzxvw\",\"qzxvw\",null]",
            "[\"qzxvw@talkjs.com\",\"qzxvw@TALKJS.com\",\"+4848151623\",\"+48 48151623\"]",
            "[[\"qzxvw\"]]",
            "{\"k\":\"qzxvw\",\"l\":48151623,\"m\":[\"qzxvw\"],\"n\":{\"o\":\"qzxvw\"}}",
            "{\"password\":\"qzxvw\",\"k\":48151623,\"k\":\"qzxvw@talkjs.com\"}",
            "{\"k\":[48151623],\"email\":\"qzxvw@talkjs.com\",\"phone\":\"+4848151623\"}",
        ]
        .map(str::to_owned),
    );
    values
}

/// Users, one for each field and value.
fn users() -> Vec<String> {
    let fields = [
        "id",
        "name",
        "email",
        "phone",
        "photoUrl",
        "locale",
        "role",
        "configuration",
        "welcomeMessage",
        "availabilityText",
        "custom",
        "pushTokens",
        "createdAt",
        "emial",
        "unheardOf",
    ];
    let mut users = Vec::new();
    for value in values() {
        for field in fields {
            users.push(format!("{{\"{field}\":{value}}}"));
        }
        users.push(format!("{{\"custom\":{{\"k\":{value}}}}}"));
        users.push(format!(
            "{{\"email\":[{value},{value}],\"phone\":[{value},{value}]}}"
        ));
        users.push(value);
    }
    for key in ["fcm:qzxvw", "qzxvw", "qzxvw:a", "apn:qzxvw", "fcm:qzxvw\\ud800"] {
        for value in ["true", "null", "false", "\"true\"", "48151623"] {
            users.push(format!(
                "{{\"pushTokens\":{{\"{key}\":{value},\"{key}\":{value}}}}}"
            ));
        }
    }
    users
}

#[test]
fn nothing_of_a_user_is_told_in_any_shape() {
    for user in users() {
        let documents = [
            ("one.json", user.clone()),
            ("two.json", format!("[{user},{{\"id\":\"qzxvw\",\"name\":5}}]")),
            ("in.json", format!("{{\"users\":[{user}],\"next\":\"qzxvw\"}}")),
            (
                "map.json",
                format!(
                    "{{\"users\":{{\"qzxvw\":{user},\"qzxvw\":{{\"id\":5}},\"qzxvw 2\":{{\"name\":\"A\"}},\"qzxvw 3\":{{\"name\":5}},\"qzxvw 4\":{{\"name\":5}}}}}}"
                ),
            ),
            (
                "keyed.json",
                "{\"qzxvw\":{\"id\":\"qzxvw 1\",\"emial\":5},\"qzxvw\":{\"id\":\"qzxvw 2\"}}".to_owned(),
            ),
            (
                "operations.json",
                format!(
                    "[[48151623,\"PUT\",\"/users/qzxvw\",{user}],[48151623,\"PUT\",\"/users\",{{\"qzxvw/\":{user}}}]]"
                ),
            ),
            (
                "event.json",
                format!(
                    "{{\"id\":\"qzxvw\",\"type\":\"message.sent\",\"createdAt\":48151623,\"data\":{{\"sender\":{user},\
                     \"conversation\":{{\"id\":\"qzxvw\",\"participants\":{{\"qzxvw\":{{}},\"qzxvw\":{{}}}}}}}}}}"
                ),
            ),
            ("page.json", format!("{{\"data\":[{user}]}}")),
            ("lines.ndjson", format!("{user}\n{{\"id\":\"qzxvw\"}}\n{user},\n")),
            ("broken.json", format!("[{user},]")),
            ("single.json", user.replace('"', "'")),
            ("bare.json", user.replace('"', "")),
            ("cut.json", user[..user.len() - 1].to_owned()),
        ];
        for (name, text) in documents {
            assert_nothing_is_told(Source::new(name, &text));
        }
    }
}

#[test]
fn nothing_of_operations_is_told() {
    for operation in [
        "[\"48151623\",\"PUT\",\"/users/qzxvw\",{}]",
        "[1,\"PUT\",\"users/qzxvw\",{}]",
        "[1,\"put\",\"/users/qzxvw\",{}]",
        "[1,\"qzxvw\",\"/users/qzxvw\",{}]",
        "[1,\"PUT\",\"/v1/app/users/qzxvw\",{}]",
        "[1,\"PUT\",\"https://api.talkjs.com/v1/qzxvw/users/qzxvw\",{}]",
        "[1,\"PUT\",\"/users/qzxvw\",{},{\"api_version\":\"qzxvw\"},48151623]",
        "[1,\"PUT\",\"/users/qzxvw\",{},{\"api_version\":\"qzxvw\"}]",
        "[1,\"PUT\",\"/users/qzxvw\",{\"id\":\"qzxvw_2\"}]",
        "[1,\"PUT\",\"/users/qzxvw%20\",\"qzxvw\"]",
    ] {
        assert_nothing_is_told(Source::new(
            "batch.json",
            &format!("[[1,\"GET\",\"/users/qzxvw\"],{operation}]"),
        ));
    }
}

#[test]
fn nothing_of_what_is_no_json_is_told() {
    for text in [
        "{\"id\": qzxvw}",
        "{qzxvw: 1}",
        "qzxvw",
        "{\"id\": 048151623}",
        "{\"id\": +48151623}",
        "{\"id\": -qzxvw}",
        "{\"id\": \"\\qzxvw\"}",
        "{\"id\": \"qzxvw",
        "{\"id\": \"u\"} qzxvw",
        "\u{FEFF}{\"id\": qzxvw}",
        "// qzxvw\n{}",
    ] {
        assert_nothing_is_told(Source::new("broken.json", text));
    }
    let mut bytes = b"{\"id\": \"qzxvw\xFF 48151623\"}".to_vec();
    assert_nothing_is_told(Source::new("latin.json", &bytes));
    bytes = "{\"id\": \"qzxvw\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_nothing_is_told(Source::new("utf16.json", &bytes));
}

#[test]
fn no_key_is_told_that_is_personal_by_its_form() {
    let zeros = "0".repeat(16);
    let keys = [
        "qzxvw@talkjs.com".to_owned(),
        "qzxvw\\u0040talkjs.com".to_owned(),
        "a/qzxvw@talkjs.com".to_owned(),
        "+48151623".to_owned(),
        "48151623".to_owned(),
        "48151623 qzxvw".to_owned(),
        format!("sk_live_qzxvw{zeros}"),
        format!("custom qzxvw@talkjs.com {}", "x".repeat(300)),
    ];
    for key in keys {
        for value in [
            "null",
            "5",
            "\"Linda\"",
            "[]",
            "[null]",
            "{}",
            "{\"name\":5}",
            "{\"id\":5,\"name\":null}",
        ] {
            let member = format!("\"{key}\":{value}");
            for text in [
                format!("{{{member}}}"),
                format!("{{{member},{member}}}"),
                format!("[{{{member}}}]"),
                format!("[[{{{member}}}]]"),
                format!("{{\"users\":{{{member}}}}}"),
                format!("{{\"users\":{{{member},{member}}}}}"),
                format!("{{\"users\":[{{{member}}}]}}"),
                format!("{{\"id\":\"u\",\"name\":\"A\",{member},{member}}}"),
                format!("{{\"id\":\"u\",\"name\":\"A\",\"custom\":{{{member},{member}}}}}"),
                format!("{{\"id\":\"u\",\"name\":\"A\",\"custom\":{{\"a\":{{{member},{member}}}}}}}"),
                format!("{{\"id\":\"u\",\"name\":{{{member},{member}}}}}"),
                format!("{{\"id\":\"u\",\"email\":[{{{member},{member}}}]}}"),
                format!("{{\"type\":\"user.created\",\"data\":{{\"user\":{{{member}}},{member}}}}}"),
                format!(
                    "[[1,\"PUT\",\"/users\",{{{member}}}],[1,\"PUT\",\"/users/a\",{{{member}}},{{{member}}}]]"
                ),
                format!("{{{member}}}\n{{{member},{member}}}\n"),
            ] {
                assert_nothing_is_told(Source::new("keys.json", &text));
                for shape in [Shape::User, Shape::List, Shape::Map, Shape::Keyed] {
                    let source = Source::new("keys.json", &text);
                    let said = said(&redacted(options().shape(shape), source), source).to_lowercase();
                    for told in [WORD, DIGITS] {
                        assert!(!said.contains(told), "{told} of {text} as {shape} in\n{said}");
                    }
                }
            }
        }
    }
}

#[test]
fn an_excerpt_shows_no_key_where_no_users_are_known_nor_below_the_tokens_of_devices() {
    for text in [
        "{\"users\":{\"qzxvw\":null}}",
        "{\"qzxvw\":null}",
        "[{\"qzxvw\":{\"a\":\"x\"}}]",
        "{\"id\":\"u\",\"pushTokens\":{\"fcm\":{\"qzxvw\":true}}}",
        "{\"id\":\"u\",\"pushTokens\":{\"fcm\":[{\"a\":{\"qzxvw\":1,\"qzxvw\":2}}]}}",
        "{\"id\":\"u\",\"pushTokens\":[{\"qzxvw\":true}]}",
        "{\"id\":\"u\",\"pushtokens\":{\"qzxvw\":true,\"qzxvw\":false}}",
        "{\"id\":\"u\",\"push_tokens\":{\"qzxvw\":{\"qzxvw\":true}}}",
    ] {
        assert_nothing_is_told(Source::new("keys.json", text));
    }
}

/// Strings that are values, of five characters and more.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.chars().count() >= 5 => found.push(text.clone()),
        Value::Array(elements) => elements.iter().for_each(|element| strings(element, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

fn keys(value: &Value, found: &mut String) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| keys(element, found)),
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            found.push_str(key);
            found.push('\n');
            keys(member, found);
        }),
        _ => {}
    }
}

#[test]
fn no_string_of_the_corpus_is_repeated_that_the_rules_do_not_say_themselves() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut own_words = String::new();
    for entry in fs::read_dir(folder).expect("the rules") {
        let path = entry.expect("a readable folder").path();
        own_words += &fs::read_to_string(path).expect("a readable file");
    }
    // Some forms bring the catalogue along, with its examples.
    for format in ReportFormat::ALL {
        own_words += &written::run(&mut *format.form(), &[]);
    }
    let mut compared = 0;
    for folder in corpus::folders() {
        for case in corpus::cases(&folder) {
            let bytes = case.bytes(&folder);
            let source = Source::new(&case.name_of_input, &bytes);
            let said = said(&redacted(options(), source), source);
            let mut shown = own_words.clone();
            let mut texts = Vec::new();
            for value in serde_json::Deserializer::from_slice(&bytes)
                .into_iter()
                .map_while(Result::<Value, _>::ok)
            {
                strings(&value, &mut texts);
                keys(&value, &mut shown);
            }
            for text in texts {
                compared += 1;
                assert!(
                    !said.contains(&text) || shown.contains(&text),
                    "{text:?} of {} in {}\n{said}",
                    case.name,
                    folder.display()
                );
            }
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn a_redacted_message_says_what_stands_there_by_kind_and_length() {
    let message = |text: &str, rule: &str| {
        let report = redacted(options(), Source::new("x.json", text));
        let found = report
            .findings
            .into_iter()
            .find(|finding| finding.rule.id == rule);
        found.expect("a finding").message.into_owned()
    };
    let summary = |id: &str| {
        let rule = RULES.iter().find(|rule| rule.id == id);
        rule.expect("a rule").summary()
    };
    for (text, rule, what) in [
        (
            "{\"id\":471,\"name\":\"A\"}",
            "id_number",
            "a number of 3 characters",
        ),
        (
            "{\"id\":\"u\",\"name\":\"A\",\"locale\":\"e\\u006e-zy\"}",
            "locale_unregistered",
            "a string of 5 characters",
        ),
        (
            "{\"a/é\":{\"name\":\"A\"},\"b\":{\"name\":\"A\"}}",
            "id_unsafe_in_url",
            "a key of 3 characters",
        ),
        (
            "{\"a\":{\"name\":\"A\"},\"a\":{\"name\":\"A\"}}",
            "duplicate_key",
            "a key of 1 character",
        ),
    ] {
        assert_eq!(message(text, rule), format!("{} ({what})", summary(rule)));
    }
    assert_eq!(
        message("{id: 1}", "json_syntax"),
        "the key `…` must stand in double quotes"
    );
}

#[test]
fn what_quotes_no_value_says_the_same_when_it_is_redacted() {
    for (text, rule, message) in [
        (
            "{\"id\":\"u\",\"name\":\"A\",\"emial\":[]}",
            "unknown_field",
            "`emial` is no field of a TalkJS user: probably `email`, misspelt",
        ),
        (
            "{\"id\":\"u\",\"name\":\"A\",\"custom\":{\"k\":\"a\",\"k\":\"b\"}}",
            "duplicate_key",
            "the key `k` stands in its object more than once",
        ),
        (
            "{\"id\":\"u\"}",
            "missing_field",
            "the required field `name` is missing",
        ),
        (
            "{\"id\":\"u\",\"name\":\"A\",\"custom\":{\"n\":5}}",
            "custom_not_string",
            "`custom.n` is a number, and only strings are taken",
        ),
        (
            "{\"id\":\"u\",}",
            "json_syntax",
            "trailing comma: JSON has no comma behind the last item",
        ),
    ] {
        let report = redacted(options(), Source::new("x.json", text));
        let found = report.findings.iter().find(|finding| finding.rule.id == rule);
        assert_eq!(found.expect("a finding").message, message);
    }
}
