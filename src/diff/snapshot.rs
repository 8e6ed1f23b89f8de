//! One side of a comparison: who is in it, and how a user is looked at again.

use std::io;

use super::mark::Mark;
use super::places::Places;
use super::reading::{self, Sizes};
use super::record::{IdIs, Record, keyed_hash};
use super::text::{SnapshotError, Store, Text, Window, offset};
use crate::id_from::IdFrom;
use crate::report::Failure;
use crate::rest::{UserPath, user_path};
use crate::shape::Shape;
use crate::source::{Position, Source};
use crate::syntax::dialect::Dialect;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Kind, NodeId};
use crate::user::User;

/// A user base at one time, in whatever shape its text has.
///
/// It costs 42 bytes for each user besides the text, which is borrowed ([`Snapshot::read`]) or read again where it is needed
/// ([`Snapshot::of_text`]). While it is read, the largest JSON text in it (all of a document; of NDJSON a line) is on a tape
/// of 16 bytes for each value and key; of a list that is not held, a part.
pub struct Snapshot<'s> {
    name: &'s str,
    store: Store<'s>,
    dialect: Dialect,
    pub(super) places: Places,
    pub(super) shape: Option<Shape>,
    /// One a user with an id, in the order of the hashes, then of the text.
    pub(super) records: Vec<Record>,
    pub(super) users: usize,
    pub(super) without_id: usize,
    repeated: usize,
    pub(super) unread: usize,
    pub(super) failures: Vec<Failure>,
    /// The id of the one user, where the name of the source gives it.
    pub(super) id_in_name: Option<String>,
    pub(super) ids_given: usize,
}

/// The buffers with which payloads are read again.
pub(super) struct Reader {
    parser: Parser,
    unknown_keys: Vec<NodeId>,
    window: Window,
}

impl<'s> Snapshot<'s> {
    /// Finds the users of a source. What could not be read is among the [`failures`](Snapshot::failures), and
    /// hides nothing else.
    ///
    /// Where one id stands several times, the last counts: it is what a sync in this order leaves.
    pub fn read(source: Source<'s>) -> Self {
        Snapshot::with_ids_from(source, None)
    }

    /// [`Snapshot::read`], where users who have no id get one from there.
    pub fn with_ids_from(source: Source<'s>, from: Option<&IdFrom>) -> Self {
        let mut snapshot = Snapshot::empty(source.name, Store::Held(source.bytes));
        reading::whole(&mut snapshot, source, from);
        // What is held can be read.
        _ = snapshot.leave_out_repeated();
        snapshot
    }

    /// Finds the users of a text that is not held. Of more than 512 KiB of NDJSON, or of one list, a quarter of a MiB is
    /// held at a time, or a line or item that is longer; any other text is held while it is read. `name` and `path` are
    /// those of a [`Source`].
    ///
    /// The text must stay what it is as long as the snapshot is used: payloads are read again when they are looked at.
    /// That it is not is noticed, and an error. A list that is longer than that and broken has the fault that stands first.
    pub fn of_text(
        text: &'s dyn Text,
        name: &'s str,
        path: Option<&'s [u8]>,
        from: Option<&IdFrom>,
    ) -> Result<Self, SnapshotError> {
        Snapshot::in_parts(text, name, path, from, Sizes::USUAL)
    }

    pub(super) fn in_parts(
        text: &'s dyn Text,
        name: &'s str,
        path: Option<&'s [u8]>,
        from: Option<&IdFrom>,
        sizes: Sizes,
    ) -> Result<Self, SnapshotError> {
        let mut snapshot = Snapshot::empty(name, Store::Elsewhere(text));
        let read = reading::in_parts(&mut snapshot, text, path, from, sizes);
        read.map_err(|error| snapshot.unreadable(error))?;
        snapshot.leave_out_repeated()?;
        Ok(snapshot)
    }

