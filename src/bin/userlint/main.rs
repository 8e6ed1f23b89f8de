//! The program: it reads the arguments and the files, and writes the reports. All judging is the library's.

mod args;
mod atomic;
mod baseline;
mod batch;
mod check;
mod completions;
mod config;
mod configure;
mod conform;
mod convert;
mod dataset;
mod diff;
mod example;
mod explain;
mod fixing;
mod generate;
mod id_from;
mod inputs;
mod man;
mod output;
mod patterns;
mod progress;
mod reporting;
mod revision;
mod rewrite;
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
    /// An error was found in a payload, or an id that moved.
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
    guarded(run).into()
}

/// Runs, says of a panic what it is, and turns it into an ending. What was being written into a file is dropped, and with
/// it the file.
fn guarded(run: impl FnOnce() -> Ending + UnwindSafe) -> Ending {
    std::panic::set_hook(Box::new(|panic| say(&internal_error(panic))));
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
        Command::Convert(args) => convert::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Batch(args) => batch::run(&args),
        Command::Conform(args) => conform::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Example(args) => example::run(&args),
        Command::Generate(args) => generate::run(&args),
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

    use std::io::Write;
    use std::process::Command;

    /// No input is known that makes the program panic, and it has no switch for it. So what stands around the run is
    /// tried with another run inside, in a process of its own: this test's, started once more.
    #[test]
    fn a_panic_is_said_and_ends_with_a_status_of_its_own() {
        const FOLDER: &str = "USERLINT_TEST_PANICS_IN";
        if let Some(folder) = std::env::var_os(FOLDER) {
            let ending = guarded(|| {
                let report = Path::new(&folder).join("report.json");
                let mut report = atomic::AtomicFile::create(&report).expect("a new file");
                report.write_all(b"{").expect("a writable file");
                panic!("on purpose")
            });
            std::process::exit(ending as i32);
        }
        let folder = std::env::temp_dir().join(format!("userlint-{}", std::process::id()));
        std::fs::create_dir(&folder).expect("a new folder");
        let ended = Command::new(std::env::current_exe().expect("this test"))
            .args([
                "--exact",
                "--nocapture",
                "tests::a_panic_is_said_and_ends_with_a_status_of_its_own",
            ])
            .env(FOLDER, &folder)
            .output()
            .expect("this test starts once more");
        let left = std::fs::read_dir(&folder).expect("the folder").count();
        std::fs::remove_dir_all(&folder).expect("the folder");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(3), "{said}");
        assert!(said.starts_with("userlint: internal error at src"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert_eq!(left, 0, "what was half-written is gone");
    }

    #[test]
    fn a_run_without_a_panic_ends_as_it_ends() {
        assert_eq!(guarded(|| Ending::Errors), Ending::Errors);
    }

    #[test]
    fn the_worst_ending_counts() {
        let endings = [Ending::Clean, Ending::Errors, Ending::Failed, Ending::Internal];
        assert!(endings.is_sorted());
        assert_eq!(endings.map(|ending| ending as u8), [0, 1, 2, 3]);
    }
}
