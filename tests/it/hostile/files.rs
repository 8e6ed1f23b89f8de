//! Files that are none, streams that break, a poor environment: said with exit status 2, and the others are checked.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use super::*;
use crate::program::{PROGRAM, command, run, shell};

/// A folder with a good and a bad file, to stand beside the odd ones.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.file("good.json", r#"{"id":"1","name":"A"}"#);
    folder.file("bad.json", r#"{"id":"2"}"#);
    folder
}

#[test]
fn what_cannot_be_read_is_said_and_the_others_are_checked() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    assert_eq!(shell(folder.path(), "mkfifo fifo.json").status, Some(0));
    symlink("nowhere", at("dangling.json")).expect("a link");
    symlink("loop.json", at("loop.json")).expect("a link");
    fs::create_dir(at("directory.json")).expect("a folder");
    // A socket's path must be short.
    let socket = std::env::temp_dir().join(format!("userlint-{}.json", std::process::id()));
    let listener = UnixListener::bind(&socket).expect("a socket");
    let long = "x".repeat(5000);
    let mut odd = vec![
        "missing.json",
        "good.json/below.json",
        "fifo.json",
        "dangling.json",
        "loop.json",
        "directory.json",
        socket.to_str().expect("UTF-8"),
        "/dev/zero",
        &long,
    ];
    if cfg!(target_os = "linux") {
        odd.push("/proc/self/mem"); // a regular file that nobody can read from its start, not even root
    }
    for path in odd {
        for format in ["--format=human", "--format=json"] {
            let run = userlint(folder.path(), &["check", format, "good.json", path, "bad.json"]);
            assert_eq!(run.status, Some(2), "{path:?} {run:?}");
            assert_eq!(run.stderr.lines().count(), 1, "{path:?} {run:?}");
            assert!(
                run.stderr.starts_with("userlint: ") && run.stderr.contains(path),
                "{path:?} {run:?}"
            );
            assert!(
                run.stdout.contains("bad.json") && run.stdout.contains("missing_field"),
                "{path:?} {run:?}"
            );
        }
    }
    drop(listener);
    let _ = fs::remove_file(socket);
}

#[test]
fn a_file_without_end_is_judged_as_far_as_it_can_be() {
    let folder = folder();
    // No byte of it is on the disk.
    let sparse = fs::File::create(folder.path().join("sparse.json")).and_then(|file| file.set_len(500 << 30));
    sparse.expect("a file system that knows sparse files");
    let run = userlint(
        folder.path(),
        &["check", "--format=concise", "sparse.json", "bad.json"],
    );
    assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""), "{run:?}");
    assert!(
        run.stdout.contains("sparse.json:1:1: error[json_syntax]"),
        "{run:?}"
    );
    assert!(run.stdout.contains("bad.json:1:1"), "{run:?}");
}

