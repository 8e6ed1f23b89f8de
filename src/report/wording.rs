//! What several forms for people and for logs say in the same words: a finding on one line, what each surface makes
//! of it, and the closing lines of a run.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Report, Run, Totals, sanitise};
use crate::finding::Finding;
use crate::severity::Severity;

/// A finding on one line: `path:line:column: severity[rule] /pointer: message (sdk: fine, rest: error)`.
pub(super) fn finding(report: &Report, finding: &Finding) -> String {
    let start = finding.location.start;
    format!(
        "{}:{}:{}: {}[{}] {}",
        sanitise::line_start(&report.source),
        start.line,
        start.column,
        finding.severity,
        finding.rule.id,
        statement(finding)
    )
}

/// What a finding says, for forms that have places of their own for rule, severity and location.
pub(super) fn statement(finding: &Finding) -> String {
    let pointer = match finding.pointer.as_str() {
        "" => String::new(),
        pointer => format!("{}: ", sanitise::line(pointer)),
    };
    let message = message(finding);
    format!("{pointer}{} ({})", sanitise::line(&message), verdicts(finding))
}

/// The message, and where its second places are, for forms that have no place for them.
pub(super) fn message(finding: &Finding) -> Cow<'_, str> {
    let mut message = Cow::Borrowed(&*finding.message);
    for related in &finding.related {
        let start = related.location.start;
        let _ = write!(message.to_mut(), "; {}: ", related.message);
        if let Some(source) = &related.source {
            let _ = write!(message.to_mut(), "{}:", source.name);
        }
        let _ = write!(message.to_mut(), "{}:{}", start.line, start.column);
    }
    message
}

/// The closing lines of a run, as far as they are wanted: how often each rule found something, a line for each surface,
/// the counts.
pub(super) fn closing(run: &Run, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    if run.totals.files == 0 {
        return Ok(());
    }
    if run.statistics {
        statistics(&run.totals, colour, out)?;
    }
    if run.quiet {
        return Ok(());
    }
    surfaces(&run.totals, colour, out)?;
    counts(run, out)?;
    fixes(&run.totals, out)?;
    if run.totals.files_with_comments > 0 {
        writeln!(
            out,
            "{} read with comments and trailing commas, which TalkJS does not take",
            plural(run.totals.files_with_comments, "file")
        )?;
    }
    if run.left_out > 0 {
        let noun = if run.left_out == 1 { "finding" } else { "findings" };
        writeln!(out, "{} more {noun} not shown", run.left_out)?;
    }
    if run.totals.suppressed > 0 {
        writeln!(
            out,
            "{} in the baseline",
            plural(run.totals.suppressed, "known finding")
        )?;
    }
    Ok(())
}

/// How many findings each rule has, the most first.
fn statistics(totals: &Totals, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<_> = totals.rules.iter().map(|(&rule, &count)| (count, rule)).collect();
    rules.sort_by_key(|&(count, rule)| (Reverse(count), rule));
    let Some((most, _)) = rules.first() else {
        return Ok(());
    };
    let digits = most.to_string().len();
    for (count, rule) in &rules {
        writeln!(
            out,
            "{count:>digits$} {}",
            paint(colour, Style::new().bold(), rule)
        )?;
    }
    writeln!(out)
}

/// How many users each surface takes.
fn surfaces(totals: &Totals, colour: bool, out: &mut dyn Write) -> io::Result<()> {
    for (surface, verdict) in totals.verdicts.iter() {
        let users = verdict.accepted + verdict.rejected;
        if users == 0 {
            continue;
        }
        let (verb, count, style) = match verdict.rejected {
            0 => ("accepts", verdict.accepted, AnsiColor::Green.on_default().bold()),
            rejected => ("rejects", rejected, colour_of(Severity::Error)),
        };
        writeln!(
            out,
            "{} {} {count} of {users}",
            surface.name(),
            paint(colour, style, verb)
        )?;
    }
    if totals.payloads == 0 {
        writeln!(
            out,
            "{}",
            paint(colour, Style::new().bold(), "no user was judged")
        )?;
    }
    Ok(())
}

/// `1 error, 0 warnings in 3 users, 2 files`.
fn counts(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let totals = &run.totals;
    let [notes, warnings, errors] = totals.findings;
    // Beside verdicts that count what is known, too, the rest is told apart.
    let new = if totals.suppressed > 0 { "new " } else { "" };
    let mut counts = vec![plural(errors, &format!("{new}error"))];
    // What was not looked for is not said to be absent.
    let were_warnings_looked_for = run.min_severity.is_none_or(|min| min <= Severity::Warning);
    if were_warnings_looked_for {
        counts.push(plural(warnings, &format!("{new}warning")));
    }
    if notes > 0 {
        counts.push(plural(notes, &format!("{new}note")));
    }
    write!(
        out,
        "{} in {}, {}",
        counts.join(", "),
        plural(totals.payloads, "user"),
        plural(totals.files, "file")
    )?;
    let files_without_user = if totals.payloads == 0 {
        0 // said already
    } else {
        totals.files_without_user
    };
    let without: Vec<_> = [
        (files_without_user, "file"),
        (totals.other_operations, "operation"),
    ]
    .into_iter()
    .filter(|&(count, _)| count > 0)
    .map(|(count, noun)| plural(count, noun))
    .collect();
    if !without.is_empty() {
        write!(out, "; no user in {}", without.join(", "))?;
    }
    writeln!(out)
}

/// What was fixed, and what could be.
fn fixes(totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let fixes = |count| {
        if count == 1 {
            "1 fix".to_owned()
        } else {
            format!("{count} fixes")
        }
    };
    if totals.fixed > 0 {
        writeln!(
            out,
            "{} made in {}",
            fixes(totals.fixed),
            plural(totals.files_fixed, "file")
        )?;
    }
    let [safe, not_safe] = totals.fixable;
    match (safe, not_safe) {
        (0, 0) => Ok(()),
        (_, 0) => writeln!(out, "{safe} can be fixed with --fix"),
        (0, _) => writeln!(out, "{not_safe} can be fixed with --fix --unsafe-fixes"),
        _ => writeln!(
            out,
            "{safe} can be fixed with --fix, {not_safe} more with --unsafe-fixes"
        ),
    }
}

/// The colour of a severity.
pub(super) fn colour_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default().bold(),
    }
}

/// A text, in colour if there is colour.
pub(super) fn paint(colour: bool, style: Style, text: impl Display) -> String {
    if colour {
        format!("{style}{text}{style:#}")
    } else {
        text.to_string()
    }
}

/// `1 error`, `2 errors`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// What each judged surface makes of a finding: `sdk: fine, rest: error`.
pub(super) fn verdicts(finding: &Finding) -> String {
    let verdicts: Vec<_> = finding
        .judged
        .iter()
        .map(|surface| match finding.severities.get(surface) {
            Some(severity) => format!("{surface}: {severity}"),
            None => format!("{surface}: fine"),
        })
        .collect();
    verdicts.join(", ")
}

/// `2 errors, 1 note`: nothing of what there is none.
pub(super) fn counted(counts: &[(usize, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let counted: Vec<_> = some.map(|&(count, noun)| plural(count, noun)).collect();
    counted.join(", ")
}
