//! The keywords of JSON Schema: which of them hold schemas, and for what those are asked. Of all drafts together: what
//! was renamed is known by both of its names.

use serde_json::{Map, Value};

use crate::grammar::likeness;

/// What the schemas in a keyword are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// The same value.
    Here,
    /// The member of the value that is called as the schema is.
    Member,
    /// Any member or element of the value, or any key.
    Inside,
    /// Nothing: they stand there to be referred to.
    Nothing,
}

/// How schemas stand in a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    One,
    List,
    Named,
}

/// The keywords that hold schemas. One that was a list in one draft and a single schema in another stands twice.
const HOLDERS: [(&str, Holds, About); 28] = [
    ("$defs", Holds::Named, About::Nothing),
    ("additionalItems", Holds::One, About::Inside),
    ("additionalProperties", Holds::One, About::Inside),
    ("allOf", Holds::List, About::Here),
    ("anyOf", Holds::List, About::Here),
    ("contains", Holds::One, About::Inside),
    ("contentSchema", Holds::One, About::Nothing),
    ("definitions", Holds::Named, About::Nothing),
    ("dependencies", Holds::Named, About::Here),
    ("dependentSchemas", Holds::Named, About::Here),
    ("disallow", Holds::List, About::Here),
    ("else", Holds::One, About::Here),
    ("extends", Holds::List, About::Here),
    ("extends", Holds::One, About::Here),
    ("if", Holds::One, About::Here),
    ("items", Holds::List, About::Inside),
    ("items", Holds::One, About::Inside),
    ("not", Holds::One, About::Here),
    ("oneOf", Holds::List, About::Here),
    ("patternProperties", Holds::Named, About::Inside),
    ("prefixItems", Holds::List, About::Inside),
    ("properties", Holds::Named, About::Member),
    ("propertyDependencies", Holds::Named, About::Nothing),
    ("propertyNames", Holds::One, About::Inside),
    ("then", Holds::One, About::Here),
    ("type", Holds::List, About::Here),
    ("unevaluatedItems", Holds::One, About::Inside),
    ("unevaluatedProperties", Holds::One, About::Inside),
];

/// The keywords that refer to a schema elsewhere.
pub(super) const REFERENCES: [&str; 3] = ["$dynamicRef", "$recursiveRef", "$ref"];

/// The keywords that hold no schema; those of `OpenAPI` and of well-known tools among them, since they are no mistake.
const OTHERS: [&str; 56] = [
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "discriminator",
    "divisibleBy",
    "enum",
    "enumDescriptions",
    "enumNames",
    "errorMessage",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "formatMaximum",
    "formatMinimum",
    "id",
    "javaType",
    "markdownDescription",
    "markdownEnumDescriptions",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "nullable",
    "optional",
    "pattern",
    "readOnly",
    "required",
    "summary",
    "title",
    "tsEnumNames",
    "tsType",
    "uniqueItems",
    "version",
    "writeOnly",
    "xml",
];

/// A schema that stands in another.
pub(super) struct Part<'s> {
    pub(super) about: About,
    /// What it is called, where it has a name.
    pub(super) name: Option<&'s str>,
    /// The pointer to it from the schema in which it stands.
    pub(super) pointer: String,
    pub(super) schema: &'s Value,
}

/// The schemas that stand in a schema.
pub(super) fn parts(schema: &Map<String, Value>) -> impl Iterator<Item = Part<'_>> {
    HOLDERS
        .into_iter()
        .filter_map(|(keyword, holds, about)| Some((keyword, holds, about, schema.get(keyword)?)))
        .flat_map(|(keyword, holds, about, value)| {
            let part = |name, key: &str, schema| Part {
                about,
                name,
                pointer: format!("/{keyword}{key}"),
                schema,
            };
            let parts: Vec<_> = match (holds, value) {
                (Holds::One, Value::Object(_)) => vec![part(None, "", value)],
                (Holds::List, Value::Array(schemas)) => {
                    let schemas = schemas.iter().enumerate();
                    schemas
                        .map(|(at, schema)| part(None, &format!("/{at}"), schema))
                        .collect()
                }
                (Holds::Named, Value::Object(schemas)) => {
                    let schemas = schemas.iter();
                    schemas
                        .map(|(name, schema)| part(Some(name.as_str()), &super::child("", name), schema))
                        .collect()
                }
                _ => Vec::new(),
            };
            parts
        })
}

