//! Batches: every user ends in one place, and every body is one that will be taken. What the program makes of that in
//! files is in the room.

mod files;

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use serde_json::Value;
use userlint::batch::{Batch, Batcher, Endpoint, Sifted, Sifter};
use userlint::schema::{self, SchemaName};
use userlint::settings::{Level, Settings};
use userlint::{Linter, Options, Report, Shape, Source, Surface, Surfaces, find_rule};

use crate::strategy::documents::{self, Document, any_document};
use crate::strategy::{Json, config, ids, users};

fn options(endpoint: Endpoint) -> Options {
    Options::new()
        .surfaces(Surfaces::of(&[Surface::Rest]))
        .batch_for(endpoint)
}

/// What comes of a source.
#[derive(Debug, Default)]
struct Sorted {
    /// Ids and texts of those who are accepted.
    accepted: Vec<(String, String)>,
    /// The records of the others.
    rejected: Vec<Value>,
    batches: Vec<Batch>,
    report: Report,
}

fn sorted(name: &str, text: &[u8], options: Options, size: usize) -> Sorted {
    let endpoint = options.batch_for.expect("an endpoint");
    let mut batcher = Batcher::new(endpoint, size).expect("a size that the endpoint takes");
    let mut sorted = Sorted::default();
    let linter = Linter::new(options);
    sorted.report = Sifter::new().sift(&linter, Source::new(name, text), |sifted| match sifted {
        Sifted::Accepted(user) => {
            sorted
                .accepted
                .push((user.id().to_owned(), user.json().to_owned()));
            batcher.push(&user);
            while let Some(batch) = batcher.next_closed() {
                sorted.batches.push(batch);
            }
        }
        Sifted::Rejected(user) => {
            let mut line = Vec::new();
            user.write_line(&mut line).expect("writing to memory");
            let text = String::from_utf8(line).expect("UTF-8");
            assert!(text.ends_with('\n') && text.matches('\n').count() == 1, "{text}");
            sorted.rejected.push(record(&text));
        }
    });
    sorted.batches.extend(batcher.finish());
    sorted
}

/// A record as `serde_json` reads it: with U+FFFD for each half of a character, and null if there is a number in it that no
/// double holds.
fn record(line: &str) -> Value {
    static HALF: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}").expect("a pattern"));
    serde_json::from_str(line)
        .or_else(|_| serde_json::from_str(&HALF.replace_all(line, r"\ufffd")))
        .unwrap_or_default()
}

/// The operations and the users of a body, by id.
fn users_of(body: &Value, endpoint: Endpoint) -> Vec<(String, Value)> {
    match endpoint {
        Endpoint::Users => {
            let users = body.as_object().expect("an object of users by id");
            users
                .iter()
                .map(|(id, user)| (id.clone(), user.clone()))
                .collect()
        }
        Endpoint::Operations => {
            let operations = body.as_array().expect("an array of operations");
            let user = |operation: &Value| {
                let path = operation[2].as_str().expect("a path");
                assert_eq!(operation[1], "PUT");
                (
                    decoded(path.strip_prefix("/users/").expect("a user's path")),
                    operation[3].clone(),
                )
            };
            operations.iter().map(user).collect()
        }
    }
}

/// The text that a segment of a path spells. It is made of unreserved characters and escapes (RFC 3986).
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment;
    while let Some(char) = rest.chars().next() {
        if char == '%' {
            bytes.push(u8::from_str_radix(&rest[1..3], 16).expect("two hexadecimal digits"));
            rest = &rest[3..];
        } else {
            assert!(char.is_ascii_alphanumeric() || "-._~".contains(char), "{segment}");
            bytes.push(u8::try_from(char).expect("ASCII"));
            rest = &rest[1..];
        }
    }
    String::from_utf8(bytes).expect("an id")
}

