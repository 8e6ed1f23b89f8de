//! A JSON Schema as the judge of `custom`. Nothing is fetched: what a schema refers to stands in it.

use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::Value;

use super::{CustomSchema, Fault, Violation};

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
    /// Compiles a schema. One that refers to another document is refused.
    pub fn new(schema: &Value) -> Result<Self, JsonSchemaError> {
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
        self.0
            .iter_errors(custom)
            .flat_map(|error| violations(&error))
            .collect()
    }
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
    fn a_schema_that_refers_to_itself_comes_to_an_end() {
        let schema = json!({ "$ref": "#" });
        if let Ok(schema) = JsonSchema::new(&schema) {
            assert_eq!(schema.violations(&json!({})), []);
        }
    }
}