/// A key in a schema that is no keyword, and is almost one. JSON Schema allows any key, and gives it no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlmostKeyword {
    /// The JSON Pointer to the schema in which it stands.
    pub pointer: String,
    /// The key.
    pub key: String,
    /// The keyword that was probably meant.
    pub meant: &'static str,
}

/// The keys of a schema, and of those in it, that are almost keywords.
pub(super) fn almost_keywords(schema: &Value) -> Vec<AlmostKeyword> {
    let mut found = Vec::new();
    let mut pending = vec![(String::new(), schema)];
    while let Some((pointer, schema)) = pending.pop() {
        let Value::Object(schema) = schema else { continue };
        for key in schema.keys().filter(|key| !key.starts_with("x-")) {
            if let Some(meant) = almost(key) {
                found.push(AlmostKeyword {
                    pointer: pointer.clone(),
                    key: key.clone(),
                    meant,
                });
            }
        }
        pending.extend(parts(schema).map(|part| (format!("{pointer}{}", part.pointer), part.schema)));
    }
    found.sort_by(|a, b| (&a.pointer, &a.key).cmp(&(&b.pointer, &b.key)));
    found
}

/// The keyword that a key almost is.
fn almost(key: &str) -> Option<&'static str> {
    let mut holders = HOLDERS.iter().map(|(keyword, ..)| *keyword);
    if holders.any(|keyword| keyword == key) || REFERENCES.contains(&key) || OTHERS.contains(&key) {
        return None;
    }
    let mut keywords: Vec<_> = HOLDERS.iter().map(|(keyword, ..)| *keyword).collect();
    // One that stands twice would be its own rival.
    keywords.dedup();
    keywords.extend(REFERENCES);
    keywords.extend(OTHERS);
    likeness::nearest(key, keywords)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_is_almost_a_keyword_is_found_wherever_a_schema_stands() {
        let schema = json!({
            "requierd": ["country"],
            "properties": { "requierd": { "minLenght": 2 }, "a/b": { "items": [{ "Enum": [] }] } },
            "$defs": { "x": { "anyof": [] } },
        });
        let found: Vec<_> = almost_keywords(&schema)
            .into_iter()
            .map(|almost| (almost.pointer, almost.key, almost.meant))
            .collect();
        let expected = [
            ("", "requierd", "required"),
            ("/$defs/x", "anyof", "anyOf"),
            ("/properties/a~1b/items/0", "Enum", "enum"),
            ("/properties/requierd", "minLenght", "minLength"),
        ];
        assert_eq!(
            found,
            expected.map(|(pointer, key, meant)| (pointer.to_owned(), key.to_owned(), meant))
        );
    }

    #[test]
    fn what_is_a_keyword_or_something_else_is_left_alone() {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "x-requierd": true,
            "vendorHint": "requierd",
            "enum": [{ "requierd": 1 }],
            "default": { "requierd": 1 },
            "examples": [{ "minLenght": 1 }],
            "example": 1,
            "properties": { "requierd": true, "titel": false },
        });
        assert_eq!(almost_keywords(&schema), []);
    }

    #[test]
    fn no_keyword_stands_in_both_lists() {
        for (keyword, ..) in HOLDERS {
            assert!(
                !OTHERS.contains(&keyword) && !REFERENCES.contains(&keyword),
                "{keyword}"
            );
        }
    }
}
