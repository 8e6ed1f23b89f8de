//! The report as Markdown: for the summary of a step, or a comment on a merge request.
//!
//! A word that is not plainly a word stands as code, where neither Markdown nor HTML, nor what services make of names,
//! numbers and addresses, has a meaning. It is bounded, since services refuse long texts as a whole.

use std::fmt::Write as _;
use std::io;

use super::ranked::{Rank, Ranked};
use super::{Form, Report, Run, path, sanitise, wording};
use crate::finding::Finding;
use crate::severity::Severity;
use crate::source::Source;

/// A comment on GitLab has a million characters at most; the summary of a step on GitHub has 1 MiB.
const MOST_BYTES: usize = 1_000_000;

/// What stays free for the sentence on what is left out.
const RESERVE: usize = 1_000;

/// More rows than there is room for.
const MOST_ROWS: usize = 10_000;

/// The Markdown report as a [`Form`]: written at the end, since the counts come first.
#[derive(Debug)]
pub(super) struct Markdown {
    rows: Ranked<String>,
}

impl Default for Markdown {
    fn default() -> Self {
        Markdown {
            rows: Ranked::new(MOST_ROWS, MOST_ROWS),
        }
    }
}

impl Form for Markdown {
    fn input(&mut self, report: &Report, source: Source<'_>, _out: &mut dyn io::Write) -> io::Result<()> {
        for finding in report.active() {
            self.rows
                .give(Rank::Of(finding.severity), || row(finding, source));
        }
        Ok(())
    }

    fn finish(&mut self, run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
        let rows = std::mem::take(self).rows;
        let mut page = headline(run) + &verdict_table(run);
        let mut unsaid_failures = run.failures.len();
        for failure in &run.failures {
            let line = format!("\n**Could not be done:** {}\n", prose(&failure.message));
            if page.len() + line.len() > MOST_BYTES / 2 {
                break;
            }
            page += &line;
            unsaid_failures -= 1;
        }
        let mut left_out = Severity::ALL.map(|severity| rows.given(Rank::Of(severity)));
        let mut is_begun = false;
        'rows: for severity in Severity::ALL.into_iter().rev() {
            for row in rows.kept(Rank::Of(severity)) {
                if page.len() + row.len() > MOST_BYTES - RESERVE {
                    break 'rows;
                }
                if !is_begun {
                    page += "\n| severity | rule | place | finding |\n|---|---|---|---|\n";
                    is_begun = true;
                }
                page += row;
                left_out[severity as usize] -= 1;
            }
        }
        let [notes, warnings, errors] = left_out;
        let left_out = wording::counted(&[
            (unsaid_failures, "failure"),
            (errors, "error"),
            (warnings, "warning"),
            (notes, "note"),
            (run.left_out, "finding"),
        ]);
        if !left_out.is_empty() {
            let _ = writeln!(page, "\nLeft out here: {left_out}.");
        }
        out.write_all(page.as_bytes())
    }
}

fn headline(run: &Run) -> String {
    let totals = &run.totals;
    let [notes, warnings, errors] = totals.findings;
    let found = wording::counted(&[(errors, "error"), (warnings, "warning"), (notes, "note")]);
    // The verdicts below it count what is known, too.
    let (nothing, known) = match totals.suppressed {
        0 => ("nothing found", String::new()),
        count => (
            "nothing new",
            format!("; {} in the baseline", wording::plural(count, "known finding")),
        ),
    };
    format!(
        "# userlint: {} in {}, {}{known}\n",
        if found.is_empty() { nothing } else { &found },
        wording::plural(totals.payloads, "user"),
        wording::plural(totals.files, "file")
    )
}

fn verdict_table(run: &Run) -> String {
    let mut table = String::from("\n| surface | accepts | rejects |\n|---|--:|--:|\n");
    for (surface, verdict) in run.totals.verdicts.iter() {
        let _ = writeln!(
            table,
            "| {surface} | {} | {} |",
            verdict.accepted, verdict.rejected
        );
    }
    table
}

