//! The arguments as they are typed. What they mean is decided by the commands.

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use userlint::batch::Endpoint;
use userlint::convert::Layout;
use userlint::diff::Mark;
use userlint::generate::LocaleMix;
use userlint::report::diff::DiffFormat;
use userlint::schema::SchemaName;
use userlint::{IdFrom, Shape, Surface};

use crate::conform::ConformArgs;
use crate::patterns::Pattern;
use crate::reporting::{ReportingArgs, When};

/// Judges TalkJS user payloads by the rules of the JavaScript SDK and of the REST API.
#[derive(Debug, Parser)]
#[command(name = "userlint", version, propagate_version = true, max_term_width = 80)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The one table of exit statuses: help, manual page and README have it from here.
pub(crate) const EXIT_STATUS: &str = "\
Exit status, the highest that holds:
  0  everything was done, and nothing that was found makes the run fail
  1  something that was found makes the run fail: an error in a payload,
     unless --fail-on or --max-warnings set another bar; a change that --diff
     shows; what convert cannot carry over; a user that batch rejects; in a
     diff, an id that moved; a case on which an implementation disagrees
  2  the run could not be done as asked: a wrong argument, a file that
     cannot be read, nothing to check, a stale entry in the baseline
  3  a mistake in userlint itself";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check payloads in files, in directories or on standard input
    Check(Box<CheckArgs>),
    /// Rewrite payloads for another surface
    ///
    /// If something cannot be carried over, nothing is written.
    Convert(ConvertArgs),
    /// Compare two snapshots of a user base: ids that moved, and what a re-sync would do
    Diff(DiffArgs),
    /// Turn users into request bodies that will be taken; nothing is sent
    ///
    /// Users without an error become the bodies of requests, batch-000001.json and so on; those with one go to
    /// rejected.ndjson with what was found in them. manifest.json, which is written last, names every batch with its ids
    /// and its hash: where it is, the set is complete. The same input gives the same files, so that a run which was
    /// interrupted is just started again. Of users with the same id, the later stands in a later batch: send the batches in
    /// their order.
    Batch(Box<BatchArgs>),
    /// Ask another implementation about every case of the corpus
    ///
    /// corpus/README.md is the specification: what a case is, how the two sides talk, what counts as agreement.
    Conform(ConformArgs),
    /// Print a JSON Schema
    Schema(SchemaArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: what it finds, why, what to do, and how we know
    Explain(ExplainArgs),
    /// Print the smallest payload in which a rule finds something, or the nearest in which it does not
    ///
    /// Standard output gets the bytes as they stand in the corpus; standard error the command that checks them, with the
    /// surface and the settings that show the rule.
    Example(ExampleArgs),
    /// Make users from a seed: realistic and clean, or broken on purpose
    ///
    /// Nobody is real: names are put together by chance, addresses are in domains that are reserved for examples, telephone
    /// numbers in ranges that are kept for films and books. The same arguments give the same bytes.
    Generate(GenerateArgs),
    /// Write a first `userlint.toml`, with everything in it switched off
    Init,
    /// Print the configuration that is in force, and where each value comes from
    Config(ConfigurationArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, in roff
    Man,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) discovery: DiscoveryArgs,

    /// A surface to judge by; may be given more than once [default: sdk and rest, or response for webhook events
    /// and pages of `GET /users`]
    #[arg(long = "surface", value_name = "SURFACE", value_delimiter = ',', value_parser = surfaces())]
    pub(crate) surfaces: Vec<Surface>,

    /// How the users stand in the documents [default: found out]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    pub(crate) shape: Option<Shape>,

    /// Take all inputs for one dataset: a user that stands in two of them is found, too
    #[arg(long, conflicts_with = "fixing")]
    pub(crate) dataset: bool,

    /// From where users have their ids whose bodies carry none: `field:NAME` or `field:/JSON/POINTER` is another field,
    /// `file-stem` the name of a file that is one user, `path:users/{id}.json` a part of its path
    #[arg(long, value_name = "WHERE", value_parser = clap::value_parser!(IdFrom))]
    pub(crate) id_from: Option<IdFrom>,

    /// Show every user to every rule, also those who are clean at a glance: the report is the same, and takes longer
    #[arg(long)]
    pub(crate) thorough: bool,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,

    #[command(flatten)]
    pub(crate) fixing: FixingArgs,

    #[command(flatten)]
    pub(crate) reporting: ReportingArgs,
}

