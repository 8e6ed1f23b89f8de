//! The forms that services read: SARIF, GitHub annotations, GitLab Code Quality, Markdown. Each is read back by a reader
//! that is not ours, or that follows the service's documentation and knows nothing of how the form is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;
use userlint::report::{Report, ReportFormat};
use userlint::{Linter, Options, Severity, Source, Surfaces};

use crate::hostile::inert;
use crate::written;

const FORMS: [ReportFormat; 4] = [
    ReportFormat::Sarif,
    ReportFormat::Github,
    ReportFormat::Gitlab,
    ReportFormat::Markdown,
];

fn check(source: Source<'_>) -> Report {
    let options = Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
        .redactable(true);
    Linter::new(options).check(source)
}

fn written(format: ReportFormat, report: &Report, source: Source<'_>) -> String {
    written::one(&mut *format.form(), report, source)
}

/// What a form writes of a text, with personal values and all.
fn of(format: ReportFormat, text: &str) -> String {
    let source = Source::new("users.json", text);
    written(format, &check(source), source)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn results(sarif: &str) -> Vec<Value> {
    json(sarif)["runs"][0]["results"]
        .as_array()
        .expect("results")
        .clone()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// An annotation as the runner of GitHub Actions understands it.
struct Annotation {
    kind: String,
    properties: BTreeMap<String, String>,
    message: String,
}

/// Reads a line as the runner does: the command up to the next `::`, the properties parted by commas, then the escapes.
fn annotation(line: &str) -> Option<Annotation> {
    let (command, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (kind, properties) = command.split_once(' ').unwrap_or((command, ""));
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":");
        text.replace("%2C", ",").replace("%25", "%")
    };
    Some(Annotation {
        kind: kind.to_owned(),
        properties: properties
            .split(',')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (key.to_owned(), property(value)))
            .collect(),
        message: data(message),
    })
}

fn annotations(github: &str) -> Vec<Annotation> {
    let read = |line| annotation(line).unwrap_or_else(|| panic!("no command: {line:?}"));
    github.lines().map(read).collect()
}

/// Whether anything in a text is more than a character to a terminal, a log or a build service.
fn is_live(text: &str) -> bool {
    text.contains("##") || text.chars().any(inert::is_live)
}

const HOSTILE: [&str; 22] = [
    "\n::error::x",
    "\r\n::set-output name=a::b",
    "\u{85}::error::x",
    "::stop-commands::x",
    "##[add-mask]x",
    "##vso[task.setvariable]x",
    "\u{1b}[31mred",
    "\u{1b}]8;;https://evil.example\u{7}x\u{1b}]8;;\u{7}",
    "\u{9b}31m\u{7f}\u{0}",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}",
    "]]>",
    "a|b|c\\|d\\\\|e",
    "`x` ``y`` ```z",
    "```\n# heading\n",
    "<img src=x onerror=alert(1)>",
    "<!-- <script>alert(1)</script>",
    "&#64;name &lt;b&gt;",
    "@name @org/team #1 a/b#2 deadbeefdeadbeef",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) [1]: https://evil.example",
    "<https://evil.example> https://evil.example www.evil.example a@evil.example",
    "%0A::error::x%25%3A%2C,title=x",
    "{0} {1} *b* _i_ ~s~ $`x`$ \\",
];

/// A document in which the text stands wherever a text can stand, with mistakes beside it.
fn document(hostile: &str) -> String {
    let text = serde_json::to_string(hostile).expect("a string");
    let email = serde_json::to_string(&format!("{hostile}@")).expect("a string");
    format!(
        r#"[{{"id":{text},"name":{text},{text}:{text},"email":{email},"phone":[{text}],"photoUrl":{text},"locale":{text},
        "role":{text},"custom":{{{text}:5,"x":{text},"y":{{{text}:{text}}}}},"pushTokens":{{{text}:{text}}}}},
        {{{text}:{text},{text}:1,"id":[{text}],"name":{{{text}:2}}}}]"#
    )
}

