//! An input that is read piece by piece: the bytes that are not done with, and the way back to its start.
//!
//! A file is read again. Standard input can be read but once: where that may be needed, what is done with is kept in a file
//! without a name.

use std::collections::hash_map::RandomState;
use std::fs::{self, File};
use std::hash::BuildHasher;
use std::io::{self, Read, Seek, Write};
use std::time::SystemTime;

use super::{Input, InputError, LARGEST};

/// Bytes that are read at once.
const CHUNK: usize = 1 << 18;

/// The part of an input that is at hand.
pub(crate) struct Window<'i> {
    input: &'i Input,
    origin: Origin,
    bytes: Vec<u8>,
    /// Bytes at the front that are done with.
    done: usize,
    is_last: bool,
}

/// From where the bytes come.
enum Origin {
    File {
        file: File,
        state: State,
    },
    Stdin {
        /// What has been read and is done with, as far as it is kept.
        copy: Option<File>,
    },
    /// Standard input, from its start.
    Copy(File),
}

/// What tells whether a file has changed.
#[derive(PartialEq, Eq)]
pub(super) struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        Ok(State {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }

    /// In bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }
}

impl<'i> Window<'i> {
    pub(crate) fn open(input: &'i Input) -> Result<Self, InputError> {
        let origin = if input.file().is_none() {
            Origin::Stdin { copy: None }
        } else {
            let file = input.open()?;
            let state = State::of(&file).map_err(|error| input.unreadable(error))?;
            Origin::File { file, state }
        };
        Ok(Window {
            input,
            origin,
            bytes: Vec::new(),
            done: 0,
            is_last: false,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[self.done..]
    }

    /// Whether nothing stands behind the bytes.
    pub(crate) fn is_last(&self) -> bool {
        self.is_last
    }

    /// Reads more.
    pub(crate) fn fill(&mut self) -> Result<(), InputError> {
        self.bytes.drain(..self.done);
        self.done = 0;
        if self.bytes.len() as u64 >= LARGEST {
            let error = "what cannot be judged in parts is larger than 4 GiB";
            return Err(self
                .input
                .unreadable(io::Error::new(io::ErrorKind::FileTooLarge, error)));
        }
        // No more than is read, so that the buffer does not double.
        self.bytes.reserve_exact(CHUNK);
        let before = self.bytes.len();
        let limit = CHUNK as u64;
        let read = match &mut self.origin {
            Origin::File { file, .. } | Origin::Copy(file) => file.take(limit).read_to_end(&mut self.bytes),
            Origin::Stdin { .. } => read_once(&mut io::stdin().lock(), &mut self.bytes),
        };
        read.map_err(|error| self.input.unreadable(error))?;
        self.is_last = self.bytes.len() == before;
        if self.is_last {
            self.expect_unchanged()?;
        }
        Ok(())
    }

    /// So many bytes are done with; `keep` says that they may be asked for again.
    pub(crate) fn advance(&mut self, length: usize, keep: bool) -> Result<(), InputError> {
        if let Origin::Stdin { copy } = &mut self.origin {
            let kept = match (copy.as_mut(), keep) {
                (Some(copy), _) => copy.write_all(&self.bytes[self.done..self.done + length]),
                (None, true) => unnamed().and_then(|mut file| {
                    file.write_all(&self.bytes[self.done..self.done + length])?;
                    *copy = Some(file);
                    Ok(())
                }),
                (None, false) => Ok(()),
            };
            kept.map_err(InputError::Unkept)?;
        }
        self.done += length;
        Ok(())
    }

    /// Goes back to the start.
    pub(crate) fn again(&mut self) -> Result<(), InputError> {
        self.expect_unchanged()?;
        if let Origin::Stdin { copy } = &mut self.origin {
            let missing = || InputError::Unkept(io::Error::other("it was not kept"));
            self.origin = Origin::Copy(copy.take().ok_or_else(missing)?);
        }
        if let Origin::File { file, .. } | Origin::Copy(file) = &mut self.origin {
            file.rewind().map_err(|error| self.input.unreadable(error))?;
        }
        self.bytes.clear();
        self.done = 0;
        self.is_last = false;
        Ok(())
    }

    fn expect_unchanged(&self) -> Result<(), InputError> {
        if let Origin::File { file, state } = &self.origin
            && State::of(file).map_err(|error| self.input.unreadable(error))? != *state
        {
            return Err(InputError::Changed {
                path: self.input.path.clone(),
            });
        }
        Ok(())
    }
}

/// What a stream has now: whoever waits for a reader is not kept waiting.
fn read_once(stream: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let before = bytes.len();
    bytes.resize(before + CHUNK, 0);
    let read = loop {
        match stream.read(&mut bytes[before..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    bytes.truncate(before + *read.as_ref().unwrap_or(&0));
    read
}

/// A file that nobody else can open, and that is gone with this process.
pub(super) fn unnamed() -> io::Result<File> {
    let number = RandomState::new().hash_one(std::process::id());
    let path = std::env::temp_dir().join(format!("userlint-{number:016x}"));
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path)?;
    fs::remove_file(&path)?;
    Ok(file)
}
