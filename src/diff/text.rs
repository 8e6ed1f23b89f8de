//! Where the bytes of a snapshot are when they are looked at again: in memory, or wherever a [`Text`] reads them from.
//!
//! What is not held may have changed since it was read. Whoever reads it again compares it with what is known of it
//! (see `record.rs`); here bytes are only fetched.

use std::fmt;
use std::io;
use std::ops::Range;

/// A text that can be read at any place, again and again: a file, say. The library reads nothing itself.
pub trait Text {
    /// Its length in bytes.
    fn length(&self) -> u64;

    /// Fills `bytes` with those that begin at the offset `start`.
    ///
    /// An error is the end of the comparison, so this is the place to notice that the text is not what it was.
    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()>;
}

impl Text for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        let there = usize::try_from(start).ok().and_then(|start| self.get(start..));
        let there = there.and_then(|there| there.get(..bytes.len()));
        bytes.copy_from_slice(there.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

/// Why two snapshots cannot be compared: the text of one could not be read, or not as it was before.
#[derive(Debug)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It cannot be read.
    Unreadable {
        /// The name of the snapshot.
        name: String,
        /// What [`Text::read_at`] said.
        error: io::Error,
    },
    /// Where a user stood, something else stands now.
    Changed {
        /// The name of the snapshot.
        name: String,
    },
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SnapshotError::Unreadable { name, error } => write!(f, "cannot read {name}: {error}"),
            SnapshotError::Changed { name } => {
                write!(f, "cannot read {name}: it was changed during the run")
            }
        }
    }
}

impl std::error::Error for SnapshotError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SnapshotError::Unreadable { error, .. } => Some(error),
            SnapshotError::Changed { .. } => None,
        }
    }
}

/// From where the bytes of a snapshot come.
#[derive(Clone, Copy)]
pub(super) enum Store<'s> {
    Held(&'s [u8]),
    Elsewhere(&'s dyn Text),
}

/// Bytes that are read at once where it goes on from place to place.
const AHEAD: u64 = 1 << 16;

/// The part of a text that was read last. Of a text that is held it stays empty.
#[derive(Default)]
pub(super) struct Window {
    start: u64,
    bytes: Vec<u8>,
    /// Where what was asked for last ended.
    reached: u64,
}

impl Window {
    /// The bytes in a range of the text.
    pub(super) fn bytes<'w>(&'w mut self, store: Store<'w>, range: Range<u64>) -> io::Result<&'w [u8]> {
        let text = match store {
            Store::Held(bytes) => {
                let range = offset(range.start)?..offset(range.end)?;
                return bytes.get(range).ok_or(io::ErrorKind::UnexpectedEof.into());
            }
            Store::Elsewhere(text) => text,
        };
        let is_here = range.start >= self.start && range.end <= self.start + self.bytes.len() as u64;
        if !is_here {
            self.read(text, &range)?;
        }
        self.reached = range.end;
        let from = offset(range.start - self.start)?;
        Ok(&self.bytes[from..from + offset(range.end - range.start)?])
    }

    /// Whoever has gone a small step forward will go on: then more is read than is asked for.
    fn read(&mut self, text: &dyn Text, range: &Range<u64>) -> io::Result<()> {
        let is_small_step = range.end.wrapping_sub(self.reached) < AHEAD;
        let wanted = range.end - range.start;
        let length = if is_small_step { wanted.max(AHEAD) } else { wanted };
        let length = length.min(text.length().saturating_sub(range.start)).max(wanted);
        self.start = range.start;
        self.bytes.clear();
        self.bytes.resize(offset(length)?, 0);
        let read = text.read_at(range.start, &mut self.bytes);
        if read.is_err() {
            self.bytes.clear();
        }
        read
    }
}

/// An offset as one in memory.
pub(super) fn offset(at: u64) -> io::Result<usize> {
    usize::try_from(at).map_err(|_| io::ErrorKind::FileTooLarge.into())
}
