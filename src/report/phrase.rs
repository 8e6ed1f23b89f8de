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
