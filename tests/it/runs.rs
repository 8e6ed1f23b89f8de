//! The run as a whole: the same bytes whatever order a directory has, exit statuses cell by cell, colours as people
//! are used to them, reports in files, baselines.

use std::fs;

use userlint::report::ReportFormat;

use crate::program::{Folder, command, userlint};

const GOOD: &str = r#"{"id":"1","name":"Ann"}"#;
const WARNED: &str = r#"{"id":"1","name":"Ann","favourite":"tea"}"#;
const BAD: &str = r#"{"id":"1","name":"Ann","email":"ann@talkjs.com"}"#;

/// Names of files, in an order that differs from seed to seed.
fn shuffled(seed: usize) -> Vec<String> {
    let mut names: Vec<_> = (0..12).map(|at| format!("{}/{at}.json", at % 3)).collect();
    let count = names.len();
    for at in 0..count {
        names.swap(at, (at * 7 + seed * 13 + 5) % count);
    }
    names
}

#[test]
fn a_hundred_runs_over_directories_of_any_order_write_the_same_bytes() {
    let mut first = None;
    for seed in 0..100 {
        let folder = Folder::new();
        for name in shuffled(seed) {
            folder.file(name, BAD);
        }
        let run = userlint(folder.path(), &["check", ".", "--format", "json"]);
        assert_eq!(run.status, Some(1), "{run:?}");
        let first = first.get_or_insert_with(|| run.stdout.clone());
        assert_eq!(*first, run.stdout, "seed {seed}");
    }
}

#[test]
fn a_broken_a_bad_and_a_good_file_have_three_verdicts() {
    let folder = Folder::new();
    folder.file("broken.json", "{");
    folder.file("bad.json", BAD);
    folder.file("good.json", GOOD);
    let run = userlint(folder.path(), &["check", "."]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(
        run.stdout.contains("json_syntax") && run.stdout.contains("string_instead_of_array"),
        "{run:?}"
    );
    assert!(run.stdout.contains("sdk accepts 2 of 2"), "{run:?}");
    assert!(run.stdout.contains("rest rejects 1 of 2"), "{run:?}");
    let with_missing = userlint(folder.path(), &["check", ".", "missing.json"]);
    assert_eq!(with_missing.status, Some(2), "{with_missing:?}");
    assert_eq!(with_missing.stdout, run.stdout);
    assert!(with_missing.stderr.contains("missing.json"), "{with_missing:?}");
}

/// What is asked for beside the file, and the exit status for a good, a warned and a bad file.
const STATUSES: [(&[&str], [i32; 3]); 11] = [
    (&[], [0, 0, 1]),
    (&["--fail-on", "error"], [0, 0, 1]),
    (&["--fail-on", "warning"], [0, 1, 1]),
    (&["--fail-on", "note"], [1, 1, 1]), // a user without an address hears of nothing by mail: a note
    (&["--fail-on", "never"], [0, 0, 0]),
    (&["--max-warnings", "0"], [0, 1, 1]),
    (&["--max-warnings", "1"], [0, 0, 1]),
    (&["--max-findings", "0"], [0, 0, 1]),
    (&["--quiet"], [0, 0, 1]),
    (&["--baseline", "missing.json"], [2, 2, 2]),
    (&["--report", "json=missing/report.json"], [2, 2, 2]),
];

#[test]
fn every_form_ends_with_the_same_status() {
    let folder = Folder::new();
    let files = [("good.json", GOOD), ("warned.json", WARNED), ("bad.json", BAD)];
    for (name, text) in files {
        folder.file(name, text);
    }
    for format in ReportFormat::ALL {
        for (args, statuses) in STATUSES {
            for ((name, _), status) in files.iter().zip(statuses) {
                let mut all = vec!["check", name, "--format", format.name()];
                all.extend(args);
                let run = userlint(folder.path(), &all);
                assert_eq!(run.status, Some(status), "{all:?} {run:?}");
            }
        }
        for args in [
            &["check", "--no-such-flag"][..],
            &["check"],
            &["check", "missing.json"],
            &["nothing"],
        ] {
            let run = userlint(folder.path(), args);
            assert_eq!(run.status, Some(2), "{args:?} {run:?}");
        }
    }
}

#[test]
fn a_report_file_is_there_whole_or_not_at_all() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    folder.file("report.json", "old");
    let run = userlint(
        folder.path(),
        &["check", "bad.json", "--report", "json=report.json"],
    );
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stdout.contains("-->"), "the terminal stays human: {run:?}");
    let report = fs::read_to_string(folder.path().join("report.json")).expect("a report");
    serde_json::from_str::<serde_json::Value>(&report).expect("one JSON text");
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names.len(), 2, "nothing unfinished is left: {names:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_report() {
    let folder = Folder::new();
    folder.file("bad.json", BAD.repeat(2000).replace("}{", "}\n{"));
    folder.file("report.json", "old");
    let line =
        "ulimit -f 8; exec userlint check bad.json --format json --report json=report.json > /dev/null";
    let output = command("sh", folder.path())
        .args(["-c", line])
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("cannot write report.json"), "{said}");
    assert_eq!(
        fs::read_to_string(folder.path().join("report.json")).expect("the old report"),
        "old"
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("the folder").count(),
        2,
        "nothing unfinished is left"
    );
}

