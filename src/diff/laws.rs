//! A text that is read part by part, and again wherever it is looked at, is compared as one that is held.

use std::cell::Cell;
use std::io;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::reading::Sizes;
use super::{Category, Diff, Mark, Snapshot, SnapshotError, Text};
use crate::id_from::IdFrom;
use crate::source::Source;

/// All that is said of a snapshot.
fn told_of(snapshot: &Snapshot<'_>) -> String {
    format!(
        "{:?} {} {} {} {} {} {} {:?}",
        snapshot.shape(),
        snapshot.users(),
        snapshot.without_id(),
        snapshot.repeated(),
        snapshot.compared(),
        snapshot.ids_given(),
        snapshot.unread(),
        snapshot.failures()
    )
}

/// All that is said of a comparison, in order.
fn told(old: &Snapshot<'_>, new: &Snapshot<'_>) -> Result<Vec<String>, SnapshotError> {
    let marks = [Mark::Email, Mark::Phone, Mark::Custom("crm".to_owned())];
    let diff = Diff::try_between(old, new, &marks)?;
    let mut lines = vec![told_of(old), told_of(new)];
    for category in Category::ALL {
        lines.push(format!(
            "{} {:?}",
            diff.count(category),
            diff.fields(category).collect::<Vec<_>>()
        ));
        for change in diff.try_changes(category) {
            lines.push(format!("{:?}", change?));
        }
    }
    Ok(lines)
}

fn told_of_held(old: (&str, &[u8]), new: (&str, &[u8]), from: Option<&str>) -> Vec<String> {
    let from: Option<IdFrom> = from.map(|from| from.parse().expect("a form that is known"));
    let [old, new] =
        [old, new].map(|(name, bytes)| Snapshot::with_ids_from(Source::new(name, bytes), from.as_ref()));
    told(&old, &new).expect("what is held can be read")
}

fn told_of_stored(old: (&str, &[u8]), new: (&str, &[u8]), from: Option<&str>, sizes: Sizes) -> Vec<String> {
    let from: Option<IdFrom> = from.map(|from| from.parse().expect("a form that is known"));
    let texts = [old, new].map(|(name, bytes)| (name, bytes.to_vec()));
    let [old, new] = texts.each_ref().map(|(name, text)| {
        Snapshot::in_parts(text, name, None, from.as_ref(), sizes).expect("it can be read")
    });
    told(&old, &new).expect("it can be read again")
}

/// Users of whom few have ids, addresses and names of their own, so that they move, repeat one another and differ.
fn user() -> impl Strategy<Value = String> {
    let ids = select(
        [
            r#""id":"1","#,
            r#""id":"2","#,
            r#""id": 3 ,"#,
            r#""id":"3","#,
            r#""id":"é😀","#,
            r#""id":"\u0031","#,
            "",
            r#""uid":"9","#,
            r#""id":null,"#,
            r#""id":"4","#,
            r#""id":"5","#,
        ]
        .as_slice(),
    );
    let others = select(
        [
            r#""email":"a@talkjs.com","#,
            r#""email":["b@talkjs.com","A@talkjs.com"],"#,
            r#""phone":"+31612345678","#,
            r#""custom":{"crm":"7","},{\"":"]"},"#,
            r#""custom":{"crm":"8"},"role":"x","#,
            r#""role":"y","locale":null,"#,
            "",
        ]
        .as_slice(),
    );
    let names = select(
        [
            r#""name":"Ann""#,
            r#""name":"Böb 😀""#,
            "\"name\":\n\t\"Cy\\\"\\\\\"",
            r#""name":null"#,
        ]
        .as_slice(),
    );
    let user = (ids, others, names, select(["", " "].as_slice()))
        .prop_map(|(id, other, name, blank)| format!("{{{blank}{id}{other}{name}{blank}}}"));
    prop_oneof![12 => user, 1 => select(["{}", "5", "\"x\"", "[]", "null"].as_slice()).prop_map(str::to_owned)]
}

fn list() -> impl Strategy<Value = String> {
    let separators = select([",", ",\n", ", ", "\r\n,\r\n\t", " ,"].as_slice());
    let around = select(["", " ", "\n", "\r\n \r\n"].as_slice());
    (vec((user(), separators), 0..25), around, any::<bool>()).prop_map(|(users, around, has_mark)| {
        let mut text = String::from(if has_mark { "\u{FEFF}" } else { "" });
        text += around;
        text += "[";
        for (at, (user, separator)) in users.iter().enumerate() {
            text += if at > 0 { separator } else { around };
            text += user;
        }
        text + around + "]" + around
    })
}