fn assert_of_schema(document: &Value, name: SchemaName) {
    static SCHEMAS: LazyLock<[(Value, Validator); 2]> = LazyLock::new(|| {
        [SchemaName::BatchManifest, SchemaName::BatchRejected].map(|name| {
            let schema = serde_json::from_str(schema::text(name)).expect("JSON");
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            (schema, validator)
        })
    });
    let (schema, validator) = &SCHEMAS[usize::from(name == SchemaName::BatchRejected)];
    assert!(
        validator.is_valid(document),
        "{:?} in {document}",
        validator.validate(document).err()
    );
    // Schemas allow unknown keys; what is written has none.
    let known = schema["properties"].as_object().expect("properties");
    let unknown = document.as_object().expect("an object").keys();
    assert_eq!(
        unknown.filter(|key| !known.contains_key(*key)).count(),
        0,
        "{document}"
    );
}

fn schema_of(endpoint: Endpoint) -> &'static Validator {
    static SCHEMAS: LazyLock<[Validator; 2]> = LazyLock::new(|| {
        [SchemaName::RestUsers, SchemaName::RestBatch].map(|name| {
            let schema = serde_json::from_str(schema::text(name)).expect("JSON");
            jsonschema::validator_for(&schema).expect("a schema")
        })
    });
    match endpoint {
        Endpoint::Users => &SCHEMAS[0],
        Endpoint::Operations => &SCHEMAS[1],
    }
}

/// What must be true of all bodies, whatever they were made from.
fn assert_taken(batches: &[Batch], accepted: &[(String, String)], endpoint: Endpoint, size: usize) {
    let mut sent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, json) in accepted {
        given.entry(id).or_default().push(json);
    }
    for batch in batches {
        let ids: HashSet<&String> = batch.ids().iter().collect();
        assert_eq!(ids.len(), batch.ids().len(), "an id twice: {batch:?}");
        assert!((1..=size).contains(&ids.len()), "{batch:?}");
        // A user a line, between the brackets.
        let lines: Vec<&str> = batch.body().lines().collect();
        assert_eq!(lines.len(), ids.len() + 2, "{batch:?}");
        for (id, line) in batch.ids().iter().zip(&lines[1..]) {
            let json = given[id.as_str()]
                .iter()
                .find(|json| {
                    line.trim_end_matches(',')
                        .trim_end_matches(']')
                        .ends_with(json.trim_end_matches(']'))
                })
                .unwrap_or_else(|| panic!("{line} is nobody's text"));
            sent.entry(id).or_default().push(json);
        }
        // The endpoint knows what it takes: a user whose id is `custom`, alone in a map, looks like one user with `custom`.
        let shape = match endpoint {
            Endpoint::Users => Shape::Map,
            Endpoint::Operations => Shape::Operations,
        };
        let options = Options::new()
            .surfaces(Surfaces::of(&[Surface::Rest]))
            .shape(shape);
        let report = Linter::new(options).check(Source::new("body.json", batch.body()));
        assert!(report.is_accepted(), "{:?} in {batch:?}", report.findings);
        assert_eq!(report.payloads, ids.len(), "{batch:?}");
        // What serde_json cannot hold, a number beyond all doubles, is the one thing that it may refuse.
        if let Ok(body) = serde_json::from_str::<Value>(batch.body()) {
            let schema = schema_of(endpoint);
            assert!(
                schema.is_valid(&body),
                "{:?} in {batch:?}",
                schema.validate(&body).err()
            );
            let in_body: HashSet<String> = users_of(&body, endpoint).into_iter().map(|(id, _)| id).collect();
            assert_eq!(in_body, batch.ids().iter().cloned().collect());
        }
    }
    let count = |users: &BTreeMap<&str, Vec<&str>>| -> usize { users.values().map(Vec::len).sum() };
    assert_eq!(count(&sent), accepted.len());
    assert_eq!(sent, given, "everybody once, and of one id in their order");
}

fn endpoint_and_size() -> impl Strategy<Value = (Endpoint, usize)> {
    select(&Endpoint::ALL[..]).prop_flat_map(|endpoint| (Just(endpoint), 1..=endpoint.most()))
}

