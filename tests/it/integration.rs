//! What other programs see of this one: the hook of pre-commit, the action, completions, the manual page, the rules for
//! programs.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{COMMANDS, Folder, userlint};

fn repository_file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands behind `key:` in the lines of a YAML file, in their order.
fn values<'t>(yaml: &'t str, key: &str) -> Vec<&'t str> {
    let lines = yaml
        .lines()
        .map(|line| line.trim_start().trim_start_matches("- "));
    lines
        .filter_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
        .collect()
}

#[test]
fn the_hook_checks_payloads_and_lets_everything_else_be() {
    let hooks = repository_file(".pre-commit-hooks.yaml");
    let entry = values(&hooks, "entry")[0];
    let mut words = entry.split(' ');
    assert_eq!(words.next(), Some("userlint"));
    let words: Vec<_> = words.collect();
    let files = regex::Regex::new(values(&hooks, "files")[0]).expect("a pattern");
    let folder = Folder::new();
    folder.file("users.json", r#"{"id":"1"}"#);
    folder.file("package.json", r#"{"name":"x"}"#);
    for (file, status) in [("users.json", 1), ("package.json", 0)] {
        assert!(files.is_match(file));
        let run = userlint(folder.path(), &[&words[..], &[file]].concat());
        assert_eq!(run.status, Some(status), "{run:?}");
        assert_eq!(run.stderr, "");
    }
    assert!(!files.is_match("users.json.md") && !files.is_match("json"));
}

#[test]
fn nothing_from_outside_becomes_text_of_a_script_in_the_action() {
    let action = repository_file("action.yml");
    let expression = regex::Regex::new(r"^\s+[A-Z_a-z]+: \$\{\{ [a-z_.]+ \}\}$").expect("a pattern");
    for line in action.lines().filter(|line| line.contains("${{")) {
        assert!(expression.is_match(line), "{line}");
        assert!(!line.trim_start().starts_with("run:"), "{line}");
    }
    assert_eq!(values(&action, "run").len(), 2, "{action}");
    for script in values(&action, "run") {
        assert!(!script.starts_with(['|', '>']), "{script}");
    }
}

#[cfg(unix)]
mod action {
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    use super::*;
    use crate::program::{Run, command, run};

    /// A folder with a `userlint` that writes down its arguments, one a line, writes what it is asked for, and ends with 1.
    fn folder() -> Folder {
        let folder = Folder::new();
        let script = "#!/bin/sh\n\
            for arg in \"$@\"; do\n  printf '%s\\n' \"<$arg>\" >>arguments\n  case $arg in\n  \
            markdown=*|sarif=*) echo 'a report' >\"${arg#*=}\" ;;\n  esac\ndone\n\
            echo \"${GITHUB_STEP_SUMMARY-unset}\" >seen-summary\nexit 1\n";
        folder.file("bin/userlint", script);
        let program = folder.path().join("bin/userlint");
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("our own file");
        folder
    }

    fn step(folder: &Folder, paths: &str, args: &str, sarif: &str) -> Run {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("action/check.sh");
        let mut step: Command = command("bash", folder.path());
        let search = format!(
            "{}:{}",
            folder.path().join("bin").display(),
            std::env::var("PATH").unwrap_or_default()
        );
        step.arg(script)
            .env("PATH", search)
            .env("USERLINT_PATHS", paths)
            .env("USERLINT_ARGS", args)
            .env("USERLINT_SARIF", sarif)
            .env("RUNNER_TEMP", folder.path())
            .env("GITHUB_STEP_SUMMARY", folder.path().join("summary"))
            .env("GITHUB_OUTPUT", folder.path().join("output"));
        run(step)
    }

    fn written(folder: &Folder, name: &str) -> String {
        fs::read_to_string(folder.path().join(name)).unwrap_or_default()
    }

    #[test]
    fn no_input_of_the_action_is_ever_run() {
        let folder = folder();
        let paths = "$(touch pwned)\n`touch pwned`\na b.json\r\n; touch pwned #\n*\n--exclude=x\n'\"\\\n\n";
        let args = "--surface rest\n$(touch pwned) `touch pwned` *";
        let done = step(&folder, paths, args, "$(touch pwned).sarif");
        assert_eq!(done.status, Some(1), "{done:?}");
        assert!(!folder.path().join("pwned").exists());
        let temp = folder.path().display().to_string();
        let expected = [
            "check",
            "--report",
            "github",
            "--report",
            &format!("markdown={temp}/userlint-summary.md"),
            "--report",
            "sarif=$(touch pwned).sarif",
            "--surface",
            "rest",
            "$(touch",
            "pwned)",
            "`touch",
            "pwned`",
            "*",
            "--",
            "$(touch pwned)",
            "`touch pwned`",
            "a b.json",
            "; touch pwned #",
            "*",
            "--exclude=x",
            "'\"\\",
        ];
        let expected = expected.map(|arg| format!("<{arg}>\n")).concat();
        assert_eq!(written(&folder, "arguments"), expected);
    }

    #[test]
    fn the_reports_are_written_and_the_status_is_kept() {
        let folder = folder();
        let done = step(&folder, ".", "", "reports/users.sarif");
        assert_eq!(done.status, Some(1), "{done:?}");
        assert_eq!(written(&folder, "reports/users.sarif"), "a report\n");
        assert_eq!(written(&folder, "summary"), "a report\n");
        assert_eq!(
            written(&folder, "output"),
            "status=1\nsarif=reports/users.sarif\n"
        );
        assert_eq!(written(&folder, "seen-summary"), "unset\n", "it is written once");
    }

    #[test]
    fn an_action_without_paths_and_an_output_with_two_lines_are_refused() {
        let folder = folder();
        for (paths, sarif) in [("", ""), ("\n\n", ""), (".", "a.sarif\nstatus=0")] {
            let done = step(&folder, paths, "", sarif);
            assert_eq!(done.status, Some(2), "{done:?}");
        }
        assert_eq!(written(&folder, "arguments"), "");
        assert_eq!(written(&folder, "output"), "");
    }

    #[test]
    fn completions_are_scripts_of_their_shells() {
        let folder = Folder::new();
        for (shell, option) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
            let script = userlint(folder.path(), &["completions", shell]);
            assert_eq!(script.status, Some(0), "{script:?}");
            folder.file(shell, &script.stdout);
            let mut check = command(shell, folder.path());
            check.arg(option).arg(shell);
            // A shell that is not there cannot be asked.
            if let Ok(checked) = check.output() {
                assert!(checked.status.success(), "{shell}: {checked:?}");
            }
        }
    }

    #[test]
    fn the_manual_page_is_roff_without_a_warning() {
        let folder = Folder::new();
        let page = userlint(folder.path(), &["man"]);
        folder.file("userlint.1", &page.stdout);
        let mut check = command("groff", folder.path());
        check.args(["-man", "-ww", "-z", "userlint.1"]);
        if let Ok(checked) = check.output() {
            assert!(
                checked.status.success() && checked.stderr.is_empty(),
                "{checked:?}"
            );
        }
    }
}

#[test]
fn every_shell_completes_every_command_and_option() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = userlint(folder.path(), &["completions", shell]);
        assert_eq!(run.status, Some(0), "{run:?}");
        for word in COMMANDS.into_iter().chain(["files-from"]) {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn the_manual_page_has_every_command_every_option_and_the_exit_statuses() {
    let folder = Folder::new();
    let page = userlint(folder.path(), &["man"]);
    assert_eq!(page.status, Some(0), "{page:?}");
    assert!(page.stdout.is_ascii(), "not every roff reads UTF-8");
    let plain = page.stdout.replace('\\', "");
    let help = userlint(folder.path(), &["--help"]).stdout;
    for command in COMMANDS {
        assert!(
            plain.contains(&format!(".SH \"USERLINT {}\"", command.to_uppercase())),
            "{command}"
        );
        let help = userlint(folder.path(), &[command, "--help"]).stdout;
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && word.len() > 2);
        for option in options {
            let option = option.trim_matches(|char: char| !char.is_alphanumeric());
            // `--redact[=<WHEN>]`: the name ends where the value begins.
            let option = option.split(['[', '=']).next().unwrap_or(option);
            assert!(plain.contains(option), "{option}: {plain}");
        }
    }
    let (_, statuses) = help
        .split_once("Exit status, the highest that holds:\n")
        .expect("the help has the table");
    for line in statuses.lines() {
        assert!(plain.contains(line.trim()), "{line}");
    }
}

#[test]
fn rules_are_given_to_programs_with_a_version() {
    let folder = Folder::new();
    let parse = |args: &[&str]| -> Value {
        let run = userlint(folder.path(), args);
        assert_eq!(run.status, Some(0), "{run:?}");
        serde_json::from_str(&run.stdout).expect("one JSON text")
    };
    let all = parse(&["rules", "--format=json"]);
    assert_eq!(all["schema_version"], 1);
    assert_eq!(all["tool"]["name"], "userlint");
    let rules = all["rules"].as_array().expect("an array");
    assert_eq!(rules.len(), userlint::RULES.len());
    for rule in rules {
        let id = rule["rule"].as_str().expect("an id");
        let one = parse(&["explain", id, "--format=json"]);
        assert_eq!(one["rules"], Value::Array(vec![rule.clone()]));
    }
}

#[test]
fn pages_for_people_can_be_had_as_markdown() {
    let folder = Folder::new();
    let list = userlint(folder.path(), &["rules", "--format=markdown"]).stdout;
    let committed = repository_file("README.md");
    for rule in userlint::RULES {
        let page = userlint(folder.path(), &["explain", rule.id, "--format=markdown"]).stdout;
        let committed_page = repository_file(&format!("corpus/{}/README.md", rule.id));
        assert!(committed_page.ends_with(&page), "{}", rule.id);
        assert!(page.starts_with("# "), "{page}");
        let start = format!("| `{}` | ", rule.id);
        let line = list
            .lines()
            .find(|line| line.starts_with(&start))
            .expect("a line of the table");
        assert!(committed.contains(&line[start.len()..]), "{line}");
    }
    assert!(!list.contains("]("), "links that lead nowhere");
}

#[test]
fn a_file_without_a_command_gets_a_hint() {
    let folder = Folder::new();
    folder.file("users", "{}");
    for (args, hint) in [
        (&["users.json"][..], Some("userlint check users.json")),
        (&["users"], Some("userlint check users")),
        (&["chek"], None),
        (&["a\n::error::b.json"], Some("userlint check a")),
    ] {
        let run = userlint(folder.path(), args);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert_eq!(run.stdout, "");
        assert_eq!(
            run.stderr.contains("userlint: to check it"),
            hint.is_some(),
            "{run:?}"
        );
        assert!(run.stderr.contains(hint.unwrap_or_default()), "{run:?}");
        assert!(
            !run.stderr.lines().any(|line| line.trim_start().starts_with("::")),
            "{run:?}"
        );
    }
}
