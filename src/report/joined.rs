//! The reports on the parts of a source, joined: for forms that write a source as one piece.

use std::borrow::Cow;

use super::{Report, Scope};

/// What is held of a source until its end comes: what was found, and nothing of its text.
#[derive(Debug, Default)]
pub(super) struct Joined {
    parts: Option<Report>,
}

impl Joined {
    /// The report on the whole source, once it is there.
    pub(super) fn whole<'r>(&mut self, report: &'r Report) -> Option<Cow<'r, Report>> {
        if report.scope == Scope::Whole {
            return Some(Cow::Borrowed(report));
        }
        let mut parts = match self.parts.take() {
            Some(mut parts) => {
                parts.append(report.clone());
                parts
            }
            None => report.clone(),
        };
        if report.scope == Scope::Part {
            self.parts = Some(parts);
            return None;
        }
        parts.scope = Scope::Whole;
        Some(Cow::Owned(parts))
    }
}
