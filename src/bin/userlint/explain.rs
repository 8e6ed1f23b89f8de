//! `userlint explain`: one rule in full.

use userlint::catalogue;
use userlint::{RULES, Rule, find_rule};

use crate::Ending;
use crate::args::{ExplainArgs, PageFormat};
use crate::output::{self, Output, say};

pub(crate) fn run(args: &ExplainArgs) -> Ending {
    let Some(rule) = rule_named(&args.rule) else {
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

/// The rule that was asked for. If there is none, that is said, and which may have been meant.
pub(crate) fn rule_named(typed: &str) -> Option<&'static Rule> {
    let rule = find_rule(typed);
    if rule.is_none() {
        let meant: Vec<_> = near_misses(typed).iter().map(|id| format!("`{id}`")).collect();
        let hint = match meant.join(", ").as_str() {
            "" => "`userlint rules` lists them".to_owned(),
            meant => format!("did you mean {meant}?"),
        };
        say(&format!("there is no rule `{typed}`; {hint}"));
    }
    rule
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
