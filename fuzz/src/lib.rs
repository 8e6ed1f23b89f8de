//! What holds for any bytes: the bodies of the fuzz targets. The tests of userlint run them, too (`tests/it/fuzz.rs`), on the
//! corpus and on what becomes of it when bytes are changed.
//!
//! Each takes bytes and returns, or panics with what does not hold.

use serde::de::IgnoredAny;
use userlint::report::{ReportFormat, Run};
use userlint::{Linter, Options, Report, Safety, Severity, Shape, Source, Step, Stream, Surfaces};

/// The names that say how a text is read.
const NAMES: [&str; 3] = ["input.json", "input.ndjson", "input.jsonc"];

fn everything() -> Options {
    Options::new()
        .surfaces(Surfaces::ALL)
        .min_severity(Severity::Note)
}

/// What is refused as no JSON is what `serde_json` refuses.
///
/// # Panics
///
/// If it is not.
pub fn parse(bytes: &[u8]) {
    let options = everything().shape(Shape::User);
    let report = Linter::new(options).check(Source::new("input.json", bytes));
    let is_found = |rule: &str| report.findings.iter().any(|finding| finding.rule.id == rule);
    // Which levels are too many is for each parser to say.
    if is_found("nesting_too_deep") {
        return;
    }
    // A byte order mark is no JSON text, and many readers pass over it: it has a rule of its own.
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let is_json =
        std::str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    let is_refused = is_found("json_syntax") || is_found("text_encoding");
    assert_eq!(is_refused, !is_json, "{}", bytes.escape_ascii());
}

/// Every place is in the text, every verdict counts a user, and a report does not depend on whether users are passed at a glance.
///
/// # Panics
///
/// If something of this does not hold.
pub fn check(bytes: &[u8]) {
    for name in NAMES {
        let source = Source::new(name, bytes);
        let report = Linter::new(everything()).check(source);
        let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
        for finding in &report.findings {
            let related = finding.related.iter().map(|related| related.location);
            for place in related.chain([finding.location]) {
                assert!(
                    place.span.start <= place.span.end && place.span.end <= bytes.len(),
                    "{finding}"
                );
                assert!((1..=lines).contains(&place.start.line), "{finding}");
            }
        }
        for (surface, verdict) in report.verdicts.iter() {
            assert_eq!(
                verdict.accepted + verdict.rejected,
                report.payloads,
                "{name} on {surface}"
            );
        }
        let thorough = Linter::new(everything().thorough(true)).check(source);
        assert_eq!(told(&report), told(&thorough), "{name}: {}", bytes.escape_ascii());
        let usual = Linter::default().check(source);
        let thorough = Linter::new(Options::new().thorough(true)).check(source);
        assert_eq!(told(&usual), told(&thorough), "{name}: {}", bytes.escape_ascii());
    }
}

fn told(report: &Report) -> String {
    format!("{report:?}")
}

/// What is fixed stays fixed: a second time nothing changes, and no user is worse off.
///
/// # Panics
///
/// If it does, or one is.
pub fn fix(bytes: &[u8]) {
    let linter = Linter::new(everything());
    for safety in [Safety::Safe, Safety::Unsafe] {
        let source = Source::new("input.json", bytes);
        let before = linter.check(source);
        let fixed = linter.fix(source, safety);
        let after = fixed.patch.bytes();
        assert_eq!(
            fixed.patch.is_empty(),
            fixed.made.is_empty(),
            "{}",
            bytes.escape_ascii()
        );
        assert_eq!(
            fixed.patch.is_empty(),
            *after == *bytes,
            "{}",
            bytes.escape_ascii()
        );
        let report = linter.check(Source::new("input.json", &after));
        assert_eq!(report.payloads, before.payloads, "{}", bytes.escape_ascii());
        assert!(
            report.findings.len() <= before.findings.len(),
            "{}",
            bytes.escape_ascii()
        );
        let again = linter.fix(Source::new("input.json", &after), safety);
        assert!(again.patch.is_empty(), "{}", bytes.escape_ascii());
    }
}

