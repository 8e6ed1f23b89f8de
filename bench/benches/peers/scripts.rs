//! The peers in Node and Python: a process a round, which times each of its validators by itself.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{Counts, Failure};

/// A script with its runtime.
pub(crate) struct Script {
    runtime: PathBuf,
    file: PathBuf,
}

impl Script {
    /// The scripts whose runtimes `bench/run` names. What is missing is said.
    pub(crate) fn at_hand() -> Vec<Script> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let known = [
            ("USERLINT_BENCH_NODE", "peers.cjs"),
            ("USERLINT_BENCH_PYTHON", "peers.py"),
        ];
        let mut scripts = Vec::new();
        for (variable, name) in known {
            match std::env::var_os(variable) {
                Some(runtime) => scripts.push(Script {
                    runtime: runtime.into(),
                    file: folder.join(name),
                }),
                None => println!("Skipped: {name}, since `{variable}` names no runtime.\n"),
            }
        }
        scripts
    }

    /// Name, counts and processor time of each of its validators: a line each, with tabs between.
    pub(crate) fn run(&self, users: &Path) -> Result<Vec<(String, Option<Counts>, Duration)>, Failure> {
        let output = Command::new(&self.runtime).arg(&self.file).arg(users).output()?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {errors}", self.file.display()).into());
        }
        String::from_utf8(output.stdout)?.lines().map(timed).collect()
    }
}

fn timed(line: &str) -> Result<(String, Option<Counts>, Duration), Failure> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, accepted, rejected, seconds] = fields[..] else {
        return Err(format!("not a line of figures: {line}").into());
    };
    let counts = match accepted {
        "-" => None,
        _ => Some(Counts {
            accepted: accepted.parse()?,
            rejected: rejected.parse()?,
        }),
    };
    Ok((
        name.to_owned(),
        counts,
        Duration::try_from_secs_f64(seconds.parse()?)?,
    ))
}
