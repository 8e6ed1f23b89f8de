//! The arguments as they are typed. What they mean is decided by the commands.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use userlint::schema::SchemaName;
use userlint::{Shape, Surface};

use crate::reporting::ReportingArgs;

/// Judges TalkJS user payloads by the rules of the JavaScript SDK and of the REST API.
#[derive(Debug, Parser)]
#[command(name = "userlint", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_STATUS: &str = "\
Exit status:
  0  everything was checked and no error was found
  1  an error was found in a payload
  2  the run could not be done as asked: a wrong argument,
     a file that cannot be read, nothing to check";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check payloads in files, in directories or on standard input
    Check(CheckArgs),
    /// Print a JSON Schema
    Schema(SchemaArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: what it finds, why, what to do, and how we know
    Explain(ExplainArgs),
    /// Write a first userlint.toml, with everything in it switched off
    Init,
    /// Print the configuration that is in force, and where each value comes from
    Config(ConfigurationArgs),
}

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub(crate) struct CheckArgs {
    /// Files, directories (each *.json, *.jsonl and *.ndjson below), or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// A surface to judge by; may be given more than once [default: sdk and rest, or response for webhook events
    /// and pages of GET /users]
    #[arg(long = "surface", value_name = "SURFACE", value_delimiter = ',', value_parser = surfaces())]
    pub(crate) surfaces: Vec<Surface>,

    /// How the users stand in the documents [default: found out]
    #[arg(long, value_name = "SHAPE", value_parser = shapes())]
    pub(crate) shape: Option<Shape>,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,

    #[command(flatten)]
    pub(crate) reporting: ReportingArgs,
}

/// Which configuration holds.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct ConfigArgs {
    /// The configuration for all inputs [default: for each the nearest userlint.toml above it]
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long)]
    pub(crate) isolated: bool,

    /// Set a value of the configuration, written as in TOML: 'fail-on = "never"'; may be given more than once
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ConfigurationArgs {
    /// The file or folder for which it is asked [default: the working directory]
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,

    /// The form: TOML for people, or JSON
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) config: ConfigArgs,
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
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The id of the rule, such as `string_instead_of_array`; hyphens will do
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

/// The form of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
}

fn surfaces() -> impl TypedValueParser<Value = Surface> {
    let values = Surface::ALL.map(|surface| PossibleValue::new(surface.name()).help(surface.what()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Surface>())
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
