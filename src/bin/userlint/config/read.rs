//! From TOML to settings: every value with its origin, every mistake with its place.
//!
//! The keys that are read here are those of `schemas/config.schema.json`; a test holds the two against one another.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use userlint::settings::{CustomSchema, IdForm, JsonSchema, Level, Levels, PointerPattern};
use userlint::{RULES, Severity, Surface, Surfaces, UnknownSeverity, find_rule};

use super::mistake::{Mistake, Text};
use super::version;
use crate::patterns::{Pattern, Patterns};

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// A line of a file.
    File { text: Arc<Text>, line: usize },
    /// `--set` on the command line.
    Set,
}

/// A value that was given, with its origin, and as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Given<T> {
    pub(crate) value: T,
    pub(crate) shown: Json,
    pub(crate) origin: Origin,
}

/// Findings of which severity make a run fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailOn {
    /// This one and those above.
    Severity(Severity),
    Never,
}

impl FailOn {
    pub(crate) const NAMES: [&str; 4] = ["error", "warning", "note", "never"];

    /// The severity from which on findings make the run fail; none if no finding does.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Severity(severity) => Some(severity),
            FailOn::Never => None,
        }
    }
}

impl FromStr for FailOn {
    type Err = UnknownSeverity;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "never" => Ok(FailOn::Never),
            _ => name.parse().map(FailOn::Severity),
        }
    }
}

/// One of `[[overrides]]`.
#[derive(Debug)]
pub(crate) struct FileOverride {
    /// The files for which it holds. None: every input.
    pub(crate) files: Option<Patterns>,
    pub(crate) pointers: Vec<PointerPattern>,
    pub(crate) surfaces: Option<Surfaces>,
    pub(crate) rules: Levels,
    pub(crate) origin: Origin,
}

