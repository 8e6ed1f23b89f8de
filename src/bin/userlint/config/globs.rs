//! Lists of patterns for paths, as `userlint.toml` has them.

use std::path::Path;

use globset::{Candidate, GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns for paths. A pattern without a slash is about a name at any depth, one with a slash about the path from the
/// folder of the configuration. What names a folder is about everything in it.
#[derive(Debug)]
pub(crate) struct Globs(GlobSet);

impl Globs {
    /// Builds the set of patterns that [`check`] lets through.
    pub(crate) fn new<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            for glob in spelled_out(pattern) {
                set.add(build(&glob)?);
            }
        }
        set.build().map(Globs).map_err(|error| error.kind().to_string())
    }

    /// Whether a path is meant; it begins at the folder of the configuration, or at the root.
    pub(crate) fn is_match(&self, path: &Path) -> bool {
        self.0.is_match_candidate(&Candidate::new(path))
    }
}

/// What is wrong with a pattern.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    if pattern.is_empty() {
        return Err("it is empty".to_owned());
    }
    if pattern.starts_with('!') {
        return Err("a pattern cannot be negated".to_owned());
    }
    if pattern.split('/').any(|part| part == "..") {
        return Err("a pattern cannot lead out of the folder of the configuration".to_owned());
    }
    spelled_out(pattern)
        .iter()
        .try_for_each(|glob| build(glob).map(drop))
}

fn build(glob: &str) -> Result<globset::Glob, String> {
    GlobBuilder::new(glob)
        .literal_separator(true)
        .build()
        .map_err(|error| error.kind().to_string())
}

/// The pattern itself, and everything below it.
fn spelled_out(pattern: &str) -> [String; 2] {
    let path = pattern.trim_start_matches("./").trim_end_matches('/');
    let path = match path.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if path.contains('/') => path.to_owned(),
        None => format!("**/{path}"),
    };
    [format!("{path}/**"), path]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, path: &str) -> bool {
        check(pattern).expect("a pattern");
        Globs::new([pattern])
            .expect("a pattern")
            .is_match(Path::new(path))
    }

    #[test]
    fn a_name_is_found_at_any_depth_and_a_path_where_it_is() {
        assert!(is_match("*.json", "a.json") && is_match("*.json", "a/b/c.json"));
        assert!(is_match("legacy", "a/legacy/b.json") && is_match("legacy/", "legacy/b.json"));
        assert!(is_match("a/*.json", "a/b.json") && !is_match("a/*.json", "a/b/c.json"));
        assert!(is_match("a/**/c.json", "a/b/x/c.json") && is_match("./a", "a/b.json"));
        assert!(!is_match("a/b.json", "x/a/b.json") && !is_match("/a.json", "x/a.json"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["", "!a", "../a", "a[", "{a"] {
            assert!(check(pattern).is_err(), "{pattern}");
        }
    }
}
