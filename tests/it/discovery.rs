//! Which files are checked: what is named, what a walk takes and leaves alone, each file once, in one order.

use crate::program::{Folder, Run, userlint, userlint_on};

const USER: &str = r#"{"id":"1","name":"A"}"#;

/// A folder in which each of these files holds a user.
fn folder(names: &[&str]) -> Folder {
    let folder = Folder::new();
    for name in names {
        folder.file(name, USER);
    }
    folder
}

fn show(folder: &Folder, args: &[&str]) -> Run {
    userlint(folder.path(), &[&["check", "--show-files"], args].concat())
}

/// What would be checked, where nothing is said about it.
#[track_caller]
fn shown(folder: &Folder, args: &[&str]) -> Vec<String> {
    let run = show(folder, args);
    assert_eq!(
        (run.status, run.stderr.as_str()),
        (Some(0), ""),
        "{args:?} {run:?}"
    );
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn a_walk_takes_payloads_and_leaves_alone_what_is_plainly_something_else() {
    let payloads = [
        "B.NDJSON",
        "a.json",
        "c/d.jsonl",
        "c/e.jsonc",
        "c/e.json5",
        "packages.json",
    ];
    let others = [
        "package.json",
        "package-lock.json",
        "npm-shrinkwrap.json",
        "c/tsconfig.json",
        "c/tsconfig.build.json",
        "jsconfig.json",
        "composer.json",
        "composer.lock",
        "deno.json",
        "deno.jsonc",
        "user.schema.json",
        "node_modules/x/users.json",
        "c/node_modules/users.json",
        ".vscode/settings.json",
        ".git/users.json",
        ".hidden.json",
        ".hidden/users.json",
        "notes.txt",
    ];
    let folder = folder(&[&payloads[..], &others].concat());
    for name in ["report.json", "old.json"] {
        let report = userlint(folder.path(), &["check", "--format=json", "a.json"]);
        folder.file(name, report.stdout);
    }
    folder.file(
        "rules.json",
        userlint(folder.path(), &["rules", "--format=json"]).stdout,
    );
    let mut expected = payloads.map(str::to_owned);
    expected.sort();
    assert_eq!(shown(&folder, &["."]), expected);
    // What is named is checked, unless names are to count for nothing.
    for name in others.iter().chain(&["report.json"]) {
        assert_eq!(shown(&folder, &[name]), [*name]);
    }
    for name in [
        "package.json",
        "node_modules/x/users.json",
        ".vscode/settings.json",
        "report.json",
    ] {
        let args = ["--force-exclude", "--no-error-on-empty", name];
        assert!(shown(&folder, &args).is_empty(), "{name}");
    }
    assert_eq!(
        shown(&folder, &["--force-exclude", "a.json", ".hidden.json"]),
        [".hidden.json", "a.json"]
    );
    let hidden = shown(&folder, &["--hidden", "."]);
    assert_eq!(hidden[..2], [".hidden.json", ".hidden/users.json"]);
    assert_eq!(hidden.len(), payloads.len() + 2);
}

#[test]
fn a_gitignore_is_obeyed_in_walks_alone() {
    let folder = folder(&["a.json", "b.json", "generated/c.json", "generated/keep.json"]);
    folder.file(".gitignore", "b.json\n");
    folder.file("generated/.gitignore", "*.json\n!keep.json\n");
    assert_eq!(shown(&folder, &["."]), ["a.json", "generated/keep.json"]);
    assert_eq!(shown(&folder, &["*.json"]), ["a.json"]);
    assert_eq!(shown(&folder, &["b.json"]), ["b.json"]);
    assert_eq!(shown(&folder, &["generated"]), ["generated/keep.json"]);
    assert_eq!(shown(&folder, &["--no-ignore", "."]).len(), 4);
}

#[test]
fn globs_are_read_where_no_path_is_called_so() {
    let folder = folder(&[
        "a.json",
        "ab.json",
        "x/a.json",
        "x/y/a.json",
        "x/y/b.txt",
        "y/a.json",
        ".h/a.json",
        "x/package.json",
    ]);
    for (glob, expected) in [
        ("*.json", &["a.json", "ab.json"][..]),
        ("./?.json", &["a.json"]),
        ("[a-b][b].json", &["ab.json"]),
        ("{a,x/a}.json", &["a.json", "x/a.json"]),
        ("**/a.json", &["a.json", "x/a.json", "x/y/a.json", "y/a.json"]),
        ("x/**/*.json", &["x/a.json", "x/y/a.json"]),
        ("x/**/*.txt", &["x/y/b.txt"]),
        ("[xy]", &["x/a.json", "x/y/a.json", "y/a.json"]),
        ("*/y/*", &["x/y/a.json"]),
        ("x/**", &["x/a.json", "x/y/a.json"]),
        ("x/y/*.{json,txt}", &["x/y/a.json", "x/y/b.txt"]),
        (".h*/*", &[".h/a.json"]),
        ("*/package.json", &["x/package.json"]),
    ] {
        assert_eq!(shown(&folder, &[glob]), expected, "{glob}");
    }
    let absolute = format!("{}/x/*.json", folder.path().display());
    assert_eq!(
        shown(&folder, &[&absolute]),
        [format!("{}/x/a.json", folder.path().display())]
    );
    for glob in ["*.yaml", "none/*.json", "x/[", "a.json/*"] {
        let run = show(&folder, &[glob]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains(glob), "{run:?}");
    }
    folder.file("[a].json", USER);
    assert_eq!(shown(&folder, &["[a].json"]), ["[a].json"]);
}

#[test]
fn includes_and_excludes_are_names_paths_or_directories() {
    let folder = folder(&[
        "a.json",
        "a.txt",
        "x/a.json",
        "x/b.json",
        "x/y/a.json",
        "y/b.json",
    ]);
    for (args, expected) in [
        (&["--exclude=a.json"][..], &["x/b.json", "y/b.json"][..]),
        (
            &["--exclude=x/a.json"],
            &["a.json", "x/b.json", "x/y/a.json", "y/b.json"],
        ),
        (&["--exclude=./x"], &["a.json", "y/b.json"]),
        (&["--exclude=x/**"], &["a.json", "y/b.json"]),
        (&["--exclude=y/"], &["a.json", "x/a.json", "x/b.json"]),
        (&["--exclude=y", "--exclude=b.json"], &["a.json", "x/a.json"]),
        (
            &["--exclude=a.json/"],
            &["a.json", "x/a.json", "x/b.json", "x/y/a.json", "y/b.json"],
        ),
        (&["--include=*.txt"], &["a.txt"]),
        (
            &["--include=*.txt", "--include=y"],
            &["a.txt", "x/y/a.json", "y/b.json"],
        ),
        (&["--include=a.*", "--exclude=x"], &["a.json", "a.txt"]),
    ] {
        assert_eq!(shown(&folder, &[args, &["."]].concat()), expected, "{args:?}");
    }
    let exclude_x = format!("--exclude={}/x", folder.path().display());
    assert_eq!(shown(&folder, &[&exclude_x, "."]), ["a.json", "y/b.json"]);
    // Named files are excluded only if that is asked for.
    let named = ["--exclude=x", "x/a.json", "a.json"];
    assert_eq!(shown(&folder, &named), ["a.json", "x/a.json"]);
    assert_eq!(
        shown(&folder, &[&named[..], &["--force-exclude"]].concat()),
        ["a.json"]
    );
    assert_eq!(
        shown(
            &folder,
            &["--include=*.txt", "--force-exclude", "a.json", "a.txt"]
        ),
        ["a.txt"]
    );
}

#[test]
fn a_list_names_files_and_nothing_else() {
    let folder = folder(&["a.json", "b c.json", "-", "[a].json", "d/e.json"]);
    let listed = |list: &[u8], args: &[&str]| {
        folder.file("list", list);
        let from_file = shown(&folder, &[&["--files-from", "list"], args].concat());
        let args = [&["check", "--show-files", "--files-from=-"], args].concat();
        let from_stdin = userlint_on(list, folder.path(), &args);
        assert_eq!(
            from_stdin.stdout.lines().collect::<Vec<_>>(),
            from_file,
            "{from_stdin:?}"
        );
        from_file
    };
    let all = ["-", "[a].json", "a.json", "b c.json", "d/e.json"];
    assert_eq!(listed(b"a.json\nb c.json\n-\n[a].json\nd\n", &[]), all);
    assert_eq!(
        listed(b"a.json\r\nb c.json\r\n\r\n-\n./[a].json\nd/e.json", &[]),
        all
    );
    assert_eq!(listed(b"a.json\0b c.json\0-\0[a].json\0d\0", &["-0"]), all);
    assert_eq!(listed(b"b c.json\n", &["a.json"]), ["a.json", "b c.json"]);
    folder.file("list", "a.json\nmissing.json\n");
    let run = show(&folder, &["--files-from", "list"]);
    assert_eq!(
        (run.status, run.stdout.as_str()),
        (Some(2), "a.json\n"),
        "{run:?}"
    );
    assert!(run.stderr.contains("missing.json"), "{run:?}");
    for args in [
        &["--files-from=none"][..],
        &["--files-from=d"],
        &["--files-from=-", "-"],
        &["--files-from=-", "--stdin-filename=x.json"],
    ] {
        let run = show(&folder, args);
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (Some(2), ""),
            "{args:?} {run:?}"
        );
        assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
    }
}

