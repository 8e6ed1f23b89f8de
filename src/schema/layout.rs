//! A schema as text: two spaces a level, what is short on one line, and the keys in an order made for
//! reading.
//!
//! `serde_json` sorts keys by the alphabet or keeps their order, depending on features that any crate of a
//! build can switch on. A generated file must not depend on that.

use serde_json::{Map, Value};

use crate::field::Field;

/// The widest line on which a whole array or object is written.
const WIDTH: usize = 110;

/// The order of keywords. Others come behind, by the alphabet.
const KEYWORDS: [&str; 32] = [
    "$schema",
    "$id",
    "$ref",
    "title",
    "description",
    "deprecated",
    "type",
    "const",
    "enum",
    "format",
    "minLength",
    "maxLength",
    "pattern",
    "not",
    "multipleOf",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "prefixItems",
    "items",
    "minProperties",
    "maxProperties",
    "properties",
    "required",
    "propertyNames",
    "additionalProperties",
    "if",
    "then",
    "examples",
    "x-userlint",
    "$defs",
];

/// The text of a schema, with a newline at its end.
pub fn laid_out(schema: &Value) -> String {
    let mut text = String::new();
    write(&mut text, schema, Place::Schema, 0);
    text.push('\n');
    text
}

/// What the members of an object are.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Keywords.
    Schema,
    /// Schemas, by the key that they are about.
    Properties,
    /// Anything else: examples, constants.
    Data,
}

impl Place {
    fn of_member(self, key: &str) -> Place {
        match (self, key) {
            (Place::Schema, "properties" | "patternProperties" | "$defs") => Place::Properties,
            (Place::Schema, "examples" | "const" | "enum" | "default" | "required" | "type")
            | (Place::Data, _) => Place::Data,
            (Place::Schema | Place::Properties, _) => Place::Schema,
        }
    }

    fn rank(self, key: &str) -> usize {
        let rank = match self {
            Place::Schema => KEYWORDS.iter().position(|&keyword| keyword == key),
            Place::Properties | Place::Data => Field::of_key(key).map(|field| field as usize),
        };
        rank.unwrap_or(usize::MAX)
    }
}

// Recursion is as deep as a schema of ours.
fn write(text: &mut String, value: &Value, place: Place, level: usize) {
    let written_before = text.len() - text.rfind('\n').map_or(0, |newline| newline + 1);
    let line = on_one_line(value, place);
    let is_short = written_before + line.len() < WIDTH && level > 0;
    match value {
        Value::Object(members) if !members.is_empty() && !is_short => {
            text.push_str("{\n");
            let members = in_order(members, place);
            for (at, (key, member)) in members.iter().enumerate() {
                indent(text, level + 1);
                text.push_str(&on_one_line(&Value::from(key.as_str()), Place::Data));
                text.push_str(": ");
                write(text, member, place.of_member(key), level + 1);
                text.push_str(if at + 1 < members.len() { ",\n" } else { "\n" });
            }
            indent(text, level);
            text.push('}');
        }
        Value::Array(elements) if !elements.is_empty() && !is_short => {
            text.push_str("[\n");
            for (at, element) in elements.iter().enumerate() {
                indent(text, level + 1);
                write(text, element, place, level + 1);
                text.push_str(if at + 1 < elements.len() { ",\n" } else { "\n" });
            }
            indent(text, level);
            text.push(']');
        }
        _ => text.push_str(&line),
    }
}

fn on_one_line(value: &Value, place: Place) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = in_order(members, place).into_iter().map(|(key, member)| {
                let member = on_one_line(member, place.of_member(key));
                format!("{}: {member}", Value::from(key.as_str()))
            });
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(elements) => {
            let elements = elements.iter().map(|element| on_one_line(element, place));
            format!("[{}]", elements.collect::<Vec<_>>().join(", "))
        }
        _ => value.to_string(),
    }
}

fn in_order(members: &Map<String, Value>, place: Place) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = members.iter().collect();
    members.sort_by_key(|&(key, _)| (place.rank(key), key));
    members
}

fn indent(text: &mut String, level: usize) {
    for _ in 0..level {
        text.push_str("  ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_and_fields_stand_in_order_and_nothing_is_lost() {
        let schema: Value = serde_json::from_str(
            r#"{"required":["id"],"properties":{"name":{"x-other":1,"type":"string"},"id":{}},
                "examples":[{"name":"type","id":"a \" b"}],"$schema":"s"}"#,
        )
        .expect("JSON");
        let text = laid_out(&schema);
        assert_eq!(
            text,
            concat!(
                "{\n",
                "  \"$schema\": \"s\",\n",
                "  \"properties\": { \"id\": {}, \"name\": { \"type\": \"string\", \"x-other\": 1 } },\n",
                "  \"required\": [\"id\"],\n",
                "  \"examples\": [{ \"id\": \"a \\\" b\", \"name\": \"type\" }]\n",
                "}\n",
            )
        );
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), schema);
    }
}