#[test]
fn colours_come_and_go_as_the_environment_says() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let none: &[(&str, &str)] = &[];
    for (environment, args, coloured) in [
        (none, &[][..], false),
        (&[("FORCE_COLOR", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("FORCE_COLOR", "")], &[], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], &[], true),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[("FORCE_COLOR", "1")], &["--color", "never"], false),
        (&[("FORCE_COLOR", "1")], &["--format", "json"], false),
    ] {
        let mut command = command(crate::program::PROGRAM, folder.path());
        command.args(["check", "bad.json"]).args(args);
        command.envs(environment.iter().copied());
        let output = command.output().expect("the program");
        let is_coloured = output.stdout.contains(&0x1B);
        assert_eq!(is_coloured, coloured, "{environment:?} {args:?}");
    }
}

#[test]
fn what_is_written_suits_its_reader() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let run = |environment: &[(&str, &str)]| {
        let mut command = command(crate::program::PROGRAM, folder.path());
        command.args(["check", "bad.json", "--format", "auto"]);
        let output = command
            .envs(environment.iter().copied())
            .output()
            .expect("the program");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let piped = run(&[]);
    assert!(
        piped.starts_with("bad.json:1:32: error[string_instead_of_array]"),
        "{piped}"
    );
    assert!(piped.contains("/email"), "{piped}");
    let gitlab = run(&[("GITLAB_CI", "true")]);
    assert!(
        gitlab.contains("-->") && !gitlab.contains("ann@talkjs.com"),
        "{gitlab}"
    );
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "# Another step\n").expect("a file");
    let path = summary.to_str().expect("UTF-8");
    let github = run(&[("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", path)]);
    assert!(
        github.contains("-->") && github.contains("\n::error file=bad.json,line=1"),
        "{github}"
    );
    assert!(!github.contains("ann@talkjs.com"), "{github}");
    let summary = fs::read_to_string(summary).expect("a summary");
    assert!(
        summary.starts_with("# Another step\n") && summary.contains("string_instead_of_array"),
        "{summary}"
    );
    assert!(!summary.contains("ann@talkjs.com"), "{summary}");
}

#[cfg(unix)]
#[test]
fn nothing_that_is_no_file_is_replaced_or_waited_for() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let fifo = command("mkfifo", folder.path())
        .arg("fifo")
        .status()
        .expect("mkfifo");
    assert!(fifo.success());
    std::os::unix::fs::symlink("nowhere", folder.path().join("dangling")).expect("a link");
    folder.file("walked/good.json", GOOD);
    std::os::unix::fs::symlink("../fifo", folder.path().join("walked/.gitignore")).expect("a link");
    for args in [
        &["check", "bad.json", "--report", "json=fifo"][..],
        &["check", "bad.json", "--report", "json=dangling"],
        &["check", "bad.json", "--report", "json=/dev/null"],
        &["check", "bad.json", "--report", "json=bad.json"],
        &[
            "check",
            "bad.json",
            "--report",
            "json=r.json",
            "--report",
            "sarif=./r.json",
        ],
        &["check", "bad.json", "--baseline", "fifo"],
        &["check", "bad.json", "--baseline", "/dev/zero"],
        &["check", "--files-from", "fifo"],
        &["check", "walked"],
    ] {
        let run = userlint(folder.path(), args);
        assert_eq!(run.status, Some(2), "{args:?} {run:?}");
        assert!(run.stderr.starts_with("userlint: "), "{args:?} {run:?}");
    }
    let bad = fs::read_to_string(folder.path().join("bad.json")).expect("the input");
    assert_eq!(bad, BAD, "no input is overwritten");
    let kind = fs::symlink_metadata(folder.path().join("fifo"))
        .expect("the pipe")
        .file_type();
    assert!(!kind.is_file(), "a pipe stays a pipe");
    let mut with_summary = command(crate::program::PROGRAM, folder.path());
    with_summary
        .args(["check", "bad.json", "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", "fifo");
    assert_eq!(with_summary.output().expect("the program").status.code(), Some(1));
    let ignored = userlint(folder.path(), &["check", "walked", "--no-ignore"]);
    assert_eq!(ignored.status, Some(0), "{ignored:?}");
}

