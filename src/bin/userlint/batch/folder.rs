//! The folder of a set: which files in it are ours, which of them may stay, and in what order they change.
//!
//! It is looked at before anything in it changes. A file is compared before it is written, and one that is the same is left
//! as it is: so a run that was interrupted goes on where it stopped, and a set that is complete is not touched. The
//! manifest goes first and comes last: where it is, every file of the set is there. A file of another set is replaced only
//! if that was asked for, and one that neither a manifest nor a [`journal`] names never. Files appear as [`AtomicFile`] has
//! it, whole or not at all; a run that fails takes back what it has made.

mod journal;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::atomic::{self, AtomicFile};
use crate::inputs::shown;

use self::journal::{JOURNAL, Journal, JournalError};

/// The users that are in no batch.
pub(super) const REJECTED: &str = "rejected.ndjson";

/// What is in the set.
pub(super) const MANIFEST: &str = "manifest.json";

/// How a manifest begins: with the version of its form.
pub(super) const MANIFEST_START: &str = "{\n\"schema_version\": 1,\n\"tool\": {\"name\":\"userlint\"},\n";

/// How each record of a rejected user begins.
const REJECTED_START: &str = "{\"type\":\"rejected\",";

/// The file of a batch, by its number from 1.
pub(super) fn batch_name(number: usize) -> String {
    format!("batch-{number:06}.json")
}

/// The number of a batch, if a file of this name is one.
fn batch_number(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("batch-")?.strip_suffix(".json")?;
    let number = digits.parse().ok()?;
    (number > 0 && batch_name(number) == name).then_some(number)
}

/// Whether this is what a run left that was killed while it wrote.
fn is_unfinished(name: &str) -> bool {
    name.starts_with(".userlint-") && name.ends_with(".unfinished")
}

/// Why the set cannot be written.
#[derive(Debug)]
pub(crate) enum FolderError {
    NotAFolder(PathBuf),
    Unopenable {
        path: PathBuf,
        error: io::Error,
    },
    Foreign {
        path: PathBuf,
        others: usize,
    },
    NotAFile(PathBuf),
    NotOurs(PathBuf),
    OtherSet(PathBuf),
    /// Another run is at work in the folder.
    Taken(PathBuf),
    Unreadable {
        path: PathBuf,
        error: io::Error,
    },
    Unwritable {
        path: PathBuf,
        error: io::Error,
    },
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FolderError::NotAFolder(path) => {
                write!(f, "cannot write into {}: it is not a folder", shown(path))
            }
            FolderError::Unopenable { path, error } => {
                write!(f, "cannot open the folder {}: {error}", shown(path))
            }
            FolderError::Foreign { path, others } => {
                write!(f, "{} ", shown(path))?;
                match others {
                    0 => f.write_str("is no part of a set of batches")?,
                    others => write!(f, "and {others} more are no part of a set of batches")?,
                }
                f.write_str(": name another folder, or pass --force to write beside what is there")
            }
            FolderError::NotAFile(path) => write!(f, "cannot replace {}: it is not a file", shown(path)),
            FolderError::NotOurs(path) => write!(
                f,
                "cannot replace {}: userlint has not written it; name another folder",
                shown(path)
            ),
            FolderError::OtherSet(path) => write!(
                f,
                "{} shows that the folder holds another set: name another folder, or pass --force to replace the set",
                shown(path)
            ),
            FolderError::Taken(path) => write!(
                f,
                "another run writes into {}: wait until it has ended, or name another folder",
                shown(path)
            ),
            FolderError::Unreadable { path, error } => write!(f, "cannot read {}: {error}", shown(path)),
            FolderError::Unwritable { path, error } => write!(f, "cannot write {}: {error}", shown(path)),
        }
    }
}

/// The folder into which a set is written. Dropped before the set is complete, it takes back what it has made.
pub(super) struct Folder {
    path: PathBuf,
    may_replace: bool,
    /// The files of a set that were there at the start.
    held: HashSet<String>,
    /// The number of the last batch among them.
    last_held: usize,
    /// Whether a manifest is there, and says that the set is complete.
    is_complete: bool,
    journal: Journal,
    written: usize,
    /// The files that this run has put where there was none.
    made: Vec<PathBuf>,
    is_finished: bool,
    // Dropped last: a folder that is empty then was made for nothing.
    _folders: MadeFolders,
}

