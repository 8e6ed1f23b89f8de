//! The program: which files there are, and that whatever happens to a run, each of them is whole, and the next run makes
//! the same set.

#[cfg(unix)]
mod accidents;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest, Sha256};
use userlint::batch::Endpoint;
use userlint::schema::SchemaName;

use super::{assert_of_schema, schema_of, users_of};
use crate::program::{Folder, Run, userlint, userlint_on};

/// The files of a folder, by name. What a run has left unfinished is not among them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    let entries = entries.map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| {
            (
                entry.file_name().into_string().expect("UTF-8"),
                fs::read(entry.path()).expect("a file"),
            )
        })
        .filter(|(name, _)| !name.ends_with(".unfinished"))
        .collect()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("JSON")
}

/// Users as lines, of whom one in a hundred has a mistake, and the names of these.
fn users(count: usize) -> (String, BTreeSet<String>) {
    let mut lines = String::new();
    let mut broken = BTreeSet::new();
    for at in 0..count {
        let id = format!("user_{at}");
        let line = match at {
            _ if at % 100 != 37 => format!(
                "{{\"id\":\"{id}\",\"name\":\"{id}\",\"email\":[\"{id}@talkjs.com\"],\"role\":\"default\"}}"
            ),
            _ if at % 500 == 37 => format!("{{\"id\":\"{id}\",\"name\":null}}"),
            _ if at % 500 == 137 => {
                format!("{{\"id\":\"{id}\",\"name\":\"{id}\",\"email\":\"{id}@talkjs.com\"}}")
            }
            _ if at % 500 == 237 => format!("{{\"name\":\"{id}\",\"role\":\"default\"}}"),
            _ if at % 500 == 337 => {
                format!("{{\"id\":\"{id}\",\"name\":\"{id}\",\"custom\":{{\"level\":7}}}}")
            }
            _ => format!("{{\"id\":\"{id}\",\"name\":\"{id}"),
        };
        if at % 100 == 37 {
            broken.insert(line.clone());
        }
        lines.push_str(&line);
        lines.push('\n');
    }
    (lines, broken)
}

fn batch(folder: &Folder, more: &[&str]) -> Run {
    userlint(
        folder.path(),
        &[&["batch", "users.ndjson", "--out", "out"], more].concat(),
    )
}

/// The set that a folder holds, held against what it says of itself. The ids of each batch, and the records.
fn read_set(folder: &Path, endpoint: Endpoint, size: usize) -> (Vec<Vec<String>>, Vec<Value>) {
    let files = files(folder);
    let manifest = json(&files["manifest.json"]);
    assert_of_schema(&manifest, SchemaName::BatchManifest);
    let digest = |name: &str| {
        use std::fmt::Write as _;
        Sha256::digest(&files[name])
            .iter()
            .fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    };
    let mut batches = Vec::new();
    for (at, entry) in manifest["batches"]
        .as_array()
        .expect("batches")
        .iter()
        .enumerate()
    {
        let name = entry["file"].as_str().expect("a name");
        assert_eq!(name, format!("batch-{:06}.json", at + 1));
        assert_eq!(entry["sha256"], digest(name));
        let body = json(&files[name]);
        let schema = schema_of(endpoint);
        assert!(
            schema.is_valid(&body),
            "{name}: {:?}",
            schema.validate(&body).err()
        );
        let ids: Vec<String> = entry["ids"]
            .as_array()
            .expect("ids")
            .iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect();
        let in_body: BTreeSet<_> = users_of(&body, endpoint).into_iter().map(|(id, _)| id).collect();
        assert_eq!(in_body, ids.iter().cloned().collect());
        assert!(
            ids.len() == in_body.len() && (1..=size).contains(&ids.len()),
            "{name}"
        );
        assert_eq!(entry["users"], ids.len());
        batches.push(ids);
    }
    assert_eq!(files.len(), batches.len() + 2, "{:?}", files.keys());
    let records: Vec<Value> = files["rejected.ndjson"]
        .split_inclusive(|&byte| byte == b'\n')
        .map(json)
        .collect();
    assert_eq!(manifest["rejected"]["sha256"], digest("rejected.ndjson"));
    assert_eq!(manifest["totals"]["rejected"], records.len());
    assert_eq!(
        manifest["totals"]["accepted"],
        batches.iter().map(Vec::len).sum::<usize>()
    );
    (batches, records)
}

