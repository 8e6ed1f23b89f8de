//! How the users of a snapshot are found: in a text that is held, or part by part.
//!
//! Parts are those of the checker (`check/stream.rs`): lines, or items of a list, which stand in brackets again and are a
//! text of their own. A list that is broken anywhere is no list: whoever was found in it is forgotten, as if it had been
//! held as a whole.

use std::fmt;
use std::io;

use super::places::Part;
use super::record::Record;
use super::snapshot::Snapshot;
use super::text::{Text, offset};
use crate::check::stream::regime::{self, Regime};
use crate::check::stream::scan::{self, Scan, Terminator};
use crate::id_from::IdFrom;
use crate::ndjson;
use crate::report::Failure;
use crate::shape::{Envelope, Shape, Supplied};
use crate::source::{BYTE_ORDER_MARK, Origin, Source, Span};
use crate::syntax::encoding;
use crate::syntax::fault::What;
use crate::syntax::json::Parser;

/// Failures that are kept: every line of a large file may be broken.
const MOST_FAILURES: usize = 100;

/// The most bytes of one JSON text.
const LARGEST: usize = u32::MAX as usize;

/// Bytes behind a fault that are looked at: enough to tell what was meant.
const BEHIND: usize = 1 << 10;

/// The sizes by which a text is cut. Tests have smaller ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// Bytes of a text up to which it is read as a whole.
    pub(super) held: usize,
    /// Bytes that tell what a longer one holds.
    pub(super) head: usize,
    /// Bytes of a part, unless a line or an item has more.
    pub(super) part: usize,
}

impl Sizes {
    pub(super) const USUAL: Sizes = Sizes {
        held: 1 << 19,
        head: 1 << 18,
        part: 1 << 18,
    };
}

/// Finds the users of a source that is held.
pub(super) fn whole(snapshot: &mut Snapshot<'_>, source: Source<'_>, from: Option<&IdFrom>) {
    if source.bytes.len() > LARGEST {
        return fail_as_a_whole(snapshot, "it is larger than 4 GiB");
    }
    let mut parser = Parser::of(snapshot.dialect());
    let (is_ndjson, texts) = ndjson::texts(source, None, &mut parser);
    snapshot.shape = is_ndjson.then_some(Shape::Ndjson);
    let alone = source.text_name().filter(|_| !is_ndjson);
    let part = Part {
        bytes: source.bytes,
        origin: Origin::START,
    };
    for text in texts {
        read_text(snapshot, &mut parser, part, text, from, alone);
    }
}

/// Finds the users of a text part by part, where that can be done.
pub(super) fn in_parts(
    snapshot: &mut Snapshot<'_>,
    text: &dyn Text,
    path: Option<&[u8]>,
    from: Option<&IdFrom>,
    sizes: Sizes,
) -> io::Result<()> {
    let mut reading = Reading {
        parser: Parser::of(snapshot.dialect()),
        hand: Hand::new(text, sizes.part),
        snapshot,
        from,
        sizes,
    };
    let mut regime = reading.regime()?;
    loop {
        let next = match regime {
            Regime::Lines => reading.lines()?,
            Regime::Items => reading.items()?,
            Regime::Refused => reading.broken(b"", false)?,
            Regime::Whole => reading.whole(path)?,
        };
        match next {
            Next::Done => return Ok(()),
            Next::Again(other) => {
                regime = other;
                reading.snapshot.forget();
                reading.hand.go_back();
            }
        }
    }
}

/// The bytes of a text that are at hand: what was read and is not done with.
struct Hand<'t> {
    text: &'t dyn Text,
    start: u64,
    bytes: Vec<u8>,
    /// Bytes that are read at once.
    chunk: usize,
}

impl<'t> Hand<'t> {
    fn new(text: &'t dyn Text, chunk: usize) -> Self {
        Hand {
            text,
            start: 0,
            bytes: Vec::new(),
            chunk,
        }
    }

    /// Whether nothing stands behind the bytes.
    fn is_last(&self) -> bool {
        self.start + self.bytes.len() as u64 >= self.text.length()
    }

    /// Reads more; false if there is no more.
    fn more(&mut self) -> io::Result<bool> {
        let end = self.start + self.bytes.len() as u64;
        let left = offset(self.text.length().saturating_sub(end).min(self.chunk as u64))?;
        let before = self.bytes.len();
        // No more than is read, so that the buffer does not double.
        self.bytes.reserve_exact(left);
        self.bytes.resize(before + left, 0);
        self.text.read_at(end, &mut self.bytes[before..])?;
        Ok(left > 0)
    }

