//! From where a user of a document has its id: from its own field, from a key or a path around it, or from what
//! [`IdFrom`] names for users who have none.

use std::borrow::Cow;
use std::ops::Range;

use super::{Envelope, Payload, Shape};
use crate::grammar::js_number;
use crate::id_from::IdFrom;
use crate::place::Place;
use crate::syntax::tape::{Kind, Value};
use crate::user::GivenId;

/// What the surroundings say of a user's id.
#[derive(Debug)]
pub(crate) enum Outside<'d> {
    Nothing,
    Key(Value<'d>),
    /// A key that names the user and is not the id.
    Name(Value<'d>),
    Path {
        path: Value<'d>,
        segment: Range<usize>,
        id: Cow<'d, str>,
    },
}

/// The id of a user who has none, from where [`IdFrom`] says.
#[derive(Debug)]
pub(crate) enum Supplied<'d> {
    /// A string or a number in another field.
    Field { value: Value<'d>, id: Cow<'d, str> },
    /// The name of the source.
    Source(String),
}

/// The id of a user, and how it is written.
#[derive(Debug)]
pub(crate) struct Id<'p> {
    /// As a string; a number as JavaScript's `String` spells it.
    pub(crate) text: Cow<'p, str>,
    /// The number, as the document spells it, where the id is one.
    pub(crate) number: Option<&'p str>,
    pub(crate) place: Place<'p>,
}

impl<'d> Payload<'d> {
    pub(crate) fn given_id(&self) -> Option<GivenId<'_>> {
        match &self.outside {
            Outside::Key(key) => Some(GivenId::key(*key)),
            Outside::Path { path, segment, id } => Some(GivenId::path(*path, segment.clone(), id)),
            Outside::Nothing | Outside::Name(_) => match self.supplied.as_ref()? {
                Supplied::Field { value, id } => Some(GivenId::field(*value, id)),
                Supplied::Source(id) => Some(GivenId::source(self.root, id)),
            },
        }
    }

    /// The key that is the user's id, in a map by id.
    pub(crate) fn key(&self) -> Option<Value<'d>> {
        match self.outside {
            Outside::Key(key) => Some(key),
            Outside::Nothing | Outside::Name(_) | Outside::Path { .. } => None,
        }
    }

    /// The key by which the user is found, be it the id or another name.
    pub(crate) fn name(&self) -> Option<Value<'d>> {
        match self.outside {
            Outside::Key(key) | Outside::Name(key) => Some(key),
            Outside::Nothing | Outside::Path { .. } => None,
        }
    }

    /// The user's id as a string: that of the surroundings where they name one, else that of the body. A number is
    /// spelled as JavaScript's `String` spells it.
    pub(crate) fn id(&self) -> Option<String> {
        self.written_id().map(|id| id.text.into_owned())
    }

    /// The same, with how and where it is written.
    pub(crate) fn written_id(&self) -> Option<Id<'_>> {
        if let Some(given) = self.given_id() {
            let number = match &self.supplied {
                Some(Supplied::Field { value, .. }) if value.kind() == Kind::Number => Some(value.raw()),
                _ => None,
            };
            return Some(Id {
                text: Cow::Borrowed(given.text),
                number,
                place: given.place(),
            });
        }
        let value = self.root.get("id")?;
        Some(Id {
            text: as_id(value)?,
            number: (value.kind() == Kind::Number).then(|| value.raw()),
            place: Place::Value(value),
        })
    }

    /// The id by which the user is part of a dataset; none if it is no part. An empty id is `id_empty`'s.
    pub(crate) fn record_id(&self) -> Option<Id<'_>> {
        let id = self.is_record().then(|| self.written_id()).flatten();
        id.filter(|id| !id.text.is_empty())
    }
}

impl Envelope<'_> {
    /// Gives ids to the users who have none. `name` is that of the source; none where the source holds more than this
    /// document, so that its name is no user's.
    pub(crate) fn supply_ids(&mut self, from: &IdFrom, name: Option<&str>) {
        let is_one_user = self.shape == Some(Shape::User);
        for payload in &mut self.payloads {
            let has_id = payload.given_id().is_some() || payload.root.get("id").is_some();
            if has_id || payload.root.kind() != Kind::Object || payload.in_event {
                continue;
            }
            payload.supplied = match from {
                IdFrom::Field(path) => {
                    let mut tokens = path.tokens().iter();
                    let value = tokens.try_fold(payload.root, |value, token| value.get(token));
                    value.and_then(|value| {
                        let id = as_id(value)?;
                        Some(Supplied::Field { value, id })
                    })
                }
                IdFrom::FileStem | IdFrom::Path(_) => {
                    let id = name.filter(|_| is_one_user).and_then(|name| from.in_name(name));
                    id.map(|id| Supplied::Source(id.to_owned()))
                }
            };
        }
    }
}

/// The id that a value is, if it can be one.
pub(crate) fn as_id(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value.kind() {
        Kind::String => value.as_str().map(Cow::Borrowed),
        Kind::Number if is_own_spelling(value.raw()) => Some(Cow::Borrowed(value.raw())),
        Kind::Number => Some(Cow::Owned(js_number::read(value.raw()).string)),
        _ => None,
    }
}

/// Whether a number is plainly one that JavaScript spells as it is written: the most ids that are numbers are, and need
/// not be read.
fn is_own_spelling(number: &str) -> bool {
    number.len() <= 15 && !number.starts_with('-') && number.bytes().all(|byte| byte.is_ascii_digit())
}
