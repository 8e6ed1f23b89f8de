//! Nesting of any depth: one finding, a small stack.

use super::*;

/// Levels that are followed, as `nesting_too_deep` documents them.
const LIMIT: usize = 128;

#[test]
fn nesting_of_any_depth_is_one_finding_at_the_level_too_much() {
    on_a_small_stack(|| {
        let deep = 100_000;
        let texts = [
            ("arrays", "[".repeat(deep) + &"]".repeat(deep), LIMIT),
            ("arrays that are never closed", "[".repeat(deep), LIMIT),
            (
                "objects",
                r#"{"a":"#.repeat(deep) + "1" + &"}".repeat(deep),
                LIMIT * 5,
            ),
            (
                "objects that are never closed",
                r#"{"a":"#.repeat(deep),
                LIMIT * 5,
            ),
            ("both by turns", r#"[{"a":"#.repeat(deep), LIMIT / 2 * 6),
            ("50 MB of brackets", "[".repeat(50_000_000), LIMIT),
        ];
        for (what, text, at) in texts {
            for linter in linters() {
                let source = Source::new("deep.json", &text);
                let report = linter.check(source);
                assert_eq!(rules(&report), ["nesting_too_deep"], "{what}");
                assert_eq!(report.findings[0].location.span.start, at, "{what}");
                assert!(human(&report, source, 100, false).len() < 2000, "{what}");
            }
        }
    });
}

#[test]
fn the_deepest_level_that_is_followed_is_followed() {
    let custom = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let user = |levels: usize| format!(r#"{{"id":"1","name":"A","custom":{}}}"#, custom(levels));
    let linter = Linter::default();
    let found = |levels: usize| rules(&linter.check(Source::new("x.json", &user(levels))));
    // The user's own braces are the first level.
    assert!(!found(LIMIT - 1).contains(&"nesting_too_deep"));
    assert!(found(LIMIT).contains(&"nesting_too_deep"));
}

#[test]
fn wrappers_in_wrappers_are_followed_as_far_as_they_go() {
    for depth in 0..20 {
        let open = r#"{"data":[],"users":{"id":"1"},"data":"#.repeat(depth);
        let text = format!(r#"{open}{{"users":[{{"id":"2"}}]}}{}"#, "}".repeat(depth));
        for linter in linters() {
            linter.check(Source::new("x.json", &text));
        }
    }
}

#[test]
fn a_line_too_deep_does_not_hide_the_other_lines() {
    let text = format!("{{\"id\":\"1\"}}\n{}\n{{\"id\":\"2\"}}\n", "[".repeat(100_000));
    let report = Linter::default().check(Source::new("x.ndjson", &text));
    assert_eq!(
        rules(&report),
        ["missing_field", "nesting_too_deep", "missing_field"]
    );
}

#[test]
fn a_value_of_any_depth_is_judged() {
    on_a_small_stack(|| {
        let mut value = json!(1);
        for level in 0..200_000 {
            value = match level % 2 {
                0 => Value::Array(vec![value]),
                _ => Value::Object([("a".to_owned(), value)].into_iter().collect()),
            };
        }
        let found = linters().map(|linter| rules(&linter.check_value(&value)));
        // `Value` frees itself by recursion, for which no stack is deep enough.
        loop {
            value = match value {
                Value::Array(mut elements) => elements.pop().expect("one element"),
                Value::Object(members) => members.into_iter().next().expect("one member").1,
                _ => break,
            };
        }
        assert_eq!(found, [["nesting_too_deep"]; 2]);
    });
}
