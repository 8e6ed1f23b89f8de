//! Where a rule points: a value, a key, a slice of a string, or the lack of something.
//!
//! Rules name places; [`Place::resolve`] alone turns one into bytes.

use std::ops::Range;

use crate::syntax::tape::{Kind, NodeId, Value};

/// Which part of a member a finding points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The key.
    Key,
    /// The value, or a slice of it.
    Value,
}

impl Part {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Key => "key",
            Part::Value => "value",
        }
    }
}

/// A place in a document.
#[derive(Debug, Clone)]
pub(crate) enum Place<'d> {
    /// A value, from its first byte to its last.
    Value(Value<'d>),
    /// The key of a member; the value given is the key itself.
    Key(Value<'d>),
    /// A slice of a string, in bytes of the decoded text.
    Slice {
        string: Value<'d>,
        part: Part,
        range: Range<usize>,
    },
    /// Something that an object or array lacks: its opening bracket.
    Lack(Value<'d>),
    /// Bytes of a value that are known as such: half an escape, say.
    Bytes {
        value: Value<'d>,
        part: Part,
        range: Range<usize>,
    },
    /// Bytes of a text that has no nodes, since it is not JSON.
    Text(Range<usize>),
}

/// A place turned into bytes of the document's text.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    /// The node that the pointer names; none where there is no document.
    pub(crate) node: Option<NodeId>,
    /// The node behind the last that the place encloses; a key or a string encloses none.
    pub(crate) end_node: NodeId,
    pub(crate) part: Part,
    pub(crate) range: Range<usize>,
}

impl<'d> Place<'d> {
    /// A slice of a string that is a value, in bytes of the decoded text.
    pub(crate) fn slice(string: Value<'d>, range: Range<usize>) -> Self {
        Place::Slice {
            string,
            part: Part::Value,
            range,
        }
    }

    pub(crate) fn resolve(&self) -> Resolved {
        let at = |value: &Value<'_>, part, range| Resolved {
            node: Some(value.id()),
            end_node: value.end_id(),
            part,
            range,
        };
        match self {
            Place::Value(value) => at(value, Part::Value, value.range()),
            Place::Key(key) => at(key, Part::Key, key.range()),
            Place::Slice { string, part, range } => at(string, *part, string.raw_range(range.clone())),
            Place::Lack(container) => {
                let range = container.range();
                let is_container = matches!(container.kind(), Kind::Array | Kind::Object);
                let end = if is_container { range.start + 1 } else { range.end };
                at(container, Part::Value, range.start..end)
            }
            Place::Bytes { value, part, range } => at(value, *part, range.clone()),
            Place::Text(range) => Resolved {
                node: None,
                end_node: NodeId::ROOT,
                part: Part::Value,
                range: range.clone(),
            },
        }
    }
}
