//! How users stand beside one another: in a list, in a map by id, one a line. Their own text stays as it is, but for an id
//! that has to move into or out of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use super::{Conversion, Obstacle, Step};
use crate::check::{payload_ref, pointer_to};
use crate::field::Field;
use crate::ndjson;
use crate::patch::Patch;
use crate::repair::{self, Repair, Safety};
use crate::shape::{Envelope, Outside, Payload, Shape};
use crate::source::{LineIndex, Source};
use crate::syntax::compact::compact;
use crate::syntax::dialect::Dialect;
use crate::syntax::encoding;
use crate::syntax::json::Parser;
use crate::syntax::tape::{Document, PointerCursor};
use crate::user::User;

/// How users are to stand beside one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Layout {
    /// An array of users.
    List,
    /// An object of users by id: the body of `PUT /users`.
    Map,
    /// One user a line.
    Ndjson,
}

impl Layout {
    /// Every layout.
    pub const ALL: [Layout; 3] = [Layout::List, Layout::Map, Layout::Ndjson];

    /// The shape of a text that is laid out so.
    pub const fn shape(self) -> Shape {
        match self {
            Layout::List => Shape::List,
            Layout::Map => Shape::Map,
            Layout::Ndjson => Shape::Ndjson,
        }
    }
}

/// The error of [`Layout::from_str`]: no layout has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLayout(pub String);

impl fmt::Display for UnknownLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no layout is called `{}`; there are list, map and ndjson",
            self.0
        )
    }
}

impl std::error::Error for UnknownLayout {}

impl FromStr for Layout {
    type Err = UnknownLayout;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Layout::ALL
            .into_iter()
            .find(|layout| layout.shape().name() == name)
            .ok_or_else(|| UnknownLayout(name.to_owned()))
    }
}

/// The source as JSON: without what only its name allows. Texts that cannot be read stay as they are.
pub(super) fn without_comments(source: Source<'_>, shape: Option<Shape>) -> Cow<'_, [u8]> {
    let dialect = Dialect::of_name(source.name);
    if dialect == Dialect::Json {
        return Cow::Borrowed(source.bytes);
    }
    let mut parser = Parser::of(dialect);
    let mut plain = Vec::new();
    let (_, texts) = ndjson::texts(source, shape, &mut parser);
    for text in texts.map(|text| text.of(source.bytes)) {
        match encoding::decode(text).map(|text| parser.parse(text)) {
            Ok(Ok(document)) => plain.extend_from_slice(compact(document.root().raw()).as_bytes()),
            _ => plain.extend_from_slice(text),
        }
        plain.push(b'\n');
    }
    Cow::Owned(plain)
}

/// What is said of a source that has gone through [`without_comments`].
pub(super) fn no_comments() -> Step {
    Step {
        pointer: String::new(),
        line: None,
        what: Cow::Borrowed("leave comments, trailing commas and white space out: no surface takes comments"),
    }
}

/// The users of a source, laid out anew; or why they cannot be.
pub(super) fn lay_out(
    conversion: &Conversion,
    source: Source<'_>,
    layout: Layout,
) -> Result<(Vec<u8>, Vec<Step>), Vec<Obstacle>> {
    let shape = conversion.shape;
    let mut users = Users {
        conversion,
        layout,
        lines: LineIndex::new(source.bytes),
        written: Vec::new(),
        taken: HashMap::new(),
        steps: Vec::new(),
        obstacles: Vec::new(),
    };
    let mut parser = Parser::of(Dialect::Json);
    let (is_ndjson, texts) = ndjson::texts(source, shape, &mut parser);
    for text in texts {
        let line = is_ndjson.then(|| users.lines.locate(text).start.line);
        let bytes = text.of(source.bytes);
        if let Ok(Ok(document)) = encoding::decode(bytes).map(|text| parser.parse(text)) {
            users.add(document, text.start, line);
        }
    }
    users.finish()
}

/// What a value stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surrounding {
    /// A batch: then it is an operation.
    Batch,
    Other,
}

struct Users<'c, 's> {
    conversion: &'c Conversion,
    layout: Layout,
    lines: LineIndex<'s>,
    written: Vec<u8>,
    /// The ids of a map that are taken, with where.
    taken: HashMap<String, String>,
    steps: Vec<Step>,
    obstacles: Vec<Obstacle>,
}

impl Users<'_, '_> {
    /// Takes the users of a document that starts at `base` in the source.
    fn add(&mut self, document: Document<'_>, base: usize, line: Option<usize>) {
        let envelope = Envelope::of(document.root(), self.conversion.shape);
        self.left_behind(&envelope, line);
        let mut cursor = PointerCursor::new(document);
        for payload in &envelope.payloads {
            let named = payload_ref(payload, &mut cursor, &self.lines, base);
            let pointer = self.conversion.told(Some(&named), named.pointer.clone());
            self.user(payload, &pointer, line);
        }
    }

