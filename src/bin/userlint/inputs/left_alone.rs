//! What a walk leaves alone, and why.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::shown;

/// Something that a walk met and did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeftAlone {
    pub(crate) path: PathBuf,
    pub(crate) reason: Reason,
}

/// Why it was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    Excluded,
    Hidden,
    /// A folder of things that others have made: installed packages, version control.
    OthersFolder,
    /// A file that is known by its name to hold something else.
    OtherPurpose,
    OwnReport,
    /// A folder of request bodies that userlint has made.
    BatchSet,
    DirectoryLink,
    LeadsOut,
    NotAFile,
    OddIgnoreFile,
}

impl LeftAlone {
    /// Whether it is said in any case: it looks like a payload, and that it is passed over is no matter of course.
    pub(crate) fn is_odd(&self) -> bool {
        matches!(
            self.reason,
            Reason::LeadsOut | Reason::NotAFile | Reason::OddIgnoreFile
        )
    }
}

impl fmt::Display for LeftAlone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            Reason::Excluded => "excluded",
            Reason::Hidden => "hidden; --hidden takes it",
            Reason::OthersFolder => "a folder of other programs; name it to look into it",
            Reason::OtherPurpose => "by its name it holds no payloads; name it to check it",
            Reason::OwnReport => "a report of userlint",
            Reason::BatchSet => "a set of batches that userlint has made; name it to check it",
            Reason::DirectoryLink => "a link to a directory; --follow follows it",
            Reason::LeadsOut => "a link that leads out of the directory; name it, or take --follow",
            Reason::NotAFile => "neither a file nor a directory",
            Reason::OddIgnoreFile => "its .gitignore is no file; --no-ignore looks into it",
        };
        write!(f, "left alone: {} ({reason})", shown(&self.path))
    }
}

/// Directories that no walk goes into.
pub(super) fn is_others_folder(name: &str) -> bool {
    matches!(
        name,
        "node_modules" | ".git" | ".hg" | ".svn" | ".vscode" | ".idea"
    )
}

/// Files that end like payloads and are known to be something else.
pub(super) fn has_other_purpose(path: &Path) -> bool {
    const NAMES: [&str; 9] = [
        "package.json",
        "npm-shrinkwrap.json",
        "jsconfig.json",
        "composer.json",
        "deno.json",
        "deno.jsonc",
        "biome.json",
        "biome.jsonc",
        "gl-code-quality-report.json",
    ];
    const ENDINGS: [&str; 5] = [
        "-lock.json",
        ".lock.json",
        ".schema.json",
        ".sarif.json",
        "-baseline.json",
    ];
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let name = name.to_ascii_lowercase();
    let variant = name
        .strip_prefix("tsconfig")
        .and_then(|rest| rest.strip_suffix(".json"));
    let is_tsconfig = variant.is_some_and(|variant| variant.is_empty() || variant.starts_with(['.', '-']));
    is_tsconfig || NAMES.contains(&name.as_str()) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a regular file begins like a report in any form that is JSON, a list of rules or a baseline that userlint has
/// written. Whoever
/// cannot read it does not know: that it is unreadable is said when it is read for good.
pub(super) fn is_own_report(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(1024).read_to_end(&mut start));
    let start = start.trim_ascii_start();
    let has = |part: &[u8]| memchr::memmem::find(start, part).is_some();
    // A Code Quality report is an array.
    let in_array = start.strip_prefix(b"[").unwrap_or(start).trim_ascii_start();
    let first_key = in_array.strip_prefix(b"{").unwrap_or_default().trim_ascii_start();
    let begins_with = |key: &[u8]| first_key.starts_with(key);
    read.is_ok()
        && ((begins_with(b"\"schema_version\"") && has(b"\"userlint\""))
            || (begins_with(b"\"type\":\"finding\"") && has(b"\"effect\""))
            || begins_with(b"\"type\":\"summary\"")
            || begins_with(b"\"type\":\"rejected\"")
            || (begins_with(b"\"$schema\"") && has(b"sarif"))
            || (begins_with(b"\"description\"") && has(b"\"check_name\""))
            || (begins_with(b"\"message\"") && has(b"\"name\":\"userlint\"")))
}
