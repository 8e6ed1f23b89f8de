//! Console sessions in Markdown, run and compared: what is written is what a reader gets who types it.
//!
//! A session is a block fenced as `console`. In it `$ ` starts a command, `> ` continues it, and the lines behind
//! are what it prints, on both streams. `? 1` behind them is its exit status where that is not 0. Blanks at the end
//! of a line and of an output are not compared. The commands of one file share a folder.
//!
//! `sh` runs the commands, so sessions run on Unix only; nothing in them is about the system.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::program::{self, Run};

/// One command of a session, and what must come of it.
struct Step {
    /// The line of the file, from 1.
    line: usize,
    command: String,
    status: i32,
    output: String,
    /// The lines of the file that output and status take.
    result: Range<usize>,
}

/// The commands of all `console` blocks of a text.
fn steps(text: &str) -> Vec<Step> {
    let lines: Vec<&str> = text.lines().collect();
    let mut steps = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        at += 1;
        if lines[at - 1] != "```console" {
            continue;
        }
        let is_fence = |at: usize| lines.get(at).is_none_or(|line| *line == "```");
        while !is_fence(at) {
            let line = at + 1;
            let mut command = lines[at]
                .strip_prefix("$ ")
                .unwrap_or_else(|| panic!("line {line} of the session is no command: {}", lines[at]))
                .to_owned();
            at += 1;
            while let Some(more) = lines.get(at).and_then(|line| line.strip_prefix("> ")) {
                command = command + "\n" + more;
                at += 1;
            }
            let first = at;
            while !is_fence(at) && !lines[at].starts_with("$ ") {
                at += 1;
            }
            let mut output = &lines[first..at];
            let mut status = 0;
            if let [before @ .., last] = output
                && let Some(said) = last.strip_prefix("? ")
            {
                (output, status) = (before, said.parse().expect("an exit status"));
            }
            steps.push(Step {
                line,
                command,
                status,
                output: trimmed(&output.join("\n")),
                result: first..at,
            });
        }
        at += 1;
    }
    steps
}

fn trimmed(output: &str) -> String {
    let lines: Vec<_> = output.trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn run(step: &Step, folder: &Path) -> (i32, String) {
    let mut command = program::command("sh", folder);
    // One stream for both, as in a terminal.
    command.args(["-c", &format!("exec 2>&1\n{}", step.command)]);
    let Run { status, stdout, .. } = program::run(command);
    let status = status.unwrap_or_else(|| panic!("`{}` was ended by a signal", step.command));
    (status, trimmed(&stdout))
}

/// Runs the sessions of a file in a folder: how many commands there were, and every difference, in words.
pub(crate) fn check(path: &Path, folder: &Path) -> (usize, String) {
    let text = fs::read_to_string(path).expect("a readable session");
    let mut complaints = String::new();
    let steps = steps(&text);
    for step in &steps {
        let (status, output) = run(step, folder);
        if (status, &output) != (step.status, &step.output) {
            let _ = writeln!(
                complaints,
                "\n{}:{}: $ {}\n--- written: {}\n{}\n--- happens: {status}\n{output}",
                path.display(),
                step.line,
                step.command,
                step.status,
                step.output
            );
        }
    }
    (steps.len(), complaints)
}

/// Writes what happens into the file. Whoever asks for this reads the difference before committing it.
pub(crate) fn bless(path: &Path, folder: &Path) {
    let text = fs::read_to_string(path).expect("a readable session");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let results: Vec<_> = steps(&text)
        .into_iter()
        .map(|step| (run(&step, folder), step.result))
        .collect();
    for ((status, output), range) in results.into_iter().rev() {
        let status = (status != 0).then(|| format!("? {status}"));
        lines.splice(range, output.lines().map(str::to_owned).chain(status));
    }
    let text = lines.join("\n") + "\n";
    fs::write(path, text).expect("a writable session");
}