    fn empty(name: &'s str, store: Store<'s>) -> Self {
        Snapshot {
            name,
            store,
            dialect: Dialect::of_name(name),
            places: Places::new(),
            shape: None,
            records: Vec::new(),
            users: 0,
            without_id: 0,
            repeated: 0,
            unread: 0,
            failures: Vec::new(),
            id_in_name: None,
            ids_given: 0,
        }
    }

    /// Forgets what was read.
    pub(super) fn forget(&mut self) {
        *self = Snapshot::empty(self.name, self.store);
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// How the users stand in the source; none if no document has a known shape.
    pub fn shape(&self) -> Option<Shape> {
        self.shape
    }

    /// The name of the source.
    pub fn name(&self) -> &'s str {
        self.name
    }

    /// Users in the source, those without an id and those whose id stands again among them.
    pub fn users(&self) -> usize {
        self.users
    }

    /// Users without an id: they cannot be compared.
    pub fn without_id(&self) -> usize {
        self.without_id
    }

    /// Users who got their id from where [`Snapshot::with_ids_from`] was told to look.
    pub fn ids_given(&self) -> usize {
        self.ids_given
    }

    /// Users whose id stands once more further down, where it counts.
    pub fn repeated(&self) -> usize {
        self.repeated
    }

    /// Users who take part in a comparison: each with an id, and of those with the same id one.
    pub fn compared(&self) -> usize {
        self.records.len()
    }

    /// Whether anybody who is compared has a mark of this kind.
    pub fn has_mark(&self, mark: &Mark) -> Result<bool, SnapshotError> {
        let mut reader = self.reader();
        let mut has_mark = false;
        for at in self.in_text_order() {
            let record = &self.records[at as usize];
            self.user(record, &mut reader, |user| mark.visit(user, |_| has_mark = true))?;
            if has_mark {
                break;
            }
        }
        Ok(has_mark)
    }

    /// Texts in the source that could not be read: whoever stands in them is not compared.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// The first hundred texts in the source that could not be read, with their places. Messages quote nothing.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    /// Puts the records into their order, and leaves of equal ids the last.
    fn leave_out_repeated(&mut self) -> Result<(), SnapshotError> {
        let mut records = std::mem::take(&mut self.records);
        records.sort_unstable_by_key(|record| (record.hash, record.start));
        let (mut reader, mut other_reader) = (self.reader(), self.reader());
        let mut kept = 0;
        for at in 0..records.len() {
            let record = records[at];
            let mut is_repeated = false;
            for later in &records[at + 1..] {
                if later.hash != record.hash || is_repeated {
                    break;
                }
                is_repeated = self.is_same_id(&record, &mut reader, self, later, &mut other_reader)?;
            }
            if !is_repeated {
                records[kept] = record;
                kept += 1;
            }
        }
        self.repeated = records.len() - kept;
        records.truncate(kept);
        records.shrink_to_fit();
        self.records = records;
        self.places.shrink_to_fit();
        Ok(())
    }

    /// The indices of the users in the order of the text, in which they are read the fastest.
    pub(super) fn in_text_order(&self) -> Vec<u32> {
        let mut indices: Vec<u32> = (0..index(self.records.len())).collect();
        indices.sort_unstable_by_key(|&at| self.records[at as usize].start);
        indices
    }

    /// Whether the ids of two records are the same text.
    pub(super) fn is_same_id(
        &self,
        record: &Record,
        reader: &mut Reader,
        other: &Snapshot<'_>,
        others: &Record,
        other_reader: &mut Reader,
    ) -> Result<bool, SnapshotError> {
        let is_in_text = record.id_is == others.id_is && record.id_is != IdIs::InName;
        if is_in_text && self.raw_id(record, reader)? == other.raw_id(others, other_reader)? {
            return Ok(true);
        }
        Ok(self.id(record, reader)? == other.id(others, other_reader)?)
    }

