//! A JSON Schema as the judge of `custom`. Nothing is fetched: what a schema refers to stands in it.

mod keywords;
mod visits;

use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use super::{CustomSchema, Fault, Violation};

pub use keywords::AlmostKeyword;

/// Bytes of a compiled pattern, at most.
const LARGEST_PATTERN: usize = 1 << 20;

/// Characters of a value of the schema that a message quotes.
const LONGEST_QUOTE: usize = 80;

/// A compiled JSON Schema: draft 2020-12, unless it names another in `$schema`.
#[derive(Debug)]
pub struct JsonSchema(Validator);

/// Why a document is no JSON Schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonSchemaError(String);

impl fmt::Display for JsonSchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for JsonSchemaError {}

impl JsonSchema {
    /// Compiles a schema. One that refers to another document is refused, and so is one that would hold a single value
    /// against thousands of schemas.
    pub fn new(schema: &Value) -> Result<Self, JsonSchemaError> {
        if !visits::are_few(schema) {
            return Err(JsonSchemaError(format!(
                "through its references and its `allOf`, `anyOf` and the like, a single value would be held against more \
                 than {} schemas",
                visits::MOST
            )));
        }
        jsonschema::options()
            .should_validate_formats(true)
            .with_pattern_options(
                PatternOptions::regex()
                    .size_limit(LARGEST_PATTERN)
                    .dfa_size_limit(LARGEST_PATTERN),
            )
            .offline()
            .build(schema)
            .map(JsonSchema)
            .map_err(|error| JsonSchemaError(reason(&error)))
    }

    /// The keys of a schema that are almost keywords, as `requierd` is. They are allowed, and have no effect.
    pub fn almost_keywords(schema: &Value) -> Vec<AlmostKeyword> {
        keywords::almost_keywords(schema)
    }
}

/// Why a schema was refused.
fn reason(error: &ValidationError<'_>) -> String {
    if let ValidationErrorKind::Referencing(error) = error.kind() {
        return format!("a reference leads out of the schema, and nothing is fetched: {error}");
    }
    match error.instance_path().as_str() {
        "" => error.to_string(),
        pointer => format!("at {pointer}: {error}"),
    }
}

impl CustomSchema for JsonSchema {
    fn violations(&self, custom: &Value) -> Vec<Violation> {
        if let Some(pointer) = deeper_than(custom, visits::DEEPEST) {
            let message = format!("must not be nested deeper than {} levels", visits::DEEPEST);
            return vec![Violation {
                pointer,
                fault: Fault::Value,
                message,
            }];
        }
        self.0
            .iter_errors(custom)
            .flat_map(|error| violations(&error))
            .collect()
    }
}

/// The pointer to the first value that has more values around it than this.
fn deeper_than(value: &Value, levels: usize) -> Option<String> {
    let mut pending = vec![(String::new(), value, 0)];
    while let Some((pointer, value, level)) = pending.pop() {
        if level > levels {
            return Some(pointer);
        }
        match value {
            Value::Array(elements) => {
                let elements = elements.iter().enumerate().rev();
                pending.extend(elements.map(|(at, element)| (format!("{pointer}/{at}"), element, level + 1)));
            }
            Value::Object(members) => {
                let members = members.iter().rev();
                pending.extend(members.map(|(key, member)| (child(&pointer, key), member, level + 1)));
            }
            _ => {}
        }
    }
    None
}

/// One error of the validator as what is wrong at one place each.
fn violations(error: &ValidationError<'_>) -> Vec<Violation> {
    let pointer = error.instance_path().as_str();
    let at = |pointer: String, fault, message: String| Violation {
        pointer,
        fault,
        message,
    };
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![at(
                pointer.to_owned(),
                Fault::Missing(name.to_owned()),
                format!("must have the key `{}`", cut(name)),
            )]
        }
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .map(|key| {
                at(
                    child(pointer, key),
                    Fault::Key,
                    "is no key that is allowed".to_owned(),
                )
            })
            .collect(),
        ValidationErrorKind::PropertyNames { error } => {
            let key = error.instance().as_str().unwrap_or_default();
            let message = format!("has a key that {}", demand(error.kind()));
            vec![at(child(pointer, key), Fault::Key, message)]
        }
        kind => vec![at(pointer.to_owned(), Fault::Value, demand(kind))],
    }
}

