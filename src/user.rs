//! A payload resolved once into its fields, so that no rule ever searches for a key.

use std::ops::Range;

use crate::field::Field;
use crate::grammar::{Fault, text};
use crate::place::{Part, Place};
use crate::rule::Present;
use crate::syntax::tape::{Kind, Member, NodeId, Value};

/// A user payload: the object, its fields, and the id that its surroundings give it.
#[derive(Debug)]
pub(crate) struct User<'u> {
    pub(crate) root: Value<'u>,
    /// The id by the key of a map or the path of an operation.
    pub(crate) given_id: Option<GivenId<'u>>,
    /// For each field the last member with its key: the one that a JSON parser keeps.
    fields: [Option<NodeId>; Field::COUNT],
    unknown: Vec<NodeId>,
    document: crate::syntax::tape::Document<'u>,
}

/// An id that stands outside the payload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GivenId<'u> {
    /// The id itself, unescaped and percent-decoded.
    pub(crate) text: &'u str,
    pub(crate) origin: Origin,
    at: Outside<'u>,
}

/// What holds an id that stands outside the field `id`.
#[derive(Debug, Clone, Copy)]
enum Outside<'u> {
    Key(Value<'u>),
    /// A string that is a path, and the bytes of it, decoded, that spell the id.
    Path(Value<'u>, (usize, usize)),
    Field(Value<'u>),
    /// The name of the source, of which the user is the whole.
    Source(Value<'u>),
}

/// Where an id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The field `id` of the payload.
    Body,
    /// The key under which a map holds the payload.
    Key,
    /// The path of an operation, where it is percent-encoded.
    Path,
    /// Another field of the payload, of which was said that it has the id.
    Field,
    /// The name of the source, of which was said that it has the id.
    Source,
}

impl<'u> GivenId<'u> {
    /// Whether a member of the payload itself is where the id comes from.
    pub(crate) fn is_member(&self, member: Member<'_>) -> bool {
        matches!(self.at, Outside::Field(value) if value.id() == member.value.id())
    }

    pub(crate) fn key(key: Value<'u>) -> Self {
        GivenId {
            text: key.as_str().unwrap_or_default(),
            origin: Origin::Key,
            at: Outside::Key(key),
        }
    }

    pub(crate) fn path(path: Value<'u>, segment: Range<usize>, text: &'u str) -> Self {
        GivenId {
            text,
            origin: Origin::Path,
            at: Outside::Path(path, (segment.start, segment.end)),
        }
    }

    /// The id in another field, as a string.
    pub(crate) fn field(value: Value<'u>, text: &'u str) -> Self {
        GivenId {
            text,
            origin: Origin::Field,
            at: Outside::Field(value),
        }
    }

    /// The id in the name of a source that is the user.
    pub(crate) fn source(user: Value<'u>, text: &'u str) -> Self {
        GivenId {
            text,
            origin: Origin::Source,
            at: Outside::Source(user),
        }
    }

    pub(crate) fn place(&self) -> Place<'u> {
        match self.at {
            Outside::Key(key) => Place::Key(key),
            Outside::Path(path, (start, end)) => Place::slice(path, start..end),
            Outside::Field(value) => Place::Value(value),
            Outside::Source(user) => Place::Lack(user),
        }
    }

    /// A slice of the id, in bytes of it; all that spells the id where the bytes of the two are not the same.
    fn slice(&self, range: Range<usize>) -> Place<'u> {
        match self.at {
            Outside::Key(string) => Place::Slice {
                string,
                part: Part::Key,
                range,
            },
            Outside::Field(value) if value.kind() == Kind::String => Place::slice(value, range),
            Outside::Path(..) | Outside::Field(_) | Outside::Source(_) => self.place(),
        }
    }
}