/// Users for REST, clean ones and ones with edges, with few ids between them.
fn crowded() -> impl Strategy<Value = Document> {
    let user = prop_oneof![6 => users::clean(Surface::Rest), 1 => users::edge()];
    let id = select(&["a", "b", "c/d", "é", "5", ".", ".."][..]);
    let with_id = (user, proptest::option::weighted(0.8, id)).prop_map(|(user, id)| match id {
        Some(id) => user.set("id", Json::text(id)),
        None => user,
    });
    vec(with_id, 0..60).prop_map(documents::list)
}

proptest! {
    #![proptest_config(config(192))]

    /// A user is accepted if and only if a check has no error for it, and then stands in one body; otherwise in one
    /// record.
    #[test]
    fn nobody_is_lost_and_nobody_is_there_twice(
        document in prop_oneof![any_document(), crowded()],
        seed in any::<u64>(),
        (endpoint, size) in endpoint_and_size(),
    ) {
        let text = document.json.spelled(seed);
        let options = options(endpoint).shape(document.shape);
        let checked = Linter::new(options.clone().list_payloads(true)).check(Source::new("users.json", &text));
        let sorted = sorted("users.json", text.as_bytes(), options, size);
        let is_rejected = |user: &&userlint::JudgedPayload| !user.rejected.is_empty();
        let rejected = checked.listed.iter().filter(is_rejected).count();
        let lost_operations = sorted.rejected.len() - rejected;
        prop_assert_eq!(sorted.accepted.len(), checked.listed.len() - rejected);
        prop_assert!(lost_operations <= checked.other_operations);
        prop_assert_eq!(sorted.report.verdicts, checked.verdicts);
        let accepted: Vec<_> = checked.listed.iter().filter(|user| !is_rejected(user)).collect();
        for (user, (id, _)) in accepted.iter().zip(&sorted.accepted) {
            prop_assert_eq!(user.payload.id.as_ref(), Some(id));
        }
        for record in sorted.rejected.iter().filter(|record| !record.is_null()) {
            let findings = record["findings"].as_array().expect("findings");
            prop_assert!(findings.iter().any(|finding| finding["severity"] == "error"), "{}", record);
            assert_of_schema(record, SchemaName::BatchRejected);
        }
        assert_taken(&sorted.batches, &sorted.accepted, endpoint, size);
    }

    /// What is sent is what was written: the same value, whatever white space stood in it.
    #[test]
    fn a_user_is_sent_as_it_was_written(
        listed in vec(users::clean(Surface::Rest), 1..6),
        seed in any::<u64>(),
        (endpoint, size) in endpoint_and_size(),
    ) {
        let text = documents::list(listed).json.spelled(seed);
        let sorted = sorted("users.json", text.as_bytes(), options(endpoint), size);
        let given: Vec<Value> = serde_json::from_str(&text).expect("JSON");
        let mut sent = Vec::new();
        for batch in &sorted.batches {
            let body: Value = serde_json::from_str(batch.body()).expect("JSON");
            sent.extend(users_of(&body, endpoint).into_iter().map(|(id, user)| {
                assert_eq!(user["id"], id);
                user
            }));
        }
        let by_text = |users: Vec<Value>| {
            let mut texts: Vec<String> = users.iter().map(Value::to_string).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(by_text(sent), by_text(given));
    }

    /// Each id that can be sent comes back from the key or the path.
    #[test]
    fn an_id_is_the_same_on_the_other_side(id in ids::text(), endpoint in select(&Endpoint::ALL[..])) {
        let user = Json::object([("id", Json::text(&id)), ("name", Json::text("Ann"))]);
        let sorted = sorted("user.json", user.plain().as_bytes(), options(endpoint), 1);
        let is_dots = endpoint == Endpoint::Operations && matches!(id.as_str(), "." | "..");
        prop_assert_eq!(sorted.batches.is_empty(), id.is_empty() || is_dots, "{:?}", sorted);
        for batch in &sorted.batches {
            let body: Value = serde_json::from_str(batch.body()).expect("JSON");
            prop_assert_eq!(&users_of(&body, endpoint)[0].0, &id);
        }
    }
}

/// The batches and the records of a text that is called `name`.
fn of(name: &str, text: &str) -> Sorted {
    sorted(name, text.as_bytes(), options(Endpoint::Users), 100)
}

#[test]
fn every_token_is_carried_over_as_it_is_spelled() {
    let text = "[ { \"id\" : \"\\u0061\" ,\n \"name\":\"\\u00e9\\/é\\ud83d\\ude00\", \"photoUrl\" : null, \"x\":1.50e+02 } ]";
    let sorted = of("users.json", text);
    assert_eq!(
        sorted.batches[0].body(),
        "{\n\"a\":{\"id\":\"\\u0061\",\"name\":\"\\u00e9\\/é\\ud83d\\ude00\",\"photoUrl\":null,\"x\":1.50e+02}\n}\n"
    );
}

#[test]
fn comments_and_trailing_commas_are_not_sent() {
    let text = "[ // all\n{\"id\":\"a\", /* who */ \"name\":\"A // B\",}, ]";
    let sorted = of("users.jsonc", text);
    assert_eq!(
        sorted.batches[0].body(),
        "{\n\"a\":{\"id\":\"a\",\"name\":\"A // B\"}\n}\n"
    );
}

#[test]
fn a_number_is_the_same_user_as_its_string() {
    let text = "{\"id\":5,\"name\":\"A\"}\n{\"id\":\"5\",\"name\":\"B\"}\n{\"id\":1e3,\"name\":\"C\"}\n";
    let sorted = of("users.ndjson", text);
    let ids: Vec<_> = sorted.batches.iter().map(Batch::ids).collect();
    assert_eq!(ids, [["5"], ["5"]], "in two batches, the later later");
    assert_eq!(sorted.rejected[0]["findings"][0]["rule"], "id_number_imprecise");
    assert_eq!(sorted.rejected[0]["id"], "1000");
}

/// A user who repeats an id waits for a batch behind the one before it. The bound is userlint's own: see `limits.rs`.
#[test]
fn a_log_of_one_user_is_no_user_base() {
    let lines: Vec<String> = (0..100)
        .map(|at| format!("{{\"id\":\"a\",\"name\":\"{at}\"}}\n"))
        .chain(["{\"id\":\"b\",\"name\":\"B\"}\n".to_owned()])
        .collect();
    let sorted = of("users.ndjson", &lines.concat());
    assert_eq!(sorted.batches.len(), 64);
    assert_taken(&sorted.batches, &sorted.accepted, Endpoint::Users, 100);
    assert_eq!(sorted.accepted.last().map(|(id, _)| id.as_str()), Some("b"));
    assert_eq!(sorted.rejected.len(), 36, "everybody once");
    for (at, record) in sorted.rejected.iter().enumerate() {
        assert_eq!(record["line"], 65 + at);
        assert_eq!(record["payload"]["name"], (64 + at).to_string());
        let finding = &record["findings"][0];
        assert_eq!(finding["rule"], "id_duplicate");
        assert_eq!(finding["pointer"], "/id");
        assert_eq!(finding["surfaces"], serde_json::json!({"rest": "error"}));
        assert_eq!(finding["start"]["column"], 7);
    }
    let list = format!("[{}]", lines.concat().trim_end().replace('\n', ","));
    let sorted = of("users.json", &list);
    assert_eq!(sorted.batches.len(), 64);
    let last = sorted.rejected.last().expect("a record");
    assert_eq!(
        (&last["pointer"], &last["findings"][0]["pointer"]),
        (&"/99".into(), &"/99/id".into())
    );
    assert_eq!(last["findings"][0]["payload"], "/99");
}

#[test]
fn a_map_or_a_batch_that_is_too_large_is_what_this_is_for() {
    let user = |at: usize| format!("\"user_{at}\":{{\"name\":\"A\"}}");
    let map = format!("{{{}}}", (0..250).map(user).collect::<Vec<_>>().join(","));
    let sorted = of("users.json", &map);
    assert_eq!(
        sorted
            .batches
            .iter()
            .map(|batch| batch.ids().len())
            .collect::<Vec<_>>(),
        [100, 100, 50]
    );
    let operation = |at: usize| format!("[1,\"PUT\",\"/users/user_{at}\",{{\"name\":\"A\"}}]");
    let operations = format!("[{}]", (0..25).map(operation).collect::<Vec<_>>().join(","));
    let sorted = of("users.json", &operations);
    assert_eq!((sorted.batches.len(), sorted.rejected.len()), (1, 0));
}

#[test]
fn whoever_cannot_be_put_is_rejected_with_the_reason() {
    for (text, rule) in [
        (r#"[{"name":"A"}]"#, "missing_field"),
        (
            r#"[{"id":"a","name":"A"},{"name":"B","email":["x"]}]"#,
            "missing_field",
        ),
        (r#"[{"id":"","name":"A"}]"#, "id_empty"),
        (r#"{"":{"name":"A"},"b":{"name":"B"}}"#, "id_empty"),
        (r#"[{"id":null,"name":"A"}]"#, "null_not_allowed"),
        (r#"[{"id":true,"name":"A"}]"#, "wrong_type"),
        (r#"[{"id":"a","name":"A"},7]"#, "wrong_type"),
        (r#"[{"id":"\ud800","name":"A"}]"#, "lone_surrogate"),
        (r#"{"a":{"name":"A"},"a":{"name":"B"}}"#, "duplicate_key"),
        (
            r#"[["PUT","/users/a",{"name":"A"}],[1,"PUT","/users/b",{"name":"B"}]]"#,
            "operation_malformed",
        ),
        (r#"[["1","PUT","/users/a",{"name":"A"}]]"#, "operation_malformed"),
    ] {
        let sorted = of("users.json", text);
        assert_eq!(sorted.rejected.len(), 1, "{text} {:?}", sorted.rejected);
        let findings = sorted.rejected[0]["findings"].as_array().expect("findings");
        let rules: Vec<_> = findings.iter().map(|finding| &finding["rule"]).collect();
        assert!(rules.iter().any(|found| *found == rule), "{text} {rules:?}");
    }
}

#[test]
fn no_setting_lets_through_who_has_no_id() {
    let mut settings = Settings::new();
    for rule in [
        "missing_field",
        "id_empty",
        "null_not_allowed",
        "wrong_type",
        "lone_surrogate",
        "id_unsafe_in_url",
    ] {
        settings.rules.set(find_rule(rule).expect("a rule"), Level::Off);
    }
    let users = r#"[{"name":"A"},{"id":""},{"id":null},{"id":[]},7,{"id":"\udc00"},{"id":"a"},{"id":".."}]"#;
    for (endpoint, rejected) in [(Endpoint::Users, 6), (Endpoint::Operations, 7)] {
        let options = options(endpoint).settings(settings.clone());
        let sorted = sorted("users.json", users.as_bytes(), options, 10);
        assert_eq!(sorted.rejected.len(), rejected, "{:?}", sorted.rejected);
        let mut records = sorted.rejected.iter();
        assert!(records.all(|record| record["findings"][0]["severity"] == "error"));
        assert_eq!(sorted.accepted[0].0, "a");
    }
}

#[test]
fn a_line_that_is_no_user_is_handed_back_as_it_came() {
    let text = b"{\"id\":\"a\",\"name\":\"A\"}\n  {oops\x1b\n\xff{\n5\n{\"foo\":1 }\n";
    let sorted = sorted("users.ndjson", text, options(Endpoint::Users), 100);
    let records: Vec<_> = sorted
        .rejected
        .iter()
        .map(|record| {
            (
                record["line"].clone(),
                record["text"].clone(),
                record["base64"].clone(),
                record["payload"].clone(),
            )
        })
        .collect();
    assert_eq!(
        records,
        [
            (2.into(), "  {oops\u{1b}".into(), Value::Null, Value::Null),
            (3.into(), Value::Null, "/3s=".into(), Value::Null),
            (4.into(), Value::Null, Value::Null, 5.into()),
            (5.into(), Value::Null, Value::Null, serde_json::json!({"foo": 1})),
        ]
    );
    for record in &sorted.rejected {
        assert_of_schema(record, SchemaName::BatchRejected);
    }
}

/// RFC 8259, section 8.2: half of a surrogate pair can be spelled, and is no character that a text could hold.
#[test]
fn an_id_that_is_no_text_is_told_as_it_is_spelled() {
    for (text, id) in [
        (r#"[{"id":"x\ud800","name":"A"}]"#, r#""x\ud800""#),
        (r#"{"\uDC00y":{"name":"A"},"b":{"name":"B"}}"#, r#""\uDC00y""#),
        (r#"[[1,"PUT","/users/\ud83dz",{"name":"A"}]]"#, r#""\ud83dz""#),
        (r#"[{"id":"\ud83d\ude00","name":null}]"#, "\"\u{1f600}\""),
    ] {
        let linter = Linter::new(options(Endpoint::Users));
        let mut line = Vec::new();
        Sifter::new().sift(&linter, Source::new("users.json", text), |sifted| {
            if let Sifted::Rejected(user) = sifted {
                user.write_line(&mut line).expect("writing to memory");
            }
        });
        let line = String::from_utf8(line).expect("UTF-8");
        assert!(line.contains(&format!(",\"id\":{id},")), "{text} {line}");
    }
}

#[test]
fn an_error_around_users_is_said_of_each() {
    let text =
        r#"[["1","PUT","/users",{"a":{"name":"A"},"b":{"name":"B"}}],[2,"PUT","/users/c",{"name":"C"}]]"#;
    let sorted = of("users.json", text);
    let rejected: Vec<_> = sorted
        .rejected
        .iter()
        .map(|record| (record["id"].clone(), record["findings"][0]["rule"].clone()))
        .collect();
    let rule = || Value::from("operation_malformed");
    assert_eq!(rejected, [("a".into(), rule()), ("b".into(), rule())]);
    assert_eq!(sorted.accepted[0].0, "c");
}

#[test]
fn an_error_beside_users_is_in_the_report() {
    let text = r#"{"users":[{"id":"a","name":"A"}],"users":[{"id":"b","name":"B","email":"x"}]}"#;
    let sorted = of("users.json", text);
    assert_eq!((sorted.accepted.len(), sorted.rejected.len()), (1, 1));
    let left: Vec<_> = sorted
        .report
        .findings
        .iter()
        .map(|finding| finding.rule.id)
        .collect();
    assert_eq!(left, ["duplicate_key"]);
}

#[test]
fn a_source_that_holds_no_users_says_why() {
    for text in ["{", "5", "{\"foo\":1}"] {
        let sorted = of("users.json", text);
        assert_eq!(sorted.report.shape, None, "{text}");
        assert_eq!(sorted.report.findings.len(), 1, "{text}");
        assert!(sorted.batches.is_empty() && sorted.rejected.is_empty(), "{text}");
    }
    assert_eq!(of("users.json", "[]").report.shape, Some(Shape::List));
}

#[test]
fn a_record_can_be_shown_as_it_is() {
    let text = "[{\"id\":\"a\u{202e}\",\"name\":null,\"custom\":{\"k\u{9b}\":\"##[x]\u{7f}\\\\\u{200b}\"}}]";
    let linter = Linter::new(options(Endpoint::Users));
    let mut line = Vec::new();
    Sifter::new().sift(&linter, Source::new("users.json", text), |sifted| {
        if let Sifted::Rejected(user) = sifted {
            user.write_line(&mut line).expect("writing to memory");
        }
    });
    let line = String::from_utf8(line).expect("UTF-8");
    for char in ["\u{202e}", "\u{9b}", "##", "\u{7f}", "\u{200b}"] {
        assert!(!line.contains(char), "{line:?}");
    }
    let record: Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(
        vec![record["payload"].clone()],
        serde_json::from_str::<Vec<Value>>(text).expect("JSON")
    );
}
