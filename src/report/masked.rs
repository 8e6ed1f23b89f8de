//! Bytes of a source as a report may show them: character by character, with an ellipsis for what is hidden.

use crate::source::{Source, Span};

/// One step of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Char(char),
    /// A byte that is no part of UTF-8.
    Byte(u8),
    /// All that is hidden here.
    Hidden,
}

/// What may be shown of a span, with the offset of each piece in the source. The `hidden` places stand in text order.
pub(super) fn pieces<'p>(
    bytes: &'p [u8],
    span: Span,
    hidden: &'p [Span],
) -> impl Iterator<Item = (usize, Piece)> + 'p {
    let characters = span.of(bytes).utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid().chars().map(Piece::Char);
        valid.chain(chunk.invalid().iter().map(|&byte| Piece::Byte(byte)))
    });
    let mut next = span.start;
    let mut hidden_to = span.start;
    characters.filter_map(move |piece| {
        let at = next;
        next += match piece {
            Piece::Char(char) => char.len_utf8(),
            Piece::Byte(_) | Piece::Hidden => 1,
        };
        if at < hidden_to {
            return None;
        }
        match hidden.get(hidden.partition_point(|place| place.end <= at)) {
            Some(place) if place.start <= at => {
                hidden_to = place.end;
                Some((at, Piece::Hidden))
            }
            _ => Some((at, piece)),
        }
    })
}

/// Bytes around a place in which an excerpt of it stands.
const NEAR: usize = 1 << 13;

/// Those of the hidden places that an excerpt around a place can meet, as they stand in a part of the source.
pub(super) fn hidden_near(hidden: &[Span], at: Span, part: Source<'_>) -> Vec<Span> {
    let from = hidden.partition_point(|place| place.end + NEAR < at.start);
    let near = hidden[from..]
        .iter()
        .take_while(|place| place.start < at.start + NEAR);
    near.map(|place| place.within_part(part.start)).collect()
}

/// As much of a span as a source has. Whoever writes a report may hand over another source than was checked.
pub(super) fn within(bytes: &[u8], span: Span) -> Span {
    let end = span.end.min(bytes.len());
    Span::new(span.start.min(end), end)
}

/// The first byte of the character that `at` stands in.
pub(super) fn char_start(bytes: &[u8], at: usize) -> usize {
    (at.saturating_sub(3)..=at)
        .rev()
        .find(|&at| bytes.get(at).is_none_or(|byte| byte & 0xC0 != 0x80))
        .unwrap_or(at)
}