/// What becomes of the fixes.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fixes")]
pub(crate) struct FixingArgs {
    /// Make the safe fixes in the files themselves; the fixed text of standard input goes to standard output. What
    /// is left is reported
    #[arg(long, group = "fixing")]
    pub(crate) fix: bool,

    /// Show what --fix would change, as a unified diff, and change nothing; exit status 1 if there is anything
    #[arg(long, group = "fixing")]
    pub(crate) diff: bool,

    /// Make or show also fixes that only somebody who knows what is meant can tell to be right
    #[arg(long, requires = "fixing")]
    pub(crate) unsafe_fixes: bool,
}

/// What is checked.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(crate) struct DiscoveryArgs {
    /// Files, directories, globs, or `-` for standard input
    ///
    /// In a directory each `*.json`, `*.jsonl`, `*.ndjson`, `*.jsonc` and `*.json5` is checked. Left alone are hidden
    /// files, what a `.gitignore` names, `node_modules`, and what is known to be something else: `package.json`,
    /// `tsconfig.json`, lock files, `*.schema.json`, reports and sets of batches of userlint. Name such a file to check it. Links to
    /// directories, and links that lead out of the directory, are not followed. In globs, `*` and `?` stop at a `/`,
    /// `**` does not; `[a-z]` and `{a,b}` are as in a shell; one that names no ending takes what a directory would.
    /// Each file is checked once, whatever it is called. `*.jsonc` and `*.json5` may have comments and trailing commas,
    /// and nothing else that JSON has not.
    #[arg(
        value_name = "PATH",
        required_unless_present_any = ["files_from", "stdin_filename"],
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) paths: Vec<PathBuf>,

    /// Check the files that a list names, one a line; `-` reads the list from standard input
    #[arg(long, value_name = "FILE", help_heading = DISCOVERY)]
    pub(crate) files_from: Option<PathBuf>,

    /// The names in the list end with a NUL instead of a line end
    #[arg(long, short = '0', requires = "files_from", help_heading = DISCOVERY)]
    pub(crate) null: bool,

    /// What to call standard input: its ending says what it is, reports show it, excludes hold for it
    #[arg(long, value_name = "NAME", help_heading = DISCOVERY)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// In directories, check the files that match, and no others; may be given more than once. Without a `/` the glob
    /// is a name at any depth, with one a path; with one at its end it means directories alone
    #[arg(long, value_name = "GLOB", value_parser = Pattern::of_command_line, help_heading = DISCOVERY)]
    pub(crate) include: Vec<Pattern>,

    /// In directories, leave alone what matches, and what is below it; may be given more than once
    #[arg(long, value_name = "GLOB", value_parser = Pattern::of_command_line, help_heading = DISCOVERY)]
    pub(crate) exclude: Vec<Pattern>,

    /// Leave alone also files that are named, if they would be left alone in a directory for their name or an exclude
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) force_exclude: bool,

    /// Check also what a `.gitignore` names
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) no_ignore: bool,

    /// Check also hidden files, and look into hidden directories
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) hidden: bool,

    /// Follow links to directories, and links that lead out of a directory
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) follow: bool,

    /// That there is nothing to check is no error
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) no_error_on_empty: bool,

    /// Print the files that would be checked, and check none
    #[arg(long, help_heading = DISCOVERY)]
    pub(crate) show_files: bool,
}

const DISCOVERY: &str = "What is checked";

