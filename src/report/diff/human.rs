//! The report on a diff for people: a block for each kind of change, the worst first, with its first few changes.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::super::human::wrapped;
use super::super::sanitise;
use super::super::wording::{colour_of, paint, plural};
use crate::diff::{Category, Change, Diff, Snapshot};
use crate::excerpt::excerpt;
use crate::severity::Severity;

/// How the report for people is written.
#[derive(Debug, Clone, Copy)]
pub struct Human {
    /// The columns that a line may take.
    pub width: usize,
    /// Whether there are ANSI colours.
    pub colour: bool,
    /// Changes of each kind that are listed; of the others only their number is said.
    pub most: usize,
}

const BOLD: Style = Style::new().bold();

impl Human {
    /// Writes the report. What could not be read is said elsewhere.
    pub fn write(&self, diff: &Diff<'_>, out: &mut dyn Write) -> io::Result<()> {
        for category in Category::ALL {
            if diff.count(category) > 0 {
                self.category(diff, category, out)?;
            }
        }
        if diff.is_empty() {
            let is_whole = [diff.older(), diff.newer()].map(but).iter().all(String::is_empty);
            let verdict = if is_whole {
                "no difference"
            } else {
                "no difference between those who were compared"
            };
            writeln!(out, "{}", paint(self.colour, BOLD, verdict))?;
        }
        let (old, new) = (counted(diff.older(), "old"), counted(diff.newer(), "new"));
        let both = format!("{old}, {new}");
        if unicode_width::UnicodeWidthStr::width(both.as_str()) <= self.width {
            writeln!(out, "{both}")
        } else {
            writeln!(out, "{old}\n{new}")
        }
    }

    fn category(&self, diff: &Diff<'_>, category: Category, out: &mut dyn Write) -> io::Result<()> {
        let count = diff.count(category);
        let what = category.what(count);
        let label = paint(self.colour, style(category), category.name());
        let room = self.width.saturating_sub(category.name().len() + 2);
        let mut lines = wrapped(&what, room, self.width.saturating_sub(4));
        let first = lines.next().unwrap_or_default();
        writeln!(out, "{label}: {}", paint(self.colour, BOLD, first))?;
        for line in lines {
            writeln!(out, "    {}", paint(self.colour, BOLD, line))?;
        }
        for change in diff.try_changes(category).take(self.most) {
            let change = change.map_err(io::Error::other)?;
            self.indented(&line(&change), out)?;
        }
        if count > self.most {
            writeln!(out, "  … and {} more", count - self.most)?;
        }
        let fields = fields(diff, category);
        if count > 1 && !fields.is_empty() {
            self.remark(&fields, out)?;
        }
        if !category.why().is_empty() {
            self.remark(category.why(), out)?;
        }
        writeln!(out)
    }

    fn indented(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let width = self.width.saturating_sub(6);
        let mut lines = wrapped(text, width + 4, width);
        writeln!(out, "  {}", lines.next().unwrap_or_default())?;
        lines.try_for_each(|line| writeln!(out, "      {line}"))
    }

    fn remark(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let width = self.width.saturating_sub(4);
        let mut lines = wrapped(text, width, width);
        let sign = paint(self.colour, AnsiColor::Blue.on_default().bold(), "=");
        writeln!(out, "  {sign} {}", lines.next().unwrap_or_default())?;
        lines.try_for_each(|line| writeln!(out, "    {line}"))
    }
}

/// In how many users each field is concerned, where a kind is about several.
pub(super) fn fields(diff: &Diff<'_>, category: Category) -> String {
    if matches!(category, Category::Role | Category::Locale) {
        return String::new();
    }
    let counted = diff
        .fields(category)
        .map(|(field, count)| format!("{} {count}", field.name()));
    counted.collect::<Vec<_>>().join(", ")
}

fn style(category: Category) -> Style {
    match category {
        Category::Moved => colour_of(Severity::Error),
        Category::Ambiguous | Category::Reused | Category::Deletes => colour_of(Severity::Warning),
        _ => colour_of(Severity::Note),
    }
}

/// A change on one line, safe to show at the start of one.
fn line(change: &Change) -> String {
    let id = |id: &str| match id {
        "" => "(an empty id)".to_owned(),
        id => sanitise::line(&excerpt(id)).to_string(),
    };
    let old = change.old.as_ref().map(|user| id(&user.id)).unwrap_or_default();
    let line = match change.category {
        Category::Moved => {
            let new = change.new.as_ref().map(|user| id(&user.id)).unwrap_or_default();
            format!("{old} → {new}, by {}", marks(change))
        }
        Category::Ambiguous => format!("{old}, by {}", marks(change)),
        _ => id(change.id()),
    };
    let line = match details(change) {
        details if details.is_empty() => line,
        details => format!("{line}: {details}"),
    };
    sanitise::line_start(&line)
}

/// The kinds of marks by which something is known.
pub(super) fn marks(change: &Change) -> String {
    let marks = change
        .marks
        .iter()
        .map(|mark| sanitise::line(&excerpt(mark)).to_string());
    marks.collect::<Vec<_>>().join(" and ")
}

/// What changes in the fields of a user.
pub(super) fn details(change: &Change) -> String {
    let value = |value: &Option<String>| match value.as_deref() {
        None => "none".to_owned(),
        Some("") => "(empty)".to_owned(),
        Some(value) => sanitise::line(&excerpt(value)).to_string(),
    };
    if matches!(change.category, Category::Role | Category::Locale) {
        return match (&change.from, &change.to) {
            (None, None) => String::new(), // they are personal values
            (from, to) => format!("{} → {}", value(from), value(to)),
        };
    }
    let names = change.fields.iter().map(|path| {
        let key = path
            .key
            .as_deref()
            .map(|key| format!(".{}", sanitise::line(&excerpt(key))));
        format!("{}{}", path.field.name(), key.unwrap_or_default())
    });
    names.collect::<Vec<_>>().join(", ")
}

/// `3 users in old.json (1 without an id)`.
fn counted(snapshot: &Snapshot<'_>, side: &str) -> String {
    let but = but(snapshot);
    let but = if but.is_empty() { but } else { format!(" ({but})") };
    let users = plural(snapshot.users(), "user");
    format!("{side}: {users} in {}{but}", sanitise::line(snapshot.name()))
}

/// What of a snapshot was not compared.
pub(super) fn but(snapshot: &Snapshot<'_>) -> String {
    let mut but = Vec::new();
    if snapshot.without_id() > 0 {
        but.push(format!("{} without an id", snapshot.without_id()));
    }
    if snapshot.repeated() > 0 {
        but.push(format!("{} again further down", snapshot.repeated()));
    }
    if snapshot.unread() > 0 {
        let noun = if snapshot.unread() == 1 { "text" } else { "texts" };
        but.push(format!("{} {noun} not read", snapshot.unread()));
    }
    but.join(", ")
}