#[test]
fn standard_input_can_have_a_name() {
    let folder = folder(&["a.json"]);
    let check = |input: &str, args: &[&str]| {
        userlint_on(input.as_bytes(), folder.path(), &[&["check"], args].concat())
    };
    let commented = r#"{"id":"1",/**/"name":"A",}"#;
    let run = check(commented, &["--stdin-filename=./x/u.jsonc", "-"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let run = check(commented, &["--stdin-filename=./x/u.json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stdout.contains("> x/u.json:1:"), "{run:?}");
    let run = check("{", &["--stdin-filename=x/u.json", "--exclude=x", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run:?}");
    let run = check(
        "{",
        &[
            "--stdin-filename=x/u.json",
            "--exclude=x",
            "--no-error-on-empty",
            "-",
        ],
    );
    assert_eq!(run.status, Some(0), "{run:?}");
    let run = check("{", &["--stdin-filename=x/u.json", "a.json"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("--stdin-filename"), "{run:?}");
}

#[test]
fn nothing_to_check_is_an_error_unless_it_is_said_to_be_none() {
    let folder = folder(&["a.txt", "d/package.json"]);
    for args in [
        &["."][..],
        &["d"],
        &["*.json"],
        &["--files-from=empty"],
        &["--exclude=a.txt", "--force-exclude", "a.txt"],
    ] {
        folder.file("empty", "");
        let run = userlint(folder.path(), &[&["check"], args].concat());
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (Some(2), ""),
            "{args:?} {run:?}"
        );
        assert_eq!(run.stderr.lines().count(), 1, "{args:?} {run:?}");
        let args = [&["check", "--no-error-on-empty"], args].concat();
        let run = userlint(folder.path(), &args);
        assert_eq!(
            (run.status, run.stderr.as_str()),
            (Some(0), ""),
            "{args:?} {run:?}"
        );
    }
    // What was named and is not there is another matter.
    let run = userlint(folder.path(), &["check", "--no-error-on-empty", "missing.json"]);
    assert_eq!(run.status, Some(2), "{run:?}");
}

#[test]
fn the_order_of_the_arguments_and_an_empty_one_change_nothing_else() {
    let folder = folder(&["b.json", "d/a.json", "d/c.json"]);
    folder.file("a.json", "{");
    folder.file("d/b.json", "{");
    let outputs = [
        &["a.json", "b.json", "d"][..],
        &["d", "b.json", "a.json"],
        &["d/b.json", "./d", "a.json", "b.json", "d/../a.json"],
        &["--", "b.json", "d/c.json", "a.json", "d/a.json", "d/b.json"],
    ];
    for format in ["--format=human", "--format=json"] {
        let run = |args: &[&str]| userlint(folder.path(), &[&["check", format], args].concat());
        let first = run(outputs[0]);
        assert_eq!(first.status, Some(1), "{first:?}");
        for args in outputs {
            assert_eq!(run(args).stdout, first.stdout, "{args:?}");
        }
    }
    let with_empty = userlint(folder.path(), &["check", "", "a.json"]);
    assert_eq!(with_empty.status, Some(2));
    assert!(with_empty.stdout.contains("> a.json:1:"), "{with_empty:?}");
    assert!(with_empty.stderr.contains("empty"), "{with_empty:?}");
}

#[test]
fn comments_are_counted_in_the_reports() {
    let folder = folder(&["a.json"]);
    folder.file("b.jsonc", "// the user\n{\"id\":\"2\",\"name\":\"B\",}");
    let run = userlint(folder.path(), &["check", "."]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(
        run.stdout
            .ends_with("\n1 file read with comments and trailing commas, which TalkJS does not take\n")
    );
    let run = userlint(folder.path(), &["check", "--format=json", "."]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("one JSON text");
    assert_eq!(report["summary"]["files_with_comments"], 1);
}

#[test]
fn no_excerpt_shows_what_a_comment_says() {
    let folder = Folder::new();
    folder.file(
        "a.jsonc",
        "{\"id\": /* linda@talkjs.com */ 7, // \"apiKey\": \"sk_live_0123456789abcdef0123\"\n\"name\":\"B\"}",
    );
    let run = userlint(folder.path(), &["check", "--surface=response", "a.jsonc"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert!(run.stdout.contains("id_number"), "{run:?}");
    assert!(
        !run.stdout.contains("sk_live") && !run.stdout.contains("linda"),
        "{run:?}"
    );
}

#[cfg(unix)]
mod links {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::program::shell;

    #[test]
    fn each_file_is_checked_once_whatever_it_is_called() {
        let folder = folder(&["real.json", "d/other.json"]);
        let at = |name: &str| folder.path().join(name);
        fs::hard_link(at("real.json"), at("hard.json")).expect("a link");
        symlink("real.json", at("a-link.json")).expect("a link");
        symlink("d", at("e")).expect("a link");
        // By its own name rather than by a link's; of two own names by the first.
        assert_eq!(shown(&folder, &["."]), ["d/other.json", "hard.json"]);
        // As it was named rather than as it was met.
        assert_eq!(
            shown(&folder, &[".", "./real.json"]),
            ["d/other.json", "real.json"]
        );
        assert_eq!(
            shown(&folder, &["a-link.json", "."]),
            ["a-link.json", "d/other.json"]
        );
        assert_eq!(shown(&folder, &["e", "d"]), ["d/other.json"]);
        assert_eq!(shown(&folder, &["d", "d/../d/other.json"]), ["d/../d/other.json"]);
        assert_eq!(shown(&folder, &["e"]), ["e/other.json"]);
        assert_eq!(shown(&folder, &["--follow", "."]).len(), 2);
        symlink("..", at("d/up")).expect("a link");
        assert_eq!(shown(&folder, &["--follow", "."]).len(), 2);
    }

    #[test]
    fn a_walk_does_not_read_what_lies_outside_of_it() {
        let folder = folder(&["secret.json", "tree/in.json", "tree/data.txt"]);
        let at = |name: &str| folder.path().join(name);
        symlink("../secret.json", at("tree/out.json")).expect("a link");
        symlink("..", at("tree/up")).expect("a link");
        symlink("data.txt", at("tree/inside.json")).expect("a link");
        for args in [&["tree"][..], &["tree/*.json"]] {
            let run = show(&folder, args);
            assert_eq!(
                (run.status, run.stdout.as_str()),
                (Some(0), "tree/in.json\ntree/inside.json\n")
            );
            assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
            assert!(run.stderr.contains("tree/out.json"), "{run:?}");
        }
        assert_eq!(shown(&folder, &["tree/out.json"]), ["tree/out.json"]);
        let followed = shown(&folder, &["--follow", "tree"]);
        assert_eq!(followed.len(), 3, "{followed:?}");
    }

    #[test]
    fn a_stream_in_a_directory_is_passed_over_with_a_word() {
        let folder = folder(&["a.json"]);
        assert_eq!(shell(folder.path(), "mkfifo b.json c.txt").status, Some(0));
        for args in [&["."][..], &["*.json"], &["--follow", "."]] {
            let run = userlint(folder.path(), &[&["check"], args].concat());
            assert_eq!(run.status, Some(0), "{run:?}");
            assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
            assert!(run.stderr.starts_with("userlint: left alone: b.json "), "{run:?}");
        }
        let run = userlint(folder.path(), &["check", "b.json"]);
        assert_eq!(run.status, Some(2), "{run:?}");
    }

    #[test]
    fn names_in_a_list_are_bytes() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let folder = Folder::new();
        let name = OsStr::from_bytes(b"\xff\n.json");
        if fs::write(folder.path().join(name), USER).is_err() {
            return; // not every file system takes every name
        }
        let args = ["check", "--show-files", "--files-from=-", "--null"];
        let run = userlint_on(b"\xff\n.json\0", folder.path(), &args);
        assert_eq!((run.status, run.stdout.lines().count()), (Some(0), 1), "{run:?}");
        assert!(run.stdout.contains(r"\xff"), "{run:?}");
    }

    #[test]
    fn nothing_on_the_disk_changes() {
        let folder = folder(&["a.json", "d/b.jsonc"]);
        folder.file("broken.json", "{");
        let listing = || {
            shell(
                folder.path(),
                "find . -printf '%p %i %s %T@ %C@\\n' 2>/dev/null | sort",
            )
            .stdout
        };
        let before = listing();
        for args in [
            &["check", "."][..],
            &["check", "--show-files", "."],
            &["check", "--format=json", "**/*"],
        ] {
            userlint(folder.path(), args);
        }
        assert_eq!(listing(), before);
    }
}
