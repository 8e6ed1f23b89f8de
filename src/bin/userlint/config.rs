//! Configuration: which `userlint.toml` holds for an input, what it says, and what the linter is asked for then.
//!
//! The nearest file above an input holds for it, and no other is read for it: files do not add to one another. Inputs
//! in different places of a tree may so have different files. `--config` names one for all inputs, `--isolated` none,
//! and each `--set` is laid over all of them. Paths in a file begin at its folder, paths in `--set` at the working
//! directory. What other options of the command line ask for stands above all of this.
//!
//! Everything is read before anything is checked: a mistake anywhere is exit 2, with all mistakes shown.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use userlint::report::Report;
use userlint::settings::{IdPolicy, Override, Roles, Settings};
use userlint::{Linter, Options, Severity};

use crate::args::{ConfigArgs, DiscoveryArgs};
use crate::id_from;
use crate::inputs::{Input, STDIN, shown};
use crate::patterns::Patterns;

mod mistake;
mod read;
mod show;
mod starter;
mod version;

pub(crate) use mistake::{ConfigError, show as show_errors};
pub(crate) use read::FailOn;
pub(crate) use show::{write_json, write_toml};
pub(crate) use starter::init;

use mistake::Text;
use read::{FileOverride, Origin, Values};

/// The name under which a configuration is found.
pub(crate) const FILE_NAME: &str = "userlint.toml";

/// What holds for some inputs.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The file, if there is one.
    text: Option<Arc<Text>>,
    /// Where its patterns for paths begin.
    folder: PathBuf,
    values: Values,
    /// For each of its overrides, for how many users and findings it held.
    used: Vec<AtomicUsize>,
}

impl Config {
    fn is_excluded(&self, place: &Place, path: &Path, force: Force) -> bool {
        let values = &self.values;
        let is_forced = values.force_exclude.as_ref().is_some_and(|forced| forced.value);
        let is_named = match force {
            Force::Always => false,
            Force::IfConfigured { is_named } => is_named,
        };
        if (values.include.is_none() && values.exclude.is_none()) || (is_named && !is_forced) {
            return false;
        }
        let path = self.relative(place, path);
        let is_in = |patterns: &Arc<Patterns>| patterns.match_file(&path);
        values.exclude.as_ref().is_some_and(|given| is_in(&given.value))
            || values.include.as_ref().is_some_and(|given| !is_in(&given.value))
    }

    /// The mildest findings that make the run fail; none if no finding does.
    fn fail_on(&self, command_line: &CommandLine) -> Option<Severity> {
        let given = self.values.fail_on.as_ref().map(|given| given.value);
        let fail_on = command_line.fail_on.or(given);
        fail_on.map_or(Some(Severity::Error), FailOn::severity)
    }

    /// The severity from which on findings are looked for. What makes the run fail is looked for in any case.
    fn min_severity(&self, command_line: &CommandLine) -> Severity {
        let given = self.values.min_severity.as_ref().map(|given| given.value);
        let asked = command_line.min_severity.or(given).unwrap_or(Severity::Warning);
        asked.min(self.fail_on(command_line).unwrap_or(Severity::Error))
    }

    fn overrides(&self) -> &[Arc<FileOverride>] {
        self.values
            .overrides
            .as_ref()
            .map_or(&[], |given| given.value.as_slice())
    }

