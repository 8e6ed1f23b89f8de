//! What a fix is: edits on the text that put one finding right. Rules say them as a [`Repair`](repair::Repair);
//! [`Linter::fix`](crate::Linter::fix) carries them out.
//!
//! An edit touches only the bytes that are wrong. So the rest of a text, its layout, its spellings and its line ends, stays
//! as somebody has written it, and a report with fixes repeats nothing of a payload but what
//! [`Fix::repeats_values`] names.

use std::borrow::Cow;

use crate::source::{Location, Span};

mod apply;
mod patch;
pub(crate) mod repair;

pub use apply::Fixed;
pub use patch::{Change, Patch};

/// Whether a fix can be made without looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// What the payload means stays the same, or becomes what it surely was to mean.
    Safe,
    /// Probably what is meant, but a person has to say so.
    Unsafe,
}

impl Safety {
    /// Both, the safe one first.
    pub const ALL: [Safety; 2] = [Safety::Safe, Safety::Unsafe];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        }
    }
}

/// The repair of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in one clause that quotes nothing: no capital at its start, no full stop.
    pub title: &'static str,
    /// Whether it can be made unseen.
    pub safety: Safety,
    /// What to write where, in the order of the text. No two overlap.
    pub edits: Vec<Edit>,
    /// Whether an edit writes what it takes from the payload's values. Reports without personal values have no such fix.
    pub repeats_values: bool,
    /// Whether an edit writes what looks like a credential. No report has such a fix.
    pub(crate) repeats_secret: bool,
}

impl Fix {
    /// From the first byte that changes to the last.
    pub fn extent(&self) -> Span {
        let start = self.edits.first().map_or(0, |edit| edit.location.span.start);
        let end = self.edits.last().map_or(0, |edit| edit.location.span.end);
        Span::new(start, end)
    }
}

/// A text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edit {
    /// What goes: nothing where something is only added.
    pub location: Location,
    /// What stands there then.
    pub text: Cow<'static, str>,
}
