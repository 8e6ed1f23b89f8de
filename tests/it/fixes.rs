//! The laws of fixing: what holds for every text and every option, whatever the fixes are.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use userlint::report::ReportFormat;
use userlint::{Linter, Options, RULES, Report, Safety, Severity, Shape, Source, Surface, Surfaces};

use crate::corpus::{cases, folders};
use crate::mutations::any_broken;
use crate::strategy::config;
use crate::strategy::documents::any_document;
use crate::strategy::texts::near_json;

/// Checks every law on one source.
fn obeys_the_laws(linter: &Linter, name: &str, bytes: &[u8], safety: Safety) -> Result<(), String> {
    let source = Source::new(name, bytes);
    let before = linter.check(source);
    let fixed = linter.fix(source, safety);
    let after = fixed.patch.bytes();

    if applied(bytes, &fixed.patch.changes()) != after {
        return Err("the changes do not lead to the text".to_owned());
    }
    only_what_is_fixed_changes(&before, &fixed, safety)?;
    let judged = linter.check(Source::new(name, &after));
    if shown(&judged) != shown(&fixed.report) {
        return Err("the report is not about the text".to_owned());
    }
    if fixed.patch.is_empty() != fixed.made.is_empty() || (after == bytes) != fixed.patch.is_empty() {
        return Err("it is not said whether anything has changed".to_owned());
    }
    if before.findings.is_empty() && !fixed.patch.is_empty() {
        return Err("something has changed where nothing was found".to_owned());
    }
    let again = linter.fix(Source::new(name, &after), safety);
    if !again.patch.is_empty() {
        return Err(format!("a second run goes on: {:?}", again.patch.changes()));
    }
    let (were, are) = (counts(&before), counts(&fixed.report));
    for (rule, count) in &are {
        if were.get(rule).is_none_or(|before| count > before) {
            return Err(format!("there is more of {rule}"));
        }
    }
    // What was wrong is not wrong any more. Something else may be, that the rule did not come to speak of.
    let said = |report: &Report, rule: &str| -> Vec<String> {
        let findings = report.findings.iter().filter(|finding| finding.rule.id == rule);
        findings
            .map(|finding| format!("{}: {}", finding.pointer, finding.message))
            .collect()
    };
    for rule in fixed
        .made
        .iter()
        .map(|made| made.rule)
        .filter(|rule| were.contains_key(rule))
    {
        if said(&fixed.report, rule) == said(&before, rule) {
            return Err(format!("{rule} was fixed and is still there"));
        }
    }
    for surface in Surface::ALL {
        let rejected = |report: &Report| report.verdicts.get(surface).rejected;
        if rejected(&fixed.report) > rejected(&before) {
            return Err(format!("{surface} rejects more than before"));
        }
    }
    if safety == Safety::Safe && before.shape != Some(Shape::Ndjson) {
        same_meaning(bytes, &after)?;
    }
    Ok(())
}

/// Each change lies where a finding had a fix. What fixes have brought to light in between (a second escape, a key that is now that of a
/// field) is looked at by the other laws.
fn only_what_is_fixed_changes(
    before: &Report,
    fixed: &userlint::Fixed<'_>,
    safety: Safety,
) -> Result<(), String> {
    if fixed
        .made
        .iter()
        .any(|made| ["unknown_field", "deprecated_field", "html_escaped"].contains(&made.rule))
    {
        return Ok(());
    }
    let fixes = before.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let places: Vec<_> = fixes
        .filter(|fix| fix.safety <= safety)
        .map(userlint::Fix::extent)
        .collect();
    for change in fixed.patch.changes() {
        let span = change.span;
        if !places
            .iter()
            .any(|place| place.start <= span.start && span.end <= place.end)
        {
            return Err(format!("{change:?} is where nothing was to be fixed"));
        }
    }
    Ok(())
}

/// The changes made by hand, from the last to the first.
fn applied(bytes: &[u8], changes: &[userlint::Replacement]) -> Vec<u8> {
    let mut text = bytes.to_vec();
    for change in changes.iter().rev() {
        text.splice(change.span.start..change.span.end, change.text.bytes());
    }
    text
}

fn shown(report: &Report) -> Vec<String> {
    report.findings.iter().map(ToString::to_string).collect()
}

fn counts(report: &Report) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in &report.findings {
        // That two users have nearly one id is one fact, however near they are.
        let fact = if finding.rule.compares_users() {
            "ids"
        } else {
            finding.rule.id
        };
        *counts.entry(fact).or_default() += 1;
    }
    counts
}