#[test]
fn every_user_of_many_is_in_one_batch_or_in_one_record() {
    let folder = Folder::new();
    let (lines, broken) = users(5000);
    folder.file("users.ndjson", &lines);
    for (endpoint, size) in [
        (Endpoint::Users, 100),
        (Endpoint::Operations, 10),
        (Endpoint::Users, 7),
    ] {
        let out = format!("{endpoint}-{size}");
        let args = [
            "batch",
            "users.ndjson",
            "--out",
            &out,
            "--endpoint",
            endpoint.name(),
            "--size",
            &size.to_string(),
        ];
        let run = userlint(folder.path(), &args);
        assert_eq!((run.status, run.stderr.as_str()), (Some(1), ""), "{run:?}");
        let (batches, records) = read_set(&folder.path().join(&out), endpoint, size);
        assert_eq!(batches.len(), 4950_usize.div_ceil(size));
        let sent: BTreeSet<_> = batches.iter().flatten().collect();
        assert_eq!((sent.len(), batches.iter().flatten().count()), (4950, 4950));
        let rejected: BTreeSet<String> = records
            .iter()
            .map(|record| match &record["text"] {
                Value::String(text) => text.clone(),
                // Without white space in it a payload is written as it was; serde_json would sort its members.
                _ => lines
                    .lines()
                    .nth(usize::try_from(record["line"].as_u64().expect("a line")).expect("small") - 1)
                    .expect("that line")
                    .to_owned(),
            })
            .collect();
        assert_eq!((rejected, records.len()), (broken.clone(), broken.len()));
    }
}

#[test]
fn the_same_input_gives_the_same_files_wherever_it_is() {
    let (lines, _) = users(700);
    let sets: Vec<_> = (0..2)
        .map(|at| {
            let folder = Folder::new();
            folder.file("users.ndjson", &lines);
            let named = folder.path().join("users.ndjson");
            let name = if at == 0 {
                "users.ndjson"
            } else {
                named.to_str().expect("UTF-8")
            };
            let run = userlint(folder.path(), &["batch", name, "--out", "a/b/out"]);
            assert_eq!(run.status, Some(1), "{run:?}");
            files(&folder.path().join("a/b/out"))
        })
        .collect();
    assert_eq!(sets[0], sets[1]);
}

#[test]
fn a_set_that_is_complete_is_not_touched() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(300).0);
    assert_eq!(batch(&folder, &[]).status, Some(1));
    let out = folder.path().join("out");
    let times = || -> Vec<_> {
        let names = files(&out).into_keys();
        names
            .map(|name| {
                fs::metadata(out.join(name))
                    .and_then(|metadata| metadata.modified())
                    .expect("a time")
            })
            .collect()
    };
    let before = times();
    let again = batch(&folder, &["--format", "json"]);
    assert_eq!(again.status, Some(1), "{again:?}");
    let said = json(again.stdout.as_bytes());
    assert_eq!(
        (&said["written"], &said["totals"]["accepted"]),
        (&0.into(), &297.into())
    );
    assert_eq!(before, times());
    // The journal of a run that was killed says which files are its own: what is not there yet is made, and nothing else.
    let journal = "userlint batch: this set is not complete. Its files so far:\n\
                   batch-000001.json\nbatch-000002.json\nbatch-000003.json\nbatch-0000";
    folder.file("out/manifest.unfinished", journal);
    for gone in ["manifest.json", "rejected.ndjson", "batch-000003.json"] {
        fs::remove_file(out.join(gone)).expect("a file");
    }
    let again = batch(&folder, &["--format", "json"]);
    assert_eq!(json(again.stdout.as_bytes())["written"], 3, "{again:?}");
    read_set(&out, Endpoint::Users, 100);
}