fn lines() -> impl Strategy<Value = String> {
    let odd = select(
        [
            "oops",
            r#"{"id":"1",}"#,
            "",
            "  ",
            "[",
            "\u{FEFF}{\"id\":\"7\"}",
            "[{\"id\":\"8\"},{\"id\":\"1\"}]",
            r#"{"1":{"name":"Ann"},"6":{"name":"Eve"}}"#,
            r#"[[1,"PUT","/users/a%20b",{"name":"A"}]]"#,
            r#"{"users":[{"id":"2","name":"Ann"}]}"#,
        ]
        .as_slice(),
    );
    let line =
        prop_oneof![5 => user().prop_map(|user| user.replace('\n', " ")), 1 => odd.prop_map(str::to_owned)];
    (
        vec((line, select(["\n", "\r\n"].as_slice())), 0..25),
        any::<bool>(),
    )
        .prop_map(|(lines, ends)| {
            let mut text: String = lines
                .iter()
                .flat_map(|(line, end)| [line.as_str(), end])
                .collect();
            if !ends {
                text.truncate(text.trim_end().len());
            }
            text
        })
}

fn map() -> impl Strategy<Value = String> {
    vec(user(), 0..6).prop_map(|users| {
        let members = users
            .iter()
            .enumerate()
            .map(|(at, user)| format!("\"{at}\": {user}"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(",\n"))
    })
}

/// A text with one byte changed, taken out, or put in, or cut off.
fn damaged(text: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<u8>> {
    let bytes = select(b",[]{}\":x\\ \n\xFF0".as_slice());
    (text, any::<prop::sample::Index>(), bytes, 0..4).prop_map(|(text, at, byte, how)| {
        let mut text = format!("{text} ").into_bytes();
        let at = at.index(text.len());
        match how {
            0 => text[at] = byte,
            1 => _ = text.remove(at),
            2 => text.insert(at, byte),
            _ => text.truncate(at),
        }
        text
    })
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => list().prop_map(String::into_bytes),
        3 => lines().prop_map(String::into_bytes),
        1 => map().prop_map(String::into_bytes),
        1 => (list(), lines()).prop_map(|(list, lines)| format!("{list}\n{lines}").into_bytes()),
        2 => damaged(list()),
        2 => damaged(lines()),
    ]
}

/// Nothing is held because it is small. What a text holds is told by all of it, as where it is held.
fn sizes(part: usize) -> Sizes {
    Sizes {
        held: 0,
        head: 1 << 20,
        part,
    }
}

const NAMES: &[&str] = &["users.json", "users.ndjson", "users.jsonc", "<stdin>"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_do_not_matter(
        old in text(), new in text(), names in (select(NAMES), select(NAMES)), part in 1_usize..300,
        from in select([None, Some("field:uid"), Some("file-stem")].as_slice()),
    ) {
        let (old, new) = ((names.0, &old[..]), (names.1, &new[..]));
        let (held, stored) = (told_of_held(old, new, from), told_of_stored(old, new, from, sizes(part)));
        prop_assert_eq!(
            held, stored, "{:?} {:?}", String::from_utf8_lossy(old.1), String::from_utf8_lossy(new.1)
        );
    }

    #[test]
    fn a_head_is_enough_where_nothing_is_broken(old in list(), new in lines(), part in 1_usize..300, head in 64_usize..200) {
        let sizes = Sizes { head, ..sizes(part) };
        let (old, new) = (("users.json", old.as_bytes()), ("users.ndjson", new.as_bytes()));
        prop_assert_eq!(told_of_held(old, new, None), told_of_stored(old, new, None, sizes));
    }

    #[test]
    fn a_text_that_changes_is_an_error_or_what_it_was(
        old in list(), new in list(), at: prop::sample::Index, byte in any::<u8>(), reads in 0_u32..60,
    ) {
        let changing = Changing {
            text: new.clone().into_bytes(),
            at: at.index(new.len()),
            byte,
            reads: Cell::new(reads),
        };
        let old = old.into_bytes();
        let was = told_of_held(("a", &old), ("b", new.as_bytes()), None);
        let sizes = sizes(64);
        let older = Snapshot::in_parts(&old, "a", None, None, sizes).expect("it can be read");
        let newer = Snapshot::in_parts(&changing, "b", None, None, sizes);
        // Whoever changes it while it is read for the first time may make another text of it.
        if changing.reads.get() > 0 && let Ok(newer) = newer {
            match told(&older, &newer) {
                Ok(told) => for (told, was) in told.iter().zip(&was) {
                    prop_assert_eq!(without_places(told), without_places(was));
                },
                Err(error) => prop_assert_eq!(error.to_string(), "cannot read b: it was changed during the run"),
            }
        }
    }
}

/// Lines and columns hang on what stands between the users, too.
fn without_places(told: &str) -> String {
    let places = told.split("start: Position {");
    places
        .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
        .collect()
}

/// A text in which one byte changes after so many readings.
struct Changing {
    text: Vec<u8>,
    at: usize,
    byte: u8,
    reads: Cell<u32>,
}

impl Text for Changing {
    fn length(&self) -> u64 {
        self.text.length()
    }

    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        self.text.read_at(start, bytes)?;
        self.reads.set(self.reads.get().saturating_sub(1));
        if self.reads.get() == 0
            && let Some(at) = (self.at as u64).checked_sub(start)
            && let Some(changed) = usize::try_from(at).ok().and_then(|at| bytes.get_mut(at))
        {
            *changed = self.byte;
        }
        Ok(())
    }
}