/// What comes through a pipe is never held: the program's own account, while it still waits for the end.
#[cfg(target_os = "linux")]
#[test]
fn a_long_stream_takes_no_more_memory_than_a_short_one() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    const USER: &str =
        r#"","name":"Ann","email":["ann@example.com"],"photoUrl":"https://example.com/a.png"}"#;
    for (head, separator, tail) in [("", "\n", "\n"), ("[", ",\n", "]")] {
        let mut child = Command::new(PROGRAM)
            .args(["check", "--format=concise", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let mut batch = head.to_owned();
        for number in 0..500_000 {
            if number > 0 {
                batch += separator;
            }
            batch.extend(["{\"id\":\"user_", &number.to_string(), USER]);
            if batch.len() > 1 << 20 {
                stdin.write_all(batch.as_bytes()).expect("the program reads");
                batch.clear();
            }
        }
        batch += tail;
        stdin.write_all(batch.as_bytes()).expect("the program reads");
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it waits");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("500000 users"), "{said}");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        let peak: usize = peak.and_then(|peak| peak.parse().ok()).expect("a number of KiB");
        // The text is 50 MB; the ids take 16 bytes each, and their array may be twice as long as it is full.
        assert!(peak < 40 << 10, "{peak} KiB");
    }
}

/// Two snapshots are compared in less memory than one of their texts takes: the system gives no more.
#[cfg(target_os = "linux")]
#[test]
fn a_comparison_holds_no_text() {
    let folder = Folder::new();
    for (side, head, separator, tail) in [("old.ndjson", "", "\n", "\n"), ("new.json", "[", ",\n", "]")] {
        let users = (0..200_000).map(|number| {
            let name = if side == "new.json" && number % 1000 == 0 { "Bob" } else { "Ann" };
            format!(
                r#"{{"id":"user_{number}","name":"{name}","email":["{number}@example.com"],"custom":{{"about":"{}"}}}}"#,
                "x".repeat(150)
            )
        });
        let text = users.collect::<Vec<_>>().join(separator);
        assert!(text.len() > 36 << 20);
        folder.file(side, head.to_owned() + &text + tail);
    }
    // 42 bytes for each of 400,000 users, in arrays that may be twice as long as they are full, beside the program's own.
    for compared in ["old.ndjson new.json", "- new.json < old.ndjson"] {
        let run = shell(
            folder.path(),
            &format!("ulimit -d 40960; userlint diff {compared}"),
        );
        assert_eq!((run.status, run.stderr.as_str()), (Some(0), ""), "{run:?}");
        assert!(
            run.stdout.contains("changes: 200 users have other values"),
            "{run:?}"
        );
    }
}

#[test]
fn a_file_without_permission_is_said_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("secret.json");
    folder.file("secret.json", "{}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("our own file");
    // Root may read everything; there the law is that it is read.
    let is_readable = fs::File::open(&path).is_ok();
    let run = userlint(folder.path(), &["check", "secret.json", "bad.json"]);
    assert_eq!(run.status, Some(if is_readable { 1 } else { 2 }), "{run:?}");
    assert_eq!(run.stderr.contains("secret.json"), !is_readable, "{run:?}");
    assert!(run.stdout.contains("bad.json:1:1"), "{run:?}");
}

#[test]
fn odd_entries_of_a_directory_are_said_and_the_others_are_checked() {
    let folder = folder();
    assert_eq!(shell(folder.path(), "mkfifo fifo.json").status, Some(0));
    symlink("nowhere", folder.path().join("dangling.json")).expect("a link");
    symlink("..", folder.path().join("up.json")).expect("a link");
    symlink("bad.json", folder.path().join("link-to-bad.json")).expect("a link");
    symlink("notes/users.txt", folder.path().join("link.json")).expect("a link");
    folder.file("notes/users.txt", "[");
    folder.file("directory.json/worse.json", "{");
    let run = userlint(folder.path(), &["check", "."]);
    assert_eq!(run.status, Some(2), "{run:?}");
    for name in ["fifo.json", "dangling.json"] {
        assert!(run.stderr.contains(name), "{name}: {run:?}");
    }
    assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    for name in ["bad.json", "link.json", "directory.json/worse.json"] {
        assert!(run.stdout.contains(name), "{name}: {run:?}");
    }
    assert!(run.stdout.contains("4 files"), "{run:?}");
}

#[test]
fn a_stream_that_is_named_like_a_file_is_not_waited_for() {
    let folder = folder();
    let run = shell(folder.path(), "cat good.json | userlint check /dev/stdin");
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("name -"), "{run:?}");
}

#[test]
fn no_name_of_a_file_is_live() {
    let folder = folder();
    for name in [
        &b"x\n::error::pwned.json"[..],
        b"::error::pwned.json",
        b"--x\n::error::pwned.json",
        b"\x1b]0;pwned\x07.json",
        b"\xe2\x80\xaenosj.json",
        b"##[add-mask]x.json",
        b"] \x7f\xc2\x9b31m.json",
        b"no-utf-8-\xff.json",
    ] {
        let name = OsStr::from_bytes(name);
        // Not every file system takes every name.
        if fs::write(folder.path().join(name), "{").is_err() {
            continue;
        }
        for before in [&["check"][..], &["check", "--format=json"], &["check", "--"]] {
            let mut named = command(PROGRAM, folder.path());
            named.args(before).arg(name);
            let run = run(named);
            assert!(matches!(run.status, Some(1 | 2)), "{run:?}");
            inert::assert_inert(&run.stdout);
            inert::assert_inert(&run.stderr);
        }
    }
    for args in [&["check", "."][..], &["check", ".", "--format=json"]] {
        let run = userlint(folder.path(), args);
        assert_eq!(run.status, Some(1), "{run:?}");
        assert_eq!(run.stderr, "");
        inert::assert_inert(&run.stdout);
        if folder
            .path()
            .join(OsStr::from_bytes(b"no-utf-8-\xff.json"))
            .exists()
        {
            assert!(
                run.stdout.contains(r"no-utf-8-\xff.json") || run.stdout.contains(r"no-utf-8-\\xff.json")
            );
        }
    }
}

#[test]
fn a_reader_that_has_gone_is_nobodys_mistake() {
    let folder = folder();
    for (args, status) in [
        (&["check", "good.json"][..], 0),
        (&["check", "bad.json"], 1),
        (&["check", "--format=json", "bad.json"], 1),
        (&["rules"], 0),
        (&["rules", "--format=json"], 0),
        (&["explain", "json_syntax"], 0),
        (&["schema", "rest"], 0),
        (&["--help"], 0),
        (&["--version"], 0),
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut deaf = command(PROGRAM, folder.path());
        deaf.args(args).stdout(writer);
        let run = run(deaf);
        assert_eq!((run.status, run.stderr.as_str()), (Some(status), ""), "{args:?}");
    }
}

#[test]
fn the_first_line_of_many_can_be_had_alone() {
    let folder = folder();
    folder.file("many.json", format!("[{}{{}}]", "{},".repeat(50_000)));
    let run = shell(
        folder.path(),
        "{ userlint check many.json; echo \"? $?\" >&2; } | head -1",
    );
    assert_eq!(run.stderr, "? 1\n");
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
}

