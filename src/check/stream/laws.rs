//! What a source is read in changes nothing: not the windows, and of what can be judged in parts not the parts.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Sizes, Step, Stream};
use crate::finding::Finding;
use crate::report::Report;
use crate::{Linter, Options, Severity, Source};

fn linter() -> Linter {
    Linter::new(
        Options::new()
            .min_severity(Severity::Note)
            .list_payloads(true)
            .redactable(true),
    )
}

/// Whoever has nothing to hold back holds nothing: even the smallest source is cut into parts.
fn stream<'l>(linter: &'l Linter, name: &str, part: usize) -> Stream<'l> {
    let mut stream = Stream::new(linter, name);
    stream.sizes = Sizes { held: 0, part };
    // As in earnest, it shows more than blanks and a byte order mark.
    stream.head = part + 16;
    stream
}

/// The report on a text that comes in windows of these lengths, again and again.
fn in_windows(linter: &Linter, name: &str, text: &[u8], part: usize, lengths: &[usize]) -> Report {
    let mut stream = stream(linter, name, part);
    let mut all = linter.empty_report(name);
    let (mut at, mut end) = (0, 0);
    let mut lengths = lengths.iter().cycle();
    for _ in 0..1_000_000 {
        match stream.step(&text[at..end], end == text.len()) {
            Step::More => {
                assert!(end < text.len(), "there is no more");
                end = text.len().min(end + lengths.next().expect("a length"));
            }
            Step::Part { length, report } => {
                at += length;
                assert!(at <= end);
                if let Some(report) = report {
                    all.append(*report);
                }
            }
            Step::Again => (at, end) = (0, 0),
            Step::End(report) => {
                all.append(*report);
                return all;
            }
        }
    }
    panic!("a check without an end");
}

fn told(finding: &Finding) -> String {
    let related: Vec<_> = finding
        .related
        .iter()
        .map(|related| (related.message, related.location))
        .collect();
    format!(
        "{:?} {} {:?} {} {} {:?} {:?} {related:?} {:?} {:?}",
        finding.location,
        finding.rule.id,
        finding.severities,
        finding.message,
        finding.help,
        finding.pointer,
        finding.payload,
        finding.part,
        finding.fix
    )
}

/// All that a report tells, in order.
fn all_told(report: &Report) -> Vec<String> {
    let mut lines: Vec<_> = report.findings.iter().map(told).collect();
    lines.push(counts(report));
    lines
}

fn counts(report: &Report) -> String {
    format!(
        "{:?} {} {} {:?} {:?} {:?}",
        report.shape,
        report.payloads,
        report.other_operations,
        report.verdicts,
        report.overrides,
        report.listed
    )
}

/// All that a report tells, in the order of the text.
fn told_in_text_order(report: &Report) -> Vec<String> {
    let mut lines: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.location.span.start, told(finding)))
        .collect();
    lines.sort();
    let mut lines: Vec<_> = lines.into_iter().map(|(_, line)| line).collect();
    lines.push(counts(report));
    lines
}

/// What only one of the two tells.
fn difference(one: &[String], other: &[String]) -> [Vec<String>; 2] {
    let left = one.iter().filter(|line| !other.contains(line)).cloned().collect();
    let right = other.iter().filter(|line| !one.contains(line)).cloned().collect();
    [left, right]
}

/// Users, some of them broken, as a line or an item may hold them.
fn user() -> impl Strategy<Value = String> {
    const USERS: &[&str] = &[
        r#"{"id":"1","name":"Ann"}"#,
        r#"{"id":"1","name":"Ann"}"#,
        r#"{"id":"2","name":"Bob","email":"bob"}"#,
        r#"{"id":2,"name":"Bob","custom":{"a":1,"a,":[{},"]"]}}"#,
        r#"{"name":"A\"n\\","photoUrl":"x","id":"é😀"}"#,
        r#"{"id":"É😀","name":"\ud800"}"#,
        r#"{ "id" : "3", "name": " " , "name": "x" }"#,
        "{}",
        "5",
        r#"{"id":"4","name":"n","phone":"+49 30 1","custom":{"password":"hunter2hunter2"}}"#,
    ];
    select(USERS).prop_map(str::to_owned)
}

