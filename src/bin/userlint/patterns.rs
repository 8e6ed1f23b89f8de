//! Patterns for paths, as the command line and `userlint.toml` have them: read as lines of a `.gitignore` are.
//!
//! Without a `/` a pattern is a name at any depth, with one a path from a base: the working directory, or the folder of
//! the configuration. With a `/` at its end it means directories alone. What names a directory is about everything in it.
//! `*` and `?` stop at a `/`, `**` does not; `[a-z]` and `{a,b}` are as everywhere. Nothing can be negated.
//!
//! Globs that stand for paths themselves are in [`inputs`](crate::inputs).

use std::fmt;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A pattern for paths.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    matcher: GlobSet,
    is_absolute: bool,
    is_directory: bool,
}

/// Why a text is no pattern for paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PatternError {
    Empty,
    Negated,
    LeadsOut,
    Malformed(globset::ErrorKind),
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PatternError::Empty => f.write_str("it is empty"),
            PatternError::Negated => f.write_str("a pattern cannot be negated"),
            PatternError::LeadsOut => {
                f.write_str("a pattern cannot lead out of the folder of the configuration")
            }
            PatternError::Malformed(kind) => kind.fmt(f),
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// A pattern of the command line. One that begins at the root is about absolute paths.
    pub(crate) fn of_command_line(text: &str) -> Result<Self, PatternError> {
        let text = slashed(text);
        Self::new(&text, text.trim_end_matches('/').contains('/'))
    }

    /// A pattern of a configuration. Its root is the folder of the configuration, and it stays in there.
    pub(crate) fn of_configuration(text: &str) -> Result<Self, PatternError> {
        if text.split('/').any(|part| part == "..") {
            return Err(PatternError::LeadsOut);
        }
        match text.strip_prefix('/') {
            Some(rooted) => Self::new(rooted, true),
            None => Self::new(text, text.trim_end_matches('/').contains('/')),
        }
    }

    fn new(text: &str, is_path: bool) -> Result<Self, PatternError> {
        if text.starts_with('!') {
            return Err(PatternError::Negated);
        }
        let text = text.trim_start_matches("./");
        let (path, is_directory) = match text.strip_suffix('/') {
            Some(path) => (path, true),
            None => (text, false),
        };
        if path.is_empty() {
            return Err(PatternError::Empty);
        }
        let glob = if is_path {
            path.to_owned()
        } else {
            format!("**/{path}")
        };
        Ok(Pattern {
            matcher: compile(&glob).map_err(|error| PatternError::Malformed(error.kind().clone()))?,
            is_absolute: Path::new(path).is_absolute(),
            is_directory,
        })
    }
}

/// Patterns that stand in one list, with their base.
#[derive(Debug, Clone)]
pub(crate) struct Patterns {
    patterns: Vec<Pattern>,
    base: PathBuf,
}

impl Patterns {
    /// Patterns that begin in a folder. A base that is empty is for paths that begin there already.
    pub(crate) fn new(patterns: impl IntoIterator<Item = Pattern>, base: impl Into<PathBuf>) -> Self {
        Patterns {
            patterns: patterns.into_iter().collect(),
            base: base.into(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether a pattern matches the path itself.
    pub(crate) fn match_path(&self, path: &Path, is_directory: bool) -> bool {
        let relative = path.strip_prefix(&self.base).unwrap_or(path);
        self.patterns.iter().any(|pattern| {
            if pattern.is_directory && !is_directory {
                false
            } else if pattern.is_absolute {
                pattern.matcher.is_match(self.base.join(path))
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

    /// Whether a file is meant, by itself or with a directory above it.
    pub(crate) fn match_file(&self, path: &Path) -> bool {
        self.match_path(path, false) || self.match_above(path)
    }
}

/// A set of one: a glob alone has a matcher that panics where it is too large.
pub(crate) fn compile(glob: &str) -> Result<GlobSet, globset::Error> {
    let glob = GlobBuilder::new(glob)
        .literal_separator(true)
        .empty_alternates(true)
        .build()?;
    GlobSetBuilder::new().add(glob).build()
}

/// Separators as globs have them.
pub(crate) fn slashed(text: &str) -> String {
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parse = fn(&str) -> Result<Pattern, PatternError>;

    const BOTH: [Parse; 2] = [Pattern::of_command_line, Pattern::of_configuration];

    /// What a list of this one pattern says of a file, in both of its places.
    fn matches(pattern: &str, path: &str) -> bool {
        let [by_flag, by_file] = BOTH.map(|parse| {
            let pattern = parse(pattern).expect("a pattern");
            Patterns::new([pattern], "").match_file(Path::new(path))
        });
        assert_eq!(by_flag, by_file, "{pattern} on {path}");
        by_flag
    }

    #[test]
    fn a_name_is_found_at_any_depth_and_a_path_where_it_is() {
        assert!(matches("*.json", "a.json") && matches("*.json", "a/b/c.json"));
        assert!(matches("legacy", "a/legacy/b.json") && matches("legacy/", "legacy/b.json"));
        assert!(matches("a/*.json", "a/b.json") && !matches("a/*.json", "a/b/c.json"));
        assert!(matches("a/**/c.json", "a/b/x/c.json") && matches("./a", "a/b.json"));
        assert!(!matches("a/b.json", "x/a/b.json") && !matches("./a.json", "x/a.json"));
        assert!(matches("{a,b}/c{,d}.json", "b/c.json"));
    }

    #[test]
    fn a_slash_at_the_end_means_directories_alone() {
        assert!(matches("legacy/", "a/legacy/b.json") && !matches("legacy/", "a/legacy"));
        assert!(matches("a/legacy/", "a/legacy/b/c.json") && !matches("a/legacy/", "x/a/legacy/b.json"));
    }

    #[test]
    fn the_root_is_that_of_the_system_or_of_the_configuration() {
        let by_flag = Patterns::new(
            [Pattern::of_command_line("/w/a/*.json").expect("a pattern")],
            "/w",
        );
        assert!(by_flag.match_file(Path::new("a/b.json")) && by_flag.match_file(Path::new("/w/a/b.json")));
        assert!(!by_flag.match_file(Path::new("b/a/b.json")));
        let by_file = Patterns::new([Pattern::of_configuration("/a.json").expect("a pattern")], "");
        assert!(by_file.match_file(Path::new("a.json")) && !by_file.match_file(Path::new("x/a.json")));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for parse in BOTH {
            assert_eq!(parse("").unwrap_err(), PatternError::Empty);
            assert_eq!(parse("!a").unwrap_err(), PatternError::Negated);
            assert!(matches!(parse("a[").unwrap_err(), PatternError::Malformed(_)));
            assert!(matches!(parse("{a").unwrap_err(), PatternError::Malformed(_)));
        }
        for text in ["../a", "a/../b", "/.."] {
            assert_eq!(
                Pattern::of_configuration(text).unwrap_err(),
                PatternError::LeadsOut
            );
            assert!(Pattern::of_command_line(text).is_ok(), "{text}");
        }
        assert_eq!(Pattern::of_configuration("/").unwrap_err(), PatternError::Empty);
    }
}
