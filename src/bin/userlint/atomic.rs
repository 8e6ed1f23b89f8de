//! Files that appear under their name when all of them is written, and not before.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written beside the one that it will replace. Dropped before [`AtomicFile::finish`], it leaves
/// everything as it was.
pub(crate) struct AtomicFile {
    target: PathBuf,
    unfinished: PathBuf,
    stream: BufWriter<File>,
}

impl AtomicFile {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        // What is replaced is the file that a link points to, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if target.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        let Some(name) = target.file_name() else {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        };
        let mut unfinished_name = OsString::from(".");
        unfinished_name.push(name);
        unfinished_name.push(format!(".{}.unfinished", std::process::id()));
        let unfinished = target.with_file_name(unfinished_name);
        let file = File::options().write(true).create_new(true).open(&unfinished)?;
        Ok(AtomicFile {
            target,
            unfinished,
            stream: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Puts the file in its place.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.stream.flush()?;
        let file = self.stream.get_ref();
        if let Ok(metadata) = fs::metadata(&self.target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&self.unfinished, &self.target)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        // Once it is in its place it is no more under this name.
        let _ = fs::remove_file(&self.unfinished);
    }
}

/// Writes a whole file.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes)?;
    file.finish()
}
