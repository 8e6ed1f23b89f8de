//! `userlint diff`: two inputs are read, compared, and what differs is shown.

use std::io;
use std::path::Path;

use userlint::IdFrom;
use userlint::diff::{Category, Diff, Mark, Snapshot, SnapshotError};
use userlint::report::diff::human::Human;
use userlint::report::diff::{DiffFormat, json, markdown};
use userlint::report::human::DEFAULT_WIDTH;

use crate::Ending;
use crate::args::DiffArgs;
use crate::id_from;
use crate::inputs::{Input, InputError, Stored};
use crate::output::{Output, say, wants_colour};
use crate::reporting::When;

/// Changes of each kind that are listed unless all are asked for.
const MOST: usize = 10;

pub(crate) fn run(args: &DiffArgs) -> Ending {
    let dash = Path::new("-");
    if args.old == dash && args.new == dash {
        say("only one of the two snapshots can be standard input");
        return Ending::Failed;
    }
    let sides = [&args.old, &args.new].map(|path| Side::open(path));
    let [Ok(old), Ok(new)] = &sides else {
        // Half of a comparison is none.
        let errors = sides.iter().filter_map(|side| side.as_ref().err());
        let mut errors: Vec<String> = errors.map(ToString::to_string).collect();
        errors.dedup(); // a file may have been compared with itself
        for error in &errors {
            say(error);
        }
        return Ending::Failed;
    };
    compare(args, old, new).unwrap_or_else(|error| {
        say(&error.to_string());
        Ending::Failed
    })
}

fn compare(args: &DiffArgs, old: &Side, new: &Side) -> Result<Ending, SnapshotError> {
    let id_from = args.id_from.as_ref();
    let (old, new) = (old.snapshot(id_from)?, new.snapshot(id_from)?);
    let marks = marks(args);
    let mistakes = mistakes(&old, &new, &marks)?;
    let ending = if !mistakes.is_empty() || is_lost(&old) || is_lost(&new) {
        Ending::Failed
    } else {
        show(args, &old, &new, &marks)?
    };
    for mistake in &mistakes {
        say(mistake);
    }
    id_from::say_if_in_vain(id_from, old.ids_given() + new.ids_given());
    // Last, where it is seen: what is above speaks only of what could be read. Of a file that is compared with itself it
    // is said once.
    let is_one_file = old.name() == new.name();
    for side in [&old, &new].into_iter().take(if is_one_file { 1 } else { 2 }) {
        for failure in side.failures() {
            say(&failure.message);
        }
        let unsaid = side.unread() - side.failures().len();
        if unsaid > 0 {
            say(&format!("{}: {unsaid} more that could not be read", side.name()));
        }
    }
    Ok(ending)
}

/// Whether nothing of a snapshot could be read: that all its ids are gone would be no finding.
fn is_lost(snapshot: &Snapshot<'_>) -> bool {
    snapshot.users() == 0 && snapshot.unread() > 0
}

/// Why a comparison would tell nothing, or not what was asked for.
fn mistakes(old: &Snapshot<'_>, new: &Snapshot<'_>, marks: &[Mark]) -> Result<Vec<String>, SnapshotError> {
    let sides = [old, new];
    let without_ids = sides
        .iter()
        .filter(|side| side.users() > 0 && side.compared() == 0);
    let mut mistakes: Vec<String> = without_ids
        .map(|side| format!("nothing can be compared: nobody in {} has an id", side.name()))
        .collect();
    mistakes.dedup(); // a file may have been compared with itself
    if mistakes.is_empty() && sides.iter().any(|side| side.compared() > 0) {
        // There may be a base without telephones; a key that nobody has was mistyped.
        for mark in marks.iter().filter(|mark| matches!(mark, Mark::Custom(_))) {
            if !old.has_mark(mark)? && !new.has_mark(mark)? {
                mistakes.push(format!("nobody in either snapshot has {mark}"));
            }
        }
    }
    Ok(mistakes)
}

/// An input, open for as long as it may be read again.
struct Side {
    input: Input,
    name: String,
    stored: Stored,
}

impl Side {
    fn open(path: &Path) -> Result<Self, InputError> {
        let input = Input::one(path)?;
        Ok(Side {
            name: input.name(),
            stored: Stored::open(&input)?,
            input,
        })
    }

    fn snapshot(&self, id_from: Option<&IdFrom>) -> Result<Snapshot<'_>, SnapshotError> {
        Snapshot::of_text(&self.stored, &self.name, self.input.path_bytes(), id_from)
    }
}

fn show(
    args: &DiffArgs,
    old: &Snapshot<'_>,
    new: &Snapshot<'_>,
    marks: &[Mark],
) -> Result<Ending, SnapshotError> {
    let mut diff = Diff::try_between(old, new, marks)?;
    let is_redacted = match args.redact {
        When::Always => true,
        When::Never => false,
        When::Auto => args.format.is_kept(),
    };
    if is_redacted {
        diff = diff.redacted();
    }
    let mut output = Output::new();
    let mut unreadable = None;
    output.write(|out| {
        write(args, &diff, out).or_else(|error| {
            // An error of the system has no other in it: this one was met while the changes were made of the texts.
            let is_of_text = error.get_ref().is_some();
            unreadable = is_of_text.then(|| error.to_string());
            if is_of_text { Ok(()) } else { Err(error) }
        })
    });
    let written = output.finish();
    if let Some(error) = unreadable {
        say(&error);
        return Ok(Ending::Failed);
    }
    let found = if old.unread() + new.unread() > 0 {
        Ending::Failed
    } else if diff.count(Category::Moved) > 0 {
        Ending::Errors
    } else {
        Ending::Clean
    };
    Ok(found.max(written))
}

/// What was named, each once; else what is known of everybody.
fn marks(args: &DiffArgs) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for mark in &args.marks {
        if !marks.contains(mark) {
            marks.push(mark.clone());
        }
    }
    if marks.is_empty() {
        marks.extend(Mark::DEFAULT);
    }
    marks
}

fn write(args: &DiffArgs, diff: &Diff<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let most = if args.all { usize::MAX } else { MOST };
    match args.format {
        DiffFormat::Json => json::write(diff, out),
        DiffFormat::Markdown => markdown::write(diff, most, out),
        _ => {
            let width =
                terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
            let human = Human {
                width: width.clamp(40, 400),
                colour: wants_colour(args.color, &io::stdout()),
                most,
            };
            human.write(diff, out)
        }
    }
}