#[test]
fn a_text_that_ends_too_early_is_an_error() {
    struct Cut(Vec<u8>);
    impl Text for Cut {
        fn length(&self) -> u64 {
            self.0.length() + 1
        }
        fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
            self.0.read_at(start, bytes)
        }
    }
    let cut = Cut(b"[]".to_vec());
    let error = Snapshot::of_text(&cut, "users.json", None, None)
        .err()
        .expect("it is shorter than it said");
    assert!(matches!(error, SnapshotError::Unreadable { .. }));
    assert!(
        error.to_string().starts_with("cannot read users.json: "),
        "{error}"
    );
}

#[test]
fn a_diff_that_lost_a_text_says_so_and_nothing_else() {
    let text = br#"[{"id":"1","email":"a@talkjs.com"}]"#.to_vec();
    let changing = Changing {
        at: 8,
        byte: b'2',
        reads: Cell::new(2),
        text: text.clone(),
    };
    let old = Snapshot::of_text(&changing, "old.json", None, None).expect("it can be read");
    let other = br#"[{"id":"1","email":"b@talkjs.com"}]"#.to_vec();
    let new = Snapshot::of_text(&other, "new.json", None, None).expect("it can be read");
    let diff = Diff::between(&old, &new, &Mark::DEFAULT);
    let failures: Vec<_> = diff.failures().map(|failure| failure.message.as_str()).collect();
    assert_eq!(failures, ["cannot read old.json: it was changed during the run"]);
    assert!(!diff.is_empty());
    assert!(Category::ALL.iter().all(|&category| diff.count(category) == 0));
}

#[test]
fn what_never_ends_is_not_held() {
    struct Counted(Vec<u8>, Cell<u64>);
    impl Text for Counted {
        fn length(&self) -> u64 {
            self.0.length()
        }
        fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
            self.1.set(self.1.get().max(start + bytes.len() as u64));
            self.0.read_at(start, bytes)
        }
    }
    // A brace is missing: to the eye that only counts brackets, the second user is everything that follows.
    let mut text = br#"[{"id":"1"},{"id":"2","custom":{"a":"b"},"#.to_vec();
    text.extend(br#"{"id":"3","name":"Ann"},"#.repeat(400_000));
    let text = Counted(text, Cell::new(0));
    let snapshot = Snapshot::of_text(&text, "users.json", None, None).expect("it can be read");
    assert_eq!((snapshot.users(), snapshot.unread()), (0, 1));
    assert!(
        snapshot.failures()[0].message.starts_with("users.json:1:42: "),
        "{:?}",
        snapshot.failures()
    );
    assert!(
        text.1.get() < 2 << 20,
        "{} of {} bytes",
        text.1.get(),
        text.length()
    );
}
