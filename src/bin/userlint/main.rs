//! The program: it reads the arguments and the files, and writes the reports. All judging is the library's.

mod args;
mod check;
mod explain;
mod inputs;
mod output;
mod rules;
mod schema;

use std::process::ExitCode;

use clap::Parser;

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
        Err(error) => {
            // Help and version go to stdout and are a success; a wrong argument goes to stderr.
            let printed = error.print();
            let ending = if error.use_stderr() || printed.is_err() {
                Ending::Failed
            } else {
                Ending::Clean
            };
            return ending.into();
        }
    };
    let ending = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
    };
    ending.into()
}
