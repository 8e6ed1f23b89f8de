//! `JSONTestSuite`: what is JSON and what is not, by somebody else's judgement.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use serde::Deserialize;
use userlint::{Linter, Report, Source};

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    expect: Expect,
    #[serde(flatten)]
    content: Content,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Expect {
    /// RFC 8259 calls it JSON.
    Accept,
    /// RFC 8259 does not.
    Refuse,
    /// The RFC leaves it to the parser.
    Either,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Content {
    Base64(String),
    /// Texts one behind the other, each as often as it says.
    Repeat(Vec<Run>),
}

#[derive(Deserialize)]
struct Run {
    text: String,
    times: usize,
}

impl Content {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Content::Base64(text) => base64::engine::general_purpose::STANDARD
                .decode(text)
                .expect("base64"),
            Content::Repeat(runs) => {
                let texts: String = runs.iter().map(|run| run.text.repeat(run.times)).collect();
                texts.into_bytes()
            }
        }
    }
}

/// The rules by which a text is not read at all.
const REFUSALS: [&str; 3] = ["json_syntax", "text_encoding", "nesting_too_deep"];

/// Whether the text was refused. Every place must be inside the input, whatever it is.
fn is_refused(report: &Report, length: usize) -> bool {
    for finding in &report.findings {
        let span = finding.location.span;
        assert!(
            span.start <= span.end && span.end <= length,
            "{finding}: {span:?} of {length}"
        );
    }
    let mut refusals = report.findings.iter();
    refusals.any(|finding| REFUSALS.contains(&finding.rule.id))
}

#[test]
fn each_case_is_accepted_or_refused_as_the_suite_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/_syntax/json-test-suite.json");
    let text = fs::read_to_string(path).expect("the suite is in the repository");
    let suite: Suite = serde_json::from_str(&text).expect("the suite has the form of `Suite`");
    assert_eq!(suite.cases.len(), 318);

    let linter = Linter::default();
    let mut wrong = Vec::new();
    for case in &suite.cases {
        let bytes = case.content.bytes();
        let is_refused = is_refused(&linter.check(Source::new("input.json", &bytes)), bytes.len());
        let as_expected = match case.expect {
            Expect::Accept => !is_refused,
            Expect::Refuse => is_refused,
            Expect::Either => true,
        };
        if !as_expected {
            wrong.push(&case.name);
        }
    }
    assert!(wrong.is_empty(), "judged the other way round: {wrong:?}");
}
