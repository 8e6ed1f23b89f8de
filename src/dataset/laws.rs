//! Laws of datasets: what is found does not hang on hashes, on the order of users, or on how they are spread over sources.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Dataset, Index, SourceId};
use crate::report::Report;
use crate::{Linter, Options, Severity, Shape, Source, Surface, Surfaces};

/// Ids as a document spells them, many of them alike.
fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[5-7]",
        "\"[5-7]\"",
        "\"[5-7] ?\"",
        prop::sample::select(vec![
            "1e3", "1000", "\"1000\"", "10e2", "-0", "0", "\"0\"", "\"\""
        ])
        .prop_map(str::to_owned),
        "\"[aAbB][éÉ]?\"",
        prop::sample::select(vec![
            "\"e\\u0301\"",
            "\"é\"",
            "\"\\u0430\"",
            "\"а\\u200b\"",
            "null",
            "true"
        ])
        .prop_map(str::to_owned),
    ]
}

fn users() -> impl Strategy<Value = Vec<String>> {
    let user = (id(), "[xy]").prop_map(|(id, name)| format!(r#"{{"id":{id},"name":"{name}"}}"#));
    prop::collection::vec(user, 0..12)
}

fn linter() -> Linter {
    let options = Options::new().surfaces(Surfaces::of(&[Surface::Sdk]));
    Linter::new(options.min_severity(Severity::Warning))
}

/// The sources as one dataset, and the reports on each.
fn check_all(sources: &[Source<'_>], mut index: Index) -> Vec<Report> {
    let linter = linter();
    let ids: Vec<SourceId> = sources
        .iter()
        .map(|source| linter.index(*source, &mut index))
        .collect();
    let mut candidates = index.candidates();
    for (source, id) in sources.iter().zip(&ids) {
        if candidates.are_in(*id) {
            linter.confirm(*source, *id, &mut candidates);
        }
    }
    let dataset: Dataset = candidates.finish();
    let reports = sources.iter().zip(&ids);
    reports
        .map(|(source, id)| linter.check_in(*source, *id, &dataset))
        .collect()
}

/// Rule, message, place, and the second places, of every finding.
fn told(reports: &[Report]) -> String {
    let mut told = String::new();
    for finding in reports.iter().flat_map(|report| &report.findings) {
        let seconds = finding.related.iter().map(|related| related.location.start);
        let _ = writeln!(told, "{finding} {:?}", seconds.collect::<Vec<_>>());
    }
    told
}

/// The rules about datasets, each with how often it found something.
fn counts(reports: &[Report]) -> [usize; 3] {
    let findings = || reports.iter().flat_map(|report| &report.findings);
    ["id_duplicate", "id_collision", "id_confusable"]
        .map(|rule| findings().filter(|finding| finding.rule.id == rule).count())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Equal hashes are never a finding, and no finding is lost for them.
    #[test]
    fn what_is_found_does_not_hang_on_hashes(users in users()) {
        let text = format!("[{}]", users.join(","));
        let sources = [Source::new("users.json", &text)];
        let reports = check_all(&sources, Index::with_equal_hashes());
        prop_assert_eq!(told(&reports), told(&check_all(&sources, Index::new())));
        // A source alone is a dataset without being asked.
        prop_assert_eq!(told(&reports), told(&[linter().check(sources[0])]));
    }

    /// However the users stand, as many of them repeat another, and as closely.
    #[test]
    fn the_order_of_the_users_does_not_count(users in users(), by in 0..12_usize) {
        let in_order = format!("[{}]", users.join(","));
        let mut users = users;
        let by = by.min(users.len());
        users.rotate_left(by);
        users.reverse();
        let otherwise = format!("[{}]", users.join(","));
        let [one, other] = [&in_order, &otherwise].map(|text| {
            let report = linter().check(Source::new("users.json", text));
            counts(&[report])
        });
        prop_assert_eq!(one, other);
    }

    /// A list, lines, and a file for each user are the same dataset.
    #[test]
    fn the_sources_of_the_users_do_not_count(users in users()) {
        let list = format!("[{}]", users.join(","));
        let lines = users.join("\n");
        let list = check_all(&[Source::new("list.json", &list)], Index::new());
        let lines = check_all(&[Source::new("lines.ndjson", &lines)], Index::new());
        let files: Vec<_> = users.iter().map(|user| Source::new("user.json", user)).collect();
        let files = check_all(&files, Index::new());
        prop_assert_eq!(counts(&list), counts(&lines));
        prop_assert_eq!(counts(&list), counts(&files));
    }

    /// Each finding has a second place, and it stands before the finding: nobody is held against who comes later.
    #[test]
    fn the_first_is_an_earlier_one(users in users()) {
        let text = format!("[{}]", users.join(","));
        let report = linter().check(Source::new("users.json", &text));
        let findings = report.findings.iter();
        let compared = findings.filter(|finding| finding.rule.id.starts_with("id_") && !finding.related.is_empty());
        let mut places = BTreeSet::new();
        for finding in compared {
            prop_assert_eq!(finding.related.len(), 1);
            prop_assert!(finding.related[0].location.span.end <= finding.location.span.start);
            prop_assert!(places.insert(finding.location.span.start), "one fact, one finding");
        }
    }
}

#[test]
fn the_first_in_another_source_is_named() {
    let sources = [
        Source::new("a.json", r#"{"id":"5","name":"Ann"}"#),
        Source::new("b.json", r#"[{"id":"6","name":"Bob"},{"id":5,"name":"Ann"}]"#),
    ];
    let reports = check_all(&sources, Index::new());
    assert!(reports[0].findings.is_empty());
    let [finding] = &reports[1].findings[..] else {
        panic!("{:?}", reports[1].findings)
    };
    assert_eq!(
        (finding.rule.id, finding.pointer.as_str()),
        ("id_collision", "/1/id")
    );
    let first = &finding.related[0];
    assert_eq!(
        first.source.as_ref().map(|source| source.name.as_str()),
        Some("a.json")
    );
    assert_eq!(first.location.span.of(sources[0].bytes), b"\"5\"");
    for source in sources {
        assert_eq!(counts(&[linter().check(source)]), [0; 3]);
    }
}

#[test]
fn a_source_that_is_none_of_the_dataset_has_nothing_twice() {
    let text = r#"[{"id":"5","name":"Ann"},{"id":"5","name":"Ann"}]"#;
    let source = Source::new("a.json", text);
    let mut other = Index::new();
    linter().index(source, &mut other);
    let stranger = linter().index(source, &mut other);
    let empty = Index::new().candidates();
    assert!(empty.is_empty() && !empty.are_in(stranger));
    let report = linter().check_in(source, stranger, &empty.finish());
    assert_eq!(counts(&[report]), [0; 3]);
}

#[test]
fn a_shape_that_was_asked_for_holds_for_the_index_too() {
    let text = r#"{"a":{"id":"5","name":"Ann"},"b":{"id":"5","name":"Bob"}}"#;
    let source = Source::new("a.json", text);
    let found = |shape| counts(&[Linter::new(Options::new().shape(shape)).check(source)]);
    assert_eq!(found(Shape::Keyed), [1, 0, 0]);
    assert_eq!(found(Shape::Map), [0; 3]);
}
