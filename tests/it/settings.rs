//! Settings from the library's side: levels, and what holds in some places only. What the three rules that need a
//! setting find is in the corpus.

use userlint::settings::{Level, Levels, Override, Settings};
use userlint::{Linter, Options, Report, Severity, Source, Surface, Surfaces, find_rule};

/// Two users: one with an address as a string, one with a key that is no field.
const USERS: &str = r#"{"users":[{"id":"user_1","name":"A","email":"a@talkjs.com"},{"id":"user_2","name":"B","colour":"red"}]}"#;

fn levels(rule: &str, level: Level) -> Levels {
    [(find_rule(rule).expect("a rule"), level)].into_iter().collect()
}

fn at(pointers: &[&str]) -> Override {
    let mut holds = Override::new();
    holds.pointers = pointers
        .iter()
        .map(|text| text.parse().expect("a pointer"))
        .collect();
    holds
}

fn check(settings: Settings) -> Report {
    Linter::new(Options::new().settings(settings)).check(Source::new("users.json", USERS))
}

fn found(report: &Report) -> Vec<(&str, &str, Severity)> {
    let findings = report.findings.iter();
    findings
        .map(|finding| (finding.rule.id, finding.pointer.as_str(), finding.severity))
        .collect()
}

const STRING: (&str, &str, Severity) = ("string_instead_of_array", "/users/0/email", Severity::Error);
const UNKNOWN: (&str, &str, Severity) = ("unknown_field", "/users/1/colour", Severity::Warning);

#[test]
fn nothing_is_changed_without_settings() {
    let report = check(Settings::new());
    assert_eq!(found(&report), [STRING, UNKNOWN]);
    assert!(report.overrides.is_empty());
}

#[test]
fn a_level_holds_on_the_surfaces_that_have_a_severity_and_for_the_verdicts() {
    let mut settings = Settings::new();
    settings.rules = levels("string_instead_of_array", Level::At(Severity::Warning));
    let report = check(settings);
    assert_eq!(found(&report), [(STRING.0, STRING.1, Severity::Warning), UNKNOWN]);
    let severities = report.findings[0].severities;
    assert_eq!(severities.get(Surface::Rest), Some(Severity::Warning));
    assert_eq!(severities.get(Surface::Sdk), None);
    assert_eq!(report.verdicts.get(Surface::Rest).rejected, 0);
    let mut settings = Settings::new();
    settings.rules = levels("unknown_field", Level::At(Severity::Error));
    assert_eq!(check(settings).verdicts.get(Surface::Rest).rejected, 2);
}

#[test]
fn what_is_off_is_not_found_and_what_is_a_note_is_below_the_threshold() {
    for level in [Level::Off, Level::At(Severity::Note)] {
        let mut settings = Settings::new();
        settings.rules = levels("unknown_field", level);
        assert_eq!(found(&check(settings)), [STRING]);
    }
}

#[test]
fn an_override_holds_for_what_it_names_and_all_in_it() {
    let mut settings = Settings::new();
    let mut first = at(&["/users/0", "/nobody"]);
    first.rules = levels("string_instead_of_array", Level::Off);
    let mut everywhere = at(&["/**/colour"]);
    everywhere.rules = levels("unknown_field", Level::At(Severity::Error));
    let mut unused = at(&["/users/0"]);
    unused.rules = levels("unknown_field", Level::Off);
    settings.overrides = vec![first, everywhere, unused];
    let report = check(settings);
    assert_eq!(found(&report), [(UNKNOWN.0, UNKNOWN.1, Severity::Error)]);
    assert_eq!(report.overrides, [1, 1, 0]);
    assert_eq!(report.verdicts.get(Surface::Rest).rejected, 1);
}

#[test]
fn of_two_overrides_the_later_holds_and_each_stands_above_the_general_level() {
    let mut settings = Settings::new();
    settings.rules = levels("unknown_field", Level::Off);
    for level in [Level::At(Severity::Error), Level::At(Severity::Warning)] {
        let mut holds = at(&["/users"]);
        holds.rules = levels("unknown_field", level);
        settings.overrides.push(holds);
    }
    let report = check(settings);
    assert_eq!(found(&report), [STRING, UNKNOWN]);
    assert_eq!(report.overrides, [1, 1]);
}

#[test]
fn users_are_judged_by_the_surfaces_of_their_place() {
    let mut settings = Settings::new();
    let mut first = at(&["/users/0"]);
    first.surfaces = Some(Surfaces::of(&[Surface::RestUpdate]));
    settings.overrides.push(first);
    let mut options = Options::new().list_payloads(true).settings(settings);
    options.surfaces = Some(Surfaces::of(&[Surface::Sdk]));
    let report = Linter::new(options).check(Source::new("users.json", USERS));
    assert_eq!(found(&report), [STRING, UNKNOWN]);
    assert_eq!(report.findings[0].judged, Surfaces::of(&[Surface::RestUpdate]));
    assert_eq!(report.findings[1].judged, Surfaces::of(&[Surface::Sdk]));
    let verdict = |surface| {
        let verdict = report.verdicts.get(surface);
        (verdict.judged, verdict.accepted, verdict.rejected)
    };
    assert_eq!(verdict(Surface::RestUpdate), (true, 0, 1));
    assert_eq!(verdict(Surface::Sdk), (true, 1, 0));
    assert_eq!(verdict(Surface::Rest), (false, 0, 0));
    let judged: Vec<_> = report.listed.iter().map(|user| user.judged).collect();
    assert_eq!(
        judged,
        [
            Surfaces::of(&[Surface::RestUpdate]),
            Surfaces::of(&[Surface::Sdk])
        ]
    );
    assert_eq!(report.overrides, [1]);
}

#[test]
fn an_override_without_pointers_holds_for_whatever_the_input_is() {
    let mut everywhere = Override::new();
    everywhere.surfaces = Some(Surfaces::of(&[Surface::Sdk]));
    everywhere.rules = levels("json_syntax", Level::At(Severity::Warning));
    let mut settings = Settings::new();
    settings.overrides.push(everywhere);
    let linter = Linter::new(Options::new().settings(settings));
    let report = linter.check(Source::new("broken.json", "{"));
    assert_eq!(found(&report), [("json_syntax", "", Severity::Warning)]);
    assert_eq!(report.findings[0].judged, Surfaces::of(&[Surface::Sdk]));
    assert!(!report.verdicts.get(Surface::Rest).judged);
    let report = linter.check(Source::new("users.json", USERS));
    assert!(report.is_accepted(), "{report:?}");
}
