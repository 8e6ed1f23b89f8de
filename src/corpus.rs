//! The corpus as data: its cases, built in as the bytes that stand in the repository, and what is asked of an
//! implementation about each.
//!
//! `corpus/README.md` says what the members mean and is the specification. Nothing is run here: who answers, and how, is
//! the caller's matter.

mod case;
mod example;
mod files;
mod question;

use std::fmt::{self, Display};

pub use case::{Case, CaseFile, CaseIds, CaseIdsOfRole, CaseSettings, Expected, Fixed, Input};
pub use example::Example;
pub use question::{Answer, Disagreement, Judgement, Level, Question, Sighting, WrongAnswer};

/// The version of the corpus. It goes up with any change after which an implementation that agreed may agree no more: of a
/// case, of the protocol, or of what is compared.
pub const VERSION: u32 = 1;

/// A case with its bytes, and where it stands.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The folder, and the name of the case in lower case with a hyphen between its words: `id_number/in-a-list`.
    /// Unique.
    pub id: String,
    /// The folder: the id of the rule that the case is about, or a name that begins with an underscore.
    pub folder: &'static str,
    /// The case as it is written.
    pub case: Case,
    /// The bytes to be judged.
    pub bytes: Vec<u8>,
    /// The surfaces by which they are judged, in documentation order.
    pub surfaces: crate::surface::Surfaces,
}

/// The cases that are built in, in the order of their folders and files.
pub fn built_in() -> Result<Vec<Entry>, CorpusError> {
    let mut entries = Vec::new();
    for (path, bytes) in files::FILES {
        let Some(folder) = path.strip_suffix("/cases.json") else {
            continue;
        };
        let in_file = |error: &dyn Display| CorpusError(format!("corpus/{path}: {error}"));
        let file: CaseFile = serde_json::from_slice(bytes).map_err(|error| in_file(&error))?;
        for case in file.cases {
            let bytes = case
                .input
                .bytes(|name| file_of(folder, name))
                .map_err(|error| in_file(&error))?;
            let surfaces = case.surfaces().map_err(|error| in_file(&error))?;
            entries.push(Entry {
                id: format!("{folder}/{}", slug(&case.name)),
                folder,
                case,
                bytes,
                surfaces,
            });
        }
    }
    Ok(entries)
}

fn file_of(folder: &str, name: &str) -> Option<Vec<u8>> {
    let mut files = files::FILES.iter();
    let (_, bytes) = files.find(|(path, _)| path.strip_prefix(folder) == Some(&format!("/{name}")))?;
    Some(bytes.to_vec())
}

/// A name as part of an id and of a path: letters and digits of ASCII, in lower case, with a hyphen for anything else.
fn slug(name: &str) -> String {
    let words = name.split(|char: char| !char.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
}

/// A corpus that is not what its specification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorpusError(String);

impl CorpusError {
    fn of(error: impl Display) -> Self {
        CorpusError(error.to_string())
    }
}

impl Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CorpusError {}

#[cfg(test)]
mod tests {
    use super::*;

    use std::collections::BTreeSet;

    #[test]
    fn every_case_has_an_id_of_its_own() {
        let entries = built_in().expect("the corpus is as its specification says");
        let ids: BTreeSet<_> = entries.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), entries.len());
    }

    #[test]
    fn an_id_holds_nothing_that_a_path_or_a_shell_could_take_for_more() {
        assert_eq!(slug("a `null`, in JSON5 (é)"), "a-null-in-json5");
        assert_eq!(slug("../x"), "x");
    }

    #[test]
    fn the_specification_names_the_version() {
        let specification = include_str!("../corpus/README.md");
        assert!(
            specification.contains(&format!("This is version {VERSION} of the corpus")),
            "corpus/README.md names another version"
        );
    }
}
