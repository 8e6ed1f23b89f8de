//! The corpus as plain files: a file for each input, and one index that says everything about them.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use userlint::corpus::{self, CaseSettings, Entry};
use userlint::{Severity, Surface};

/// Why the corpus could not be written.
#[derive(Debug)]
pub(super) enum CannotExport {
    NotEmpty(PathBuf),
    Write { path: PathBuf, error: io::Error },
}

impl fmt::Display for CannotExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotExport::NotEmpty(path) => {
                write!(
                    f,
                    "{} is there already, and not empty: name a new folder",
                    path.display()
                )
            }
            CannotExport::Write { path, error } => write!(f, "cannot write {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for CannotExport {}

#[derive(Serialize)]
struct Index<'e> {
    version: u32,
    cases: Vec<IndexedCase<'e>>,
}

#[derive(Serialize)]
struct IndexedCase<'e> {
    id: &'e str,
    rule: &'static str,
    name: &'e str,
    why: &'e str,
    file: String,
    r#as: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<&'e str>,
    min_severity: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    settings: Option<&'e CaseSettings>,
    /// By surface: every surface by which the case is judged.
    expected: BTreeMap<&'static str, OnSurface<'e>>,
}

#[derive(Serialize)]
struct OnSurface<'e> {
    accepted: bool,
    findings: Vec<ExpectedFinding<'e>>,
}

#[derive(Serialize)]
struct ExpectedFinding<'e> {
    rule: &'e str,
    pointer: &'e str,
    part: &'e str,
    severity: &'static str,
    at: (usize, usize),
}

/// Writes the files, and the index last: where it is, everything is.
pub(super) fn write(entries: &[Entry], folder: &Path) -> Result<(), CannotExport> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken {
        return Err(CannotExport::NotEmpty(folder.to_owned()));
    }
    let mut cases = Vec::new();
    for entry in entries {
        let name = Path::new(&entry.case.name_of_input);
        let ending = name.extension().unwrap_or_default().to_string_lossy();
        let file = format!("{}.{ending}", entry.id);
        write_file(&folder.join(&file), &entry.bytes)?;
        cases.push(indexed(entry, file));
    }
    let index = Index {
        version: corpus::VERSION,
        cases,
    };
    let path = folder.join("index.json");
    let text = serde_json::to_string_pretty(&index).map_err(|error| CannotExport::Write {
        path: path.clone(),
        error: error.into(),
    })?;
    write_file(&path, (text + "\n").as_bytes())
}

fn indexed(entry: &Entry, file: String) -> IndexedCase<'_> {
    let case = &entry.case;
    IndexedCase {
        id: &entry.id,
        rule: entry.folder,
        name: &case.name,
        why: &case.why,
        file,
        r#as: &case.name_of_input,
        shape: case.shape.as_deref(),
        min_severity: &case.min_severity,
        settings: case.settings.as_ref(),
        expected: entry
            .surfaces
            .iter()
            .map(|surface| (surface.name(), on_surface(entry, surface)))
            .collect(),
    }
}

fn on_surface(entry: &Entry, surface: Surface) -> OnSurface<'_> {
    let findings = entry.case.findings.iter();
    let on_surface = findings.filter_map(|finding| Some((finding, finding.severity_on(surface)?)));
    let found: Vec<_> = on_surface.collect();
    OnSurface {
        accepted: found.iter().all(|(_, severity)| *severity != Severity::Error),
        findings: found
            .into_iter()
            .map(|(finding, severity)| ExpectedFinding {
                rule: &finding.rule,
                pointer: &finding.pointer,
                part: &finding.part,
                severity: severity.name(),
                at: finding.at,
            })
            .collect(),
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), CannotExport> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes));
    written.map_err(|error| CannotExport::Write {
        path: path.to_owned(),
        error,
    })
}