/// Every report is read by those it is for, and nothing in it is live.
///
/// # Panics
///
/// If one is not, or something is.
pub fn reports(bytes: &[u8]) {
    // The name of a file is somebody else's text, too.
    let name = String::from_utf8_lossy(&bytes[..bytes.len().min(24)]).into_owned();
    let source = Source::new(&name, bytes);
    let report = Linter::new(everything().redactable(true)).check(source);
    for report in [report.redacted(), report] {
        let mut run = Run::default();
        run.totals.add(&report);
        for &format in ReportFormat::ALL {
            let mut form = format.form();
            let mut out = Vec::new();
            form.input(&report, source, &mut out).expect("memory takes all");
            form.finish(&run, &mut out).expect("memory takes all");
            let text = String::from_utf8(out).expect("reports are UTF-8");
            let live = text.chars().find(|&char| char != '\n' && is_live(char));
            assert_eq!(live, None, "{format}: {}", bytes.escape_ascii());
            read(format, &text).unwrap_or_else(|error| panic!("{format}: {error}: {}", bytes.escape_ascii()));
        }
    }
}

/// Reads a report as those do whom it is for.
fn read(format: ReportFormat, text: &str) -> Result<(), String> {
    let json = |text: &str| {
        serde_json::from_str::<IgnoredAny>(text)
            .map(drop)
            .map_err(|error| error.to_string())
    };
    match format.name() {
        "json" | "sarif" | "gitlab" => json(text),
        "ndjson" | "rdjsonl" => text.lines().try_for_each(json),
        "junit" | "checkstyle" => roxmltree::Document::parse(text)
            .map(drop)
            .map_err(|error| error.to_string()),
        "tap" => text
            .starts_with("TAP version")
            .then_some(())
            .ok_or_else(|| "no version".to_owned()),
        // For people, or a line a finding.
        _ => Ok(()),
    }
}

/// Characters that are more than a glyph: controls (Cc), separators of lines and paragraphs (Zl, Zp), what
/// reorders text (UAX 9), what is not seen (zero width, tags), and what is no character (Unicode 23.7).
pub fn is_live(char: char) -> bool {
    let code = u32::from(char);
    matches!(code,
        0..=0x1F | 0x7F..=0x9F | 0x61C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069
        | 0xFEFF | 0xFDD0..=0xFDEF | 0xE0000..=0xE007F)
        || code & 0xFFFE == 0xFFFE
}

/// A long text is judged alike however its bytes come: the first byte says how many at a time, and the rest is repeated until it is long.
///
/// # Panics
///
/// If it is not.
pub fn stream(bytes: &[u8]) {
    /// More than is held as a whole.
    const LONG: usize = 600_000;
    let Some((&first, rest)) = bytes.split_first() else {
        return;
    };
    if rest.is_empty() {
        return;
    }
    let text = rest.repeat(LONG / rest.len() + 1);
    let at_a_time = 4096 * (usize::from(first) + 1);
    for name in &NAMES[..2] {
        let linter = Linter::new(Options::new());
        let whole = linter.check(Source::new(name, &text));
        let mut stream = Stream::new(&linter, name);
        let (mut at, mut end) = (0, 0);
        let (mut findings, mut last) = (Vec::new(), None);
        while last.is_none() {
            match stream.step(&text[at..end], end == text.len()) {
                Step::More => end = text.len().min(end + at_a_time),
                Step::Part { length, report } => {
                    at += length;
                    findings.extend(report.into_iter().flat_map(|report| report.findings));
                }
                Step::Again => (at, end) = (0, 0),
                Step::End(report) => last = Some(report),
            }
        }
        if let Some(last) = last {
            findings.extend(last.findings.iter().cloned());
            assert_eq!(last.payloads, whole.payloads, "{name}: {}", bytes.escape_ascii());
            assert_eq!(last.verdicts, whole.verdicts, "{name}: {}", bytes.escape_ascii());
            let lines =
                |findings: &[userlint::Finding]| findings.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(
                lines(&findings),
                lines(&whole.findings),
                "{name}: {}",
                bytes.escape_ascii()
            );
        }
    }
}