    /// Reads on until so many bytes are at hand, or all there are.
    fn reach(&mut self, length: usize) -> io::Result<()> {
        while self.bytes.len() < length && self.more()? {}
        Ok(())
    }

    fn advance(&mut self, length: usize) {
        self.bytes.drain(..length);
        self.start += length as u64;
    }

    fn go_back(&mut self) {
        self.bytes.clear();
        self.start = 0;
    }
}

/// What is to be done when a text has been read in a certain way.
enum Next {
    Done,
    /// It is to be read once more, in another way.
    Again(Regime),
}

struct Reading<'r, 's> {
    snapshot: &'r mut Snapshot<'s>,
    parser: Parser,
    hand: Hand<'r>,
    from: Option<&'r IdFrom>,
    sizes: Sizes,
}

impl Reading<'_, '_> {
    fn regime(&mut self) -> io::Result<Regime> {
        self.hand.reach(self.sizes.held + 1)?;
        if self.hand.bytes.len() <= self.sizes.held {
            return Ok(Regime::Whole);
        }
        let mut length = self.sizes.head;
        loop {
            self.hand.reach(length)?;
            let head = &self.hand.bytes[..self.hand.bytes.len().min(length)];
            let regime = regime::of(head, self.snapshot.name(), None, self.parser.dialect());
            match regime {
                Some(regime) => return Ok(regime),
                None if self.hand.is_last() => return Ok(Regime::Whole),
                None => length *= 2,
            }
        }
    }

    fn whole(&mut self, path: Option<&[u8]>) -> io::Result<Next> {
        if self.hand.text.length() > LARGEST as u64 {
            fail_as_a_whole(self.snapshot, "it is larger than 4 GiB");
            return Ok(Next::Done);
        }
        while self.hand.more()? {}
        let source = Source {
            path,
            ..Source::new(self.snapshot.name(), &self.hand.bytes)
        };
        whole(self.snapshot, source, self.from);
        Ok(Next::Done)
    }

    fn lines(&mut self) -> io::Result<Next> {
        self.snapshot.shape = Some(Shape::Ndjson);
        loop {
            let Some(end) = self.end_of_lines()? else {
                fail_as_a_whole(self.snapshot, "one JSON text in it is larger than 4 GiB");
                return Ok(Next::Done);
            };
            if end == 0 {
                return Ok(Next::Done);
            }
            let part = Part {
                bytes: &self.hand.bytes[..end],
                origin: self.snapshot.places.here(),
            };
            for line in ndjson::lines(part.bytes) {
                read_text(self.snapshot, &mut self.parser, part, line, self.from, None);
            }
            self.snapshot.places.end(part);
            self.hand.advance(end);
        }
    }

    /// The end of a part of whole lines. None: a line is too long.
    fn end_of_lines(&mut self) -> io::Result<Option<usize>> {
        let mut looked_at = 0;
        loop {
            let length = self.hand.bytes.len();
            if length >= self.sizes.part
                && let Some(end) = memchr::memrchr(b'\n', &self.hand.bytes[looked_at..])
            {
                return Ok(Some(looked_at + end + 1));
            }
            if length > LARGEST {
                return Ok(None);
            }
            if length >= self.sizes.part {
                looked_at = length;
            }
            if !self.hand.more()? {
                return Ok(Some(length));
            }
        }
    }

