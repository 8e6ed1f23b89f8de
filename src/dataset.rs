//! Ids that stand more than once in a dataset: one source, or all sources of a run.
//!
//! 1. An [`Index`] takes of each id sixteen bytes: a keyed hash of its most folded form, in which ids are equal that any of
//!    the three rules would call alike, and the number of the user. Sorted, equal hashes stand together.
//! 2. Users whose hash another has are [`Candidates`]. Their sources are read once more, and the ids themselves are compared:
//!    no hash is believed. The keys are drawn anew for each index, so nobody can write ids for one hash.
//! 3. The [`Dataset`] knows of each user who repeats an earlier one whom, and how closely. The check of the sources then
//!    reports it where it stands, once, by the closest of the rules.
//!
//! Users in events and in operations are no part of it: those tell what happens to users, the same one as often as it takes.
//! Nothing here reads sources: [`Linter::index`](crate::Linter::index), [`Linter::confirm`](crate::Linter::confirm) and
//! [`Linter::check_in`](crate::Linter::check_in) do.

use std::sync::Arc;

use crate::finding::{Elsewhere, SourceName};
use crate::grammar::user_id::alike::Difference;
use crate::shape::{Id, Payload};
use crate::source::Location;

mod candidates;
mod content;
mod index;
#[cfg(test)]
mod laws;

pub use candidates::Candidates;
pub use index::Index;

/// A source of a dataset: its number, in the order in which they were indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(usize);

/// What stands more than once in the sources that were indexed.
#[derive(Debug, Default)]
pub struct Dataset {
    /// For each source the number of its first user.
    sources: Vec<u64>,
    /// The names of the sources that hold candidates.
    names: Vec<Option<Arc<SourceName>>>,
    firsts: Vec<First>,
    /// By the number of the user.
    repeats: Vec<Repeat>,
    /// The numbers of the users whom others repeat, sorted.
    referred: Vec<u64>,
}

/// The first user with an id, as it is spelled there.
#[derive(Debug)]
pub(crate) struct First {
    at: u64,
    source: usize,
    /// The id as a string.
    pub(crate) id: Box<str>,
    /// How the document spells it, where it is a number.
    pub(crate) number: Option<Box<str>>,
    content: content::Digest,
    location: Location,
    /// How many users have the id in this very spelling.
    count: usize,
}

/// A user who repeats an earlier one.
#[derive(Debug, Clone, Copy)]
struct Repeat {
    at: u64,
    first: usize,
    likeness: Likeness,
}

/// How closely a user repeats an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// The same id in the same spelling, for the `nth` time.
    Duplicate { nth: usize, is_equal: bool },
    /// The same id in another spelling: a string and a number, or two numbers.
    Collision,
    /// An id that is taken for the other.
    Confusable(Difference),
}

impl Dataset {
    /// Whether nothing stands more than once.
    pub fn is_empty(&self) -> bool {
        self.repeats.is_empty()
    }

    /// What is known of one source.
    pub(crate) fn part(&self, source: SourceId) -> Part<'_> {
        let start = self.sources.get(source.0).copied().unwrap_or(u64::MAX);
        let end = self.sources.get(source.0 + 1).copied().unwrap_or(u64::MAX);
        let from = self.repeats.partition_point(|repeat| repeat.at < start);
        let to = self.repeats.partition_point(|repeat| repeat.at < end);
        Part {
            dataset: self,
            source: source.0,
            start,
            repeats: &self.repeats[from..to],
        }
    }
}

/// What is known of one source of a dataset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'r> {
    dataset: &'r Dataset,
    source: usize,
    start: u64,
    repeats: &'r [Repeat],
}

impl<'r> Part<'r> {
    /// What the user repeats that is the `nth` of the source, counted from nought.
    pub(crate) fn repetition<'p>(self, nth: usize, payload: &'p Payload<'_>) -> Option<Repetition<'p>>
    where
        'r: 'p,
    {
        let at = self.start.saturating_add(nth as u64);
        let found = self.repeats.binary_search_by_key(&at, |repeat| repeat.at).ok()?;
        let Repeat { first, likeness, .. } = self.repeats[found];
        let first = &self.dataset.firsts[first];
        let is_elsewhere = first.source != self.source;
        Some(Repetition {
            likeness,
            id: payload.written_id()?,
            first,
            place: Elsewhere {
                source: self.dataset.names[first.source].clone().filter(|_| is_elsewhere),
                location: first.location,
            },
            count: first.count,
        })
    }

    /// Whether one of the users from the `nth` on, as many as `count`, repeats another or is repeated.
    pub(crate) fn concerns(self, nth: usize, count: usize) -> bool {
        self.has_repeats(nth, count) || self.refers_to(nth, count)
    }

    /// Whether one of the users from the `nth` on, as many as `count`, repeats an earlier one.
    pub(crate) fn has_repeats(self, nth: usize, count: usize) -> bool {
        let start = self.start.saturating_add(nth as u64);
        let next = self
            .repeats
            .get(self.repeats.partition_point(|repeat| repeat.at < start));
        next.is_some_and(|repeat| repeat.at - start < count as u64)
    }

    /// Whether somebody repeats one of the users from the `nth` on, as many as `count`.
    pub(crate) fn refers_to(self, nth: usize, count: usize) -> bool {
        let start = self.start.saturating_add(nth as u64);
        let referred = &self.dataset.referred;
        let next = referred.get(referred.partition_point(|&at| at < start));
        next.is_some_and(|&at| at - start < count as u64)
    }
}

/// A user who repeats an earlier one, as the rules see it.
#[derive(Debug)]
pub(crate) struct Repetition<'r> {
    pub(crate) likeness: Likeness,
    pub(crate) id: Id<'r>,
    pub(crate) first: &'r First,
    /// Where the first one has its id.
    pub(crate) place: Elsewhere,
    /// How many users have the id in the spelling of the first.
    pub(crate) count: usize,
}