/// What the SDK makes of both texts is the same. Texts that `serde_json` does not read are left to the other laws.
fn same_meaning(before: &[u8], after: &[u8]) -> Result<(), String> {
    let before = before.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(before);
    let after = after.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(after);
    let Ok(before) = serde_json::from_slice::<Value>(before) else {
        return Ok(());
    };
    let after =
        serde_json::from_slice::<Value>(after).map_err(|error| format!("no JSON any more: {error}"))?;
    let (before, after) = (meaning(before, ""), meaning(after, ""));
    if before == after {
        Ok(())
    } else {
        Err(format!("{before} has become {after}"))
    }
}

/// The value with one spelling for all that means the same: by the vendor's user page, and by ECMA-262 for numbers.
fn meaning(value: Value, key: &str) -> Value {
    match (key, value) {
        // How JavaScript spells a number is proved elsewhere.
        ("id", Value::Number(id)) => Value::String(spelled(&id.to_string())),
        ("id", Value::String(id)) => Value::String(spelled(&id)),
        ("email" | "phone", Value::String(one)) if one.is_empty() => Value::Array(Vec::new()),
        ("email", Value::String(one)) => Value::Array(vec![Value::String(one)]),
        ("phone", Value::String(one)) => Value::Array(vec![Value::String(dialled(&one))]),
        ("phone", Value::Array(numbers)) => numbers
            .into_iter()
            .map(|number| match number {
                Value::String(number) => Value::String(dialled(&number)),
                other => meaning(other, ""),
            })
            .collect(),
        // Which language a locale names is compared in the cases, one by one.
        ("locale", Value::String(_)) => Value::Null,
        (_, Value::Array(elements)) => elements.into_iter().map(|element| meaning(element, "")).collect(),
        (_, Value::Object(members)) => {
            let has_role = members.contains_key("role");
            let members = members.into_iter().map(|(key, value)| {
                let key = match key.as_str() {
                    "configuration" if !has_role => "role".to_owned(),
                    _ => key,
                };
                let value = meaning(value, &key);
                (key, value)
            });
            members.collect()
        }
        (_, other) => other,
    }
}

/// An id that is a number in one of its spellings.
fn spelled(id: &str) -> String {
    match id.parse::<f64>() {
        Ok(number) if number.is_finite() => format!("{number:e}"),
        _ => id.to_owned(),
    }
}

/// A number without what only people read.
fn dialled(number: &str) -> String {
    number
        .chars()
        .filter(|char| char.is_ascii_digit() || *char == '+')
        .collect()
}

fn linter(surfaces: Surfaces, min_severity: Severity) -> Linter {
    Linter::new(Options::new().surfaces(surfaces).min_severity(min_severity))
}