/// A map of users by such an id.
fn map(hostile: &str) -> String {
    let id = serde_json::to_string(hostile).expect("a string");
    format!(r#"{{"users":{{{id}:{{"name":"A","email":"a@b.example"}},"u":{{"name":7}}}}}}"#)
}

/// Nothing of what is written for services can be taken for more than text.
fn is_inert(report: &Report, source: Source<'_>) {
    assert!(
        !report.findings.is_empty(),
        "nothing was found, so nothing is shown"
    );
    let [sarif, github, gitlab, markdown] = FORMS.map(|format| written(format, report, source));
    for written in [&sarif, &github, &gitlab, &markdown] {
        for line in written.split('\n') {
            assert!(!is_live(line), "{line:?}");
        }
    }
    sarif_is_inert(&sarif);
    gitlab_is_inert(&gitlab);
    github_is_inert(&github);
    markdown_is_inert(&markdown);
}

fn sarif_is_inert(sarif: &str) {
    is_valid_sarif(&json(sarif));
    for result in results(sarif) {
        let message = text(&result["message"]["text"]).to_owned();
        let arguments = result["message"]["arguments"].as_array().expect("an array");
        for shown in [&result["message"]["text"]].into_iter().chain(arguments) {
            assert!(!is_live(text(shown)), "{shown}");
            // Viewers put the arguments of the message into such places, wherever they stand.
            let has_place = text(shown)
                .split('{')
                .skip(1)
                .any(|behind| behind.starts_with(|char: char| char.is_ascii_digit()));
            assert!(!has_place, "{shown}");
        }
        let arguments_with_links = arguments.iter().filter(|argument| text(argument).contains("]("));
        assert_eq!(arguments_with_links.count(), 0, "{result}");
        // The links to related places are ours: numbers, of which each stands for a location.
        for link in message.split("](").skip(1) {
            let target = link.split(')').next().unwrap_or_default();
            assert!(target.bytes().all(|byte| byte.is_ascii_digit()), "{message:?}");
        }
        let uri = text(&result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).to_owned();
        let is_uri = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte);
        assert!(uri.bytes().all(is_uri), "{uri:?}");
    }
}

fn gitlab_is_inert(gitlab: &str) {
    for issue in json(gitlab).as_array().expect("an array") {
        assert!(!is_live(text(&issue["description"])), "{issue}");
    }
}

fn github_is_inert(github: &str) {
    for line in github.lines() {
        assert!(line.starts_with("::"), "{line:?}");
    }
    let expected: BTreeSet<_> = ["file", "line", "endLine", "col", "endColumn", "title"].into();
    for Annotation {
        kind,
        properties,
        message,
    } in annotations(github)
    {
        assert!(["error", "warning", "notice"].contains(&kind.as_str()), "{kind}");
        let keys: BTreeSet<_> = properties.keys().map(String::as_str).collect();
        assert!(keys.is_empty() || keys == expected, "{keys:?}");
        // Behind the line breaks that are ours, too, nothing is a command.
        for line in message.lines() {
            assert!(!line.trim_start().starts_with("::") && !is_live(line), "{line:?}");
        }
    }
}

