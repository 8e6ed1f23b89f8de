//! What is checked: inputs, what is the same input under two names, and reading.
//!
//! Which inputs there are is found by [`discovery`].

mod discovery;
mod left_alone;
mod path_glob;
mod stored;
mod window;

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use userlint::Source;
use userlint::report::Failure;
use userlint::report::sanitise;

pub(crate) use discovery::{Found, discover};
pub(crate) use stored::Stored;
pub(crate) use window::Window;

use crate::Ending;
use crate::output::{Output, say};

/// Bytes of an input that is held in memory as a whole, at most, or of one item of an input that is not: one that is
/// larger, or has no end, would take the machine with it.
const LARGEST: u64 = 1 << 32;

/// What standard input is called, unless it has been given a name.
pub(crate) const STDIN: &str = "<stdin>";

/// Something to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    /// As it was named or met; for standard input the name that it was given.
    path: PathBuf,
    identity: Identity,
    /// Whether it was named itself, not met in a directory.
    is_named: bool,
}

/// What is the same for every way to name the same input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Identity {
    Stdin,
    /// Device and inode, which hard links share as well.
    #[cfg(unix)]
    Inode(u64, u64),
    #[cfg(not(unix))]
    Canonical(PathBuf),
}

impl Identity {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    fn of(_: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        Ok(Identity::Inode(metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    fn of(path: &Path, _: &Metadata) -> io::Result<Self> {
        fs::canonicalize(path).map(Identity::Canonical)
    }
}

/// Why something that was named cannot be checked.
#[derive(Debug)]
pub(crate) enum InputError {
    Unreadable {
        path: PathBuf,
        error: io::Error,
    },
    NotAFile {
        path: PathBuf,
    },
    Directory {
        path: PathBuf,
    },
    Replaced {
        path: PathBuf,
    },
    OddIgnoreFile {
        path: PathBuf,
    },
    NothingBelow {
        path: PathBuf,
        left_alone: usize,
    },
    NothingMatches {
        glob: PathBuf,
    },
    NothingLeft {
        left_alone: usize,
    },
    EmptyPath,
    Walk(ignore::Error),
    Stdin(io::Error),
    Changed {
        path: PathBuf,
    },
    /// Standard input cannot be kept, and is needed again.
    Unkept(io::Error),
    List {
        path: PathBuf,
        error: io::Error,
    },
    StdinTwice,
    StdinUnnamed,
}

impl InputError {
    /// The error as reports have it.
    pub(crate) fn failure(&self) -> Failure {
        let input = match self {
            InputError::Unreadable { path, .. }
            | InputError::NotAFile { path }
            | InputError::Directory { path }
            | InputError::Replaced { path }
            | InputError::Changed { path }
            | InputError::OddIgnoreFile { path }
            | InputError::NothingBelow { path, .. }
            | InputError::NothingMatches { glob: path }
            | InputError::List { path, .. } => Some(shown(path)),
            InputError::Stdin(_) | InputError::Unkept(_) => Some(STDIN.to_owned()),
            InputError::EmptyPath => Some(String::new()),
            InputError::NothingLeft { .. }
            | InputError::Walk(_)
            | InputError::StdinTwice
            | InputError::StdinUnnamed => None,
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
            InputError::Directory { path } => {
                write!(f, "{} is a directory; name one file, or -", shown(path))
            }
            InputError::Replaced { path } => {
                write!(f, "cannot read {}: it was replaced during the run", shown(path))
            }
            InputError::Changed { path } => {
                write!(f, "cannot read {}: it was changed during the run", shown(path))
            }
            InputError::Unkept(error) => {
                write!(
                    f,
                    "cannot keep standard input, which is to be read again: {error}"
                )
            }
            InputError::NothingBelow { path, left_alone } => {
                write!(f, "there is nothing to check below {}: ", shown(path))?;
                f.write_str("no *.json, *.jsonl, *.ndjson, *.jsonc or *.json5 file")?;
                match left_alone {
                    0 => Ok(()),
                    count => write!(f, " besides {count} left alone"),
                }
            }
            InputError::NothingMatches { glob } => write!(f, "nothing matches {}", shown(glob)),
            InputError::NothingLeft { left_alone: 0 } => f.write_str("there is nothing to check"),
            InputError::NothingLeft { left_alone } => {
                write!(
                    f,
                    "there is nothing to check: all that was found is left alone ({left_alone}; --verbose says why)"
                )
            }
            InputError::OddIgnoreFile { path } => write!(
                f,
                "cannot walk {}: a .gitignore in it or above it is no file; --no-ignore does without",
                shown(path)
            ),
            InputError::EmptyPath => f.write_str("cannot read a path that is empty"),
            InputError::Walk(error) => write!(f, "cannot walk: {error}"),
            InputError::Stdin(error) => write!(f, "cannot read standard input: {error}"),
            InputError::List { path, error } => {
                write!(f, "cannot read the list of files {}: {error}", shown(path))
            }
            InputError::StdinTwice => {
                f.write_str("standard input cannot be both a list of files and what is checked")
            }
            InputError::StdinUnnamed => {
                f.write_str("--stdin-filename names standard input, but - is not among the paths")
            }
        }
    }
}

impl Input {
    fn stdin(name: Option<&Path>) -> Self {
        Input {
            path: name.unwrap_or(Path::new(STDIN)).to_owned(),
            identity: Identity::Stdin,
            // A name for it is what an editor has open: excludes hold for it.
            is_named: name.is_none(),
        }
    }

    /// What was named, where one file is wanted, or `-`.
    pub(crate) fn one(path: &Path) -> Result<Self, InputError> {
        if path == Path::new("-") {
            Ok(Input::stdin(None))
        } else if path.as_os_str().is_empty() {
            Err(InputError::EmptyPath)
        } else if path.is_dir() {
            Err(InputError::Directory {
                path: path.to_owned(),
            })
        } else {
            Input::of_file(path)
        }
    }

    /// A regular file. A link counts by what it points to; streams and devices may have no end.
    fn of_file(path: &Path) -> Result<Self, InputError> {
        let identity = fs::metadata(path).and_then(|metadata| {
            let identity = metadata.is_file().then(|| Identity::of(path, &metadata));
            identity.transpose()
        });
        match identity {
            Ok(Some(identity)) => Ok(Input {
                path: path.to_owned(),
                identity,
                is_named: true,
            }),
            Ok(None) => Err(InputError::NotAFile {
                path: path.to_owned(),
            }),
            Err(error) => Err(InputError::Unreadable {
                path: path.to_owned(),
                error,
            }),
        }
    }

    /// Where it is; of standard input the name that it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn is_named(&self) -> bool {
        self.is_named
    }

    /// What to call it in reports.
    pub(crate) fn name(&self) -> String {
        shown(&self.path)
    }

    /// The file; none for standard input.
    pub(crate) fn file(&self) -> Option<&Path> {
        (self.identity != Identity::Stdin).then_some(self.path.as_path())
    }

    /// The input under the name that reports have for it.
    pub(crate) fn source<'s>(&'s self, name: &'s str, bytes: &'s [u8]) -> Source<'s> {
        Source {
            path: self.path_bytes(),
            ..Source::new(name, bytes)
        }
    }

