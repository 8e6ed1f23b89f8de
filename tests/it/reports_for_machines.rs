//! The forms that programs read: each is read back by a reader that is not ours, says the same as the JSON report, and
//! lets no text of a payload become anything but text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use regex::Regex;
use roxmltree::{Document, Node};
use serde_json::{Value, json};
use tap_parser::{DirectiveKind, TapParser, TapStatement, TapTest};
use userlint::report::sanitise;
use userlint::report::{Failure, Report, ReportFormat, Run};
use userlint::schema::{self, SchemaName};
use userlint::{Linter, Options, Severity, Source, Surface, Surfaces};

use crate::corpus;
use crate::hostile::inert::{COMMANDS, assert_inert, payloads};
use crate::program::{Folder, userlint};
use crate::written;

const FORMATS: [ReportFormat; 6] = [
    ReportFormat::Concise,
    ReportFormat::Ndjson,
    ReportFormat::Junit,
    ReportFormat::Tap,
    ReportFormat::Checkstyle,
    ReportFormat::Rdjsonl,
];

fn everything() -> Linter {
    Linter::new(
        Options::new()
            .surfaces(Surfaces::ALL)
            .min_severity(Severity::Note)
            .list_payloads(true)
            .redactable(true),
    )
}

/// As `userlint check` judges when nothing is asked for.
fn default_linter() -> Linter {
    Linter::new(Options::new().list_payloads(true).redactable(true))
}

/// A run, and what makes it fail.
#[derive(Default, Clone)]
struct Bar {
    run: Run,
    fail_on: Option<Severity>,
}

fn failing_on(severity: Severity) -> Bar {
    Bar {
        run: Run::default(),
        fail_on: Some(severity),
    }
}

fn write(format: ReportFormat, inputs: &[(Report, Source<'_>)], bar: Bar) -> String {
    let mut form = format.form();
    let inputs = inputs.iter().map(|(report, source)| {
        let mut report = report.clone();
        report.fail_on = bar.fail_on;
        (report, *source)
    });
    written::run_that(form.as_mut(), &inputs.collect::<Vec<_>>(), bar.run)
}

/// The report on one text under `x.json`.
fn write_one(format: ReportFormat, text: &str, run: Bar) -> String {
    let source = Source::new("x.json", text);
    write(format, &[(default_linter().check(source), source)], run)
}

/// A case of a test report, as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ReadCase {
    class: String,
    name: String,
    ending: &'static str,
    rule: Option<String>,
    message: Option<String>,
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    let value = node.attribute(name);
    value.unwrap_or_else(|| panic!("no {name}: {node:?}")).to_owned()
}

/// Reads `JUnit` XML, and holds every count in it against what is there.
fn read_junit(text: &str) -> Vec<ReadCase> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let mut cases = Vec::new();
    let mut names = BTreeSet::new();
    for suite in root.children().filter(Node::is_element) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        let first = cases.len();
        for case in suite.children().filter(Node::is_element) {
            assert_eq!(case.tag_name().name(), "testcase");
            let inside = |name| case.children().find(|child| child.has_tag_name(name));
            let endings: Vec<_> = ["failure", "error", "skipped"]
                .into_iter()
                .filter_map(|name| Some((name, inside(name)?)))
                .collect();
            assert!(endings.len() <= 1, "{text}");
            let known = ["failure", "error", "skipped", "system-out"];
            assert!(
                case.children()
                    .filter(Node::is_element)
                    .all(|child| known.iter().any(|name| child.has_tag_name(*name)))
            );
            let read = ReadCase {
                class: attribute(case, "classname"),
                name: attribute(case, "name"),
                ending: endings.first().map_or("passed", |(name, _)| name),
                rule: endings
                    .first()
                    .and_then(|(_, ending)| Some(ending.attribute("type")?.to_owned())),
                message: endings
                    .first()
                    .and_then(|(_, ending)| Some(ending.attribute("message")?.to_owned())),
            };
            assert_eq!(read.class, attribute(suite, "name"));
            assert!(names.insert((read.class.clone(), read.name.clone())), "{read:?}");
            cases.push(read);
        }
        assert_counts(suite, &cases[first..]);
    }
    assert_counts(root, &cases);
    cases
}

