//! The program from outside: sessions as people type them, exit statuses, and which stream says what.
//!
//! What becomes of hostile input, odd files and broken streams is in `hostile`.

use crate::program::{COMMANDS, Folder, Run, userlint, userlint_on};

/// Files for every kind of verdict.
fn files() -> Folder {
    let folder = Folder::new();
    folder.file("good.json", r#"{"id":"1","name":"Alice"}"#);
    folder.file(
        "bad.json",
        r#"{"id":"1","name":"Alice","email":"alice@talkjs.com"}"#,
    );
    folder.file("broken.json", r#"{"id":"1","#);
    folder.file("warned.json", r#"{"id":"1","name":"Alice","favourite":"tea"}"#);
    folder.file("noted.json", r#"{"id":1,"name":"Alice","email":null}"#);
    folder.file("notes/one.txt", "no payload");
    folder
}

/// What a stream is for: `Some` names a text that must be on it.
struct Cell {
    args: &'static [&'static str],
    status: i32,
    stdout: Option<&'static str>,
    stderr: Option<&'static str>,
}

#[track_caller]
fn holds(cell: &Cell, run: &Run, form: &[&str]) {
    let shown = format!("{:?} {form:?}\n{run:?}", cell.args);
    assert_eq!(run.status, Some(cell.status), "{shown}");
    for (stream, wanted) in [(&run.stdout, cell.stdout), (&run.stderr, cell.stderr)] {
        match wanted {
            None => assert_eq!(stream, "", "{shown}"),
            Some(part) => {
                assert!(stream.contains(part), "`{part}` is missing: {shown}");
                assert!(
                    stream.ends_with('\n') && !stream.ends_with("\n\n"),
                    "one line end at the end: {shown}"
                );
            }
        }
    }
}

#[test]
fn each_ending_has_its_status_and_its_stream_in_every_form() {
    let folder = files();
    let cells = [
        Cell {
            args: &["check", "good.json"],
            status: 0,
            stdout: Some("sdk"),
            stderr: None,
        },
        Cell {
            args: &["check", "bad.json"],
            status: 1,
            stdout: Some("string_instead_of_array"),
            stderr: None,
        },
        Cell {
            args: &["check", "broken.json"],
            status: 1,
            stdout: Some("json_syntax"),
            stderr: None,
        },
        Cell {
            args: &["check", "warned.json"],
            status: 0,
            stdout: Some("unknown_field"),
            stderr: None,
        },
        Cell {
            args: &["check", "noted.json", "--surface=sdk", "--min-severity=note"],
            status: 0,
            stdout: Some("id_number"),
            stderr: None,
        },
        Cell {
            args: &["check", "bad.json", "--min-severity=error", "--surface=sdk"],
            status: 0,
            stdout: Some("sdk"),
            stderr: None,
        },
        Cell {
            args: &["check", "good.json", "bad.json", "broken.json"],
            status: 1,
            stdout: Some("broken.json"),
            stderr: None,
        },
        Cell {
            args: &["check", "good.json", "none.json"],
            status: 2,
            stdout: Some("sdk"),
            stderr: Some("none.json"),
        },
        Cell {
            args: &["check", "none.json", "bad.json"],
            status: 2,
            stdout: Some("string_instead_of_array"),
            stderr: Some("none.json"),
        },
        Cell {
            args: &["check", "good.json", "notes"],
            status: 2,
            stdout: Some("sdk"),
            stderr: Some("notes"),
        },
    ];
    for form in [&[][..], &["--format=human"], &["--format=json"]] {
        for cell in &cells {
            let run = userlint(folder.path(), &[cell.args, form].concat());
            holds(cell, &run, form);
        }
    }
}

#[test]
fn a_run_that_was_not_asked_for_rightly_prints_nothing_on_stdout() {
    let folder = files();
    for (args, word) in [
        (&[][..], "Usage: userlint"),
        (&["check"], "<PATH>"),
        (&["check", ""], "empty"),
        (&["check", "--exclude=[", "good.json"], "--exclude"),
        (&["check", "--null", "good.json"], "--files-from"),
        (&["completions", "sh"], "bash"),
        (&["completions"], "<SHELL>"),
        (&["check", "--surfaces=sdk", "good.json"], "--surface"),
        (&["check", "--surface=skd", "good.json"], "sdk"),
        (&["check", "--surface=", "good.json"], "sdk"),
        (&["check", "--shape=lists", "good.json"], "list"),
        (&["check", "--min-severity=errors", "good.json"], "error"),
        (&["check", "--format=jsn", "good.json"], "json"),
        (&["chek", "good.json"], "check"),
        (&["explain"], "<RULE>"),
        (&["explain", "json_sintax"], "json_syntax"),
        (&["explain", "nothing-like-it"], "userlint rules"),
        (&["schema", "sdkk"], "sdk"),
        (&["rules", "--format=jsn"], "json"),
    ] {
        let cell = Cell {
            args,
            status: 2,
            stdout: None,
            stderr: Some(word),
        };
        let run = userlint(folder.path(), args);
        holds(&cell, &run, &[]);
    }
}

#[test]
fn what_was_asked_for_goes_to_stdout() {
    let folder = files();
    for (args, word) in [
        (&["--help"][..], "Usage: userlint"),
        (&["help"], "Usage: userlint"),
        (&["-h"], "Usage: userlint"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
        (&["check", "--version"], env!("CARGO_PKG_VERSION")),
        (&["check", "--help"], "--min-severity"),
        (&["help", "check"], "--min-severity"),
        (&["explain", "--help"], "<RULE>"),
        (&["rules"], "json_syntax"),
        (&["rules", "--format=json"], "json_syntax"),
        (&["rules", "--format=markdown"], "| `json_syntax` |"),
        (&["explain", "json_syntax", "--format=markdown"], "# json_syntax"),
        (&["explain", "json_syntax", "--format=json"], "\"json_syntax\""),
        (&["completions", "bash"], "userlint"),
        (&["man"], ".TH userlint 1"),
        (&["explain", "json_syntax"], "json_syntax"),
        (&["explain", "json-syntax"], "json_syntax"),
        (&["schema"], "data-api-create"),
        (&["schema", "rest"], "\"$id\""),
    ] {
        let cell = Cell {
            args,
            status: 0,
            stdout: Some(word),
            stderr: None,
        };
        let run = userlint(folder.path(), args);
        holds(&cell, &run, &[]);
    }
}

#[test]
fn every_rule_is_explained_under_both_spellings() {
    let folder = Folder::new();
    for rule in userlint::RULES {
        let underscores = userlint(folder.path(), &["explain", rule.id]);
        let hyphens = userlint(folder.path(), &["explain", &rule.id.replace('_', "-")]);
        assert_eq!(underscores.status, Some(0), "{underscores:?}");
        assert_eq!(underscores.stdout, hyphens.stdout);
        // Examples are shown as they are; the rest is prose.
        for line in underscores.stdout.lines().filter(|line| !line.starts_with("  ")) {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}

#[test]
fn a_mistyped_rule_finds_the_one_that_was_meant() {
    let folder = Folder::new();
    for rule in userlint::RULES {
        // A letter dropped from the middle.
        let mut typed = rule.id.to_owned();
        typed.remove(rule.id.len() / 2);
        let run = userlint(folder.path(), &["explain", &typed]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains(&format!("`{}`", rule.id)), "{run:?}");
    }
}

#[test]
fn the_help_lists_the_commands() {
    let help = userlint(Folder::new().path(), &["--help"]).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    // A line of what a command does that is too long goes on further in.
    let names = listed.filter_map(|line| {
        line.strip_prefix("  ")?
            .split(' ')
            .next()
            .filter(|name| !name.is_empty())
    });
    let names: Vec<_> = names.filter(|name| *name != "help").collect();
    assert_eq!(names, COMMANDS, "{help}");
}

#[test]
fn a_help_page_is_the_same_by_both_ways_to_it_and_fits_80_columns() {
    let folder = Folder::new();
    for command in COMMANDS {
        let flag = userlint(folder.path(), &[command, "--help"]);
        let help = userlint(folder.path(), &["help", command]);
        assert_eq!(flag.stdout, help.stdout);
        for line in flag.stdout.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn the_json_report_is_one_text_with_one_line_end() {
    let folder = files();
    let run = userlint(
        folder.path(),
        &[
            "check",
            "--format=json",
            "good.json",
            "bad.json",
            "broken.json",
            "none.json",
        ],
    );
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("one JSON text");
    assert_eq!(report["summary"]["files"], 3);
    assert_eq!(report["summary"]["payloads"], 2);
    assert_eq!(report["summary"]["errors"], 2);
    assert_eq!(report["findings"][0]["file"], "bad.json");
    assert_eq!(report["findings"][1]["file"], "broken.json");
}

#[test]
fn nothing_checked_is_still_one_json_text() {
    let folder = Folder::new();
    let run = userlint(folder.path(), &["check", "--format=json", "none.json"]);
    assert_eq!(run.status, Some(2));
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("one JSON text");
    assert_eq!(report["summary"]["files"], 0);
}

#[test]
fn equal_runs_print_equal_bytes_and_directories_are_read_in_the_order_of_names() {
    let folder = Folder::new();
    for name in [
        "b/2.json",
        "a.json",
        "B.json",
        "b.json",
        "b/10.json",
        "ä.json",
        "b/z/0.ndjson",
    ] {
        folder.file(name, "{");
    }
    folder.file("b/not-a-payload.txt", "{");
    for format in ["--format=human", "--format=json"] {
        let first = userlint(folder.path(), &["check", ".", format]);
        for _ in 0..3 {
            assert_eq!(
                userlint(folder.path(), &["check", ".", format]).stdout,
                first.stdout
            );
        }
        let places: Vec<_> = [
            "B.json",
            "a.json",
            "b.json",
            "b/10.json",
            "b/2.json",
            "b/z/0.ndjson",
            "ä.json",
        ]
        .iter()
        .map(|name| {
            first
                .stdout
                .find(&match format {
                    "--format=json" => format!("\"{name}\""),
                    _ => format!("> {name}:"),
                })
                .unwrap_or_else(|| panic!("{name}: {first:?}"))
        })
        .collect();
        assert!(places.is_sorted(), "{places:?} {}", first.stdout);
        assert!(!first.stdout.contains("not-a-payload"));
    }
}

#[test]
fn standard_input_is_one_input_among_others() {
    let folder = files();
    let run = userlint_on(b"{", folder.path(), &["check", "good.json", "-", "bad.json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stdout.contains("<stdin>:1:"), "{run:?}");
    assert!(run.stdout.contains("bad.json:1:"), "{run:?}");
    assert!(
        run.stdout.ends_with("3 files\n") || run.stdout.contains("3 files"),
        "{run:?}"
    );
}

#[test]
fn a_surface_may_be_named_in_each_way() {
    let folder = files();
    let ways: [&[&str]; 4] = [
        &["--surface=sdk", "--surface=rest"],
        &["--surface", "rest", "--surface", "sdk"],
        &["--surface=sdk,rest"],
        &["--surface=rest,sdk,rest"],
    ];
    let plain = userlint(folder.path(), &["check", "bad.json"]);
    for way in ways {
        let run = userlint(folder.path(), &[&["check", "bad.json"], way].concat());
        assert_eq!(run.stdout, plain.stdout, "{way:?}");
    }
}

#[cfg(unix)]
mod sessions {
    use std::env;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::{Path, PathBuf};

    use crate::program::Folder;
    use crate::session;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// Whether to write what happens into the sessions: never on a build service, where nobody reads the difference.
    fn may_write() -> bool {
        env::var_os("BLESS").is_some() && env::var_os("CI").is_none()
    }

    /// A folder with everything that stands in `tests/sessions/files`.
    fn folder() -> Folder {
        let folder = Folder::new();
        let files = root().join("tests/sessions/files");
        let mut pending = vec![files.clone()];
        while let Some(directory) = pending.pop() {
            for entry in fs::read_dir(directory).expect("a readable folder") {
                let path = entry.expect("a readable folder").path();
                if path.is_dir() {
                    pending.push(path);
                } else {
                    let name = path.strip_prefix(&files).expect("below the folder");
                    folder.file(name, fs::read(&path).expect("a readable file"));
                }
            }
        }
        folder
    }

    #[test]
    fn what_the_sessions_say_is_what_happens() {
        let entries =
            fs::read_dir(root().join("tests/sessions")).expect("the sessions are in the repository");
        let mut sessions: Vec<PathBuf> = entries
            .map(|entry| entry.expect("a readable folder").path())
            .collect();
        sessions.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        sessions.sort();
        assert!(!sessions.is_empty());
        let mut complaints = String::new();
        for path in sessions {
            if may_write() {
                session::bless(&path, folder().path());
            }
            let (commands, differences) = session::check(&path, folder().path());
            assert!(commands > 0, "{} has no console block", path.display());
            complaints.push_str(&differences);
        }
        assert!(complaints.is_empty(), "{complaints}");
    }

    /// A folder that looks like the repository to a command, and in which the command may write.
    fn repository() -> Folder {
        let folder = Folder::new();
        for name in ["corpus", "schemas"] {
            symlink(root().join(name), folder.path().join(name)).expect("a link");
        }
        folder
    }

    #[test]
    fn what_the_readme_says_is_what_happens() {
        let (commands, differences) = session::check(&root().join("README.md"), repository().path());
        assert!(commands > 0, "the README shows no command");
        assert!(differences.is_empty(), "{differences}");
    }
}
