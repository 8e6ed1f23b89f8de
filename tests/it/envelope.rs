//! What the corpus does not show of findings about a text or its envelope: their second places, and whom an
//! offence outside of any user rejects.

use std::fs;
use std::path::Path;

use userlint::{Linter, Options, Report, Source, Surface, Surfaces};

fn check(name: &str, text: &str) -> Report {
    let options = Options::new().surfaces(Surfaces::ALL);
    Linter::new(options).check(Source::new(name, text))
}

fn check_file(file: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(file);
    let text = fs::read_to_string(path).expect("a file of the corpus");
    check("input.json", &text)
}

/// The second places of a rule's findings, as bytes and as text.
fn related<'t>(report: &Report, rule: &str, text: &'t str) -> Vec<(usize, &'t str)> {
    let findings = report.findings.iter().filter(|finding| finding.rule.id == rule);
    findings
        .flat_map(|finding| &finding.related)
        .map(|related| {
            let span = related.location.span;
            (span.start, &text[span.start..span.end])
        })
        .collect()
}

#[test]
fn the_first_of_equal_keys_is_shown() {
    let text = r#"{"id":"user_7","role":"a","role":"b","role":"c"}"#;
    let report = check("input.json", text);
    assert_eq!(
        related(&report, "duplicate_key", text),
        [(15, "\"role\""), (15, "\"role\"")]
    );
}

#[test]
fn the_first_of_equal_sequence_numbers_is_shown() {
    let text = r#"[[1.0,"GET","/users/a"],[2,"GET","/users/a"],[1,"GET","/users/a"]]"#;
    let report = check("input.json", text);
    assert_eq!(
        related(&report, "operation_sequence_duplicate", text),
        [(2, "1.0")]
    );
}

#[test]
fn what_was_opened_and_never_closed_is_shown() {
    let opened = |text| related(&check("input.json", text), "json_syntax", text);
    assert_eq!(opened(r#"{"users": [{"id":"user_7"}, "#), [(10, "[")]);
    assert_eq!(opened(r#"[{"id":"user_7"]"#), [(1, "{")]);
    assert_eq!(opened("{\"name\":\"Linda\n\"}"), [(8, "\"")]);
    assert_eq!(opened(r#"{"name":"Linda"#), [], "the place itself is the quote");
}

#[test]
fn second_places_are_counted_from_the_start_of_the_input() {
    let text = "{\"id\":\"user_1\"}\n{\"id\":\"user_2\"\n{\"id\":\"a\",\"id\":\"b\"}\n";
    let report = check("users.ndjson", text);
    assert_eq!(related(&report, "json_syntax", text), [(16, "{")]);
    assert_eq!(related(&report, "duplicate_key", text), [(32, "\"id\"")]);
}

/// Users accepted and rejected on a surface.
fn verdict(report: &Report, surface: Surface) -> (usize, usize) {
    let verdict = report.verdicts.get(surface);
    (verdict.accepted, verdict.rejected)
}

#[test]
fn a_request_that_is_too_large_rejects_every_user_in_it() {
    for (file, users) in [
        ("batch_too_large/bad.json", 101),
        ("operations_too_many/bad.json", 11),
    ] {
        let report = check_file(file);
        assert_eq!(verdict(&report, Surface::Rest), (0, users), "{file}");
        assert_eq!(verdict(&report, Surface::Sdk), (users, 0), "{file}");
    }
}

#[test]
fn a_malformed_operation_rejects_its_own_user_and_no_other() {
    let text = r#"[["1","PUT","/users/a",{"name":"A"}],[2,"PUT","/users/b",{"name":"B"}]]"#;
    let report = check("input.json", text);
    assert_eq!(verdict(&report, Surface::Rest), (1, 1));
    assert_eq!(verdict(&report, Surface::Sdk), (2, 0));
}

#[test]
fn the_offset_of_an_invalid_byte_is_that_of_the_input() {
    let mut bytes = b"{\"id\":\"user_1\",\"name\":\"Ann\"}\n{\"name\":\"Zo".to_vec();
    let offset = bytes.len();
    bytes.extend(b"\xEB\"}\n");
    let report = Linter::default().check(Source::new("users.ndjson", &bytes));
    let messages: Vec<_> = report.findings.iter().map(|finding| &finding.message).collect();
    assert_eq!(
        messages,
        [&format!(
            "the byte 0xEB is not valid UTF-8 here (offset {offset})"
        )]
    );
}
