//! A text to be judged, spans in it, and the one place that counts lines and columns.
//!
//! Everything else speaks of byte offsets. Lines are physical lines from 1 (ended by LF, CR LF or a lone CR);
//! columns are Unicode code points from 1, and a byte order mark is none. A byte that is not part of valid UTF-8 counts as one column.

use std::cell::OnceCell;

/// The UTF-8 byte order mark, which RFC 8259 forbids to write and allows to skip. It is no column.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A named text: what [`Linter::check`](crate::Linter::check) takes.
///
/// The name is only read for its ending (`.ndjson` and `.jsonl` mean one JSON text a line) and is carried into the
/// [`Report`](crate::Report).
#[derive(Debug, Clone, Copy)]
pub struct Source<'s> {
    /// What to call the text in reports: a path, or for instance `<stdin>`.
    pub name: &'s str,
    /// The text as it came, before any decoding.
    pub bytes: &'s [u8],
    /// The path as the system spells it, for URIs. None where the name is all there is.
    pub path: Option<&'s [u8]>,
    /// Where the bytes begin in the whole text: 0, unless they are a part of it. Spans count from the start of the whole.
    pub start: usize,
}

impl<'s> Source<'s> {
    /// A source with a name.
    pub fn new(name: &'s str, bytes: &'s (impl AsRef<[u8]> + ?Sized)) -> Self {
        Source {
            name,
            bytes: bytes.as_ref(),
            path: None,
            start: 0,
        }
    }

    /// The name, unless the path holds bytes that are no text and the name only shows them.
    pub(crate) fn text_name(&self) -> Option<&'s str> {
        let is_text = self.path.is_none_or(|path| std::str::from_utf8(path).is_ok());
        is_text.then_some(self.name)
    }

    /// Says how the system spells the path: a name is text, and shows bytes that are none as `\xff`.
    #[must_use]
    pub fn path(mut self, path: &'s [u8]) -> Self {
        self.path = Some(path);
        self
    }

    /// Says that the bytes are a part of a text, which begins at this offset.
    #[must_use]
    pub fn from_offset(mut self, start: usize) -> Self {
        self.start = start;
        self
    }
}

/// A range of bytes in a source, from `start` up to but not including `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The same place, in bytes that begin at this offset. Empty where it does not stand in them.
    #[cfg(feature = "reports")]
    pub(crate) fn within_part(self, start: usize) -> Span {
        Span::new(self.start.saturating_sub(start), self.end.saturating_sub(start))
    }

    /// The bytes of a source that the span covers.
    pub(crate) fn of(self, bytes: &[u8]) -> &[u8] {
        &bytes[self.start..self.end]
    }
}

/// A place as people count: line and column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Physical line, from 1.
    pub line: usize,
    /// Code points from the start of the line, from 1.
    pub column: usize,
    /// Bytes from the start of the line, from 1.
    pub byte_column: usize,
    /// UTF-16 code units from the start of the line, from 1.
    pub utf16_column: usize,
}

/// A span together with its ends as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The bytes.
    pub span: Span,
    /// Where the first byte stands.
    pub start: Position,
    /// Where the byte behind the last one stands (columns are exclusive at the end).
    pub end: Position,
}

/// Where a part of a source begins: what is found in the part is counted from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) offset: usize,
    at: Position,
}

impl Origin {
    /// The start of a source.
    pub(crate) const START: Origin = Origin {
        offset: 0,
        at: Position {
            line: 1,
            column: 1,
            byte_column: 1,
            utf16_column: 1,
        },
    };

