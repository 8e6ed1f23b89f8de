//! A run that is told to stop: it ends by the signal, and nothing half-written stays.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Folder, PROGRAM, command};

const PATIENCE: Duration = Duration::from_secs(30);

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name of ours")
        })
        .collect();
    names.sort_unstable();
    names
}

fn wait_until(is_so: impl Fn() -> bool, what: &str) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

/// A run that has begun two reports and waits for standard input, which it gets from `child.stdin`. The line of shell
/// before it sets it up.
fn in_the_middle(folder: &Folder, before: &str) -> Child {
    folder.file("old.json", "what was there");
    let line = format!("{before} exec {PROGRAM} check --report json=old.json --report sarif=new.sarif -");
    let child = command("sh", folder.path())
        .args(["-c", &line])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let begun = || {
        names(folder.path())
            .iter()
            .filter(|name| name.ends_with(".unfinished"))
            .count()
    };
    wait_until(|| begun() == 2, "both reports are begun");
    child
}

fn send(signal: &str, child: &Child) {
    let sent = command("kill", Path::new("."))
        .args(["-s", signal, &child.id().to_string()])
        .status()
        .expect("kill");
    assert!(sent.success());
}

#[test]
fn a_run_that_is_stopped_leaves_everything_as_it_was() {
    for (signal, number) in [("TERM", 15), ("INT", 2)] {
        let folder = Folder::new();
        let mut child = in_the_middle(&folder, "");
        let stdin = child.stdin.take(); // closed, it would end the run
        send(signal, &child);
        let ended = child.wait_with_output().expect("a child of ours");
        drop(stdin);
        assert_eq!(
            ended.status.signal(),
            Some(number),
            "{signal}: {:?}",
            ended.status
        );
        assert_eq!(names(folder.path()), ["old.json"], "{signal}");
        let old = fs::read_to_string(folder.path().join("old.json")).expect("a file");
        assert_eq!(old, "what was there", "{signal}");
        assert!(ended.stderr.is_empty(), "{signal}: {:?}", ended.stderr);
    }
}

#[test]
fn a_signal_that_is_to_be_ignored_is_ignored() {
    let folder = Folder::new();
    let mut child = in_the_middle(&folder, "trap '' HUP;");
    send("HUP", &child);
    drop(child.stdin.take());
    let ended = child.wait_with_output().expect("a child of ours");
    // Standard input was empty, which is an error of the payload.
    assert_eq!(ended.status.code(), Some(1), "{:?}", ended.status);
    assert_eq!(names(folder.path()), ["new.sarif", "old.json"]);
}
