//! Leaves out of each user what a surface does not take: fields that are none of its own, and nulls where it takes none.
//! Text, lines and places are those of one source.

use std::borrow::Cow;

use super::{Conversion, Obstacle, Step};
use crate::check::{payload_ref, pointer_to};
use crate::expect::slot;
use crate::field::Field;
use crate::finding::PayloadRef;
use crate::grammar::js_number::{self, Fidelity};
use crate::ndjson;
use crate::patch::Patch;
use crate::repair::{RawEdit, Repair, Safety, quoted};
use crate::rule::Present;
use crate::shape::{Envelope, Payload, Shape};
use crate::source::{LineIndex, Source};
use crate::surface::Surface;
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Kind, NodeId, PointerCursor};
use crate::user::User;

/// The source with the fields that the surface takes, and what was left out for it.
pub(super) fn fit<'s>(conversion: &Conversion, source: Source<'s>) -> Fitted<'s> {
    let mut parser = Parser::of(Dialect::Json);
    let mut fitting = Fitting {
        conversion,
        from: None,
        edits: Vec::new(),
        steps: Vec::new(),
        obstacles: Vec::new(),
        ids_given: 0,
        found: Vec::new(),
        lines: LineIndex::new(source.bytes),
    };
    let (is_ndjson, texts) = ndjson::texts(source, conversion.shape, &mut parser);
    let alone = source.text_name().filter(|_| !is_ndjson);
    for text in texts {
        let line = is_ndjson.then(|| fitting.lines.locate(text).start.line);
        fitting.text(&mut parser, text.of(source.bytes), text.start, line, alone);
    }
    let mut patch = Patch::new(source.bytes);
    patch.edit(fitting.edits.iter().map(|(range, text)| (range.clone(), &**text)));
    Fitted {
        patch,
        steps: fitting.steps,
        obstacles: fitting.obstacles,
        ids_given: fitting.ids_given,
        found: fitting.found,
    }
}

/// What is in the way if a text is taken for something else in the end.
pub(super) fn lost_users(to: Surface, before: &[Found], after: &[Found]) -> Vec<Obstacle> {
    let pairs = before.iter().zip(after);
    let lost = pairs.filter(|(before, after)| before != after);
    lost.map(|(before, _)| unknown_users(to, before.line)).collect()
}

/// Of users who have lost what the surface does not take, or what stood around them, too little may be left to know them
/// by.
pub(super) fn unknown_users(to: Surface, line: Option<usize>) -> Obstacle {
    Obstacle {
        pointer: String::new(),
        line,
        message: format!("too little is left that {to} takes to tell who is a user here").into(),
        help: Cow::Borrowed(
            "take out users who have none of its fields, or say with --shape how the users stand",
        ),
        yields_to_unsafe_fixes: false,
    }
}

/// What a JSON text is taken for: its shape, and how many users it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    line: Option<usize>,
    shape: Option<Shape>,
    users: usize,
}

impl Found {
    fn of(envelope: &Envelope<'_>, line: Option<usize>) -> Self {
        // What makes a page of a wrapper is what only TalkJS writes.
        let is_page = envelope.shape == Some(Shape::Page);
        Found {
            line,
            shape: if is_page {
                Some(Shape::Wrapper)
            } else {
                envelope.shape
            },
            users: envelope.payloads.len(),
        }
    }
}

/// What has come of a source.
pub(super) struct Fitted<'s> {
    pub(super) patch: Patch<'s>,
    pub(super) steps: Vec<Step>,
    pub(super) obstacles: Vec<Obstacle>,
    pub(super) ids_given: usize,
    /// What each text is taken for that can be read.
    pub(super) found: Vec<Found>,
}

struct Fitting<'c, 's> {
    conversion: &'c Conversion,
    lines: LineIndex<'s>,
    /// For which surface the text at hand was written, as far as that is known.
    from: Option<Surface>,
    /// In bytes of the source.
    edits: Vec<RawEdit>,
    steps: Vec<Step>,
    obstacles: Vec<Obstacle>,
    ids_given: usize,
    found: Vec<Found>,
}

