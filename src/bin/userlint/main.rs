//! The program: it reads the arguments and the files, and writes the reports. All judging is the library's.

mod args;
mod atomic;
mod baseline;
mod check;
mod completions;
mod config;
mod configure;
mod dataset;
mod explain;
mod inputs;
mod man;
mod output;
mod progress;
mod reporting;
mod rules;
mod schema;
mod signals;
mod sinks;

use std::panic::UnwindSafe;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use userlint::report::sanitise;

use args::{Args, Command};
use output::say;

/// How a run ended. The worst ending of all parts of a run is its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    /// Everything was looked at, and no error was found.
    Clean = 0,
    /// An error was found in a payload.
    Errors = 1,
    /// The run could not be done as it was asked for.
    Failed = 2,
    /// The program itself is broken.
    Internal = 3,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(ending as u8)
    }
}

fn main() -> ExitCode {
    signals::survive_file_size_limit();
    std::panic::set_hook(Box::new(|panic| say(&internal_error(panic))));
    guarded(run).into()
}

/// Runs, and turns a panic into an ending. What was being written into a file is dropped, and with it the file.
fn guarded(run: impl FnOnce() -> Ending + UnwindSafe) -> Ending {
    std::panic::catch_unwind(run).unwrap_or(Ending::Internal)
}

fn internal_error(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    format!(
        "internal error at {place}: this is a mistake in userlint {}, not in the input; please report it with the \
         smallest input that shows it",
        env!("CARGO_PKG_VERSION")
    )
}

fn run() -> Ending {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return print(error),
    };
    match args.command {
        Command::Check(args) => check::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man => man::run(),
        Command::Init => configure::init(),
        Command::Config(args) => configure::run(&args),
    }
}

/// Prints what the parser of the arguments has to say: help and version, which are a success and go to stdout, or
/// what is wrong with the arguments, which goes to stderr.
fn print(error: clap::Error) -> Ending {
    if error.use_stderr() {
        // It quotes the arguments, and these may be names of files that somebody else has chosen. Quoted in their
        // harmless spelling they are wrong in the same way.
        let harmless = std::env::args_os().map(|arg| sanitise::line(&arg.to_string_lossy()).to_string());
        let error = Args::try_parse_from(harmless).err().unwrap_or(error);
        let _ = error.print();
        if error.kind() == ErrorKind::InvalidSubcommand
            && let Some(file) = file_without_command()
        {
            output::say(&format!("to check it: userlint check {file}"));
        }
        return Ending::Failed;
    }
    output::ending(error.print())
}

/// The first argument, where it is something to check instead of a command.
fn file_without_command() -> Option<String> {
    let first = std::env::args_os().nth(1)?;
    let path = Path::new(&first);
    let is_meant = path.exists() || path.extension().is_some();
    is_meant.then(|| first.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_ending_of_its_own() {
        assert_eq!(guarded(|| panic!("on purpose")), Ending::Internal);
        assert_eq!(guarded(|| Ending::Errors), Ending::Errors);
    }

    #[test]
    fn the_worst_ending_counts() {
        let endings = [Ending::Clean, Ending::Errors, Ending::Failed, Ending::Internal];
        assert!(endings.is_sorted());
        assert_eq!(endings.map(|ending| ending as u8), [0, 1, 2, 3]);
    }
}
