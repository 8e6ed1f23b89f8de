//! Runs a command: `measure COMMAND [ARGUMENT…]`. Its standard output is dropped; then standard output gets one line with
//! the exit status, the processor time in microseconds and the peak memory in KiB.

#![forbid(unsafe_code)]

use std::process::{Command, ExitCode, Stdio};

use userlint_bench::spent;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("usage: measure COMMAND [ARGUMENT…]");
        return ExitCode::from(2);
    };
    match spent::run(Command::new(&program).args(arguments).stdout(Stdio::null())) {
        Ok(spent) => {
            let status = spent.status.code().unwrap_or(-1);
            println!("{status} {} {}", spent.cpu.as_micros(), spent.peak_kib);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("measure: {}: {error}", program.display());
            ExitCode::from(2)
        }
    }
}
