//! Whole programs, from start to end: large files, one small file, and many files. Each once a round, in turn.
//!
//! `cargo bench -p userlint-bench --bench processes -- [USERS [ROUNDS]]` prints tables of medians of processor time, and
//! peak memory. The programs lie where `bench/run` has laid them and said so by variables; what is missing is skipped.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use userlint_bench::layout::{Layout, Plan};
use userlint_bench::table::{head, median, number, row, spread};
use userlint_bench::users::SEED;

type Failure = Box<dyn std::error::Error>;

/// A command, and what its runs took.
struct Program {
    name: String,
    command: Vec<PathBuf>,
    /// How it must end, so that a command that only fails is not taken for a fast one.
    status: i32,
    times: Vec<Duration>,
    peak_kib: u64,
}

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("processes: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let users: usize = arguments.next().map_or(Ok(200_000), |users| users.parse())?;
    let rounds: usize = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;

    let tools = Tools::at_hand();
    let large = written(Layout::Ndjson, users, 0)?;
    let title = format!("Whole processes, {users} users as NDJSON");
    let mut programs = vec![
        program("wc -l", 0, ["wc", "-l"], &large),
        program("userlint", 0, tools.userlint(), &large),
        program(
            "userlint, 1 % broken",
            1,
            tools.userlint(),
            &written(Layout::Ndjson, users, 10)?,
        ),
        program(
            "userlint, 20 % broken",
            1,
            tools.userlint(),
            &written(Layout::Ndjson, users, 200)?,
        ),
        program("sourcemeta `--fast`", 0, tools.sourcemeta("--fast"), &large),
        program("sourcemeta", 0, tools.sourcemeta("--verbose"), &large),
    ];
    measure(&title, "userlint", &mut programs, rounds)?;

    let array = written(Layout::Array, 2000, 0)?;
    let schema = array_schema()?;
    let mut programs = vec![
        program("userlint", 0, tools.userlint(), &array),
        program("ajv-cli", 0, tools.ajv_cli(&schema), &array),
        program("check-jsonschema", 0, tools.check_jsonschema(&schema), &array),
    ];
    measure(
        "Whole processes, 2000 users as one array",
        "userlint",
        &mut programs,
        rounds,
    )?;

    let one = written(Layout::Array, 1, 0)?;
    let mut programs = vec![
        program(
            "a program that does nothing",
            0,
            [env!("CARGO_BIN_EXE_empty")],
            &one,
        ),
        program("userlint", 0, tools.userlint(), &one),
        program(
            "sourcemeta `--fast`",
            0,
            tools.sourcemeta_with(&schema, "--fast"),
            &one,
        ),
        program("ajv-cli", 0, tools.ajv_cli(&schema), &one),
        program("check-jsonschema", 0, tools.check_jsonschema(&schema), &one),
    ];
    measure(
        "Start: one user in one file",
        "userlint",
        &mut programs,
        rounds * 5,
    )?;

    let counts = [1, 10, 100, 1000, 10_000, 100_000];
    let mut programs = Vec::new();
    for count in counts {
        let folder = written(Layout::Files, count, 0)?;
        programs.push(program(
            &format!("userlint, files: {count}"),
            0,
            tools.userlint(),
            &folder,
        ));
    }
    measure(
        "A file for each user",
        "userlint, files: 1",
        &mut programs,
        rounds,
    )
}

/// Where the programs lie. None is in the repository.
struct Tools {
    userlint: Option<PathBuf>,
    node_modules: Option<PathBuf>,
    python: Option<PathBuf>,
}

impl Tools {
    fn at_hand() -> Tools {
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        Tools {
            userlint: variable("USERLINT_BENCH_PROGRAM"),
            node_modules: variable("NODE_PATH"),
            python: variable("USERLINT_BENCH_PYTHON"),
        }
    }

    fn userlint(&self) -> Vec<PathBuf> {
        command(
            self.userlint.clone(),
            &["check", "--format", "concise", "--isolated"],
        )
    }

    fn sourcemeta(&self, mode: &str) -> Vec<PathBuf> {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/rest.schema.json");
        self.sourcemeta_with(&schema, mode)
    }

    fn sourcemeta_with(&self, schema: &Path, mode: &str) -> Vec<PathBuf> {
        let modules = self.node_modules.as_ref();
        let program = modules.map(|folder| {
            folder.join("@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-x86_64")
        });
        command(
            program,
            &["validate", "--format-assertion", mode, &schema.to_string_lossy()],
        )
    }

