//! What is wrong in a configuration, and how it is shown: as what is wrong in a payload is.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use userlint::report::human::{self, DEFAULT_WIDTH, Human};
use userlint::{Source, Span};

use crate::output::{say, wants_colour};
use crate::reporting::When;

/// A text that holds settings.
#[derive(Debug)]
pub(crate) struct Text {
    /// What to call it: the path of a file, or `--set`.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Where lines end, once somebody has asked.
    line_ends: OnceLock<Vec<usize>>,
}

impl Text {
    pub(crate) fn new(name: String, bytes: Vec<u8>) -> Self {
        Text {
            name,
            bytes,
            line_ends: OnceLock::new(),
        }
    }

    /// The line in which a byte stands, from 1.
    pub(crate) fn line(&self, at: usize) -> usize {
        let line_ends = self.line_ends.get_or_init(|| {
            let bytes = self.bytes.iter().enumerate();
            bytes
                .filter(|&(_, &byte)| byte == b'\n')
                .map(|(at, _)| at)
                .collect()
        });
        line_ends.partition_point(|&end| end < at) + 1
    }
}

/// One thing that is wrong in a text.
#[derive(Debug)]
pub(crate) struct Mistake {
    pub(crate) at: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Mistake {
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Mistake {
            at,
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Everything that keeps a configuration from being used.
#[derive(Debug)]
pub(crate) enum ConfigError {
    /// A file that was named, or found, and cannot be read.
    Unreadable { path: String, error: io::Error },
    /// A text with mistakes in it.
    Mistaken { text: Arc<Text>, mistakes: Vec<Mistake> },
}

/// Mistakes of one text that are shown: whoever mends so many looks again.
const SHOWN: usize = 50;

/// Shows them on stderr.
pub(crate) fn show(errors: &[ConfigError]) {
    let width = terminal_size::terminal_size_of(io::stderr())
        .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
    let human = Human::new(width, wants_colour(When::Auto, &io::stderr()));
    let mut count = 0;
    for error in errors {
        match error {
            ConfigError::Unreadable { path, error } => say(&format!("cannot read {path}: {error}")),
            ConfigError::Mistaken { text, mistakes } => {
                count += mistakes.len();
                let mut drawn = Vec::new();
                for mistake in mistakes.iter().take(SHOWN) {
                    let shown = human::Mistake {
                        message: &mistake.message,
                        span: Span::new(mistake.at.start, mistake.at.end),
                        help: mistake.help.as_deref(),
                    };
                    let source = Source::new(&text.name, &text.bytes);
                    // Into memory: it cannot fail.
                    let _ = human.mistake(source, &shown, &mut drawn);
                }
                // Nobody may hear it; that is no reason to stop.
                let _ = io::stderr().write_all(&drawn);
                if mistakes.len() > SHOWN {
                    say(&format!(
                        "{}: {} more mistakes",
                        text.name,
                        mistakes.len() - SHOWN
                    ));
                }
            }
        }
    }
    match count {
        0 => {}
        1 => say("a mistake in the configuration; nothing was checked"),
        _ => say(&format!(
            "{count} mistakes in the configuration; nothing was checked"
        )),
    }
}
