//! `userlint explain`: one rule in full, in the terminal.

use userlint::catalogue;
use userlint::{RULES, find_rule};

use crate::Ending;
use crate::args::ExplainArgs;
use crate::output::{Output, say};

pub(crate) fn run(args: &ExplainArgs) -> Ending {
    let Some(rule) = find_rule(&args.rule) else {
        match near_miss(&args.rule) {
            Some(id) => say(&format!("there is no rule `{}`; did you mean `{id}`?", args.rule)),
            None => say(&format!(
                "there is no rule `{}`; `userlint rules` lists them",
                args.rule
            )),
        }
        return Ending::Failed;
    };
    let mut output = Output::new();
    output.write(|out| out.write_all(catalogue::page_text(rule).as_bytes()));
    output.finish()
}

/// The rule whose id is most like what was typed, if it is like it at all.
fn near_miss(typed: &str) -> Option<&'static str> {
    let typed = typed.to_lowercase().replace('-', "_");
    if typed.len() > 64 {
        return None;
    }
    let distance = |id: &str| strsim::osa_distance(id, &typed);
    let nearest = RULES.iter().map(|rule| rule.id).min_by_key(|id| distance(id))?;
    let contained = || {
        RULES
            .iter()
            .map(|rule| rule.id)
            .find(|id| typed.len() > 3 && id.contains(&typed))
    };
    if distance(nearest) <= typed.len().div_ceil(3) {
        Some(nearest)
    } else {
        contained()
    }
}
