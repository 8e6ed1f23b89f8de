//! The program: it reads the arguments and the files, and writes the reports. All judging is the library's.

mod args;
mod check;
mod config;
mod configure;
mod explain;
mod inputs;
mod output;
mod rules;
mod schema;
mod sinks;

use std::process::ExitCode;

use clap::Parser;
use userlint::report::sanitise;

use args::{Args, Command};

/// How a run ended. The worst ending of all parts of a run is its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ending {
    /// Everything was looked at, and no error was found.
    Clean = 0,
    /// An error was found in a payload.
    Errors = 1,
    /// The run could not be done as it was asked for.
    Failed = 2,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        ExitCode::from(ending as u8)
    }
}

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return print(error).into(),
    };
    let ending = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Init => configure::init(),
        Command::Config(args) => configure::run(&args),
    };
    ending.into()
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
        return Ending::Failed;
    }
    output::ending(error.print())
}