fn row(finding: &Finding, source: Source<'_>) -> String {
    let start = finding.location.start;
    let file = path::text(source.name);
    let mut place = code(&format!("{file}:{}:{}", start.line, start.column));
    if !finding.pointer.is_empty() {
        place = format!("{place} {}", code(&finding.pointer));
    }
    format!(
        "| {} | {} | {place} | {} ({}). Help: {} |\n",
        finding.severity,
        code(finding.rule.id),
        prose(&wording::message(finding)),
        wording::verdicts(finding),
        prose(&finding.help)
    )
}

/// A text of ours that may quote a payload: its plain words as they are, everything else as code.
pub(super) fn prose(text: &str) -> String {
    let shown = sanitise::line(text).to_string();
    let mut prose = String::with_capacity(shown.len());
    for (at, part) in shown.split('`').enumerate() {
        // What stands between backticks is meant as code. Where they do not pair, more of it is code than was meant.
        if at % 2 == 1 {
            push_code(&mut prose, part);
        } else {
            push_words(&mut prose, part);
        }
    }
    prose
}

fn push_words(prose: &mut String, text: &str) {
    // Words that are not plain and stand side by side are one piece of code.
    let mut run = String::new();
    for (at, word) in text.split(' ').enumerate() {
        let space = if at > 0 { " " } else { "" };
        let (core, marks) = word.split_at(word.trim_end_matches(MARKS).len());
        if !is_plain(core) {
            if run.is_empty() {
                prose.push_str(space);
            } else {
                run.push_str(space);
            }
            run.push_str(core);
            if marks.is_empty() {
                continue;
            }
        }
        push_code(prose, &std::mem::take(&mut run));
        if is_plain(core) {
            prose.push_str(space);
            prose.push_str(core);
        }
        prose.push_str(marks);
    }
    push_code(prose, &run);
}

/// The marks that end a part of a sentence.
const MARKS: [char; 6] = [',', ';', ':', '.', '?', ')'];

/// Whether nobody makes more of a word than a word: letters, or a short number.
fn is_plain(word: &str) -> bool {
    let word = word.trim_start_matches('(');
    let is_number = word.len() <= 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = !word.starts_with('-')
        && word
            .split(['-', '’', '\''])
            .all(|part| part.chars().all(char::is_alphabetic));
    // Seven hexadecimal digits are taken for a commit.
    let may_be_commit = word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_number || is_word) && !may_be_commit
}

pub(super) fn code(text: &str) -> String {
    let mut code = String::new();
    push_code(&mut code, &sanitise::line(text).to_string());
    code
}

/// Adds a sanitised text as a code span.
fn push_code(out: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    // Two spans side by side would be one with two backticks in it.
    if out.ends_with('`') {
        out.push(' ');
    }
    out.push('`');
    for char in text.chars() {
        match char {
            // Nothing escapes them: a bar parts cells even in code.
            '`' | '|' => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('`');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_words_and_everything_else_is_code() {
        assert_eq!(
            prose("`email` is a string, but 100 are (perhaps) taken; it’s so"),
            "`email` is a string, but 100 are (perhaps) taken; it’s so"
        );
        assert_eq!(
            prose("ask @name at https://x.y #5"),
            "ask `@name` at `https://x.y #5`"
        );
        assert_eq!(prose("a|b deadbeef <img>"), "`a\\u{7c}b deadbeef <img>`");
        assert_eq!(
            prose(r#"write [1, "PUT"] or call JSON.stringify, then"#),
            r#"write `[1`, `"PUT"]` or call `JSON.stringify`, then"#
        );

        assert_eq!(prose("`a``b` c"), "`a` `b` c");
        assert_eq!(code("a`|"), "`a\\u{60}\\u{7c}`");
        assert_eq!(prose("a\n# b"), "`a\\u{a}#` b");
    }
}
