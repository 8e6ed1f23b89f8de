//! What a long source holds, as far as its head tells: lines, or the items of a list.
//!
//! The rules are those of `ndjson.rs` and `shape.rs`. Where these ask about the whole, what is in the head stands for it.

use super::scan::{self, Scan, Terminator};
use crate::ndjson;
use crate::shape::{Envelope, Shape};
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;

/// How a long source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Regime {
    /// Line by line: each is a text.
    Lines,
    /// Item by item: a list.
    Items,
    /// Not at all: it is no JSON from its first bytes on.
    Refused,
    /// As a whole: its parts cannot be judged alone.
    Whole,
}

/// How a source is read of which this is the head. None: that takes a longer one.
pub(crate) fn of(head: &[u8], name: &str, wanted: Option<Shape>, dialect: Dialect) -> Option<Regime> {
    if dialect == Dialect::JsonWithComments {
        return Some(Regime::Whole);
    }
    let mut parser = Parser::of(dialect);
    if ndjson::begins_as_lines(name, head, wanted, &mut parser, |parser| {
        is_json_so_far(head, parser)
    })? {
        return Some(Regime::Lines);
    }
    if encoding::is_other_unicode(head) {
        return Some(Regime::Refused);
    }
    let Some(opening) = scan::opening(head) else {
        // Only a string goes on and on. What is no JSON is so from the start.
        let is_blank = head.iter().all(|&byte| scan::is_white_space(byte));
        let begins_string = head.trim_ascii_start().starts_with(b"\"");
        return Some(if is_blank || begins_string {
            Regime::Whole
        } else {
            Regime::Refused
        });
    };
    let is_list = match (head[opening], wanted) {
        (b'[', Some(Shape::List)) => true,
        (b'[', None) => is_list(head, opening, &mut parser)?,
        // Whether a key repeats another is known only of the whole.
        (_, _) => false,
    };
    Some(if is_list { Regime::Items } else { Regime::Whole })
}

/// Whether there is no offence in a head. None if no item in it is whole.
fn is_json_so_far(head: &[u8], parser: &mut Parser) -> Option<bool> {
    let Some(opening) = scan::opening(head) else {
        return Some(false);
    };
    let text = closed(head, opening, head.len())?;
    Some(encoding::decode(&text).is_ok_and(|text| parser.parse(text).is_ok()))
}

/// Whether the items in front of the first offence are users. None if no item is whole.
fn is_list(head: &[u8], opening: usize, parser: &mut Parser) -> Option<bool> {
    let mut text = closed(head, opening, head.len())?;
    loop {
        let refused_at = match encoding::decode(&text) {
            Err(fault) => fault.at.start,
            Ok(text) => match parser.parse(text) {
                Ok(document) => {
                    return Some(Envelope::of(document.root(), None).shape == Some(Shape::List));
                }
                Err(fault) => fault.at.start,
            },
        };
        match closed(head, opening, refused_at) {
            Some(before) if before.len() < text.len() => text = before,
            // Whatever it was to be: nothing in it can be looked at.
            _ => return Some(true),
        }
    }
}

/// The text up to the last item that ends before `end`, closed behind it.
fn closed(head: &[u8], opening: usize, end: usize) -> Option<Vec<u8>> {
    let mut scan = Scan::behind(opening);
    let mut last = None;
    while let Some(terminator) = scan.next(head) {
        let (Terminator::Comma(at) | Terminator::Bracket(at)) = terminator;
        if at >= end {
            break;
        }
        last = Some(at);
        if matches!(terminator, Terminator::Bracket(_)) {
            break;
        }
    }
    let mut text = head[..last?].to_vec();
    text.push(if head[opening] == b'[' { b']' } else { b'}' });
    Some(text)
}