fn markdown_is_inert(markdown: &str) {
    for line in markdown.lines() {
        let bars = line.matches('|').count();
        let is_row = line.starts_with('|') && line.ends_with('|') && (bars == 4 || bars == 5);
        assert!(is_row || bars == 0, "{line:?}");
    }
    let known = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut headings = 0;
    for event in Parser::new_ext(markdown, known) {
        match event {
            Event::Text(text) => {
                // Services look for names, numbers and addresses in what is not code.
                let is_plain =
                    !text.contains(['@', '#', '<', '>', '&', '`', '[', ']', '*', '_', '$', '\\', '/']);
                assert!(
                    is_plain && !text.contains("www.") && !text.contains("::"),
                    "{text:?}"
                );
            }
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(
                Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::Paragraph
                | Tag::Strong,
            )
            | Event::End(_)
            | Event::Code(_)
            | Event::SoftBreak => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    assert_eq!(headings, 1, "{markdown}");
}

#[test]
fn hostile_text_gets_through_nowhere() {
    for hostile in HOSTILE {
        for document in [document(hostile), map(hostile), format!("{hostile} {{")] {
            for name in ["users.json", &format!("dir/{hostile}.json"), hostile] {
                let source = Source::new(name, &document);
                let report = check(source);
                is_inert(&report, source);
                is_inert(&report.redacted(), source);
            }
        }
    }
}

proptest! {
    #[test]
    fn hostile_text_of_many_parts_gets_through_nowhere(
        parts in prop::collection::vec(select(&HOSTILE[..]), 1..5),
        name in prop::collection::vec(select(&HOSTILE[..]), 0..3),
    ) {
        let (document, name) = (document(&parts.concat()), name.concat());
        let source = Source::new(&name, &document);
        is_inert(&check(source), source);
    }
}

#[test]
fn no_secret_is_repeated() {
    let document = r#"{"id":"u","name":5,"custom":{"n":1,"password":"hunter2secret","m":[]},"emial":1}"#;
    for format in FORMS {
        let written = of(format, document);
        assert!(!written.contains("hunter2"), "{format}: {written}");
    }
}

#[test]
fn a_redacted_report_has_no_personal_value() {
    let documents = [
        r#"{"zoltan.id":{"id":"zoltan.id","name":"Zoltan Qwerty","email":"zoltan@qwerty","phone":["0123-QWERTY"],
            "custom":{"address":{"street":"Qwerty Lane"},"age":77777}},"zoltan.id2":{"name":5}}"#,
        r#"[{"id":"zoltan.id","name":"Zoltan zoltan@qwerty.example","photoUrl":"qwerty/path","locale":"qwerty_XX",
            "role":" qwerty "},{"id":"zoltan.id2 ","email":"zoltan@qwerty","name":"\ud800 Qwerty"}]"#,
        "{\"id\": \"zoltan.id\", \"name\": \"Qwerty",
    ];
    for document in documents {
        let source = Source::new("users.json", document);
        let report = check(source);
        for format in FORMS {
            assert!(format.is_kept(), "{format}");
            let written = written(format, &report.redacted(), source).to_lowercase();
            for personal in ["zoltan", "qwerty", "77777"] {
                assert!(!written.contains(personal), "{format} has {personal}: {written}");
            }
        }
    }
}

static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    let schema = json(include_str!("../schemas/sarif-2.1.0.json"));
    jsonschema::draft4::new(&schema).expect("a schema")
});

fn is_valid_sarif(log: &Value) {
    let errors: Vec<_> = SARIF
        .iter_errors(log)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Every text of the corpus folders that is a rule's example.
fn examples() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    userlint::RULES
        .iter()
        .flat_map(|rule| [(rule.id, rule.bad), (rule.id, rule.good)])
}

#[test]
fn sarif_is_what_its_schema_and_github_ask_for() {
    for (id, bytes) in examples() {
        let source = Source::new("a b/users.json", bytes);
        let sarif = written(ReportFormat::Sarif, &check(source), source);
        let log = json(&sarif);
        is_valid_sarif(&log);
        let run = &log["runs"][0];
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(run["automationDetails"]["id"], "userlint/");
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        assert_eq!(rules.len(), userlint::RULES.len());
        let mut line_hashes = BTreeSet::new();
        for result in run["results"].as_array().expect("results") {
            let rule =
                &rules[usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
            assert_eq!(rule["id"], result["ruleId"], "{id}");
            let message = text(&result["message"]["text"]);
            let first = message
                .split_inclusive(". ")
                .next()
                .unwrap_or_default()
                .to_owned();
            assert!(first.contains(text(&result["ruleId"])), "{message}");
            assert!(message.ends_with('.'), "{message}");
            // What the rule says of all its findings, with this one's place and verdicts in it (SARIF 2.1.0, 3.11.6).
            let name = text(&result["message"]["id"]);
            let mut of_rule = text(&rule["messageStrings"][name]["text"]).to_owned();
            let arguments = result["message"]["arguments"].as_array().expect("arguments");
            for (at, argument) in arguments.iter().enumerate() {
                let place = format!("'{{{at}}}'");
                assert!(of_rule.contains(&place), "{of_rule}");
                of_rule = of_rule.replace(&place, &format!("'{}'", text(argument)));
            }
            let pointer = result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].as_str();
            assert!(
                of_rule.contains(&format!(" at '{}';", pointer.unwrap_or_default())),
                "{of_rule}"
            );
            assert!(of_rule.ends_with("'."), "{of_rule}");
            let place = &result["locations"][0]["physicalLocation"];
            assert_eq!(place["artifactLocation"]["uri"], "a%20b/users.json");
            for member in ["startLine", "startColumn", "endLine", "endColumn"] {
                assert!(place["region"][member].as_u64() >= Some(1), "{id}: {member}");
            }
            let hash = text(&result["partialFingerprints"]["primaryLocationLineHash"]);
            assert!(
                line_hashes.insert((text(&result["ruleId"]).to_owned(), hash.to_owned())),
                "{id}: {hash}"
            );
        }
        for rule in rules {
            for member in ["shortDescription", "fullDescription"] {
                let length = text(&rule[member]["text"]).chars().count();
                assert!(
                    (1..=1024).contains(&length),
                    "{}: {member} has {length}",
                    rule["id"]
                );
            }
            assert!(!text(&rule["help"]["text"]).is_empty());
            assert!(rule["properties"]["tags"].as_array().expect("tags").len() <= 10);
        }
    }
}