/// All that one text says, or several laid over one another.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) required_version: Option<Given<()>>,
    pub(crate) surfaces: Option<Given<Surfaces>>,
    pub(crate) min_severity: Option<Given<Severity>>,
    pub(crate) fail_on: Option<Given<FailOn>>,
    pub(crate) include: Option<Given<Arc<Patterns>>>,
    pub(crate) exclude: Option<Given<Arc<Patterns>>>,
    pub(crate) force_exclude: Option<Given<bool>>,
    pub(crate) roles: Option<Given<Vec<String>>>,
    pub(crate) rules: BTreeMap<&'static str, Given<Level>>,
    pub(crate) id: Option<(&'static str, Given<IdForm>)>,
    pub(crate) id_roles: BTreeMap<String, (&'static str, Given<IdForm>)>,
    pub(crate) custom: Option<Given<Arc<dyn CustomSchema>>>,
    pub(crate) overrides: Option<Given<Vec<Arc<FileOverride>>>>,
}

impl Values {
    /// What `upper` says holds; what it does not say stays.
    pub(crate) fn overlay(&mut self, upper: Values) {
        fn replace<T>(lower: &mut Option<T>, upper: Option<T>) {
            if upper.is_some() {
                *lower = upper;
            }
        }
        replace(&mut self.required_version, upper.required_version);
        replace(&mut self.surfaces, upper.surfaces);
        replace(&mut self.min_severity, upper.min_severity);
        replace(&mut self.fail_on, upper.fail_on);
        replace(&mut self.include, upper.include);
        replace(&mut self.exclude, upper.exclude);
        replace(&mut self.force_exclude, upper.force_exclude);
        replace(&mut self.roles, upper.roles);
        self.rules.extend(upper.rules);
        replace(&mut self.id, upper.id);
        self.id_roles.extend(upper.id_roles);
        replace(&mut self.custom, upper.custom);
        replace(&mut self.overrides, upper.overrides);
    }
}

const KEYS: &[&str] = &[
    "required-version",
    "surfaces",
    "min-severity",
    "fail-on",
    "include",
    "exclude",
    "force-exclude",
    "roles",
    "rules",
    "id",
    "custom",
    "overrides",
];
const ID_KEYS: &[&str] = &["pattern", "prefixes", "roles"];
const ID_OF_ROLE_KEYS: &[&str] = &["pattern", "prefixes"];
const CUSTOM_KEYS: &[&str] = &["schema"];
const OVERRIDE_KEYS: &[&str] = &["files", "pointers", "surfaces", "rules"];

type Node<'t> = Spanned<DeValue<'t>>;

/// Reads a text. `folder` is where relative paths in it begin.
pub(crate) fn read(text: &Arc<Text>, is_file: bool, folder: &Path) -> (Values, Vec<Mistake>) {
    let mut reader = Reader {
        text,
        is_file,
        folder,
        mistakes: Vec::new(),
    };
    let toml = match std::str::from_utf8(&text.bytes) {
        Ok(toml) => toml,
        Err(error) => {
            let at = error.valid_up_to();
            let end = at + error.error_len().unwrap_or(text.bytes.len() - at);
            return (
                Values::default(),
                vec![Mistake::new(at..end, "this is not UTF-8, and TOML is")],
            );
        }
    };
    let (root, errors) = DeTable::parse_recoverable(toml);
    if !errors.is_empty() {
        // What follows from a mistake in the syntax is not worth saying.
        for error in &errors {
            reader.mistake(Mistake::new(error.span().unwrap_or(0..0), error.message()));
        }
        return (Values::default(), reader.sorted_mistakes());
    }
    let values = reader.root(root.get_ref());
    (values, reader.sorted_mistakes())
}

struct Reader<'r> {
    text: &'r Arc<Text>,
    is_file: bool,
    folder: &'r Path,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn root(&mut self, root: &DeTable<'_>) -> Values {
        let mut values = Values::default();
        if let Some(node) = root.get("required-version") {
            let before = self.mistakes.len();
            values.required_version = self.required_version(node);
            if self.mistakes.len() > before {
                // Another version may know what this one does not.
                return values;
            }
        }
        self.known(root, KEYS, "");
        values.surfaces = self.option(root, "surfaces", Self::surfaces);
        values.min_severity = self.option(root, "min-severity", |reader, node| {
            let names = Severity::ALL.map(Severity::name);
            reader.word(node, "a severity", &names)
        });
        values.fail_on = self.option(root, "fail-on", |reader, node| {
            reader.word(node, "a severity or `never`", &FailOn::NAMES)
        });
        values.include = self.option(root, "include", |reader, node| {
            reader.patterns(node).map(Arc::new)
        });
        values.exclude = self.option(root, "exclude", |reader, node| {
            reader.patterns(node).map(Arc::new)
        });
        values.force_exclude = self.option(root, "force-exclude", |reader, node| {
            let value = node.get_ref().as_bool();
            if value.is_none() {
                reader.wrong_type(node, "true or false");
            }
            value
        });
        values.roles = self.option(root, "roles", |reader, node| {
            reader.strings(node, "of names of roles")
        });
        if let Some(node) = root.get("rules") {
            values.rules = self.rules(node);
        }
        if let Some(table) = root.get("id").and_then(|node| self.table(node)) {
            self.id(table, &mut values);
        }
        if let Some(table) = root.get("custom").and_then(|node| self.table(node)) {
            self.known(table, CUSTOM_KEYS, "custom.");
            values.custom = self.option(table, "schema", Self::custom_schema);
        }
        values.overrides = self.option(root, "overrides", Self::overrides);
        values
    }

    fn required_version(&mut self, node: &Node<'_>) -> Option<Given<()>> {
        let required = self.string(node)?;
        let version = env!("CARGO_PKG_VERSION");
        match version::admits(required, version) {
            Ok(true) => Some(self.at(node, ())),
            Ok(false) => {
                let message =
                    format!("this is userlint {version}, and the configuration is for `{required}`");
                self.mistake(Mistake::new(node.span(), message).help("install such a version"));
                None
            }
            Err(part) => {
                let message = format!("`{part}` is no comparison of versions");
                let help = "write comparisons such as `>=0.1`, parted by commas, all of which must hold";
                self.mistake(Mistake::new(node.span(), message).help(help));
                None
            }
        }
    }

    fn rules(&mut self, node: &Node<'_>) -> BTreeMap<&'static str, Given<Level>> {
        let mut levels = BTreeMap::new();
        for (key, value) in self.table(node).into_iter().flatten() {
            let name = key.get_ref();
            let Some(rule) = find_rule(name) else {
                let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
                let help = match userlint::nearest(name, ids.iter().copied()) {
                    Some(meant) => format!("write `{meant}`, if that is what is meant"),
                    None => "`userlint rules` lists them".to_owned(),
                };
                self.mistake(Mistake::new(key.span(), format!("there is no rule `{name}`")).help(help));
                continue;
            };
            let names = Level::ALL.map(Level::name);
            let level = self.word(value, "a level", &names);
            if rule.is_refusal() && level.is_some_and(|level| level != Level::At(Severity::Error)) {
                let message = format!("`{}` is always an error: what it finds was not checked", rule.id);
                let help = "leave such files out with `exclude`";
                self.mistake(Mistake::new(value.span(), message).help(help));
                continue;
            }
            if let Some(level) = level
                && levels.insert(rule.id, self.at(value, level)).is_some()
            {
                let message = format!("the rule `{}` stands twice in one table", rule.id);
                let help = "keep one of its spellings, with hyphens or with underscores";
                self.mistake(Mistake::new(key.span(), message).help(help));
            }
        }
        levels
    }

    fn id(&mut self, table: &DeTable<'_>, values: &mut Values) {
        self.known(table, ID_KEYS, "id.");
        values.id = self.id_form(table);
        let roles = table.get("roles").and_then(|node| self.table(node));
        for (role, node) in roles.into_iter().flatten() {
            let Some(table) = self.table(node) else { continue };
            self.known(table, ID_OF_ROLE_KEYS, &format!("id.roles.{}.", role.get_ref()));
            match self.id_form(table) {
                Some(form) => {
                    values.id_roles.insert(role.get_ref().to_string(), form);
                }
                None if table.is_empty() => {
                    let message = format!("nothing is said of the ids of the role `{}`", role.get_ref());
                    self.mistake(
                        Mistake::new(role.span(), message).help("give it a `pattern` or `prefixes`"),
                    );
                }
                None => {}
            }
        }
    }

    /// The form of ids, and the key that gives it.
    fn id_form(&mut self, table: &DeTable<'_>) -> Option<(&'static str, Given<IdForm>)> {
        if let (Some(pattern), Some(_)) = (table.get("pattern"), table.get("prefixes")) {
            let message = "ids have a `pattern` or `prefixes`, not both";
            self.mistake(Mistake::new(pattern.span(), message).help("say it all in the pattern"));
            return None;
        }
        if let Some(node) = table.get("pattern") {
            let form = self.given(node, |reader, node| {
                let pattern = reader.string(node)?;
                IdForm::pattern(pattern)
                    .map_err(|error| {
                        let message = format!("this is no regular expression: {error}");
                        reader.mistake(Mistake::new(node.span(), message));
                    })
                    .ok()
            });
            return Some(("pattern", form?));
        }
        let form = self.option(table, "prefixes", |reader, node| {
            let prefixes = reader.strings(node, "of prefixes")?;
            if prefixes.is_empty() {
                let message = "without a prefix no id is of the right form";
                reader.mistake(Mistake::new(node.span(), message));
                return None;
            }
            Some(IdForm::prefixes(prefixes))
        });
        Some(("prefixes", form?))
    }

    fn custom_schema(&mut self, node: &Node<'_>) -> Option<Arc<dyn CustomSchema>> {
        let schema = match node.get_ref() {
            DeValue::Table(_) => json(node.get_ref()),
            DeValue::String(path) => match self.schema_file(path) {
                Ok(schema) => schema,
                Err(message) => {
                    self.mistake(Mistake::new(node.span(), message));
                    return None;
                }
            },
            _ => {
                self.wrong_type(node, "the path of a JSON Schema, or the schema itself as a table");
                return None;
            }
        };
        match JsonSchema::new(&schema) {
            Ok(schema) => Some(Arc::new(schema)),
            Err(error) => {
                let message = format!("this is no JSON Schema that can be used: {error}");
                self.mistake(Mistake::new(node.span(), message));
                None
            }
        }
    }

    fn schema_file(&self, path: &str) -> Result<Json, String> {
        let bytes = super::read_file(&self.folder.join(path))
            .map_err(|error| format!("the schema cannot be read: {error}"))?;
        serde_json::from_slice(&bytes).map_err(|error| format!("the schema is not JSON: {error}"))
    }

    fn overrides(&mut self, node: &Node<'_>) -> Option<Vec<Arc<FileOverride>>> {
        let Some(elements) = node.get_ref().as_array() else {
            self.wrong_type(node, "an array of tables: `[[overrides]]`");
            return None;
        };
        let tables: Vec<_> = elements.iter().collect();
        Some(
            tables
                .into_iter()
                .filter_map(|node| self.one_override(node).map(Arc::new))
                .collect(),
        )
    }

    fn one_override(&mut self, node: &Node<'_>) -> Option<FileOverride> {
        let table = self.table(node)?;
        self.known(table, OVERRIDE_KEYS, "overrides.");
        for (keys, what) in [
            (["files", "pointers"], "where it holds"),
            (["surfaces", "rules"], "what holds"),
        ] {
            if !keys.iter().any(|key| table.contains_key(*key)) {
                let message = format!("the override does not say {what}");
                let help = format!("give it `{}` or `{}`", keys[0], keys[1]);
                self.mistake(Mistake::new(node.span(), message).help(help));
            }
        }
        let files = table.get("files").and_then(|node| self.patterns(node));
        let pointers = table.get("pointers").and_then(|node| self.pointers(node));
        let surfaces = table.get("surfaces").and_then(|node| self.surfaces(node));
        let rules = table.get("rules").map(|node| self.rules(node));
        let levels = rules.into_iter().flatten();
        Some(FileOverride {
            files,
            pointers: pointers.unwrap_or_default(),
            surfaces,
            rules: levels
                .filter_map(|(id, level)| Some((find_rule(id)?, level.value)))
                .collect(),
            origin: self.origin(node.span()),
        })
    }

    fn pointers(&mut self, node: &Node<'_>) -> Option<Vec<PointerPattern>> {
        let elements = self.texts(node, "of JSON Pointers")?;
        let mut pointers = Vec::new();
        for (at, text) in elements {
            match text.parse() {
                Ok(pointer) => pointers.push(pointer),
                Err(error) => self.mistake(Mistake::new(at, format!("this is no pointer: {error}"))),
            }
        }
        Some(pointers)
    }

    fn patterns(&mut self, node: &Node<'_>) -> Option<Patterns> {
        let elements = self.texts(node, "of patterns for paths")?;
        let mut patterns = Vec::new();
        for (at, pattern) in elements {
            match Pattern::of_configuration(&pattern) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => {
                    let message = format!("this is no pattern for paths: {error}");
                    self.mistake(Mistake::new(at, message));
                }
            }
        }
        // What is matched with them begins at the folder of the configuration already.
        Some(Patterns::new(patterns, ""))
    }

    fn surfaces(&mut self, node: &Node<'_>) -> Option<Surfaces> {
        let elements = node.get_ref().as_array();
        let Some(elements) = elements else {
            self.wrong_type(node, "an array of surfaces");
            return None;
        };
        if elements.is_empty() {
            let message = "without a surface nothing is judged";
            self.mistake(
                Mistake::new(node.span(), message).help("leave the key out to judge by the default"),
            );
            return None;
        }
        let names = Surface::ALL.map(Surface::name);
        let elements: Vec<_> = elements.iter().collect();
        let surfaces = elements
            .into_iter()
            .filter_map(|element| self.word::<Surface>(element, "a surface", &names));
        Some(surfaces.collect())
    }

    fn strings(&mut self, node: &Node<'_>, of_what: &str) -> Option<Vec<String>> {
        let texts = self.texts(node, of_what)?;
        Some(texts.into_iter().map(|(_, text)| text).collect())
    }

    /// The elements of an array of strings, each with its place.
    fn texts(&mut self, node: &Node<'_>, of_what: &str) -> Option<Vec<(Range<usize>, String)>> {
        let Some(elements) = node.get_ref().as_array() else {
            self.wrong_type(node, &format!("an array {of_what}"));
            return None;
        };
        let mut texts = Vec::new();
        for element in elements {
            if let Some(text) = self.string(element) {
                texts.push((element.span(), text.to_owned()));
            }
        }
        Some(texts)
    }

    /// One of some words.
    fn word<T: FromStr>(&mut self, node: &Node<'_>, what: &str, words: &[&str]) -> Option<T> {
        let text = self.string(node)?;
        if let Ok(value) = text.parse() {
            return Some(value);
        }
        let near = userlint::nearest(text, words.iter().copied());
        let help = match near {
            Some(meant) => format!("write \"{meant}\", if that is what is meant"),
            None => format!("write one of {}", listed(words)),
        };
        self.mistake(Mistake::new(node.span(), format!("`{text}` is not {what}")).help(help));
        None
    }

    fn string<'n>(&mut self, node: &'n Node<'_>) -> Option<&'n str> {
        let text = node.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(node, "a string");
        }
        text
    }

    fn table<'n, 't>(&mut self, node: &'n Node<'t>) -> Option<&'n DeTable<'t>> {
        let table = node.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(node, "a table");
        }
        table
    }

    fn wrong_type(&mut self, node: &Node<'_>, wanted: &str) {
        let found = match node.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.mistake(Mistake::new(
            node.span(),
            format!("this is {found}, not {wanted}"),
        ));
    }

    /// Complains of the keys that nobody knows.
    fn known(&mut self, table: &DeTable<'_>, keys: &[&str], path: &str) {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let message = format!("there is no key `{path}{name}`");
            let near = userlint::nearest(name, keys.iter().copied());
            let help = match near {
                Some(meant) => format!(
                    "write `{meant}`, if that is what is meant; the keys here are {}",
                    listed(keys)
                ),
                None => format!("the keys here are {}", listed(keys)),
            };
            self.mistake(Mistake::new(key.span(), message).help(help));
        }
    }

    fn option<T>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<Given<T>> {
        self.given(table.get(key)?, read)
    }

    fn given<T>(
        &mut self,
        node: &Node<'_>,
        read: impl FnOnce(&mut Self, &Node<'_>) -> Option<T>,
    ) -> Option<Given<T>> {
        let value = read(self, node)?;
        Some(self.at(node, value))
    }

    fn at<T>(&self, node: &Node<'_>, value: T) -> Given<T> {
        Given {
            value,
            shown: json(node.get_ref()),
            origin: self.origin(node.span()),
        }
    }

    fn origin(&self, at: Range<usize>) -> Origin {
        if self.is_file {
            Origin::File {
                text: Arc::clone(self.text),
                line: self.text.line(at.start),
            }
        } else {
            Origin::Set
        }
    }

    fn sorted_mistakes(mut self) -> Vec<Mistake> {
        self.mistakes
            .sort_by_key(|mistake| (mistake.at.start, mistake.at.end));
        self.mistakes
    }

    fn mistake(&mut self, mistake: Mistake) {
        self.mistakes.push(mistake);
    }
}

/// `a, b, c`, each in code.
fn listed(names: &[impl Display]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// A value as JSON has it; a date becomes its text. The parser of TOML bounds the depth.
fn json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::from(text.as_ref()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            i64::from_str_radix(&digits, number.radix()).map_or_else(|_| Json::from(digits), Json::from)
        }
        DeValue::Float(number) => {
            let digits = number.as_str().replace('_', "");
            digits
                .parse::<f64>()
                .map_or_else(|_| Json::from(digits), Json::from)
        }
        DeValue::Boolean(value) => Json::from(*value),
        DeValue::Datetime(date) => Json::from(date.to_string()),
        DeValue::Array(elements) => elements.iter().map(|element| json(element.get_ref())).collect(),
        DeValue::Table(table) => table
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())))
            .collect(),
    }
}