fn assert_counts(node: Node<'_, '_>, cases: &[ReadCase]) {
    let count = |ending| cases.iter().filter(|case| case.ending == ending).count();
    for (name, expected) in [
        ("tests", cases.len()),
        ("failures", count("failure")),
        ("errors", count("error")),
        ("skipped", count("skipped")),
        ("time", 0),
    ] {
        assert_eq!(attribute(node, name), expected.to_string(), "{name} of {node:?}");
    }
}

/// Reads TAP, and holds the plan against the points. A point's class and name are one text.
fn read_tap(text: &str) -> Vec<ReadCase> {
    let statements = TapParser::new()
        .parse(text)
        .unwrap_or_else(|error| panic!("{error}: {text}"));
    let (plan, points) = statements.split_last().expect("a plan");
    let TapStatement::Plan(plan) = plan else {
        panic!("the plan stands last: {text}");
    };
    assert_eq!(plan.count, points.len());
    let mut names = BTreeSet::new();
    let cases = points.iter().enumerate().map(|(at, point)| {
        let TapStatement::TestPoint(point) = point else {
            panic!("{point:?} in {text}");
        };
        assert_eq!(point.number, Some(at + 1));
        let read = read_point(point);
        assert!(names.insert(read.name.clone()), "{read:?}");
        read
    });
    cases.collect()
}

fn read_point(point: &TapTest<'_>) -> ReadCase {
    let skipped = point.directive.as_ref().map(|directive| {
        assert_eq!(directive.kind, DirectiveKind::Skip);
        assert_eq!(directive.reason, Some("no user was judged"));
        assert!(point.result);
    });
    let member = |name: &str| {
        let start = format!("{name}: ");
        let mut lines = point.yaml.iter().map(|line| line.trim_start());
        lines.find_map(|line| line.strip_prefix(start.as_str()).map(str::to_owned))
    };
    // Double quotes with two escapes: the same scalar in YAML and in JSON.
    let message = member("message").map(|text| serde_json::from_str(&text).expect("a quoted scalar"));
    if !point.result {
        for name in ["message", "severity", "file", "rule", "pointer"] {
            assert!(member(name).is_some(), "no {name}: {point:?}");
        }
    }
    let description = point.desc.expect("a description");
    ReadCase {
        class: String::new(),
        name: description.replace(r"\#", "#").replace(r"\\", r"\"),
        ending: match (point.result, skipped) {
            (_, Some(())) => "skipped",
            (true, None) => "passed",
            (false, None) => "not ok",
        },
        rule: member("rule"),
        message,
    }
}

/// Reads Checkstyle XML: file, line, column, severity, message and source of each error.
fn read_checkstyle(text: &str) -> (BTreeSet<String>, Vec<BTreeMap<String, String>>) {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "checkstyle");
    assert_eq!(attribute(root, "version"), "4.3");
    let (mut files, mut errors) = (BTreeSet::new(), Vec::new());
    for file in root.children().filter(Node::is_element) {
        assert_eq!(file.tag_name().name(), "file");
        files.insert(attribute(file, "name"));
        for error in file.children().filter(Node::is_element) {
            assert_eq!(error.tag_name().name(), "error");
            for name in ["line", "severity", "message", "source"] {
                attribute(error, name);
            }
            let attributes = error
                .attributes()
                .map(|it| (it.name().to_owned(), it.value().to_owned()));
            let file = ("file".to_owned(), attribute(file, "name"));
            errors.push(attributes.chain([file]).collect());
        }
    }
    (files, errors)
}

fn assert_valid(validator: &Validator, record: &Value) {
    let errors: Vec<_> = validator
        .iter_errors(record)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}: {record:#}", errors.join("\n"));
}

fn read_rdjsonl(text: &str) -> Vec<Value> {
    static DIAGNOSTIC: LazyLock<Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(include_str!("../schemas/rdf-Diagnostic.json")).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    text.lines()
        .map(|line| {
            let diagnostic = serde_json::from_str(line).expect("JSON");
            assert_valid(&DIAGNOSTIC, &diagnostic);
            diagnostic
        })
        .collect()
}

