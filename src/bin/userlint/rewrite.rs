//! Writes a new text into somebody's file, so that it is the old one or the new one at any moment, and keeps what else
//! makes the file what it is.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::Path;

use crate::atomic::{self, AtomicFile};
use crate::inputs::read_file;

/// Replaces the text of a file, if it is still the old one. Whatever goes wrong, the file is as it was.
pub(crate) fn rewrite(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    refuse(&metadata)?;
    let mut file = AtomicFile::create(path)?;
    file.write_all(new)?;
    keep_attributes(path, &metadata, &mut file)?;
    file.finish_if(|| {
        // Somebody may have written to it since it was read.
        if read_file(path)? == old {
            Ok(())
        } else {
            Err(io::Error::other("it was changed during the run"))
        }
    })
}

/// Replaces a file, or makes it, unless what is there must not be replaced.
pub(crate) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Ok(metadata) = fs::metadata(path) {
        refuse(&metadata)?;
    }
    atomic::replace(path, text)
}

/// Refuses a file that somebody has protected, or that is another one, too.
fn refuse(metadata: &Metadata) -> io::Result<()> {
    if metadata.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    if has_other_names(metadata) {
        return Err(io::Error::other(
            "it has another name (a hard link), which would keep the old text",
        ));
    }
    Ok(())
}

#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Gives the new file the owner and the extended attributes of the old one; its mode it gets when it is put in its place.
#[cfg(unix)]
fn keep_attributes(path: &Path, metadata: &Metadata, file: &mut AtomicFile) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    use xattr::FileExt;

    let file = file.file()?;
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (metadata.uid(), metadata.gid()) {
        fchown(file, Some(metadata.uid()), Some(metadata.gid()))
            .map_err(|error| io::Error::new(error.kind(), format!("its owner cannot be kept: {error}")))?;
    }
    let Ok(names) = xattr::list_deref(path) else {
        return Ok(()); // The file system has none.
    };
    for name in names {
        let kept = match xattr::get_deref(path, &name)? {
            Some(value) if file.get_xattr(&name)?.as_ref() != Some(&value) => file.set_xattr(&name, &value),
            _ => Ok(()),
        };
        // What the system sets by itself is not ours to set. What people set must not get lost.
        let name = name.to_string_lossy();
        if let Err(error) = kept
            && (name.starts_with("user.") || name.starts_with("system.posix_acl"))
        {
            let message = format!("its attribute {name} cannot be kept: {error}");
            return Err(io::Error::new(error.kind(), message));
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_attributes(_: &Path, _: &Metadata, _: &mut AtomicFile) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_has_written_meanwhile_stays() {
        let folder = std::env::temp_dir().join(format!("userlint-rewrite-{}", std::process::id()));
        fs::create_dir(&folder).expect("a new folder");
        let path = folder.join("users.json");
        fs::write(&path, "theirs").expect("a new file");
        let outcome = rewrite(&path, b"as it was read", b"ours");
        let now = fs::read(&path).expect("the file");
        let left = fs::read_dir(&folder).expect("the folder").count();
        fs::remove_dir_all(&folder).expect("the folder");
        let error = outcome.expect_err("it is not the file that was read").to_string();
        assert_eq!(error, "it was changed during the run");
        assert_eq!((now.as_slice(), left), (&b"theirs"[..], 1));
    }
}
