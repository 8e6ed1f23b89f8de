//! How often a schema has a value looked at. An `allOf` of two references to an `allOf` of two references, and so on, comes
//! to billions in forty lines: no validator remembers what it has seen.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::keywords::{About, REFERENCES, parts};

/// Schemas that one value in `custom` may be held against.
pub(super) const MOST: u64 = 10_000;

/// Levels of `custom` for which that is counted. What is nested deeper is not held against a schema.
pub(super) const DEEPEST: usize = 16;

/// References and schemas in one another that are followed; a schema that goes on further is too much.
const LONGEST_WAY: usize = 256;

/// Whether no value in `custom`, down to [`DEEPEST`], is held against more than [`MOST`] schemas.
pub(super) fn are_few(schema: &Value) -> bool {
    let mut visits = Visits {
        root: schema,
        anchors: anchors(schema),
        known: HashMap::new(),
        on_the_way: HashSet::new(),
    };
    (0..=DEEPEST).all(|depth| visits.of(schema, depth) <= MOST)
}

struct Visits<'s> {
    root: &'s Value,
    /// The schemas that are referred to by a name: `$id` and anchors.
    anchors: HashMap<String, &'s Value>,
    known: HashMap<(Node, usize), u64>,
    /// The schemas that are being counted.
    on_the_way: HashSet<(Node, usize)>,
}

/// A schema, by where it is in memory: equal ones in different places are different.
type Node = *const Value;

impl<'s> Visits<'s> {
    /// How many schemas a value so far below is held against at most, if this one is asked about the value above. An
    /// upper bound: of members with different names the one with the most counts.
    fn of(&mut self, schema: &'s Value, depth: usize) -> u64 {
        let Value::Object(keywords) = schema else {
            return u64::from(depth == 0);
        };
        let node = (std::ptr::from_ref(schema), depth);
        if let Some(&known) = self.known.get(&node) {
            return known;
        }
        if self.on_the_way.len() >= LONGEST_WAY {
            return u64::MAX;
        }
        // A schema that asks itself about the same value asks nothing more.
        if !self.on_the_way.insert(node) {
            return 0;
        }
        let mut here = u64::from(depth == 0);
        let mut members: HashMap<&str, u64> = HashMap::new();
        let mut inside: u64 = 0;
        for part in parts(keywords) {
            match part.about {
                About::Nothing => {}
                About::Here => here = here.saturating_add(self.of(part.schema, depth)),
                _ if depth == 0 => {}
                About::Member => {
                    let visits = self.of(part.schema, depth - 1);
                    let member = members.entry(part.name.unwrap_or_default()).or_default();
                    *member = member.saturating_add(visits);
                }
                About::Inside => inside = inside.saturating_add(self.of(part.schema, depth - 1)),
            }
        }
        for target in self.references(keywords) {
            here = here.saturating_add(self.of(target, depth));
        }
        let most_of_a_member = members.into_values().max().unwrap_or(0);
        let visits = here.saturating_add(inside).saturating_add(most_of_a_member);
        self.on_the_way.remove(&node);
        self.known.insert(node, visits);
        visits
    }

    /// What a schema refers to. A reference that leads nowhere is no matter of counting.
    fn references(&self, keywords: &Map<String, Value>) -> Vec<&'s Value> {
        let references = REFERENCES
            .iter()
            .filter_map(|keyword| keywords.get(*keyword)?.as_str());
        references
            .filter_map(|reference| {
                let (document, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                let document = match document {
                    "" => self.root,
                    name => *self.anchors.get(name)?,
                };
                match fragment {
                    "" => Some(document),
                    pointer if pointer.starts_with('/') => document.pointer(&percent_decoded(pointer)),
                    anchor => self.anchors.get(&format!("#{anchor}")).copied(),
                }
            })
            .collect()
    }
}

/// The schemas that have a name. Where two have one, either will do: this is about how many there are.
fn anchors(schema: &Value) -> HashMap<String, &Value> {
    let mut anchors = HashMap::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        let Value::Object(keywords) = schema else { continue };
        for (keyword, prefix) in [("$id", ""), ("id", ""), ("$anchor", "#"), ("$dynamicAnchor", "#")] {
            if let Some(name) = keywords.get(keyword).and_then(Value::as_str) {
                anchors.insert(format!("{prefix}{name}"), schema);
            }
        }
        pending.extend(parts(keywords).map(|part| part.schema));
    }
    anchors
}

/// A fragment as the pointer that it spells.
fn percent_decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut parts = fragment.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        match part.get(..2).map(|digits| u8::from_str_radix(digits, 16)) {
            Some(Ok(byte)) => {
                bytes.push(byte);
                bytes.extend(part[2..].bytes());
            }
            _ => bytes.extend(std::iter::once(b'%').chain(part.bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A chain of so many definitions, each of which asks the next one twice.
    fn doubling(links: usize, ask_twice: impl Fn(Value) -> Value) -> Value {
        let mut definitions = Map::new();
        for link in 0..links {
            let next = json!({ "$ref": format!("#/$defs/{}", link + 1) });
            definitions.insert(link.to_string(), ask_twice(next));
        }
        definitions.insert(links.to_string(), json!({ "type": "object" }));
        json!({ "$ref": "#/$defs/0", "$defs": definitions })
    }

    #[test]
    fn what_doubles_is_counted_in_the_same_value_and_in_values_below() {
        let all = |next: Value| json!({ "allOf": [next.clone(), next] });
        assert!(are_few(&doubling(10, all)));
        assert!(!are_few(&doubling(40, all)));
        let any = |next: Value| json!({ "anyOf": [next.clone(), { "not": next }] });
        assert!(!are_few(&doubling(40, any)));
        let below = |next: Value| json!({ "allOf": [{ "properties": { "a": next } }, { "properties": { "a": next } }] });
        assert!(!are_few(&doubling(40, below)));
        let itself = json!({ "allOf": [{ "items": { "$ref": "#" } }, { "items": { "$ref": "#" } }] });
        assert!(!are_few(&itself));
        let by_anchor = json!({
            "properties": { "a": { "$ref": "#x" } },
            "$defs": { "x": { "$anchor": "x", "additionalProperties": { "allOf": [{ "$ref": "#x" }, { "$ref": "#x" }] } } },
        });
        assert!(!are_few(&by_anchor));
    }

    #[test]
    fn what_people_write_is_let_through() {
        assert!(are_few(&json!(true)) && are_few(&json!({})));
        assert!(are_few(&json!({ "$ref": "#" })));
        // A tree has many values, of which each is looked at once.
        let tree = json!({ "properties": { "left": { "$ref": "#" }, "right": { "$ref": "#" } } });
        assert!(are_few(&tree));
        let properties: Map<_, _> = (0..2_000)
            .map(|at| {
                (
                    format!("key{at}"),
                    json!({ "anyOf": [{ "maxLength": 2 }, { "enum": ["a"] }] }),
                )
            })
            .collect();
        assert!(are_few(
            &json!({ "properties": properties, "additionalProperties": false })
        ));
    }

    #[test]
    fn a_long_way_is_too_much_and_ends() {
        let one = |next: Value| next;
        assert!(are_few(&doubling(200, one)));
        assert!(!are_few(&doubling(100_000, one)));
    }

    #[test]
    fn fragments_are_pointers_in_the_spelling_of_uris() {
        assert_eq!(percent_decoded("/$defs/a%20b%25"), "/$defs/a b%");
        assert_eq!(percent_decoded("/%/%zz/%2"), "/%/%zz/%2");
    }
}
