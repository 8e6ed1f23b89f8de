//! The rules as Markdown: a page for each, and the table of all.
//!
//! Only what a rule says of itself and its two examples go in, so that the text is the same on every machine.
//! Tests keep the committed pages and the README's table equal to it.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::sentence;
use crate::report::sanitise;
use crate::rule::Rule;
use crate::rules::RULES;
use crate::severity::{Severities, Severity};
use crate::surface::Surface;

/// The line before the table of rules in the README.
pub const TABLE_START: &str = "<!-- rules: generated -->";

/// The line behind the table of rules in the README.
pub const TABLE_END: &str = "<!-- /rules -->";

/// Lines of an example that a page shows at most.
const EXAMPLE_LINES: usize = 40;

/// Characters of a line of an example that a page shows at most.
const EXAMPLE_WIDTH: usize = 160;

/// The line at the start of the committed pages.
pub const GENERATED: &str =
    "<!-- GENERATED from the rule and its examples: do not edit. `BLESS=1 cargo test` writes it. -->";

/// The page of a rule: what `corpus/<rule>/README.md` says below [`GENERATED`].
///
/// Nothing of the examples gets through that a terminal could take for more than a character.
pub fn page_markdown(rule: &Rule) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "# {}\n\n{}\n", rule.id, prose(&sentence(rule.summary())));
    page += "| surface | severity |\n|---|---|\n";
    for surface in Surface::ALL {
        let severity = rule.severities().get(surface).map_or("–", Severity::name);
        let _ = writeln!(page, "| `{surface}`: {} | {severity} |", surface.what());
    }
    let effect = rule.effect();
    let _ = writeln!(
        page,
        "\nEffect: **{effect}**. {}\n",
        prose(&sentence(effect.meaning()))
    );
    if let Some(setting) = rule.setting() {
        let _ = writeln!(
            page,
            "The rule needs the setting `{0}` in the configuration: without it, it is never called. The settings in which the \
             examples are judged stand in [`cases.json`](cases.json).\n",
            setting.name()
        );
    }
    let _ = writeln!(page, "## Why\n\n{}\n", prose(&sentence(rule.why())));
    let _ = writeln!(page, "## What to do\n\n{}\n", prose(&sentence(rule.advice())));
    let _ = writeln!(
        page,
        "## An example in which it is found\n\n{}\n",
        example(rule.bad)
    );
    let _ = writeln!(
        page,
        "## The nearest in which it is not\n\n{}\n",
        example(rule.good)
    );
    page += "## Evidence\n\n";
    for evidence in rule.evidence() {
        let source = match evidence.source {
            url if url.starts_with("https://") => format!("<{url}>"),
            other => format!("`{other}`"),
        };
        let _ = writeln!(page, "- {}, {source}: {}", evidence.grade, prose(evidence.fact));
    }
    page
}

/// The table of all rules: what stands in the README between [`TABLE_START`] and [`TABLE_END`], with links to the pages.
pub fn table_markdown() -> String {
    table(|id| format!("[`{id}`](corpus/{id}/README.md)"))
}

/// The table of all rules, without links: it may stand anywhere.
pub fn list_markdown() -> String {
    table(|id| format!("`{id}`"))
}

fn table(name: impl Fn(&str) -> String) -> String {
    let mut table = String::from("| rule | finds | severity at worst | effect |\n|---|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} |",
            name(rule.id),
            prose(rule.summary()),
            rule.setting().map_or_else(
                || severities(*rule.severities()),
                |setting| format!(
                    "{}, if `{}` is set",
                    severities(*rule.severities()),
                    setting.name()
                )
            ),
            rule.effect(),
        );
    }
    table
}

/// `error`, `error on all but response`, or `error on sdk, rest; note on response`.
fn severities(severities: Severities) -> String {
    let all = Surface::ALL.into_iter();
    let names = |surfaces: Vec<Surface>| {
        let names: Vec<_> = surfaces.into_iter().map(Surface::name).collect();
        names.join(", ")
    };
    let mut phrases = Vec::new();
    for severity in Severity::ALL.into_iter().rev() {
        let (with, without): (Vec<_>, Vec<_>) = all
            .clone()
            .partition(|&surface| severities.get(surface) == Some(severity));
        match (with.len(), without.len()) {
            (0, _) => {}
            (_, 0) => phrases.push(severity.name().to_owned()),
            (_, 1) => phrases.push(format!("{severity} on all but {}", names(without))),
            _ => phrases.push(format!("{severity} on {}", names(with))),
        }
    }
    phrases.join("; ")
}

/// Text as Markdown, also for the cell of a table: outside code what looks like a tag is escaped, and bars
/// everywhere.
fn prose(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '|']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut in_code = false;
    for letter in text.chars() {
        in_code ^= letter == '`';
        if letter == '|' || (letter == '<' && !in_code) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    Cow::Owned(escaped)
}

/// An example in a fence.
fn example(bytes: &[u8]) -> String {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return format!("({} bytes, which are not UTF-8)", bytes.len());
    };
    let lines: Vec<_> = text.lines().collect();
    let is_short = lines.len() <= EXAMPLE_LINES && lines.iter().all(|line| line.len() <= EXAMPLE_WIDTH);
    let shown: Vec<_> = lines
        .iter()
        .take(EXAMPLE_LINES)
        .map(|line| example_line(line))
        .collect();
    let shown = shown.join("\n");
    let fence = fence(&shown);
    let remark = if is_short {
        String::new()
    } else {
        format!("\n\n(shortened; the whole has {} bytes)", bytes.len())
    };
    format!("{fence}json\n{shown}\n{fence}{remark}")
}

fn example_line(line: &str) -> String {
    let line = line.replace('\t', "  ");
    match line.char_indices().nth(EXAMPLE_WIDTH) {
        Some((end, _)) => format!("{}…", sanitise::line(&line[..end])),
        None => sanitise::line(&line).to_string(),
    }
}

/// A fence that is longer than every run of backticks in the text.
fn fence(text: &str) -> String {
    let runs = text.split(|letter| letter != '`').map(str::len);
    "`".repeat(runs.max().unwrap_or_default().max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_break_out_of_the_page() {
        assert_eq!(prose("a <b> | `<c>`"), "a \\<b> \\| `<c>`");
        assert_eq!(fence("x ``` y"), "````");
        assert_eq!(fence("{}"), "```");
        assert_eq!(example(b"\xff"), "(1 bytes, which are not UTF-8)");
        let page = example("\u{feff}{\u{1b}}\n".as_bytes());
        assert_eq!(page, "```json\n\\u{feff}{\\u{1b}}\n```");
    }

    #[test]
    fn a_long_example_is_shortened_and_says_so() {
        let many = example("[\n".repeat(41).as_bytes());
        assert_eq!(many.lines().filter(|&line| line == "[").count(), 40);
        assert!(many.ends_with("(shortened; the whole has 82 bytes)"));
        let wide = example("[".repeat(161).as_bytes());
        assert!(wide.contains("[…\n"), "{wide}");
    }

    #[test]
    fn severities_are_grouped() {
        use Surface::{Response, Rest, Sdk};
        let mixed = Severities::on(&[Rest, Sdk], Severity::Error).and(&[Response], Severity::Note);
        assert_eq!(severities(mixed), "error on sdk, rest; note on response");
        let most = Severities::everywhere(Severity::Warning).and(&[Rest], Severity::Note);
        assert_eq!(severities(most), "warning on all but rest; note on rest");
        assert_eq!(severities(Severities::everywhere(Severity::Warning)), "warning");
    }
}
