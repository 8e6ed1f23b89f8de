//! How often each id has been put, over all sources of a set. A user who repeats an id needs a batch behind that of the
//! last one, so an id that is repeated without end would make batches without end.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::limits::PUTS_OF_ONE_ID;

/// The ids that were met: of each 128 bits of keyed hash and how often it was put. Keeping the ids themselves would take as
/// much memory as somebody has made them long.
#[derive(Debug, Default)]
pub(super) struct Repetitions {
    keys: [RandomState; 2],
    puts: HashMap<[u64; 2], u8>,
    repeated: usize,
}

/// An id has been put as often as one may be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PutTooOften;

impl Repetitions {
    /// Counts a user who is to be put, unless there were too many of the same id before.
    pub(super) fn count(&mut self, id: &str) -> Result<(), PutTooOften> {
        let hash = [&self.keys[0], &self.keys[1]].map(|key| key.hash_one(id));
        let puts = self.puts.entry(hash).or_default();
        if *puts == PUTS_OF_ONE_ID {
            return Err(PutTooOften);
        }
        *puts += 1;
        self.repeated += usize::from(*puts == 2);
        Ok(())
    }

    /// The ids that were put more than once, each counted once.
    pub(super) fn repeated(&self) -> usize {
        self.repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_counts_once_however_often_it_is_repeated() {
        let mut repetitions = Repetitions::default();
        for (id, repeated) in [
            ("a", 0),
            ("b", 0),
            ("a", 1),
            ("a", 1),
            ("c", 1),
            ("c", 2),
            ("A", 2),
            ("b", 3),
        ] {
            assert_eq!(repetitions.count(id), Ok(()));
            assert_eq!(repetitions.repeated(), repeated, "after {id}");
        }
    }

    #[test]
    fn no_id_is_put_more_often_than_one_may_be() {
        let mut repetitions = Repetitions::default();
        for _ in 0..PUTS_OF_ONE_ID {
            assert_eq!(repetitions.count("a"), Ok(()));
        }
        for _ in 0..300 {
            assert_eq!(repetitions.count("a"), Err(PutTooOften));
        }
        assert_eq!(repetitions.count("b"), Ok(()));
        assert_eq!(repetitions.repeated(), 1);
    }
}
