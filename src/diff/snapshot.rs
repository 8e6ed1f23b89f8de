//! One side of a comparison: where in its text each user and each id stands.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use super::mark::Mark;
use crate::id_from::IdFrom;
use crate::ndjson;
use crate::report::Failure;
use crate::rest::{UserPath, user_path};
use crate::shape::{Envelope, Outside, Payload, Shape, Supplied};
use crate::source::{LineIndex, Position, Source, Span};
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Kind, NodeId};
use crate::user::User;

/// Failures that are kept: every line of a large file may be broken.
const MOST_FAILURES: usize = 100;

/// A user base at one time, in whatever shape its text has.
///
/// It costs 32 bytes for each user besides the text itself, which it borrows. While it is read, the largest JSON text in
/// it (all of a document; of NDJSON a line) is on a tape of 16 bytes for each value and key.
pub struct Snapshot<'s> {
    pub(super) source: Source<'s>,
    pub(super) lines: LineIndex<'s>,
    dialect: Dialect,
    shape: Option<Shape>,
    /// One a user with an id, in the order of the hashes, then of the text.
    pub(super) records: Vec<Record>,
    users: usize,
    without_id: usize,
    repeated: usize,
    unread: usize,
    failures: Vec<Failure>,
    /// The id of the one user, where the name of the source gives it.
    id_in_name: Option<String>,
    ids_given: usize,
}

/// Where a user is. Offsets count from the start of the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// Keyed, so that nobody can choose ids that share one.
    pub(super) hash: u64,
    pub(super) start: u32,
    end: u32,
    id_start: u32,
    id_end: u32,
    id_is: IdIs,
}

/// What the id of a user is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IdIs {
    ValueOrKey,
    /// A segment of a path.
    InPath,
    /// Nothing: it is the name of the source.
    InName,
}

/// The buffers with which payloads are read again.
pub(super) struct Reader {
    parser: Parser,
    unknown_keys: Vec<NodeId>,
}

