//! The field table of [`expect`](crate::expect), derived from the schemas of the surfaces.

use std::fmt::Write as _;

use serde_json::Value;

use super::generate;
use crate::field::Field;
use crate::surface::Surface;

/// JSON types by their names in a schema and in the table, in the order of the table.
const TYPES: [(&str, &str); 6] = [
    ("string", "STRING"),
    ("number", "NUMBER"),
    ("boolean", "BOOLEAN"),
    ("array", "ARRAY"),
    ("object", "OBJECT"),
    ("null", "NULL"),
];

/// The source text of `expect/table.rs`, as rustfmt leaves it.
pub fn field_table() -> String {
    let mut text = format!(
        "//! GENERATED from the schemas: do not edit. `BLESS=1 cargo test` writes it.\n\
         \n\
         use super::{{Slot, Types}};\n\
         \n\
         /// By surface, then by field.\n\
         pub(super) static SLOTS: [[Option<Slot>; {}]; {}] = [\n",
        Field::COUNT,
        Surface::ALL.len()
    );
    for surface in Surface::ALL {
        let schema = generate(surface.into());
        let _ = writeln!(text, "    // {surface:?}\n    [");
        for field in Field::ALL {
            let _ = writeln!(text, "        // {field:?}");
            text += &match schema["properties"].get(field.name()) {
                None => "        None,\n".to_owned(),
                Some(property) => slot(property, is_required(&schema, field)),
            };
        }
        text += "    ],\n";
    }
    text + "];\n"
}

fn slot(property: &Value, required: bool) -> String {
    let types = types(&property["type"]);
    let items = types_of_items(property);
    format!(
        "        Some(Slot {{\n            \
         types: {types},\n            \
         items: {items},\n            \
         required: {required},\n        \
         }}),\n"
    )
}

fn types_of_items(property: &Value) -> String {
    types(property.get("items").map_or(&Value::Null, |items| &items["type"]))
}

/// The set of types that the keyword `type` names, as an expression.
fn types(keyword: &Value) -> String {
    let is_named = |name: &str| match keyword {
        Value::String(only) => only == name,
        Value::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    };
    let mut named = TYPES
        .iter()
        .filter(|(name, _)| is_named(name))
        .map(|(_, constant)| constant);
    match named.next() {
        None => "Types::NONE".to_owned(),
        Some(first) => named.fold(format!("Types::{first}"), |set, constant| {
            set + &format!(".or(Types::{constant})")
        }),
    }
}

fn is_required(schema: &Value, field: Field) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|keys| keys.iter().any(|key| key == field.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table says of a field no more than its types: a schema that says it in another way would be lost.
    #[test]
    fn every_property_names_its_types_itself() {
        for surface in Surface::ALL {
            let schema = generate(surface.into());
            let properties = schema["properties"].as_object().expect("a schema of an object");
            for (key, property) in properties {
                assert!(Field::of_key(key).is_some(), "{surface}: {key} is no field");
                assert_ne!(types(&property["type"]), "Types::NONE", "{surface}: {key}");
            }
        }
    }
}
