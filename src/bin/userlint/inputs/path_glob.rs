//! Globs that stand for paths: what a shell would have made into them. They are spelled as
//! [patterns](crate::patterns) are.

use std::path::{Path, PathBuf};

use globset::GlobSet;

use crate::patterns::{compile, slashed};

/// A glob in the place of a path: what a shell would have made into paths.
#[derive(Debug, Clone)]
pub(crate) struct PathGlob {
    /// Where to look: the components in front of the first that is a pattern.
    base: PathBuf,
    whole: GlobSet,
    /// What a directory that is so many levels below the base must match, to be worth a look.
    levels: Vec<GlobSet>,
    /// Directories below those levels are worth a look, too.
    goes_deeper: bool,
    wants_hidden: bool,
    last: String,
}

impl PathGlob {
    /// The glob that a path is; none if it is an ordinary path, or no valid glob.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let is_pattern = |part: &str| part.contains(['*', '?', '[', '{']);
        let text = slashed(path.to_str()?);
        if !is_pattern(&text) {
            return None;
        }
        let root = if text.starts_with('/') { "/" } else { "" };
        let mut parts: Vec<&str> = text
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        // Alternatives that span components cannot be taken apart.
        let spans_components = parts
            .iter()
            .any(|part| part.matches('{').count() != part.matches('}').count());
        let fixed = parts.iter().position(|part| is_pattern(part))?;
        let joined = |count: usize| format!("{root}{}", parts[..count].join("/"));
        let open = parts[fixed..].iter().position(|part| part.contains("**"));
        let levels = match open {
            _ if spans_components => 0,
            Some(open) => open,
            None => parts.len() - fixed,
        };
        let levels = (1..=levels).map(|level| compile(&joined(fixed + level)));
        Some(PathGlob {
            base: match joined(fixed).as_str() {
                "" => PathBuf::from("."),
                base => PathBuf::from(base),
            },
            whole: compile(&joined(parts.len())).ok()?,
            levels: levels.collect::<Result<_, _>>().ok()?,
            goes_deeper: spans_components || open.is_some(),
            wants_hidden: parts[fixed..].iter().any(|part| part.starts_with('.')),
            last: parts.pop()?.to_owned(),
        })
    }

    pub(crate) fn base(&self) -> &Path {
        &self.base
    }

    pub(crate) fn matches(&self, path: &Path) -> bool {
        self.whole.is_match(path)
    }

    /// Whether a directory above the path matches, so that all of it is meant.
    pub(crate) fn matches_above(&self, path: &Path) -> bool {
        path.ancestors().skip(1).any(|path| self.matches(path))
    }

    /// Whether something below a directory, so many levels below the base, can match.
    pub(crate) fn reaches_into(&self, directory: &Path, level: usize) -> bool {
        self.matches(directory)
            || self.matches_above(directory)
            || match self.levels.get(level - 1) {
                Some(matcher) => matcher.is_match(directory),
                None => self.goes_deeper,
            }
    }

    pub(crate) fn wants_hidden(&self) -> bool {
        self.wants_hidden
    }

    /// Whether the glob says how names end, as `*.txt` does and `fixtures/**` does not.
    pub(crate) fn names_ending(&self) -> bool {
        let ending = self.last.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| !ending.contains(['*', '?', '[']))
    }

    /// Whether the glob ends with the very name of a file.
    pub(crate) fn names(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == self.last.as_str())
    }
}
