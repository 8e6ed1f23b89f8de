//! What the program owes whoever gives it files that somebody else has written: the parts that are proved elsewhere for
//! the library, here once for the program as a whole. (Streams, odd files and names are in `hostile` and `runs`.)

use std::fs;
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::Value;

use crate::program::{Folder, Run, command, userlint};

const PATIENCE: Duration = Duration::from_secs(20);

fn report(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

/// The rules that found something in a file.
fn rules_in<'r>(report: &'r Value, file: &str) -> Vec<&'r str> {
    let findings = report["findings"].as_array().expect("findings");
    let of_file = findings.iter().filter(|finding| finding["file"] == file);
    of_file
        .map(|finding| finding["rule"].as_str().expect("a rule"))
        .collect()
}

#[test]
fn what_is_json_is_read_and_what_is_not_is_refused_with_a_place() {
    let folder = Folder::new();
    let suite = fs::read_to_string("corpus/_syntax/json-test-suite.json").expect("the suite");
    let suite: Value = serde_json::from_str(&suite).expect("JSON");
    let mut expected = Vec::new();
    for case in suite["cases"].as_array().expect("cases") {
        let Some(text) = case["base64"].as_str() else {
            continue;
        };
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(text)
            .expect("base64");
        let name = format!("{}.json", case["name"].as_str().expect("a name"));
        folder.file(&name, bytes);
        expected.push((
            name,
            case["expect"].as_str().expect("what is expected").to_owned(),
        ));
    }
    assert!(expected.len() > 250, "{}", expected.len());
    let run = userlint(folder.path(), &["check", ".", "--format", "json", "--hidden"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    let report = report(&run);
    for (name, expect) in expected {
        let rules = rules_in(&report, &name);
        let is_refused = ["json_syntax", "text_encoding", "nesting_too_deep"]
            .iter()
            .any(|rule| rules.contains(rule));
        match expect.as_str() {
            "accept" => assert!(!is_refused, "{name}: {rules:?}"),
            "refuse" => assert!(is_refused, "{name}: {rules:?}"),
            _ => {}
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_one_finding_and_the_file_stays_as_it_is() {
    let folder = Folder::new();
    let bytes = b"{\"id\":\"1\",\"name\":\"Zo\xEB\"}";
    folder.file("latin1.json", bytes);
    let before = fs::metadata(folder.path().join("latin1.json")).and_then(|metadata| metadata.modified());
    let run = userlint(folder.path(), &["check", "latin1.json", "--format", "json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    let report = report(&run);
    assert_eq!(rules_in(&report, "latin1.json"), ["text_encoding"]);
    assert_eq!(report["findings"][0]["span"]["start"], 20);
    assert_eq!(
        fs::read(folder.path().join("latin1.json")).expect("the file"),
        bytes
    );
    let after = fs::metadata(folder.path().join("latin1.json")).and_then(|metadata| metadata.modified());
    assert_eq!(before.expect("a time"), after.expect("a time"));
}

#[test]
fn keys_are_the_same_when_they_mean_the_same_and_both_are_shown() {
    let folder = Folder::new();
    folder.file("twice.json", r#"{"id":"1","name":"Ann","\u0069d":"2"}"#);
    let run = userlint(folder.path(), &["check", "twice.json", "--format", "json"]);
    let report = report(&run);
    assert_eq!(rules_in(&report, "twice.json"), ["duplicate_key"]);
    let finding = &report["findings"][0];
    let spans = [&finding["span"], &finding["related"][0]["span"]];
    assert!(spans.iter().any(|span| span["start"] == 1), "{finding}");
    assert!(spans.iter().any(|span| span["start"] == 23), "{finding}");
    let human = userlint(folder.path(), &["check", "twice.json"]);
    assert_eq!(human.stdout.matches("-->").count(), 2, "{}", human.stdout);
}

#[test]
fn properties_of_annotations_are_escaped() {
    let folder = Folder::new();
    let name = "a,b:c%25.json";
    folder.file(name, r#"{"id":"1"}"#);
    let run = userlint(folder.path(), &["check", name, "--format", "github"]);
    assert!(
        run.stdout.starts_with("::error file=a%2Cb%3Ac%2525.json,line=1,"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.lines().all(|line| line.starts_with("::")),
        "{}",
        run.stdout
    );
}

#[test]
fn xml_holds_no_character_that_xml_has_not() {
    let folder = Folder::new();
    folder.file("x.json", "{\"id\":\"a\\u0001\\ufffe]]>&\",\"name\":7}");
    for format in ["junit", "checkstyle"] {
        for redact in ["--redact=never", "--redact=always"] {
            let run = userlint(folder.path(), &["check", "x.json", "--format", format, redact]);
            assert_eq!(run.status, Some(1), "{run:?}");
            roxmltree::Document::parse(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout));
        }
    }
}

#[test]
fn time_is_in_proportion_for_much_of_anything() {
    let folder = Folder::new();
    let user = |at: usize| format!(r#"{{"id":"user_{at}","name":"A","email":"a{at}@b.co","nmae":"x"}}"#);
    let users: Vec<_> = (0..20_000).map(user).collect();
    folder.file("errors.json", format!("[{}]", users.join(",")));
    folder.file("lines.ndjson", users.join("\n"));
    folder.file(
        "keys.json",
        format!(
            "{{{}}}",
            (0..50_000)
                .map(|at| format!(r#""namf{at}":1"#))
                .collect::<Vec<_>>()
                .join(",")
        ),
    );
    folder.file(
        "escapes.json",
        format!(r#"{{"id":"1","name":"{}"}}"#, "\\u00e9".repeat(300_000)),
    );
    folder.file(
        "keys-of-pem.json",
        format!("{{\"a\":\"{}}}", "-----BEGIN ".repeat(20_000)),
    );
    for format in ["human", "sarif", "junit"] {
        let start = Instant::now();
        let run = userlint(folder.path(), &["check", ".", "--format", format]);
        assert_eq!(run.status, Some(1), "{}", run.stderr);
        // An unoptimised build on a busy machine; what is quadratic takes minutes.
        assert!(start.elapsed() < PATIENCE, "{format}: {:?}", start.elapsed());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_unless_it_says_that_it_has_none() {
    let folder = Folder::new();
    folder.file("bad.json", r#"{"id":"1"}"#);
    // `script` runs its command on a terminal of its own; it is in every Linux, but not in every container.
    let has_script = command("script", folder.path())
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_script {
        return;
    }
    for (environment, coloured) in [
        (&[("TERM", "xterm")][..], true),
        (&[("TERM", "xterm"), ("NO_COLOR", "1")], false),
        (&[("TERM", "xterm"), ("NO_COLOR", "")], true),
        (&[("TERM", "dumb")], false),
        (&[("TERM", "dumb"), ("CI", "1")], false),
        (&[("TERM", "dumb"), ("FORCE_COLOR", "1")], true),
    ] {
        let mut script = command("script", folder.path());
        script.args(["-qec", "userlint check bad.json", "/dev/null"]);
        let output = script.envs(environment.iter().copied()).output().expect("script");
        assert_eq!(output.stdout.contains(&0x1B), coloured, "{environment:?}");
    }
}

/// Files of which nobody knows what they are: any depth, any bytes, cut anywhere.
fn odd_texts() -> Vec<(String, Vec<u8>)> {
    let user = r#"{"id":5,"name":"A","email":"a@talkjs.com","custom":{"n":{"o":[1,{}]}}}"#;
    let mut texts = Vec::new();
    for depth in [127, 128, 129, 100_000] {
        texts.push((format!("arrays-{depth}"), "[".repeat(depth).into_bytes()));
        let objects = "{\"a\":".repeat(depth) + "1" + &"}".repeat(depth);
        texts.push((format!("objects-{depth}"), objects.into_bytes()));
        let inside = format!(
            r#"{{"id":"u","name":"A","custom":{{"n":{}1{}}}}}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        );
        texts.push((format!("inside-{depth}"), inside.into_bytes()));
    }
    for at in 0..user.len() {
        texts.push((format!("cut-{at}"), user.as_bytes()[..at].to_vec()));
        let mut changed = user.as_bytes().to_vec();
        // Every byte stands somewhere in the place of another.
        changed[at] = u8::try_from(at * 37 % 256).expect("a byte");
        texts.push((format!("changed-{at}"), changed));
    }
    texts
}

#[test]
fn no_command_ends_but_with_its_status_whatever_it_is_given() {
    let folder = Folder::new();
    for (name, text) in odd_texts() {
        folder.file(format!("in/{name}.json"), &text);
        folder.file(
            format!("in/{name}.ndjson"),
            [&text[..], b"\n", &text[..]].concat(),
        );
    }
    for args in [
        &["check", "in", "--quiet"][..],
        &["check", "in", "--quiet", "--dataset", "--format", "sarif"],
        &["check", "in", "--diff", "--unsafe-fixes"],
        &["batch", "in", "--out", "out", "--quiet"],
        &["check", "in", "--fix", "--unsafe-fixes", "--quiet"],
        &["check", "in", "--fix", "--unsafe-fixes", "--quiet"],
    ] {
        let run = userlint(folder.path(), args);
        assert!(
            matches!(run.status, Some(1 | 2)),
            "{args:?}: {:?} {}",
            run.status,
            run.stderr
        );
        assert!(!run.stderr.contains("internal error"), "{args:?}: {}", run.stderr);
    }
    for name in [
        "inside-128.json",
        "inside-100000.json",
        "objects-100000.ndjson",
        "changed-9.json",
        "cut-40.json",
    ] {
        let path = format!("in/{name}");
        for args in [
            &["convert", "--to", "rest", "--unsafe", &path][..],
            &["diff", &path, &path],
        ] {
            let run = userlint(folder.path(), args);
            assert!(
                matches!(run.status, Some(0..=2)),
                "{args:?}: {:?} {}",
                run.status,
                run.stderr
            );
        }
    }
}
