//! `check --fix` and `check --diff`, run: files that are old or new at any moment, and keep what they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::program::{Folder, PROGRAM, command, run, shell, userlint, userlint_on};

const BAD: &str = "{\"id\":\"user_7\",\"name\":\"Linda\",\"email\":\"linda@talkjs.com\"}\n";
const FIXED: &str = "{\"id\":\"user_7\",\"name\":\"Linda\",\"email\":[\"linda@talkjs.com\"]}\n";

fn text(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("a readable file")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("the folder");
    entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect()
}

#[test]
fn what_is_fixed_is_no_reason_to_fail_and_what_is_left_is() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let run = userlint(folder.path(), &["check", "--fix", "bad.json"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.stdout.ends_with("1 fix made in 1 file\n"), "{run:?}");
    assert_eq!(text(&folder, "bad.json"), FIXED);
    folder.file("worse.json", BAD.replace("\"Linda\"", "null"));
    let run = userlint(folder.path(), &["check", "--fix", "worse.json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(text(&folder, "worse.json"), FIXED.replace("\"Linda\"", "null"));
    assert!(run.stdout.contains("error[null_not_allowed]"), "{run:?}");
}

#[test]
fn a_diff_changes_nothing_and_patch_takes_it() {
    let folder = Folder::new();
    let many: String = (0..40).map(|at| if at % 7 == 3 { BAD } else { FIXED }).collect();
    folder.file("users.ndjson", &many);
    folder.file("fine.json", FIXED);
    let run = userlint(folder.path(), &["check", "--diff", "users.ndjson", "fine.json"]);
    assert_eq!(run.status, Some(1), "{run:?}");
    assert_eq!(text(&folder, "users.ndjson"), many);
    assert_eq!(run.stderr, "userlint: 6 fixes would change 1 file\n");
    if run_quietly("patch --version", folder.path()) {
        folder.file("changes.diff", &run.stdout);
        let patched = shell(folder.path(), "patch -p0 < changes.diff");
        assert_eq!(patched.status, Some(0), "{patched:?}");
        assert_eq!(text(&folder, "users.ndjson"), FIXED.repeat(40));
    } else {
        eprintln!("skipped: patch is not installed");
    }
    let run = userlint(folder.path(), &["check", "--diff", "fine.json"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), ""), "{run:?}");
}

fn run_quietly(line: &str, folder: &Path) -> bool {
    shell(folder, line).status == Some(0)
}

#[test]
fn standard_input_comes_back_fixed_and_nothing_else_with_it() {
    let folder = Folder::new();
    let run = userlint_on(BAD.as_bytes(), folder.path(), &["check", "--fix", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), FIXED), "{run:?}");
    assert!(run.stderr.contains("1 fix made"), "{run:?}");
    // What is no JSON comes back as it is, and says so beside it.
    let broken = "{\"id\":\"user_7\",}";
    let run = userlint_on(broken.as_bytes(), folder.path(), &["check", "--fix", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(1), broken), "{run:?}");
    assert!(run.stderr.contains("json_syntax"), "{run:?}");
    // A report would stand in the middle of it.
    for report in [&["--format", "json"], &["--report", "sarif"]] {
        let args = [&["check", "--fix", "-"], &report[..]].concat();
        let run = userlint_on(BAD.as_bytes(), folder.path(), &args);
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run:?}");
    }
    let args = ["check", "--fix", "-", "--report", "json=report.json"];
    let run = userlint_on(BAD.as_bytes(), folder.path(), &args);
    assert_eq!((run.status, run.stdout.as_str()), (Some(0), FIXED), "{run:?}");
    assert!(text(&folder, "report.json").contains("\"fixed\": 1"));
}

#[test]
fn a_diff_of_many_changes_on_one_line_takes_no_longer_than_one_of_many_lines() {
    let folder = Folder::new();
    let users: Vec<_> = (0..20_000)
        .map(|at| format!("{{\"id\":{at},\"name\":\"A\",\"email\":\"a@talkjs.com\"}}"))
        .collect();
    folder.file("minified.json", format!("[{}]", users.join(",")));
    folder.file("lines.ndjson", users.join("\n"));
    let took = |name: &str| {
        let start = std::time::Instant::now();
        let run = userlint(folder.path(), &["check", "--diff", name]);
        assert_eq!(run.status, Some(1), "{}", run.stderr);
        start.elapsed()
    };
    let (lines, minified) = (took("lines.ndjson"), took("minified.json"));
    assert!(
        minified < lines * 8,
        "{minified:?} for one line, {lines:?} for many"
    );
}

#[test]
fn a_diff_hides_nothing_and_says_so() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    let run = userlint(folder.path(), &["check", "--diff", "--redact", "bad.json"]);
    assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run:?}");
}

#[test]
fn which_fixes_needs_what_to_do_with_them() {
    let folder = Folder::new();
    folder.file("bad.json", BAD);
    for args in [&["--unsafe-fixes"][..], &["--fix", "--diff"]] {
        let run = userlint(folder.path(), &[&["check", "bad.json"], args].concat());
        assert_eq!(run.status, Some(2), "{run:?}");
        assert_eq!(text(&folder, "bad.json"), BAD);
    }
}

