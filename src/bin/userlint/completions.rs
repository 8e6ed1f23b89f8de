//! `userlint completions`: a script for a shell, generated from the arguments.

use clap::CommandFactory;

use crate::Ending;
use crate::args::{Args, CompletionsArgs};
use crate::output::Output;

pub(crate) fn run(args: &CompletionsArgs) -> Ending {
    // The generator panics where it cannot write: it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "userlint", &mut script);
    let mut output = Output::new();
    output.write(|out| out.write_all(&script));
    output.finish()
}
