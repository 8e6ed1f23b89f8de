//! What happens to a run while it writes: it is killed, the disk fills up, files cannot be opened.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::program::{PROGRAM, command, shell};

/// What is in the folder is of one of these sets, file by file, and where there is a manifest, one of them is there.
fn assert_whole(out: &Path, sets: &[&BTreeMap<String, Vec<u8>>], when: &str) {
    let there = files(out);
    for (name, bytes) in &there {
        assert!(
            sets.iter().any(|set| set.get(name) == Some(bytes)),
            "{name} is of no set, {when}"
        );
    }
    if there.contains_key("manifest.json") {
        assert!(
            sets.contains(&&there),
            "the set is not whole, {when}: {:?}",
            there.keys()
        );
    }
}

/// A folder with users, and the set that is to come of them.
fn prepared(count: usize) -> (Folder, BTreeMap<String, Vec<u8>>) {
    let folder = Folder::new();
    folder.file("users.ndjson", users(count).0);
    let args = ["batch", "users.ndjson", "--out", "whole", "--size", "20"];
    assert_eq!(userlint(folder.path(), &args).status, Some(1));
    let set = files(&folder.path().join("whole"));
    (folder, set)
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_makes_the_set() {
    let (folder, set) = prepared(2000);
    let out = folder.path().join("out");
    let run = |more: &[&str]| {
        let mut command = command(PROGRAM, folder.path());
        command
            .args(["batch", "users.ndjson", "--out", "out", "--size", "20"])
            .args(more);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let started = Instant::now();
    assert_eq!(run(&[]).status().expect("the program").code(), Some(1));
    let whole_run = started.elapsed();
    let mut has_interrupted = false;
    for round in 0..14_u32 {
        let _ = fs::remove_dir_all(&out);
        let mut child = run(&[]).spawn().expect("the program");
        thread::sleep(whole_run * round / 14);
        if round % 2 == 0 {
            child.kill().expect("a child of ours");
        } else {
            let pid = child.id().to_string();
            let _ = command("kill", folder.path()).args(["-TERM", &pid]).status();
        }
        has_interrupted |= child.wait().expect("a child of ours").code().is_none();
        assert_whole(&out, &[&set], &format!("round {round}"));
        let there = fs::read_dir(&out).map(Iterator::count).unwrap_or_default();
        // Only a run that is killed outright has no time to take away what it has not finished, but for the journal.
        let journal = usize::from(out.join("manifest.unfinished").exists());
        assert!(
            round % 2 == 0 || there == files(&out).len() + journal,
            "round {round}"
        );
        assert_eq!(run(&[]).status().expect("the program").code(), Some(1));
        assert_eq!(files(&out), set, "after round {round}");
        let left = fs::read_dir(&out).expect("the folder").count();
        assert_eq!(left, set.len(), "nothing unfinished is left after round {round}");
    }
    assert!(has_interrupted, "no run was caught while it wrote: {whole_run:?}");
}

#[test]
fn a_set_that_is_being_replaced_is_old_or_new_file_by_file() {
    let (folder, old) = prepared(1000);
    folder.file("users.ndjson", users(1400).0.replace("default", "seller"));
    let args = ["batch", "users.ndjson", "--out", "other", "--size", "20"];
    assert_eq!(userlint(folder.path(), &args).status, Some(1));
    let new = files(&folder.path().join("other"));
    let out = folder.path().join("out");
    for round in 0..8_u64 {
        let _ = fs::remove_dir_all(&out);
        for (name, bytes) in &old {
            folder.file(Path::new("out").join(name), bytes);
        }
        let mut command = command(PROGRAM, folder.path());
        command.args(["batch", "users.ndjson", "--out", "out", "--size", "20", "--force"]);
        let mut child = command.stdout(Stdio::null()).spawn().expect("the program");
        thread::sleep(Duration::from_millis(10 + 25 * round));
        child.kill().expect("a child of ours");
        child.wait().expect("a child of ours");
        assert_whole(&out, &[&old, &new], &format!("round {round}"));
    }
    let args = ["batch", "users.ndjson", "--out", "out", "--size", "20", "--force"];
    assert_eq!(userlint(folder.path(), &args).status, Some(1));
    assert_eq!(files(&out), new);
}

/// Runs under a limit of the shell, then without it.
fn limited(limits: impl Iterator<Item = String>) {
    let (folder, set) = prepared(600);
    let out = folder.path().join("out");
    let (mut failed, mut done) = (0, 0);
    for limit in limits {
        let _ = fs::remove_dir_all(&out);
        let line = format!("{limit}; exec userlint batch users.ndjson --out out --size 20 > /dev/null");
        let run = shell(folder.path(), &line);
        match run.status {
            Some(2) => failed += 1,
            Some(1) => done += 1,
            // So few files are open that the program itself cannot be loaded.
            Some(126 | 127) => continue,
            _ => panic!("{limit}: {run:?}"),
        }
        assert_eq!(
            run.status == Some(1),
            out.join("manifest.json").exists(),
            "{limit}"
        );
        assert_whole(&out, &[&set], &limit);
        let left = fs::read_dir(&out).map(Iterator::count).unwrap_or_default();
        assert_eq!(left, files(&out).len(), "{limit}: something unfinished is left");
        let again = userlint(
            folder.path(),
            &["batch", "users.ndjson", "--out", "out", "--size", "20"],
        );
        assert_eq!(again.status, Some(1), "{limit}: {again:?}");
        assert_eq!(files(&out), set, "{limit}");
    }
    assert!(failed > 0 && done > 0, "{failed} runs have failed, {done} not");
}

#[test]
fn a_disk_that_fills_up_leaves_whole_files() {
    // In blocks of 512 bytes or of 1024: less than a batch, than the records, than the manifest, enough for all.
    limited(
        ["1", "2", "3", "4", "6", "8", "16", "24", "32", "1000"]
            .map(|blocks| format!("ulimit -f {blocks}"))
            .into_iter(),
    );
}

#[test]
fn too_few_open_files_leave_whole_files() {
    limited((3..14).map(|files| format!("ulimit -n {files}")));
}

#[test]
fn a_summary_that_nobody_can_read_is_said_and_loses_no_set() {
    let (folder, set) = prepared(200);
    let run = shell(
        folder.path(),
        "userlint batch users.ndjson --out out --size 20 > /dev/full",
    );
    if cfg!(target_os = "linux") {
        assert_eq!(run.status, Some(2), "{run:?}");
    }
    assert_eq!(files(&folder.path().join("out")), set);
}
