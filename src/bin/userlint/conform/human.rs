//! The report for people: each disagreement with its case, then agreement by rule and by surface.

use std::collections::BTreeMap;
use std::io::{self, Write};

use userlint::Surface;
use userlint::corpus::Question;
use userlint::report::sanitise;

use super::heading;
use super::outcome::{Count, Outcome, Outcomes, complaint};

/// Cases of a rule whose disagreements are shown unless all are asked for.
const MOST: usize = 10;

/// The columns of the table by rule: the surface in two lines, and the width.
const COLUMNS: [(Surface, [&str; 2], usize); 6] = [
    (Surface::Sdk, ["sdk", ""], 8),
    (Surface::DataApiCreate, ["data-api", "-create"], 9),
    (Surface::DataApiSet, ["data-api", "-set"], 9),
    (Surface::Rest, ["rest", ""], 8),
    (Surface::RestUpdate, ["rest", "-update"], 8),
    (Surface::Response, ["response", ""], 9),
];

pub(super) fn write(outcomes: &Outcomes<'_>, shows_all: bool, out: &mut dyn Write) -> io::Result<()> {
    let most = if shows_all { usize::MAX } else { MOST };
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for case in outcomes.cases() {
        if !case.iter().any(|(_, outcome)| outcome.is_bad()) {
            continue;
        }
        let of_rule = shown.entry(case[0].0.entry.folder).or_default();
        *of_rule += 1;
        if *of_rule <= most {
            write_case(case, out)?;
        }
    }
    for (rule, cases) in shown {
        if cases > most {
            writeln!(out, "{rule}: {} more cases, which --all shows", cases - most)?;
        }
    }
    if outcomes.disagree() > 0 {
        write_rules(outcomes, out)?;
    }
    write_surfaces(outcomes, out)?;
    writeln!(out, "{}", heading(outcomes))?;
    let total = outcomes.total();
    write!(out, "{} of {} agree", total.agree, total.compared())?;
    match total.skipped {
        0 => writeln!(out),
        skipped => writeln!(out, ", {skipped} skipped"),
    }
}

/// A case, and what is wrong on which surfaces: those together of which the same is to be said.
fn write_case(case: &[(&Question<'_>, Outcome)], out: &mut dyn Write) -> io::Result<()> {
    let entry = case[0].0.entry;
    writeln!(
        out,
        "disagreement[{}]: {}",
        entry.folder,
        sanitise::line(&entry.case.name)
    )?;
    writeln!(out, " --> {}", entry.id)?;
    let mut complaints: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
    for (question, outcome) in case.iter().filter(|(_, outcome)| outcome.is_bad()) {
        let lines = complaint(question, outcome);
        let surface = question.surface.name();
        match complaints.iter_mut().find(|(said, _)| *said == lines) {
            Some((_, surfaces)) => surfaces.push(surface),
            None => complaints.push((lines, vec![surface])),
        }
    }
    for (lines, surfaces) in complaints {
        writeln!(out, "  {}", surfaces.join(", "))?;
        for line in lines {
            writeln!(out, "    {}", sanitise::line(&line))?;
        }
    }
    writeln!(out)
}

/// The rules on which there is disagreement.
fn write_rules(outcomes: &Outcomes<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rules = outcomes.by_rule();
    let (bad, good): (Vec<_>, Vec<_>) = rules
        .iter()
        .partition(|(_, surfaces)| surfaces.values().any(|count| count.disagree > 0));
    let is_asked = |surface| {
        outcomes
            .all
            .iter()
            .any(|(question, _)| question.surface == surface)
    };
    let columns: Vec<_> = COLUMNS
        .into_iter()
        .filter(|&(surface, ..)| is_asked(surface))
        .collect();
    let width = bad.iter().map(|(rule, _)| rule.len()).max().unwrap_or_default();
    for at in 0..2 {
        use std::fmt::Write as _;

        let mut line = format!("{:width$}", ["agreement", ""][at]);
        for (_, heads, width) in &columns {
            let _ = write!(line, "{:>width$}", heads[at]); // writing into a string
        }
        if !line.trim().is_empty() {
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    for (rule, surfaces) in bad {
        write!(out, "{rule:width$}")?;
        for (surface, _, width) in &columns {
            let count = surfaces.get(surface).copied().unwrap_or_default();
            write!(out, "{:>width$}", shown(count))?;
        }
        writeln!(out)?;
    }
    match good.len() {
        0 => writeln!(out),
        1 => writeln!(out, "1 other rule: no disagreement\n"),
        others => writeln!(out, "{others} other rules: no disagreement\n"),
    }
}

fn shown(count: Count) -> String {
    match count.compared() {
        0 => "-".to_owned(),
        compared => format!("{}/{compared}", count.agree),
    }
}

fn write_surfaces(outcomes: &Outcomes<'_>, out: &mut dyn Write) -> io::Result<()> {
    for surface in Surface::ALL {
        let count = outcomes.count(|question| question.surface == surface);
        if count.compared() > 0 {
            writeln!(out, "{:15}  {}", surface.name(), shown(count))?;
        }
    }
    writeln!(out)
}
