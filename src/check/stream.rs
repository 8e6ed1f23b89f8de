//! Long sources, judged part by part: lines, or the items of a list, as many as a part has room for.
//!
//! A part is cut by its bytes alone, never by how they came, and is judged as a text of its own: items stand in
//! brackets again, so that every rule sees what it would see in the whole. What is counted from the start of the source
//! (lines, columns, offsets, items, users) is handed to the part before it is judged. So parts depend on one another in
//! nothing but these numbers and the ids; ids are compared at the end, when the source is read again.

use crate::dataset::{Candidates, Dataset, Index, SourceId};
use crate::input::Input;
use crate::report::{Report, Scope};
use crate::shape::Shape;
use crate::source::{LineIndex, Location, Origin, Source};
use crate::syntax::json::Parser;

use self::piece::Piece;
use self::regime::Regime;
use self::scan::{Scan, Terminator};
use super::{Compared, Linter, Run};

#[cfg(test)]
mod laws;
mod piece;
pub(crate) mod regime;
pub(crate) mod scan;

/// Bytes of a source up to which it is held and judged as a whole.
pub(crate) const HELD: usize = 1 << 19;

/// Bytes of a part, unless one item has more.
const PART: usize = 1 << 18;

/// Bytes behind a part that are looked at where it is no JSON: enough to tell what was meant.
const BEHIND: usize = 1 << 10;

/// The sizes by which a source is cut. Tests have smaller ones.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    held: usize,
    part: usize,
}

/// A check of one source that is read piece by piece, in memory that does not depend on its size.
///
/// The source is handed over through a window: bytes that are not done with, and more behind them. What comes of it does
/// not depend on where the window ends.
///
/// ```
/// use userlint::{Linter, Step, Stream};
///
/// let text = "{\"name\": 5}\n".repeat(200_000);
/// let linter = Linter::default();
/// let mut stream = Stream::new(&linter, "users.ndjson");
/// let (mut at, mut end, mut found) = (0, 0, 0);
/// loop {
///     match stream.step(&text.as_bytes()[at..end], end == text.len()) {
///         Step::More => end = text.len().min(end + 65_536),
///         Step::Part { length, report } => {
///             found += report.map_or(0, |report| report.findings.len());
///             at += length;
///         }
///         Step::Again => (at, end) = (0, 0),
///         Step::End(report) => {
///             assert_eq!(report.payloads, 200_000);
///             break;
///         }
///     }
/// }
/// assert_eq!(found, 400_000);
/// ```
#[derive(Debug)]
pub struct Stream<'l> {
    linter: &'l Linter,
    name: String,
    path: Option<Vec<u8>>,
    sizes: Sizes,
    /// None until enough of the source has been seen.
    regime: Option<Regime>,
    /// Bytes from which the regime is to be told.
    head: usize,
    pass: Pass,
    parser: Parser,
    /// Where the window begins.
    place: Place,
    /// How far the items in the window have been walked over, and the last comma among them.
    cutting: Option<(Scan, Option<usize>)>,
    /// The counts so far.
    counts: Report,
    input: Input,
    /// What a part is judged in.
    text: Vec<u8>,
    /// The line feeds in the lines of the part that was judged last, if they were counted.
    line_feeds: Option<usize>,
}

/// What becomes of a window.
#[derive(Debug)]
pub enum Step {
    /// Nothing yet: more bytes are needed behind those that are there.
    More,
    /// So many bytes are done with; the next window begins behind them.
    Part {
        /// Bytes from the start of the window.
        length: usize,
        /// What was found in them. None: nothing was looked for.
        report: Option<Box<Report>>,
    },
    /// The source is to be read once more, from its start: users in it have to be compared. It must not have changed.
    Again,
    /// The end, whether or not the whole source has been looked at: the counts, and what is said last. Where the source was
    /// judged as a whole, which the report's scope tells, that is all there is, and about the bytes of this window.
    End(Box<Report>),
}

