//! From the paths that were named to the files that are read.

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Stdin,
    File(PathBuf),
}

/// Why something that was named cannot be checked.
#[derive(Debug)]
pub(crate) enum InputError {
    Unreadable { path: PathBuf, error: io::Error },
    NotAFile { path: PathBuf },
    NothingBelow { path: PathBuf },
    Walk(ignore::Error),
    Stdin(io::Error),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Unreadable { path, error } => write!(f, "cannot read {}: {error}", path.display()),
            InputError::NotAFile { path } => {
                write!(
                    f,
                    "{} is neither a file nor a directory; to check a stream, pipe it and name -",
                    path.display()
                )
            }
            InputError::NothingBelow { path } => {
                write!(
                    f,
                    "there is no *.json, *.jsonl or *.ndjson file below {}",
                    path.display()
                )
            }
            InputError::Walk(error) => write!(f, "cannot walk: {error}"),
            InputError::Stdin(error) => write!(f, "cannot read standard input: {error}"),
        }
    }
}

/// The inputs that a path stands for, in the order of their names.
pub(crate) fn find(path: &Path) -> (Vec<Input>, Vec<InputError>) {
    if path == Path::new("-") {
        return (vec![Input::Stdin], Vec::new());
    }
    match fs::metadata(path) {
        Err(error) => (
            Vec::new(),
            vec![InputError::Unreadable {
                path: path.to_owned(),
                error,
            }],
        ),
        Ok(metadata) if metadata.is_dir() => walk(path),
        Ok(metadata) if metadata.is_file() => (vec![Input::File(path.to_owned())], Vec::new()),
        Ok(_) => (
            Vec::new(),
            vec![InputError::NotAFile {
                path: path.to_owned(),
            }],
        ),
    }
}

fn walk(directory: &Path) -> (Vec<Input>, Vec<InputError>) {
    let (mut inputs, mut errors) = (Vec::new(), Vec::new());
    let walk = WalkBuilder::new(directory)
        .standard_filters(false)
        .follow_links(false)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if is_payload_file(&entry) => inputs.push(Input::File(entry.into_path())),
            Ok(_) => {}
            Err(error) => errors.push(InputError::Walk(error)),
        }
    }
    inputs.sort_by(|a, b| a.path().as_os_str().cmp(b.path().as_os_str()));
    if inputs.is_empty() && errors.is_empty() {
        errors.push(InputError::NothingBelow {
            path: directory.to_owned(),
        });
    }
    (inputs, errors)
}

/// A file by one of the three endings; a link counts by what it points to.
fn is_payload_file(entry: &ignore::DirEntry) -> bool {
    let extension = entry.path().extension().and_then(OsStr::to_str);
    let is_named_so = matches!(extension, Some("json" | "jsonl" | "ndjson"));
    is_named_so && fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file())
}

impl Input {
    fn path(&self) -> &Path {
        match self {
            Input::Stdin => Path::new("-"),
            Input::File(path) => path,
        }
    }

    /// What to call it in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::Stdin => "<stdin>".to_owned(),
            Input::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    pub(crate) fn read(&self) -> Result<Vec<u8>, InputError> {
        match self {
            Input::Stdin => {
                let mut bytes = Vec::new();
                io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .map_err(InputError::Stdin)?;
                Ok(bytes)
            }
            Input::File(path) => read_file(path).map_err(|error| InputError::Unreadable {
                path: path.clone(),
                error,
            }),
        }
    }
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
