//! Validators on the same users, in turn: each once a round, so that what disturbs the machine disturbs them all.
//!
//! `cargo bench -p userlint-bench --bench peers -- [USERS [ROUNDS]]` prints tables of medians of processor time, and fails
//! if a validator does not find exactly the users that were broken. The validators of other languages take part where
//! `bench/run` has laid them. With `USERLINT_BENCH_GATE` set, it also fails where userlint is below a floor.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use userlint_bench::layout::{Layout, Plan};
use userlint_bench::spent::cpu_time;
use userlint_bench::table::{head, median, number, row, spread};
use userlint_bench::users::{SEED, broken_among};

use crate::floors::FLOORS;
use crate::modes::Mode;
use crate::scripts::Script;

mod floors;
mod modes;
mod scripts;
mod typed;

/// How many users are judged, and how many it takes to reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    accepted: u64,
    rejected: u64,
}

/// What a mode took for a file, round by round.
struct Timed {
    name: String,
    /// None for a mode that judges nothing.
    counts: Option<Counts>,
    times: Vec<Duration>,
}

/// A file of users, in memory.
struct Input {
    path: PathBuf,
    bytes: Vec<u8>,
    users: u64,
    rejected: u64,
    sha256: String,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let users = arguments.next().map_or(Ok(200_000), |users| users.parse())?;
    let rounds = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;

    let modes = modes::all();
    let scripts = Script::at_hand();
    let mut clean = Vec::new();
    let mut broken = Vec::new();
    for (title, per_mille) in [("Clean", 0), ("1 % broken", 10), ("20 % broken", 200)] {
        let input = Input::make(Layout::Ndjson, users, per_mille)?;
        let timed = time(&modes, &scripts, &input, rounds)?;
        print_table(title, &input, &timed);
        match per_mille {
            0 => clean = timed,
            200 => broken = timed,
            _ => {}
        }
    }
    for layout in [Layout::Array, Layout::Pretty, Layout::Bodies] {
        let input = Input::make(layout, users, 0)?;
        let timed = time(&modes::any_layout(), &[], &input, rounds)?;
        print_table(&format!("Clean, {}", layout.name()), &input, &timed);
    }
    floors::hold(&FLOORS, &clean, &broken)
}

impl Input {
    fn make(layout: Layout, users: usize, per_mille: u64) -> Result<Input, Failure> {
        let name = format!("{}-{users}-{per_mille}.json", layout.name());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let plan = Plan {
            layout,
            users,
            per_mille,
            seed: SEED,
        };
        let sha256 = plan.write(&path)?;
        let users = users as u64;
        Ok(Input {
            bytes: fs::read(&path)?,
            path,
            users,
            rejected: broken_among(users, per_mille),
            sha256,
        })
    }
}

/// Runs everything in turn. Fails where somebody counts other users than were made.
fn time(modes: &[Mode], scripts: &[Script], input: &Input, rounds: usize) -> Result<Vec<Timed>, Failure> {
    let mut timed: Vec<Timed> = Vec::new();
    for _ in 0..rounds {
        let mut round = Vec::new();
        for mode in modes {
            let start = cpu_time();
            let counts = (mode.run)(&input.bytes);
            let counts = mode.judges.then_some(counts);
            round.push((mode.name.to_owned(), counts, cpu_time().saturating_sub(start)));
        }
        for script in scripts {
            round.extend(script.run(&input.path)?);
        }
        for (name, counts, time) in round {
            let expected = Counts {
                accepted: input.users - input.rejected,
                rejected: input.rejected,
            };
            if counts.is_some_and(|counts| counts != expected) {
                return Err(format!("{name}: {counts:?} instead of {expected:?}").into());
            }
            match timed.iter_mut().find(|timed| timed.name == name) {
                Some(timed) => timed.times.push(time),
                None => timed.push(Timed {
                    name,
                    counts,
                    times: vec![time],
                }),
            }
        }
    }
    Ok(timed)
}

fn print_table(title: &str, input: &Input, timed: &[Timed]) {
    let megabytes = input.bytes.len() as f64 / 1e6;
    println!(
        "### {title}\n\n{} users, {megabytes:.1} MB, SHA-256 `{}`\n",
        input.users, input.sha256
    );
    print!(
        "{}",
        head(&[
            "mode",
            "MB/s",
            "ns/user",
            "× `is_valid`",
            "accepted",
            "rejected",
            "spread %"
        ])
    );
    let yardstick = timed.iter().find(|timed| timed.name == modes::YARDSTICK);
    for mode in timed {
        let seconds = median(&mode.times).as_secs_f64();
        let ratio = yardstick.map_or(String::new(), |yardstick| {
            number(median(&yardstick.times).as_secs_f64() / seconds)
        });
        let count =
            |count: fn(Counts) -> u64| mode.counts.map_or("–".into(), |counts| count(counts).to_string());
        print!(
            "{}",
            row(&[
                mode.name.clone(),
                number(megabytes / seconds),
                format!("{:.0}", seconds * 1e9 / input.users as f64),
                ratio,
                count(|counts| counts.accepted),
                count(|counts| counts.rejected),
                format!("{:.0}", spread(&mode.times)),
            ])
        );
    }
    println!();
}