    fn items(&mut self) -> io::Result<Next> {
        let head = &self.hand.bytes[..self.hand.bytes.len().min(self.sizes.head)];
        // A text whose lines look like records is a list only as long as it is JSON.
        let may_be_lines = ndjson::may_be_lines(self.snapshot.name(), head);
        let Some(mut opening) = scan::opening(head) else {
            return Ok(Next::Again(Regime::Whole)); // it was there a moment ago
        };
        let mut is_first = true;
        // A byte order mark alone on its line is a line that is no JSON.
        let mut has_line_break =
            head.starts_with(BYTE_ORDER_MARK) && memchr::memchr(b'\n', &head[..opening]).is_some();
        loop {
            let before: &[u8] = if is_first { b"" } else { b"[0" };
            let Some((end, is_end)) = self.end_of_items(opening, before)? else {
                return self.broken(before, may_be_lines);
            };
            // What closes the whole stays what it is: it may be the wrong bracket.
            let closing = if is_end { self.hand.bytes[end] } else { b']' };
            let brackets = [(opening, b'['), (end, closing)];
            let commas = brackets.map(|(at, bracket)| std::mem::replace(&mut self.hand.bytes[at], bracket));
            let origin = self.snapshot.places.here();
            let part = Part {
                bytes: &self.hand.bytes[..=end],
                origin,
            };
            let needs_items = !(is_first && is_end);
            let is_read = read_items(self.snapshot, &mut self.parser, part, self.from, needs_items);
            for ((at, _), comma) in brackets.into_iter().zip(commas) {
                self.hand.bytes[at] = comma;
            }
            if !is_read {
                return self.broken(before, may_be_lines);
            }
            has_line_break |= memchr::memchr(b'\n', &self.hand.bytes[opening..end]).is_some();
            // A comma is left for the next part: it is the bracket there.
            let done = end + usize::from(is_end);
            self.snapshot.places.end(Part {
                bytes: &self.hand.bytes[..done],
                origin,
            });
            self.hand.advance(done);
            if is_end {
                return self.rest(may_be_lines, !has_line_break);
            }
            (is_first, opening) = (false, 0);
        }
    }

    /// The comma or bracket that ends a part of whole items, and whether it is the bracket of the list. None: there is
    /// none before the first fault.
    fn end_of_items(&mut self, opening: usize, before: &[u8]) -> io::Result<Option<(usize, bool)>> {
        let mut scan = Scan::behind(opening);
        let mut last = None;
        let mut looked_at = 2 * self.sizes.part;
        loop {
            while last.is_none_or(|at| at < self.sizes.part) {
                match scan.next(&self.hand.bytes) {
                    Some(Terminator::Comma(at)) => last = Some(at),
                    Some(Terminator::Bracket(at)) => return Ok(Some((at, true))),
                    None => break,
                }
            }
            let length = self.hand.bytes.len();
            match last {
                Some(at) if length >= self.sizes.part => return Ok(Some((at, false))),
                // An item that does not end is looked at now and then: it may not be one.
                None if length >= looked_at => {
                    if length > LARGEST || self.fault(before).is_some() {
                        return Ok(None);
                    }
                    looked_at = 2 * length;
                }
                _ => {}
            }
            if !self.hand.more()? {
                return Ok(last.map(|at| (at, false)));
            }
        }
    }

    /// What stands behind the list: nothing, if all is well.
    fn rest(&mut self, may_be_lines: bool, is_one_line: bool) -> io::Result<Next> {
        let mut is_next_line = false;
        loop {
            let blank = self
                .hand
                .bytes
                .iter()
                .take_while(|&&byte| scan::is_white_space(byte));
            let blank = blank.count();
            is_next_line |= memchr::memchr(b'\n', &self.hand.bytes[..blank]).is_some();
            if blank < self.hand.bytes.len() {
                return self.broken(b"[]", may_be_lines || (is_one_line && is_next_line));
            }
            // A CR stays until it is known whether an LF follows.
            let waits = usize::from(!self.hand.is_last() && self.hand.bytes.ends_with(b"\r"));
            let part = Part {
                bytes: &self.hand.bytes[..blank - waits],
                origin: self.snapshot.places.here(),
            };
            self.snapshot.places.end(part);
            self.hand.advance(blank - waits);
            if !self.hand.more()? {
                return Ok(Next::Done);
            }
        }
    }

    /// There is a fault in the bytes at hand, or further down. What stands `before` them is made of what was read well.
    fn broken(&mut self, before: &[u8], may_be_lines: bool) -> io::Result<Next> {
        if may_be_lines {
            return Ok(Next::Again(Regime::Lines));
        }
        loop {
            if let Some((at, message)) = self.fault(before) {
                let part = Part {
                    bytes: &self.hand.bytes,
                    origin: self.snapshot.places.here(),
                };
                let at = self.snapshot.places.go(part, part.origin.offset + at);
                self.snapshot.forget();
                fail(self.snapshot, at, &message);
                return Ok(Next::Done);
            }
            if self.hand.is_last() || self.hand.bytes.len() > LARGEST {
                // JSON after all, as a long number is, or too much of it.
                return Ok(Next::Again(Regime::Whole));
            }
            self.hand.reach(self.hand.bytes.len() * 2)?;
        }
    }

