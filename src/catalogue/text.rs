//! A rule's page for the terminal.

use std::fmt::Write as _;

use super::sentence;
use crate::rule::Rule;
use crate::severity::Severity;
use crate::surface::Surface;

/// The columns of a paragraph, at least: narrower it cannot be read.
const NARROWEST: usize = 40;

/// Examples longer than this are named, not shown.
const EXAMPLE_LINES: usize = 24;
const EXAMPLE_BYTES: usize = 2_000;

/// All that is known of a rule, as plain text for so many columns.
pub fn page_text(rule: &Rule, width: usize) -> String {
    let mut page = String::new();
    let add = |page: &mut String, label: &str, text: &str| page.push_str(&paragraph(label, text, width));
    let _ = writeln!(page, "{}\n", rule.id);
    add(&mut page, "", &sentence(rule.summary()));
    add(&mut page, "why     ", rule.why());
    add(&mut page, "do      ", &sentence(rule.advice()));
    let effect = rule.effect();
    add(
        &mut page,
        "effect  ",
        &format!("{}: {}", effect.name(), effect.meaning()),
    );
    for severity in Severity::ALL.into_iter().rev() {
        let on = |surface: &Surface| rule.severities().get(*surface) == Some(severity);
        let surfaces: Vec<_> = Surface::ALL.into_iter().filter(on).map(Surface::name).collect();
        if !surfaces.is_empty() {
            let label = format!("{:<8}", severity.name());
            add(&mut page, &label, &format!("on {}", surfaces.join(", ")));
        }
    }
    if let Some(setting) = rule.setting() {
        let text = format!(
            "`{}` in the configuration: without it the rule is never called",
            setting.name()
        );
        add(&mut page, "needs   ", &text);
    }
    example(&mut page, "found in", rule.bad);
    example(&mut page, "not found in", rule.good);
    page.push_str("\nhow we know\n");
    for evidence in rule.evidence() {
        add(
            &mut page,
            "  - ",
            &format!("{}: {}", evidence.grade, evidence.fact),
        );
        let _ = writeln!(page, "    {}", evidence.source);
    }
    page
}

/// The lines of a text behind a label, broken at spaces, with all but the first as far in as the label is long.
pub fn paragraph(label: &str, text: &str, width: usize) -> String {
    let indent = label.chars().count();
    let width = width.max(NARROWEST).max(indent + NARROWEST / 2);
    let mut paragraph = label.to_owned();
    let mut column = indent;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > width {
            let _ = write!(paragraph, "\n{:indent$}", "");
            column = indent;
        } else if column > indent {
            paragraph.push(' ');
            column += 1;
        }
        paragraph.push_str(word);
        column += length;
    }
    paragraph.push('\n');
    paragraph
}

fn example(page: &mut String, title: &str, bytes: &[u8]) {
    let _ = writeln!(page, "\n{title}");
    match std::str::from_utf8(bytes) {
        Ok(text) if text.lines().count() <= EXAMPLE_LINES && text.len() <= EXAMPLE_BYTES => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn a_paragraph_is_as_wide_as_asked_and_hangs_on_its_label() {
        assert_eq!(paragraph("do  ", "aaaa  bbbb\ncccc", 40), "do  aaaa bbbb cccc\n");
        let text = "word ".repeat(20);
        let lines = paragraph("why     ", &text, 40);
        assert!(
            lines.lines().skip(1).all(|line| line.starts_with("        word")),
            "{lines}"
        );
        assert_eq!(lines.lines().map(str::len).max(), Some(37), "{lines}");
        assert_eq!(
            paragraph("a ", &"x".repeat(100), 40),
            format!("a {}\n", "x".repeat(100))
        );
    }

    #[test]
    fn the_prose_of_a_page_keeps_to_its_width() {
        for (rule, width) in RULES
            .iter()
            .flat_map(|rule| [(rule, 60), (rule, 80), (rule, 120)])
        {
            let page = page_text(rule, width);
            let prose = page.lines().take_while(|line| *line != "found in");
            for line in prose {
                assert!(line.chars().count() <= width, "{}: {line}", rule.id);
            }
        }
    }
}