#[test]
fn a_pattern_that_is_too_large_is_said_to_be() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let nested = format!("{}{}", "{a,".repeat(200), "}".repeat(200));
    let run = userlint(folder.path(), &["check", ".", "--exclude", &nested]);
    assert_eq!(run.status, Some(2), "{run:?}");
    let named = userlint(folder.path(), &["check", &format!("./{}", "*?".repeat(60_000))]);
    assert_eq!(named.status, Some(2), "{named:?}");
}

#[test]
fn an_own_report_is_left_alone_in_a_walk() {
    let folder = Folder::new();
    folder.file("in/bad.json", BAD);
    for format in ["json", "ndjson", "sarif", "gitlab", "rdjsonl"] {
        let report = format!("--report={format}=in/{format}-report.json");
        userlint(folder.path(), &["check", "in/bad.json", &report]);
    }
    let baseline = &[
        "check",
        "in/bad.json",
        "--baseline",
        "in/known.json",
        "--update-baseline",
    ];
    assert_eq!(userlint(folder.path(), baseline).status, Some(0));
    let run = userlint(folder.path(), &["check", "in", "--show-files"]);
    assert_eq!(run.stdout, "in/bad.json\n", "{run:?}");
}

#[test]
fn what_was_not_read_cannot_be_switched_off_and_warnings_that_count_are_looked_for() {
    let folder = Folder::new();
    folder.file("broken.json", "{");
    folder.file("warned.json", WARNED);
    let off = userlint(
        folder.path(),
        &["check", "broken.json", "--set", "rules.json_syntax = 'off'"],
    );
    assert_eq!(off.status, Some(2), "{off:?}");
    assert!(off.stderr.contains("always an error"), "{off:?}");
    let args = &[
        "check",
        "warned.json",
        "--max-warnings",
        "0",
        "--min-severity",
        "error",
    ];
    assert_eq!(userlint(folder.path(), args).status, Some(1));
    let args = &[
        "check",
        "warned.json",
        "--force-exclude",
        "--set",
        "exclude = ['warned.json']",
    ];
    let excluded = userlint(folder.path(), args);
    assert_eq!(excluded.status, Some(2), "nothing is left to check: {excluded:?}");
}

#[test]
fn a_baseline_knows_findings_not_rules() {
    let folder = Folder::new();
    folder.file("users.json", format!("[{BAD}]"));
    let check = |more: &[&str]| {
        let mut args = vec!["check", "users.json", "--baseline", "known.json"];
        args.extend(more);
        userlint(folder.path(), &args).status
    };
    assert_eq!(check(&["--update-baseline"]), Some(0));
    assert_eq!(check(&[]), Some(0));
    let another = BAD.replace("\"1\"", "\"2\"");
    folder.file("users.json", format!("[{another},\n {BAD}]"));
    assert_eq!(check(&[]), Some(1), "the same mistake in another user is new");
    folder.file("users.json", format!("[{GOOD}]"));
    assert_eq!(check(&[]), Some(2), "what is mended is stale");
    assert_eq!(check(&["--allow-stale"]), Some(0));
    assert_eq!(check(&["--prune-baseline"]), Some(0));
    let pruned = fs::read(folder.path().join("known.json")).expect("a baseline");
    assert_eq!(check(&["--prune-baseline"]), Some(0));
    assert_eq!(
        fs::read(folder.path().join("known.json")).expect("a baseline"),
        pruned
    );
    assert_eq!(check(&[]), Some(0));
}