/// What a source is read for.
#[derive(Debug)]
enum Pass {
    Judge(Option<(Index, SourceId)>),
    Confirm(Box<Candidates>, SourceId),
    Compare(Dataset, SourceId),
}

/// A place in the source, and what stands before it.
#[derive(Debug, Clone, Copy)]
struct Place {
    origin: Origin,
    users: usize,
    /// The bracket around the items; none before it.
    bracket: Option<Location>,
    is_behind_items: bool,
    /// Nothing behind it is looked at.
    is_over: bool,
}

impl Place {
    const START: Place = Place {
        origin: Origin::START,
        users: 0,
        bracket: None,
        is_behind_items: false,
        is_over: false,
    };
}

/// Where a part ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    length: usize,
    end: End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// In front of the comma behind the last item.
    Comma,
    /// Behind the bracket that closes the whole.
    Bracket,
    /// Where the source ends, although the bracket is open.
    Source,
}

impl<'l> Stream<'l> {
    /// A check of a source of this name, which is what [`Source::name`](crate::Source) is.
    pub fn new(linter: &'l Linter, name: &str) -> Self {
        Stream {
            linter,
            name: name.to_owned(),
            path: None,
            sizes: Sizes {
                held: HELD,
                part: PART,
            },
            regime: None,
            head: PART,
            pass: Pass::Judge(linter.compares().then(|| {
                let mut index = Index::new();
                let id = index.begin();
                (index, id)
            })),
            parser: Parser::of(linter.dialect_of(name)),
            place: Place::START,
            cutting: None,
            counts: linter.empty_report(name),
            input: Input::default(),
            text: Vec::new(),
            line_feeds: None,
        }
    }

    /// Says how the system spells the path, as [`Source::path`](crate::Source) does.
    #[must_use]
    pub fn path(mut self, path: Option<&[u8]>) -> Self {
        self.path = path.map(<[u8]>::to_owned);
        self
    }

    /// The offset in the source at which the window begins.
    pub fn offset(&self) -> usize {
        self.place.origin.offset
    }

    /// Users that have been judged so far.
    pub fn payloads(&self) -> usize {
        self.counts.payloads
    }

    /// Whether [`Step::Again`] may still come before the source has been looked at: then what is done with may be needed
    /// again.
    pub fn may_begin_again(&self) -> bool {
        matches!(self.pass, Pass::Judge(Some(_)))
    }

    /// Ends the check where it is: the counts so far. For a source that cannot be read on.
    pub fn give_up(mut self) -> Report {
        self.counts.scope = Scope::End;
        std::mem::take(&mut self.counts)
    }

    /// Takes the next step. The window holds what stands behind the bytes that are done with, and `is_last` says that
    /// nothing stands behind it.
    pub fn step(&mut self, window: &[u8], is_last: bool) -> Step {
        let Some(regime) = self.regime else {
            return self.begin(window, is_last);
        };
        if self.place.is_over {
            return self.end_pass();
        }
        let step = match regime {
            Regime::Lines => self.lines(window, is_last),
            Regime::Items if self.place.is_behind_items => self.rest(window, is_last),
            Regime::Items => self.items(window, is_last),
            Regime::Refused => self.refused(window, is_last),
            Regime::Whole => self.whole(window, is_last),
        };
        step.unwrap_or(Step::More)
    }

    /// Finds out how the source is to be read.
    fn begin(&mut self, window: &[u8], is_last: bool) -> Step {
        if window.len() <= self.sizes.held {
            if !is_last {
                return Step::More;
            }
            self.regime = Some(Regime::Whole);
            return self.step(window, is_last);
        }
        loop {
            let Some(head) = window.get(..self.head) else {
                if !is_last {
                    return Step::More;
                }
                self.regime = Some(Regime::Whole);
                break;
            };
            let linter = self.linter;
            self.regime = regime::of(head, &self.name, linter.options.shape, self.parser.dialect());
            if self.regime.is_some() {
                break;
            }
            self.head *= 2;
        }
        self.step(window, is_last)
    }