#[test]
fn every_case_of_the_corpus() {
    let mut complaints = Vec::new();
    for folder in folders() {
        for case in cases(&folder) {
            for safety in Safety::ALL {
                let name = &case.name_of_input;
                if let Err(law) = obeys_the_laws(&case.linter(), name, &case.bytes(&folder), safety) {
                    complaints.push(format!("{}, {}: {law}", folder.display(), case.name));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The rules whose findings have a fix, and how safe it is at best.
#[test]
fn the_fixes_are_those_of_the_catalogue() {
    const SAFE: &[&str] = &[
        "byte_order_mark",
        "deprecated_field",
        "id_number",
        "locale_malformed",
        "locale_not_canonical",
        "phone_not_e164",
        "string_instead_of_array",
    ];
    const UNSAFE: &[&str] = &[
        "custom_nested",
        "custom_not_string",
        "html_escaped",
        "locale_unregistered",
        "unknown_field",
    ];
    let mut safest: BTreeMap<&str, Safety> = BTreeMap::new();
    for folder in folders() {
        for case in cases(&folder) {
            for finding in case.run(&folder) {
                if let Some(fix) = finding.fix {
                    let safety = safest.entry(finding.rule.id).or_insert(fix.safety);
                    *safety = fix.safety.min(*safety);
                }
            }
        }
    }
    for rule in RULES {
        let expected = match rule.id {
            id if SAFE.contains(&id) => Some(Safety::Safe),
            id if UNSAFE.contains(&id) => Some(Safety::Unsafe),
            _ => None,
        };
        assert_eq!(safest.get(rule.id).copied(), expected, "{}", rule.id);
    }
}

/// Reports that carry fixes, read by hand: what they say is what `Linter::fix` does.
#[test]
fn reports_carry_the_fixes_that_are_made() {
    let text = "[\n  {\"id\": 5, \"name\": \"é😀\", \"phone\": [\"+31 6 12345678\"]},\n  {\"id\": \"b\", \"name\": \"😀\", \"email\": \"b@talkjs.com\"}\n]";
    let source = Source::new("users.json", text);
    let linter = linter(Surfaces::of(&[Surface::Rest]), Severity::Warning);
    let fixed = String::from_utf8(linter.fix(source, Safety::Safe).patch.bytes()).expect("text");
    let report = linter.check(source);
    assert_eq!(report.findings.len(), 3);
    let written = |format: ReportFormat| {
        let mut form = format.form();
        let mut out = Vec::new();
        let mut run = userlint::report::Run::default();
        run.totals.add(&report);
        form.input(&report, source, &mut out)
            .expect("memory can be written");
        form.finish(&run, &mut out).expect("memory can be written");
        String::from_utf8(out).expect("text")
    };
    // Offsets in bytes.
    let json: Value = serde_json::from_str(&written(ReportFormat::Json)).expect("JSON");
    let edits = json["findings"].as_array().expect("findings").iter();
    let edits = edits.flat_map(|finding| finding["fix"]["edits"].as_array().expect("edits").clone());
    let edits = edits.map(|edit| {
        let at = |end: &str| usize::try_from(edit["span"][end].as_u64().expect("an offset")).expect("small");
        (
            at("start")..at("end"),
            edit["text"].as_str().expect("a text").to_owned(),
        )
    });
    assert_eq!(edited(text, edits.collect()), fixed);
    // Lines, and columns in code points.
    let sarif: Value = serde_json::from_str(&written(ReportFormat::Sarif)).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results").iter();
    let changes = results.flat_map(|result| {
        let change = &result["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "users.json");
        change["replacements"].as_array().expect("replacements").clone()
    });
    let changes = changes.map(|change| {
        let region = &change["deletedRegion"];
        let at = |line: &str, column: &str| {
            let number = |key: &str| usize::try_from(region[key].as_u64().expect("a number")).expect("small");
            let start = line_start(text, number(line));
            let before: String = text[start..].chars().take(number(column) - 1).collect();
            start + before.len()
        };
        let range = at("startLine", "startColumn")..at("endLine", "endColumn");
        (
            range,
            change["insertedContent"]["text"]
                .as_str()
                .expect("a text")
                .to_owned(),
        )
    });
    assert_eq!(edited(text, changes.collect()), fixed);
    // Lines, and columns in bytes.
    let rdjson = written(ReportFormat::Rdjsonl);
    let suggestions = rdjson.lines().map(|line| {
        let diagnostic: Value = serde_json::from_str(line).expect("JSON");
        let suggestion = &diagnostic["suggestions"][0];
        let at = |end: &str| {
            let place = &suggestion["range"][end];
            let number = |key: &str| usize::try_from(place[key].as_u64().expect("a number")).expect("small");
            line_start(text, number("line")) + number("column") - 1
        };
        (
            at("start")..at("end"),
            suggestion["text"].as_str().expect("a text").to_owned(),
        )
    });
    assert_eq!(edited(text, suggestions.collect()), fixed);
}

fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line - 1).map(str::len).sum()
}

fn edited(text: &str, mut edits: Vec<(std::ops::Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn any_document_obeys_the_laws(
        document in any_document(),
        safety in select(&Safety::ALL[..]),
        severity in select(&Severity::ALL[..]),
    ) {
        let linter = linter(Surfaces::ALL, severity);
        let text = document.json.plain();
        let outcome = obeys_the_laws(&linter, "input.json", text.as_bytes(), safety);
        prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), text);
    }

    #[test]
    fn what_is_broken_obeys_the_laws(
        texts in prop::collection::vec(any_broken(), 1..4),
        safety in select(&Safety::ALL[..]),
        surface in select(&Surface::ALL[..]),
    ) {
        // Alone, and as lines of which some are no JSON.
        let linter = linter(Surfaces::of(&[surface]), Severity::Note);
        for text in &texts {
            let outcome = obeys_the_laws(&linter, "input.json", text, safety);
            prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), String::from_utf8_lossy(text));
        }
        let lines = texts.join(&b"\n"[..]);
        let outcome = obeys_the_laws(&linter, "input.ndjson", &lines, safety);
        prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), String::from_utf8_lossy(&lines));
    }

    #[test]
    fn what_is_hardly_json_obeys_the_laws(text in near_json(), safety in select(&Safety::ALL[..])) {
        let linter = linter(Surfaces::ALL, Severity::Note);
        for name in ["input.json", "input.ndjson", "input.jsonc"] {
            let outcome = obeys_the_laws(&linter, name, text.as_bytes(), safety);
            prop_assert!(outcome.is_ok(), "{}: {}", outcome.unwrap_err(), text);
        }
    }
}
