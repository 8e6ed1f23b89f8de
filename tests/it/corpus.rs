//! The corpus: every rule on every case, and the findings compared whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use userlint::corpus::CaseFile;
pub use userlint::corpus::{Expected, Input};
use userlint::{Finding, Linter, Safety, Settings, Source, Surfaces};

/// A case, with what tests ask of it. Wherever it is not what the specification says, a test fails.
pub struct Case(userlint::corpus::Case);

impl Deref for Case {
    type Target = userlint::corpus::Case;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
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
    file.cases.into_iter().map(Case).collect()
}

impl Case {
    /// The bytes to be judged.
    pub fn bytes(&self, folder: &Path) -> Vec<u8> {
        bytes(&self.input, folder)
    }

    /// The surfaces to judge by.
    pub fn surfaces(&self) -> Surfaces {
        self.0.surfaces().expect("surfaces")
    }

    /// What the project says.
    pub fn settings(&self) -> Settings {
        self.0.settings().expect("settings")
    }

    /// A linter that looks for what the case speaks of.
    pub fn linter(&self) -> Linter {
        Linter::new(self.options().expect("names of rules, levels, surfaces, shapes"))
    }

    /// The findings of this implementation.
    pub fn run(&self, folder: &Path) -> Vec<Finding> {
        let bytes = self.bytes(folder);
        self.linter()
            .check(Source::new(&self.name_of_input, &bytes))
            .findings
    }
}

fn bytes(input: &Input, folder: &Path) -> Vec<u8> {
    let read = |name: &str| fs::read(folder.join(name)).ok();
    input
        .bytes(read)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
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
                .map_or(as_it_was.clone(), |input| bytes(input, &folder));
            let all = fixed
                .all
                .as_ref()
                .map_or(safe.clone(), |input| bytes(input, &folder));
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
