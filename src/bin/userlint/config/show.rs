//! What is in force, with where each value comes from.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value as Json, json};
use userlint::report::json::write_laid_out;
use userlint::report::sanitise;
use userlint::{RULES, Severity, Surface};

use super::InForce;
use super::read::{FileOverride, Given, Origin};

/// One key with its value; no value where nothing is said and the default is no value of the key.
struct Entry {
    key: String,
    value: Option<Json>,
    origin: Option<Origin>,
    /// What holds where nothing is said.
    remark: &'static str,
}

fn entries(in_force: &InForce<'_>) -> Vec<Entry> {
    let config = in_force.config;
    let values = &config.values;
    let overriding = Overriding::of(in_force);
    let mut entries = Vec::new();
    let mut add = |key: &str, given: Option<(&Json, &Origin)>, default: Option<Json>, remark| {
        entries.push(Entry {
            key: key.to_owned(),
            value: given.map(|(shown, _)| shown.clone()).or(default),
            origin: given.map(|(_, origin)| origin.clone()),
            remark,
        });
    };
    add(
        "required-version",
        parts(values.required_version.as_ref()),
        None,
        "any version will do",
    );
    let fail_on = values
        .fail_on
        .as_ref()
        .map_or(Some(Severity::Error), |given| given.value.severity());
    let by_default = "sdk and rest, or response for what only TalkJS sends";
    let surfaces = overriding
        .surfaces
        .as_ref()
        .map(|(shown, origin)| (shown, *origin));
    add(
        "surfaces",
        surfaces.or(parts(values.surfaces.as_ref())),
        None,
        by_default,
    );
    add(
        "min-severity",
        parts(values.min_severity.as_ref()),
        // What makes the run fail is looked for in any case.
        Some(json!(
            fail_on.unwrap_or(Severity::Error).min(Severity::Warning).name()
        )),
        "",
    );
    add(
        "fail-on",
        parts(values.fail_on.as_ref()),
        Some(json!("error")),
        "",
    );
    add(
        "include",
        parts(values.include.as_ref()),
        None,
        "every payload that is found is checked",
    );
    add("exclude", parts(values.exclude.as_ref()), Some(json!([])), "");
    add(
        "force-exclude",
        parts(values.force_exclude.as_ref()),
        Some(json!(false)),
        "",
    );
    add("roles", parts(values.roles.as_ref()), None, "role_unknown is off");
    let mut rules: BTreeMap<_, _> = values
        .rules
        .iter()
        .map(|(&id, level)| (id, (&level.shown, &level.origin)))
        .collect();
    rules.extend(
        overriding
            .rules
            .iter()
            .map(|(&id, (shown, origin))| (id, (shown, *origin))),
    );
    for (id, level) in rules {
        add(&format!("rules.{id}"), Some(level), None, "");
    }
    match &values.id {
        Some((key, form)) => add(&format!("id.{key}"), parts(Some(form)), None, ""),
        None if values.id_roles.is_empty() => add("id", None, None, "id_policy is off"),
        None => add("id", None, None, "of users with other roles nothing is said"),
    }
    for (role, (key, form)) in &values.id_roles {
        add(
            &format!("id.roles.{}.{key}", toml_key(role)),
            parts(Some(form)),
            None,
            "",
        );
    }
    add(
        "custom.schema",
        parts(values.custom.as_ref()),
        None,
        "custom_schema is off",
    );
    let overrides = overriding.rest.as_ref().map(|(shown, origin)| (shown, *origin));
    add("overrides", overrides, Some(json!([])), "");
    entries
}

/// What the overrides come to.
#[derive(Default)]
struct Overriding<'c> {
    surfaces: Option<(Json, &'c Origin)>,
    rules: BTreeMap<&'static str, (Json, &'c Origin)>,
    /// The list of those that remain: they hold for some files, or for some values in the file.
    rest: Option<(Json, &'c Origin)>,
}

impl<'c> Overriding<'c> {
    fn of(in_force: &'c InForce<'_>) -> Self {
        let mut overriding = Overriding::default();
        let Some(given) = &in_force.config.values.overrides else {
            return overriding;
        };
        let Some(held) = &in_force.overrides else {
            overriding.rest = Some((given.shown.clone(), &given.origin));
            return overriding;
        };
        let mut rest = Vec::new();
        for &at in held {
            let holds = &given.value[at];
            if holds.pointers.is_empty() {
                overriding.apply(holds);
            } else {
                rest.push(given.shown[at].clone());
            }
        }
        overriding.rest = Some((Json::Array(rest), &given.origin));
        overriding
    }