/// Which configuration holds.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// The configuration for all inputs [default: for each the nearest `userlint.toml` above it]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long)]
    pub(crate) isolated: bool,

    /// Set a value of the configuration, written as in TOML: `--set 'fail-on = "never"'`; may be given more than once
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct BatchArgs {
    #[command(flatten)]
    pub(crate) discovery: DiscoveryArgs,

    /// The folder for the batches; it is made if it is not there
    #[arg(long, value_name = "DIR", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) out: PathBuf,

    /// The request for which the bodies are
    #[arg(long, value_name = "ENDPOINT", value_parser = endpoints(), default_value = Endpoint::Users.name())]
    pub(crate) endpoint: Endpoint,

    /// Users in a batch, at most [default: 100, or 10 operations]
    #[arg(long, value_name = "N")]
    pub(crate) size: Option<usize>,

    /// The surface whose errors keep a user out [default: rest]
    #[arg(long, value_name = "SURFACE", value_parser = request_surfaces())]
    pub(crate) surface: Option<Surface>,

    /// Replace the set that is in the folder, and write beside files that are no part of one
    #[arg(long)]
    pub(crate) force: bool,

    /// How the users stand in the documents [default: found out]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    pub(crate) shape: Option<Shape>,

    /// From where users have their ids whose bodies carry none: as for check
    #[arg(long, value_name = "WHERE", value_parser = clap::value_parser!(IdFrom))]
    pub(crate) id_from: Option<IdFrom>,

    /// The form of the closing lines
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = SummaryFormat::Human)]
    pub(crate) format: SummaryFormat,

    /// Nothing but what went wrong
    #[arg(long, short, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more about the run on standard error: each input and how it was read
    #[arg(long, short)]
    pub(crate) verbose: bool,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigurationArgs {
    /// The file or folder for which it is asked; for a file with what overrides make of it [default: the working
    /// directory]
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,

    /// The form
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ConfigFormat::Toml)]
    pub(crate) format: ConfigFormat,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct ConvertArgs {
    /// The file to convert, or - for standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: PathBuf,

    /// The surface that is to take the payloads
    #[arg(long, value_name = "SURFACE", value_parser = surfaces())]
    pub(crate) to: Surface,

    /// The surface for which they were written: a null that TalkJS has sent (`response`) says that nothing is set, any
    /// other null says what to delete
    #[arg(long, value_name = "SURFACE", value_parser = surfaces())]
    pub(crate) from: Option<Surface>,

    /// Make also changes that only somebody who knows what is meant can tell to be right
    #[arg(long = "unsafe")]
    pub(crate) not_safe: bool,

    /// How the users are to stand beside one another [default: as they do]
    #[arg(long, value_name = "LAYOUT", value_parser = layouts())]
    pub(crate) layout: Option<Layout>,

    /// How they do [default: found out]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    pub(crate) shape: Option<Shape>,

    /// From where users have their ids whose bodies carry none: as for check. They are written into the bodies
    #[arg(long, value_name = "WHERE", value_parser = clap::value_parser!(IdFrom))]
    pub(crate) id_from: Option<IdFrom>,

    /// Write into this file, whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Say what was changed, and what cannot be, without personal values: hashes instead of ids, shapes instead of values.
    /// What is written has them all
    #[arg(long)]
    pub(crate) redact: bool,

    /// Do not say what was changed
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct DiffArgs {
    /// The older snapshot: a file, or - for standard input, in any shape that check knows
    ///
    /// It stands for what TalkJS has: what was sent last, or an export of GET /users.
    #[arg(value_name = "OLD", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) old: PathBuf,

    /// The newer snapshot: a file, or - for standard input
    ///
    /// It stands for what is to be sent next.
    #[arg(value_name = "NEW", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) new: PathBuf,

    /// From where users have their ids whose bodies carry none: as for check
    #[arg(long, value_name = "WHERE", value_parser = clap::value_parser!(IdFrom))]
    pub(crate) id_from: Option<IdFrom>,

    /// By what people are known besides their ids: email, phone, or custom.KEY; may be given more than once, and
    /// replaces the default [default: email, phone]
    #[arg(long = "match", value_name = "MARK")]
    pub(crate) marks: Vec<Mark>,

    /// The form of the report
    #[arg(long, value_name = "FORMAT", value_parser = diff_formats(), default_value = "human")]
    pub(crate) format: DiffFormat,

    /// List all changes, not only the first ten of a kind
    #[arg(long)]
    pub(crate) all: bool,

    /// No personal values: hashes instead of ids, no roles and locales [default: auto, which is always in markdown and
    /// never in human and json]
    #[arg(long, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_value = "auto", default_missing_value = "always", hide_default_value = true)]
    pub(crate) redact: When,

    /// Colours [default: auto, which heeds `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb`]
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value = "auto",
        hide_default_value = true
    )]
    pub(crate) color: When,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The schema to print: of a surface, of what holds its users, or of the JSON report [default: list them]
    #[arg(value_name = "SCHEMA", value_parser = schemas())]
    pub(crate) name: Option<SchemaName>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    /// The form of the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ListFormat::Human)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The id of the rule, such as `string_instead_of_array`; hyphens will do
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    /// The form of the page
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExampleArgs {
    /// The id of the rule, such as `string_instead_of_array`; hyphens will do
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    /// Print the payload in which the rule finds something [default]
    #[arg(long, conflicts_with = "good")]
    pub(crate) bad: bool,

    /// Print the nearest payload in which it finds nothing
    #[arg(long)]
    pub(crate) good: bool,

    /// The surface by which the payload is to be judged [default: one that shows the rule]
    #[arg(long, value_name = "SURFACE", value_parser = surfaces())]
    pub(crate) surface: Option<Surface>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GenerateArgs {
    /// The surface that the users are for
    #[arg(long, value_name = "SURFACE", default_value = "rest", value_parser = surfaces())]
    pub(crate) surface: Surface,

    /// How many users
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) count: u64,

    /// What they are made from
    #[arg(long, value_name = "X", default_value_t = 1)]
    pub(crate) seed: u64,

    /// How the users stand [default: ndjson]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    pub(crate) shape: Option<Shape>,

    /// Break all users, by what this rule finds, or so many in a hundred, by all kinds of errors
    #[arg(long, value_name = "RULE|PERCENT")]
    pub(crate) invalid: Option<String>,

    /// The locales of the users, each with a weight: `nl-NL=3,en-GB` [default: many, mostly en-US]
    #[arg(long, value_name = "LOCALE[=WEIGHT],…")]
    pub(crate) locale_mix: Option<LocaleMix>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// The form of the configuration that is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// For people: as it could stand in the file, with origins as comments
    Toml,
    /// For programs: one JSON document
    Json,
}

