//! How many ids stand more than once among the users of a set, so that the order of its batches matters.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// The ids that were met: of each the first half of its SHA-256, and whether it was met again. Keeping the ids themselves
/// would take as much memory as somebody has made them long.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    was_met_again: HashMap<[u8; 16], bool>,
    count: usize,
}

impl Repeated {
    pub(super) fn meet(&mut self, id: &str) {
        let mut half = [0; 16];
        half.copy_from_slice(&Sha256::digest(id)[..16]);
        match self.was_met_again.get_mut(&half) {
            None => _ = self.was_met_again.insert(half, false),
            Some(was_met_again) => self.count += usize::from(!std::mem::replace(was_met_again, true)),
        }
    }

    /// The ids that were met more than once, each counted once.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_counts_once_however_often_it_is_repeated() {
        let mut repeated = Repeated::default();
        for (id, count) in [
            ("a", 0),
            ("b", 0),
            ("a", 1),
            ("a", 1),
            ("", 1),
            ("", 2),
            ("A", 2),
            ("b", 3),
        ] {
            repeated.meet(id);
            assert_eq!(repeated.count(), count, "after {id}");
        }
    }
}
