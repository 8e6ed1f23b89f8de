//! From what was named to the inputs: each once, in the order of the bytes of their paths, whatever order they were
//! named in or a directory lists them in.
//!
//! What is named is checked, whatever it is called. What a walk meets is checked if it is called a payload and is not
//! known to be something else.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::left_alone::{self, LeftAlone, Reason};
use super::path_glob::PathGlob;
use super::{Identity, Input, InputError, read, read_file, tidy};
use crate::args::DiscoveryArgs;
use crate::batch;
use crate::patterns::Patterns;

/// What there is to check.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) inputs: Vec<Input>,
    pub(crate) errors: Vec<InputError>,
    /// What was met and not taken, in the order of the bytes of its path.
    pub(crate) left_alone: Vec<LeftAlone>,
}

impl Found {
    /// Whether a file is among what is checked, under whatever name.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let identity = fs::metadata(path).and_then(|metadata| Identity::of(path, &metadata));
        identity.is_ok_and(|identity| self.inputs.iter().any(|input| input.identity == identity))
    }

    /// Leaves out the inputs that a configuration excludes.
    pub(crate) fn leave_excluded(&mut self, args: &DiscoveryArgs, is_excluded: impl Fn(&Input) -> bool) {
        let (excluded, kept) = std::mem::take(&mut self.inputs)
            .into_iter()
            .partition(is_excluded);
        self.inputs = kept;
        let excluded: Vec<Input> = excluded;
        let has_lost_all = self.inputs.is_empty() && !excluded.is_empty() && self.errors.is_empty();
        self.left_alone
            .extend(excluded.into_iter().map(|input| LeftAlone {
                path: input.path,
                reason: Reason::Excluded,
            }));
        if has_lost_all && !args.no_error_on_empty {
            self.errors.push(InputError::NothingLeft {
                left_alone: self.left_alone.len(),
            });
        }
    }
}

/// Finds the inputs that the arguments ask for.
pub(crate) fn discover(args: &DiscoveryArgs) -> Found {
    let working_directory = std::env::current_dir().unwrap_or_default();
    let mut discovery = Discovery {
        args,
        includes: Patterns::new(args.include.iter().cloned(), &working_directory),
        excludes: Patterns::new(args.exclude.iter().cloned(), &working_directory),
        candidates: HashMap::new(),
        errors: Vec::new(),
        left_alone: Vec::new(),
    };
    let dash = Path::new("-");
    let list_on_stdin = args.files_from.as_deref() == Some(dash);
    let names_stdin = args.paths.iter().any(|path| path == dash);
    if list_on_stdin && (names_stdin || args.stdin_filename.is_some()) {
        discovery.errors.push(InputError::StdinTwice);
        return discovery.finish();
    }
    if args.stdin_filename.is_some() && !names_stdin {
        if args.paths.is_empty() && args.files_from.is_none() {
            discovery.stdin();
        } else {
            discovery.errors.push(InputError::StdinUnnamed);
        }
    }
    for path in &args.paths {
        if path == dash {
            discovery.stdin();
        } else {
            discovery.named(path, true);
        }
    }
    if let Some(list) = &args.files_from {
        match listed(list, args.null) {
            // A list is written by a program: what looks like a glob there is a name.
            Ok(paths) => paths.iter().for_each(|path| discovery.named(path, false)),
            Err(error) => discovery.errors.push(InputError::List {
                path: list.clone(),
                error,
            }),
        }
    }
    discovery.finish()
}

const IGNORE_FILE: &str = ".gitignore";

/// Whether something is there that is no regular file: a stream, a device, a directory. To read it could take for ever.
fn is_no_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

/// Whether what says which files of a directory are ignored is no file, in it or above it.
fn is_ignored_by_no_file(directory: &Path) -> bool {
    let directory = fs::canonicalize(directory).unwrap_or_else(|_| directory.to_owned());
    directory
        .ancestors()
        .any(|folder| is_no_file(&folder.join(IGNORE_FILE)))
}

