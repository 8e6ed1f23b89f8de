//! `userlint rules`: the catalogue as a list.

use std::io::{self, Write};

use userlint::{RULES, Rule, catalogue};

use crate::Ending;
use crate::args::{ListFormat, RulesArgs};
use crate::output::{Output, page_width};

pub(crate) fn run(args: &RulesArgs) -> Ending {
    let mut output = Output::new();
    match args.format {
        ListFormat::Human => output.write(|out| human(page_width(), out)),
        ListFormat::Json => output.write(catalogue::write_json),
        ListFormat::Markdown => output.write(|out| out.write_all(catalogue::list_markdown().as_bytes())),
    }
    output.finish()
}

fn human(width: usize, out: &mut dyn Write) -> io::Result<()> {
    let longest = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for rule in RULES {
        let label = format!("{:<longest$}  {:<7}  ", rule.id, worst(rule));
        out.write_all(catalogue::paragraph(&label, rule.summary(), width).as_bytes())?;
    }
    writeln!(
        out,
        "\n{} rules; `userlint explain RULE` tells more of one",
        RULES.len()
    )
}

fn worst(rule: &Rule) -> &'static str {
    rule.severities().worst().map_or("", userlint::Severity::name)
}
