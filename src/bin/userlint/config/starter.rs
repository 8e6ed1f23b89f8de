//! `userlint init`: the first `userlint.toml` of a project.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::FILE_NAME;

/// What is written: prose behind `# `, settings behind `#`, so that a setting is switched on by taking one sign away.
const STARTER: &str = include_str!("starter.toml");

/// Writes the file into a folder, whole or not at all. One that is there stays.
pub(crate) fn init(folder: &Path) -> io::Result<()> {
    let path = folder.join(FILE_NAME);
    let unfinished = folder.join(format!(".{FILE_NAME}.{}.unfinished", std::process::id()));
    let written = File::options()
        .write(true)
        .create_new(true)
        .open(&unfinished)
        .and_then(|mut file| {
            file.write_all(STARTER.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| place(&unfinished, &path));
    let _ = fs::remove_file(&unfinished);
    written
}

/// Gives a finished file its name, unless something has that name.
fn place(finished: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(finished, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // There are file systems without links.
            if fs::symlink_metadata(path).is_ok() {
                return Err(io::Error::from(io::ErrorKind::AlreadyExists));
            }
            fs::rename(finished, path)
        }
        linked => linked,
    }
}
