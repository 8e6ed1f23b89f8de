//! What is drawn is what it is called, and stays so when it shrinks.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::{broken, custom, email, id, locale, name, phone, user};
use crate::rules::RULES;
use crate::severity::Severity;
use crate::surface::{Surface, Surfaces};
use crate::{Linter, Options, Report, Source};

/// Everything that is found on a surface.
fn found(surface: Surface, text: &str) -> Report {
    let options = Options::new()
        .surfaces(Surfaces::of(&[surface]))
        .min_severity(Severity::Note);
    Linter::new(options).check(Source::new("input.json", text))
}

fn assert_clean(surface: Surface, text: &str) {
    let report = found(surface, text);
    assert_eq!(report.payloads, 1, "{text}");
    let bad = report
        .findings
        .iter()
        .find(|finding| finding.severity > Severity::Note);
    assert!(
        bad.is_none(),
        "{}: {text}",
        bad.map(ToString::to_string).unwrap_or_default()
    );
}

/// Shows each value that a strategy draws and shrinks to.
fn each<S: Strategy>(strategy: &S, draws: u32, mut show: impl FnMut(S::Value)) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..draws {
        let mut tree = strategy.new_tree(&mut runner).expect("a value");
        show(tree.current());
        for _ in 0..200 {
            if !tree.simplify() {
                break;
            }
            show(tree.current());
        }
    }
}

#[test]
fn users_are_clean_on_their_surface_however_far_they_shrink() {
    for surface in Surface::ALL {
        each(&user(surface), 100, |user| {
            assert_clean(surface, &user.to_string());
        });
    }
}

#[test]
fn a_user_shrinks_to_an_id_and_a_name() {
    for surface in Surface::ALL {
        let mut runner = TestRunner::deterministic();
        let mut tree = user(surface).new_tree(&mut runner).expect("a user");
        while tree.simplify() {}
        let keys: Vec<_> = tree
            .current()
            .as_object()
            .expect("a user")
            .keys()
            .cloned()
            .collect();
        assert_eq!(keys, ["id", "name"], "{surface}");
    }
}

#[test]
fn every_field_that_a_surface_takes_is_drawn() {
    for surface in Surface::ALL {
        let mut seen = std::collections::BTreeSet::new();
        each(&user(surface), 100, |user| {
            seen.extend(user.as_object().expect("a user").keys().cloned());
        });
        for field in crate::Field::ALL {
            let is_taken = crate::expect::slot(surface, field).is_some();
            let is_old = crate::rules::find_rule("deprecated_field")
                .is_some_and(|rule| crate::rules::severities_in(rule, field).get(surface).is_some());
            if is_taken && !is_old && field != crate::Field::Configuration {
                assert!(seen.contains(field.name()), "{field:?} on {surface}");
            }
        }
    }
}

#[test]
fn what_stands_in_fields_is_clean_everywhere() {
    let with = |member: &str| format!(r#"{{"id":"member_7","name":"Linda"{member}}}"#);
    let everywhere = |text: &str| Surface::ALL.map(|surface| assert_clean(surface, text));
    each(&id(), 100, |id| {
        everywhere(&format!(r#"{{"id":"{id}","name":"Linda"}}"#));
    });
    each(&name(), 100, |name| {
        everywhere(&format!(r#"{{"id":"member_7","name":"{name}"}}"#));
    });
    each(&email(), 100, |email| {
        everywhere(&with(&format!(r#","email":["{email}"]"#)));
    });
    each(&phone(), 100, |phone| {
        everywhere(&with(&format!(r#","phone":["{phone}"]"#)));
    });
    each(&locale(), 100, |locale| {
        everywhere(&with(&format!(r#","locale":"{locale}""#)));
    });
    each(&custom(), 100, |custom| {
        everywhere(&with(&format!(r#","custom":{custom}"#)));
    });
}

#[test]
fn who_breaks_a_rule_does_so_however_far_they_shrink() {
    for rule in RULES {
        for surface in Surface::ALL {
            let Ok(strategy) = broken(rule, surface) else {
                continue;
            };
            each(&strategy, 3, |text| {
                let report = found(surface, &text);
                let found = report.findings.iter().find(|finding| finding.rule.id == rule.id);
                let Some(found) = found else {
                    panic!("{} finds nothing on {surface} in {text}", rule.id);
                };
                // A field that is old is so whatever is in it.
                let worse = report
                    .findings
                    .iter()
                    .find(|other| other.severity > found.severity && other.rule.id != "deprecated_field");
                let worse = worse.map(ToString::to_string);
                assert!(
                    worse.is_none(),
                    "{} and worse, {worse:?}, on {surface} in {text}",
                    rule.id
                );
            });
        }
    }
}

#[test]
fn every_rule_that_can_be_broken_by_a_text_has_a_strategy_somewhere() {
    for rule in RULES {
        let has_one = Surface::ALL
            .into_iter()
            .any(|surface| broken(rule, surface).is_ok());
        let has_none = crate::generate::defects::NOT_GENERATED
            .iter()
            .any(|(id, _)| *id == rule.id);
        assert_eq!(has_one, !has_none && rule.id != "text_encoding", "{}", rule.id);
    }
}
