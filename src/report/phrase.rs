//! The words that several forms share.

use crate::finding::Finding;

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