/// A hash under the one key of this process.
pub(super) fn keyed_hash(text: impl std::hash::Hash) -> u64 {
    static KEY: OnceLock<RandomState> = OnceLock::new();
    KEY.get_or_init(RandomState::new).hash_one(text)
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
        let dialect = Dialect::of_name(source.name);
        let mut snapshot = Snapshot {
            source,
            lines: LineIndex::new(source.bytes),
            dialect,
            shape: None,
            records: Vec::new(),
            users: 0,
            without_id: 0,
            repeated: 0,
            unread: 0,
            failures: Vec::new(),
            id_in_name: None,
            ids_given: 0,
        };
        if u32::try_from(source.bytes.len()).is_err() {
            snapshot.fail_as_a_whole("it is larger than 4 GiB");
            return snapshot;
        }
        let mut parser = Parser::of(dialect);
        let (is_ndjson, texts) = ndjson::texts(source, None, &mut parser);
        snapshot.shape = is_ndjson.then_some(Shape::Ndjson);
        let alone = source.text_name().filter(|_| !is_ndjson);
        for text in texts {
            snapshot.text(&mut parser, text, from, alone);
        }
        snapshot
            .records
            .sort_unstable_by_key(|record| (record.hash, record.start));
        snapshot.leave_out_repeated();
        snapshot.records.shrink_to_fit();
        snapshot
    }

    /// How the users stand in the source; none if no document has a known shape.
    pub fn shape(&self) -> Option<Shape> {
        self.shape
    }

    /// The name of the source.
    pub fn name(&self) -> &'s str {
        self.source.name
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
    pub fn has_mark(&self, mark: &Mark) -> bool {
        let mut reader = self.reader();
        self.records.iter().any(|record| {
            let mut has_mark = false;
            self.user(record, &mut reader, |user| mark.visit(user, |_| has_mark = true));
            has_mark
        })
    }

    /// Texts in the source that could not be read: whoever stands in them is not compared.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// The first hundred texts in the source that could not be read, with their places. Messages quote nothing.
    pub fn failures(&self) -> &[Failure] {
        &self.failures
    }

    fn text(&mut self, parser: &mut Parser, line: Span, from: Option<&IdFrom>, alone: Option<&str>) {
        let text = match encoding::decode(line.of(self.source.bytes)) {
            Ok(text) => text,
            Err(fault) => return self.fail(line.start + fault.at.start, &fault),
        };
        let document = match parser.parse(text) {
            Ok(document) => document,
            Err(fault) => {
                // The word may be somebody's name, or a secret; the place tells where it stands.
                let fault = fault.without_word().unwrap_or(fault);
                return self.fail(line.start + fault.at.start, &fault);
            }
        };
        let mut envelope = Envelope::of(document.root(), None);
        if let Some(from) = from {
            envelope.supply_ids(from, alone);
        }
        self.shape = self.shape.or(envelope.shape);
        if envelope.shape.is_none() {
            self.fail(line.start, &"there are no users in a document of no known shape");
        }
        for payload in &envelope.payloads {
            self.users += 1;
            self.ids_given += usize::from(payload.supplied.is_some());
            if let Some(Supplied::Source(id)) = &payload.supplied {
                self.id_in_name = Some(id.clone());
            }
            match record(payload, line.start) {
                Some(record) => self.records.push(record),
                None => self.without_id += 1,
            }
        }
    }

    fn fail(&mut self, at: usize, what: &dyn fmt::Display) {
        self.unread += 1;
        if self.failures.len() < MOST_FAILURES {
            let name = self.source.name;
            let start = self.lines.locate(Span::new(at, at)).start;
            let message = format!("{name}:{}:{}: {what}", start.line, start.column);
            self.failures.push(Failure::new(Some(name.to_owned()), message));
        }
    }

    fn fail_as_a_whole(&mut self, why: &str) {
        self.unread += 1;
        let name = self.source.name;
        let message = format!("cannot compare {name}: {why}");
        self.failures.push(Failure::new(Some(name.to_owned()), message));
    }

    /// Leaves of equal ids the last.
    fn leave_out_repeated(&mut self) {
        let mut records = std::mem::take(&mut self.records);
        let mut reader = self.reader();
        let mut kept = 0;
        for at in 0..records.len() {
            let record = records[at];
            let later = records[at + 1..].iter();
            let is_repeated = later
                .take_while(|later| later.hash == record.hash)
                .any(|later| self.is_same_id(&record, self, later, &mut reader));
            if !is_repeated {
                records[kept] = record;
                kept += 1;
            }
        }
        self.repeated = records.len() - kept;
        records.truncate(kept);
        self.records = records;
    }

    /// Whether the ids of two records are the same text.
    pub(super) fn is_same_id(
        &self,
        record: &Record,
        other: &Snapshot<'_>,
        others: &Record,
        reader: &mut Reader,
    ) -> bool {
        let is_spelled_alike = record.id_is == others.id_is
            && record.id_is != IdIs::InName
            && record.id_span().of(self.source.bytes) == others.id_span().of(other.source.bytes);
        is_spelled_alike || self.id(record, reader) == other.id(others, reader)
    }

    /// The id of a user, as it was found when the snapshot was read.
    pub(super) fn id(&self, record: &Record, reader: &mut Reader) -> String {
        if let (IdIs::InName, Some(id)) = (record.id_is, &self.id_in_name) {
            return id.clone();
        }
        let raw = record.id_span().of(self.source.bytes);
        let Some(id) = std::str::from_utf8(raw)
            .ok()
            .and_then(|raw| reader.parser.parse(raw).ok())
        else {
            return String::new(); // it was read before
        };
        match (id.root().kind(), id.root().as_str()) {
            (Kind::String, Some(path)) if record.id_is == IdIs::InPath => match user_path(path) {
                Some(UserPath::One { id, .. }) => id.into_owned(),
                Some(UserPath::Many) | None => String::new(),
            },
            (Kind::String, Some(id)) => id.to_owned(),
            _ => crate::grammar::js_number::read(id.root().raw()).string,
        }
    }

    /// Looks at a user once more; none if the payload is no object.
    pub(super) fn user<T>(
        &self,
        record: &Record,
        reader: &mut Reader,
        look: impl FnOnce(&User<'_>) -> T,
    ) -> Option<T> {
        let text = std::str::from_utf8(self.raw(record)).ok()?;
        let document = reader.parser.parse(text).ok()?;
        if document.root().kind() != Kind::Object {
            return None;
        }
        let user = User::resolve(document.root(), None, std::mem::take(&mut reader.unknown_keys));
        let seen = look(&user);
        reader.unknown_keys = user.into_buffer();
        Some(seen)
    }

    /// The payload as it is written.
    pub(super) fn raw(&self, record: &Record) -> &'s [u8] {
        Span::new(record.start as usize, record.end as usize).of(self.source.bytes)
    }

    /// Where a user starts, as people count.
    pub(super) fn position(&self, record: &Record) -> Position {
        let start = record.start as usize;
        self.lines.locate(Span::new(start, start)).start
    }

    /// A reader for this snapshot.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            parser: Parser::of(self.dialect),
            unknown_keys: Vec::new(),
        }
    }
}

impl Record {
    fn id_span(&self) -> Span {
        Span::new(self.id_start as usize, self.id_end as usize)
    }
}

/// Where the user is, if it has an id. `base` is where the text starts in its source.
fn record(payload: &Payload<'_>, base: usize) -> Option<Record> {
    let id = payload.id()?;
    let id_at = match &payload.outside {
        Outside::Key(key) => *key,
        Outside::Path { path, .. } => *path,
        Outside::Nothing | Outside::Name(_) => match payload.supplied {
            Some(Supplied::Field { value, .. }) => value,
            Some(Supplied::Source(_)) => payload.root,
            None => payload.root.get("id")?,
        },
    };
    // The source is not larger than that.
    let offset = |at: usize| u32::try_from(base + at).ok();
    let (user, id_at) = (payload.root.range(), id_at.range());
    Some(Record {
        hash: keyed_hash(Cow::Borrowed(id.as_str())),
        start: offset(user.start)?,
        end: offset(user.end)?,
        id_start: offset(id_at.start)?,
        id_end: offset(id_at.end)?,
        id_is: match (&payload.outside, &payload.supplied) {
            (Outside::Path { .. }, _) => IdIs::InPath,
            (_, Some(Supplied::Source(_))) => IdIs::InName,
            _ => IdIs::ValueOrKey,
        },
    })
}
