//! Parsed values turned back into JSON text, for callers who hold no text.
//!
//! Walks the value with a stack of its own: `serde_json` would recurse, and a value built by hand can be deeper
//! than any thread's stack.

use serde_json::Value;

/// The value as JSON without white space: what `Value::to_string` gives, for any depth.
pub(crate) fn compact_text(value: &Value) -> String {
    let mut text = String::new();
    let mut pending = vec![Step::Value(value)];
    while let Some(step) = pending.pop() {
        match step {
            Step::Text(fixed) => text.push_str(fixed),
            Step::Key(key) => push_leaf(&mut text, &Value::String(key.to_owned())),
            Step::Value(Value::Array(elements)) => {
                text.push('[');
                pending.push(Step::Text("]"));
                for (at, element) in elements.iter().enumerate().rev() {
                    pending.push(Step::Value(element));
                    if at > 0 {
                        pending.push(Step::Text(","));
                    }
                }
            }
            Step::Value(Value::Object(members)) => {
                text.push('{');
                pending.push(Step::Text("}"));
                for (at, (key, member)) in members.iter().enumerate().rev() {
                    pending.extend([Step::Value(member), Step::Text(":"), Step::Key(key)]);
                    if at > 0 {
                        pending.push(Step::Text(","));
                    }
                }
            }
            Step::Value(leaf) => push_leaf(&mut text, leaf),
        }
    }
    text
}

enum Step<'v> {
    Value(&'v Value),
    Key(&'v str),
    Text(&'static str),
}

fn push_leaf(text: &mut String, leaf: &Value) {
    text.push_str(&leaf.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_one_that_serde_json_writes() {
        for text in [
            r#"{"a":[1,{"b":null},[]],"c\n\"":{},"d":[true,"x"]}"#,
            "[]",
            "1.5",
            "\"\\u0001\"",
        ] {
            let value: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(compact_text(&value), value.to_string());
        }
    }
}