/// The line hashes of what is found in a text, by rule.
fn line_hashes(text_: &str) -> Vec<String> {
    let results = results(&of(ReportFormat::Sarif, text_));
    let hash = |result: &Value| text(&result["partialFingerprints"]["primaryLocationLineHash"]).to_owned();
    results.iter().map(hash).collect()
}

#[test]
fn lines_are_hashed_as_github_does() {
    // The vectors of GitHub's own tests. The texts are no JSON; what is wrong with them stands in the first line.
    assert_eq!(line_hashes(""), ["c129715d7a2bc9a3:1"]);
    assert_eq!(line_hashes(" a\nb\n  \t\tc\n d"), ["271789c17abda88f:1"]);
}

#[test]
fn two_findings_of_a_rule_in_one_line_are_not_one() {
    let pretty = "[{\"id\": \"a\", \"name\": 1},\n{\"id\": \"b\", \"name\": 2}]";
    let minified = pretty.replace('\n', "");
    for text_ in [pretty, &minified] {
        let results = results(&of(ReportFormat::Sarif, text_));
        let hashes: BTreeSet<_> = results
            .iter()
            .map(|result| {
                let hash = &result["partialFingerprints"]["primaryLocationLineHash"];
                (text(&result["ruleId"]).to_owned(), text(hash).to_owned())
            })
            .collect();
        assert_eq!(hashes.len(), results.len());
    }
}

/// The fingerprints of what is found, with the rules.
fn fingerprints(text_: &str) -> Vec<(String, String)> {
    let issues = json(&of(ReportFormat::Gitlab, text_));
    let mut fingerprints: Vec<_> = issues
        .as_array()
        .expect("an array")
        .iter()
        .map(|issue| {
            (
                text(&issue["check_name"]).to_owned(),
                text(&issue["fingerprint"]).to_owned(),
            )
        })
        .collect();
    fingerprints.sort_unstable();
    let in_sarif = results(&of(ReportFormat::Sarif, text_));
    let mut same: Vec<_> = in_sarif
        .iter()
        .map(|result| {
            let fingerprint = &result["partialFingerprints"]["userlintFingerprint/v1"];
            (text(&result["ruleId"]).to_owned(), text(fingerprint).to_owned())
        })
        .collect();
    same.sort_unstable();
    assert_eq!(fingerprints, same, "one name for a finding in all forms");
    fingerprints
}

#[test]
fn fingerprints_are_unique_and_outlive_changes_of_the_text() {
    let first = fingerprints(
        r#"[{"id":"a","name":1,"email":["x","y"],"custom":{"n":1,"m":[]}},{"id":"b","name":1,"emial":2}]"#,
    );
    let unique: BTreeSet<_> = first.iter().map(|(_, fingerprint)| fingerprint).collect();
    assert_eq!(unique.len(), first.len());
    let reformatted = "\n\n[\r\n\t{ \"id\": \"a\",\n \"name\": 1,\n \"email\": [\"x\", \"y\"], \"custom\": {\"n\": 1,\n \"m\": []}},
        {\"id\": \"b\", \"name\": 1, \"emial\": 2}\n]\n";
    assert_eq!(fingerprints(reformatted), first);
    let other_order =
        r#"[{"emial":2,"name":1,"id":"b"},{"custom":{"m":[],"n":1},"email":["x","y"],"name":1,"id":"a"}]"#;
    assert_eq!(fingerprints(other_order), first);
    let with_another = r#"[{"id":"c","name":"C","email":["c@d.co"]},{"id":"a","name":1,"email":["x","y"],"custom":{"n":1,"m":[]}},
        {"id":"b","name":1,"emial":2}]"#;
    let with_another = fingerprints(with_another);
    assert!(
        first.iter().all(|fingerprint| with_another.contains(fingerprint)),
        "{with_another:?}"
    );
}