    /// The first fault in the bytes at hand. None where it may be another when more is read.
    fn fault(&mut self, before: &[u8]) -> Option<(usize, String)> {
        let text = [before, &self.hand.bytes].concat();
        let (at, message, hangs_on_the_end) = match encoding::decode(&text) {
            Err(fault) => (fault.at.clone(), fault.to_string(), false),
            Ok(decoded) => {
                let fault = self.parser.parse(decoded).err()?;
                let hangs_on_the_end = matches!(
                    fault.what,
                    What::Unclosed { .. } | What::UnclosedString | What::UnclosedComment
                );
                (fault.at.clone(), in_words(fault), hangs_on_the_end)
            }
        };
        let is_so = self.hand.is_last() || (!hangs_on_the_end && at.end + BEHIND <= text.len());
        is_so.then(|| (at.start.saturating_sub(before.len()), message))
    }
}

/// Takes the users of one JSON text, which stands at `span` in the part. `alone` is the name of the source if it is
/// nothing else.
fn read_text(
    snapshot: &mut Snapshot<'_>,
    parser: &mut Parser,
    part: Part<'_>,
    span: Span,
    from: Option<&IdFrom>,
    alone: Option<&str>,
) {
    let base = part.origin.offset + span.start;
    let text = match encoding::decode(span.of(part.bytes)) {
        Ok(text) => text,
        Err(fault) => {
            let at = snapshot.places.go(part, base + fault.at.start);
            return fail(snapshot, at, &fault);
        }
    };
    let document = match parser.parse(text) {
        Ok(document) => document,
        Err(fault) => {
            let at = snapshot.places.go(part, base + fault.at.start);
            return fail(snapshot, at, &in_words(fault));
        }
    };
    let mut envelope = Envelope::of(document.root(), None);
    if let Some(from) = from {
        envelope.supply_ids(from, alone);
    }
    snapshot.shape = snapshot.shape.or(envelope.shape);
    if envelope.shape.is_none() {
        let at = snapshot.places.go(part, base);
        fail(
            snapshot,
            at,
            &"there are no users in a document of no known shape",
        );
    }
    take_users(snapshot, part, text, base, &envelope);
}

/// Takes the users of a part that is a list; false if it is none.
fn read_items(
    snapshot: &mut Snapshot<'_>,
    parser: &mut Parser,
    part: Part<'_>,
    from: Option<&IdFrom>,
    needs_items: bool,
) -> bool {
    let Ok(text) = encoding::decode(part.bytes) else {
        return false;
    };
    let Ok(document) = parser.parse(text) else {
        return false;
    };
    let mut envelope = Envelope::of(document.root(), Some(Shape::List));
    if needs_items && envelope.payloads.is_empty() {
        return false;
    }
    if let Some(from) = from {
        envelope.supply_ids(from, None);
    }
    snapshot.shape = Some(Shape::List);
    take_users(snapshot, part, text, part.origin.offset, &envelope);
    true
}

fn take_users(snapshot: &mut Snapshot<'_>, part: Part<'_>, text: &str, base: usize, envelope: &Envelope<'_>) {
    for payload in &envelope.payloads {
        snapshot.users += 1;
        snapshot.ids_given += usize::from(payload.supplied.is_some());
        if let Some(Supplied::Source(id)) = &payload.supplied {
            snapshot.id_in_name = Some(id.clone());
        }
        match Record::of(payload, text, base as u64) {
            Some(record) => {
                snapshot.places.user(part, base + payload.root.range().start);
                snapshot.records.push(record);
            }
            None => snapshot.without_id += 1,
        }
    }
}

/// The fault without the word that stands there: it may be somebody's name, or a secret; the place tells where it stands.
fn in_words(fault: crate::syntax::fault::Fault) -> String {
    fault.without_word().unwrap_or(fault).to_string()
}

fn fail(snapshot: &mut Snapshot<'_>, at: Origin, what: &dyn fmt::Display) {
    snapshot.unread += 1;
    if snapshot.failures.len() < MOST_FAILURES {
        let (name, start) = (snapshot.name(), at.position());
        let message = format!("{name}:{}:{}: {what}", start.line, start.column);
        snapshot
            .failures
            .push(Failure::new(Some(name.to_owned()), message));
    }
}

fn fail_as_a_whole(snapshot: &mut Snapshot<'_>, why: &str) {
    snapshot.forget();
    snapshot.unread += 1;
    let name = snapshot.name();
    let message = format!("cannot compare {name}: {why}");
    snapshot
        .failures
        .push(Failure::new(Some(name.to_owned()), message));
}