    /// The place behind these bytes, which stand here. They end neither in a character nor between CR and LF.
    pub(crate) fn behind(self, bytes: &[u8]) -> Origin {
        let has_mark = self.offset == 0 && bytes.starts_with(BYTE_ORDER_MARK);
        let mut at = self.at;
        let line = match memchr::memrchr2(b'\n', b'\r', bytes) {
            Some(last_break) => {
                let carriage_returns = memchr::memchr_iter(b'\r', bytes);
                let alone = carriage_returns.filter(|&at| bytes.get(at + 1) != Some(&b'\n'));
                at = Position {
                    line: at.line + memchr::memchr_iter(b'\n', bytes).count() + alone.count(),
                    ..Origin::START.at
                };
                &bytes[last_break + 1..]
            }
            None if has_mark => &bytes[BYTE_ORDER_MARK.len()..],
            None => bytes,
        };
        let columns = columns(line);
        Origin {
            offset: self.offset + bytes.len(),
            at: Position {
                line: at.line,
                column: at.column + columns.column - 1,
                byte_column: at.byte_column + columns.byte_column - 1,
                utf16_column: at.utf16_column + columns.utf16_column - 1,
            },
        }
    }

    /// The place behind lines that stand here, so many of them with a line feed, and without another line break.
    pub(crate) fn behind_lines(self, bytes: &[u8], line_feeds: usize) -> Origin {
        let last = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let behind = if last == 0 {
            self.behind(bytes)
        } else {
            let line = Origin {
                offset: self.offset + last,
                at: Position {
                    line: self.at.line + line_feeds,
                    ..Origin::START.at
                },
            };
            line.behind(&bytes[last..])
        };
        debug_assert_eq!(behind.at, self.behind(bytes).at);
        behind
    }

    /// The place as people count it.
    pub(crate) fn position(self) -> Position {
        self.at
    }

    /// The place of the byte that stands here, which is a character of its own and no line break.
    pub(crate) fn of_one_byte(self) -> Location {
        Location {
            span: Span::new(self.offset, self.offset + 1),
            start: self.at,
            end: self.behind(b" ").at,
        }
    }

    /// A place that is counted from here.
    fn rebase(self, relative: Position) -> Position {
        if relative.line > 1 {
            return Position {
                line: self.at.line + relative.line - 1,
                ..relative
            };
        }
        Position {
            line: self.at.line,
            column: self.at.column + relative.column - 1,
            byte_column: self.at.byte_column + relative.byte_column - 1,
            utf16_column: self.at.utf16_column + relative.utf16_column - 1,
        }
    }
}

/// Bytes between two counting marks: bounds the work of one look-up on a line of any length.
const BLOCK: usize = 1024;

/// Turns byte offsets into positions. Built on the first look-up, so that a clean text never pays for it.
pub(crate) struct LineIndex<'s> {
    bytes: &'s [u8],
    origin: Origin,
    /// The bracket that holds a part, which stands before it.
    bracket: Option<Location>,
    tables: OnceCell<Tables>,
}

struct Tables {
    /// Offset at which each line starts.
    lines: Vec<usize>,
    /// Code points before each multiple of [`BLOCK`].
    marks: Vec<usize>,
    /// The continuation bytes of UTF-8 that continue nothing: each is a column of its own. None in UTF-8.
    strays: Vec<usize>,
    /// Where characters begin that take two code units in UTF-16.
    astral: Vec<usize>,
}

impl<'s> LineIndex<'s> {
    pub(crate) fn new(bytes: &'s [u8]) -> Self {
        LineIndex::of_part(bytes, Origin::START, None)
    }

    /// Of a part of a source. Offsets are those of the whole; what stands before the part is the bracket that holds it.
    pub(crate) fn of_part(bytes: &'s [u8], origin: Origin, bracket: Option<Location>) -> Self {
        LineIndex {
            bytes,
            origin,
            bracket,
            tables: OnceCell::new(),
        }
    }

    /// Whether the place stands before the part.
    pub(crate) fn is_before(&self, span: Span) -> bool {
        span.start < self.origin.offset
    }

    pub(crate) fn locate(&self, span: Span) -> Location {
        match self.bracket {
            Some(bracket) if self.is_before(span) => bracket,
            _ => Location {
                span,
                start: self.position(span.start),
                end: self.position(span.end),
            },
        }
    }