/// The paths of a list of files.
fn listed(list: &Path, is_null_separated: bool) -> io::Result<Vec<PathBuf>> {
    let bytes = if list == Path::new("-") {
        read(&mut io::stdin().lock(), 0)?
    } else {
        read_file(list)?
    };
    let separator = if is_null_separated { 0 } else { b'\n' };
    let paths = bytes.split(|&byte| byte == separator).map(|path| {
        if is_null_separated {
            path
        } else {
            path.strip_suffix(b"\r").unwrap_or(path)
        }
    });
    let paths = paths.filter(|path| !path.is_empty()).map(os_string);
    Ok(paths
        .collect::<io::Result<Vec<_>>>()?
        .into_iter()
        .map(PathBuf::from)
        .collect())
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn os_string(bytes: &[u8]) -> io::Result<OsString> {
    use std::os::unix::ffi::OsStrExt;
    Ok(OsStr::from_bytes(bytes).to_owned())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> io::Result<OsString> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8")),
    }
}

/// How good a name of an input is, where it has several: what was named is called so, and a file by its own name
/// rather than by a link to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    Named,
    Met,
    MetByLink,
}

struct Discovery<'a> {
    args: &'a DiscoveryArgs,
    includes: Patterns,
    excludes: Patterns,
    candidates: HashMap<Identity, (Claim, Input)>,
    errors: Vec<InputError>,
    left_alone: Vec<LeftAlone>,
}

