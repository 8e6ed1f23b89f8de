//! `userlint example`: what it prints does as it says when the command is run that it names.

use userlint::{RULES, Surface};

use crate::program::{Folder, Run, shell, userlint};

/// Prints an example, then runs the command that is said to check it.
fn checked(folder: &Folder, arguments: &str) -> Run {
    let printed = shell(folder.path(), &format!("userlint example {arguments}"));
    assert_eq!(printed.status, Some(0), "{printed:?}");
    let (_, command) = printed.stderr.split_once("; to check it: ").expect("a command");
    let marked = command
        .trim_end()
        .replacen("check", "check --isolated --format json", 1);
    shell(folder.path(), &marked)
}

fn rules_of(run: &Run) -> Vec<String> {
    let report: serde_json::Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    let findings = report["findings"].as_array().expect("findings");
    let rule = |finding: &serde_json::Value| finding["rule"].as_str().expect("a rule").to_owned();
    findings.iter().map(rule).collect()
}

#[test]
fn the_command_that_is_said_finds_the_rule_and_only_in_the_bad_one() {
    let folder = Folder::new();
    for rule in RULES {
        let bad = rules_of(&checked(&folder, rule.id));
        assert!(
            !bad.is_empty() && bad.iter().all(|id| id == rule.id),
            "{}: {bad:?}",
            rule.id
        );
        let good = rules_of(&checked(&folder, &format!("--good {}", rule.id)));
        assert!(good.iter().all(|id| id != rule.id), "{}: {good:?}", rule.id);
    }
}

#[test]
fn a_surface_that_is_asked_for_is_in_the_command() {
    let folder = Folder::new();
    for surface in Surface::ALL {
        let bad = rules_of(&checked(&folder, &format!("wrong-type --surface {surface}")));
        assert_eq!(bad, ["wrong_type"], "{surface}");
    }
}

#[test]
fn where_the_rule_says_nothing_there_is_no_example() {
    let folder = Folder::new();
    let run = userlint(folder.path(), &["example", "batch_too_large", "--surface", "sdk"]);
    assert_eq!((run.status, &*run.stdout), (Some(2), ""));
    assert_eq!(run.stderr, "userlint: batch_too_large says nothing on sdk\n");
}