    fn position(&self, offset: usize) -> Position {
        let tables = self.tables.get_or_init(|| Tables::of(self.bytes));
        let offset = offset.saturating_sub(self.origin.offset).min(self.bytes.len());
        let line = tables.lines.partition_point(|&start| start <= offset);
        let line_start = tables.lines[line - 1];
        let has_mark = self.origin.offset == 0 && self.bytes.starts_with(BYTE_ORDER_MARK);
        let first = if line_start == 0 && has_mark {
            BYTE_ORDER_MARK.len().min(offset)
        } else {
            line_start
        };
        let column = tables.code_points(self.bytes, first, offset) + 1;
        self.origin.rebase(Position {
            line,
            column,
            byte_column: offset - first + 1,
            utf16_column: column + tables.astral(offset) - tables.astral(first),
        })
    }
}

impl Tables {
    fn of(bytes: &[u8]) -> Self {
        let breaks = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends = breaks.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let lines = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let mut marks = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut counted = 0;
        for block in bytes.chunks(BLOCK) {
            marks.push(counted);
            counted += leading_bytes(block);
        }
        marks.push(counted);
        let (strays, astral) = odd_bytes(bytes);
        Tables {
            lines,
            marks,
            strays,
            astral,
        }
    }

    /// Characters before `offset` that take two code units.
    fn astral(&self, offset: usize) -> usize {
        self.astral.partition_point(|&astral| astral < offset)
    }

    /// Code points between two offsets, and what counts as one.
    fn code_points(&self, bytes: &[u8], start: usize, end: usize) -> usize {
        let strays = |offset| self.strays.partition_point(|&stray| stray < offset);
        let leading = if end - start <= BLOCK {
            leading_bytes(&bytes[start..end])
        } else {
            let before = |offset: usize| {
                let block = offset / BLOCK;
                self.marks[block] + leading_bytes(&bytes[block * BLOCK..offset])
            };
            before(end) - before(start)
        };
        leading + strays(end) - strays(start)
    }
}

/// Code points that begin in `bytes`: every byte that is not a UTF-8 continuation byte begins one.
fn leading_bytes(bytes: &[u8]) -> usize {
    if bytes.is_ascii() {
        return bytes.len();
    }
    let leading = |bytes: &[u8]| {
        let leading = bytes.iter().map(|&byte| u8::from(!is_continuation(byte)));
        usize::from(leading.fold(0, u8::wrapping_add))
    };
    // So few at once that they are counted in a byte: then a vector has many counts.
    bytes.chunks(240).map(leading).sum()
}

