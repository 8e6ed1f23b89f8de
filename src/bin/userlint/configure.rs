//! `userlint init` and `userlint config`: the first configuration, and the one that is in force.

use std::io;
use std::path::Path;

use crate::Ending;
use crate::args::{ConfigFormat, ConfigurationArgs};
use crate::config::{self, Configs, FILE_NAME};
use crate::output::{Output, say};

/// Writes a commented starter into the working directory.
pub(crate) fn init() -> Ending {
    match config::init(Path::new("")) {
        Ok(()) => {
            say(&format!(
                "wrote {FILE_NAME}: every setting in it is still switched off"
            ));
            Ending::Clean
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            say(&format!(
                "there is a {FILE_NAME} here already; it was left as it is"
            ));
            Ending::Failed
        }
        Err(error) => {
            say(&format!("cannot write {FILE_NAME}: {error}"));
            Ending::Failed
        }
    }
}

/// Prints what is in force.
pub(crate) fn run(args: &ConfigurationArgs) -> Ending {
    let folder = match args.path.as_deref() {
        None => Path::new("."),
        Some(path) if path.is_dir() => path,
        Some(path) => config::folder_of(path),
    };
    let configs = match Configs::load(&args.config, [folder]) {
        Ok(configs) => configs,
        Err(errors) => {
            config::show_errors(&errors);
            return Ending::Failed;
        }
    };
    configs.doubts().iter().for_each(|doubt| say(doubt));
    let in_force = configs.of(args.path.as_deref().unwrap_or(folder));
    let mut output = Output::new();
    output.write(|out| match args.format {
        ConfigFormat::Toml => config::write_toml(&in_force, out),
        ConfigFormat::Json => config::write_json(&in_force, out),
    });
    output.finish()
}