#[cfg(unix)]
mod files {
    use super::*;

    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::time::Duration;

    #[test]
    fn a_file_without_a_fix_is_not_touched() {
        let folder = Folder::new();
        folder.file("fine.json", FIXED);
        folder.file("broken.json", "{\"id\":5,}");
        let before = ["fine.json", "broken.json"].map(|name| identity(&folder, name));
        std::thread::sleep(Duration::from_millis(20));
        let run = userlint(
            folder.path(),
            &["check", "--fix", "--unsafe-fixes", "fine.json", "broken.json"],
        );
        assert_eq!(run.status, Some(1), "{run:?}");
        assert_eq!(
            ["fine.json", "broken.json"].map(|name| identity(&folder, name)),
            before
        );
    }

    /// Which file it is, and when it was written.
    fn identity(folder: &Folder, name: &str) -> (u64, i64, i64) {
        let metadata = fs::metadata(folder.path().join(name)).expect("the file");
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    }

    #[test]
    fn a_second_run_does_not_touch_what_the_first_has_fixed() {
        let folder = Folder::new();
        // A line that is no JSON, with a byte order mark inside, and ends of both kinds.
        let bad = format!("{BAD}{{\"id\":\"b\",\u{feff}}}\r\n{}", BAD.replace('\n', "\r\n"));
        folder.file("users.ndjson", &bad);
        // In bytes that are no UTF-8 there is nothing to fix.
        folder.file(
            "latin.json",
            b"{\"id\":5,\"name\":\"M\xFCller\",\"email\":\"a@talkjs.com\"}",
        );
        let args = [
            "check",
            "--fix",
            "--unsafe-fixes",
            "--quiet",
            "users.ndjson",
            "latin.json",
        ];
        let latin = identity(&folder, "latin.json");
        userlint(folder.path(), &args);
        let fixed = bad.replace("\"linda@talkjs.com\"", "[\"linda@talkjs.com\"]");
        assert_eq!(text(&folder, "users.ndjson"), fixed);
        let users = identity(&folder, "users.ndjson");
        std::thread::sleep(Duration::from_millis(20));
        userlint(folder.path(), &args);
        assert_eq!(identity(&folder, "users.ndjson"), users);
        assert_eq!(identity(&folder, "latin.json"), latin);
    }

    /// Nobody may read of a private file what its owner alone may, not even while it is written.
    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_being_written_is_for_the_owner_alone() {
        let folder = Folder::new();
        folder.file("private.json", BAD);
        let mode = fs::Permissions::from_mode(0o600);
        fs::set_permissions(folder.path().join("private.json"), mode).expect("a mode");
        let line = format!("umask 0; strace -f -o log -e trace=openat {PROGRAM} check --fix private.json");
        if !run_quietly("strace -o log -e trace=openat true", folder.path()) {
            eprintln!("skipped: strace is not installed, or may not trace");
            return;
        }
        assert_eq!(shell(folder.path(), &line).status, Some(0));
        let log = text(&folder, "log");
        let made: Vec<_> = log.lines().filter(|line| line.contains(".unfinished")).collect();
        assert!(!made.is_empty(), "{log}");
        assert!(made.iter().all(|line| line.contains("0600")), "{made:?}");
    }

    #[test]
    fn links_mode_owner_and_attributes_stay() {
        let folder = Folder::new();
        folder.file("real/bad.json", BAD);
        let real = folder.path().join("real/bad.json");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("a mode");
        symlink("real/bad.json", folder.path().join("link.json")).expect("a link");
        // Who may do so gives the file away, and who may not keeps it: in both cases it stays what it is.
        let _ = std::os::unix::fs::chown(&real, Some(1234), Some(4321));
        let has_attribute = xattr::set(&real, "user.origin", b"export").is_ok();
        let owner = fs::metadata(&real)
            .map(|metadata| (metadata.uid(), metadata.gid()))
            .expect("the file");

        let run = userlint(folder.path(), &["check", "--fix", "link.json"]);
        assert_eq!(run.status, Some(0), "{run:?}");
        assert_eq!(text(&folder, "real/bad.json"), FIXED);
        let link = fs::symlink_metadata(folder.path().join("link.json")).expect("the link");
        assert!(link.is_symlink());
        let metadata = fs::metadata(&real).expect("the file");
        assert_eq!(metadata.permissions().mode() & 0o7777, 0o640);
        assert_eq!((metadata.uid(), metadata.gid()), owner);
        if has_attribute {
            let kept = xattr::get(&real, "user.origin").expect("attributes");
            assert_eq!(kept.as_deref(), Some(&b"export"[..]));
        }
        assert_eq!(
            names(&folder.path().join("real")).len(),
            1,
            "nothing unfinished is left"
        );
    }