#[test]
fn another_set_is_replaced_only_if_that_is_asked_for() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(950).0);
    assert_eq!(batch(&folder, &[]).status, Some(1));
    let out = folder.path().join("out");
    let before = files(&out);
    for other in [
        users(300).0,
        users(1200).0,
        users(950).0.replace("user_12\"", "user_x\""),
    ] {
        folder.file("users.ndjson", &other);
        let run = batch(&folder, &[]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(
            run.stderr.contains("holds another set") && run.stderr.contains("--force"),
            "{run:?}"
        );
        assert_eq!(files(&out), before);
    }
    folder.file("users.ndjson", users(300).0);
    assert_eq!(batch(&folder, &["--force"]).status, Some(1));
    let (batches, _) = read_set(&out, Endpoint::Users, 100);
    assert_eq!(batches.len(), 3, "nothing of the larger set is left");
    // The same without a manifest: an interrupted run over something else.
    fs::remove_file(out.join("manifest.json")).expect("a manifest");
    folder.file("users.ndjson", users(100).0);
    let run = batch(&folder, &[]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(!out.join("manifest.json").exists());
}

#[test]
fn what_is_not_ours_stays() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(10).0);
    folder.file("out/notes.txt", "mine");
    let run = batch(&folder, &[]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.stderr.contains("out/notes.txt"), "{run:?}");
    assert_eq!(files(&folder.path().join("out")).len(), 1);
    assert_eq!(batch(&folder, &["--force"]).status, Some(0));
    let files = files(&folder.path().join("out"));
    assert_eq!((files["notes.txt"].as_slice(), files.len()), (&b"mine"[..], 4));
    for name in ["manifest.json", "rejected.ndjson"] {
        let out = format!("app-{name}");
        folder.file(Path::new(&out).join(name), "{\"name\": \"somebody else's\"}");
        let args = ["batch", "users.ndjson", "--force", "--out", &out];
        let run = userlint(folder.path(), &args);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains("userlint has not written it"), "{run:?}");
        assert_eq!(self::files(&folder.path().join(&out)).len(), 1);
    }
    let into_file = userlint(folder.path(), &["batch", "users.ndjson", "--out", "users.ndjson"]);
    assert_eq!(into_file.status, Some(2), "{into_file:?}");
    let no_size = batch(&folder, &["--size", "101"]);
    assert_eq!(no_size.status, Some(2), "{no_size:?}");
    assert!(no_size.stderr.contains("takes 1 to 100 users"), "{no_size:?}");
}

/// A name is no proof: what neither a manifest nor the journal of an interrupted run names is somebody else's.
#[test]
fn a_file_that_is_only_called_like_a_batch_stays() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(250).0);
    let out = folder.path().join("out");
    let is_refused = |said: &str| {
        let before = files(&out);
        for more in [&[][..], &["--force"]] {
            let run = batch(&folder, more);
            assert_eq!(run.status, Some(2), "{run:?}");
            assert!(run.stderr.contains(said), "{run:?}");
            assert_eq!(files(&out), before, "nothing is written, nothing is gone");
            assert!(!out.join("manifest.unfinished").exists());
        }
    };
    folder.file("out/batch-000007.json", "[\"payroll\"]");
    is_refused("batch-000007.json: userlint has not written it");
    fs::remove_file(out.join("batch-000007.json")).expect("a file");
    assert_eq!(batch(&folder, &[]).status, Some(1));
    folder.file("out/batch-000004.json", "[\"payroll\"]");
    is_refused("batch-000004.json: userlint has not written it");
    folder.file("other/manifest.unfinished", "mine");
    let run = userlint(
        folder.path(),
        &["batch", "users.ndjson", "--force", "--out", "other"],
    );
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(
        run.stderr
            .contains("manifest.unfinished: userlint has not written it"),
        "{run:?}"
    );
    let left = fs::read(folder.path().join("other/manifest.unfinished")).expect("a file");
    assert_eq!(left, b"mine");
}