    /// Of two overrides the later holds.
    fn apply(&mut self, holds: &'c FileOverride) {
        if let Some(surfaces) = holds.surfaces {
            let names: Vec<_> = surfaces.iter().map(Surface::name).collect();
            self.surfaces = Some((json!(names), &holds.origin));
        }
        for rule in RULES {
            if let Some(level) = holds.rules.get(rule) {
                self.rules.insert(rule.id, (json!(level.name()), &holds.origin));
            }
        }
    }
}

fn parts<T>(given: Option<&Given<T>>) -> Option<(&Json, &Origin)> {
    given.map(|given| (&given.shown, &given.origin))
}

/// Writes what is in force as TOML: it can be read back, and says the same.
pub(crate) fn write_toml(in_force: &InForce<'_>, out: &mut dyn Write) -> io::Result<()> {
    let file = in_force.config.text.as_ref().map_or_else(
        || "no configuration file".to_owned(),
        |text| sanitise::line(&text.name).to_string(),
    );
    writeln!(out, "# {file}")?;
    for entry in entries(in_force) {
        let origin = match &entry.origin {
            None => "default".to_owned(),
            Some(Origin::Set) => "--set".to_owned(),
            Some(Origin::File { text, line }) => format!("{}:{line}", sanitise::line(&text.name)),
        };
        match &entry.value {
            Some(value) => writeln!(out, "{} = {} # {origin}", entry.key, toml(value))?,
            None => writeln!(out, "# {} is not set: {}", entry.key, entry.remark)?,
        }
    }
    Ok(())
}

/// Writes what is in force as one JSON document.
pub(crate) fn write_json(in_force: &InForce<'_>, out: &mut dyn Write) -> io::Result<()> {
    let settings: Vec<_> = entries(in_force)
        .into_iter()
        .map(|entry| {
            let origin = match entry.origin {
                None => json!({ "kind": "default" }),
                Some(Origin::Set) => json!({ "kind": "set" }),
                Some(Origin::File { text, line }) => {
                    json!({ "kind": "file", "file": text.name, "line": line })
                }
            };
            json!({ "key": entry.key, "value": entry.value, "origin": origin })
        })
        .collect();
    let file = in_force.config.text.as_ref().map(|text| text.name.clone());
    write_laid_out(&json!({ "file": file, "settings": settings }), out)
}

/// A value as TOML on one line.
fn toml(value: &Json) -> String {
    match value {
        Json::String(text) => quoted(text),
        Json::Array(elements) => {
            let elements: Vec<_> = elements.iter().map(toml).collect();
            format!("[{}]", elements.join(", "))
        }
        Json::Object(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(key, value)| format!("{} = {}", toml_key(key), toml(value)))
                .collect();
            match members.as_slice() {
                [] => "{}".to_owned(),
                members => format!("{{ {} }}", members.join(", ")),
            }
        }
        other => other.to_string(),
    }
}

fn toml_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !key.is_empty() && key.bytes().all(is_bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

/// A string of TOML in which nothing is taken for more than a character.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    // What is as harmless before as behind the sanitiser stands as it is.
    let is_active = |text: &str| sanitise::line(text).to_string() != text;
    let mut previous = ' ';
    for char in text.chars() {
        let pair = String::from_iter([previous, char]);
        match char {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(char);
            }
            _ if is_active(&pair) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(char));
            }
            _ => quoted.push(char),
        }
        // What is escaped is no longer there to make a pair with.
        previous = if is_active(&pair) { ' ' } else { char };
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_toml_that_says_the_same() {
        let value = json!({
            "a b": ["x\"\\", "\u{1b}\u{202e}", "##[x]", ""],
            "": { "n": -5, "f": 1.5, "b": true, "o": {} },
        });
        let text = format!("value = {} # remark", toml(&value));
        let back: toml::Table = text.parse().expect("TOML");
        assert_eq!(serde_json::to_value(&back["value"]).expect("JSON"), value);
        assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text}");
    }
}