/// What becomes of a member that does not stay as it is.
enum Fate {
    /// It goes, for this reason.
    Dropped(Cow<'static, str>),
    /// It gets the name of another field.
    Renamed(Field),
    /// The number gives way to this string.
    Spelled(String),
    /// It can neither stay nor go, for this reason.
    Stuck(&'static str),
}

impl Fitting<'_, '_> {
    /// One JSON text that starts at `base` in the source, in this line if it is one of NDJSON. One that cannot be read
    /// stays, and the linter says so. `alone` is the name of the source of which it is the whole.
    fn text(
        &mut self,
        parser: &mut Parser,
        bytes: &[u8],
        base: usize,
        line: Option<usize>,
        alone: Option<&str>,
    ) {
        let Ok(Ok(document)) = encoding::decode(bytes).map(|text| parser.parse(text)) else {
            return;
        };
        let mut envelope = Envelope::of(document.root(), self.conversion.shape);
        self.found.push(Found::of(&envelope, line));
        if let Some(from) = &self.conversion.id_from {
            envelope.supply_ids(from, alone);
        }
        let mut cursor = PointerCursor::new(document);
        // Documents of some shapes come from nobody but TalkJS.
        let is_response = envelope.shape.is_some_and(Shape::is_response);
        self.from = self.conversion.from.or(is_response.then_some(Surface::Response));
        let to = self.conversion.to;
        let takes_operations =
            matches!(to, Surface::Rest | Surface::RestUpdate) || self.conversion.layout.is_some();
        if !envelope.batches.is_empty() && !takes_operations {
            let message = format!("operations are requests to REST, and none are made on {to}");
            self.stop(
                String::new(),
                line,
                message,
                "take the users out of them: --layout list",
            );
        }
        for payload in &envelope.payloads {
            self.payload(payload, base, &mut cursor, line);
        }
    }

    fn payload(
        &mut self,
        payload: &Payload<'_>,
        base: usize,
        cursor: &mut PointerCursor<'_>,
        line: Option<usize>,
    ) {
        let user = User::resolve(payload.root, payload.given_id(), Vec::new());
        let named = payload_ref(payload, cursor, &self.lines, base);
        let told = |pointer| self.conversion.told(Some(&named), pointer);
        let mut gone = Vec::new();
        let mut repair = Repair::new(Safety::Safe, "");
        if let (Some(_), Some(id)) = (&payload.supplied, &named.id) {
            self.ids_given += 1;
            repair = repair.insert_first(payload.root, Field::Id.name(), &quoted(id));
            self.steps.push(Step {
                pointer: told(named.pointer.clone()),
                line,
                what: Cow::Borrowed("write the id into the user, which had it elsewhere"),
            });
        }
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
                Some(Fate::Spelled(string)) => {
                    repair = repair.replace(present.value, quoted(&string));
                    Cow::Borrowed("write the string that JavaScript makes of the number")
                }
                Some(Fate::Stuck(why)) => {
                    let pointer = told(pointer_to(present.value.id(), cursor));
                    self.stop(pointer, line, why, "keep one of the two");
                    continue;
                }
            };
            self.steps.push(Step {
                pointer: told(pointer_to(present.value.id(), cursor)),
                line,
                what,
            });
        }
        repair = repair.remove_members(payload.root, &gone);
        for field in [Field::Custom, Field::PushTokens] {
            if let Some(map) = user.field(field).filter(|map| !gone.contains(&map.key.id())) {
                repair = self.fit_map(&map, &named, repair, cursor, line);
            }
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
            let out = || Fate::Dropped(format!("leave `{name}` out: {to} does not take it").into());
            if present.field != Field::Configuration || is_null {
                return Some(out());
            }
            return Some(match user.field(Field::Role) {
                None => Fate::Renamed(Field::Role),
                Some(role) if role.value.as_str() == present.value.as_str() => out(),
                Some(_) => {
                    Fate::Stuck("`configuration` and `role` are two names of one thing, and say two things")
                }
            });
        };
        if present.field == Field::Id && present.value.kind() == Kind::Number {
            let number = js_number::read(present.value.raw());
            // What is spelled as JavaScript spells it has a fix, and what JavaScript does not hold has no string.
            return (number.fidelity == Fidelity::Respelled).then_some(Fate::Spelled(number.string));
        }
        if !is_null || matches!(present.field, Field::Id | Field::Name) {
            return None;
        }
        if slot.refuses_null() {
            let why = "takes none, and there is nothing to delete";
            Some(Fate::Dropped(
                format!("leave the null of `{name}` out: {to} {why}").into(),
            ))
        } else if self.from == Some(Surface::Response) && to != Surface::Response {
            let why = "TalkJS sends it where nothing is set, and takes it for an order to delete";
            Some(Fate::Dropped(
                format!("leave the null of `{name}` out: {why}").into(),
            ))
        } else {
            None
        }
    }

    /// Leaves out the entries of a map whose null would delete them, where the surface deletes nothing.
    fn fit_map(
        &mut self,
        map: &Present<'_>,
        user: &PayloadRef,
        repair: Repair,
        cursor: &mut PointerCursor<'_>,
        line: Option<usize>,
    ) -> Repair {
        let to = self.conversion.to;
        if !matches!(to, Surface::DataApiCreate | Surface::Response) {
            return repair;
        }
        let nulls = map
            .value
            .members()
            .filter(|member| member.value.kind() == Kind::Null);
        let nulls: Vec<NodeId> = nulls.map(|member| member.key.id()).collect();
        let name = map.field.name();
        for &key in &nulls {
            self.steps.push(Step {
                pointer: self.conversion.told(Some(user), pointer_to(key, cursor)),
                line,
                what: format!(
                    "leave an entry of `{name}` out: {to} takes no null, and there is nothing to delete"
                )
                .into(),
            });
        }
        repair.remove_members(map.value, &nulls)
    }

    fn stop(
        &mut self,
        pointer: String,
        line: Option<usize>,
        message: impl Into<Cow<'static, str>>,
        help: &'static str,
    ) {
        self.obstacles.push(Obstacle {
            pointer,
            line,
            message: message.into(),
            help: Cow::Borrowed(help),
            yields_to_unsafe_fixes: false,
        });
    }
}