/// The first batches of both sets are the same, and what differs comes later.
#[test]
fn nothing_is_written_beside_another_set_before_it_is_known() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(350).0);
    let out = folder.path().join("out");
    assert_eq!(batch(&folder, &[]).status, Some(1));
    // As a run leaves it that is killed before it has put the fourth batch, and its manifest, into place.
    let names = "batch-000001.json\nbatch-000002.json\nbatch-000003.json\nbatch-000004.json\n";
    for gone in ["manifest.json", "rejected.ndjson", "batch-000004.json"] {
        fs::remove_file(out.join(gone)).expect("a file");
    }
    let journal = format!("userlint batch: this set is not complete. Its files so far:\n{names}");
    folder.file("out/manifest.unfinished", &journal);
    let before = files(&out);
    for other in [
        users(150).0,
        users(350).0.replacen("user_250", "user_x", 1),
        format!(
            "{}\n{}",
            users(350).0.replacen("user_250", "user_x", 1),
            users(900).0
        ),
    ] {
        folder.file("users.ndjson", &other);
        let run = batch(&folder, &[]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains("holds another set"), "{run:?}");
        assert_eq!(files(&out), before);
    }
    folder.file("users.ndjson", users(350).0);
    assert_eq!(
        batch(&folder, &[]).status,
        Some(1),
        "its own input makes it complete"
    );
    read_set(&out, Endpoint::Users, 100);
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), 6);
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(10).0);
    fs::create_dir(folder.path().join("out")).expect("a folder");
    // What the other run holds.
    let journal = fs::File::create(folder.path().join("out/manifest.unfinished")).expect("a file");
    journal.lock().expect("a lock");
    for more in [&[][..], &["--force"]] {
        let run = batch(&folder, more);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.stderr.contains("another run writes into out"), "{run:?}");
        assert_eq!(files(&folder.path().join("out")).len(), 0);
    }
    drop(journal);
    assert_eq!(
        batch(&folder, &[]).status,
        Some(0),
        "a run that was killed holds nothing"
    );
    assert!(!folder.path().join("out/manifest.unfinished").exists());
}

