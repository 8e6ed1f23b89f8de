//! One part of a long source: how it is judged, and how the users in it are looked at again.
//!
//! It knows its bytes and what stands before them, and nothing of the other parts.

use super::Place;
use crate::check::{Compared, Linter, Run};
use crate::input::Input;
use crate::ndjson;
use crate::report::Scope;
use crate::shape::{Payload, Shape};
use crate::source::LineIndex;
use crate::syntax::encoding;
use crate::syntax::json::Parser;

/// A part, as it is judged.
pub(super) struct Piece<'p> {
    /// The text of items; none where each line of the bytes is a text.
    pub(super) text: Option<(&'p [u8], usize)>,
    pub(super) bytes: &'p [u8],
    pub(super) shape: Option<Shape>,
    pub(super) place: Place,
    /// Whether it is only to be known where it is refused.
    pub(super) holds_back: bool,
}

impl Piece<'_> {
    pub(super) fn line_index(&self) -> LineIndex<'_> {
        LineIndex::of_part(self.bytes, self.place.origin, self.place.bracket)
    }

    pub(super) fn judge<'r>(
        &'r self,
        linter: &'r Linter,
        name: &str,
        parser: &mut Parser,
        input: Input,
        compared: Compared<'r>,
    ) -> Run<'r> {
        let mut run = Run::new(linter, name, self.line_index(), compared);
        run.report.scope = Scope::Part;
        run.input = input;
        run.shape = self.shape;
        run.holds_back = self.holds_back;
        run.shows_part = true;
        if let Some((text, base)) = self.text {
            parser.count_elements_from(self.place.users);
            run.text(parser, text, base, None);
        } else {
            run.report.shape = Some(Shape::Ndjson);
            run.lines(parser, self.bytes, self.place.origin.offset);
        }
        run
    }

    /// Every user of the part with the start of the text that holds it, and how many there are.
    pub(super) fn each_payload(
        &self,
        linter: &Linter,
        parser: &mut Parser,
        mut visit: impl FnMut(&Payload<'_>, usize),
    ) -> Result<usize, usize> {
        let mut users = 0;
        let mut text = |text: &[u8], base: usize| {
            let text = encoding::decode(text).map_err(|fault| fault.at.start)?;
            let document = parser.parse(text).map_err(|fault| fault.at.start)?;
            let envelope = linter.envelope(document, self.shape, None);
            envelope.payloads.iter().for_each(|payload| visit(payload, base));
            users += envelope.payloads.len();
            Ok::<(), usize>(())
        };
        match self.text {
            Some((bytes, base)) => text(bytes, base)?,
            None => {
                for line in ndjson::lines(self.bytes) {
                    // A line that is refused has no users.
                    _ = text(line.of(self.bytes), self.place.origin.offset + line.start);
                }
            }
        }
        Ok(users)
    }
}
