//! What `userlint.toml` holds, as a schema: the types are never filled, since the program reads the file itself, with the
//! place of every mistake.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::rules::RULES;
use crate::settings::Level;
use crate::severity::Severity;
use crate::surface::Surface;

/// The version of the form of `userlint.toml`.
pub(super) const VERSION: u32 = 1;

/// The configuration of userlint: `userlint.toml`.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[schemars(title = "userlint.toml", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ConfigFile {
    /// The versions of userlint that the file is for: comparisons such as `>=0.1`, parted by commas, all of which must
    /// hold. A version alone means that one.
    #[schemars(default, with = "String")]
    required_version: Option<String>,
    /// The surfaces by which payloads are judged. Default: sdk and rest, or response for webhook events and pages of
    /// `GET /users`.
    #[schemars(default, with = "Vec<SurfaceName>", length(min = 1))]
    surfaces: Option<Vec<SurfaceName>>,
    /// Findings below this are not reported. Default: `warning`.
    #[schemars(default, with = "SeverityName")]
    min_severity: Option<SeverityName>,
    /// Findings of this severity and above make a run fail. Default: `error`.
    #[schemars(default, with = "FailOn")]
    fail_on: Option<FailOn>,
    /// The files that are checked, of those that are found in folders. Default: all.
    #[schemars(default, with = "Vec<PathPattern>")]
    include: Option<Vec<PathPattern>>,
    /// The files that are left out, of those that are found in folders.
    #[schemars(default, with = "Vec<PathPattern>")]
    exclude: Option<Vec<PathPattern>>,
    /// Whether `include` and `exclude` hold for files, too, that are named on the command line. Default: no.
    #[schemars(default, with = "bool")]
    force_exclude: Option<bool>,
    /// The roles in the dashboard of the project. Turns the rule `role_unknown` on. `default` need not be named.
    #[schemars(default, with = "Vec<String>")]
    roles: Option<Vec<String>>,
    /// How bad the findings of rules are.
    #[schemars(default, with = "RuleLevels")]
    rules: Option<RuleLevels>,
    /// How ids look. Turns the rule `id_policy` on.
    #[schemars(default, with = "Ids")]
    id: Option<Ids>,
    /// What `custom` holds.
    #[schemars(default, with = "Custom")]
    custom: Option<Custom>,
    /// What holds only for some files, or for some values in them. Of two that say something of the same place the later
    /// holds.
    #[schemars(default, with = "Vec<Override>")]
    overrides: Option<Vec<Override>>,
}

/// A pattern for paths. Without a slash it is about a name at any depth, with one about the path from the folder of the
/// configuration. What names a folder is about everything in it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct PathPattern(#[schemars(length(min = 1))] String);

/// How ids look: by a pattern or by prefixes.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[schemars(deny_unknown_fields, extend("not" = { "required": ["pattern", "prefixes"] }))]
struct Ids {
    /// A regular expression for the whole id.
    #[schemars(default, with = "String")]
    pattern: Option<String>,
    /// An id begins with one of these, and goes on behind it.
    #[schemars(default, with = "Vec<String>", length(min = 1))]
    prefixes: Option<Vec<String>>,
    /// What holds instead for users with these roles.
    #[schemars(default, with = "BTreeMap<String, IdsOfRole>")]
    roles: Option<BTreeMap<String, IdsOfRole>>,
}

/// How the ids of users with a role look: by a pattern or by prefixes.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[schemars(deny_unknown_fields, extend("minProperties" = 1, "maxProperties" = 1))]
struct IdsOfRole {
    /// A regular expression for the whole id.
    #[schemars(default, with = "String")]
    pattern: Option<String>,
    /// An id begins with one of these, and goes on behind it.
    #[schemars(default, with = "Vec<String>", length(min = 1))]
    prefixes: Option<Vec<String>>,
}

/// What `custom` holds.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[schemars(deny_unknown_fields)]
struct Custom {
    /// The JSON Schema of `custom`: the path of a file, from the folder of the configuration, or the schema itself. Turns
    /// the rule `custom_schema` on. Nothing is fetched.
    #[schemars(default, extend("type" = ["string", "object"]), with = "Value")]
    schema: Option<Value>,
}

/// What holds only for some files, or for some values in them.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
#[schemars(deny_unknown_fields, extend("allOf" = [
    { "anyOf": [{ "required": ["files"] }, { "required": ["pointers"] }] },
    { "anyOf": [{ "required": ["surfaces"] }, { "required": ["rules"] }] },
]))]
struct Override {
    /// The files for which it holds. Default: every input.
    #[schemars(default, with = "Vec<PathPattern>")]
    files: Option<Vec<PathPattern>>,
    /// The values for which it holds, and everything in them: JSON Pointers in which `*` stands for any one key or index,
    /// and `**` for any number of them. Default: whole documents.
    #[schemars(default, with = "Vec<String>", inner(regex(pattern = "^(/([^~]|~[01])*)?$")))]
    pointers: Option<Vec<String>>,
    /// The surfaces by which the users there are judged. A part of a user is not judged by others than the whole.
    #[schemars(default, with = "Vec<SurfaceName>", length(min = 1))]
    surfaces: Option<Vec<SurfaceName>>,
    /// How bad the findings of rules are there.
    #[schemars(default, with = "RuleLevels")]
    rules: Option<RuleLevels>,
}

/// The name of a surface.
struct SurfaceName;

impl JsonSchema for SurfaceName {
    fn schema_name() -> Cow<'static, str> {
        "Surface".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Surface::ALL.map(Surface::name) })
    }
}

/// The name of a severity.
struct SeverityName;

impl JsonSchema for SeverityName {
    fn schema_name() -> Cow<'static, str> {
        "Severity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Severity::ALL.map(Severity::name) })
    }
}

/// The name of a severity, or `never`.
struct FailOn;

impl JsonSchema for FailOn {
    fn schema_name() -> Cow<'static, str> {
        "FailOn".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut names = Severity::ALL.map(Severity::name).to_vec();
        names.push("never");
        json_schema!({ "type": "string", "enum": names })
    }
}

/// Levels by the id of the rule, which is taken with hyphens, too.
struct RuleLevels;

impl JsonSchema for RuleLevels {
    fn schema_name() -> Cow<'static, str> {
        "RuleLevels".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let levels = json_schema!({ "type": "string", "enum": Level::ALL.map(Level::name) });
        let mut rules = Map::new();
        let mut spelled_otherwise = Vec::new();
        for rule in RULES {
            let mut level = levels.clone();
            level.insert("description".to_owned(), rule.summary().into());
            rules.insert(rule.id.to_owned(), level.to_value());
            if rule.id.contains('_') {
                spelled_otherwise.push(rule.id.replace('_', "-"));
            }
        }
        json_schema!({
            "type": "object",
            "properties": rules,
            "patternProperties": { format!("^({})$", spelled_otherwise.join("|")): levels },
            "additionalProperties": false,
        })
    }
}
