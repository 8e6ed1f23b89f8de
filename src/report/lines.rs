//! What several forms for people and for logs say in the same words: a finding on one line, what each surface makes
//! of it, and the closing lines of a run.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Report, Totals, sanitise};
use crate::finding::Finding;
use crate::severity::Severity;
use crate::surface::Surface;

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
        statement(report, finding)
    )
}

/// What a finding says, for forms that have places of their own for rule, severity and location.
pub(super) fn statement(report: &Report, finding: &Finding) -> String {
    let pointer = match finding.pointer.as_str() {
        "" => String::new(),
        pointer => format!("{}: ", sanitise::line(pointer)),
    };
    let message = sanitise::line(&finding.message);
    format!("{pointer}{message} ({})", verdicts(report, finding))
}

/// What each judged surface makes of a finding: `sdk: fine, rest: error`.
pub(super) fn verdicts(report: &Report, finding: &Finding) -> String {
    let judged = report.verdicts.iter().map(|(surface, _)| surface);
    let mut surfaces: Vec<Surface> = judged
        .chain(finding.severities.iter().map(|(surface, _)| surface))
        .collect();
    surfaces.sort_unstable();
    surfaces.dedup();
    let verdicts: Vec<_> = surfaces
        .into_iter()
        .map(|surface| match finding.severities.get(surface) {
            Some(severity) => format!("{surface}: {severity}"),
            None => format!("{surface}: fine"),
        })
        .collect();
    verdicts.join(", ")
}

/// The closing lines of a run: a line for each surface, and the counts.
pub(super) fn closing(totals: &Totals, colour: bool, out: &mut dyn Write) -> io::Result<()> {
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
    let [notes, warnings, errors] = totals.findings;
    let mut counts = vec![plural(errors, "error"), plural(warnings, "warning")];
    if notes > 0 {
        counts.push(plural(notes, "note"));
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