#[test]
fn a_run_that_fails_leaves_no_folder_behind() {
    let folder = Folder::new();
    folder.file("good.json", r#"{"id":"a","name":"A"}"#);
    folder.file("bad.json", "{");
    let run = userlint(
        folder.path(),
        &[
            "batch",
            "good.json",
            "bad.json",
            "--size",
            "1",
            "--out",
            "new/out",
        ],
    );
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(!folder.path().join("new").exists());
    fs::create_dir(folder.path().join("mine")).expect("a folder");
    let run = userlint(folder.path(), &["batch", "bad.json", "--out", "mine"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    let left = fs::read_dir(folder.path().join("mine")).expect("it was there before");
    assert_eq!(left.count(), 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let folder = Folder::new();
    folder.file("users.ndjson", users(10).0);
    folder.file("elsewhere.json", "mine");
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let link = folder.path().join("out/batch-000001.json");
    std::os::unix::fs::symlink("../elsewhere.json", link).expect("a link");
    for more in [&[][..], &["--force"]] {
        let run = batch(&folder, more);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert_eq!(
            fs::read(folder.path().join("elsewhere.json")).expect("a file"),
            b"mine"
        );
    }
}

#[test]
fn an_input_in_which_no_users_are_found_makes_no_set() {
    let folder = Folder::new();
    let good = r#"{"id":"a","name":"A"}"#;
    folder.file("a.json", good);
    for (name, text) in [
        ("b.json", "[{\"id\":\"b\""),
        ("b.json", "{\"foo\":1}"),
        ("b.json", "5"),
    ] {
        folder.file(name, text);
        folder.file("c.json", "also {");
        let run = userlint(
            folder.path(),
            &["batch", "a.json", "b.json", "c.json", "--out", "out"],
        );
        assert_eq!((run.status, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        assert!(
            run.stderr.contains("from b.json: error[") && run.stderr.contains("from c.json: error["),
            "{run:?}"
        );
        assert!(!folder.path().join("out/manifest.json").exists());
    }
    folder.file("b.json", r#"{"id":"b","name":"B"}"#);
    let run = userlint(folder.path(), &["batch", "a.json", "b.json", "--out", "out"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let missing = userlint(
        folder.path(),
        &["batch", "a.json", "missing.json", "--out", "other"],
    );
    assert_eq!(missing.status, Some(2), "{missing:?}");
    assert!(
        !folder.path().join("other").exists(),
        "nothing is begun without all inputs"
    );
}

#[test]
fn the_set_is_no_input_of_the_next_run() {
    let folder = Folder::new();
    folder.file("in/users.ndjson", users(150).0);
    for _ in 0..2 {
        let run = userlint(folder.path(), &["batch", "in", "--out", "in/out"]);
        assert_eq!(run.status, Some(1), "{run:?}");
        read_set(&folder.path().join("in/out"), Endpoint::Users, 100);
    }
    let named = userlint(
        folder.path(),
        &["batch", "in/out/rejected.ndjson", "--out", "in/out"],
    );
    assert_eq!(named.status, Some(2), "{named:?}");
    let shown = userlint(folder.path(), &["check", "in", "--show-files"]);
    assert_eq!(
        shown.stdout, "in/users.ndjson\n",
        "a set is left alone as a whole"
    );
    let named = userlint(folder.path(), &["check", "in/out", "--show-files"]);
    assert_eq!(
        named.stdout, "in/out/batch-000001.json\nin/out/batch-000002.json\n",
        "manifest and records are no payloads"
    );
    let bodies = userlint(folder.path(), &["check", "in/out", "--surface", "rest"]);
    assert_eq!(bodies.status, Some(0), "{bodies:?}");
}

#[test]
fn the_last_word_on_a_user_comes_last() {
    let folder = Folder::new();
    folder.file("1.json", r#"[{"id":"a","name":"old"},{"id":"b","name":"B"}]"#);
    let input = br#"{"a":{"name":"new"},"c":{"name":"C"}}"#;
    folder.file("2.json", input);
    let run = userlint(folder.path(), &["batch", "2.json", "1.json", "--out", "out"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let (batches, _) = read_set(&folder.path().join("out"), Endpoint::Users, 100);
    assert_eq!(batches, [vec!["a", "b", "c"], vec!["a"]]);
    let last = fs::read_to_string(folder.path().join("out/batch-000002.json")).expect("a batch");
    assert!(last.contains("new"), "{last}");
    let run = userlint_on(input, folder.path(), &["batch", "-", "--out", "from-stdin"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    let manifest = json(&files(&folder.path().join("from-stdin"))["manifest.json"]);
    assert_eq!(manifest["sources"][0]["file"], "<stdin>");
}

#[test]
fn the_configuration_says_what_an_error_is() {
    let folder = Folder::new();
    folder.file(
        "users.ndjson",
        "{\"id\":\"a\",\"name\":\"A\",\"favourite\":\"tea\"}\n{\"id\":\"b\"}\n",
    );
    let counts = |more: &[&str]| {
        let out = format!("out-{}", more.join("-").replace(['"', ' ', '='], ""));
        let run = userlint(
            folder.path(),
            &[
                &["batch", "users.ndjson", "--format", "json", "--out", &out],
                more,
            ]
            .concat(),
        );
        let said = json(run.stdout.as_bytes());
        (
            run.status,
            said["totals"]["accepted"].as_u64(),
            said["totals"]["warnings"].as_u64(),
        )
    };
    assert_eq!(counts(&[]), (Some(1), Some(1), Some(1)));
    assert_eq!(
        counts(&["--set", "rules.unknown_field = \"error\""]),
        (Some(1), Some(0), Some(0))
    );
    assert_eq!(counts(&["--surface", "rest-update"]), (Some(0), Some(2), Some(1)));
    folder.file(
        "userlint.toml",
        "surfaces = [\"sdk\"]\n[rules]\nmissing_field = \"off\"\n",
    );
    assert_eq!(counts(&["--isolated"]), (Some(1), Some(1), Some(1)));
    let quiet = batch(&folder, &["--quiet"]);
    assert_eq!(
        (quiet.status, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (Some(0), "", "")
    );
    assert_eq!(
        counts(&["--verbose"]),
        (Some(0), Some(2), Some(1)),
        "rest is asked, whatever else is checked"
    );
}
