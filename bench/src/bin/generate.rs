//! Writes users for the benchmarks: `generate PATH LAYOUT USERS [BROKEN_PER_MILLE]`. Prints the SHA-256 of what it wrote.

#![forbid(unsafe_code)]

use std::path::Path;
use std::process::ExitCode;

use userlint_bench::layout::Plan;
use userlint_bench::users::SEED;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match generate(&arguments) {
        Ok(hash) => {
            println!("{hash}  {}", arguments[0]);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("generate: {error}");
            ExitCode::from(2)
        }
    }
}

fn generate(arguments: &[String]) -> Result<String, Box<dyn std::error::Error>> {
    let (path, layout, users, per_mille) = match arguments {
        [path, layout, users] => (path, layout, users, "0"),
        [path, layout, users, per_mille] => (path, layout, users, per_mille.as_str()),
        _ => {
            return Err(
                "usage: generate PATH ndjson|array|pretty|bodies|files USERS [BROKEN_PER_MILLE]".into(),
            );
        }
    };
    let plan = Plan {
        layout: layout.parse()?,
        users: users.parse()?,
        per_mille: per_mille.parse()?,
        seed: SEED,
    };
    Ok(plan.write(Path::new(path))?)
}