    /// The overrides that hold for an input, by their place in the list. Standard input is no file.
    fn overrides_for(&self, place: &Place, path: &Path) -> Vec<usize> {
        if self.overrides().is_empty() {
            return Vec::new();
        }
        let is_file = path != Path::new(STDIN);
        let path = self.relative(place, path);
        let overrides = self.overrides().iter().enumerate();
        overrides
            .filter(|(_, holds)| match &holds.files {
                None => true,
                Some(files) => is_file && files.match_file(&path),
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// A path from the folder of the configuration, or, outside of it, from the root.
    fn relative(&self, place: &Place, path: &Path) -> PathBuf {
        let path = place.folder.join(path.file_name().unwrap_or_default());
        let from_root = || path.strip_prefix("/").unwrap_or(&path);
        path.strip_prefix(&self.folder)
            .unwrap_or_else(|_| from_root())
            .to_owned()
    }

    fn options(&self, command_line: &CommandLine, overrides: &[usize]) -> Options {
        let values = &self.values;
        let mut options = command_line.options.clone();
        let are_surfaces_named = options.surfaces.is_some();
        if !are_surfaces_named {
            options.surfaces = values.surfaces.as_ref().map(|given| given.value);
        }
        options.min_severity = self.min_severity(command_line);
        let mut settings = Settings::new();
        settings.roles = values.roles.as_ref().map(|given| Roles::new(&given.value));
        settings.custom = values.custom.as_ref().map(|given| Arc::clone(&given.value));
        for (&id, level) in &values.rules {
            if let Some(rule) = userlint::find_rule(id) {
                settings.rules.set(rule, level.value);
            }
        }
        if values.id.is_some() || !values.id_roles.is_empty() {
            let mut policy = IdPolicy::default();
            policy.form = values.id.as_ref().map(|(_, given)| given.value.clone());
            let roles = values.id_roles.iter();
            policy.roles = roles
                .map(|(role, (_, given))| (role.clone(), given.value.clone()))
                .collect();
            settings.id = Some(policy);
        }
        settings.overrides = overrides
            .iter()
            .map(|&at| {
                let given = &self.overrides()[at];
                let mut holds = Override::new();
                holds.pointers.clone_from(&given.pointers);
                holds.rules = given.rules.clone();
                // What is named on the command line is asked of every input.
                holds.surfaces = given.surfaces.filter(|_| !are_surfaces_named);
                holds
            })
            .collect();
        options.settings(settings)
    }

    /// The overrides that never held, in words.
    fn unused(&self, command_line: &CommandLine) -> Vec<String> {
        let overrides = self.overrides().iter().zip(&self.used);
        overrides
            .filter(|(given, used)| {
                // It was overruled, not in vain.
                let is_overruled = command_line.options.surfaces.is_some() && given.surfaces.is_some();
                used.load(Ordering::Relaxed) == 0 && !is_overruled
            })
            .map(|(given, _)| {
                let place = match &given.origin {
                    Origin::File { text, line } => format!("{}:{line}", text.name),
                    Origin::Set => "--set".to_owned(),
                };
                format!("the override at {place} was never used: nothing was found for which it holds")
            })
            .collect()
    }
}

/// What options of the command line ask for; it stands above all configuration.
#[derive(Debug, Default)]
pub(crate) struct CommandLine {
    pub(crate) options: Options,
    pub(crate) min_severity: Option<Severity>,
    pub(crate) fail_on: Option<FailOn>,
}

/// The configurations of a run.
#[derive(Debug)]
pub(crate) struct Configs {
    configs: Vec<Config>,
    /// The folders that have inputs, as these name them.
    places: HashMap<PathBuf, Place>,
    command_line: CommandLine,
    linters: Mutex<Linters>,
    /// Users in all reports who have their id from where the command line says.
    ids_given: AtomicUsize,
}

/// The linters by what holds: a configuration, and those of its overrides that are about the file.
type Linters = HashMap<(usize, Vec<usize>), Arc<Linter>>;

/// What is known of a folder.
#[derive(Debug)]
struct Place {
    /// Its path from the root, without links.
    folder: PathBuf,
    /// The configuration that holds in it.
    config: usize,
}

/// Whether excludes hold for an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Force {
    /// Whatever it is: the command line says so.
    Always,
    /// For one that was named itself only if the configuration says so.
    IfConfigured { is_named: bool },
}

/// What holds for a path.
#[derive(Debug)]
pub(crate) struct InForce<'c> {
    config: &'c Config,
    /// The overrides that hold for a file, by their place in the list. None for a folder: they depend on the file.
    overrides: Option<Vec<usize>>,
}

/// The linter for an input.
#[derive(Debug)]
pub(crate) struct Judge {
    pub(crate) linter: Arc<Linter>,
    /// The mildest findings that make the run fail; none if no finding does.
    pub(crate) fail_on: Option<Severity>,
    config: usize,
    overrides: Vec<usize>,
}

impl Configs {
    /// Reads what holds for the inputs in these folders, each named by [`folder_of`].
    pub(crate) fn load<'p>(
        args: &ConfigArgs,
        folders: impl IntoIterator<Item = &'p Path>,
    ) -> Result<Configs, Vec<ConfigError>> {
        let mut loader = Loader::new(args);
        for folder in folders {
            if !loader.places.contains_key(folder) {
                loader.folder(folder);
            }
        }
        loader.finish()
    }

