//! `userlint conform` against small implementations that do what others may do: agree, lie, crash, hang, talk rubbish. What
//! must come of it is reckoned from the corpus.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use userlint::corpus::{self as data, Input};

use crate::corpus;
use crate::program::{Folder, Run, shell, userlint};

/// The questions of a rule.
const RULE: &str = "id_number";

/// Answers to each request with what stands in `$answer` behind the id.
fn answering(answer: &str) -> String {
    format!(
        r#"while read -r line; do id=${{line#*:}}; id=${{id%%,*}}; printf '%s\n' "{{\"id\":$id,{}}}"; done"#,
        answer.replace('"', "\\\"")
    )
}

/// Runs `userlint conform` with options against a line of shell.
fn conform(options: &str, implementation: &str) -> Run {
    let folder = Folder::new();
    folder.file("implementation.sh", implementation);
    shell(
        folder.path(),
        &format!("userlint conform {options} -- sh implementation.sh"),
    )
}

fn report(options: &str, implementation: &str) -> Value {
    let run = conform(&format!("--format json {options}"), implementation);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"))
}

fn disagreements(report: &Value) -> &Vec<Value> {
    report["disagreements"].as_array().expect("an array")
}

/// Of each disagreement the question, its kind and what is said of it.
fn kinds(report: &Value) -> Vec<(&str, &str, &str)> {
    let records = disagreements(report).iter();
    records
        .map(|record| {
            let text = |member: &str| record[member].as_str().unwrap_or_default();
            (text("id"), text("kind"), text("detail"))
        })
        .collect()
}

fn folder_of(rule: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(rule)
}

/// Questions by the name of the case, and the surface.
type Questions = BTreeSet<(String, String)>;

/// The names of the cases of a rule with the surfaces on which they are to be rejected, and all the others.
fn rejected_and_accepted(rule: &str) -> (Questions, Questions) {
    let mut both = (BTreeSet::new(), BTreeSet::new());
    for case in corpus::cases(&folder_of(rule)) {
        for surface in case.surfaces().iter() {
            let is_error = |finding: &corpus::Expected| {
                finding
                    .surfaces
                    .get(surface.name())
                    .is_some_and(|it| it == "error")
            };
            let question = (case.name.clone(), surface.name().to_owned());
            if case.findings.iter().any(is_error) {
                both.0.insert(question);
            } else {
                both.1.insert(question);
            }
        }
    }
    both
}

fn named(report: &Value) -> Questions {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let records = disagreements(report).iter();
    records
        .map(|record| (text(&record["name"]), text(&record["surface"])))
        .collect()
}

#[test]
fn userlint_agrees_with_the_corpus_at_every_level() {
    for level in data::Level::ALL {
        let run = userlint(
            Folder::new().path(),
            &["conform", "--self", "--level", level.name()],
        );
        assert_eq!(run.status, Some(0), "{}", run.stdout);
    }
}

