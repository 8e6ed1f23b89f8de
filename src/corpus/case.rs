//! The file `cases.json` of a corpus folder, as it is written: a case, its input, its settings and its findings. Where the
//! file stands and what is compared is not known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use data_encoding::BASE64;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CorpusError;
use crate::check::Options;
use crate::rules::find_rule;
use crate::settings::{IdForm, IdPolicy, JsonSchema as CustomSchema, Level, Roles, Settings};
use crate::severity::Severity;
use crate::surface::{Surface, Surfaces};

/// The file `cases.json` of a corpus folder.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "userlint corpus cases", extend("$id" = "urn:userlint:schema:corpus-cases:1"))]
pub struct CaseFile {
    /// The schema of this file.
    #[serde(rename = "$schema")]
    _schema: String,
    /// The cases, each on its own.
    #[schemars(length(min = 1))]
    pub cases: Vec<Case>,
}

/// An input, and what every implementation must find in it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in one clause; unique in its file.
    pub name: String,
    /// Why that is the right verdict: the fact, and where it stands.
    pub why: String,
    /// The bytes to be judged.
    pub input: Input,
    /// The name under which they are judged; only its ending matters. Default: `input.json`.
    #[serde(rename = "as", default = "default_name")]
    pub name_of_input: String,
    /// The shape to read the input in. Default: detected.
    #[serde(default)]
    pub shape: Option<String>,
    /// The surfaces to judge by. Default: all.
    #[serde(default)]
    pub surfaces: Option<Vec<String>>,
    /// Findings below this are neither expected nor compared. Default: `note`.
    #[serde(default = "default_min_severity")]
    #[schemars(extend("enum" = ["note", "warning", "error"]))]
    pub min_severity: String,
    /// What the project says beyond the vendor's rules. Default: nothing.
    #[serde(default)]
    pub settings: Option<CaseSettings>,
    /// Every finding, in any order.
    pub findings: Vec<Expected>,
    /// What fixing makes of the input. Default: not compared.
    #[serde(default)]
    pub fixed: Option<Fixed>,
}

/// The input with its fixes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// With the safe ones only. Default: as it was.
    #[serde(default)]
    pub safe: Option<Input>,
    /// With the unsafe ones, too. Default: as with the safe ones only.
    #[serde(default, rename = "unsafe")]
    pub all: Option<Input>,
}

/// What a project says beyond the vendor's rules.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Settings")]
pub struct CaseSettings {
    /// The roles of the project: turns `role_unknown` on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    /// How ids look: turns `id_policy` on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<CaseIds>,
    /// The JSON Schema (draft 2020-12) of `custom`: turns `custom_schema` on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom: Option<serde_json::Value>,
    /// How bad the findings of these rules are: `off`, `note`, `warning` or `error`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, String>,
}

/// How ids look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Ids")]
pub struct CaseIds {
    /// An id begins with one of these, and goes on behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefixes: Option<Vec<String>>,
    /// What holds instead for users with these roles.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, CaseIdsOfRole>,
}

/// How the ids of users with a role look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "IdsOfRole")]
pub struct CaseIdsOfRole {
    /// An id begins with one of these, and goes on behind it.
    pub prefixes: Vec<String>,
}

/// The bytes of a case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Input {
    /// A file in the case's folder.
    File(String),
    /// The text itself, which is encoded as UTF-8.
    Text(String),
    /// Bytes that are not text, in base64 (RFC 4648 section 4).
    Base64(String),
}

/// A finding that must be there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The id of the rule.
    pub rule: String,
    /// The JSON Pointer of the value, or of the value whose key is meant.
    pub pointer: String,
    /// `key` or `value`.
    #[schemars(extend("enum" = ["key", "value"]))]
    pub part: String,
    /// The severity on each surface that has one.
    pub surfaces: BTreeMap<String, String>,
    /// First byte, and the byte behind the last, in the input.
    pub at: (usize, usize),
}

/// The name under which a case is judged that says none.
pub(super) const NAME: &str = "input.json";

fn default_name() -> String {
    NAME.to_owned()
}

fn default_min_severity() -> String {
    "note".to_owned()
}

impl Case {
    /// The surfaces to judge by.
    pub fn surfaces(&self) -> Result<Surfaces, CorpusError> {
        let Some(names) = &self.surfaces else {
            return Ok(Surfaces::ALL);
        };
        let surfaces = names.iter().map(|name| name.parse::<Surface>());
        surfaces.collect::<Result<_, _>>().map_err(CorpusError::of)
    }

    /// Findings below this are neither expected nor compared.
    pub fn min_severity(&self) -> Result<Severity, CorpusError> {
        self.min_severity.parse().map_err(CorpusError::of)
    }

    /// What the project says, as the linter takes it.
    pub fn settings(&self) -> Result<Settings, CorpusError> {
        self.settings
            .as_ref()
            .map_or_else(|| Ok(Settings::new()), CaseSettings::settings)
    }

    /// What a linter has to be asked for that looks for what the case speaks of.
    pub fn options(&self) -> Result<Options, CorpusError> {
        let mut options = Options::new()
            .surfaces(self.surfaces()?)
            .min_severity(self.min_severity()?)
            .settings(self.settings()?);
        options.shape = match &self.shape {
            None => None,
            Some(name) => Some(name.parse().map_err(CorpusError::of)?),
        };
        Ok(options)
    }
}

impl CaseSettings {
    fn settings(&self) -> Result<Settings, CorpusError> {
        let mut settings = Settings::new();
        settings.roles = self.roles.as_ref().map(Roles::new);
        settings.id = self.id.as_ref().map(CaseIds::policy);
        if let Some(schema) = &self.custom {
            let schema = CustomSchema::new(schema).map_err(CorpusError::of)?;
            settings.custom = Some(Arc::new(schema));
        }
        for (name, level) in &self.rules {
            let rule = find_rule(name).ok_or_else(|| CorpusError(format!("there is no rule `{name}`")))?;
            let level: Level = level.parse().map_err(CorpusError::of)?;
            settings.rules.set(rule, level);
        }
        Ok(settings)
    }
}

impl CaseIds {
    fn policy(&self) -> IdPolicy {
        let roles = self.roles.iter();
        IdPolicy {
            form: self.prefixes.as_ref().map(IdForm::prefixes),
            roles: roles
                .map(|(role, ids)| (role.clone(), IdForm::prefixes(&ids.prefixes)))
                .collect(),
        }
    }
}

impl Input {
    /// The bytes; those of a file are asked for by its name.
    pub fn bytes(&self, file: impl FnOnce(&str) -> Option<Vec<u8>>) -> Result<Vec<u8>, CorpusError> {
        match self {
            Input::File(name) => file(name).ok_or_else(|| CorpusError(format!("there is no file {name}"))),
            Input::Text(text) => Ok(text.clone().into_bytes()),
            Input::Base64(text) => BASE64.decode(text.as_bytes()).map_err(CorpusError::of),
        }
    }
}

impl Expected {
    /// How bad the finding is on a surface, if it is any there.
    pub fn severity_on(&self, surface: Surface) -> Option<Severity> {
        self.surfaces.get(surface.name())?.parse().ok()
    }
}
