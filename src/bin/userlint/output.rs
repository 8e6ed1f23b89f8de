//! The two streams: findings and whatever else was asked for on stdout, everything about the run on stderr.

use std::io::{self, BufWriter, Write};

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};

use userlint::report::sanitise;
use userlint::wrapped;

use crate::Ending;
use crate::reporting::When;

/// Stdout, buffered. A reader that has gone away ends the writing, not the run.
pub(crate) struct Output {
    stream: BufWriter<io::Stdout>,
    failure: Option<io::Error>,
}

impl Output {
    pub(crate) fn new() -> Self {
        Output {
            stream: BufWriter::with_capacity(1 << 16, io::stdout()),
            failure: None,
        }
    }

    /// Writes, unless writing has failed before.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.failure.is_none() {
            self.failure = write(&mut self.stream).err();
        }
    }

    /// Whether nothing has gone wrong so far: what comes after is for nobody.
    pub(crate) fn is_open(&self) -> bool {
        self.failure.is_none()
    }

    /// Writes what is still in the buffer, and says how writing went.
    pub(crate) fn finish(mut self) -> Ending {
        if self.failure.is_none() {
            self.failure = self.stream.flush().err();
        }
        ending(self.failure.map_or(Ok(()), Err))
    }
}

/// Whether a stream wants colour: where nobody says, a terminal does, unless the environment says otherwise. An empty
/// variable counts as none.
pub(crate) fn wants_colour(when: When, stream: &impl RawStream) -> bool {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if variable("NO_COLOR").is_some() => false,
        When::Auto if variable("FORCE_COLOR").is_some() || variable("CLICOLOR_FORCE").is_some() => true,
        When::Auto if variable("TERM").is_some_and(|term| term == "dumb") => false,
        When::Auto => AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// The columns of the terminal that shows stdout, if one does.
pub(crate) fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// The columns of a page that is read, not searched.
pub(crate) fn page_width() -> usize {
    terminal_width().unwrap_or(80)
}

/// How writing to stdout went.
pub(crate) fn ending(written: io::Result<()>) -> Ending {
    match written {
        Ok(()) => Ending::Clean,
        // `userlint … | head` is nobody's mistake.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ending::Clean,
        Err(error) => {
            say(&format!("cannot write to standard output: {error}"));
            Ending::Failed
        }
    }
}

/// Says something about the run, on a terminal in lines that fit. That nobody may hear it is no reason to stop.
pub(crate) fn say(text: &str) {
    let text = format!("userlint: {}", sanitise::line(text));
    let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
    let _ = writeln!(io::stderr(), "{}", fitted(&text, width));
}

/// The text in lines of so many columns, if there is a bound, those behind the first set in.
fn fitted(text: &str, width: Option<usize>) -> String {
    const NARROWEST: usize = 40;
    const SET_IN: &str = "  ";
    match width {
        None => text.to_owned(),
        Some(width) => {
            let width = width.max(NARROWEST);
            let lines = wrapped(text, width, width - SET_IN.len());
            lines.collect::<Vec<_>>().join(&format!("\n{SET_IN}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_fits_the_terminal_and_is_one_line_elsewhere() {
        let text = "userlint: cannot convert users.json: /0/custom/level: only strings are taken";
        assert_eq!(fitted(text, None), text);
        assert_eq!(fitted(text, Some(80)), text);
        let narrow = fitted(text, Some(50));
        assert_eq!(
            narrow,
            "userlint: cannot convert users.json:\n  /0/custom/level: only strings are taken"
        );
        assert_eq!(fitted(text, Some(1)), fitted(text, Some(40)));
    }
}
