//! `userlint explain`: one rule in full.

use userlint::catalogue;
use userlint::{RULES, find_rule};

use crate::Ending;
use crate::args::{ExplainArgs, PageFormat};
use crate::output::{self, Output, say};

pub(crate) fn run(args: &ExplainArgs) -> Ending {
    let Some(rule) = find_rule(&args.rule) else {
        let meant = near_misses(&args.rule)
            .iter()
            .map(|id| format!("`{id}`"))
            .collect::<Vec<_>>()
            .join(", ");
        let hint = match meant.as_str() {
            "" => "`userlint rules` lists them".to_owned(),
            meant => format!("did you mean {meant}?"),
        };
        say(&format!("there is no rule `{}`; {hint}", args.rule));
        return Ending::Failed;
    };
    let mut output = Output::new();
    output.write(|out| match args.format {
        PageFormat::Text => out.write_all(catalogue::page_text(rule, output::page_width()).as_bytes()),
        PageFormat::Markdown => out.write_all(catalogue::page_markdown(rule).as_bytes()),
        PageFormat::Json => catalogue::write_rule_json(rule, out),
    });
    output.finish()
}

/// The rule whose id is most like what was typed, if it is like it at all; otherwise those of which it is a part.
fn near_misses(typed: &str) -> Vec<&'static str> {
    let ids = || RULES.iter().map(|rule| rule.id);
    if let Some(nearest) = userlint::nearest(typed, ids()) {
        return vec![nearest];
    }
    let part = typed.to_lowercase().replace('-', "_");
    if part.len() > 3 {
        ids().filter(|id| id.contains(&part)).collect()
    } else {
        Vec::new()
    }
}