    /// The path as the system spells it; none for standard input.
    pub(crate) fn path_bytes(&self) -> Option<&[u8]> {
        self.file().map(|path| path.as_os_str().as_encoded_bytes())
    }

    pub(crate) fn read(&self) -> Result<Vec<u8>, InputError> {
        if self.identity == Identity::Stdin {
            return read(&mut io::stdin().lock(), 0).map_err(InputError::Stdin);
        }
        let mut file = self.open()?;
        let length = file.metadata().map_err(|error| self.unreadable(error))?.len();
        read(&mut file, length).map_err(|error| self.unreadable(error))
    }

    fn unreadable(&self, error: io::Error) -> InputError {
        if self.identity == Identity::Stdin {
            return InputError::Stdin(error);
        }
        InputError::Unreadable {
            path: self.path.clone(),
            error,
        }
    }

    /// The file, if it still is the one that was found.
    fn open(&self) -> Result<File, InputError> {
        // Looked at again before it is opened: to open what has become a stream would wait for somebody to write.
        if Input::of_file(&self.path)?.identity != self.identity {
            return Err(InputError::Replaced {
                path: self.path.clone(),
            });
        }
        let unreadable = |error| self.unreadable(error);
        let file = File::open(&self.path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        let is_same =
            metadata.is_file() && Identity::of(&self.path, &metadata).map_err(unreadable)? == self.identity;
        if !is_same {
            return Err(InputError::Replaced {
                path: self.path.clone(),
            });
        }
        Ok(file)
    }
}

/// What is in the inputs. Files are read as often as they are asked for; standard input, which can be read but once, is
/// held.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    stdin: Option<Result<Vec<u8>, Failure>>,
}

impl Contents {
    pub(crate) fn read(&mut self, input: &Input) -> Result<Cow<'_, [u8]>, Failure> {
        let read = || input.read().map_err(|error| error.failure());
        if input.identity != Identity::Stdin {
            return read().map(Cow::Owned);
        }
        match self.stdin.get_or_insert_with(read) {
            Ok(bytes) => Ok(Cow::Borrowed(bytes)),
            Err(failure) => Err(failure.clone()),
        }
    }
}

/// Prints what would be checked: one name a line.
pub(crate) fn show(found: &Found) -> Ending {
    let mut output = Output::new();
    for input in &found.inputs {
        let name = input.name();
        output.write(|out| writeln!(out, "{}", sanitise::line(&name)));
    }
    let written = output.finish();
    found.errors.iter().for_each(|error| say(&error.to_string()));
    let done = if found.errors.is_empty() {
        Ending::Clean
    } else {
        Ending::Failed
    };
    written.max(done)
}

/// A path as reports have it: without `./` in front, with `/` between its parts.
fn tidy(path: &Path) -> PathBuf {
    let path: PathBuf = path.components().collect();
    match path.strip_prefix(".") {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.to_owned(),
        _ => path,
    }
}

/// A path as text. Bytes that are no text are written as `\xff`, so that two names never look alike.
pub(crate) fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in tidy(path).as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if cfg!(windows) {
        text = text.replace('\\', "/");
    }
    text
}

/// All of a regular file. A stream is not waited for, a device not read to an end that it has not.
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    read(&mut File::open(path)?, metadata.len())
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
