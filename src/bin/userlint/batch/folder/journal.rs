//! The journal of a set that is not complete: it keeps other runs out of the folder, and names the files that are ours.
//!
//! `batch-000001.json` is a name that others may use, too. Ours is a file only if a manifest names it, or the journal of a
//! run that did not come to its manifest. So a file is named here before it appears, and the journal goes when the manifest
//! is there. The lock on it is the system's, which takes it away from a run that is killed.

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// The file in the folder.
pub(super) const JOURNAL: &str = "manifest.unfinished";

/// How a journal begins.
const START: &str = "userlint batch: this set is not complete. Its files so far:\n";

/// The names in the journal that a run has left; none where there is no journal.
///
/// # Errors
///
/// If the file cannot be read; `InvalidData` if it is not ours.
pub(super) fn names_in(folder: &Path) -> io::Result<HashSet<String>> {
    match File::open(folder.join(JOURNAL)) {
        Ok(file) => read_names(&file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(HashSet::new()),
        Err(error) => Err(error),
    }
}

fn read_names(mut file: &File) -> io::Result<HashSet<String>> {
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    if !text.starts_with(START.as_bytes()) && !START.as_bytes().starts_with(&text) {
        return Err(io::Error::from(io::ErrorKind::InvalidData));
    }
    // A name that a killed run has not written to its end is that of no file yet.
    let names = String::from_utf8_lossy(&text);
    Ok(names.lines().skip(1).map(str::to_owned).collect())
}

/// The journal of this run.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    names: HashSet<String>,
    is_new: bool,
}

/// Why there is none.
pub(super) enum JournalError {
    /// Another run has it.
    Taken,
    Io(io::Error),
}

impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> Self {
        JournalError::Io(error)
    }
}

impl Journal {
    /// Goes on with the journal that is there, or begins one, unless another run has it.
    pub(super) fn take(folder: &Path) -> Result<Self, JournalError> {
        let path = folder.join(JOURNAL);
        let file = File::options().read(true).append(true).create(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(JournalError::Taken),
            // Some file systems have no locks. A run there is on its own.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        // Another run may have ended, and taken the file away, before this one had the lock.
        if !is_at(&file, &path) {
            return Err(JournalError::Taken);
        }
        let is_new = file.metadata()?.len() == 0;
        let journal = Journal {
            path,
            file,
            names: HashSet::new(),
            is_new,
        };
        let path = journal.path.clone();
        journal.begin().map_err(|error| {
            if is_new {
                let _ = fs::remove_file(path); // it tells nobody anything
            }
            error.into()
        })
    }

    /// Reads what is there, and makes ready for what is to come.
    fn begin(mut self) -> io::Result<Self> {
        // By the file that has the lock: where locks are for reading, too, no other gets through.
        self.names = read_names(&self.file)?;
        if self.is_new {
            self.file.write_all(START.as_bytes())?;
        } else {
            self.file.write_all(b"\n")?; // behind what may be half a line
        }
        Ok(self)
    }

    /// The files that it names.
    pub(super) fn names(&self) -> &HashSet<String> {
        &self.names
    }

    /// Whether no run before this one has left it.
    pub(super) fn is_new(&self) -> bool {
        self.is_new
    }

    /// Names a file that is about to appear, or to lose the manifest that names it.
    pub(super) fn name(&mut self, file: &str) -> io::Result<()> {
        if !self.names.contains(file) {
            self.file.write_all(format!("{file}\n").as_bytes())?;
            self.names.insert(file.to_owned());
        }
        Ok(())
    }

    /// Takes the journal away: the manifest names all there is, or there is nothing.
    pub(super) fn remove(&self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }
}

/// Whether this is the file that has the name now.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(file), Ok(named)) = (file.metadata(), fs::metadata(path)) else {
        return false;
    };
    (file.dev(), file.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