impl Folder {
    /// Looks whether a set may be written into the folder, then opens it, or makes it. What a killed run left in it is
    /// taken away.
    pub(super) fn open(path: &Path, may_replace: bool) -> Result<Self, FolderError> {
        let names = journal::names_in(path).map_err(|error| unreadable_journal(path, error))?;
        Contents::of(path, &names)?.may_be_written_to(may_replace)?;
        let unopenable = |error| FolderError::Unopenable {
            path: path.to_owned(),
            error,
        };
        let folders = MadeFolders::up_to(path).map_err(unopenable)?;
        let journal = Journal::take(path).map_err(|error| match error {
            JournalError::Taken => FolderError::Taken(path.to_owned()),
            JournalError::Io(error) => FolderError::Unwritable {
                path: path.join(JOURNAL),
                error,
            },
        })?;
        // Once more: another run may have ended meanwhile.
        let again = Contents::of(path, journal.names()).and_then(|contents| {
            contents.may_be_written_to(may_replace)?;
            Ok(contents)
        });
        let contents = again.inspect_err(|_| {
            if journal.is_new() {
                let _ = journal.remove(); // it is of no use, and the refusal is what is to be said
            }
        })?;
        for path in contents.unfinished {
            remove(&path)?;
        }
        let numbers = contents.held.iter().filter_map(|name| batch_number(name));
        Ok(Folder {
            path: path.to_owned(),
            may_replace,
            last_held: numbers.max().unwrap_or_default(),
            is_complete: contents.held.contains(MANIFEST),
            held: contents.held,
            journal,
            written: 0,
            made: Vec::new(),
            is_finished: false,
            _folders: folders,
        })
    }

    /// How many files were written.
    pub(super) fn written(&self) -> usize {
        self.written
    }

    pub(super) fn unwritable(&self, name: &str, error: io::Error) -> FolderError {
        FolderError::Unwritable {
            path: self.path.join(name),
            error,
        }
    }

    /// Puts a file of the set in its place.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(name);
        if self.held.contains(name) {
            let wanted: [u8; 32] = Sha256::digest(bytes).into();
            if digest_of_file(&path, Some(bytes.len() as u64))? == Some(wanted) {
                return Ok(());
            }
        }
        self.change(name)?;
        atomic::replace(&path, bytes).map_err(|error| self.unwritable(name, error))?;
        self.has_written(name);
        Ok(())
    }

    fn has_written(&mut self, name: &str) {
        self.written += 1;
        if !self.held.contains(name) {
            self.made.push(self.path.join(name));
        }
    }

    /// Begins a file of the set that is put in its place with [`Folder::finish`], or not at all.
    pub(super) fn stream(&self, name: &'static str) -> Result<SetFile, FolderError> {
        let file = AtomicFile::create(&self.path.join(name)).map_err(|error| self.unwritable(name, error))?;
        Ok(SetFile {
            name,
            file,
            digest: Sha256::new(),
        })
    }

    /// Puts a file that was streamed in its place, and gives its hash.
    pub(super) fn finish(&mut self, stream: SetFile) -> Result<String, FolderError> {
        let SetFile { name, file, digest } = stream;
        let digest: [u8; 32] = digest.finalize().into();
        let is_manifest = name == MANIFEST;
        // A manifest that was taken away is no longer there to be compared.
        let is_held = self.held.contains(name) && (!is_manifest || self.is_complete);
        if is_held && digest_of_file(&self.path.join(name), None)? == Some(digest) {
            return Ok(hex(&digest));
        }
        if is_manifest {
            self.may_change(name)?;
        } else {
            self.change(name)?;
        }
        file.finish().map_err(|error| self.unwritable(name, error))?;
        self.has_written(name);
        Ok(hex(&digest))
    }

    /// Says that the set is complete: its manifest is there.
    pub(super) fn complete(&mut self) -> Result<(), FolderError> {
        self.is_finished = true;
        self.journal
            .remove()
            .map_err(|error| self.unwritable(JOURNAL, error))
    }

    /// Takes away the batches of a larger set behind the last of this one.
    pub(super) fn leave_only(&mut self, batches: usize) -> Result<(), FolderError> {
        let numbers = self.held.iter().filter_map(|name| batch_number(name));
        let mut behind: Vec<usize> = numbers.filter(|&number| number > batches).collect();
        behind.sort_unstable();
        for number in behind {
            let name = batch_name(number);
            self.change(&name)?;
            remove(&self.path.join(name))?;
        }
        Ok(())
    }

    /// Makes ready for a change of a file: from here on the set is not complete until it has a manifest again.
    fn change(&mut self, name: &str) -> Result<(), FolderError> {
        self.may_change(name)?;
        let unwritable = |path: &Path, error| FolderError::Unwritable {
            path: path.join(JOURNAL),
            error,
        };
        let path = &self.path;
        if self.is_complete {
            for name in &self.held {
                self.journal.name(name).map_err(|error| unwritable(path, error))?;
            }
            remove(&path.join(MANIFEST))?;
            // From here on the journal is all that names the files.
            self.is_complete = false;
            self.sync()?;
        }
        self.journal
            .name(name)
            .map_err(|error| unwritable(&self.path, error))
    }

    /// Whether a file may be written. One that was there before belongs to another set, and so does one that is lacking
    /// where a later one is there: they are written in their order.
    fn may_change(&self, name: &str) -> Result<(), FolderError> {
        let has_later =
            batch_number(name).is_some_and(|number| number < self.last_held || self.held.contains(REJECTED));
        let is_of_other = self.is_complete || self.held.contains(name) || has_later;
        if is_of_other && !self.may_replace {
            return Err(FolderError::OtherSet(self.path.join(match () {
                () if self.held.contains(name) => name.to_owned(),
                () if self.is_complete => MANIFEST.to_owned(),
                () => batch_name(self.last_held),
            })));
        }
        Ok(())
    }

    /// Makes sure that what was taken away is not there again after a loss of power. Of what is put in its place
    /// [`AtomicFile`] takes care.
    fn sync(&self) -> Result<(), FolderError> {
        if !cfg!(unix) {
            return Ok(()); // elsewhere a folder cannot be opened as a file
        }
        match File::open(&self.path).and_then(|folder| folder.sync_all()) {
            // Some file systems know no such thing.
            Err(error) if error.kind() != io::ErrorKind::InvalidInput => Err(FolderError::Unwritable {
                path: self.path.clone(),
                error,
            }),
            _ => Ok(()),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // As far as that can be done: why there is no set is said already.
        self.made.iter().for_each(|path| _ = fs::remove_file(path));
        if self.is_complete || self.held.is_empty() {
            let _ = self.journal.remove();
        }
    }
}

