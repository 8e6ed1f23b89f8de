//! The line that tells somebody at a terminal that a long run goes on.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use userlint::report::Totals;

/// A run that takes less says nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// Time between two lines: often enough to move, too seldom to cost.
const PAUSE: Duration = Duration::from_millis(100);

/// A line on standard error that is rewritten in place, and gone before anything else is written there.
pub(crate) struct Progress {
    /// When the next line is due; none where nobody would see it.
    due: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let is_seen =
            io::stderr().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Progress {
            due: is_seen.then(|| Instant::now() + PATIENCE),
            is_shown: false,
        }
    }

    /// Says how far a check is, if it is time to.
    pub(crate) fn at(&mut self, totals: &Totals) {
        self.within(totals, 0);
    }

    /// Says how far a check is in the midst of an input of which so many users have been judged.
    pub(crate) fn within(&mut self, totals: &Totals, users: usize) {
        let [notes, warnings, errors] = totals.findings;
        self.show(|| {
            format!(
                "{} files, {} users, {} findings",
                totals.files,
                totals.payloads + users,
                notes + warnings + errors
            )
        });
    }

    /// Says how far a run is, if it is time to.
    pub(crate) fn show(&mut self, so_far: impl FnOnce() -> String) {
        if self.due.is_none_or(|due| Instant::now() < due) {
            return;
        }
        self.due = Some(Instant::now() + PAUSE);
        self.is_shown = true;
        let _ = write!(io::stderr(), "\r\x1b[Kuserlint: {}", so_far());
    }

    /// Takes the line away: something else is about to be written.
    pub(crate) fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