impl Discovery<'_> {
    fn finish(mut self) -> Found {
        if self.candidates.is_empty() && self.errors.is_empty() && !self.args.no_error_on_empty {
            self.errors.push(InputError::NothingLeft {
                left_alone: self.left_alone.len(),
            });
        }
        let bytes = |path: &Path| tidy(path).into_os_string().into_encoded_bytes();
        let mut inputs: Vec<Input> = self.candidates.into_values().map(|(_, input)| input).collect();
        inputs.sort_by_cached_key(|input| bytes(&input.path));
        self.left_alone.sort_by_cached_key(|left| bytes(&left.path));
        self.left_alone.dedup();
        Found {
            inputs,
            errors: self.errors,
            left_alone: self.left_alone,
        }
    }

    fn take(&mut self, claim: Claim, mut input: Input) {
        input.is_named &= claim == Claim::Named;
        match self.candidates.get_mut(&input.identity) {
            Some(known) => {
                if (claim, tidy(&input.path)) < (known.0, tidy(&known.1.path)) {
                    *known = (claim, input);
                }
            }
            None => {
                self.candidates.insert(input.identity.clone(), (claim, input));
            }
        }
    }

    fn leave(&mut self, path: &Path, reason: Reason) {
        self.left_alone.push(LeftAlone {
            path: path.to_owned(),
            reason,
        });
    }

    /// Standard input. An editor pipes whatever is open: excludes hold for the name that it gives.
    fn stdin(&mut self) {
        let name = self.args.stdin_filename.as_deref();
        match name {
            Some(name) if self.is_excluded(&tidy(name)) => self.leave(name, Reason::Excluded),
            _ => self.take(Claim::Named, Input::stdin(name)),
        }
    }

    fn named(&mut self, path: &Path, may_be_glob: bool) {
        if path.as_os_str().is_empty() {
            self.errors.push(InputError::EmptyPath);
            return;
        }
        if path.is_dir() {
            if self.args.force_exclude && self.is_excluded(&tidy(path)) {
                self.leave(path, Reason::Excluded);
                return;
            }
            if self.walk(path, None) == 0 && !self.args.no_error_on_empty {
                let left_alone = self
                    .left_alone
                    .iter()
                    .filter(|left| left.path.starts_with(path))
                    .count();
                self.errors.push(InputError::NothingBelow {
                    path: path.to_owned(),
                    left_alone,
                });
            }
            return;
        }
        let glob = if may_be_glob && fs::symlink_metadata(path).is_err() {
            PathGlob::of(path)
        } else {
            None
        };
        if let Some(glob) = glob {
            let met = if glob.base().is_dir() {
                self.walk(glob.base(), Some(&glob))
            } else {
                0
            };
            if met == 0 && !self.args.no_error_on_empty {
                self.errors.push(InputError::NothingMatches {
                    glob: path.to_owned(),
                });
            }
            return;
        }
        match Input::of_file(path) {
            Ok(input) => match self.reason_against_named(path) {
                Some(reason) => self.leave(path, reason),
                None => self.take(Claim::Named, input),
            },
            Err(error) => self.errors.push(error),
        }
    }

    /// Why a file that was named is not taken: only if it was asked that names count for nothing.
    fn reason_against_named(&self, path: &Path) -> Option<Reason> {
        if !self.args.force_exclude {
            return None;
        }
        let tidied = tidy(path);
        let is_included = self.includes.is_empty()
            || self.includes.match_path(&tidied, false)
            || self.includes.match_above(&tidied);
        let mut above = tidied.iter().rev().skip(1);
        if self.is_excluded(&tidied) || !is_included {
            Some(Reason::Excluded)
        } else if above.any(|name| name.to_str().is_some_and(left_alone::is_others_folder)) {
            Some(Reason::OthersFolder)
        } else {
            self.reason_against_content(path)
        }
    }

    /// Why a file with an acceptable name is taken for something else than payloads.
    fn reason_against_content(&self, path: &Path) -> Option<Reason> {
        if self.includes.match_path(&tidy(path), false) {
            None
        } else if left_alone::has_other_purpose(path) {
            Some(Reason::OtherPurpose)
        } else if left_alone::is_own_report(path) || batch::is_empty_list_of_set(path) {
            Some(Reason::OwnReport)
        } else {
            None
        }
    }

    fn is_excluded(&self, tidied: &Path) -> bool {
        self.excludes.match_path(tidied, false) || self.excludes.match_above(tidied)
    }

    /// Takes what is below a directory, and says how much that was.
    fn walk(&mut self, root: &Path, glob: Option<&PathGlob>) -> usize {
        if !self.args.no_ignore && is_ignored_by_no_file(root) {
            self.errors.push(InputError::OddIgnoreFile {
                path: root.to_owned(),
            });
            return 1;
        }
        let passed_by = Arc::new(Mutex::new(Vec::new()));
        let walk = WalkBuilder::new(root)
            .standard_filters(false)
            .git_ignore(!self.args.no_ignore)
            .parents(!self.args.no_ignore)
            .require_git(false)
            .follow_links(self.args.follow)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(self.entered(glob, Arc::clone(&passed_by)))
            .build();
        let mut taken = 0;
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
                Ok(entry) => taken += usize::from(self.met(root, &entry, glob)),
                // Whoever follows links meets directories again.
                Err(error) if is_loop(&error) => {}
                Err(error) => {
                    self.errors.push(InputError::Walk(error));
                    taken += 1;
                }
            }
        }
        let mut passed_by = passed_by.lock().unwrap_or_else(PoisonError::into_inner);
        self.left_alone.append(&mut passed_by);
        taken
    }

    /// Which directories a walk goes into.
    fn entered(
        &self,
        glob: Option<&PathGlob>,
        passed_by: Arc<Mutex<Vec<LeftAlone>>>,
    ) -> impl Fn(&DirEntry) -> bool + Send + Sync + 'static {
        let obeys_ignores = !self.args.no_ignore;
        let takes_hidden = self.args.hidden || glob.is_some_and(PathGlob::wants_hidden);
        let glob = glob.cloned();
        let excludes = self.excludes.clone();
        move |entry| {
            let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
            if !is_directory || entry.depth() == 0 {
                return true;
            }
            let tidied = tidy(entry.path());
            if glob
                .as_ref()
                .is_some_and(|glob| !glob.reaches_into(&tidied, entry.depth()))
            {
                return false;
            }
            let name = entry.file_name().to_str().unwrap_or_default();
            let reason = if left_alone::is_others_folder(name) {
                Reason::OthersFolder
            } else if !takes_hidden && is_hidden(entry.file_name()) {
                Reason::Hidden
            } else if excludes.match_path(&tidied, true) {
                Reason::Excluded
            } else if obeys_ignores && is_no_file(&entry.path().join(IGNORE_FILE)) {
                Reason::OddIgnoreFile
            } else if batch::is_set(entry.path()) {
                Reason::BatchSet
            } else {
                return true;
            };
            let mut passed_by = passed_by.lock().unwrap_or_else(PoisonError::into_inner);
            passed_by.push(LeftAlone {
                path: entry.path().to_owned(),
                reason,
            });
            false
        }
    }

    /// Something in a directory that is no directory itself: whether it counts as found there.
    fn met(&mut self, root: &Path, entry: &DirEntry, glob: Option<&PathGlob>) -> bool {
        let path = entry.path();
        let tidied = tidy(path);
        let matches_glob = glob.is_some_and(|glob| glob.matches(&tidied));
        let matches_ending = matches_glob && glob.is_some_and(PathGlob::names_ending);
        if glob.is_some_and(|glob| !matches_glob && !glob.matches_above(&tidied)) {
            return false;
        }
        let is_called_right = if self.includes.is_empty() {
            matches_ending || is_payload_name(path)
        } else {
            self.includes.match_path(&tidied, false)
                || (is_payload_name(path) && self.includes.match_above(&tidied))
        };
        if !is_called_right {
            return false;
        }
        let takes_hidden = self.args.hidden || glob.is_some_and(PathGlob::wants_hidden);
        if !takes_hidden && is_hidden(entry.file_name()) {
            self.leave(path, Reason::Hidden);
            return false;
        }
        if self.is_excluded(&tidied) {
            self.leave(path, Reason::Excluded);
            return false;
        }
        let is_link = entry.path_is_symlink();
        if is_link && !self.args.follow && path.is_dir() {
            self.leave(path, Reason::DirectoryLink);
            return false;
        }
        match Input::of_file(path) {
            Ok(_) if is_link && !self.args.follow && leads_out(root, path) => {
                self.leave(path, Reason::LeadsOut);
                false
            }
            Ok(input) => {
                let is_named = glob.is_some_and(|glob| matches_glob && glob.names(path));
                match self.reason_against_content(path) {
                    Some(reason) if !is_named => {
                        self.leave(path, reason);
                        false
                    }
                    _ => {
                        self.take(if is_link { Claim::MetByLink } else { Claim::Met }, input);
                        true
                    }
                }
            }
            // Nobody has named the stream; it is not what payloads are kept in.
            Err(InputError::NotAFile { .. }) => {
                self.leave(path, Reason::NotAFile);
                false
            }
            // What is called a payload and cannot be read is not passed over.
            Err(error) => {
                self.errors.push(error);
                true
            }
        }
    }
}

/// Whether what a link points to lies outside a directory.
fn leads_out(root: &Path, link: &Path) -> bool {
    match (fs::canonicalize(root), fs::canonicalize(link)) {
        (Ok(root), Ok(target)) => !target.starts_with(root),
        _ => true,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithPath { err, .. } => is_loop(err),
        _ => false,
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether a file ends like a payload, in any case.
fn is_payload_name(path: &Path) -> bool {
    const ENDINGS: [&str; 5] = ["json", "jsonl", "ndjson", "jsonc", "json5"];
    path.extension().is_some_and(|extension| {
        ENDINGS
            .iter()
            .any(|ending| extension.eq_ignore_ascii_case(ending))
    })
}