    fn whole(&mut self, window: &[u8], is_last: bool) -> Option<Step> {
        if !is_last {
            return None;
        }
        let source = Source {
            path: self.path.as_deref(),
            ..Source::new(&self.name, window)
        };
        Some(Step::End(Box::new(self.linter.check_whole(source))))
    }

    fn lines(&mut self, window: &[u8], is_last: bool) -> Option<Step> {
        if window.is_empty() {
            return is_last.then(|| self.end_pass());
        }
        let part = &window[..window.len().min(self.sizes.part)];
        let length = if is_last && part.len() == window.len() {
            window.len()
        } else if window.len() < self.sizes.part {
            return None;
        } else if let Some(end) = memchr::memrchr(b'\n', part) {
            end + 1
        } else if let Some(end) = memchr::memchr(b'\n', &window[part.len()..]) {
            part.len() + end + 1
        } else if is_last {
            window.len()
        } else {
            return None;
        };
        let bytes = &window[..length];
        let report = self.piece(&Piece {
            text: None,
            bytes,
            shape: self.linter.options.shape,
            place: self.place,
            holds_back: false,
        });
        let origin = self.place.origin;
        self.place.origin = match self.line_feeds.take() {
            Some(line_feeds) => origin.behind_lines(bytes, line_feeds),
            None => origin.behind(bytes),
        };
        // Nothing was held back.
        let report = report.unwrap_or_default();
        Some(Step::Part { length, report })
    }

    fn items(&mut self, window: &[u8], is_last: bool) -> Option<Step> {
        let opening = match self.place.bracket {
            Some(_) => 0,
            None => scan::opening(window)?,
        };
        let mut cut = self.cut(opening, window, is_last)?;
        let mut text = std::mem::take(&mut self.text);
        let step = loop {
            let bytes = &window[..cut.length];
            text.clear();
            text.extend_from_slice(bytes);
            text[opening] = b'[';
            let is_without_items = bytes[opening + 1..]
                .iter()
                .all(|&byte| scan::is_white_space(byte) || (cut.end == End::Bracket && byte == b']'));
            let is_all = self.place.bracket.is_none() && cut.end == End::Bracket;
            let judged = if is_without_items && !is_all {
                Err(0) // a comma without an item beside it
            } else {
                if cut.end == End::Comma {
                    text.push(b']');
                }
                self.piece(&Piece {
                    text: Some((&text, self.place.origin.offset)),
                    bytes,
                    shape: Some(Shape::List),
                    place: self.place,
                    holds_back: true,
                })
            };
            match judged {
                Ok(report) => break Some(self.done_items(opening, bytes, cut.end, report)),
                // What stands before the offence is judged; what holds it comes next, then alone.
                Err(at) => {
                    let Some(comma) = scan::comma_before(bytes, opening, at) else {
                        let before: &[u8] = if self.place.bracket.is_some() { b"[0" } else { b"" };
                        break self.refuse(window, cut.length, is_last, before, &mut text);
                    };
                    cut = Cut {
                        length: comma,
                        end: End::Comma,
                    };
                }
            }
        };
        self.text = text;
        step
    }

