//! Findings that are known already: `--baseline`, and what keeps it current.
//!
//! A baseline is a JSON file with a fingerprint for each finding, so that a new finding beside an old one is new. An
//! entry whose finding is gone is stale: a baseline only shrinks, and says so.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use userlint::report::{Failure, Report, fingerprint};
use userlint::{Finding, Severity, Surface};

use crate::atomic;
use crate::inputs::{STDIN, read_file};

/// The version of the file that this program reads and writes.
const SCHEMA_VERSION: u32 = 1;

/// What to do with the baseline at the end of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upkeep {
    /// Nothing; stale entries make the run fail.
    Complain,
    /// Nothing, whatever is stale.
    Tolerate,
    /// Stale entries are taken out.
    Prune,
    /// It becomes what was found.
    Update,
}

/// The findings that are known, and which of them were met again.
pub(crate) struct Baseline {
    path: PathBuf,
    upkeep: Upkeep,
    /// Whether the inputs of the run are one dataset.
    is_dataset: bool,
    known: HashMap<String, Known>,
    /// What was found, for the inputs that were checked.
    found: Vec<Entry>,
    checked: BTreeMap<String, Vec<Surface>>,
}

struct Known {
    entry: Entry,
    is_met: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema_version: u32,
    /// `userlint`, so that a walk knows the file.
    tool: String,
    findings: Vec<Entry>,
}

/// One finding. Ordered as it stands in the file, where neighbours belong together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    rule: String,
    fingerprint: String,
    surfaces: BTreeMap<String, String>,
    /// The other file without which it is no finding: two users of one dataset, each in its file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    beside: Option<String>,
}

/// Why a baseline cannot be used.
#[derive(Debug)]
pub(crate) enum BaselineError {
    Missing {
        path: PathBuf,
    },
    Unreadable {
        path: PathBuf,
        error: io::Error,
    },
    Malformed {
        path: PathBuf,
        error: serde_json::Error,
    },
    OtherVersion {
        path: PathBuf,
        version: u32,
    },
    Unwritable {
        path: PathBuf,
        error: io::Error,
    },
    Stale {
        path: PathBuf,
        entries: usize,
        first: String,
    },
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BaselineError::Missing { path } => write!(
                f,
                "there is no baseline {}; --update-baseline makes it",
                path.display()
            ),
            BaselineError::Unreadable { path, error } => {
                write!(f, "cannot read the baseline {}: {error}", path.display())
            }
            BaselineError::Malformed { path, error } => {
                write!(f, "{} is not a baseline: {error}", path.display())
            }
            BaselineError::OtherVersion { path, version } => write!(
                f,
                "the baseline {} has version {version}; this program knows version {SCHEMA_VERSION}",
                path.display()
            ),
            BaselineError::Unwritable { path, error } => {
                write!(f, "cannot write the baseline {}: {error}", path.display())
            }
            BaselineError::Stale { path, entries, first } => {
                let (noun, verb) = if *entries == 1 {
                    ("entry", "is")
                } else {
                    ("entries", "are")
                };
                write!(
                    f,
                    "{entries} {noun} of the baseline {} {verb} stale, the first is {first}; --prune-baseline takes \
                     them out",
                    path.display()
                )
            }
        }
    }
}

impl BaselineError {
    /// The error as reports have it.
    pub(crate) fn failure(&self) -> Failure {
        Failure::new(None, self.to_string())
    }
}

