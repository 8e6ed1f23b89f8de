//! An input of which any part can be read at any time: a file, or standard input, which is copied into one without a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use userlint::diff::Text;

use super::window::{State, unnamed};
use super::{Input, InputError};

pub(crate) struct Stored {
    file: File,
    /// As it was when it was opened.
    state: State,
}

impl Stored {
    pub(crate) fn open(input: &Input) -> Result<Self, InputError> {
        let file = match input.file() {
            Some(_) => input.open()?,
            None => copy_of_stdin()?,
        };
        let state = State::of(&file).map_err(|error| input.unreadable(error))?;
        Ok(Stored { file, state })
    }
}

fn copy_of_stdin() -> Result<File, InputError> {
    let mut copy = unnamed().map_err(InputError::Unkept)?;
    let mut stdin = io::stdin().lock();
    let mut bytes = vec![0; 1 << 16];
    loop {
        let read = match stdin.read(&mut bytes) {
            Ok(0) => return Ok(copy),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read.map_err(InputError::Stdin)?,
        };
        io::Write::write_all(&mut copy, &bytes[..read]).map_err(InputError::Unkept)?;
    }
}

impl Text for Stored {
    fn length(&self) -> u64 {
        self.state.length()
    }

    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        let read = file.read_exact(bytes);
        // Asked afterwards, so that what was read is of the file as it was.
        if State::of(file)? != self.state {
            return Err(io::Error::other("it was changed during the run"));
        }
        read
    }
}
