//! What each surface takes in each field: the facts that the structural rules read.
//!
//! The table is generated from the schemas, which are generated from the types in [`model`](crate::model); a test
//! keeps the three together. Nothing is compiled or parsed at start.

use std::fmt;

use crate::field::Field;
use crate::surface::Surface;
use crate::syntax::tape::Kind;

mod table;

/// What a surface takes in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The types of the value.
    pub(crate) types: Types,
    /// The types of the elements, where the value may be an array.
    pub(crate) items: Types,
    pub(crate) required: bool,
}

/// What the surface takes in the field; none if it does not take the field.
pub(crate) fn slot(surface: Surface, field: Field) -> Option<&'static Slot> {
    table::SLOTS[surface as usize][field as usize].as_ref()
}

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Types = Types(0);
    pub(crate) const NULL: Types = Types(1);
    pub(crate) const BOOLEAN: Types = Types(2);
    pub(crate) const NUMBER: Types = Types(4);
    pub(crate) const STRING: Types = Types(8);
    pub(crate) const ARRAY: Types = Types(16);
    pub(crate) const OBJECT: Types = Types(32);

    /// The types of either set.
    pub(crate) const fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    /// The set of one type.
    pub(crate) const fn of(kind: Kind) -> Types {
        match kind {
            Kind::Null => Types::NULL,
            Kind::False | Kind::True => Types::BOOLEAN,
            Kind::Number => Types::NUMBER,
            Kind::String => Types::STRING,
            Kind::Array => Types::ARRAY,
            Kind::Object => Types::OBJECT,
        }
    }

    pub(crate) const fn contains(self, kind: Kind) -> bool {
        self.0 & Types::of(kind).0 != 0
    }
}

impl Slot {
    /// Whether only an array will do where a string stands: `string_instead_of_array`'s affair, and no wrong type.
    pub(crate) fn wants_array(self) -> bool {
        self.types.contains(Kind::Array) && !self.types.contains(Kind::String)
    }

    /// Whether null is refused as the value.
    pub(crate) fn refuses_null(self) -> bool {
        !self.types.contains(Kind::Null)
    }

    /// Whether arrays are taken, but none with null as an element.
    pub(crate) fn refuses_null_inside(self) -> bool {
        self.types.contains(Kind::Array) && !self.items.contains(Kind::Null)
    }

    /// The types that the slot takes, as a phrase: `a string, an array of strings or null`.
    pub(crate) fn expected(self) -> String {
        let mut names = Vec::new();
        for (types, name) in NAMES {
            if self.types.0 & types.0 == 0 {
                continue;
            }
            match types {
                Types::ARRAY if self.items != Types::NONE => names.push(format!("{name} of {}", self.items)),
                _ => names.push(name.to_owned()),
            }
        }
        join_with_or(&names)
    }
}

const NAMES: [(Types, &str); 6] = [
    (Types::STRING, "a string"),
    (Types::NUMBER, "a number"),
    (Types::BOOLEAN, "a boolean"),
    (Types::ARRAY, "an array"),
    (Types::OBJECT, "an object"),
    (Types::NULL, "null"),
];

/// The types in the plural: `strings`.
impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plurals = [
            (Types::STRING, "strings"),
            (Types::NUMBER, "numbers"),
            (Types::BOOLEAN, "booleans"),
            (Types::ARRAY, "arrays"),
            (Types::OBJECT, "objects"),
            (Types::NULL, "nulls"),
        ];
        let names: Vec<_> = plurals
            .iter()
            .filter(|(types, _)| self.0 & types.0 != 0)
            .map(|(_, name)| *name)
            .collect();
        f.write_str(&join_with_or(&names))
    }
}

/// `a`, `a or b`, `a, b or c`.
fn join_with_or<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<_> = most.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", most.join(", "), last.as_ref())
        }
    }
}
