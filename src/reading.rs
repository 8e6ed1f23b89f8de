//! A text after parsing, as the rules about texts see it.

use std::ops::Range;

use crate::syntax::encoding::NotUtf8;
use crate::syntax::fault::Fault;
use crate::syntax::tape::Document;

/// One JSON text (a whole input, or a line of NDJSON) and what came of it.
#[derive(Debug)]
pub(crate) struct Reading<'d> {
    /// Where the text starts in its source. The places of findings are counted from here; numbers in messages are
    /// not, unless the rule adds this.
    pub(crate) start: usize,
    /// The byte order mark at its start, if there is one.
    pub(crate) byte_order_mark: Option<Range<usize>>,
    pub(crate) outcome: Result<Document<'d>, Refusal>,
}

/// Why there is no document.
#[derive(Debug)]
pub(crate) enum Refusal {
    NotUtf8(NotUtf8),
    NotJson(Fault),
}

impl Refusal {
    /// The bytes that show it.
    pub(crate) fn at(&self) -> &Range<usize> {
        match self {
            Refusal::NotUtf8(fault) => &fault.at,
            Refusal::NotJson(fault) => &fault.at,
        }
    }
}