#[test]
fn streams_that_are_closed_or_no_streams_are_survived() {
    let folder = folder();
    for (line, status) in [
        ("userlint check bad.json >&-", 1),
        ("userlint check bad.json >&- 2>&-", 1),
        ("userlint check none.json 2>&-", 2),
        ("userlint check none.json bad.json <&- >&- 2>&-", 2),
        ("userlint --nonsense 2>&-", 2),
        ("userlint check - <&-", 1),
        ("userlint check - < .", 2),
        ("userlint check bad.json < .", 1),
    ] {
        let run = shell(folder.path(), line);
        assert_eq!(run.status, Some(status), "{line}: {run:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = folder();
    folder.file("many.json", format!("[{}{{}}]", "{},".repeat(5_000)));
    for args in [
        "check good.json",
        "check bad.json",
        "check many.json",
        "check --format=json many.json",
        "rules",
        "rules --format=json",
        "explain json_syntax",
        "schema rest",
        "--help",
        "--version",
    ] {
        let run = shell(folder.path(), &format!("userlint {args} > /dev/full"));
        assert_eq!(run.status, Some(2), "{args}: {run:?}");
        assert!(run.stderr.contains("No space left"), "{args}: {run:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{args}: {run:?}");
    }
    for line in [
        "userlint check none.json bad.json 2> /dev/full",
        "userlint --nonsense 2> /dev/full",
    ] {
        let run = shell(folder.path(), line);
        assert_eq!(run.status, Some(2), "{line}: {run:?}");
    }
}

#[test]
fn a_poor_environment_changes_nothing() {
    let folder = folder();
    folder.file("deep.json", "[".repeat(100_000));
    let line = "userlint check . --surface=sdk,data-api-create,data-api-set,rest,rest-update,response";
    let plain = shell(folder.path(), line);
    assert_eq!(plain.status, Some(1), "{plain:?}");
    assert!(plain.stdout.contains("nesting_too_deep"), "{plain:?}");
    inert::assert_inert(&plain.stdout);
    for environment in [
        "ulimit -s 512;",
        "ulimit -n 16;",
        "COLUMNS=0",
        "COLUMNS=1",
        "COLUMNS=-5",
        "COLUMNS=99999999999999999999",
        "TERM=dumb",
        "TERM=",
        "NO_COLOR=1",
        "NO_COLOR=1 CLICOLOR_FORCE=1",
        "CLICOLOR=1",
        "HOME=/nowhere",
        "LANG=C LC_ALL=C",
        "LANG=xx_YY.nonsense",
        "TZ=nonsense",
        "TMPDIR=/nowhere",
        "RUST_BACKTRACE=1",
    ] {
        let run = shell(folder.path(), &format!("{environment} {line}"));
        assert_eq!(run.status, plain.status, "{environment}: {run:?}");
        assert_eq!(run.stdout, plain.stdout, "{environment}");
        assert_eq!(run.stderr, plain.stderr, "{environment}");
        let help = shell(folder.path(), &format!("{environment} userlint check --help"));
        assert_eq!(help.status, Some(0), "{environment}: {help:?}");
    }
}

#[test]
fn colour_is_there_when_it_is_forced_and_changes_no_letter() {
    let folder = folder();
    let plain = shell(folder.path(), "userlint check .");
    let coloured = shell(folder.path(), "CLICOLOR_FORCE=1 userlint check .");
    assert!(coloured.stdout.contains("\u{1b}["), "{coloured:?}");
    assert_eq!(inert::without_colours(&coloured.stdout), plain.stdout);
    let json = shell(folder.path(), "CLICOLOR_FORCE=1 userlint check --format=json .");
    inert::assert_inert(&json.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded_by_the_input() {
    let folder = folder();
    let filler = "x".repeat(150);
    for (name, email, id) in [
        ("clean.json", r#"["a@b.co"]"#, "user_"),
        ("dirty.json", r#""a@b.co""#, "user_"),
        ("again.json", r#"["a@b.co"]"#, ""),
    ] {
        let users: Vec<_> = (0..100_000)
            .map(|at| {
                let id = if id.is_empty() {
                    "1".to_owned()
                } else {
                    format!("{id}{at}")
                };
                format!(r#"{{"id":"{id}","name":"A","email":{email},"custom":{{"note":"{filler}"}}}}"#)
            })
            .collect();
        folder.file(name, format!("[{}]", users.join(",")));
    }
    // 20 MB of text, and what is made of it; a hundred thousand findings are kept for the JSON report.
    for (line, kilobytes, status) in [
        ("userlint check clean.json", 200_000, 0),
        ("userlint check dirty.json > /dev/null", 400_000, 1),
        ("userlint check --format json dirty.json > /dev/null", 400_000, 1),
        ("userlint check again.json > /dev/null", 400_000, 0),
    ] {
        let run = shell(folder.path(), &format!("ulimit -v {kilobytes}; {line}"));
        assert_eq!(run.status, Some(status), "{line}: {}", run.stderr);
    }
}