/// The folders that were made for a set. Dropped, those go that are empty.
struct MadeFolders(Vec<PathBuf>);

impl MadeFolders {
    /// Makes a folder, and those in which it is to stand.
    fn up_to(path: &Path) -> io::Result<Self> {
        let missing = path
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
        let made = MadeFolders(missing.map(Path::to_owned).collect());
        fs::create_dir_all(path)?;
        Ok(made)
    }
}

impl Drop for MadeFolders {
    fn drop(&mut self) {
        self.0.iter().for_each(|folder| _ = fs::remove_dir(folder));
    }
}

/// What is in the folder.
#[derive(Default)]
struct Contents {
    /// The files of a set.
    held: HashSet<String>,
    /// What was not finished by a run that was killed.
    unfinished: Vec<PathBuf>,
    /// What belongs to no set.
    foreign: Vec<PathBuf>,
}

impl Contents {
    /// Looks into the folder; one that is not there holds nothing. `journaled` are the files that a journal names.
    fn of(path: &Path, journaled: &HashSet<String>) -> Result<Self, FolderError> {
        let unopenable = |error| FolderError::Unopenable {
            path: path.to_owned(),
            error,
        };
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(FolderError::NotAFolder(path.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Contents::default()),
            Err(error) => return Err(unopenable(error)),
        }
        let mut contents = Contents::default();
        let mut batches = Vec::new();
        for entry in fs::read_dir(path).map_err(unopenable)? {
            let entry = entry.map_err(unopenable)?;
            match Name::of(&entry.file_name()) {
                Name::OfSet(name) => {
                    if !entry.file_type().map_err(unopenable)?.is_file() {
                        return Err(FolderError::NotAFile(path.join(name)));
                    }
                    if !is_ours(name, &entry.path())? {
                        return Err(FolderError::NotOurs(path.join(name)));
                    }
                    batches.extend(batch_number(name));
                    contents.held.insert(name.to_owned());
                }
                Name::Journal => {}
                Name::Unfinished => contents.unfinished.push(entry.path()),
                Name::Foreign => contents.foreign.push(entry.path()),
            }
        }
        let named = if contents.held.contains(MANIFEST) {
            named_by_manifest(path)?
        } else {
            HashSet::new()
        };
        let is_named = |name: &String| named.contains(name) || journaled.contains(name);
        let mut unnamed = batches
            .into_iter()
            .filter(|&number| !is_named(&batch_name(number)));
        match unnamed.next() {
            Some(first) => {
                let first = unnamed.fold(first, usize::min);
                Err(FolderError::NotOurs(path.join(batch_name(first))))
            }
            None => Ok(contents),
        }
    }

