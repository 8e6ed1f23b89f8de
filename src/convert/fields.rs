//! Leaves out of each user what a surface does not take: fields that are none of its own, and nulls where it takes none.
//! Text, lines and places are those of one source.

use std::borrow::Cow;

use super::{Conversion, Step};
use crate::expect::slot;
use crate::field::Field;
use crate::ndjson;
use crate::patch::Patch;
use crate::repair::{RawEdit, Repair, Safety};
use crate::rule::Present;
use crate::shape::{Envelope, Payload};
use crate::source::{LineIndex, Source};
use crate::surface::Surface;
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Kind, NodeId, PointerCursor};
use crate::user::User;

/// The source with the fields that the surface takes, and what was left out for it.
pub(super) fn fit<'s>(conversion: &Conversion, source: Source<'s>) -> (Patch<'s>, Vec<Step>) {
    let mut parser = Parser::of(Dialect::Json);
    let mut fitting = Fitting {
        conversion,
        edits: Vec::new(),
        steps: Vec::new(),
    };
    let (is_ndjson, texts) = ndjson::texts(source, conversion.shape, &mut parser);
    let lines = LineIndex::new(source.bytes);
    for text in texts {
        let line = || is_ndjson.then(|| lines.locate(text).start.line);
        fitting.text(&mut parser, text.of(source.bytes), text.start, line);
    }
    let mut patch = Patch::new(source.bytes);
    patch.edit(fitting.edits.iter().map(|(range, text)| (range.clone(), &**text)));
    (patch, fitting.steps)
}

struct Fitting<'c> {
    conversion: &'c Conversion,
    /// In bytes of the source.
    edits: Vec<RawEdit>,
    steps: Vec<Step>,
}

/// What becomes of a member that does not stay as it is.
enum Fate {
    /// It goes, for this reason.
    Dropped(Cow<'static, str>),
    /// It gets the name of another field.
    Renamed(Field),
}

impl Fitting<'_> {
    /// One JSON text that starts at `base` in the source. One that cannot be read stays, and the linter says so.
    fn text(&mut self, parser: &mut Parser, bytes: &[u8], base: usize, line: impl Fn() -> Option<usize>) {
        let Ok(Ok(document)) = encoding::decode(bytes).map(|text| parser.parse(text)) else {
            return;
        };
        let envelope = Envelope::of(document.root(), self.conversion.shape);
        let mut cursor = PointerCursor::new(document);
        for payload in &envelope.payloads {
            self.payload(payload, base, &mut cursor, &line);
        }
    }

    fn payload(
        &mut self,
        payload: &Payload<'_>,
        base: usize,
        cursor: &mut PointerCursor<'_>,
        line: &impl Fn() -> Option<usize>,
    ) {
        let user = User::resolve(payload.root, payload.given_id(), Vec::new());
        let mut gone = Vec::new();
        let mut repair = Repair::new(Safety::Safe, "");
        for present in Field::ALL.into_iter().filter_map(|field| user.field(field)) {
            let what = match self.fate(&user, &present) {
                None => continue,
                Some(Fate::Dropped(why)) => {
                    gone.push(present.key.id());
                    why
                }
                Some(Fate::Renamed(field)) => {
                    repair = repair.replace_key(present.key, field.name());
                    format!("rename `{}` to `{}`", present.field.name(), field.name()).into()
                }
            };
            self.steps.push(Step {
                pointer: cursor.pointer(present.value.id()),
                line: line(),
                what,
            });
        }
        repair = repair.remove_members(payload.root, &gone);
        if let Some(custom) = user
            .field(Field::Custom)
            .filter(|custom| !gone.contains(&custom.key.id()))
        {
            let to = self.conversion.to;
            let nulls = self.nulls_to_drop(&custom);
            for &key in &nulls {
                self.steps.push(Step {
                    pointer: cursor.pointer(key),
                    line: line(),
                    what: format!(
                        "leave an entry of `custom` out: {to} takes no null, and there is nothing to delete"
                    )
                    .into(),
                });
            }
            repair = repair.remove_members(custom.value, &nulls);
        }
        repair.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let edits = repair.edits.into_iter();
        self.edits
            .extend(edits.map(|(range, text)| (base + range.start..base + range.end, text)));
    }

    /// What becomes of a field that the surface does not take as it is; none if it does, or if the linter is to speak.
    fn fate(&self, user: &User<'_>, present: &Present<'_>) -> Option<Fate> {
        let to = self.conversion.to;
        let name = present.field.name();
        let is_null = present.value.kind() == Kind::Null;
        let Some(slot) = slot(to, present.field) else {
            let takes_role = present.field == Field::Configuration && slot(to, Field::Role).is_some();
            return Some(if takes_role && !is_null && !user.has(Field::Role) {
                Fate::Renamed(Field::Role)
            } else {
                Fate::Dropped(format!("leave `{name}` out: {to} does not take it").into())
            });
        };
        if !is_null || matches!(present.field, Field::Id | Field::Name) {
            return None;
        }
        if slot.refuses_null() {
            let why = "takes none, and there is nothing to delete";
            Some(Fate::Dropped(
                format!("leave the null of `{name}` out: {to} {why}").into(),
            ))
        } else if self.conversion.from == Some(Surface::Response) && to != Surface::Response {
            let why = "TalkJS sends it where nothing is set, and takes it for an order to delete";
            Some(Fate::Dropped(
                format!("leave the null of `{name}` out: {why}").into(),
            ))
        } else {
            None
        }
    }

    /// The keys of `custom` whose null would delete them, where the surface deletes nothing.
    fn nulls_to_drop(&self, custom: &Present<'_>) -> Vec<NodeId> {
        if !matches!(self.conversion.to, Surface::DataApiCreate | Surface::Response) {
            return Vec::new();
        }
        let members = custom.value.members();
        members
            .filter(|member| member.value.kind() == Kind::Null)
            .map(|member| member.key.id())
            .collect()
    }
}