    /// Where the part ends with which the window begins. None: not in the window.
    fn cut(&mut self, opening: usize, window: &[u8], is_last: bool) -> Option<Cut> {
        let (scan, last) = self.cutting.get_or_insert_with(|| (Scan::behind(opening), None));
        let at_comma = |length| Cut {
            length,
            end: End::Comma,
        };
        let cut = loop {
            // What lies beyond the room of the part is of no use but to end its only item.
            let reach = match last {
                Some(_) => window.len().min(self.sizes.part + 1),
                None => window.len(),
            };
            match (scan.next(&window[..reach]), *last) {
                (Some(Terminator::Comma(at)), before) if at > self.sizes.part => {
                    break at_comma(before.unwrap_or(at));
                }
                (Some(Terminator::Comma(at)), _) => *last = Some(at),
                (Some(Terminator::Bracket(at)), Some(before)) if at > self.sizes.part => {
                    break at_comma(before);
                }
                (Some(Terminator::Bracket(at)), _) => {
                    break Cut {
                        length: at + 1,
                        end: End::Bracket,
                    };
                }
                (None, Some(before)) if window.len() > self.sizes.part => break at_comma(before),
                (None, _) if is_last => {
                    break Cut {
                        length: window.len(),
                        end: End::Source,
                    };
                }
                (None, _) => return None,
            }
        };
        self.cutting = None;
        Some(cut)
    }

    fn done_items(&mut self, opening: usize, bytes: &[u8], end: End, report: Option<Box<Report>>) -> Step {
        let origin = self.place.origin;
        self.place
            .bracket
            .get_or_insert_with(|| origin.behind(&bytes[..opening]).of_one_byte());
        self.place.origin = origin.behind(bytes);
        self.place.is_behind_items = end == End::Bracket;
        Step::Part {
            length: bytes.len(),
            report,
        }
    }

    /// What stands behind the last bracket: nothing, if all is well.
    fn rest(&mut self, window: &[u8], is_last: bool) -> Option<Step> {
        match window.iter().position(|&byte| !scan::is_white_space(byte)) {
            Some(0) => {
                let mut text = std::mem::take(&mut self.text);
                let step = self.refuse(window, 1, is_last, b"[]", &mut text);
                self.text = text;
                step
            }
            blank => {
                // A CR stays until it is known whether an LF follows.
                let blank = blank.unwrap_or(window.len());
                let waits = usize::from(!is_last && blank == window.len() && window.ends_with(b"\r"));
                match blank - waits {
                    0 => is_last.then(|| self.end_pass()),
                    length => {
                        self.place.origin = self.place.origin.behind(&window[..length]);
                        Some(Step::Part { length, report: None })
                    }
                }
            }
        }
    }

    fn refused(&mut self, window: &[u8], is_last: bool) -> Option<Step> {
        let mut text = std::mem::take(&mut self.text);
        let step = self.refuse(window, self.sizes.part, is_last, b"", &mut text);
        self.text = text;
        step
    }

    /// Judges bytes of which it is known that they are refused behind what stands `before`, and gives up the rest.
    fn refuse(
        &mut self,
        window: &[u8],
        length: usize,
        is_last: bool,
        before: &[u8],
        text: &mut Vec<u8>,
    ) -> Option<Step> {
        if !is_last && length + BEHIND > window.len() {
            return None;
        }
        let mut bytes = &window[..window.len().min(length + BEHIND)];
        if bytes.len() < window.len() || !is_last {
            bytes = whole_characters(bytes);
        }
        self.place.is_over = true;
        if !matches!(self.pass, Pass::Judge(_)) {
            return Some(self.end_pass());
        }
        text.clear();
        text.extend_from_slice(before);
        text.extend_from_slice(bytes);
        let report = self.piece(&Piece {
            text: Some((text, self.place.origin.offset - before.len())),
            bytes,
            shape: self.linter.options.shape,
            place: self.place,
            holds_back: false,
        });
        Some(Step::Part {
            length: bytes.len(),
            report: report.unwrap_or_default(),
        })
    }