#[test]
fn one_that_accepts_all_disagrees_where_something_is_to_be_rejected_and_nowhere_else() {
    let (rejected, accepted) = rejected_and_accepted(RULE);
    assert!(!rejected.is_empty() && !accepted.is_empty());
    let only = format!("--only {RULE}");
    let lenient = report(&only, &answering(r#""accepted":true"#));
    assert_eq!(named(&lenient), rejected);
    assert_eq!(lenient["agree"], accepted.len());
    let strict = report(&only, &answering(r#""accepted":false"#));
    assert_eq!(named(&strict), accepted);
    assert_eq!(strict["disagree"], accepted.len());
}

#[test]
fn one_that_agrees_ends_with_nothing_to_complain_of() {
    let rule = "locale_not_canonical";
    assert!(rejected_and_accepted(rule).0.is_empty(), "choose another rule");
    let run = conform(&format!("--only {rule}"), &answering(r#""accepted":true"#));
    assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run:?}");
    assert!(!run.stdout.contains("disagreement"), "{run:?}");
}

#[test]
fn pointers_and_rules_are_compared_where_that_is_asked_for() {
    let found =
        r#""accepted":false,"findings":[{"rule":"other","pointer":"/id"},{"rule":"other","pointer":"/id"}]"#;
    let options = "--only id_number --surface response --level";
    let by_pointer = report(&format!("{options} pointer"), &answering(found));
    let by_rule = report(&format!("{options} rule"), &answering(found));
    let of_zero = |report: &Value| {
        let mut records = disagreements(report).iter();
        records.find(|record| record["name"] == "zero").cloned()
    };
    assert_eq!(of_zero(&by_pointer), None, "a number is found at /id there");
    let record = of_zero(&by_rule).expect("the rule is another");
    assert_eq!(
        record["missing"],
        json!([{"rule": "id_number", "pointer": "/id"}])
    );
    assert_eq!(record["surplus"], json!([{"rule": "other", "pointer": "/id"}]));
    assert_eq!(record["accepted"], false);
}

#[test]
fn an_answer_without_what_is_compared_is_wrong() {
    for (level, answer, why) in [
        ("pointer", r#""accepted":true"#, "no `findings`"),
        (
            "rule",
            r#""accepted":true,"findings":[{"pointer":""}]"#,
            "no `rule`",
        ),
        ("verdict", r#""accept":true"#, "neither `accepted` nor `skipped`"),
        ("verdict", r#""accepted":true,"skipped":"x""#, "both"),
        ("verdict", r#""accepted":"yes""#, "no answer"),
    ] {
        let report = report(&format!("--only {RULE} --level {level}"), &answering(answer));
        assert_eq!(report["agree"], 0, "{answer}");
        for (_, kind, detail) in kinds(&report) {
            assert!(kind == "wrong-answer" && detail.contains(why), "{kind}: {detail}");
        }
    }
}

#[test]
fn a_crash_is_a_result_and_the_next_question_is_asked() {
    let report = report(
        &format!("--only {RULE}"),
        "read -r line; echo 'it burns' >&2; exit 3",
    );
    let kinds = kinds(&report);
    let (rejected, accepted) = rejected_and_accepted(RULE);
    assert_eq!(kinds.len(), rejected.len() + accepted.len());
    for (id, kind, detail) in kinds {
        assert_eq!(kind, "crash", "{id}");
        assert!(
            detail.contains("exit status: 3") && detail.contains("it burns"),
            "{detail}"
        );
    }
}

#[test]
fn one_that_hangs_is_ended_with_what_it_started_and_at_last_asked_no_more() {
    let folder = Folder::new();
    folder.file("hang.sh", "sleep 1000 & echo $! >> started\nwait");
    let started = Instant::now();
    // What is killed is there until its parent has taken note, which for an orphan is the system's first process.
    let run = shell(
        folder.path(),
        "userlint conform --only id_number --timeout 0.2 --format json -- sh hang.sh; \
for pid in $(cat started); do n=0; while kill -0 $pid 2>/dev/null; do n=$((n+1)); \
         [ $n -gt 50 ] && echo $pid is left >&2 && break; sleep 0.1; done; done; true",
    );
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(run.stderr, "", "a process is left");
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let kinds: Vec<_> = kinds(&report).into_iter().map(|(_, kind, _)| kind).collect();
    let (hung, rest) = kinds.split_at(10);
    assert!(hung.iter().all(|kind| *kind == "timeout"), "{hung:?}");
    assert!(
        !rest.is_empty() && rest.iter().all(|kind| *kind == "not-asked"),
        "{rest:?}"
    );
}

#[test]
fn rubbish_is_a_wrong_answer_to_one_question_alone() {
    let implementation = answering(r#""accepted":true"#).replace(
        "printf",
        r"case $id in *zero@rest*) echo rubbish; echo more; continue;; esac; printf",
    );
    let report = report("--only id_number --surface rest,rest-update", &implementation);
    let wrong: Vec<_> = kinds(&report)
        .into_iter()
        .filter(|(_, kind, _)| *kind != "disagreement")
        .collect();
    let ids: Vec<_> = wrong.iter().map(|(id, ..)| *id).collect();
    assert_eq!(ids, ["id_number/zero@rest", "id_number/zero@rest-update"]);
    assert!(
        wrong.iter().all(|(_, kind, _)| *kind == "wrong-answer"),
        "{wrong:?}"
    );
}

#[test]
fn an_answer_to_another_question_is_no_answer() {
    // Each request is answered when the next has come: none ever comes, since the first is not answered.
    let late = r#"last='"none"'; while read -r line; do id=${line#*:}; echo "{\"id\":$last,\"accepted\":true}"; last=${id%%,*}; done"#;
    let report = report(&format!("--only {RULE}"), late);
    for (id, kind, detail) in kinds(&report) {
        assert_eq!(kind, "wrong-answer", "{id}");
        assert!(detail.contains("`none`"), "{detail}");
    }
    assert_eq!(report["agree"], 0);
}

#[test]
fn a_line_without_end_is_no_answer_and_is_not_read_to_its_end() {
    let started = Instant::now();
    let report = report(
        "--only id_number --surface sdk",
        "read -r line; while :; do printf '%1000000s' x; done",
    );
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
    for (id, kind, detail) in kinds(&report) {
        assert_eq!(kind, "wrong-answer", "{id}");
        assert!(detail.contains("1048576"), "{detail}");
    }
    assert_eq!(report["agree"], 0);
}

#[test]
fn an_answer_of_a_megabyte_is_an_answer() {
    let long = r#"while read -r line; do id=${line#*:}; printf '%1000000s{"id":%s,"accepted":true}\n' '' "${id%%,*}"; done"#;
    let report = report("--only locale_not_canonical --surface sdk", long);
    assert_eq!(report["disagree"], 0, "{report}");
}

#[test]
fn closed_streams_are_results() {
    let deaf = report(
        "--only id_number --surface sdk --timeout 0.1",
        "exec <&-; sleep 1000",
    );
    assert_eq!(kinds(&deaf)[0].1, "timeout");
    let mute = report("--only id_number --surface sdk", "exec >&-; sleep 1000");
    for (_, kind, detail) in kinds(&mute) {
        assert!(
            kind == "crash" && detail.contains("closed its output"),
            "{kind}: {detail}"
        );
    }
}

#[test]
fn what_is_skipped_counts_neither_way_and_nothing_but_skips_is_no_success() {
    let run = conform(&format!("--only {RULE}"), &answering(r#""skipped":"not today""#));
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("nothing was compared"), "{run:?}");
    let some = answering(r#""accepted":true"#)
        .replace("printf", r"case $id in *@sdk*) answer;; *) skip;; esac; #")
        .replace("while", "answer() { echo \"{\\\"id\\\":$id,\\\"accepted\\\":true}\"; }\nskip() { echo \"{\\\"id\\\":$id,\\\"skipped\\\":\\\"no\\\"}\"; }\nwhile")
        .replace("; done", "\ndone");
    let report = report("--only locale_not_canonical", &some);
    assert_eq!(report["disagree"], 0, "{report}");
    assert!(
        report["agree"].as_u64() > Some(0) && report["skipped"].as_u64() > Some(0),
        "{report}"
    );
}

#[test]
fn what_cannot_be_asked_ends_the_run_with_a_word() {
    let folder = Folder::new();
    folder.file("schema.json", "{}");
    folder.file("no-schema.json", r#"{"type":7}"#);
    for (args, word) in [
        (&["--", "./none"][..], "cannot start ./none"),
        (&["--self", "--only", "no_such_rule"], "no_such_rule"),
        (&["--schema", "schema.json"], "--surface"),
        (&["--schema", "none.json", "--surface", "sdk"], "none.json"),
        (
            &["--schema", "no-schema.json", "--surface", "sdk"],
            "no JSON Schema",
        ),
        (
            &["--schema", "schema.json", "--surface", "sdk", "--level", "rule"],
            "names no rules",
        ),
        (&["--self", "--timeout", "0"], "seconds"),
        (&[], "--self"),
        (&["--export", "."], "not empty"),
    ] {
        let args: Vec<&str> = ["conform"].iter().chain(args).copied().collect();
        let run = userlint(folder.path(), &args);
        assert_eq!(run.status, Some(2), "{args:?}: {run:?}");
        assert!(
            run.stderr.contains(word) && run.stdout.is_empty(),
            "{args:?}: {run:?}"
        );
    }
}

#[test]
fn a_schema_is_judged_by_single_users() {
    let folder = Folder::new();
    folder.file("all.json", "true");
    let ours = userlint(folder.path(), &["schema", "rest"]).stdout;
    folder.file("rest.json", ours);
    let ask = |file: &str| {
        let args = [
            "conform",
            "--schema",
            file,
            "--surface",
            "rest",
            "--only",
            "string_instead_of_array",
            "--format",
            "json",
        ];
        let run = userlint(folder.path(), &args);
        let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
        (run.status, report)
    };
    let (status, report) = ask("rest.json");
    assert_eq!((status, &report["disagree"]), (Some(0), &json!(0)), "{report}");
    let skipped: Vec<_> = report["skips"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|skip| &skip["id"])
        .collect();
    assert_eq!(
        skipped,
        [
            "string_instead_of_array/in-a-map@rest",
            "string_instead_of_array/in-an-operation@rest"
        ]
    );
    let (status, report) = ask("all.json");
    assert_eq!(status, Some(1));
    let rejected = rejected_and_accepted("string_instead_of_array").0;
    for question in named(&report) {
        assert!(rejected.contains(&question), "{question:?}");
    }
}

#[test]
fn a_request_is_what_the_specification_says() {
    let folder = Folder::new();
    folder.file("keep.sh", "while read -r line; do printf '%s\\n' \"$line\" >> requests; id=${line#*:}; echo \"{\\\"id\\\":${id%%,*},\\\"accepted\\\":true}\"; done");
    shell(
        folder.path(),
        "userlint conform --only text_encoding --only role_unknown --only lone_surrogate -- sh keep.sh",
    );
    let specification = fs::read_to_string("corpus/README.md").expect("a readable file");
    let requests = fs::read_to_string(folder.path().join("requests")).expect("requests");
    let mut seen = BTreeSet::new();
    for line in requests.lines() {
        let request: Value = serde_json::from_str(line).expect("JSON");
        let request = request.as_object().expect("an object");
        assert!(
            request.contains_key("text") != request.contains_key("base64"),
            "{line}"
        );
        for always in ["id", "surface", "name", "min_severity"] {
            assert!(request.contains_key(always), "{line}");
        }
        seen.extend(request.keys().cloned());
    }
    for member in &seen {
        assert!(
            specification.contains(&format!("`{member}`")),
            "{member} is not specified"
        );
    }
    assert!(seen.contains("base64") && seen.contains("settings"), "{seen:?}");
}

#[test]
fn all_forms_of_the_report_count_alike() {
    let liar = answering(r#""accepted":true"#).replace("printf", "case $id in *zero*) exit 1;; esac; printf");
    let counts = report(&format!("--only {RULE}"), &liar);
    let bad = usize::try_from(counts["disagree"].as_u64().expect("a count")).expect("a small number");
    let crashes = kinds(&counts)
        .iter()
        .filter(|(_, kind, _)| *kind == "crash")
        .count();
    assert!(crashes > 0 && crashes < bad, "{counts}");

    let tap = conform(&format!("--only {RULE} --format tap"), &liar).stdout;
    assert_eq!(
        tap.lines().filter(|line| line.starts_with("not ok ")).count(),
        bad
    );
    let all = rejected_and_accepted(RULE);
    let points = all.0.len() + all.1.len();
    assert_eq!(
        tap.lines().filter(|line| line.starts_with("ok ")).count(),
        points - bad
    );
    assert!(tap.contains(&format!("\n1..{points}\n")), "{tap}");

    let junit = conform(&format!("--only {RULE} --format junit"), &liar).stdout;
    let document = roxmltree::Document::parse(&junit).expect("XML");
    let count = |name: &str| {
        document
            .descendants()
            .filter(|node| node.has_tag_name(name))
            .count()
    };
    assert_eq!((count("failure"), count("error")), (bad - crashes, crashes));
    let suites = document.root_element();
    assert_eq!(
        suites.attribute("failures"),
        Some((bad - crashes).to_string().as_str())
    );
    assert_eq!(
        suites.attribute("tests"),
        Some((all.0.len() + all.1.len()).to_string().as_str())
    );

    let human = conform(&format!("--only {RULE} --all"), &liar).stdout;
    let ok = all.0.len() + all.1.len() - bad;
    assert!(
        human.ends_with(&format!("\n{ok} of {} agree\n", ok + bad)),
        "{human}"
    );
}

#[test]
fn nothing_that_the_other_side_says_reaches_the_terminal_as_more_than_text() {
    let hostile = r"\u001b[31m\u202e##[x]<a>&";
    let implementations = [
        format!("while read -r line; do printf '%s\\n' '{{\"id\":\"{hostile}\",\"accepted\":true}}'; done"),
        answering(&format!("\"skipped\":\"{hostile}\"")),
        "read -r line; printf '\\033[31mred\\n' >&2; exit 1".to_owned(),
    ];
    for implementation in &implementations {
        for form in ["human", "json", "tap", "junit"] {
            let run = conform(&format!("--only {RULE} --format {form}"), implementation);
            for stream in [&run.stdout, &run.stderr] {
                assert!(
                    !stream.contains('\u{1b}') && !stream.contains('\u{202e}'),
                    "{form}: {run:?}"
                );
            }
        }
    }
}

#[test]
fn the_export_is_the_corpus() {
    let folder = Folder::new();
    let run = userlint(folder.path(), &["conform", "--export", "out"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run:?}");
    let out = folder.path().join("out");
    let index: Value =
        serde_json::from_slice(&fs::read(out.join("index.json")).expect("an index")).expect("JSON");
    assert_eq!(index["version"], data::VERSION);
    let mut written = index["cases"].as_array().expect("an array").iter();
    for rule in corpus::folders() {
        for case in corpus::cases(&rule) {
            let record = written.next().expect("as many cases");
            assert_eq!(record["name"], case.name);
            let file = record["file"].as_str().expect("a path");
            assert_eq!(
                fs::read(out.join(file)).expect("a file"),
                case.bytes(&rule),
                "{file}"
            );
            let expected = record["expected"].as_object().expect("an object");
            let surfaces: BTreeSet<_> = case.surfaces().iter().map(userlint::Surface::name).collect();
            assert_eq!(
                expected.keys().map(String::as_str).collect::<BTreeSet<_>>(),
                surfaces
            );
            for (surface, on_surface) in expected {
                let severities = case
                    .findings
                    .iter()
                    .filter_map(|finding| finding.surfaces.get(surface));
                let severities: Vec<_> = severities.collect();
                assert_eq!(
                    on_surface["findings"].as_array().expect("an array").len(),
                    severities.len()
                );
                assert_eq!(
                    on_surface["accepted"],
                    !severities.iter().any(|it| *it == "error")
                );
            }
        }
    }
    assert_eq!(written.next(), None);
}

#[test]
fn the_cases_are_built_in_as_they_stand_in_the_repository() {
    let entries = data::built_in().expect("the corpus is as its specification says");
    let mut entries = entries.iter();
    for folder in corpus::folders() {
        for case in corpus::cases(&folder) {
            let entry = entries.next().expect("as many cases");
            assert_eq!(entry.case.name, case.name);
            assert_eq!(entry.bytes, case.bytes(&folder), "{}", entry.id);
            assert_eq!(
                matches!(entry.case.input, Input::File(_)),
                matches!(case.input, Input::File(_))
            );
        }
    }
    assert!(entries.next().is_none());
}

/// Says why the rest of a test is not run, where the system has no Python.
fn has_python() -> bool {
    let run = shell(Folder::new().path(), "python3 -c 'import json' 2>&1");
    if run.status != Some(0) {
        eprintln!("skipped: python3 is not installed");
    }
    run.status == Some(0)
}

#[test]
fn the_mistake_in_the_example_is_named_by_rule_and_case() {
    if !has_python() {
        return;
    }
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/example.py");
    let run = shell(
        Folder::new().path(),
        &format!(
            "userlint conform --only string_instead_of_array --level pointer --format json -- python3 {}",
            example.display()
        ),
    );
    assert_eq!(run.status, Some(1), "{run:?}");
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let wrong = named(&report);
    // The mistake is that `rest-update` is forgotten: bare strings that are taken there and must not be.
    let bare: BTreeSet<_> = rejected_and_accepted("string_instead_of_array")
        .0
        .into_iter()
        .filter(|(name, surface)| surface == "rest-update" && !name.starts_with("in a"))
        .collect();
    assert!(wrong.iter().all(|question| bare.contains(question)), "{wrong:#?}");
    for name in ["a bare number", "both", "escapes in the address"] {
        assert!(
            wrong.contains(&(name.to_owned(), "rest-update".to_owned())),
            "{wrong:#?}"
        );
    }
    assert!(
        disagreements(&report)
            .iter()
            .all(|record| record["rule"] == "string_instead_of_array")
    );
}
