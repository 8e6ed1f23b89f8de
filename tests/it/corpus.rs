//! The corpus: every rule on every case, and the findings compared whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use schemars::JsonSchema;
use serde::Deserialize;
use userlint::settings::{IdForm, IdPolicy, JsonSchema as CustomSchema, Level, Roles, Settings};
use userlint::{Finding, Linter, Options, Safety, Severity, Source, Surface, Surfaces};

/// The file `cases.json` of a corpus folder.
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Settings")]
pub struct CaseSettings {
    /// The roles of the project: turns `role_unknown` on.
    #[serde(default)]
    roles: Option<Vec<String>>,
    /// How ids look: turns `id_policy` on.
    #[serde(default)]
    id: Option<CaseIds>,
    /// The JSON Schema (draft 2020-12) of `custom`: turns `custom_schema` on.
    #[serde(default)]
    custom: Option<serde_json::Value>,
    /// How bad the findings of these rules are: `off`, `note`, `warning` or `error`.
    #[serde(default)]
    rules: BTreeMap<String, String>,
}

/// How ids look.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Ids")]
struct CaseIds {
    /// An id begins with one of these, and goes on behind it.
    #[serde(default)]
    prefixes: Option<Vec<String>>,
    /// What holds instead for users with these roles.
    #[serde(default)]
    roles: BTreeMap<String, CaseIdsOfRole>,
}

/// How the ids of users with a role look.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "IdsOfRole")]
struct CaseIdsOfRole {
    /// An id begins with one of these, and goes on behind it.
    prefixes: Vec<String>,
}

impl CaseSettings {
    /// The settings as the linter takes them.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new();
        settings.roles = self.roles.as_ref().map(Roles::new);
        settings.id = self.id.as_ref().map(|ids| {
            let mut policy = IdPolicy::default();
            policy.form = ids.prefixes.as_ref().map(IdForm::prefixes);
            let roles = ids.roles.iter();
            policy.roles = roles
                .map(|(role, ids)| (role.clone(), IdForm::prefixes(&ids.prefixes)))
                .collect();
            policy
        });
        settings.custom = self.custom.as_ref().map(|schema| {
            let schema = CustomSchema::new(schema).expect("a JSON Schema");
            Arc::new(schema) as Arc<dyn userlint::settings::CustomSchema>
        });
        for (rule, level) in &self.rules {
            let rule = userlint::find_rule(rule).expect("a rule");
            let level: Level = level.parse().expect("a level");
            settings.rules.set(rule, level);
        }
        settings
    }
}

/// The bytes of a case.
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Deserialize, JsonSchema)]
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

fn default_name() -> String {
    "input.json".to_owned()
}

fn default_min_severity() -> String {
    "note".to_owned()
}

/// The corpus folders with cases, by name: rules first, then the folders that begin with an underscore.
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let entries = fs::read_dir(&root).expect("the corpus is in the repository");
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    folders.retain(|folder| folder.join("cases.json").exists());
    folders.sort();
    folders
}

/// The cases of a folder.
pub fn cases(folder: &Path) -> Vec<Case> {
    let path = folder.join("cases.json");
    let text = fs::read_to_string(&path).expect("a readable file");
    let file: CaseFile =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.cases
}

impl Case {
    /// The bytes to be judged.
    pub fn bytes(&self, folder: &Path) -> Vec<u8> {
        self.input.bytes(folder)
    }

    /// The surfaces to judge by.
    pub fn surfaces(&self) -> Surfaces {
        match &self.surfaces {
            None => Surfaces::ALL,
            Some(names) => names
                .iter()
                .map(|name| name.parse::<Surface>().expect("a surface"))
                .collect(),
        }
    }

    /// What the project says.
    pub fn settings(&self) -> Settings {
        self.settings
            .as_ref()
            .map(CaseSettings::settings)
            .unwrap_or_default()
    }

    /// A linter that looks for what the case speaks of.
    pub fn linter(&self) -> Linter {
        let min_severity = Severity::ALL
            .into_iter()
            .find(|severity| severity.name() == self.min_severity);
        let mut options = Options::new()
            .surfaces(self.surfaces())
            .min_severity(min_severity.expect("a severity"))
            .settings(self.settings());
        options.shape = self.shape.as_ref().map(|name| name.parse().expect("a shape"));
        Linter::new(options)
    }