/// The form of what is said at the end of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
}

/// The form of the list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
    /// For a page: a table
    Markdown,
}

/// The form of the page of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For the terminal
    Text,
    /// For a page
    Markdown,
    /// For programs: one JSON document, like that of `userlint rules` with this rule alone
    Json,
}

pub(crate) fn surfaces() -> impl TypedValueParser<Value = Surface> {
    let values = Surface::ALL.map(|surface| PossibleValue::new(surface.name()).help(surface.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Surface>())
}

fn layouts() -> impl TypedValueParser<Value = Layout> {
    let values =
        Layout::ALL.map(|layout| PossibleValue::new(layout.shape().name()).help(layout.shape().what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Layout>())
}

fn diff_formats() -> impl TypedValueParser<Value = DiffFormat> {
    let values = DiffFormat::ALL.map(|format| PossibleValue::new(format.name()).help(format.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<DiffFormat>())
}

/// The surfaces of the requests that batches are made for.
fn request_surfaces() -> impl TypedValueParser<Value = Surface> {
    let values = [Surface::Rest, Surface::RestUpdate]
        .map(|surface| PossibleValue::new(surface.name()).help(surface.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Surface>())
}

fn endpoints() -> impl TypedValueParser<Value = Endpoint> {
    let values = Endpoint::ALL.map(|endpoint| PossibleValue::new(endpoint.name()).help(endpoint.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Endpoint>())
}

fn schemas() -> impl TypedValueParser<Value = SchemaName> {
    let values = SchemaName::ALL
        .iter()
        .map(|schema| PossibleValue::new(schema.name()).help(schema.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<SchemaName>())
}

fn shapes() -> impl TypedValueParser<Value = Shape> {
    let values = Shape::ALL.map(|shape| PossibleValue::new(shape.name()).help(shape.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Shape>())
}
