//! `userlint schema`: the committed schemas, as they are.

use userlint::schema::{self, SchemaName};

use crate::Ending;
use crate::args::SchemaArgs;
use crate::output::Output;

pub(crate) fn run(args: &SchemaArgs) -> Ending {
    let mut output = Output::new();
    match args.name {
        Some(name) => output.write(|out| out.write_all(schema::text(name).as_bytes())),
        None => output.write(|out| {
            let width = SchemaName::ALL
                .iter()
                .map(|schema| schema.name().len())
                .max()
                .unwrap_or_default();
            SchemaName::ALL
                .iter()
                .try_for_each(|schema| writeln!(out, "{:<width$}  {}", schema.name(), schema.what()))
        }),
    }
    output.finish()
}
