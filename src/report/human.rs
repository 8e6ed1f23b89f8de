//! The report for people: what is wrong, where, what each surface makes of it, and what to do.
//!
//! One finding is one block: a title with the rule, the place, an excerpt with a caret, the verdicts, the help.
//! A closing line for each surface ends the run. Every byte of a payload goes through [`sanitise`].

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use self::excerpt::Excerpt;
use super::wording::{self, colour_of};
use super::{Form, Report, Run, masked, sanitise};
use crate::finding::{Finding, SourceName};
use crate::severity::Severity;
use crate::source::{LineIndex, Location, Source, Span};

mod excerpt;

/// The width of lines where nobody says how wide they may be.
pub const DEFAULT_WIDTH: usize = 100;

/// Writes reports for people.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// The columns that a line may take.
    width: usize,
    colour: bool,
}

/// Something that is wrong in a text which is no payload: in a configuration, for instance.
#[derive(Debug, Clone, Copy)]
pub struct Mistake<'m> {
    /// What is wrong, in one clause.
    pub message: &'m str,
    /// Where in the source.
    pub span: Span,
    /// What to do about it.
    pub help: Option<&'m str>,
}

const BOLD: Style = Style::new().bold();
const FRAME: Style = AnsiColor::Blue.on_default().bold();

impl Human {
    /// A writer for lines of this width, with or without ANSI colours. Very narrow widths are not obeyed: an
    /// excerpt needs some room.
    pub fn new(width: usize, colour: bool) -> Self {
        Human {
            width: width.clamp(40, 400),
            colour,
        }
    }

    fn finding(
        &self,
        report: &Report,
        finding: &Finding,
        source: Source<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let severity = finding.severity;
        let gutter = finding
            .related
            .iter()
            .map(|related| related.location)
            .chain([finding.location])
            .map(|location| location.start.line.to_string().len())
            .max()
            .unwrap_or(1);
        let title = format!("{severity}[{}]", finding.rule.id);
        self.title(severity, &title, &finding.message, out)?;
        self.place(gutter, source, finding.location, &finding.pointer, out)?;
        self.excerpt(
            gutter,
            source,
            &report.secrets.0,
            (finding.location, '^', colour_of(severity)),
            out,
        )?;
        for related in &finding.related {
            if related.is_away || related.source.is_some() {
                let other = related.source.as_deref().map_or(source, SourceName::source);
                self.place(gutter, other, related.location, "", out)?;
                self.remark(gutter, related.message, out)?;
                continue;
            }
            self.place(gutter, source, related.location, "", out)?;
            self.excerpt(
                gutter,
                source,
                &report.secrets.0,
                (related.location, '-', FRAME),
                out,
            )?;
            self.remark(gutter, related.message, out)?;
        }
        let verdicts = wording::verdicts(finding);
        let effect = finding.rule.effect().meaning();
        self.remark(gutter, &format!("{verdicts}; effect: {effect}"), out)?;
        self.remark(gutter, &format!("help: {}", finding.help), out)?;
        writeln!(out)
    }

    /// Writes a mistake as a finding is written.
    pub fn mistake(&self, source: Source<'_>, mistake: &Mistake<'_>, out: &mut dyn Write) -> io::Result<()> {
        let at = LineIndex::new(source.bytes).locate(mistake.span);
        let gutter = at.start.line.to_string().len();
        self.title(Severity::Error, "error", mistake.message, out)?;
        self.place(gutter, source, at, "", out)?;
        let style = colour_of(Severity::Error);
        self.excerpt(gutter, source, &[], (at, '^', style), out)?;
        if let Some(help) = mistake.help {
            self.remark(gutter, &format!("help: {help}"), out)?;
        }
        writeln!(out)
    }

    fn title(&self, severity: Severity, title: &str, message: &str, out: &mut dyn Write) -> io::Result<()> {
        let message = sanitise::line(message).to_string();
        let mut lines = wrapped(
            &message,
            self.width.saturating_sub(title.len() + 2),
            self.width - 4,
        );
        let first = lines.next().unwrap_or_default();
        writeln!(
            out,
            "{}: {}",
            self.paint(colour_of(severity), title),
            self.paint(BOLD, first)
        )?;
        lines.try_for_each(|line| writeln!(out, "    {}", self.paint(BOLD, line)))
    }

    fn place(
        &self,
        gutter: usize,
        source: Source<'_>,
        at: Location,
        pointer: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let place = format!(
            "{}:{}:{}",
            sanitise::line(source.name),
            at.start.line,
            at.start.column
        );
        write!(out, "{:gutter$}{} {place}", "", self.paint(FRAME, "-->"))?;
        if pointer.is_empty() {
            return writeln!(out);
        }
        // What is left of the line, but room enough to tell one pointer from another.
        let room = self.width.saturating_sub(gutter + place.chars().count() + 7);
        let pointer = sanitise::line(pointer).to_string();
        writeln!(out, " ({})", shortened(&pointer, room.max(32)))
    }