    fn ajv_cli(&self, schema: &Path) -> Vec<PathBuf> {
        let program = self.node_modules.as_ref().map(|folder| folder.join(".bin/ajv"));
        let schema = schema.to_string_lossy();
        let options = [
            "validate",
            "--spec=draft2020",
            "-c",
            "ajv-formats",
            "--strict=false",
            "-s",
            &schema,
            "-d",
        ];
        command(program, &options)
    }

    fn check_jsonschema(&self, schema: &Path) -> Vec<PathBuf> {
        let program = self
            .python
            .as_ref()
            .map(|python| python.with_file_name("check-jsonschema"));
        command(program, &["--schemafile", &schema.to_string_lossy()])
    }
}

/// The committed schema, for each user of an array.
fn array_schema() -> Result<PathBuf, Failure> {
    let user = include_str!("../../../schemas/rest.schema.json");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("users.schema.json");
    let dialect = "https://json-schema.org/draft/2020-12/schema";
    fs::write(
        &path,
        format!("{{\"$schema\":\"{dialect}\",\"type\":\"array\",\"items\":{user}}}"),
    )?;
    Ok(path)
}

/// Empty if there is no such program.
fn command(program: Option<PathBuf>, arguments: &[&str]) -> Vec<PathBuf> {
    let program = program.filter(|program| program.exists());
    let arguments = || arguments.iter().map(PathBuf::from);
    program.map_or(Vec::new(), |program| {
        std::iter::once(program).chain(arguments()).collect()
    })
}

fn program(
    name: &str,
    status: i32,
    command: impl IntoIterator<Item = impl Into<PathBuf>>,
    input: &Path,
) -> Program {
    let mut command: Vec<PathBuf> = command.into_iter().map(Into::into).collect();
    if !command.is_empty() {
        command.push(input.to_owned());
    }
    Program {
        name: name.to_owned(),
        command,
        status,
        times: Vec::new(),
        peak_kib: 0,
    }
}

/// Writes users and gives the place. What is there from an earlier run goes.
fn written(layout: Layout, users: usize, per_mille: u64) -> Result<PathBuf, Failure> {
    let ending = match layout {
        Layout::Ndjson => ".jsonl",
        Layout::Files => "",
        _ => ".json",
    };
    let path =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{users}-{per_mille}{ending}", layout.name()));
    if path.is_dir() {
        fs::remove_dir_all(&path)?;
    }
    let plan = Plan {
        layout,
        users,
        per_mille,
        seed: SEED,
    };
    plan.write(&path)?;
    Ok(path)
}

fn measure(title: &str, yardstick: &str, programs: &mut [Program], rounds: usize) -> Result<(), Failure> {
    for _ in 0..rounds {
        for program in programs.iter_mut().filter(|program| !program.command.is_empty()) {
            program.run()?;
        }
    }
    println!("### {title}\n");
    print!(
        "{}",
        head(&["program", "CPU ms", "× its time", "peak MiB", "spread %"])
    );
    let of = |program: &Program| median(&program.times).as_secs_f64();
    let yardstick = programs
        .iter()
        .find(|program| program.name == yardstick && !program.times.is_empty());
    let yardstick = yardstick.map(of);
    for program in programs.iter() {
        if program.times.is_empty() {
            println!("| {} | skipped | | | |", program.name);
            continue;
        }
        let ratio = yardstick.map_or(String::new(), |yardstick| number(of(program) / yardstick));
        print!(
            "{}",
            row(&[
                program.name.clone(),
                number(of(program) * 1e3),
                ratio,
                number(program.peak_kib as f64 / 1024.0),
                format!("{:.0}", spread(&program.times)),
            ])
        );
    }
    println!();
    Ok(())
}

impl Program {
    /// Each run has a small parent of its own, which knows what it took.
    fn run(&mut self) -> Result<(), Failure> {
        let output = Command::new(env!("CARGO_BIN_EXE_measure"))
            .args(&self.command)
            .output()?;
        let line = String::from_utf8(output.stdout)?;
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [status, microseconds, kib] = fields[..] else {
            return Err(format!("{}: {}", self.name, String::from_utf8_lossy(&output.stderr)).into());
        };
        if status.parse() != Ok(self.status) {
            let errors = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "{}: exit status {status} instead of {}: {errors}",
                self.name, self.status
            )
            .into());
        }
        self.times.push(Duration::from_micros(microseconds.parse()?));
        self.peak_kib = self.peak_kib.max(kib.parse()?);
        Ok(())
    }
}
