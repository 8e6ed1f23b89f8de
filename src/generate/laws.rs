//! What holds of every text that is made: it is held against the linter, for any seed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

use super::defects::{Change, DEFECTS, NOT_GENERATED, Whole};
use super::locales::HOMES;
use super::*;
use crate::check::{Linter, Options};
use crate::report::Report;
use crate::rules::{RULES, find_rule};
use crate::source::Source;
use crate::surface::Surfaces;

/// Rules that speak no less loud beside one, since they find the same from another side.
const BESIDE: &[(&str, &[&str])] = &[
    ("id_number_imprecise", &["id_number"]),
    ("id_collision", &["id_number"]),
    ("id_whitespace", &["id_unsafe_in_url"]),
    ("id_personal_data", &["id_unsafe_in_url"]),
    ("text_empty", &["deprecated_field"]),
];

fn found(surface: Surface, least: Severity, text: &[u8]) -> Report {
    let options = Options::new()
        .surfaces(Surfaces::of(&[surface]))
        .min_severity(least);
    Linter::new(options).check(Source::new("input", text))
}

fn any_surface() -> impl Strategy<Value = Surface> {
    select(&Surface::ALL[..])
}

/// A surface and a shape in which its users stand.
fn any_shape() -> impl Strategy<Value = (Surface, Shape)> {
    any_surface().prop_flat_map(|surface| {
        let shapes: Vec<_> = shapes(surface).collect();
        (Just(surface), select(shapes))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_valid_is_clean_on_its_surface((surface, shape) in any_shape(), seed: u64, count in 1_u64..250) {
        let count = if shape == Shape::User { 1 } else { count };
        let users = Generator::new(surface, seed).shape(shape).users(count).expect("such users");
        let text = users.into_bytes();
        let report = found(surface, Severity::Warning, &text);
        prop_assert!(report.findings.is_empty(), "{}", report.findings[0]);
        prop_assert_eq!(report.payloads as u64, count);
        prop_assert!(std::str::from_utf8(&text).is_ok());
    }

    #[test]
    fn the_same_arguments_give_the_same_bytes((surface, shape) in any_shape(), seed: u64) {
        let count = if shape == Shape::User { 1 } else { 20 };
        let text = |seed| {
            let users = Generator::new(surface, seed).shape(shape).users(count);
            users.expect("such users").into_bytes()
        };
        prop_assert_eq!(text(seed), text(seed));
        prop_assert_ne!(text(seed), text(seed.wrapping_add(1)));
    }

    #[test]
    fn exactly_the_share_is_rejected(
        (surface, shape) in any_shape(),
        seed: u64,
        count in 1_u64..250,
        percent in 0_u8..=100,
    ) {
        let shape = if matches!(shape, Shape::User | Shape::Webhook) { Shape::List } else { shape };
        let generator = Generator::new(surface, seed).shape(shape).invalid(Invalid::Percent(percent));
        let text = generator.users(count).expect("such users").into_bytes();
        let report = found(surface, Severity::Warning, &text);
        let rejected = report.verdicts.get(surface).rejected as u64;
        prop_assert_eq!(rejected, count * u64::from(percent) / 100);
    }
}

/// Each rule speaks of each user whom it can be made to speak of, and no other rule as loud that is not listed beside it.
#[test]
fn what_is_broken_by_a_rule_has_its_finding() {
    const COUNT: u64 = 120;
    let mut complaints = Vec::new();
    for defect in DEFECTS {
        let rule = find_rule(defect.rule).unwrap_or_else(|| panic!("there is no rule {}", defect.rule));
        let beside = BESIDE.iter().filter(|(id, _)| *id == rule.id);
        let beside: Vec<_> = beside.flat_map(|(_, beside)| *beside).copied().collect();
        for surface in Surface::ALL {
            let Some(severity) = defect.severity_on(surface) else {
                continue;
            };
            for shape in shapes(surface).filter(|&shape| defect.fits(shape) && shape != Shape::Webhook) {
                let count = if shape == Shape::User { 1 } else { COUNT };
                let generator = Generator::new(surface, 7).shape(shape);
                let users = Users::new(&generator, shape, count, vec![defect], 100);
                let text = users.into_bytes();
                let report = found(surface, severity.min(Severity::Warning), &text);
                let at = || {
                    format!(
                        "{defect:?} on {surface} in {shape}: {}",
                        String::from_utf8_lossy(&text[..text.len().min(200)])
                    )
                };
                let by_rule = report
                    .findings
                    .iter()
                    .filter(|finding| finding.rule.id == rule.id);
                let places: BTreeSet<_> = by_rule
                    .map(|finding| {
                        (
                            finding.location.span.start,
                            finding.payload.as_ref().map(|payload| payload.pointer.clone()),
                        )
                    })
                    .collect();
                let expected = match defect.change {
                    Change::Id(_) => count / 2,
                    Change::Whole(Whole::TooManyUsers | Whole::TooManyOperations) => 1,
                    Change::Whole(Whole::SameSequence) => count - count / 10,
                    _ => count,
                };
                if places.len() as u64 != expected {
                    complaints.push(format!("{} of {expected}: {}", places.len(), at()));
                }
                let all_as_bad = report
                    .findings
                    .iter()
                    .filter(|finding| finding.rule.id == rule.id);
                for finding in all_as_bad {
                    if finding.severity != severity {
                        complaints.push(format!("not {severity}: {finding}: {}", at()));
                    }
                }
                let louder = report
                    .findings
                    .iter()
                    .filter(|finding| finding.severity > Severity::Note);
                for finding in louder {
                    let is_meant = finding.rule.id == rule.id || beside.contains(&finding.rule.id);
                    if !is_meant {
                        complaints.push(format!("{finding}: {}", at()));
                    }
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// No rule is without a defect or a reason, no entry without a rule, none that can never be used.
#[test]
fn every_rule_has_a_defect_or_a_reason() {
    for rule in RULES {
        let has_defect = DEFECTS.iter().any(|defect| defect.rule == rule.id);
        let has_reason = NOT_GENERATED.iter().any(|(id, _)| *id == rule.id);
        assert!(
            has_defect != has_reason,
            "the rule {} has no defect, or one and a reason: add a line to src/generate/defects.rs that turns a valid user \
             into one of whom it speaks",
            rule.id
        );
        for (surface, _) in rule.severities().iter().filter(|_| has_defect) {
            let mut defects = DEFECTS.iter().filter(|defect| defect.rule == rule.id);
            let speaks = defects.any(|defect| defect.severity_on(surface).is_some());
            assert!(speaks, "{} has no defect on {surface}", rule.id);
        }
    }
    for (id, _) in NOT_GENERATED {
        assert!(find_rule(id).is_some(), "there is no rule {id}");
    }
    for (id, beside) in BESIDE {
        for id in [id].into_iter().chain(*beside) {
            assert!(find_rule(id).is_some(), "there is no rule {id}");
        }
    }
}

/// The parts of names go into JSON and into addresses as they are.
#[test]
fn names_need_no_escapes() {
    for home in &HOMES {
        for (shown, in_address) in home.first.iter().chain(home.last) {
            assert!(
                !shown.contains(['"', '\\']) && !shown.contains(char::is_control),
                "{shown}"
            );
            assert!(
                in_address.bytes().all(|byte| byte.is_ascii_lowercase()),
                "{in_address}"
            );
        }
    }
}

#[test]
fn a_mix_of_locales_is_kept_to() {
    let mix: LocaleMix = "ja-JP=3,nl-NL".parse().expect("a mix");
    let generator = Generator::new(Surface::Rest, 1).locales(mix);
    let text = generator.users(4000).expect("such users").into_bytes();
    let text = String::from_utf8(text).expect("UTF-8");
    let count = |tag: &str| text.matches(&format!("\"locale\":\"{tag}\"")).count();
    assert_eq!(count("ja-JP") + count("nl-NL"), 4000);
    assert!((2800..3200).contains(&count("ja-JP")), "{}", count("ja-JP"));
}

#[test]
fn a_mix_that_is_none_is_an_error() {
    let wrong = |mix: &str| mix.parse::<LocaleMix>().expect_err(mix).to_string();
    assert!(wrong("xx-XX").starts_with("there are no names for the locale `xx-XX`; there are for en-US, "));
    assert!(wrong("").starts_with("there are no names for the locale ``"));
    assert_eq!(
        wrong("en-US=0"),
        "the weight `0` is no whole number from 1 to 1000000"
    );
    assert_eq!(
        wrong("en-US=1.5"),
        "the weight `1.5` is no whole number from 1 to 1000000"
    );
}

#[test]
fn what_cannot_be_made_is_said() {
    use Surface::{Response, Rest, Sdk};
    let rule = |id: &str| Invalid::Rule(find_rule(id).expect("a rule"));
    let wrong = |generator: &Generator, count| {
        generator
            .users(count)
            .expect_err("nothing of the kind")
            .to_string()
    };
    let rest = Generator::new(Rest, 1);
    assert_eq!(
        wrong(&Generator::new(Sdk, 1).shape(Shape::Map), 1),
        "no map is made for sdk: only user, list, wrapper, ndjson"
    );
    assert_eq!(
        wrong(&rest.clone().shape(Shape::User), 2),
        "the shape `user` holds one user, not 2: `list` and `ndjson` hold more"
    );
    assert_eq!(
        wrong(&rest.clone().invalid(rule("no_payload")), 1),
        "no user is broken by no_payload: what it finds is that there is no user"
    );
    assert_eq!(
        wrong(&Generator::new(Sdk, 1).invalid(rule("push_token_key")), 1),
        "push_token_key says nothing on sdk"
    );
    assert_eq!(
        wrong(
            &rest.clone().invalid(rule("batch_too_large")).shape(Shape::List),
            101
        ),
        "what batch_too_large finds does not occur in the shape `list`: only in map"
    );
    assert_eq!(
        wrong(&rest.clone().invalid(rule("batch_too_large")), 100),
        "what batch_too_large finds takes 101 users"
    );
    assert_eq!(
        wrong(&rest.invalid(Invalid::Percent(101)), 1),
        "101 in a hundred are too many"
    );
    assert_eq!(
        wrong(
            &Generator::new(Response, 1)
                .shape(Shape::Webhook)
                .invalid(rule("name_empty")),
            1
        ),
        "whatever is found in a user of a webhook event is a note"
    );
}
