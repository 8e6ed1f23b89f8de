//! The index: a hash and a number for each id, and which of them are worth a second look.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;

use super::{Candidates, SourceId};
use crate::grammar::user_id::alike;
use crate::shape::Payload;

/// The ids of any number of sources, sixteen bytes each.
///
/// An id that is not ASCII can have two forms, and then takes thirty-two.
#[derive(Debug, Default)]
pub struct Index {
    keys: Keys,
    entries: Vec<Entry>,
    /// The users that were met, whether they are in the index or not.
    payloads: u64,
    /// For each source the number of its first user.
    sources: Vec<u64>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    at: u64,
}

/// A state of an index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    payloads: u64,
    entries: usize,
}

/// How ids are hashed.
#[derive(Debug, Clone)]
enum Keys {
    Random(RandomState),
    /// Every id has the same hash.
    #[cfg(test)]
    Constant,
}

impl Default for Keys {
    fn default() -> Self {
        Keys::Random(RandomState::default())
    }
}

impl Keys {
    fn hash(&self, form: &[u8]) -> u64 {
        match self {
            Keys::Random(state) => state.hash_one(form),
            #[cfg(test)]
            Keys::Constant => 0,
        }
    }
}

impl Index {
    /// An index without ids, with keys of its own.
    pub fn new() -> Self {
        Index::default()
    }

    /// An index in which every id has the same hash.
    #[cfg(test)]
    pub(crate) fn with_equal_hashes() -> Self {
        Index {
            keys: Keys::Constant,
            ..Index::default()
        }
    }

    /// Begins a source.
    pub(crate) fn begin(&mut self) -> SourceId {
        self.sources.push(self.payloads);
        SourceId(self.sources.len() - 1)
    }

    /// Takes the next user of the source.
    pub(crate) fn add(&mut self, payload: &Payload<'_>) {
        let id = payload.record_id();
        self.add_id(id.as_ref().map(|id| id.text.as_bytes()));
    }

    /// Takes the next user of the source, by the id that makes them part of the dataset, in UTF-8.
    pub(crate) fn add_id(&mut self, id: Option<&[u8]>) {
        let at = self.payloads;
        self.payloads += 1;
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return;
        };
        if alike::is_its_form(id) {
            self.add_form(id, at);
        } else if let Ok(id) = std::str::from_utf8(id) {
            let forms = alike::forms(id);
            self.add_form(forms.first.as_bytes(), at);
            if let Some(second) = &forms.second {
                self.add_form(second.as_bytes(), at);
            }
        }
    }

    fn add_form(&mut self, form: &[u8], at: u64) {
        let hash = self.keys.hash(form);
        self.entries.push(Entry { hash, at });
    }

    /// How far the index has come.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            payloads: self.payloads,
            entries: self.entries.len(),
        }
    }

    /// Forgets the users who were taken since then.
    pub(crate) fn forget(&mut self, since: Mark) {
        self.payloads = since.payloads;
        self.entries.truncate(since.entries);
    }

    /// The users whose hash another user has. They must be looked at again: equal hashes are no equal ids.
    pub fn candidates(mut self) -> Candidates {
        self.entries.sort_unstable_by_key(|entry| entry.hash);
        let alike = self.entries.chunk_by(|one, other| one.hash == other.hash);
        let mut at: Vec<u64> = alike
            .filter(|entries| entries.len() > 1)
            .flat_map(|entries| entries.iter().map(|entry| entry.at))
            .collect();
        at.sort_unstable();
        at.dedup();
        Candidates::new(at, self.sources, self.payloads)
    }
}
