//! Globs: those of `--include` and `--exclude`, and those that stand for paths.
//!
//! `*` and `?` stop at a `/`, `**` does not; `[a-z]` and `{a,b}` are as everywhere.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A set of one: a glob alone has a matcher that panics where it is too large.
fn compile(glob: &str) -> Result<GlobSet, globset::Error> {
    let glob = GlobBuilder::new(glob)
        .literal_separator(true)
        .empty_alternates(true)
        .build()?;
    GlobSetBuilder::new().add(glob).build()
}

/// Separators as globs have them.
fn slashed(text: &str) -> String {
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.to_owned()
    }
}

/// A pattern of `--include` or `--exclude`, read as lines of a `.gitignore` are: without a `/` it is a name at any
/// depth, with one it is a path from the working directory; with one at its end it means directories alone.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    matcher: GlobSet,
    is_absolute: bool,
    is_directory: bool,
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = slashed(text);
        let path = text.strip_prefix("./").unwrap_or(&text);
        let (path, is_directory) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, false),
        };
        if path.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let anchored = if path.contains('/') {
            path.to_owned()
        } else {
            format!("**/{path}")
        };
        let matcher = compile(&anchored).map_err(|error| error.kind().to_string())?;
        Ok(Pattern {
            matcher,
            is_absolute: Path::new(path).is_absolute(),
            is_directory,
        })
    }
}

/// All patterns of one option.
#[derive(Debug)]
pub(crate) struct Patterns<'p> {
    patterns: &'p [Pattern],
    working_directory: PathBuf,
}

impl<'p> Patterns<'p> {
    pub(crate) fn new(patterns: &'p [Pattern], working_directory: &Path) -> Self {
        Patterns {
            patterns,
            working_directory: working_directory.to_owned(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a pattern matches the path itself.
    pub(crate) fn match_path(&self, path: &Path, is_directory: bool) -> bool {
        let relative = path.strip_prefix(&self.working_directory).unwrap_or(path);
        self.patterns.iter().any(|pattern| {
            if pattern.is_directory && !is_directory {
                false
            } else if pattern.is_absolute {
                pattern.matcher.is_match(self.working_directory.join(path))
            } else {
                pattern.matcher.is_match(relative)
            }
        })
    }

    /// Whether a pattern matches a directory above the path.
    pub(crate) fn match_above(&self, path: &Path) -> bool {
        let above = path.ancestors().skip(1);
        above
            .filter(|path| !path.as_os_str().is_empty())
            .any(|path| self.match_path(path, true))
    }
}

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