    /// Whether a set may stand beside what is there.
    fn may_be_written_to(&self, may_replace: bool) -> Result<(), FolderError> {
        match self.foreign.iter().min() {
            Some(first) if !may_replace => Err(FolderError::Foreign {
                path: first.clone(),
                others: self.foreign.len() - 1,
            }),
            _ => Ok(()),
        }
    }
}

/// Why the journal in a folder cannot be read.
fn unreadable_journal(folder: &Path, error: io::Error) -> FolderError {
    /// What Windows says of bytes that another process has locked.
    const ERROR_LOCK_VIOLATION: i32 = 33;
    match error.kind() {
        io::ErrorKind::InvalidData => FolderError::NotOurs(folder.join(JOURNAL)),
        _ if cfg!(windows) && error.raw_os_error() == Some(ERROR_LOCK_VIOLATION) => {
            FolderError::Taken(folder.to_owned())
        }
        io::ErrorKind::NotADirectory => FolderError::NotAFolder(folder.to_owned()),
        _ => FolderError::Unreadable {
            path: folder.join(JOURNAL),
            error,
        },
    }
}

/// The batches that the manifest in a folder names.
fn named_by_manifest(folder: &Path) -> Result<HashSet<String>, FolderError> {
    /// Of a manifest the names alone: it may have millions of ids.
    #[derive(Deserialize)]
    struct Names {
        batches: Vec<Named>,
    }
    #[derive(Deserialize)]
    struct Named {
        file: String,
    }
    let path = folder.join(MANIFEST);
    let unreadable = |error| FolderError::Unreadable {
        path: path.clone(),
        error,
    };
    let manifest = File::open(&path).map_err(unreadable)?;
    let names: Names =
        serde_json::from_reader(BufReader::new(manifest)).map_err(|error| match error.io_error_kind() {
            Some(kind) => unreadable(kind.into()),
            None => FolderError::NotOurs(path.clone()),
        })?;
    Ok(names.batches.into_iter().map(|batch| batch.file).collect())
}

/// What a file in the folder is, by its name.
enum Name<'n> {
    OfSet(&'n str),
    Journal,
    Unfinished,
    Foreign,
}

impl<'n> Name<'n> {
    fn of(name: &'n OsStr) -> Self {
        match name.to_str() {
            Some(name) if name == REJECTED || name == MANIFEST || batch_number(name).is_some() => {
                Name::OfSet(name)
            }
            Some(JOURNAL) => Name::Journal,
            Some(name) if is_unfinished(name) => Name::Unfinished,
            _ => Name::Foreign,
        }
    }
}

/// Whether a file of this name begins as ours do: of manifests there are many in this world, and `--force` must not take
/// one for its own. Which batches are ours is said by manifest and journal.
pub(super) fn is_ours(name: &str, path: &Path) -> Result<bool, FolderError> {
    let start = match name {
        MANIFEST => MANIFEST_START,
        REJECTED => REJECTED_START,
        _ => return Ok(true),
    };
    let mut held = Vec::new();
    File::open(path)
        .and_then(|file| file.take(start.len() as u64).read_to_end(&mut held))
        .map_err(|error| FolderError::Unreadable {
            path: path.to_owned(),
            error,
        })?;
    let is_empty_list = name == REJECTED && held.is_empty();
    Ok(is_empty_list || held == start.as_bytes())
}

/// A file of the set on its way, with its hash so far.
pub(super) struct SetFile {
    name: &'static str,
    file: AtomicFile,
    digest: Sha256,
}

impl Write for SetFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn remove(path: &Path) -> Result<(), FolderError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FolderError::Unwritable {
            path: path.to_owned(),
            error,
        }),
        _ => Ok(()),
    }
}

/// The hash of a file; none if it has not the length that is wanted, which is cheaper to find out.
fn digest_of_file(path: &Path, wanted: Option<u64>) -> Result<Option<[u8; 32]>, FolderError> {
    let unreadable = |error| FolderError::Unreadable {
        path: path.to_owned(),
        error,
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    if wanted.is_some_and(|wanted| wanted != length) {
        return Ok(None);
    }
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Some(digest.finalize().into())),
            Ok(length) => digest.update(&buffer[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(error)),
        }
    }
}

/// A hash as people write it.
pub(super) fn hex(digest: &[u8]) -> String {
    use fmt::Write as _;
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_known_by_its_name_and_nothing_else_is() {
        for number in [1, 42, 999_999, 1_000_000] {
            assert_eq!(batch_number(&batch_name(number)), Some(number));
        }
        for name in [
            "batch-000000.json",
            "batch-1.json",
            "batch-0000001.json",
            "batch-+00001.json",
            "batch-000001.json.bak",
            "batch-.json",
        ] {
            assert_eq!(batch_number(name), None, "{name}");
        }
    }
}
