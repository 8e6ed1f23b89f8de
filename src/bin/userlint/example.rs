//! `userlint example`: a payload of which a rule speaks, or one of which it is silent, and how to see it.

use std::io::{self, IsTerminal};

use serde_json::Value;
use userlint::corpus::{self, CaseSettings, Example};
use userlint::{Severity, Surface};

use crate::Ending;
use crate::args::ExampleArgs;
use crate::explain::rule_named;
use crate::output::{Output, say};

pub(crate) fn run(args: &ExampleArgs) -> Ending {
    let Some(rule) = rule_named(&args.rule) else {
        return Ending::Failed;
    };
    let cases = match corpus::built_in() {
        Ok(cases) => cases,
        Err(error) => {
            say(&error.to_string());
            return Ending::Internal;
        }
    };
    let Some(example) = Example::of(rule, args.surface, &cases) else {
        say(&format!(
            "{} says nothing on {}",
            rule.id,
            args.surface.map_or("any surface", Surface::name)
        ));
        return Ending::Failed;
    };
    let case = if args.good { example.good } else { example.bad };
    say(&format!(
        "{}; to check it: {}",
        case.case.name,
        command(args, &example)
    ));
    let mut output = Output::new();
    output.write(|out| {
        out.write_all(&case.bytes)?;
        // Elsewhere the bytes are what counts.
        let is_open = io::stdout().is_terminal() && !case.bytes.ends_with(b"\n");
        if is_open { out.write_all(b"\n") } else { Ok(()) }
    });
    output.finish()
}

/// The command that prints the payload and checks it.
fn command(args: &ExampleArgs, example: &Example<'_>) -> String {
    let surface = |surface: Option<Surface>| surface.map(|surface| format!(" --surface {surface}"));
    let print = [
        "userlint example ",
        &args.rule,
        if args.good { " --good" } else { "" },
    ]
    .map(str::to_owned);
    let mut words = print.to_vec();
    words.extend(surface(args.surface));
    words.push(" | userlint check".to_owned());
    words.extend(surface(example.surface));
    if example.min_severity == Severity::Note {
        words.push(" --min-severity note".to_owned());
    }
    let settings = example.bad.case.settings.iter().flat_map(settings);
    words.extend(settings.map(|setting| format!(" --set '{}'", setting.replace('\'', r"'\''"))));
    words.push(" -".to_owned());
    words.concat()
}

/// Settings as `--set` takes them.
fn settings(settings: &CaseSettings) -> Vec<String> {
    let mut set = Vec::new();
    if let Some(roles) = &settings.roles {
        set.push(format!("roles = {}", inline(roles)));
    }
    if let Some(ids) = &settings.id {
        set.push(format!("id = {}", inline(ids)));
    }
    if let Some(schema) = &settings.custom {
        set.push(format!("custom.schema = {}", inline(schema)));
    }
    if !settings.rules.is_empty() {
        set.push(format!("rules = {}", inline(&settings.rules)));
    }
    set
}

/// A value in TOML, on one line.
fn inline(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    toml::Value::try_from(value).map_or_else(|error| error.to_string(), |value| value.to_string())
}
