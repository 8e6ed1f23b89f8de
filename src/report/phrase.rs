//! The words that several forms share.

use super::Report;
use crate::finding::Finding;
use crate::surface::Surface;

/// `1 error`, `2 errors`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
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

/// `2 errors, 1 note`: nothing of what there is none.
pub(super) fn counted(counts: &[(usize, &str)]) -> String {
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let counted: Vec<_> = some.map(|&(count, noun)| plural(count, noun)).collect();
    counted.join(", ")
}

/// A clause with a capital and a full stop.
pub(super) fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let mut sentence = first.unwrap_or_default() + letters.as_str();
    if !clause.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