    /// The findings of this implementation.
    pub fn run(&self, folder: &Path) -> Vec<Finding> {
        let bytes = self.bytes(folder);
        self.linter()
            .check(Source::new(&self.name_of_input, &bytes))
            .findings
    }
}

impl Input {
    fn bytes(&self, folder: &Path) -> Vec<u8> {
        match self {
            Input::File(name) => {
                let path = folder.join(name);
                fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            }
            Input::Text(text) => text.clone().into_bytes(),
            Input::Base64(text) => base64::engine::general_purpose::STANDARD
                .decode(text)
                .expect("base64"),
        }
    }
}

/// A finding in the form in which expectation and outcome are compared and shown.
fn show(
    rule: &str,
    pointer: &str,
    part: &str,
    at: (usize, usize),
    surfaces: &BTreeMap<String, String>,
) -> String {
    let surfaces: Vec<_> = surfaces
        .iter()
        .map(|(surface, severity)| format!("{surface}: {severity}"))
        .collect();
    format!(
        "{rule} {part} of {pointer:?} at {}..{} ({})",
        at.0,
        at.1,
        surfaces.join(", ")
    )
}

fn show_expected(expected: &Expected) -> String {
    show(
        &expected.rule,
        &expected.pointer,
        &expected.part,
        expected.at,
        &expected.surfaces,
    )
}

fn show_found(finding: &Finding) -> String {
    let severities = finding.severities.iter();
    let surfaces = severities
        .map(|(surface, severity)| (surface.to_string(), severity.to_string()))
        .collect();
    let span = finding.location.span;
    show(
        finding.rule.id,
        &finding.pointer,
        finding.part.name(),
        (span.start, span.end),
        &surfaces,
    )
}

#[test]
fn every_rule_on_every_case() {
    let mut complaints = String::new();
    for folder in folders() {
        for case in cases(&folder) {
            let mut expected: Vec<_> = case.findings.iter().map(show_expected).collect();
            let findings = case.run(&folder);
            let mut found: Vec<_> = findings.iter().map(show_found).collect();
            expected.sort();
            found.sort();
            if expected == found {
                continue;
            }
            let bytes = case.bytes(&folder);
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let _ = writeln!(complaints, "\n{name}: {}", case.name);
            for missing in case
                .findings
                .iter()
                .filter(|expected| !found.contains(&show_expected(expected)))
            {
                let slice = bytes.get(missing.at.0..missing.at.1).unwrap_or_default();
                let slice = String::from_utf8_lossy(slice);
                let _ = writeln!(complaints, "  missing:    {} {slice:?}", show_expected(missing));
            }
            for surplus in findings
                .iter()
                .filter(|finding| !expected.contains(&show_found(finding)))
            {
                let span = surplus.location.span;
                let slice = String::from_utf8_lossy(&bytes[span.start..span.end]);
                let _ = writeln!(complaints, "  unexpected: {} {slice:?}", show_found(surplus));
                let _ = writeln!(complaints, "              {}", surplus.message);
            }
            if expected.len() != found.len() && complaints.ends_with(&format!("{}\n", case.name)) {
                let _ = writeln!(
                    complaints,
                    "  a finding is reported {} times, not {}",
                    found.len(),
                    expected.len()
                );
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}

#[test]
fn fixes_make_of_a_case_what_it_says() {
    let mut complaints = String::new();
    for folder in folders() {
        for case in cases(&folder) {
            let Some(fixed) = &case.fixed else { continue };
            let as_it_was = case.bytes(&folder);
            let safe = fixed
                .safe
                .as_ref()
                .map_or(as_it_was.clone(), |input| input.bytes(&folder));
            let all = fixed
                .all
                .as_ref()
                .map_or(safe.clone(), |input| input.bytes(&folder));
            for (safety, expected) in [(Safety::Safe, safe), (Safety::Unsafe, all)] {
                let source = Source::new(&case.name_of_input, &as_it_was);
                let made = case.linter().fix(source, safety).patch.bytes();
                if made != expected {
                    let _ = writeln!(
                        complaints,
                        "{}: {}, {}:\n  expected {}\n  made     {}",
                        folder.display(),
                        case.name,
                        safety.name(),
                        String::from_utf8_lossy(&expected),
                        String::from_utf8_lossy(&made)
                    );
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
}