    fn raw_id<'r>(&'r self, record: &Record, reader: &'r mut Reader) -> Result<&'r [u8], SnapshotError> {
        let bytes = reader.window.bytes(self.store, record.id_span());
        bytes.map_err(|error| self.unreadable(error))
    }

    /// The id of a user, as it was found when the snapshot was read.
    pub(super) fn id(&self, record: &Record, reader: &mut Reader) -> Result<String, SnapshotError> {
        if let (IdIs::InName, Some(id)) = (record.id_is, &self.id_in_name) {
            return Ok(id.clone());
        }
        let Reader { parser, window, .. } = reader;
        let raw = window.bytes(self.store, record.id_span());
        let raw = raw.map_err(|error| self.unreadable(error))?;
        let id = std::str::from_utf8(raw)
            .ok()
            .and_then(|raw| id_of(raw, record.id_is, parser));
        id.filter(|id| keyed_hash(id.as_str()) == record.hash)
            .ok_or_else(|| self.changed())
    }

    /// Looks at a user once more; none if the payload is no object.
    pub(super) fn user<T>(
        &self,
        record: &Record,
        reader: &mut Reader,
        look: impl FnOnce(&User<'_>) -> T,
    ) -> Result<Option<T>, SnapshotError> {
        let Reader {
            parser,
            unknown_keys,
            window,
        } = reader;
        let raw = window.bytes(self.store, record.span());
        let raw = raw.map_err(|error| self.unreadable(error))?;
        if matches!(self.store, Store::Elsewhere(_)) && !record.is_of(raw) {
            return Err(self.changed());
        }
        let text = std::str::from_utf8(raw).map_err(|_| self.changed())?;
        let document = parser.parse(text).map_err(|_| self.changed())?;
        if document.root().kind() != Kind::Object {
            return Ok(None);
        }
        let user = User::resolve(document.root(), None, std::mem::take(unknown_keys));
        let seen = look(&user);
        *unknown_keys = user.into_buffer();
        Ok(Some(seen))
    }

    /// Where a user starts, as people count.
    pub(super) fn position(&self, record: &Record, reader: &mut Reader) -> Result<Position, SnapshotError> {
        let at = |start: u64| offset(start).map_err(|error| self.unreadable(error));
        let start = at(record.start)?;
        let milestone = self.places.before(start);
        // With the payload, since whoever asks for its place asks for its id, too.
        let bytes = reader
            .window
            .bytes(self.store, milestone.offset as u64..record.span().end);
        let bytes = bytes.map_err(|error| self.unreadable(error))?;
        Ok(milestone.behind(&bytes[..start - milestone.offset]).position())
    }

    /// A reader for this snapshot.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            parser: Parser::of(self.dialect),
            unknown_keys: Vec::new(),
            window: Window::default(),
        }
    }

    fn unreadable(&self, error: io::Error) -> SnapshotError {
        SnapshotError::Unreadable {
            name: self.name.to_owned(),
            error,
        }
    }

    fn changed(&self) -> SnapshotError {
        SnapshotError::Changed {
            name: self.name.to_owned(),
        }
    }
}

/// The id that stands there; none if it cannot be one.
fn id_of(raw: &str, id_is: IdIs, parser: &mut Parser) -> Option<String> {
    let document = parser.parse(raw).ok()?;
    let value = document.root();
    match (value.kind(), value.as_str()) {
        (Kind::String, Some(path)) if id_is == IdIs::InPath => match user_path(path)? {
            UserPath::One { id, .. } => Some(id.into_owned()),
            UserPath::Many => None,
        },
        (Kind::String, Some(id)) => Some(id.to_owned()),
        (Kind::Number, _) => Some(crate::grammar::js_number::read(value.raw()).string),
        _ => None,
    }
}

/// There are fewer users than that: each has a place in a table of forty bytes.
#[expect(
    clippy::cast_possible_truncation,
    reason = "2^32 users would take 160 GiB of memory"
)]
pub(super) fn index(at: usize) -> u32 {
    at as u32
}
