//! The clock: processor time and peak memory, of this process or of one that it starts.
//!
//! Processor time and not the time on the wall, since other programs share the machine.

use std::io;
use std::process::{Command, ExitStatus};
use std::time::Duration;

use nix::sys::resource::{Usage, UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// What a process took.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// In user and kernel mode, all threads together.
    pub cpu: Duration,
    /// The most memory that was resident at once, in KiB. Linux counts what the parent had before the program was
    /// loaded, so a small parent is needed for a small figure.
    pub peak_kib: u64,
    /// How the process ended.
    pub status: ExitStatus,
}

/// The processor time that this process has used so far.
pub fn cpu_time() -> Duration {
    total(&usage(UsageWho::RUSAGE_SELF))
}

/// Runs a command to its end. To be called once in a process: the peak is that of all children so far.
pub fn run(command: &mut Command) -> io::Result<Spent> {
    let before = total(&usage(UsageWho::RUSAGE_CHILDREN));
    let status = command.status()?;
    let after = usage(UsageWho::RUSAGE_CHILDREN);
    Ok(Spent {
        cpu: total(&after).saturating_sub(before),
        peak_kib: u64::try_from(after.max_rss()).expect("a size"),
        status,
    })
}

fn usage(who: UsageWho) -> Usage {
    getrusage(who).expect("the system knows its processes")
}

fn total(usage: &Usage) -> Duration {
    duration(usage.user_time()) + duration(usage.system_time())
}

fn duration(time: TimeVal) -> Duration {
    let part = |number| u64::try_from(number).expect("time goes forward");
    Duration::from_secs(part(time.tv_sec())) + Duration::from_micros(part(time.tv_usec()))
}