/// What a keyword asks for: the schema is quoted, the value never.
fn demand(kind: &ValidationErrorKind) -> String {
    match kind {
        ValidationErrorKind::Type { kind } => match kind {
            TypeKind::Single(one) => format!("must be of the type {one}"),
            TypeKind::Multiple(several) => {
                let names: Vec<_> = several.iter().map(|one| one.to_string()).collect();
                format!("must be of one of the types {}", names.join(", "))
            }
        },
        ValidationErrorKind::Enum { options } => format!("must be one of {}", quote(options)),
        ValidationErrorKind::Constant { expected_value } => format!("must be {}", quote(expected_value)),
        ValidationErrorKind::Pattern { pattern } => format!("must match the pattern `{}`", cut(pattern)),
        ValidationErrorKind::Format { format } => format!("must have the format `{}`", cut(format)),
        ValidationErrorKind::MinLength { limit } => format!("must have a length of at least {limit}"),
        ValidationErrorKind::MaxLength { limit } => format!("must have a length of at most {limit}"),
        ValidationErrorKind::MinProperties { limit } => format!("must have at least {limit} keys"),
        ValidationErrorKind::MaxProperties { limit } => format!("must have at most {limit} keys"),
        ValidationErrorKind::MinItems { limit } => format!("must have at least {limit} elements"),
        ValidationErrorKind::MaxItems { limit } => format!("must have at most {limit} elements"),
        ValidationErrorKind::FalseSchema => "must not be there".to_owned(),
        other => format!("must satisfy the keyword `{}`", other.keyword()),
    }
}

fn quote(value: &Value) -> String {
    cut(&value.to_string())
}

/// As much of the schema as a message quotes.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The pointer of a member.
fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(schema: &Value, custom: &Value) -> Vec<(String, Fault, String)> {
        let schema = JsonSchema::new(schema).expect("a schema");
        let violations = schema.violations(custom).into_iter();
        violations
            .map(|found| (found.pointer, found.fault, found.message))
            .collect()
    }

    #[test]
    fn every_violation_has_its_exact_place() {
        let schema = json!({
            "required": ["country"],
            "properties": { "plan": { "enum": ["free", "gold"] } },
            "propertyNames": { "maxLength": 6 },
            "additionalProperties": false,
        });
        let custom = json!({ "plan": "silver", "a/b": "x" });
        let mut found = found(&schema, &custom);
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let missing = Fault::Missing("country".to_owned());
        assert_eq!(
            found,
            [
                (String::new(), missing, "must have the key `country`".to_owned()),
                (
                    "/a~1b".to_owned(),
                    Fault::Key,
                    "is no key that is allowed".to_owned()
                ),
                (
                    "/plan".to_owned(),
                    Fault::Value,
                    r#"must be one of ["free","gold"]"#.to_owned()
                ),
            ]
        );
    }

    #[test]
    fn values_are_not_quoted() {
        let schema =
            json!({ "additionalProperties": { "pattern": "^[a-z]$", "type": "number", "format": "email" } });
        for (_, _, message) in found(&schema, &json!({ "token": "hunter2" })) {
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn nothing_is_fetched_and_what_is_no_schema_is_refused() {
        let error = |schema| JsonSchema::new(&schema).expect_err("no schema").to_string();
        let remote = error(json!({ "$ref": "https://talkjs.com/custom.schema.json" }));
        assert!(remote.contains("nothing is fetched"), "{remote}");
        let file = error(json!({ "$ref": "file:///etc/passwd" }));
        assert!(file.contains("nothing is fetched"), "{file}");
        assert!(error(json!({ "type": "strnig" })).starts_with("at /type"));
    }

    #[test]
    fn what_is_nested_deeper_than_anybody_nests_is_not_judged() {
        let schema = json!({ "additionalProperties": { "$ref": "#" } });
        let nested = |levels: usize| (0..levels).fold(json!("x"), |inner, _| json!({ "a": inner }));
        assert_eq!(found(&schema, &nested(16)), []);
        let pointer = "/a".repeat(17);
        let message = "must not be nested deeper than 16 levels".to_owned();
        assert_eq!(found(&schema, &nested(40)), [(pointer, Fault::Value, message)]);
    }

    #[test]
    fn a_schema_that_doubles_is_refused_before_it_is_compiled() {
        let mut definitions = serde_json::Map::new();
        for link in 0..64 {
            let next = json!({ "$ref": format!("#/$defs/{}", link + 1) });
            definitions.insert(link.to_string(), json!({ "allOf": [next, next] }));
        }
        definitions.insert("64".to_owned(), json!(true));
        let schema = json!({ "$ref": "#/$defs/0", "$defs": definitions });
        let error = JsonSchema::new(&schema).expect_err("too much").to_string();
        assert!(error.contains("more than 10000 schemas"), "{error}");
    }

    #[test]
    fn a_schema_that_refers_to_itself_comes_to_an_end() {
        let schema = json!({ "$ref": "#" });
        if let Ok(schema) = JsonSchema::new(&schema) {
            assert_eq!(schema.violations(&json!({})), []);
        }
    }
}
