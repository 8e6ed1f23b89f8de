//! Findings that are known already: `--baseline`, and what keeps it current.
//!
//! A baseline is a JSON file with a fingerprint for each finding, so that a new finding beside an old one is new. An
//! entry whose finding is gone is stale: a baseline only shrinks, and says so. Files are named from the folder of the
//! baseline, so that it holds wherever the run is started.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use userlint::report::fingerprint::Fingerprinter;
use userlint::report::{Failure, Report};
use userlint::{Finding, Severity, Surface};

use crate::atomic;
use crate::config::{folder_of, without_links};
use crate::inputs::{STDIN, read_file, shown};

/// The version of the file that this program reads and writes.
const SCHEMA_VERSION: u32 = 1;

/// So many kinds of stale entries are named, at most.
const MOST_NAMED: usize = 10;

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
    /// The folder in which it stands, without links.
    folder: PathBuf,
    upkeep: Upkeep,
    /// Whether the inputs of the run are one dataset.
    is_dataset: bool,
    known: HashMap<String, Known>,
    /// What was found, for the inputs that were checked.
    found: Vec<Entry>,
    checked: BTreeMap<String, Vec<Surface>>,
    fingerprints: Fingerprinter,
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
        /// How many of each kind, by file and rule.
        entries: BTreeMap<(String, String), usize>,
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
            BaselineError::Stale { path, entries } => {
                let (noun, verb, pronoun) = match entries.values().sum() {
                    1_usize => ("1 entry".to_owned(), "is", "it"),
                    count => (format!("{count} entries"), "are", "them"),
                };
                let kinds = entries.iter().take(MOST_NAMED);
                let mut named: Vec<_> = kinds
                    .map(|((file, rule), count)| match count {
                        1 => format!("{rule} in {file}"),
                        count => format!("{count} of {rule} in {file}"),
                    })
                    .collect();
                if let Some(more) = entries.len().checked_sub(MOST_NAMED).filter(|more| *more > 0) {
                    named.push(format!("and so on for {more} more"));
                }
                write!(
                    f,
                    "{noun} of the baseline {} {verb} stale: {}; --prune-baseline takes {pronoun} out",
                    path.display(),
                    named.join(", ")
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
            folder: without_links(folder_of(path)),
            upkeep,
            is_dataset,
            known: known.collect(),
            found: Vec::new(),
            checked: BTreeMap::new(),
            fingerprints: Fingerprinter::default(),
        })
    }

    /// Marks the findings in an input that are known.
    pub(crate) fn apply(&mut self, report: &mut Report, input: &Path) {
        let file = self.name(input);
        let judged = report.verdicts.iter().map(|(surface, _)| surface).collect();
        let fingerprints = self.fingerprints.under(report, &file);
        for (finding, fingerprint) in report.findings.iter_mut().zip(fingerprints) {
            if let Some(known) = self.known.get_mut(&fingerprint) {
                known.is_met = true;
                finding.is_suppressed = true;
            }
            if self.upkeep == Upkeep::Update {
                finding.is_suppressed = true;
                let others = finding
                    .related
                    .iter()
                    .filter_map(|related| related.source.as_ref());
                let beside = others.map(|source| self.name(Path::new(&source.name))).next();
                self.found.push(Entry::of(&file, beside, finding, fingerprint));
            }
        }
        self.checked.insert(file, judged);
    }

    /// What an input is called here: its path from the folder of the baseline.
    fn name(&self, input: &Path) -> String {
        if input == Path::new(STDIN) {
            return STDIN.to_owned();
        }
        let path = without_links(folder_of(input)).join(input.file_name().unwrap_or_default());
        shown(&relative(&path, &self.folder))
    }

    /// Does what was asked for with the baseline, now that all findings are known, and says what was done.
    pub(crate) fn finish(self, min_severity: Severity) -> Result<Option<String>, BaselineError> {
        let is_stale = |known: &Known| !known.is_met && self.could_be_met(&known.entry, min_severity);
        match self.upkeep {
            Upkeep::Tolerate => Ok(None),
            Upkeep::Complain => {
                let mut entries: BTreeMap<_, usize> = BTreeMap::new();
                for Known { entry, .. } in self.known.values().filter(|known| is_stale(known)) {
                    *entries
                        .entry((entry.file.clone(), entry.rule.clone()))
                        .or_default() += 1;
                }
                if entries.is_empty() {
                    return Ok(None);
                }
                Err(BaselineError::Stale {
                    path: self.path.clone(),
                    entries,
                })
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
        // Of a file that is gone it could not. But a name may also be one that was given to standard input: nothing is
        // said of it to somebody who has not asked.
        let is_kept_current = matches!(self.upkeep, Upkeep::Prune | Upkeep::Update);
        let is_gone = |file: &str| is_kept_current && file != STDIN && !self.folder.join(file).exists();
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
    fn of(file: &str, beside: Option<String>, finding: &Finding, fingerprint: String) -> Self {
        let severities = finding.severities.iter();
        Entry {
            file: file.to_owned(),
            rule: finding.rule.id.to_owned(),
            fingerprint,
            surfaces: severities
                .map(|(surface, severity)| (surface.name().to_owned(), severity.name().to_owned()))
                .collect(),
            beside,
        }
    }
}

/// A path from a folder; both begin at the root. Where there is no way from one to the other, the path as it is.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let common = path
        .components()
        .zip(folder.components())
        .take_while(|(one, other)| one == other)
        .count();
    if common == 0 {
        return path.to_owned();
    }
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
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