#[test]
fn columns_are_code_points_and_a_byte_order_mark_is_none() {
    let region = |text_: &str| {
        let results = results(&of(ReportFormat::Sarif, text_));
        let of_rule = |result: &&Value| result["ruleId"] == "id_number";
        let found = results.iter().find(of_rule).expect("an id that is a number");
        found["locations"][0]["physicalLocation"]["region"].clone()
    };
    let columns = |text_: &str| {
        let region = region(text_);
        (region["startColumn"].as_u64(), region["endColumn"].as_u64())
    };
    assert_eq!(columns(r#"{"name":"é😀","id":15}"#), (Some(19), Some(21)));
    assert_eq!(columns("\u{feff}{\"id\":15,\"name\":\"A\"}"), (Some(7), Some(9)));
    assert_eq!(
        columns("\u{feff}\n{\"id\":15,\"name\":\"A\"}"),
        (Some(7), Some(9))
    );
    assert_eq!(region("{\t\"id\":15}")["snippet"]["text"], "15");
}

#[test]
fn a_run_keeps_its_suppressed_findings_as_such() {
    let source = Source::new("users.json", r#"{"id":"a","name":1,"emial":2}"#);
    let mut report = check(source);
    let known = report
        .findings
        .iter()
        .position(|finding| finding.rule.id == "wrong_type");
    report.findings[known.expect("a name that is a number")].is_suppressed = true;
    let sarif = written(ReportFormat::Sarif, &report, source);
    is_valid_sarif(&json(&sarif));
    for result in results(&sarif) {
        let is_known = result["ruleId"] == "wrong_type";
        assert_eq!(
            result["baselineState"],
            if is_known { "unchanged" } else { "new" }
        );
        let suppressions = result["suppressions"].as_array().expect("suppressions");
        assert_eq!(suppressions.len(), usize::from(is_known));
        assert!(
            suppressions
                .iter()
                .all(|known| known["kind"] == "external" && known["justification"].is_string())
        );
    }
    for format in [ReportFormat::Github, ReportFormat::Gitlab, ReportFormat::Markdown] {
        assert!(
            !written(format, &report, source).contains("wrong_type"),
            "{format}"
        );
    }
}

#[test]
fn a_run_has_at_most_so_many_results_and_says_so() {
    let users = r#"{"id":"u","name":"U","note":1},"#.repeat(13_000);
    let document = format!("[{users}{{\"id\":\"v\",\"name\":7}}]");
    let source = Source::new("users.json", &document);
    let report = check(source);
    assert!(report.findings.len() > 25_000, "{}", report.findings.len());
    let sarif = written(ReportFormat::Sarif, &report, source);
    let log = json(&sarif);
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 25_000);
    assert!(
        results.iter().any(|result| result["level"] == "error"),
        "the worst stays"
    );
    let said = text(&run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]);
    let left_out = report.findings.len() - 25_000;
    assert!(
        said.starts_with(&format!("{left_out} findings left out")),
        "{said}"
    );

    let markdown = written(ReportFormat::Markdown, &report, source);
    assert!(markdown.len() <= 1_000_000, "{}", markdown.len());
    let rows = markdown.lines().filter(|line| line.contains(" Help: ")).count();
    let said = markdown.lines().last().unwrap_or_default();
    let numbers = said
        .split(|char: char| !char.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let left_out: usize = numbers
        .map(|number| number.parse::<usize>().expect("a number"))
        .sum();
    assert!(said.starts_with("Left out here: "), "{said}");
    assert_eq!(rows + left_out, report.findings.len());
}

#[test]
fn github_has_ten_of_a_kind_the_worst_first_and_a_word_on_the_rest() {
    let users = r#"{"id":"u","name":"U","email":[],"note":"x"},{"id":"v","email":[],"name":7},"#.repeat(12);
    let document = format!("[{users}{{\"id\":\"w\",\"name\":\"W\"}}]");
    let source = Source::new("users.json", &document);
    let report = check(source);
    let annotations = annotations(&written(ReportFormat::Github, &report, source));
    let kinds: Vec<_> = annotations
        .iter()
        .map(|annotation| annotation.kind.as_str())
        .collect();
    assert_eq!(kinds[..20], [["error"; 10], ["warning"; 10]].concat());
    assert!(kinds[20..].len() <= 10 && kinds[20..].iter().all(|kind| *kind == "notice"));
    let last = annotations.last().expect("a last one");
    let more = report.findings.len() - (annotations.len() - 1);
    assert!(last.properties.is_empty());
    assert!(
        last.message.starts_with(&format!("{more} more, ")),
        "{}",
        last.message
    );
}

#[test]
fn a_finding_of_several_lines_is_annotated_on_its_first() {
    let document = "{\"id\":\"u\",\"name\":\"é\",\"custom\":{\"a\": {\r\n\"b\":\n1}}}";
    let github = of(ReportFormat::Github, document);
    let found = annotations(&github);
    let nested = found
        .iter()
        .find(|annotation| annotation.properties["title"] == "custom_nested")
        .expect("an object in custom");
    let property = |name: &str| nested.properties[name].as_str();
    assert_eq!((property("line"), property("endLine")), ("1", "1"));
    assert_eq!((property("col"), property("endColumn")), ("37", "38"));
}

#[test]
fn another_source_than_was_checked_is_no_reason_to_panic() {
    let report = check(Source::new(
        "users.json",
        "{\"id\":5,\"name\":{\n},\"custom\":{\"ü\":[\n]}}",
    ));
    for other in ["", "ü", "{\"id\":5,\n"] {
        for format in FORMS {
            assert!(!written(format, &report, Source::new("users.json", other)).is_empty());
        }
    }
}

#[test]
fn properties_survive_the_runner() {
    let name = "a,b:c%2C/ü.json";
    let source = Source::new(name, r#"{"id":"u","name":7}"#);
    let github = written(ReportFormat::Github, &check(source), source);
    assert_eq!(annotations(&github)[0].properties["file"], name);
    let source = Source::new("./x/../a.json", r#"{"id":"u","name":7}"#);
    let github = written(ReportFormat::Github, &check(source), source);
    assert_eq!(annotations(&github)[0].properties["file"], "a.json");
}

#[test]
fn gitlab_gets_what_it_asks_for() {
    for (id, bytes) in examples() {
        let source = Source::new("./users.json", bytes);
        let report = check(source);
        let gitlab = written(ReportFormat::Gitlab, &report, source);
        assert!(
            gitlab.starts_with('['),
            "no byte order mark, nothing before the array"
        );
        let issues = json(&gitlab);
        let issues = issues.as_array().expect("an array");
        assert_eq!(issues.len(), report.findings.len(), "{id}");
        let mut seen = BTreeSet::new();
        for (issue, finding) in issues.iter().zip(&report.findings) {
            assert!(!text(&issue["description"]).is_empty() && issue["check_name"] == finding.rule.id);
            assert!(seen.insert(text(&issue["fingerprint"]).to_owned()), "{id}");
            let severity = match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            };
            assert_eq!(issue["severity"], severity);
            assert_eq!(issue["location"]["path"], "users.json");
            let line = finding.location.start.line;
            assert_eq!(issue["location"]["lines"]["begin"], line);
            assert_eq!(issue["location"]["positions"]["begin"]["line"], line);
        }
    }
    let nothing = written(
        ReportFormat::Gitlab,
        &Report::default(),
        Source::new("users.json", ""),
    );
    assert_eq!(nothing, "[]\n");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_named_by_its_bytes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use crate::program::{self, Folder, PROGRAM};

    let folder = Folder::new();
    folder.file(OsStr::from_bytes(b"a\xff b.json"), r#"{"id":"u","name":7}"#);
    folder.file(r"a\xff b.json", r#"{"id":"u","name":7}"#);
    let mut command = program::command(PROGRAM, folder.path());
    command.args(["check", "--format", "sarif", "--surface", "rest", "."]);
    let run = program::run(command);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    let mut uris: Vec<_> = results(&run.stdout)
        .iter()
        .map(|result| text(&result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).to_owned())
        .collect();
    uris.sort_unstable();
    assert_eq!(uris, ["a%5Cxff%20b.json", "a%FF%20b.json"]);
}

#[test]
fn what_could_not_be_done_is_said() {
    use crate::program::{self, Folder};

    let folder = Folder::new();
    folder.file("a.json", r#"{"id":"u","name":7}"#);
    let run = program::userlint(
        folder.path(),
        &[
            "check",
            "a.json",
            "missing.json",
            "--report",
            "sarif=r.sarif",
            "--report",
            "github=r.txt",
            "--report",
            "markdown=r.md",
        ],
    );
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    let read = |name| std::fs::read_to_string(folder.path().join(name)).expect("a report");
    let log = json(&read("r.sarif"));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let said = text(&invocation["toolExecutionNotifications"][0]["message"]["text"]);
    assert!(said.contains("missing.json"), "{said}");
    assert!(!results(&read("r.sarif")).is_empty());
    assert!(
        read("r.txt").starts_with("::error::cannot read missing.json"),
        "{}",
        read("r.txt")
    );
    assert!(read("r.md").contains("missing.json"), "{}", read("r.md"));
}

/// What a SARIF file of a run in this environment, started in a folder below the root of a checkout, says of its version.
fn provenance(below: &str, environment: &[(&str, &str)]) -> Value {
    use crate::program::{self, Folder, PROGRAM};

    let folder = Folder::new();
    folder.file("sub/fixtures/a.json", r#"{"id":"u","name":7}"#);
    let mut command = program::command(PROGRAM, &folder.path().join(below));
    command.args(["check", "--format", "sarif", "--surface", "rest", "."]);
    for (name, value) in environment {
        match *value {
            "ROOT" => command.env(name, folder.path()),
            value => command.env(name, value),
        };
    }
    let run = program::run(command);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    let log = json(&run.stdout);
    is_valid_sarif(&log);
    log["runs"][0]["versionControlProvenance"].clone()
}

const COMMIT: &str = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";

const ON_GITHUB: [(&str, &str); 6] = [
    ("GITHUB_ACTIONS", "true"),
    ("GITHUB_SERVER_URL", "https://github.example"),
    ("GITHUB_REPOSITORY", "owner/name"),
    ("GITHUB_SHA", COMMIT),
    ("GITHUB_REF", "refs/heads/feature/x"),
    ("GITHUB_WORKSPACE", "ROOT"),
];

#[test]
fn a_build_service_says_what_was_checked() {
    assert_eq!(
        provenance("", &ON_GITHUB),
        serde_json::json!([{
            "repositoryUri": "https://github.example/owner/name",
            "revisionId": COMMIT,
            "branch": "feature/x",
            "mappedTo": {"uriBaseId": "SRCROOT"},
        }])
    );
    let on_gitlab = [
        ("GITLAB_CI", "true"),
        ("CI_PROJECT_URL", "https://gitlab.example/group/name"),
        ("CI_COMMIT_SHA", COMMIT),
        ("CI_PROJECT_DIR", "ROOT"),
    ];
    assert_eq!(
        provenance("sub/fixtures", &on_gitlab),
        serde_json::json!([{
            "repositoryUri": "https://gitlab.example/group/name",
            "revisionId": COMMIT,
            "mappedTo": {"uri": "../../", "uriBaseId": "SRCROOT"},
        }])
    );
}

#[test]
fn nothing_is_said_of_a_version_that_is_not_known() {
    assert_eq!(provenance("", &[]), Value::Null);
    for (name, value) in [
        ("GITHUB_ACTIONS", ""),
        ("GITHUB_SERVER_URL", "https://user:secret@github.example"),
        ("GITHUB_REPOSITORY", ""),
        ("GITHUB_SHA", "main"),
        ("GITHUB_WORKSPACE", "/nowhere"),
    ] {
        let mut environment = ON_GITHUB.to_vec();
        environment.push((name, value));
        assert_eq!(provenance("", &environment), Value::Null, "{name}");
    }
}