    /// What options of the command line ask for.
    pub(crate) fn command_line(mut self, command_line: CommandLine) -> Self {
        self.command_line = command_line;
        self
    }

    /// What holds for a file or a folder; it stands in, or is, one of those for which this was loaded.
    pub(crate) fn of(&self, path: &Path) -> InForce<'_> {
        let folder = self.places.get(path);
        let place = folder.or_else(|| self.places.get(folder_of(path)));
        let config = &self.configs[place.map_or(0, |place| place.config)];
        let overrides = match (folder, place) {
            (None, Some(place)) => Some(config.overrides_for(place, path)),
            _ => None,
        };
        InForce { config, overrides }
    }

    /// Whether an input is left out.
    pub(crate) fn leave_out(&self, args: &DiscoveryArgs, input: &Input) -> bool {
        let force = if args.force_exclude {
            Force::Always
        } else {
            Force::IfConfigured {
                is_named: input.is_named(),
            }
        };
        let place = self.places.get(folder_of(input.path()));
        place.is_some_and(|place| self.configs[place.config].is_excluded(place, input.path(), force))
    }

    /// The linter for an input. Inputs for which the same holds share one.
    pub(crate) fn judge(&self, input: &Path) -> Judge {
        let place = self.places.get(folder_of(input));
        let config = place.map_or(0, |place| place.config);
        let overrides = place.map_or_else(Vec::new, |place| self.configs[config].overrides_for(place, input));
        let mut linters = self.linters.lock().unwrap_or_else(PoisonError::into_inner);
        let linter = linters.entry((config, overrides.clone())).or_insert_with(|| {
            let options = self.configs[config].options(&self.command_line, &overrides);
            Arc::new(Linter::new(options))
        });
        Judge {
            linter: Arc::clone(linter),
            fail_on: self.configs[config].fail_on(&self.command_line),
            config,
            overrides,
        }
    }

    /// Takes note of which overrides a report has made use of, and whom it has given an id.
    pub(crate) fn note(&self, judge: &Judge, report: &Report) {
        self.ids_given.fetch_add(report.ids_given, Ordering::Relaxed);
        for (&at, &count) in judge.overrides.iter().zip(&report.overrides) {
            self.configs[judge.config].used[at].fetch_add(count, Ordering::Relaxed);
        }
    }

    /// Says so if ids were to be taken from somewhere, and nobody got one.
    pub(crate) fn say_if_id_from_in_vain(&self) {
        let given = self.ids_given.load(Ordering::Relaxed);
        id_from::say_if_in_vain(self.command_line.options.id_from.as_ref(), given);
    }

    /// The overrides that never held, in words.
    pub(crate) fn unused(&self) -> Vec<String> {
        let configs = self.configs.iter();
        configs
            .flat_map(|config| config.unused(&self.command_line))
            .collect()
    }

    /// What may be wrong in the configurations and does not keep them from being used, in words.
    pub(crate) fn doubts(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        for doubt in self.in_force().flat_map(|config| &config.values.doubts) {
            // What --set says is the same in all of them.
            if !doubts.contains(doubt) {
                doubts.push(doubt.clone());
            }
        }
        doubts.sort_unstable();
        doubts
    }

    /// The severity from which on findings are looked for in every input.
    pub(crate) fn min_severity(&self) -> Severity {
        let in_force = self.in_force();
        in_force
            .map(|config| config.min_severity(&self.command_line))
            .max()
            .unwrap_or(Severity::Warning)
    }

    /// The configurations that hold for an input; where there is none, that which would.
    fn in_force(&self) -> impl Iterator<Item = &Config> {
        let without_input = self.places.is_empty().then(|| &self.configs[0]);
        let configs = self.places.values().map(|place| &self.configs[place.config]);
        configs.chain(without_input)
    }
}

