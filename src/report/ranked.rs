//! The worst of many findings, for services that take only so many.

use crate::severity::Severity;

/// How much a finding matters where not all are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Suppressed,
    Of(Severity),
}

impl Rank {
    const COUNT: usize = Severity::ALL.len() + 1;

    fn index(self) -> usize {
        match self {
            Rank::Suppressed => 0,
            Rank::Of(severity) => severity as usize + 1,
        }
    }
}

/// Keeps so many of what it is given: the worst, and of the equally bad the first.
#[derive(Debug)]
pub(super) struct Ranked<T> {
    room_in_all: usize,
    room_each: usize,
    /// With what stands for the order in which they came.
    kept: [Vec<(usize, T)>; Rank::COUNT],
    given: [usize; Rank::COUNT],
}

impl<T> Ranked<T> {
    /// Room for so many in all, and for so many of each rank.
    pub(super) fn new(room_in_all: usize, room_each: usize) -> Self {
        Ranked {
            room_in_all,
            room_each,
            kept: [const { Vec::new() }; Rank::COUNT],
            given: [0; Rank::COUNT],
        }
    }

    /// Takes one more. It is not made if there is no room for it.
    pub(super) fn give(&mut self, rank: Rank, make: impl FnOnce() -> T) {
        let order = self.given.iter().sum();
        let rank = rank.index();
        self.given[rank] += 1;
        if self.kept[rank].len() == self.room_each {
            return;
        }
        if self.kept.iter().map(Vec::len).sum::<usize>() == self.room_in_all {
            match self.kept[..rank].iter_mut().find(|lower| !lower.is_empty()) {
                Some(lower) => drop(lower.pop()),
                None => return,
            }
        }
        self.kept[rank].push((order, make()));
    }

    /// How many were given, of a rank.
    pub(super) fn given(&self, rank: Rank) -> usize {
        self.given[rank.index()]
    }

    /// What was kept of a rank, in the order in which it came.
    pub(super) fn kept(&self, rank: Rank) -> impl ExactSizeIterator<Item = &T> {
        self.kept[rank.index()].iter().map(|(_, item)| item)
    }

    /// All that was kept, in the order in which it came.
    pub(super) fn into_order(self) -> Vec<T> {
        let mut kept: Vec<_> = self.kept.into_iter().flatten().collect();
        kept.sort_unstable_by_key(|(order, _)| *order);
        kept.into_iter().map(|(_, item)| item).collect()
    }

    /// How many were given and are not kept.
    pub(super) fn left_out(&self) -> usize {
        let kept: usize = self.kept.iter().map(Vec::len).sum();
        self.given.iter().sum::<usize>() - kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Error, Note, Warning};

    #[test]
    fn the_worst_stay_and_of_the_equally_bad_the_first() {
        let mut ranked = Ranked::new(3, 2);
        let given = [
            (Rank::Suppressed, 0),
            (Rank::Of(Note), 1),
            (Rank::Of(Warning), 2),
            (Rank::Of(Error), 3),
            (Rank::Of(Note), 4),
            (Rank::Of(Error), 5),
            (Rank::Of(Error), 6),
        ];
        for (rank, item) in given {
            ranked.give(rank, || item);
        }
        assert_eq!(ranked.given(Rank::Of(Error)), 3);
        assert_eq!(ranked.kept(Rank::Of(Error)).collect::<Vec<_>>(), [&3, &5]);
        assert_eq!(ranked.left_out(), 4);
        assert_eq!(ranked.into_order(), [2, 3, 5]);
    }
}