    #[test]
    fn what_must_not_be_replaced_is_left_with_a_word() {
        let folder = Folder::new();
        folder.file("read-only.json", BAD);
        let mode = fs::Permissions::from_mode(0o444);
        fs::set_permissions(folder.path().join("read-only.json"), mode).expect("a mode");
        folder.file("one.json", BAD);
        fs::hard_link(folder.path().join("one.json"), folder.path().join("other.json")).expect("a hard link");
        for (name, why) in [("read-only.json", "it is read-only"), ("one.json", "a hard link")] {
            folder.file("good.json", BAD);
            let run = userlint(folder.path(), &["check", "--fix", name, "good.json"]);
            assert_eq!(run.status, Some(2), "{run:?}");
            assert!(run.stderr.contains(&format!("cannot fix {name}: ")), "{run:?}");
            assert!(run.stderr.contains(why), "{run:?}");
            assert!(
                run.stdout.contains("string_instead_of_array"),
                "what is not fixed is found: {run:?}"
            );
            assert_eq!(text(&folder, name), BAD);
            assert_eq!(
                text(&folder, "good.json"),
                FIXED,
                "the others are fixed all the same"
            );
        }
    }

    #[test]
    fn a_run_that_is_stopped_leaves_files_that_are_old_or_new() {
        const FILES: usize = 400;
        let folder = Folder::new();
        let (old, new) = (BAD.repeat(200), FIXED.repeat(200));
        for round in 0..8_u64 {
            for at in 0..FILES {
                folder.file(format!("{at}.ndjson"), &old);
            }
            let mut child = command(PROGRAM, folder.path())
                .args(["check", "--fix", "--quiet", "."])
                .spawn()
                .expect("the program starts");
            std::thread::sleep(Duration::from_millis(3 + round * 9));
            let id = child.id();
            run_quietly(&format!("kill -TERM {id}"), folder.path());
            child.wait().expect("the program ends");
            for at in 0..FILES {
                let now = text(&folder, &format!("{at}.ndjson"));
                assert!(now == old || now == new, "{at}.ndjson is neither old nor new");
            }
            assert_eq!(names(folder.path()).len(), FILES, "nothing unfinished is left");
        }
    }

    #[test]
    fn a_full_disk_leaves_the_old_file() {
        let folder = Folder::new();
        let old = BAD.repeat(500);
        folder.file("users.ndjson", &old);
        let run = shell(
            folder.path(),
            &format!("ulimit -f 8; exec {PROGRAM} check --fix users.ndjson > /dev/null"),
        );
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains("cannot fix users.ndjson: "), "{run:?}");
        assert_eq!(text(&folder, "users.ndjson"), old);
        assert_eq!(names(folder.path()).len(), 1, "nothing unfinished is left");
    }

    /// The first, the second, … system call of a kind fails, until a run comes through without one.
    #[cfg(target_os = "linux")]
    #[test]
    fn whichever_system_call_fails_the_file_is_old_or_new() {
        let folder = Folder::new();
        folder.file("bad.json", BAD);
        if !run_quietly(
            "strace -o log -e trace=write -e inject=write:error=EIO:when=100 true",
            folder.path(),
        ) {
            eprintln!("skipped: strace is not installed, or may not trace");
            return;
        }
        let mut failed = 0;
        for call in [
            "openat",
            "statx",
            "read",
            "write",
            "fchmod",
            "fchown",
            "fsync",
            "rename",
            "flistxattr",
            "listxattr",
        ] {
            for when in 1..80 {
                folder.file("bad.json", BAD);
                let line = format!(
                    "strace -f -o log -e trace={call} -e inject={call}:error=EIO:when={when} {PROGRAM} check --fix bad.json"
                );
                let run = shell(folder.path(), &line);
                let now = text(&folder, "bad.json");
                assert!(now == BAD || now == FIXED, "{call} {when}: {now}");
                assert!(run.status.is_some(), "{call} {when}: {run:?}");
                if run.status == Some(0) {
                    assert_eq!(now, FIXED, "{call} {when}: {run:?}");
                }
                if run.stderr.contains("cannot fix") {
                    assert_eq!(
                        (run.status, now.as_str()),
                        (Some(2), BAD),
                        "{call} {when}: {run:?}"
                    );
                    failed += 1;
                }
                assert!(
                    names(folder.path()).len() <= 2,
                    "{call} {when}: something unfinished is left"
                );
                if !text(&folder, "log").contains("(INJECTED)") {
                    break;
                }
            }
        }
        assert!(failed >= 4, "only {failed} failures were met while fixing");
    }
}

#[test]
fn other_peoples_text_in_a_diff_is_no_command() {
    let folder = Folder::new();
    folder.file(
        "a.json",
        "{\"name\":\"##[error]x \u{1b}[31m\u{202e}\",\n\"::error::x\":1,\"email\":\"a@talkjs.com\"}"
            .replace('\u{1b}', "\u{9b}"),
    );
    let mut diff = command(PROGRAM, folder.path());
    diff.args(["check", "--diff", "a.json"]);
    let diff = run(diff).stdout;
    assert!(diff.contains("a@talkjs.com"), "{diff}");
    for active in ["##[", "\u{9b}", "\u{202e}", "\n::"] {
        assert!(!diff.contains(active), "{diff}");
    }
}