#[test]
fn a_baseline_holds_wherever_the_run_is_started() {
    let folder = Folder::new();
    folder.file("project/fixtures/bad.json", BAD);
    folder.file("project/known/empty", "");
    folder.file("elsewhere/bad.json", BAD);
    let check = |from: &str, file: &str, baseline: &str, more: &[&str]| {
        let mut args = vec!["check", file, "--baseline", baseline];
        args.extend(more);
        userlint(&folder.path().join(from), &args).status
    };
    let made = check(
        "project",
        "fixtures/bad.json",
        "known/known.json",
        &["--update-baseline"],
    );
    assert_eq!(made, Some(0));
    let text = fs::read_to_string(folder.path().join("project/known/known.json")).expect("a baseline");
    assert!(text.contains(r#""file": "../fixtures/bad.json""#), "{text}");
    let absolute = folder.path().join("project/fixtures/bad.json");
    let absolute = absolute.to_str().expect("a path of ours");
    for (from, file, baseline) in [
        ("project", "./fixtures/bad.json", "known/known.json"),
        ("project", "fixtures", "known/known.json"),
        ("project/fixtures", "bad.json", "../known/known.json"),
        ("project/known", "../fixtures/bad.json", "known.json"),
        ("", "project/fixtures/bad.json", "project/known/known.json"),
        ("elsewhere", absolute, "../project/known/known.json"),
    ] {
        assert_eq!(check(from, file, baseline, &[]), Some(0), "{file} from {from}");
    }
    // Another file of the same name is another.
    assert_eq!(
        check("elsewhere", "bad.json", "../project/known/known.json", &[]),
        Some(1)
    );
    // From anywhere it is seen that the file is gone, by whoever asks for it.
    fs::remove_file(absolute).expect("a file");
    let pruned = check(
        "elsewhere",
        "bad.json",
        "../project/known/known.json",
        &["--prune-baseline"],
    );
    assert_eq!(pruned, Some(1));
    let text = fs::read_to_string(folder.path().join("project/known/known.json")).expect("a baseline");
    assert!(text.contains(r#""findings": []"#), "{text}");
}

#[test]
fn stale_entries_are_named_as_far_as_there_is_room() {
    let folder = Folder::new();
    let users: Vec<_> = (0..3)
        .map(|id| BAD.replace("\"1\"", &format!("\"{id}\"")))
        .collect();
    folder.file("users.json", format!("[{}]", users.join(",")));
    folder.file("warned.json", WARNED);
    for file in 0..12 {
        folder.file(format!("more/{file:02}.json"), BAD);
    }
    let known = ["--baseline", "known.json"];
    let stale = |paths: &[&str]| {
        let args: Vec<_> = ["check"].iter().chain(paths).chain(&known).copied().collect();
        let run = userlint(folder.path(), &args);
        assert_eq!(run.status, Some(2), "{run:?}");
        run.stderr
    };
    let made = userlint(
        folder.path(),
        &["check", ".", "--baseline", "known.json", "--update-baseline"],
    );
    assert_eq!(made.status, Some(0), "{made:?}");
    folder.file("warned.json", GOOD);
    assert_eq!(
        stale(&["warned.json"]),
        "userlint: 1 entry of the baseline known.json is stale: unknown_field in warned.json; --prune-baseline takes \
         it out\n"
    );
    folder.file("users.json", GOOD);
    assert_eq!(
        stale(&["users.json", "warned.json"]),
        "userlint: 4 entries of the baseline known.json are stale: 3 of string_instead_of_array in users.json, \
         unknown_field in warned.json; --prune-baseline takes them out\n"
    );
    for file in 0..12 {
        folder.file(format!("more/{file:02}.json"), GOOD);
    }
    let all = stale(&["."]);
    assert!(
        all.contains("16 entries") && all.contains("more/09.json, and so on for 4 more;"),
        "{all}"
    );
    assert!(!all.contains("more/10.json"), "{all}");
}

#[test]
fn what_is_new_is_told_apart_from_what_a_baseline_knows() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let check = |more: &[&str]| {
        let args = [&["check", "bad.json", "--baseline", "known.json"], more].concat();
        userlint(folder.path(), &args).stdout
    };
    check(&["--update-baseline"]);
    assert!(
        check(&[]).ends_with(
            "rest rejects 1 of 1\n0 new errors, 0 new warnings in 1 user, 1 file\n1 known finding in the baseline\n"
        ),
        "{}",
        check(&[])
    );
    let markdown = check(&["--format", "markdown"]);
    assert!(
        markdown.starts_with("# userlint: nothing new in 1 user, 1 file; 1 known finding in the baseline\n"),
        "{markdown}"
    );
}