    /// Says what of a document is no user, and so has no place beside users.
    fn left_behind(&mut self, envelope: &Envelope<'_>, line: Option<usize>) {
        let mut cursor = PointerCursor::new(envelope.root.document());
        // In text order, so that the users inside a value stand together.
        let users: Vec<_> = envelope
            .payloads
            .iter()
            .map(|payload| payload.root.id())
            .collect();
        let batches: HashSet<_> = envelope.batches.iter().map(|batch| batch.id()).collect();
        let mut open = vec![(envelope.root, Surrounding::Other)];
        while let Some((value, around)) = open.pop() {
            let next = users.get(users.partition_point(|&user| user < value.id()));
            if next == Some(&value.id()) {
                continue;
            }
            if next.is_some_and(|&user| value.encloses(user)) {
                // Of an operation the number, the method and the path make the request, and not the user.
                let skipped = if around == Surrounding::Batch { 3 } else { 0 };
                let around = if batches.contains(&value.id()) {
                    Surrounding::Batch
                } else {
                    Surrounding::Other
                };
                let children = value.elements().skip(skipped);
                let children: Vec<_> = children
                    .chain(value.members().map(|member| member.value))
                    .collect();
                open.extend(children.into_iter().rev().map(|child| (child, around)));
            } else if around == Surrounding::Batch {
                let pointer = self.conversion.told(None, pointer_to(value.id(), &mut cursor));
                let help = "take it out, and send it by itself";
                self.obstacle(
                    &pointer,
                    line,
                    "this puts no user, and has no place among users",
                    help,
                );
            } else {
                let key = cursor.tokens(value.id()).pop().unwrap_or_default();
                self.steps.push(Step {
                    pointer: self.conversion.told(None, pointer_to(value.id(), &mut cursor)),
                    line,
                    what: format!("leave {} out: it is no user", self.conversion.told_key(&key)).into(),
                });
            }
        }
    }

    fn user(&mut self, payload: &Payload<'_>, pointer: &str, line: Option<usize>) {
        if let Outside::Name(_) = payload.outside {
            self.steps.push(Step {
                pointer: pointer.to_owned(),
                line,
                what: Cow::Borrowed("leave the name out under which the user stood: it is not the id"),
            });
        }
        if self.layout != Layout::Map {
            let text = match payload.id() {
                Some(id) => self.with_id(payload, &id, pointer, line),
                None => payload.root.raw().to_owned(),
            };
            self.separate();
            self.written.extend_from_slice(
                match self.layout {
                    Layout::Ndjson => on_one_line(&text),
                    _ => Cow::Borrowed(&*text),
                }
                .as_bytes(),
            );
            return;
        }
        let Some(id) = payload.id() else {
            let message = "there is no id under which the user could stand";
            return self.obstacle(pointer, line, message, "give each user an `id`");
        };
        let place = match line {
            Some(line) => format!("line {line}"),
            None => pointer.to_owned(),
        };
        if let Some(first) = self.taken.insert(id.clone(), place) {
            let message = format!("a map has one place for an id, and the user at {first} has it");
            let help = "keep one of the two";
            return self.obstacle(pointer, line, message, help);
        }
        self.separate();
        self.written.extend_from_slice(repair::quoted(&id).as_bytes());
        self.written.extend_from_slice(b": ");
        self.written.extend_from_slice(payload.root.raw().as_bytes());
    }

    /// The user's text, with the id that the surroundings gave it.
    fn with_id(&mut self, payload: &Payload<'_>, id: &str, pointer: &str, line: Option<usize>) -> String {
        let root = payload.root;
        let user = User::resolve(root, payload.given_id(), Vec::new());
        let (repair, what) = match user.field(Field::Id) {
            _ if user.given_id.is_none() => return root.raw().to_owned(),
            Some(body) if body.value.as_str() == Some(id) => return root.raw().to_owned(),
            Some(body) => (
                Repair::new(Safety::Safe, "").replace(body.value, repair::quoted(id)),
                "write the id under which the user stood",
            ),
            None => (
                Repair::new(Safety::Safe, "").insert_first(root, Field::Id.name(), &repair::quoted(id)),
                "write the id under which the user stood into the user",
            ),
        };
        self.steps.push(Step {
            pointer: pointer.to_owned(),
            line,
            what: Cow::Borrowed(what),
        });
        let start = root.range().start;
        let mut patch = Patch::new(root.raw().as_bytes());
        let edits = repair.edits.iter();
        patch.edit(edits.map(|(range, text)| (range.start - start..range.end - start, &**text)));
        String::from_utf8_lossy(&patch.bytes()).into_owned()
    }

    fn separate(&mut self) {
        let between: &[u8] = match (self.layout, self.written.is_empty()) {
            (Layout::List, true) => b"[\n  ",
            (Layout::Map, true) => b"{\n  ",
            (Layout::List | Layout::Map, false) => b",\n  ",
            (Layout::Ndjson, true) => b"",
            (Layout::Ndjson, false) => b"\n",
        };
        self.written.extend_from_slice(between);
    }

    fn obstacle(
        &mut self,
        pointer: &str,
        line: Option<usize>,
        message: impl Into<Cow<'static, str>>,
        help: &'static str,
    ) {
        self.obstacles.push(Obstacle {
            pointer: pointer.to_owned(),
            line,
            message: message.into(),
            help: Cow::Borrowed(help),
            yields_to_unsafe_fixes: false,
        });
    }

    fn finish(mut self) -> Result<(Vec<u8>, Vec<Step>), Vec<Obstacle>> {
        if !self.obstacles.is_empty() {
            return Err(self.obstacles);
        }
        let end: &[u8] = match (self.layout, self.written.is_empty()) {
            (Layout::List, true) => b"[]\n",
            (Layout::Map, true) => b"{}\n",
            (Layout::Ndjson, true) => b"",
            (Layout::List, false) => b"\n]\n",
            (Layout::Map, false) => b"\n}\n",
            (Layout::Ndjson, false) => b"\n",
        };
        self.written.extend_from_slice(end);
        Ok((self.written, self.steps))
    }
}

/// A JSON text without line ends, which is otherwise as it was if it had none.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        compact(text)
    } else {
        Cow::Borrowed(text)
    }
}