    /// Judges a part, or looks at the users in it again. An error is the offset in its text at which it is refused.
    fn piece(&mut self, piece: &Piece<'_>) -> Result<Option<Box<Report>>, usize> {
        match &mut self.pass {
            Pass::Judge(index) => {
                let compared = match index {
                    Some((index, _)) => Compared::Indexed(index),
                    None => Compared::Not,
                };
                let run = piece.judge(self.linter, &self.name, &mut self.parser, self.input, compared);
                if let Some(at) = run.refused_at {
                    return Err(at);
                }
                self.line_feeds = run.line_feeds.filter(|_| piece.text.is_none());
                self.input = run.input;
                self.place.users = run.input.payloads;
                let mut report = run.report;
                self.counts.take_counts(&mut report);
                Ok(Some(Box::new(report)))
            }
            Pass::Confirm(candidates, id) => {
                let mut confirming = candidates.begin_part(*id, piece.place.users, piece.line_index());
                self.place.users += piece.each_payload(self.linter, &mut self.parser, |payload, base| {
                    confirming.payload(payload, base);
                })?;
                Ok(None)
            }
            Pass::Compare(dataset, id) => {
                let users = piece.each_payload(self.linter, &mut self.parser, |_, _| {})?;
                self.place.users += users;
                let part = dataset.part(*id);
                if !part.has_repeats(piece.place.users, users) {
                    return Ok(None);
                }
                let input = Input {
                    payloads: piece.place.users,
                    ..Input::default()
                };
                let mut judge = |compared| {
                    piece
                        .judge(self.linter, &self.name, &mut self.parser, input, compared)
                        .report
                };
                let before = judge(Compared::Not);
                let now = judge(Compared::With(part));
                Ok(Some(Box::new(self.counts.take_comparison(&before, now))))
            }
        }
    }

    /// The source has been read to its end, or as far as it can be.
    fn end_pass(&mut self) -> Step {
        let next = match std::mem::replace(&mut self.pass, Pass::Judge(None)) {
            Pass::Judge(Some((index, id))) => Some((index.candidates(), id))
                .filter(|(candidates, _)| !candidates.is_empty())
                .map(|(candidates, id)| Pass::Confirm(Box::new(candidates), id)),
            Pass::Confirm(candidates, id) => Some((candidates.finish(), id))
                .filter(|(dataset, _)| !dataset.is_empty())
                .map(|(dataset, id)| Pass::Compare(dataset, id)),
            Pass::Judge(None) | Pass::Compare(..) => None,
        };
        match next {
            Some(pass) => {
                self.pass = pass;
                self.place = Place::START;
                self.cutting = None;
                Step::Again
            }
            None => Step::End(Box::new(self.end())),
        }
    }

    fn end(&mut self) -> Report {
        let mut run = Run::new(self.linter, &self.name, LineIndex::new(b""), Compared::Not);
        run.report = std::mem::take(&mut self.counts);
        run.input = self.input;
        if self.regime != Some(Regime::Whole) {
            run.end();
        }
        run.report.scope = Scope::End;
        run.report
    }
}

/// The bytes without a character at their end that is cut.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    let end = (bytes.len().saturating_sub(3)..bytes.len())
        .rev()
        .find(|&at| bytes[at] & 0xC0 != 0x80);
    match end {
        Some(at) if bytes[at] >= 0xC0 => &bytes[..at],
        _ => bytes,
    }
}

impl Linter {
    /// [`Linter::check`] of a source that is too long to be judged as a whole.
    pub(super) fn check_in_parts(&self, source: Source<'_>) -> Report {
        self.drain(Stream::new(self, source.name).path(source.path), source.bytes)
    }

    fn drain(&self, mut stream: Stream<'_>, bytes: &[u8]) -> Report {
        let mut all = self.empty_report(&stream.name);
        let mut at = 0;
        loop {
            match stream.step(&bytes[at..], true) {
                // Never where there is no more to come.
                Step::More => return all,
                Step::Part { length, report } => {
                    at += length;
                    if let Some(report) = report {
                        all.append(*report);
                    }
                }
                Step::Again => at = 0,
                Step::End(report) => {
                    all.append(*report);
                    all.scope = Scope::Whole;
                    return all;
                }
            }
        }
    }
}