fn list() -> impl Strategy<Value = String> {
    let separators = select([",", ",\n", ", ", "\r\n,\r\n\t", " ,"].as_slice());
    let around = select(["", " ", "\n", "\r\n \r\n"].as_slice());
    (vec((user(), separators), 1..30), around, any::<bool>()).prop_map(|(users, around, has_mark)| {
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
    let broken = select(
        [
            "oops",
            r#"{"id":"1",}"#,
            "",
            "  ",
            "[",
            "\u{FEFF}{\"id\":\"7\"}",
            "[{\"id\":\"8\"}]",
        ]
        .as_slice(),
    );
    let line = prop_oneof![4 => user(), 1 => broken.prop_map(str::to_owned)];
    (
        vec((line, select(["\n", "\r\n"].as_slice())), 1..30),
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

proptest! {
    #[test]
    fn windows_do_not_matter(
        text in prop_oneof![
            damaged(list()), damaged(lines()), list().prop_map(String::into_bytes), lines().prop_map(String::into_bytes)
        ],
        part in 1_usize..200,
        windows in vec(1_usize..90, 1..6),
    ) {
        let linter = linter();
        for name in ["users.json", "users.ndjson"] {
            let whole = in_windows(&linter, name, &text, part, &[text.len().max(1)]);
            let cut = in_windows(&linter, name, &text, part, &windows);
            let (one, other) = (all_told(&cut), all_told(&whole));
        prop_assert!(one == other, "{:#?} in {:?}", difference(&one, &other), String::from_utf8_lossy(text.as_ref()));
        }
    }

    #[test]
    fn lines_are_judged_as_in_the_whole(text in lines(), part in 1_usize..300) {
        let linter = linter();
        let source = Source::new("users.ndjson", &text);
        let whole = linter.check_whole(source);
        let parts = in_windows(&linter, "users.ndjson", text.as_bytes(), part, &[text.len().max(1)]);
        let (one, other) = (told_in_text_order(&parts), told_in_text_order(&whole));
        prop_assert!(one == other, "{:#?} in {:?}", difference(&one, &other), String::from_utf8_lossy(text.as_ref()));
    }

    #[test]
    fn a_list_is_judged_as_in_the_whole(text in list(), part in 1_usize..300) {
        let linter = Linter::new(linter().options.clone().shape(crate::Shape::List));
        let source = Source::new("users.json", &text);
        let whole = linter.check_whole(source);
        let parts = in_windows(&linter, "users.json", text.as_bytes(), part, &[text.len().max(1)]);
        let (one, other) = (told_in_text_order(&parts), told_in_text_order(&whole));
        prop_assert!(one == other, "{:#?} in {:?}", difference(&one, &other), String::from_utf8_lossy(text.as_ref()));
    }

    #[test]
    fn an_offence_is_the_same_in_the_whole(text in damaged(list()), part in 1_usize..300) {
        let linter = Linter::new(linter().options.clone().shape(crate::Shape::List));
        let whole = linter.check_whole(Source::new("users.json", &text));
        let parts = in_windows(&linter, "users.json", &text, part, &[text.len().max(1)]);
        let offences = |report: &Report| {
            let refusals = report.findings.iter().filter(|finding| finding.rule.is_refusal());
            // Which of the words may be quoted hangs on what stands before them.
            refusals.map(|finding| format!("{} {:?}", finding.rule.id, finding.location)).collect::<Vec<_>>()
        };
        let (one, other) = (offences(&parts), offences(&whole));
        prop_assert!(one == other, "{:#?} in {:?}", difference(&one, &other), String::from_utf8_lossy(text.as_ref()));
    }
}