/// Where the end stands of bytes without a line break.
fn columns(bytes: &[u8]) -> Position {
    let leading = leading_bytes(bytes);
    let (strays, astral) = if std::str::from_utf8(bytes).is_ok() {
        (0, bytes.iter().filter(|&&byte| byte >= 0xF0).count())
    } else {
        let (strays, astral) = odd_bytes(bytes);
        (strays.len(), astral.len())
    };
    Position {
        line: 1,
        column: leading + strays + 1,
        byte_column: bytes.len() + 1,
        utf16_column: leading + strays + astral + 1,
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The continuation bytes that continue nothing, and the bytes with which characters of four bytes begin.
fn odd_bytes(bytes: &[u8]) -> (Vec<usize>, Vec<usize>) {
    let (mut strays, mut astral) = (Vec::new(), Vec::new());
    if let Ok(text) = std::str::from_utf8(bytes) {
        add_astral(text, 0, &mut astral);
        return (strays, astral);
    }
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        add_astral(chunk.valid(), at, &mut astral);
        at += chunk.valid().len();
        for &byte in chunk.invalid() {
            if is_continuation(byte) {
                strays.push(at);
            }
            at += 1;
        }
    }
    (strays, astral)
}

/// Adds where in a text that stands at `base` characters of four bytes begin. Block by block: most have none.
fn add_astral(text: &str, base: usize, astral: &mut Vec<usize>) {
    for (nth, block) in text.as_bytes().chunks(BLOCK).enumerate() {
        if block.iter().fold(0, |most: u8, &byte| most.max(byte)) >= 0xF0 {
            let begins = block.iter().enumerate().filter(|&(_, &byte)| byte >= 0xF0);
            astral.extend(begins.map(|(offset, _)| base + nth * BLOCK + offset));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(text: &str, offset: usize) -> (usize, usize) {
        let Position { line, column, .. } = LineIndex::new(text.as_bytes()).position(offset);
        (line, column)
    }

    #[test]
    fn columns_are_code_points_and_bytes() {
        let lines = LineIndex::new("x\né😀x".as_bytes());
        assert_eq!([2, 4, 8].map(|at| lines.position(at).byte_column), [1, 3, 7]);
        assert_eq!([2, 4, 8].map(|at| lines.position(at).utf16_column), [1, 2, 4]);
        assert_eq!(position("é😀x", 0), (1, 1));
        assert_eq!(position("é😀x", 2), (1, 2));
        assert_eq!(position("é😀x", 6), (1, 3));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let lines = LineIndex::new("\u{FEFF}ab\nc".as_bytes());
        let columns = |at| {
            let position = lines.position(at);
            [position.column, position.byte_column, position.utf16_column]
        };
        assert_eq!(columns(0), [1; 3]);
        assert_eq!(columns(3), [1; 3]);
        assert_eq!(columns(4), [2; 3]);
        assert_eq!(columns(6), [1; 3]);
    }

    #[test]
    fn lines_end_with_lf_crlf_or_cr() {
        let text = "a\nb\r\nc\rd";
        assert_eq!(position(text, 2), (2, 1));
        assert_eq!(position(text, 5), (3, 1));
        assert_eq!(position(text, 7), (4, 1));
    }

    #[test]
    fn an_offset_at_the_end_has_a_place() {
        assert_eq!(position("ab\n", 3), (2, 1));
        assert_eq!(position("", 0), (1, 1));
    }

    #[test]
    fn a_part_is_counted_from_where_it_begins() {
        let whole = "\u{FEFF}a\u{E9}\u{1F600}\nb\r\nc\rd\u{1F600}ef".as_bytes();
        let lines = LineIndex::new(whole);
        let splits_crlf = |at: usize| at > 0 && at < whole.len() && &whole[at - 1..=at] == b"\r\n";
        for start in (0..=whole.len()).filter(|&at| !splits_crlf(at)) {
            // Only a whole character can be left behind, and a mark is one.
            if whole.get(start).is_some_and(|&byte| is_continuation(byte)) {
                continue;
            }
            let origin = Origin::START.behind(&whole[..start]);
            let part = LineIndex::of_part(&whole[start..], origin, None);
            for at in start..=whole.len() {
                assert_eq!(part.position(at), lines.position(at), "{start} {at}");
            }
        }
    }

    #[test]
    fn every_byte_that_is_no_utf_8_is_a_column() {
        let bytes = b"\x80\xE2\x82\xFFx\n\x80x";
        let columns = |offset| LineIndex::new(bytes).position(offset).column;
        assert_eq!((0..5).map(columns).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!([6, 7, 8].map(columns), [1, 2, 3]);
    }

    #[test]
    fn a_long_line_is_counted_across_blocks() {
        let text = "ü".repeat(BLOCK * 2);
        assert_eq!(position(&text, BLOCK * 2), (1, BLOCK + 1));
        assert_eq!(position(&text, text.len()), (1, BLOCK * 2 + 1));
        let exact = "x".repeat(BLOCK);
        assert_eq!(position(&exact, BLOCK), (1, BLOCK + 1));
    }
}
