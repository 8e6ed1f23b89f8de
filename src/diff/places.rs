//! Lines and columns of a text that is not at hand: milestones, from which on it is counted again.

use crate::source::Origin;

/// Users from one milestone to the next: few enough that the way is short, enough that a user costs little more than a
/// byte.
const USERS: u32 = 32;

/// Bytes of a source that are at hand.
#[derive(Clone, Copy)]
pub(super) struct Part<'p> {
    pub(super) bytes: &'p [u8],
    /// Where they begin.
    pub(super) origin: Origin,
}

/// Places that are known, in the order of the text.
pub(super) struct Places {
    milestones: Vec<Origin>,
    /// Users that may pass before the next milestone.
    room: u32,
    /// How far it has been counted.
    here: Origin,
}

impl Places {
    pub(super) fn new() -> Self {
        Places {
            milestones: Vec::new(),
            room: 0,
            here: Origin::START,
        }
    }

    /// How far it has been counted.
    pub(super) fn here(&self) -> Origin {
        self.here
    }

    /// Counts up to an offset in a part.
    pub(super) fn go(&mut self, part: Part<'_>, offset: usize) -> Origin {
        let begins = part.origin.offset;
        if self.here.offset < begins || self.here.offset > offset {
            self.here = part.origin;
        }
        self.here = self
            .here
            .behind(&part.bytes[self.here.offset - begins..offset - begins]);
        self.here
    }

    /// Counts up to the end of a part. The way from one milestone to the next leads over no other part.
    pub(super) fn end(&mut self, part: Part<'_>) {
        self.go(part, part.origin.offset + part.bytes.len());
        self.room = 0;
    }

    /// Takes the next user.
    pub(super) fn user(&mut self, part: Part<'_>, offset: usize) {
        if self.room == 0 {
            let milestone = self.go(part, offset);
            self.milestones.push(milestone);
            self.room = USERS;
        }
        self.room -= 1;
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.milestones.shrink_to_fit();
    }

    /// The last milestone in front of a user, or at it.
    pub(super) fn before(&self, offset: usize) -> Origin {
        let next = self
            .milestones
            .partition_point(|milestone| milestone.offset <= offset);
        match next.checked_sub(1) {
            Some(at) => self.milestones[at],
            None => Origin::START,
        }
    }
}