/// Reads a stream: its records, and the summary that ends it.
fn read_ndjson(text: &str) -> (Vec<Value>, Value) {
    static RECORD: LazyLock<Validator> = LazyLock::new(|| {
        let schema = serde_json::from_str(schema::text(SchemaName::ReportNdjson)).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    let mut records: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    for record in &records {
        assert_valid(&RECORD, record);
    }
    let summary = records.pop().expect("a summary");
    assert_eq!(summary["type"], "summary");
    assert!(records.iter().all(|record| record["type"] != "summary"));
    (records, summary)
}

/// A description as a reader has it: without white space at its start, and with no number sign before the name of a
/// directive.
fn shown_by_tap(name: &str) -> String {
    static DIRECTIVE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)#(\s*(?:skip|todo))").expect("a pattern"));
    DIRECTIVE.replace_all(name.trim_start(), r"\u{23}$1").into_owned()
}

/// Writes a run in every form, and holds all of them against the JSON report and against one another.
#[track_caller]
fn assert_agreement(inputs: &[(Report, Source<'_>)]) {
    let run = || failing_on(Severity::Error);
    let all: BTreeMap<&str, String> = FORMATS
        .into_iter()
        .map(|format| (format.name(), write(format, inputs, run())))
        .collect();
    for (name, text) in &all {
        assert_inert(text);
        assert!(!text.ends_with("\n\n"), "{name}: {text}");
        assert!(text.is_empty() || text.ends_with('\n'), "{name}: {text}");
    }
    let json: Value = serde_json::from_str(&write(ReportFormat::Json, inputs, run())).expect("JSON");
    let findings = json["findings"].as_array().expect("an array");

    let (mut records, summary) = read_ndjson(&all["ndjson"]);
    for record in &mut records {
        let kind = record.as_object_mut().and_then(|record| record.remove("type"));
        assert_eq!(kind, Some(json!("finding")));
    }
    assert_eq!(&records, findings);
    for member in ["summary", "tool", "schema_version"] {
        assert_eq!(summary[member], json[member]);
    }

    let lines: Vec<_> = all["concise"].lines().collect();
    for (line, finding) in lines.iter().zip(findings) {
        let place = format!(
            ":{}:{}: {}[{}] ",
            finding["start"]["line"],
            finding["start"]["column"],
            finding["severity"].as_str().expect("a text"),
            finding["rule"].as_str().expect("a text")
        );
        assert!(line.contains(&place), "{place} in {line}");
        let message = sanitise::line(finding["message"].as_str().expect("a text")).to_string();
        assert!(line.contains(&message), "{message} in {line}");
    }
    assert!(lines.len() > findings.len());

    let (files, errors) = read_checkstyle(&all["checkstyle"]);
    let names = inputs
        .iter()
        .map(|(_, source)| sanitise::line(source.name).to_string());
    assert_eq!(files, names.collect());
    assert_eq!(errors.len(), findings.len());
    let diagnostics = read_rdjsonl(&all["rdjsonl"]);
    assert_eq!(diagnostics.len(), findings.len());
    for ((error, diagnostic), finding) in errors.iter().zip(&diagnostics).zip(findings) {
        let rule = finding["rule"].as_str().expect("a text");
        assert_eq!(error["source"], format!("userlint.{rule}"));
        assert_eq!(error["line"], finding["start"]["line"].to_string());
        assert_eq!(error["column"], finding["start"]["column"].to_string());
        let message = sanitise::line(finding["message"].as_str().expect("a text")).to_string();
        assert!(error["message"].contains(&message), "{error:?}");
        assert_eq!(diagnostic["code"]["value"], rule);
        assert_eq!(diagnostic["location"]["path"], finding["file"]);
        let said = diagnostic["message"].as_str().expect("a text");
        assert_eq!(said, error["message"]);
    }

    let junit = read_junit(&all["junit"]);
    for (surface, verdict) in json["summary"]["surfaces"].as_object().expect("an object") {
        let end = format!(" ({surface})");
        let on_surface: Vec<_> = junit.iter().filter(|case| case.name.ends_with(&end)).collect();
        let failed = on_surface.iter().filter(|case| case.ending == "failure").count();
        assert_eq!(json!(failed), verdict["rejected"], "{surface}: {}", all["junit"]);
        assert_eq!(json!(on_surface.len() - failed), verdict["accepted"], "{surface}");
    }
    let tap = read_tap(&all["tap"]);
    assert_eq!(tap.len(), junit.len());
    for (point, case) in tap.iter().zip(&junit) {
        let expected = match case.ending {
            "failure" | "error" => "not ok",
            other => other,
        };
        assert_eq!(point.ending, expected, "{point:?} {case:?}");
        assert_eq!(
            point.name,
            shown_by_tap(&format!("{}: {}", case.class, case.name))
        );
        if let Some(message) = case.message.as_ref().filter(|_| expected == "not ok") {
            assert_eq!(point.rule, case.rule);
            assert!(message.starts_with(point.message.as_deref().expect("a message")));
        }
    }
}

#[test]
fn all_forms_agree_on_the_corpus_and_are_read_by_others() {
    let linter = everything();
    for folder in corpus::folders() {
        if folder.ends_with("_syntax") {
            continue; // hundreds of texts of which nothing is said but that they are no JSON
        }
        for case in corpus::cases(&folder) {
            let bytes = case.bytes(&folder);
            let source = Source::new(&case.name_of_input, &bytes);
            let report = linter.check(source);
            assert_agreement(&[(report.redacted(), source)]);
            assert_agreement(&[(report, source)]);
        }
    }
}

#[test]
fn hostile_text_stays_text_in_every_form() {
    let linter = everything();
    let more = [
        "\u{1b}]8;;https://talkjs.com\u{7}x",
        "]]><!--&#27;&amp;\"'",
        "x # SKIP y",
        "x # ToDo",
        "x #SKIP\\",
        "x\\# SKIP",
        "\nBail out! x",
        "Bail out!",
        "\n  ...\nok 2 - x",
        "  ...",
        "\n1..0 # SKIP",
        "%0A::error::x",
        "\u{fffe}\u{ffff}\u{0}",
        ":",
        "::error file=x::y",
        "\u{3000}::error::y",
        "",
    ];
    for text in more.into_iter().chain(COMMANDS) {
        for payload in payloads(text) {
            let source = Source::new(text, &payload);
            let report = linter.check(source);
            assert_agreement(&[(report.redacted(), source)]);
            // Twice, and under the same name: nothing that is unique may stop being so.
            assert_agreement(&[(report.clone(), source), (report, source)]);
        }
    }
}

#[test]
fn text_can_be_recognised_in_what_a_reader_is_given() {
    let text = r#"{"a\"b<\n\u001b#ü😀":{"name":"A","email":"a@talkjs.com"}}"#;
    let visible = r#"user "a\"b<\n\u001b#ü😀" (sdk)"#;
    let junit = read_junit(&write_one(ReportFormat::Junit, text, failing_on(Severity::Error)));
    assert!(junit.iter().any(|case| case.name == visible), "{junit:?}");
    let tap = read_tap(&write_one(ReportFormat::Tap, text, failing_on(Severity::Error)));
    assert!(
        tap.iter().any(|case| case.name == format!("x.json: {visible}")),
        "{tap:?}"
    );
    let (_, errors) = read_checkstyle(&write_one(ReportFormat::Checkstyle, text, Bar::default()));
    let shown = r#"/a"b<\u{a}\u{1b}#ü😀"#;
    assert!(
        errors.iter().any(|error| error["message"].starts_with(shown)),
        "{errors:?}"
    );
}

/// The value as JSON text, its members in the other order.
fn backwards(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .rev()
                .map(|(key, value)| format!("{}:{}", json!(key), backwards(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        Value::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(backwards).collect();
            format!("[{}]", elements.join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn the_names_of_cases_outlive_reformatting_and_the_order_of_keys() {
    let names = |text: &str| -> BTreeSet<(String, String)> {
        let cases = read_junit(&write_one(ReportFormat::Junit, text, failing_on(Severity::Error)));
        cases.into_iter().map(|case| (case.class, case.name)).collect()
    };
    for value in [
        json!({"id": "1", "name": "A"}),
        json!({"name": "A"}),
        json!([{"id": "b", "name": "A"}, {"name": "A", "id": "a"}, {"name": "no id"}, {"id": "b"}, 5]),
        json!({"u/1": {"name": "A"}, "u2": {"name": 5}, "u3": {"custom": {"x": 1, "a": 2}}}),
        json!({"me": {"id": "1", "name": "A"}, "other": {"id": "2", "name": "B"}}),
        json!({"users": {"z": {"name": "A"}, "a": {"name": "B"}}}),
        json!([[1, "PUT", "/users/7", {"name": "A"}], [2, "PUT", "/users/8", {"name": "B"}]]),
    ] {
        let expected = names(&value.to_string());
        assert!(expected.len() >= 2, "{expected:?}");
        let pretty = serde_json::to_string_pretty(&value).expect("JSON");
        for text in [format!("\n\n{pretty}\n"), backwards(&value)] {
            assert_eq!(names(&text), expected, "{text}");
        }
    }
    let both = |first: &str, second: &str| {
        let text = format!("{first}\n{second}\n");
        let source = Source::new("x.ndjson", &text);
        let report = default_linter().check(source);
        let junit = write(ReportFormat::Junit, &[(report, source)], Bar::default());
        let names = read_junit(&junit).into_iter().map(|case| case.name);
        names.collect::<BTreeSet<_>>()
    };
    let (a, b) = (r#"{"id":"a","name":"A"}"#, r#"{"id":"b","name":"B"}"#);
    assert_eq!(both(a, b), both(b, a));
    assert_eq!(both(a, a).len(), 4, "equal ids are told apart");
}

#[test]
fn what_is_right_passes() {
    let text = r#"[{"id":"1","name":"A"},{"id":"2","name":"B"}]"#;
    let run = || failing_on(Severity::Error);
    let expected = [
        r#"user "1" (sdk)"#,
        r#"user "1" (rest)"#,
        r#"user "2" (sdk)"#,
        r#"user "2" (rest)"#,
    ];
    let junit = read_junit(&write_one(ReportFormat::Junit, text, run()));
    assert_eq!(
        junit.iter().map(|case| case.name.as_str()).collect::<Vec<_>>(),
        expected
    );
    assert!(junit.iter().all(|case| case.ending == "passed"));
    let tap = write_one(ReportFormat::Tap, text, run());
    let points: Vec<_> = (1..).zip(expected).collect();
    let points: Vec<_> = points
        .iter()
        .map(|(number, name)| format!("ok {number} - x.json: {name}\n"))
        .collect();
    assert_eq!(tap, format!("TAP version 14\n{}1..4\n", points.concat()));
    let (files, errors) = read_checkstyle(&write_one(ReportFormat::Checkstyle, text, run()));
    assert_eq!((files.len(), errors.len()), (1, 0));
    assert_eq!(write_one(ReportFormat::Rdjsonl, text, run()), "");
    assert_eq!(
        write_one(ReportFormat::Concise, text, run()),
        "sdk accepts 2 of 2\nrest accepts 2 of 2\n0 errors, 0 warnings in 2 users, 1 file\n"
    );
    let (records, summary) = read_ndjson(&write_one(ReportFormat::Ndjson, text, run()));
    assert!(records.is_empty());
    assert_eq!(summary["summary"]["payloads"], 2);
}

#[test]
fn a_finding_is_one_concise_line() {
    let text = "{\"id\":\"1\",\n \"name\":\"A\",\"email\":\"a@talkjs.com\"}";
    let concise = write_one(ReportFormat::Concise, text, Bar::default());
    assert_eq!(
        concise.lines().next(),
        Some(
            "x.json:2:21: error[string_instead_of_array] /email: `email` is a string, but only an array of strings is \
             taken (sdk: fine, rest: error)"
        )
    );
    assert_eq!(
        concise.lines().skip(1).collect::<Vec<_>>(),
        [
            "sdk accepts 1 of 1",
            "rest rejects 1 of 1",
            "1 error, 0 warnings in 1 user, 1 file",
            "1 can be fixed with --fix"
        ]
    );
}

#[test]
fn each_form_counts_columns_in_its_own_unit() {
    let before = r#"{"é😀":1,"id":"1","name":"#;
    let text = format!("\n{before}5}}");
    let (characters, bytes) = (before.chars().count(), before.len());
    assert_eq!(bytes, characters + 4);
    let (_, errors) = read_checkstyle(&write_one(ReportFormat::Checkstyle, &text, Bar::default()));
    let error = errors
        .iter()
        .find(|error| error["source"] == "userlint.wrong_type");
    assert_eq!(error.expect("found")["column"], (characters + 1).to_string());
    let diagnostics = read_rdjsonl(&write_one(ReportFormat::Rdjsonl, &text, Bar::default()));
    let diagnostic = diagnostics.iter().find(|it| it["code"]["value"] == "wrong_type");
    assert_eq!(
        diagnostic.expect("found")["location"]["range"],
        json!({"start": {"line": 2, "column": bytes + 1}, "end": {"line": 2, "column": bytes + 2}})
    );
    let concise = write_one(ReportFormat::Concise, &text, Bar::default());
    assert!(
        concise.contains(&format!("x.json:2:{}: error[wrong_type]", characters + 1)),
        "{concise}"
    );
}

#[test]
fn the_first_of_two_places_is_a_related_location() {
    let text = r#"{"id":"1","id":"1","name":"A"}"#;
    let diagnostics = read_rdjsonl(&write_one(ReportFormat::Rdjsonl, text, Bar::default()));
    let related = &diagnostics[0]["related_locations"][0]["location"];
    assert_eq!(diagnostics[0]["code"]["value"], "duplicate_key");
    assert_eq!(related["path"], "x.json");
    assert_eq!(related["range"]["start"], json!({"line": 1, "column": 2}));
}

/// How many cases ended in each way.
fn endings(junit: &str) -> BTreeMap<&'static str, usize> {
    let mut endings = BTreeMap::new();
    for case in read_junit(junit) {
        *endings.entry(case.ending).or_default() += 1;
    }
    endings
}

#[test]
fn the_threshold_decides_what_fails() {
    // A warning on either surface.
    let text = r#"{"id":"1","name":"A","photoURL":"https://talkjs.com/a.jpg"}"#;
    let ended = |run: Bar| endings(&write_one(ReportFormat::Junit, text, run));
    assert_eq!(ended(failing_on(Severity::Error)), [("passed", 2)].into());
    assert_eq!(ended(failing_on(Severity::Warning)), [("failure", 2)].into());
    assert_eq!(ended(failing_on(Severity::Note)), [("failure", 2)].into());
    assert_eq!(ended(Bar::default()), [("passed", 2)].into());
    let tap = write_one(ReportFormat::Tap, text, failing_on(Severity::Warning));
    assert!(read_tap(&tap).iter().all(|point| point.ending == "not ok"));
    // What is too mild to fail is said all the same.
    for format in [ReportFormat::Junit, ReportFormat::Tap] {
        let written = write_one(format, text, failing_on(Severity::Error));
        assert!(written.contains("photoURL"), "{written}");
    }
}

#[test]
fn what_a_baseline_knows_fails_nowhere() {
    for text in [r#"{"id":"1"}"#, "[", &too_many_users()] {
        let source = Source::new("x.json", text);
        let mut report = default_linter().check(source);
        report
            .findings
            .iter_mut()
            .for_each(|finding| finding.is_suppressed = true);
        let written = |format| write(format, &[(report.clone(), source)], failing_on(Severity::Note));
        let cases = read_junit(&written(ReportFormat::Junit));
        assert!(
            cases
                .iter()
                .all(|case| ["passed", "skipped"].contains(&case.ending)),
            "{cases:?}"
        );
        let points = read_tap(&written(ReportFormat::Tap));
        assert!(points.iter().all(|point| point.ending != "not ok"));
        assert_eq!(read_checkstyle(&written(ReportFormat::Checkstyle)).1.len(), 0);
        assert_eq!(written(ReportFormat::Rdjsonl), "");
        assert!(read_ndjson(&written(ReportFormat::Ndjson)).0.is_empty());
        assert!(!written(ReportFormat::Concise).contains("x.json"));
    }
}

fn too_many_users() -> String {
    let users: Vec<_> = (0..101).map(|at| format!(r#""u{at}":{{"name":"A"}}"#)).collect();
    format!("{{{}}}", users.join(","))
}

#[test]
fn a_document_that_is_rejected_rejects_its_users() {
    let text = too_many_users();
    let cases = read_junit(&write_one(
        ReportFormat::Junit,
        &text,
        failing_on(Severity::Error),
    ));
    let (rest, others): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.name.ends_with(" (rest)"));
    assert_eq!(rest.len(), 101);
    for case in rest {
        assert_eq!(
            (case.ending, case.rule.as_deref()),
            ("failure", Some("batch_too_large"))
        );
    }
    let document = others
        .iter()
        .find(|case| case.name == "document")
        .expect("a case");
    assert_eq!(document.ending, "failure");
    assert!(
        others
            .iter()
            .all(|case| case.name == "document" || case.ending == "passed")
    );
}

#[test]
fn a_user_whose_findings_are_left_out_fails_all_the_same() {
    let text = r#"[{"id":"1"},{"id":"2","name":"B"}]"#;
    let source = Source::new("x.json", text);
    let mut report = default_linter().check(source);
    assert!(!report.findings.is_empty());
    report.findings.clear();
    let mut run = failing_on(Severity::Error);
    run.run.left_out = 1;
    let junit = write(ReportFormat::Junit, &[(report, source)], run);
    let failed: Vec<_> = read_junit(&junit)
        .into_iter()
        .filter(|case| case.ending == "failure")
        .map(|case| case.name)
        .collect();
    assert_eq!(failed, [r#"user "1" (sdk)"#, r#"user "1" (rest)"#]);
}

#[test]
fn where_nothing_could_be_judged_is_an_error_and_no_failure() {
    for text in ["[", "\"x\"", "{\"id\":\"1\"}x", &"[".repeat(200)] {
        let cases = read_junit(&write_one(ReportFormat::Junit, text, failing_on(Severity::Error)));
        assert_eq!(
            cases
                .iter()
                .map(|case| (case.name.as_str(), case.ending))
                .collect::<Vec<_>>(),
            [("document", "error")],
            "{text}"
        );
        let tap = read_tap(&write_one(ReportFormat::Tap, text, failing_on(Severity::Error)));
        assert_eq!(tap[0].ending, "not ok");
    }
    // Nothing was judged, and nothing is wrong enough to fail.
    let empty = write_one(ReportFormat::Junit, "[]", failing_on(Severity::Error));
    assert_eq!(endings(&empty), [("skipped", 1)].into());
    let empty = write_one(ReportFormat::Junit, "[]", failing_on(Severity::Warning));
    assert_eq!(endings(&empty), [("error", 1)].into());
    // One bad line is an error, and the others are judged.
    let text = "{\"id\":\"1\",\"name\":\"A\"}\n{\n{\"id\":\"2\",\"name\":\"A\"}\n";
    let source = Source::new("x.ndjson", text);
    let report = default_linter().check(source);
    let junit = write(
        ReportFormat::Junit,
        &[(report, source)],
        failing_on(Severity::Error),
    );
    assert_eq!(endings(&junit), [("error", 1), ("passed", 4)].into());
}

#[test]
fn a_run_without_anything_says_so() {
    assert_eq!(
        write(ReportFormat::Tap, &[], Bar::default()),
        "TAP version 14\n1..0 # nothing was checked\n"
    );
    assert!(read_junit(&write(ReportFormat::Junit, &[], Bar::default())).is_empty());
    let (files, errors) = read_checkstyle(&write(ReportFormat::Checkstyle, &[], Bar::default()));
    assert!(files.is_empty() && errors.is_empty());
    assert!(
        read_ndjson(&write(ReportFormat::Ndjson, &[], Bar::default()))
            .0
            .is_empty()
    );
    assert_eq!(write(ReportFormat::Rdjsonl, &[], Bar::default()), "");
    assert_eq!(write(ReportFormat::Concise, &[], Bar::default()), "");
}

#[test]
fn what_could_not_be_done_stands_in_every_form_that_has_a_place_for_it() {
    for name in ["gone.json", "x\n::error::y", "##[add-mask]\u{1b}[31m<&>"] {
        let mut run = failing_on(Severity::Error);
        let message = format!("cannot read {name}: gone");
        run.run
            .failures
            .push(Failure::new(Some(name.to_owned()), message.clone()));
        run.run
            .failures
            .push(Failure::new(Some(name.to_owned()), message.clone()));
        run.run.failures.push(Failure::new(None, "cannot walk: gone"));
        let written = |format| {
            let text = write(format, &[], run.clone());
            assert_inert(&text);
            text
        };
        let shown = sanitise::line(&message).to_string();
        let junit = read_junit(&written(ReportFormat::Junit));
        assert_eq!(junit.len(), 3);
        assert!(junit.iter().all(|case| case.ending == "error"));
        assert_eq!(junit[0].message.as_ref(), Some(&shown));
        let tap = read_tap(&written(ReportFormat::Tap));
        assert_eq!(
            tap.iter().map(|point| point.ending).collect::<Vec<_>>(),
            ["not ok"; 3]
        );
        assert_eq!(tap[0].message.as_ref(), Some(&shown));
        let (_, errors) = read_checkstyle(&written(ReportFormat::Checkstyle));
        assert_eq!(errors.len(), 3);
        assert_eq!(errors[0]["message"], shown);
        let diagnostics = read_rdjsonl(&written(ReportFormat::Rdjsonl));
        assert_eq!(diagnostics.len(), 3);
        assert_eq!(diagnostics[0]["message"], message);
        assert_eq!(diagnostics[0]["location"]["path"], name);
        let expected = json!([
            {"file": name, "message": message},
            {"file": name, "message": message},
            {"file": null, "message": "cannot walk: gone"},
        ]);
        let (mut records, _) = read_ndjson(&written(ReportFormat::Ndjson));
        for record in &mut records {
            let kind = record.as_object_mut().and_then(|record| record.remove("type"));
            assert_eq!(kind, Some(json!("failure")));
        }
        assert_eq!(json!(records), expected);
        let json: Value = serde_json::from_str(&written(ReportFormat::Json)).expect("JSON");
        assert_eq!(json["failures"], expected);
        let schema = serde_json::from_str(schema::text(SchemaName::Report)).expect("JSON");
        assert_valid(&jsonschema::validator_for(&schema).expect("a schema"), &json);
    }
}

#[test]
fn the_program_says_in_its_reports_what_it_could_not_read() {
    let folder = Folder::new();
    folder.file("bad.json", r#"{"id":"1"}"#);
    folder.file("empty/readme.txt", "");
    let check = |format: &str, paths: &[&str]| {
        let format = format!("--format={format}");
        userlint(folder.path(), &[&["check", &format][..], paths].concat())
    };
    let run = check("json", &["gone.json", "bad.json", "empty"]);
    assert_eq!(run.status, Some(2));
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let failures = json["failures"].as_array().expect("failures");
    assert_eq!(
        failures
            .iter()
            .map(|failure| &failure["file"])
            .collect::<Vec<_>>(),
        ["gone.json", "empty"]
    );
    // The same is said to the person.
    let said: Vec<_> = run.stderr.lines().collect();
    let messages = failures.iter().map(|failure| failure["message"].as_str());
    let messages: Vec<_> = messages
        .map(|message| format!("userlint: {}", message.expect("a text")))
        .collect();
    assert_eq!(said, messages);
    assert_eq!(json["summary"]["files"], 1);
    assert_eq!(json["summary"]["errors"], 1);
    // Where everything could be read there is no word of it.
    let run = check("json", &["bad.json"]);
    assert_eq!(run.status, Some(1));
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json.get("failures"), None);

    for format in FORMATS {
        let run = check(format.name(), &["gone.json", "bad.json"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stdout.contains("bad.json"), "{run:?}");
        assert_eq!(
            run.stdout.contains("gone.json"),
            format != ReportFormat::Concise,
            "{run:?}"
        );
    }
}

#[test]
fn what_services_keep_holds_no_personal_values() {
    let text = r#"{"sebastian@example.com":{"name":"S","email":"sebastian@example.com"}}"#;
    let folder = Folder::new();
    folder.file("x.json", text);
    for format in FORMATS {
        let run = userlint(
            folder.path(),
            &[
                "check",
                "--format",
                format.name(),
                "--min-severity=note",
                "x.json",
            ],
        );
        assert_eq!(run.status, Some(1), "{run:?}");
        assert_eq!(run.stdout.contains("sebastian"), !format.is_kept(), "{run:?}");
    }
    let kept = FORMATS.map(ReportFormat::is_kept);
    assert_eq!(kept, [false, false, true, true, true, true]);
}

#[test]
fn every_surface_has_a_case_of_its_own() {
    let source = Source::new("x.json", r#"{"id":"1","name":"A","email":"a@talkjs.com"}"#);
    let linter = everything();
    let report = linter.check(source);
    let junit = write(
        ReportFormat::Junit,
        &[(report, source)],
        failing_on(Severity::Error),
    );
    let names: Vec<_> = read_junit(&junit).into_iter().map(|case| case.name).collect();
    let expected = Surface::ALL.map(|surface| format!(r#"user "1" ({surface})"#));
    assert_eq!(names, expected);
}