impl Baseline {
    /// Reads the baseline. One that is to be updated need not be there yet.
    pub(crate) fn open(path: &Path, upkeep: Upkeep, is_dataset: bool) -> Result<Self, BaselineError> {
        let entries = match read_file(path) {
            Ok(bytes) => read(path, &bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => match upkeep {
                Upkeep::Update => Vec::new(),
                _ => {
                    return Err(BaselineError::Missing {
                        path: path.to_owned(),
                    });
                }
            },
            Err(error) => {
                return Err(BaselineError::Unreadable {
                    path: path.to_owned(),
                    error,
                });
            }
        };
        let known = entries.into_iter().map(|entry| {
            let known = Known { entry, is_met: false };
            (known.entry.fingerprint.clone(), known)
        });
        Ok(Baseline {
            path: path.to_owned(),
            upkeep,
            is_dataset,
            known: known.collect(),
            found: Vec::new(),
            checked: BTreeMap::new(),
        })
    }

    /// Marks the findings that are known.
    pub(crate) fn apply(&mut self, report: &mut Report) {
        let judged = report.verdicts.iter().map(|(surface, _)| surface).collect();
        self.checked.insert(report.source.clone(), judged);
        let fingerprints = fingerprint::of(report);
        for (finding, fingerprint) in report.findings.iter_mut().zip(fingerprints) {
            if let Some(known) = self.known.get_mut(&fingerprint) {
                known.is_met = true;
                finding.is_suppressed = true;
            }
            if self.upkeep == Upkeep::Update {
                finding.is_suppressed = true;
                self.found.push(Entry::of(&report.source, finding, fingerprint));
            }
        }
    }

    /// Does what was asked for with the baseline, now that all findings are known, and says what was done.
    pub(crate) fn finish(self, min_severity: Severity) -> Result<Option<String>, BaselineError> {
        let is_stale = |known: &Known| !known.is_met && self.could_be_met(&known.entry, min_severity);
        match self.upkeep {
            Upkeep::Tolerate => Ok(None),
            Upkeep::Complain => {
                let stale: Vec<_> = self.known.values().filter(|known| is_stale(known)).collect();
                match stale.iter().map(|known| &known.entry).min() {
                    None => Ok(None),
                    Some(first) => Err(BaselineError::Stale {
                        path: self.path.clone(),
                        entries: stale.len(),
                        first: format!("{} in {}", first.rule, first.file),
                    }),
                }
            }
            Upkeep::Prune => {
                let kept = self.known.values().filter(|known| !is_stale(known));
                let kept = kept.map(|known| known.entry.clone()).collect();
                self.write(kept)
            }
            Upkeep::Update => {
                let kept = self
                    .known
                    .values()
                    .filter(|known| !known.is_met && !is_stale(known));
                let mut entries: Vec<_> = kept.map(|known| known.entry.clone()).collect();
                entries.extend(self.found.iter().cloned());
                self.write(entries)
            }
        }
    }

    /// Whether this run would have met the finding of an entry, if it were still there.
    fn could_be_met(&self, entry: &Entry, min_severity: Severity) -> bool {
        // Of a file that is gone it could not; but only who asks for it to be taken out is sure to stand in the folder
        // from which it was named.
        let is_kept_current = matches!(self.upkeep, Upkeep::Prune | Upkeep::Update);
        let is_gone = |file: &str| is_kept_current && file != STDIN && !Path::new(file).exists();
        let Some(judged) = self.checked.get(&entry.file) else {
            return is_gone(&entry.file);
        };
        if let Some(beside) = &entry.beside {
            let are_compared = self.is_dataset && self.checked.contains_key(beside);
            if !are_compared && !is_gone(beside) {
                return false;
            }
        }
        judged.iter().any(|surface| {
            let severity = entry.surfaces.get(surface.name());
            severity.is_some_and(|severity| {
                severity
                    .parse()
                    .is_ok_and(|severity: Severity| severity >= min_severity)
            })
        })
    }

    fn write(&self, mut entries: Vec<Entry>) -> Result<Option<String>, BaselineError> {
        let noun = if entries.len() == 1 { "entry" } else { "entries" };
        let done = format!("wrote {}: {} {noun}", self.path.display(), entries.len());
        entries.sort();
        let document = Document {
            schema_version: SCHEMA_VERSION,
            tool: env!("CARGO_PKG_NAME").to_owned(),
            findings: entries,
        };
        let mut text = serde_json::to_vec_pretty(&document).unwrap_or_default();
        text.push(b'\n');
        atomic::replace(&self.path, &text).map_err(|error| BaselineError::Unwritable {
            path: self.path.clone(),
            error,
        })?;
        Ok(Some(done))
    }
}

impl Entry {
    fn of(file: &str, finding: &Finding, fingerprint: String) -> Self {
        let severities = finding.severities.iter();
        Entry {
            file: file.to_owned(),
            rule: finding.rule.id.to_owned(),
            fingerprint,
            surfaces: severities
                .map(|(surface, severity)| (surface.name().to_owned(), severity.name().to_owned()))
                .collect(),
            beside: {
                let mut others = finding
                    .related
                    .iter()
                    .filter_map(|related| related.source.as_ref());
                others.next().map(|source| source.name.clone())
            },
        }
    }
}

fn read(path: &Path, bytes: &[u8]) -> Result<Vec<Entry>, BaselineError> {
    let document: Document = serde_json::from_slice(bytes).map_err(|error| BaselineError::Malformed {
        path: path.to_owned(),
        error,
    })?;
    if document.schema_version != SCHEMA_VERSION {
        return Err(BaselineError::OtherVersion {
            path: path.to_owned(),
            version: document.schema_version,
        });
    }
    Ok(document.findings)
}
