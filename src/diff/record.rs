//! What is kept of a user: where the payload and the id stand, and a hash of each.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

use crate::shape::{Outside, Payload, Supplied};

/// A user. Forty bytes: there may be millions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// Of the id.
    pub(super) hash: u64,
    /// Of the payload as it is written, together with the id, which may stand outside.
    ///
    /// A user whose id and payload have the hashes that they had in the other snapshot is not looked at again. The hashes
    /// are `SipHash` under a key that is dealt out anew for each run, so nobody can write two payloads that share one.
    /// That a change is missed by chance takes two payloads of one id and one length with the same 64 bits: one in 2⁶⁴ for
    /// each user who changes, and with ten million of them in each run one run in 10¹². A confirmation would cost what
    /// this saves, a second reading of everybody; the disk errs more often. The meaning of a payload is not hashed: equal
    /// ones in another spelling are looked at again, and found to be equal then.
    content: u64,
    /// Offset of the payload in the source.
    pub(super) start: u64,
    length: u32,
    /// Bytes from the start of the payload to the id, forward or back.
    id_distance: u32,
    id_length: u32,
    pub(super) id_is: IdIs,
    is_id_before: bool,
}

/// What the id of a user is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdIs {
    ValueOrKey,
    /// A segment of a path.
    InPath,
    /// Nothing: it is the name of the source.
    InName,
}

impl Record {
    /// The user, if it has an id. `text` is the JSON text that holds it, which starts at `base` in the source.
    pub(super) fn of(payload: &Payload<'_>, text: &str, base: u64) -> Option<Self> {
        let id = payload.written_id()?;
        let id_at = match &payload.outside {
            Outside::Key(key) => *key,
            Outside::Path { path, .. } => *path,
            Outside::Nothing | Outside::Name(_) => match payload.supplied {
                Some(Supplied::Field { value, .. }) => value,
                Some(Supplied::Source(_)) => payload.root,
                None => payload.root.get("id")?,
            },
        };
        let (user, id_at) = (payload.root.range(), id_at.range());
        let hash = keyed_hash(id.text.as_ref());
        // One JSON text is not larger than that.
        let small = |bytes: usize| u32::try_from(bytes).ok();
        Some(Record {
            hash,
            content: content_hash(hash, &text.as_bytes()[user.clone()]),
            start: base + user.start as u64,
            length: small(user.len())?,
            id_distance: small(id_at.start.abs_diff(user.start))?,
            id_length: small(id_at.len())?,
            id_is: match (&payload.outside, &payload.supplied) {
                (Outside::Path { .. }, _) => IdIs::InPath,
                (_, Some(Supplied::Source(_))) => IdIs::InName,
                _ => IdIs::ValueOrKey,
            },
            is_id_before: id_at.start < user.start,
        })
    }

    /// Where the payload stands.
    pub(super) fn span(&self) -> Range<u64> {
        self.start..self.start + u64::from(self.length)
    }

    /// Where the id stands.
    pub(super) fn id_span(&self) -> Range<u64> {
        let distance = u64::from(self.id_distance);
        let start = if self.is_id_before {
            self.start.saturating_sub(distance)
        } else {
            self.start + distance
        };
        start..start + u64::from(self.id_length)
    }

    /// Whether two users with one hash of the id have one payload.
    pub(super) fn has_content_of(&self, other: &Record) -> bool {
        (self.hash, self.content, self.length) == (other.hash, other.content, other.length)
    }

    /// Whether this is the payload that was seen before.
    pub(super) fn is_of(&self, payload: &[u8]) -> bool {
        self.content == content_hash(self.hash, payload)
    }
}

/// A hash under the one key of this process, so that nobody can choose what has the same.
pub(super) fn keyed_hash(text: impl Hash) -> u64 {
    key().hash_one(text)
}

fn content_hash(id: u64, payload: &[u8]) -> u64 {
    let mut hasher = key().build_hasher();
    hasher.write_u64(id);
    hasher.write(payload);
    hasher.finish()
}

fn key() -> &'static RandomState {
    static KEY: OnceLock<RandomState> = OnceLock::new();
    KEY.get_or_init(RandomState::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_costs_forty_bytes() {
        assert_eq!(size_of::<Record>(), 40);
    }
}
