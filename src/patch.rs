//! A text with its changes: edits upon edits, always told in bytes of the text that was there first.

use std::ops::Range;

use crate::source::Span;

/// What has become of a text by one round of edits after another.
#[derive(Debug, Clone)]
pub struct Patch<'o> {
    original: &'o [u8],
    /// What the text is made of now. What is kept stands in its old order.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    /// Bytes of the original.
    Kept(Range<usize>),
    Added(String),
}

/// Bytes of the original, and what stands in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// The bytes that are gone; none where something is only added.
    pub span: Span,
    /// What stands there now.
    pub text: String,
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::Added(text) => text.len(),
        }
    }
}

impl<'o> Patch<'o> {
    /// A text as it is.
    pub fn new(original: &'o [u8]) -> Self {
        Patch {
            original,
            pieces: vec![Piece::Kept(0..original.len())],
        }
    }

    /// The text that was there first.
    pub fn original(&self) -> &'o [u8] {
        self.original
    }

    /// Whether nothing has changed.
    pub fn is_empty(&self) -> bool {
        let is_kept = |piece: &Piece| matches!(piece, Piece::Kept(_));
        let kept: usize = self.pieces.iter().map(Piece::len).sum();
        kept == self.original.len() && self.pieces.iter().all(is_kept)
    }

    /// The text as it is now.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.pieces.iter().map(Piece::len).sum());
        for piece in &self.pieces {
            bytes.extend_from_slice(match piece {
                Piece::Kept(range) => &self.original[range.clone()],
                Piece::Added(text) => text.as_bytes(),
            });
        }
        bytes
    }

    /// What differs, in the order of the original. Changes that touch are one.
    pub fn changes(&self) -> Vec<Replacement> {
        let mut changes = Vec::new();
        let mut at = 0;
        let mut added = String::new();
        let end = self.original.len();
        for piece in self.pieces.iter().chain([&Piece::Kept(end..end)]) {
            match piece {
                Piece::Added(text) => added.push_str(text),
                Piece::Kept(range) => {
                    if range.start > at || !added.is_empty() {
                        changes.push(Replacement {
                            span: Span::new(at, range.start),
                            text: std::mem::take(&mut added),
                        });
                    }
                    at = range.end;
                }
            }
        }
        changes
    }

    /// Makes further edits, which are told in bytes of the text as it is now, in its order, and do not overlap.
    pub(crate) fn edit<'e>(&mut self, edits: impl IntoIterator<Item = (Range<usize>, &'e str)>) {
        let mut old = std::mem::take(&mut self.pieces).into_iter();
        let mut rest = old.next();
        // Where the rest begins in the text as it is now.
        let mut at = 0;
        for (range, text) in edits {
            while at < range.start
                && let Some(piece) = take(&mut rest, &mut old, range.start - at)
            {
                at += piece.len();
                self.push(piece);
            }
            while at < range.end
                && let Some(piece) = take(&mut rest, &mut old, range.end - at)
            {
                at += piece.len();
            }
            if !text.is_empty() {
                self.push(Piece::Added(text.to_owned()));
            }
        }
        for piece in rest.into_iter().chain(old) {
            self.push(piece);
        }
    }

    /// What belongs together again becomes one piece.
    fn push(&mut self, piece: Piece) {
        match (self.pieces.last_mut(), piece) {
            (Some(Piece::Kept(last)), Piece::Kept(next)) if last.end == next.start => last.end = next.end,
            (_, piece) if piece.len() == 0 => {}
            (_, piece) => self.pieces.push(piece),
        }
    }
}

/// The next piece, or as much of it as is asked for.
fn take(rest: &mut Option<Piece>, old: &mut impl Iterator<Item = Piece>, most: usize) -> Option<Piece> {
    match rest.take()? {
        Piece::Kept(range) if range.len() > most => {
            let cut = range.start + most;
            *rest = Some(Piece::Kept(cut..range.end));
            Some(Piece::Kept(range.start..cut))
        }
        Piece::Added(mut text) if text.len() > most => {
            *rest = Some(Piece::Added(text.split_off(most)));
            Some(Piece::Added(text))
        }
        whole => {
            *rest = old.next();
            Some(whole)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(patch: &Patch<'_>) -> Vec<(usize, usize, String)> {
        let changes = patch.changes().into_iter();
        changes
            .map(|change| (change.span.start, change.span.end, change.text))
            .collect()
    }

    #[test]
    fn edits_upon_edits_are_told_in_the_first_text() {
        let mut patch = Patch::new(b"0123456789");
        assert!(patch.is_empty());
        patch.edit([(1..2, "abc"), (4..4, "x"), (8..10, "")]);
        assert_eq!(patch.bytes(), b"0abc23x4567");
        assert_eq!(
            texts(&patch),
            [(1, 2, "abc".into()), (4, 4, "x".into()), (8, 10, String::new())]
        );
        // Into what was added, over a boundary, and at both ends.
        patch.edit([(0..0, "<"), (2..5, "-"), (11..11, ">")]);
        assert_eq!(patch.bytes(), b"<0a-3x4567>");
        assert_eq!(
            texts(&patch),
            [
                (0, 0, "<".into()),
                (1, 3, "a-".into()),
                (4, 4, "x".into()),
                (8, 10, ">".into())
            ]
        );
    }

    #[test]
    fn what_was_added_and_taken_again_is_no_change() {
        let mut patch = Patch::new(b"ab");
        patch.edit([(1..1, "x")]);
        patch.edit([(1..2, "")]);
        assert!(patch.is_empty());
        assert_eq!(patch.changes(), []);
        patch.edit([(0..2, "")]);
        assert_eq!(patch.bytes(), b"");
        assert_eq!(texts(&patch), [(0, 2, String::new())]);
    }
}