impl<'u> User<'u> {
    /// Reads the members of `root`. `buffer` keeps its memory from user to user; [`User::into_buffer`] returns it.
    pub(crate) fn resolve(root: Value<'u>, given_id: Option<GivenId<'u>>, mut buffer: Vec<NodeId>) -> Self {
        buffer.clear();
        let mut fields = [None; Field::COUNT];
        for member in root.members() {
            match Field::of_key(member.key()) {
                Some(field) => fields[field as usize] = Some(member.key.id()),
                None => buffer.push(member.key.id()),
            }
        }
        User {
            root,
            given_id,
            fields,
            unknown: buffer,
            document: root.document(),
        }
    }

    pub(crate) fn into_buffer(self) -> Vec<NodeId> {
        self.unknown
    }

    /// The field, if the payload has it (be it null).
    pub(crate) fn field(&self, field: Field) -> Option<Present<'u>> {
        let key = self.fields[field as usize]?;
        Some(Present {
            field,
            key: self.document.value(key),
            value: self.document.value(key.value_of_key()),
        })
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.fields[field as usize].is_some()
    }

    /// The members whose keys no surface knows, in text order.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = Member<'u>> {
        self.unknown.iter().map(|&key| Member {
            key: self.document.value(key),
            value: self.document.value(key.value_of_key()),
        })
    }

    /// The given id as a text of its own, where the payload has one.
    pub(crate) fn given_id_text(&self) -> Option<Text<'u>> {
        let given = self.given_id?;
        Some(Text {
            field: Field::Id,
            text: given.text,
            origin: given.origin,
            is_plain: text::is_plain(given.text),
            at: At::Given(given),
        })
    }
}

/// A string in a field of a user.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text<'u> {
    /// The field in which it stands.
    pub(crate) field: Field,
    /// The string, unescaped.
    pub(crate) text: &'u str,
    /// For ids where they stand; [`Origin::Body`] for all else.
    pub(crate) origin: Origin,
    /// Nothing that the rules about templates, HTML escapes and invisible characters look for can be in it:
    /// [`text::is_plain`], asked once for all of them.
    pub(crate) is_plain: bool,
    at: At<'u>,
}

#[derive(Debug, Clone, Copy)]
enum At<'u> {
    String(Value<'u>),
    Given(GivenId<'u>),
}

impl<'u> Text<'u> {
    fn of(field: Field, string: Value<'u>) -> Option<Self> {
        let text = string.as_str()?;
        Some(Text {
            field,
            text,
            origin: Origin::Body,
            is_plain: text::is_plain(text),
            at: At::String(string),
        })
    }

    /// The string in the payload; none for an id that stands outside it.
    pub(crate) fn string(&self) -> Option<Value<'u>> {
        match self.at {
            At::String(string) => Some(string),
            At::Given(_) => None,
        }
    }

    /// The whole string.
    pub(crate) fn place(&self) -> Place<'u> {
        match self.at {
            At::String(string) => Place::Value(string),
            At::Given(given) => given.place(),
        }
    }

    /// Where in the string a fault is; the whole string where the fault is that something is missing.
    pub(crate) fn place_of<What>(&self, fault: &Fault<What>) -> Place<'u> {
        if fault.at.is_empty() {
            self.place()
        } else {
            self.slice(fault.at.clone())
        }
    }

    /// A slice of the string, in bytes of [`Text::text`].
    pub(crate) fn slice(&self, range: Range<usize>) -> Place<'u> {
        match self.at {
            At::String(string) => Place::slice(string, range),
            At::Given(given) => given.slice(range),
        }
    }
}

/// The strings of a field: the value itself, the elements of a list, or the values of a map.
pub(crate) fn texts<'u>(present: &Present<'u>, mut visit: impl FnMut(Text<'u>)) {
    let field = present.field;
    match present.value.kind() {
        Kind::String => Text::of(field, present.value).into_iter().for_each(visit),
        Kind::Array => present
            .value
            .elements()
            .filter_map(|value| Text::of(field, value))
            .for_each(visit),
        Kind::Object => {
            for member in present.value.members() {
                if let Some(text) = Text::of(field, member.value) {
                    visit(text);
                }
            }
        }
        Kind::Null | Kind::False | Kind::True | Kind::Number => {}
    }
}