    fn excerpt(
        &self,
        gutter: usize,
        source: Source<'_>,
        secrets: &[Span],
        (at, mark, style): (Location, char, Style),
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let bar = self.paint(FRAME, "|");
        let excerpt = Excerpt::new(
            source.bytes,
            at.span.within_part(source.start),
            &masked::hidden_near(secrets, at.span, source),
            self.width.saturating_sub(gutter + 3),
        );
        writeln!(out, "{:gutter$} {bar}", "")?;
        let number = at.start.line.to_string();
        let text = match excerpt.text.as_str() {
            "" => String::new(),
            text => format!(" {text}"),
        };
        writeln!(
            out,
            "{} {bar}{text}",
            self.paint(FRAME, format!("{number:>gutter$}"))
        )?;
        let marks = mark.to_string().repeat(excerpt.mark_width);
        writeln!(
            out,
            "{:gutter$} {bar} {:2$}{3}",
            "",
            "",
            excerpt.mark_at,
            self.paint(style, marks)
        )
    }

    fn remark(&self, gutter: usize, text: &str, out: &mut dyn Write) -> io::Result<()> {
        // Continuation lines stand under the text of the first.
        let indent = gutter + 3;
        let text = sanitise::line(text).to_string();
        let width = self.width.saturating_sub(indent);
        let mut lines = wrapped(&text, width, width);
        let first = lines.next().unwrap_or_default();
        writeln!(out, "{:gutter$} {} {first}", "", self.paint(FRAME, "="))?;
        lines.try_for_each(|line| writeln!(out, "{:indent$}{line}", ""))
    }

    fn paint(&self, style: Style, text: impl std::fmt::Display) -> String {
        wording::paint(self.colour, style, text)
    }
}

impl Form for Human {
    fn input(&mut self, report: &Report, source: Source<'_>, out: &mut dyn Write) -> io::Result<()> {
        report
            .active()
            .try_for_each(|finding| self.finding(report, finding, source, out))
    }

    fn finish(&mut self, run: &Run, out: &mut dyn Write) -> io::Result<()> {
        wording::closing(run, self.colour, out)
    }
}

/// A text of at most so many characters: its middle is left out.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().nth(width).is_none() {
        return text.to_owned();
    }
    // The end tells more than the start: it names the field.
    let start = text.char_indices().nth(width / 3).map_or(0, |(at, _)| at);
    let mut from_end = text.char_indices().rev();
    let end = from_end
        .nth(width - width / 3 - 2)
        .map_or(text.len(), |(at, _)| at);
    format!("{}…{}", &text[..start], &text[end..])
}

/// Breaks a text at spaces into lines of at most `width` columns, `first` for the first of them; a longer word has
/// a line of its own.
///
/// No line begins with `::`: build services take that for a command, whatever blanks stand before it.
pub fn wrapped(text: &str, first: usize, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let mut room = first;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut columns = 0;
        let mut last_space = None;
        for (at, char) in rest.char_indices() {
            columns += unicode_width::UnicodeWidthChar::width(char).unwrap_or(0);
            if columns > room && char != ' ' && last_space.is_some() {
                break;
            }
            // Build services take white space of every kind off before they look for a command.
            if char == ' ' && !rest[at + 1..].trim_start().starts_with("::") {
                last_space = Some(at);
            }
            if at + char.len_utf8() == rest.len() {
                last_space = None;
            }
        }
        let (line, tail) = match last_space {
            Some(at) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        (rest, room) = (tail, width);
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_is_broken_at_spaces() {
        let lines = |text, width| wrapped(text, width, width).collect::<Vec<_>>();
        assert_eq!(lines("aa bb cc", 5), ["aa bb", "cc"]);
        assert_eq!(lines("aa bb cc", 80), ["aa bb cc"]);
        assert_eq!(lines("aaaaaaaa b", 4), ["aaaaaaaa", "b"]);
        assert_eq!(lines("你好 世界", 5), ["你好", "世界"]);
        assert_eq!(lines("", 5), Vec::<&str>::new());
        assert_eq!(lines("aa bb ::cc", 5), ["aa", "bb ::cc"]);
        assert_eq!(lines("aa bb  \u{2003}::cc", 5), ["aa", "bb  \u{2003}::cc"]);
        assert_eq!(wrapped("aa bb cc", 2, 5).collect::<Vec<_>>(), ["aa", "bb cc"]);
    }

    #[test]
    fn a_long_pointer_loses_its_middle() {
        assert_eq!(shortened("/custom/key", 40), "/custom/key");
        assert_eq!(
            shortened(&format!("/{}/email", "k".repeat(100)), 12),
            "/kkk…k/email"
        );
        assert_eq!(shortened("/äöüäöüäöü", 10), "/äöüäöüäöü");
        assert_eq!(shortened("/äöüäöüäöüß", 10), "/äö…öüäöüß");
    }
}
