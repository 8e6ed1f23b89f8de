//! A rule's page for the terminal.

use std::fmt::Write as _;

use super::sentence;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::surface::Surface;

/// The columns of a page's paragraphs.
const WIDTH: usize = 88;

/// Examples longer than this are named, not shown.
const EXAMPLE_LINES: usize = 24;

/// All that is known of a rule, as plain text.
pub fn page_text(rule: &Rule) -> String {
    let mut page = String::new();
    let _ = writeln!(page, "{}\n", rule.id);
    paragraph(&mut page, "", &sentence(rule.summary()));
    paragraph(&mut page, "why     ", rule.why());
    paragraph(&mut page, "do      ", &sentence(rule.advice()));
    let effect = rule.effect();
    paragraph(
        &mut page,
        "effect  ",
        &format!("{}: {}", effect.name(), effect.meaning()),
    );
    for severity in Severity::ALL.into_iter().rev() {
        let on = |surface: &Surface| rule.severities().get(*surface) == Some(severity);
        let surfaces: Vec<_> = Surface::ALL.into_iter().filter(on).map(Surface::name).collect();
        if !surfaces.is_empty() {
            let _ = writeln!(page, "{:<8}on {}", severity.name(), surfaces.join(", "));
        }
    }
    if let Some(setting) = rule.setting() {
        let text = format!(
            "`{}` in the configuration: without it the rule is never called",
            setting.name()
        );
        paragraph(&mut page, "needs   ", &text);
    }
    example(&mut page, "found in", rule.bad);
    example(&mut page, "not found in", rule.good);
    page.push_str("\nhow we know\n");
    for evidence in rule.evidence() {
        paragraph(
            &mut page,
            "  - ",
            &format!("{}: {}", evidence.grade, evidence.fact),
        );
        let _ = writeln!(page, "    {}", evidence.source);
    }
    page
}

fn paragraph(page: &mut String, label: &str, text: &str) {
    let mut line = label.to_owned();
    let indent = label.chars().count();
    let mut is_start = true;
    for word in text.split_whitespace() {
        if !is_start && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(page, "{line}");
            line = " ".repeat(indent);
            is_start = true;
        }
        if !is_start {
            line.push(' ');
        }
        line.push_str(word);
        is_start = false;
    }
    let _ = writeln!(page, "{line}");
}

fn example(page: &mut String, title: &str, bytes: &[u8]) {
    let _ = writeln!(page, "\n{title}");
    match std::str::from_utf8(bytes) {
        Ok(text) if text.lines().count() <= EXAMPLE_LINES && text.len() <= WIDTH * EXAMPLE_LINES => {
            for line in text.lines() {
                let _ = writeln!(page, "  {}", crate::report::sanitise::line(line));
            }
        }
        Ok(text) => {
            let _ = writeln!(page, "  (a text of {} bytes)", text.len());
        }
        Err(_) => {
            let _ = writeln!(page, "  ({} bytes that are not UTF-8)", bytes.len());
        }
    }
}