/// Reads configurations, each once.
struct Loader<'a> {
    args: &'a ConfigArgs,
    working_directory: PathBuf,
    configs: Vec<Config>,
    /// The configuration of each file that was read, or that stands in for one which could not be.
    by_file: HashMap<PathBuf, usize>,
    places: HashMap<PathBuf, Place>,
    errors: Vec<ConfigError>,
}

impl<'a> Loader<'a> {
    fn new(args: &'a ConfigArgs) -> Self {
        let mut loader = Loader {
            args,
            working_directory: without_links(Path::new(".")),
            configs: Vec::new(),
            by_file: HashMap::new(),
            places: HashMap::new(),
            errors: Vec::new(),
        };
        // The first is the one of inputs above which there is no file. Mistakes in `--set` are shown once, with it.
        let folder = loader.working_directory.clone();
        loader.add(None, folder, Values::default(), true);
        if let Some(path) = &args.config {
            let path = path.clone();
            match read_file(&path) {
                Ok(bytes) => loader.file(&path, bytes),
                Err(error) => loader.errors.push(ConfigError::Unreadable {
                    path: shown(&path),
                    error,
                }),
            }
        }
        loader
    }

    /// Finds what holds in a folder.
    fn folder(&mut self, named: &Path) {
        let folder = without_links(named);
        let config = if self.args.config.is_some() {
            self.configs.len() - 1
        } else if self.args.isolated {
            0
        } else {
            self.nearest(&folder)
        };
        self.places.insert(named.to_owned(), Place { folder, config });
    }

    fn nearest(&mut self, folder: &Path) -> usize {
        for above in folder.ancestors() {
            let path = above.join(FILE_NAME);
            if let Some(&found) = self.by_file.get(&path) {
                return found;
            }
            match read_file(&path) {
                Ok(bytes) => self.file(&path, bytes),
                Err(error) => match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => continue,
                    _ => {
                        self.errors.push(ConfigError::Unreadable {
                            path: shown(self.as_named(&path)),
                            error,
                        });
                        self.by_file.insert(path, 0);
                        return 0;
                    }
                },
            }
            let found = self.configs.len() - 1;
            self.by_file.insert(path, found);
            return found;
        }
        0
    }

    /// Reads the text of a file.
    fn file(&mut self, path: &Path, bytes: Vec<u8>) {
        let text = Arc::new(Text::new(shown(self.as_named(path)), bytes));
        let folder = without_links(folder_of(path));
        let (values, mistakes) = read::read(&text, true, &folder);
        if !mistakes.is_empty() {
            self.errors.push(ConfigError::Mistaken {
                text: Arc::clone(&text),
                mistakes,
            });
        }
        self.add(Some(text), folder, values, false);
    }

    /// Adds a configuration, with every `--set` laid over it.
    fn add(&mut self, text: Option<Arc<Text>>, folder: PathBuf, mut values: Values, is_first: bool) {
        for set in &self.args.set {
            let set = Arc::new(Text::new("--set".to_owned(), set.clone().into_bytes()));
            let (upper, mistakes) = read::read(&set, false, &self.working_directory);
            if is_first && !mistakes.is_empty() {
                self.errors.push(ConfigError::Mistaken { text: set, mistakes });
            }
            values.overlay(upper);
        }
        let mut config = Config {
            text,
            folder,
            values,
            used: Vec::new(),
        };
        config
            .used
            .resize_with(config.overrides().len(), AtomicUsize::default);
        self.configs.push(config);
    }

    /// A path as people would name it: from the working directory, if it is below that.
    fn as_named<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.working_directory).unwrap_or(path)
    }

    fn finish(self) -> Result<Configs, Vec<ConfigError>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        Ok(Configs {
            configs: self.configs,
            places: self.places,
            command_line: CommandLine::default(),
            linters: Mutex::default(),
            ids_given: AtomicUsize::new(0),
        })
    }
}

/// The folder in which an input stands, as the input names it. Of standard input it is the working directory.
pub(crate) fn folder_of(input: &Path) -> &Path {
    match input.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A folder from the root, in the one spelling that leads through no link.
pub(crate) fn without_links(folder: &Path) -> PathBuf {
    fs::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned())
}

/// All of a file that belongs to a configuration.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    /// Bytes of such a file, at most: nobody writes so much by hand.
    const LARGEST: u64 = 1 << 24;
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    Ok(bytes)
}
