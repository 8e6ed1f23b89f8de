//! Files that appear under their name when all of them is written, and not before. Whatever ends the program short of
//! being killed outright, nothing half-written stays.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use crate::signals;

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
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(_) if fs::symlink_metadata(path).is_ok() => {
                return Err(io::Error::other("it is a link that leads nowhere"));
            }
            Err(_) => path.to_owned(),
        };
        match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(metadata) if !metadata.is_file() => {
                return Err(io::Error::other(
                    "it is neither a file nor missing; redirect standard output there",
                ));
            }
            _ => {}
        }
        if target.file_name().is_none() {
            return Err(io::Error::from(io::ErrorKind::InvalidInput));
        }
        // At random: a name that can be guessed can be taken.
        let random = RandomState::new().build_hasher().finish();
        let unfinished = target.with_file_name(format!(".userlint-{random:016x}.unfinished"));
        let file = Unfinished::all().create(&unfinished, options(target.exists()))?;
        Ok(AtomicFile {
            target,
            unfinished,
            stream: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// The file itself, with all that was written.
    #[cfg(unix)]
    pub(crate) fn file(&mut self) -> io::Result<&File> {
        self.stream.flush()?;
        Ok(self.stream.get_ref())
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.finish_if(|| Ok(()))
    }

    /// Puts the file in its place if, at the last moment, nothing speaks against it.
    pub(crate) fn finish_if(mut self, may: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        self.stream.flush()?;
        let file = self.stream.get_ref();
        if let Ok(metadata) = fs::metadata(&self.target) {
            file.set_permissions(metadata.permissions())?;
        }
        file.sync_all()?;
        may()?;
        Unfinished::all().put_in_place(&self.unfinished, &self.target)?;
        sync_folder_of(&self.target);
        Ok(())
    }
}

/// How a file is made. What replaces another may be what others must not read: until it has the mode of that one, it is
/// for the owner alone.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no modes"))]
fn options(replaces_another: bool) -> fs::OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "there are no modes"))]
    let mut options = File::options();
    #[cfg(unix)]
    if replaces_another {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Has the system write down that the file is in its place. The file is whole in any case, and not every system can.
fn sync_folder_of(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
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
        Unfinished::all().remove(&self.unfinished);
    }
}

/// The files of this program that are not in their place. Whoever changes which there are holds the lock meanwhile: so
/// none is overlooked when the program is stopped.
struct Unfinished(BTreeSet<PathBuf>);

impl Unfinished {
    fn all() -> MutexGuard<'static, Unfinished> {
        static ALL: Mutex<Unfinished> = Mutex::new(Unfinished(BTreeSet::new()));
        static WATCH: Once = Once::new();
        WATCH.call_once(|| {
            signals::before_being_stopped(|| {
                let mut all = Unfinished::all();
                all.0.iter().for_each(|path| _ = fs::remove_file(path));
                all.0.clear();
                // The lock stays: nothing is begun or put in its place any more.
                std::mem::forget(all);
            });
        });
        // A panic elsewhere does not make these paths wrong.
        ALL.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn create(&mut self, path: &Path, mut options: fs::OpenOptions) -> io::Result<File> {
        let file = options.write(true).create_new(true).open(path)?;
        self.0.insert(path.to_owned());
        Ok(file)
    }

    fn put_in_place(&mut self, path: &Path, target: &Path) -> io::Result<()> {
        fs::rename(path, target)?;
        self.0.remove(path);
        Ok(())
    }

    fn remove(&mut self, path: &Path) {
        if self.0.remove(path) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Writes a whole file.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(bytes)?;
    file.finish()
}
