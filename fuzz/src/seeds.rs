//! Writes the payloads of the corpus into files that the fuzzer begins with.
//!
//! usage: seeds DIR

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder: PathBuf = env::args_os().nth(1).ok_or("usage: seeds DIR")?.into();
    fs::create_dir_all(&folder)?;
    let mut seeds = 0;
    for entry in userlint::corpus::built_in()? {
        fs::write(folder.join(seeds.to_string()), &entry.bytes)?;
        seeds += 1;
    }
    println!("{seeds} seeds in {}", folder.display());
    Ok(())
}
