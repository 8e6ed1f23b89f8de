//! The report on a diff as Markdown: a title and a list for each kind of change.

use std::io::{self, Write};

use super::super::markdown::{code, prose};
use super::human::{but, details, fields};
use crate::diff::{Category, Change, Diff, Snapshot};
use crate::excerpt::excerpt;

/// Writes the report with at most so many changes of each kind; of the others only their number is said.
pub fn write(diff: &Diff<'_>, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let moved = diff.count(Category::Moved);
    writeln!(out, "# userlint diff: {}\n", Category::Moved.what(moved))?;
    writeln!(out, "| snapshot | file | users |\n|---|---|--:|")?;
    for (side, snapshot) in [("old", diff.older()), ("new", diff.newer())] {
        writeln!(
            out,
            "| {side} | {} | {} |",
            code(snapshot.name()),
            users(snapshot)
        )?;
    }
    for failure in diff.failures() {
        writeln!(out, "\n**Could not be done:** {}", prose(&failure.message))?;
    }
    for category in Category::ALL {
        if diff.count(category) > 0 {
            write_category(diff, category, most, out)?;
        }
    }
    Ok(())
}

fn write_category(diff: &Diff<'_>, category: Category, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let count = diff.count(category);
    writeln!(out, "\n**{}**", category.what(count))?;
    if !category.why().is_empty() {
        writeln!(out, "\n{}.", prose(category.why()))?;
    }
    let fields = fields(diff, category);
    if count > 1 && !fields.is_empty() {
        writeln!(out, "\n{}.", prose(&fields))?;
    }
    writeln!(out)?;
    for change in diff.try_changes(category).take(most) {
        let change = change.map_err(io::Error::other)?;
        writeln!(out, "- {}", line(&change))?;
    }
    if count > most {
        writeln!(out, "\n{} more are left out here.", count - most)?;
    }
    Ok(())
}

fn line(change: &Change) -> String {
    let id = |id: &str| match id {
        "" => "an empty id".to_owned(),
        id => code(&excerpt(id)),
    };
    let marks = || {
        let marks = change.marks.iter().map(|mark| code(&excerpt(mark)));
        marks.collect::<Vec<_>>().join(" and ")
    };
    let old = change.old.as_ref().map(|user| id(&user.id)).unwrap_or_default();
    let line = match change.category {
        Category::Moved => {
            let new = change.new.as_ref().map(|user| id(&user.id)).unwrap_or_default();
            format!("{old} → {new}, by {}", marks())
        }
        Category::Ambiguous => format!("{old}, by {}", marks()),
        _ => id(change.id()),
    };
    match details(change) {
        details if details.is_empty() => line,
        details => format!("{line}: {}", code(&details)),
    }
}

fn users(snapshot: &Snapshot<'_>) -> String {
    match but(snapshot) {
        but if but.is_empty() => snapshot.users().to_string(),
        but => format!("{} ({but})", snapshot.users()),
    }
}
