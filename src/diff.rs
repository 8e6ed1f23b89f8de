//! Two snapshots of one user base, compared: which ids moved to another spelling, which may be somebody else's now, and
//! what a re-sync of the newer snapshot would do to the users of the older.
//!
//! TalkJS knows a user by the id and by nothing else, so a mistake in ids shows only between two snapshots. The text of a
//! snapshot is its store, in memory ([`Snapshot::read`]) or wherever a [`Text`] reads it ([`Snapshot::of_text`]): for each user
//! a [`Snapshot`] keeps keyed hashes of id and payload and their places, 40 bytes, and the payload is read again whenever it
//! is looked at. That two users differ, or share a mark, no hash is believed: it is confirmed by the texts. That nothing of
//! a user has changed is, by two hashes and the length.
//!
//! [`Diff::between`] joins the snapshots by id, looks at the users who are in both, and then joins those who are left (gone,
//! new, or perhaps somebody else) by [`Mark`]: an e-mail address, a telephone number, a key of `custom`. A mark tells of
//! somebody only where one id has it in each snapshot.
//!
//! ```
//! use userlint::Source;
//! use userlint::diff::{Category, Diff, Mark, Snapshot};
//!
//! let old = Snapshot::read(Source::new("old", r#"[{"id": "7", "name": "Linda", "email": "linda@talkjs.com"}]"#));
//! let new = Snapshot::read(Source::new("new", r#"[{"id": "user_7", "name": "Linda", "email": "linda@talkjs.com"}]"#));
//! let diff = Diff::between(&old, &new, &Mark::DEFAULT);
//! assert_eq!(diff.count(Category::Moved), 1);
//!
//! let moved = diff.changes(Category::Moved).next().expect("it is counted");
//! assert_eq!(moved.old.map(|user| user.id).as_deref(), Some("7"));
//! assert_eq!(moved.new.map(|user| user.id).as_deref(), Some("user_7"));
//! ```

mod category;
mod change;
mod compare;
mod effect;
mod identity;
#[cfg(test)]
mod laws;
mod mark;
mod places;
mod reading;
mod record;
mod snapshot;
mod text;

pub use category::Category;
pub use change::{AffectedField, Change, SnapshotUser};
pub use compare::Diff;
pub use mark::{Mark, UnknownMark};
pub use snapshot::Snapshot;
pub use text::{SnapshotError, Text};
