//! From the paths that were named to the files that are read.

use std::ffi::OsStr;
use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use userlint::report::Failure;

/// Bytes of an input, at most. An input is held in memory as a whole: one that is larger, or has no end, would take
/// the machine with it.
const LARGEST: u64 = 1 << 32;

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

impl InputError {
    /// The error as reports have it.
    pub(crate) fn failure(&self) -> Failure {
        let input = match self {
            InputError::Unreadable { path, .. }
            | InputError::NotAFile { path }
            | InputError::NothingBelow { path } => Some(shown(path)),
            InputError::Stdin(_) => Some(Input::Stdin.name()),
            InputError::Walk(_) => None,
        };
        Failure::new(input, self.to_string())
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InputError::Unreadable { path, error } => write!(f, "cannot read {}: {error}", shown(path)),
            InputError::NotAFile { path } => {
                write!(
                    f,
                    "{} is neither a file nor a directory; to check a stream, pipe it and name -",
                    shown(path)
                )
            }
            InputError::NothingBelow { path } => {
                write!(
                    f,
                    "there is no *.json, *.jsonl or *.ndjson file below {}",
                    shown(path)
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
    if path.is_dir() {
        return walk(path);
    }
    match file(path.to_owned()) {
        Ok(input) => (vec![input], Vec::new()),
        Err(error) => (Vec::new(), vec![error]),
    }
}

/// A file to read. A link counts by what it points to; streams and devices may have no end.
fn file(path: PathBuf) -> Result<Input, InputError> {
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => Ok(Input::File(path)),
        Ok(_) => Err(InputError::NotAFile { path }),
        Err(error) => Err(InputError::Unreadable { path, error }),
    }
}

fn walk(directory: &Path) -> (Vec<Input>, Vec<InputError>) {
    let (mut inputs, mut errors) = (Vec::new(), Vec::new());
    let walk = WalkBuilder::new(directory)
        .standard_filters(false)
        .follow_links(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        match entry {
            // What is called a payload and cannot be read is not passed over.
            Ok(entry) if is_payload_name(entry.path()) && !entry.path().is_dir() => {
                match file(entry.into_path()) {
                    Ok(input) => inputs.push(input),
                    Err(error) => errors.push(error),
                }
            }
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

/// Whether a file has one of the three endings.
fn is_payload_name(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    matches!(extension, Some("json" | "jsonl" | "ndjson"))
}

impl Input {
    /// Where it is; `-` for standard input.
    pub(crate) fn path(&self) -> &Path {
        match self {
            Input::Stdin => Path::new("-"),
            Input::File(path) => path,
        }
    }

    /// What to call it in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Input::Stdin => "<stdin>".to_owned(),
            Input::File(path) => shown(path),
        }
    }

    /// The path as the system spells it.
    pub(crate) fn path_bytes(&self) -> Option<&[u8]> {
        match self {
            Input::Stdin => None,
            Input::File(path) => Some(path.as_os_str().as_encoded_bytes()),
        }
    }

    /// What is the same for every way to name the same input.
    pub(crate) fn identity(&self) -> PathBuf {
        let path = self.path();
        match self {
            Input::Stdin => path.to_owned(),
            Input::File(_) => fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        }
    }

    pub(crate) fn read(&self) -> Result<Vec<u8>, InputError> {
        match self {
            Input::Stdin => read(&mut io::stdin().lock(), 0).map_err(InputError::Stdin),
            Input::File(path) => File::open(path)
                .and_then(|mut file| {
                    let length = file.metadata()?.len();
                    read(&mut file, length)
                })
                .map_err(|error| InputError::Unreadable {
                    path: path.clone(),
                    error,
                }),
        }
    }
}

/// A path as text. Bytes that are no text are written as `\xff`, so that two names never look alike.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Everything that a stream gives. The length is what it is said to have: it is believed only where it is too much.
fn read(stream: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "larger than 4 GiB");
    if length > LARGEST {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    stream.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large());
    }
    Ok(bytes)
}
