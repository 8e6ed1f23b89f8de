//! Several inputs as one dataset, as the program shows them: the other file in every form of report, what no excerpt may
//! show, and inputs that cannot be read.

use serde_json::Value;
use userlint::report::human::Human;
use userlint::settings::{Level, Settings};
use userlint::{Linter, Options, Source, find_rule};

use crate::program::{Folder, userlint};
use crate::written;

/// One user in two files, under a name that a URI must escape.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("a b.json", r#"{"id":"5","name":"Ann","email":null}"#);
    folder.file("c.json", "{\n\"id\":5,\"name\":\"Ann\",\"email\":null}");
    folder
}

fn report(folder: &Folder, format: &str) -> String {
    let run = userlint(
        folder.path(),
        &["check", "--dataset", "--surface=sdk", ".", "--format", format],
    );
    assert_eq!(run.status, Some(1), "{format}: {}", run.stderr);
    run.stdout
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn every_form_names_the_other_file() {
    let folder = folder();
    for format in [
        "human",
        "concise",
        "json",
        "ndjson",
        "github",
        "gitlab",
        "junit",
        "tap",
        "checkstyle",
        "rdjsonl",
        "markdown",
    ] {
        let text = report(&folder, format);
        assert!(text.contains("id_collision"), "{format}: {text}");
        assert!(text.contains("b.json"), "{format}: {text}");
    }
}

#[test]
fn forms_with_places_of_their_own_say_where_in_the_other_file() {
    let folder = folder();
    let sarif = json(&report(&folder, "sarif"));
    let related = &sarif["runs"][0]["results"][0]["relatedLocations"][0]["physicalLocation"];
    assert_eq!(related["artifactLocation"]["uri"], "a%20b.json");
    assert_eq!(related["region"]["startColumn"], 7);
    assert!(related["region"]["snippet"].is_null(), "{related}");

    let finding = &json(&report(&folder, "json"))["findings"][0];
    assert_eq!(finding["file"], "c.json");
    assert_eq!(finding["start"]["line"], 2);
    assert_eq!(finding["related"][0]["file"], "a b.json");
    assert_eq!(finding["related"][0]["span"]["start"], 6);

    let rdjsonl = json(report(&folder, "rdjsonl").lines().next().expect("a line"));
    assert_eq!(rdjsonl["related_locations"][0]["location"]["path"], "a b.json");
}

#[test]
fn what_cannot_be_read_hides_no_user() {
    let folder = folder();
    let run = userlint(
        folder.path(),
        &[
            "check",
            "--dataset",
            "--surface=sdk",
            "gone.json",
            "a b.json",
            "c.json",
        ],
    );
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stdout.contains("id_collision"), "{}", run.stdout);
    assert_eq!(run.stderr.matches("gone.json").count(), 1, "{}", run.stderr);
}

/// The first of two users stands in a line of its own in which nothing is found: it is shown all the same.
#[test]
fn no_secret_is_shown_beside_the_first_of_two() {
    let text = concat!(
        r#"{"id":"7","name":"Ann","email":null,"custom":{"password":"hunter2"}}"#,
        "\n",
        r#"{"id":"8","name":"Bob","email":null}"#,
        "\n",
        r#"{"id":"7","name":"Cem","email":null}"#,
    );
    let mut settings = Settings::new();
    settings
        .rules
        .set(find_rule("custom_secret").expect("a rule"), Level::Off);
    let source = Source::new("users.ndjson", text);
    let report = Linter::new(Options::new().settings(settings)).check(source);
    let [finding] = &report.findings[..] else {
        panic!("{:?}", report.findings)
    };
    assert_eq!(finding.rule.id, "id_duplicate");
    let human = written::one(&mut Human::new(100, false), &report, source);
    assert!(human.contains("\"Ann\"") && !human.contains("hunter2"), "{human}");
}
