//! `userlint convert`: one input goes in, its text for another surface comes out, and what was changed is said.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use userlint::Safety;
use userlint::convert::{Conversion, Converted, Kept, Obstacle, Step};

use crate::Ending;
use crate::args::ConvertArgs;
use crate::id_from;
use crate::inputs::Input;
use crate::output::{Output, say};
use crate::rewrite;

/// What cannot be carried over is said for so many places; the others are counted.
const MOST_OBSTACLES: usize = 20;

/// So many keys that are no field are named; the others are counted.
const MOST_KEPT: usize = 10;

pub(crate) fn run(args: &ConvertArgs) -> Ending {
    let input = match Input::one(&args.input) {
        Ok(input) => input,
        Err(error) => return failed(&error.to_string()),
    };
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => return failed(&error.to_string()),
    };
    let name = input.name();
    let converted = conversion(args).convert(input.source(&name, &bytes));
    if !converted.obstacles.is_empty() {
        say_obstacles(&name, &converted.obstacles);
        return Ending::Errors;
    }
    if converted.payloads == 0 {
        return failed(&format!("there is no user in {name}"));
    }
    let written = write(args, &converted);
    if written == Ending::Clean && !args.quiet {
        say_steps(&converted.steps);
        say_kept(&converted.kept);
        id_from::say_if_in_vain(args.id_from.as_ref(), converted.ids_given);
    }
    written
}

fn failed(message: &str) -> Ending {
    say(message);
    Ending::Failed
}

fn conversion(args: &ConvertArgs) -> Conversion {
    let mut conversion = Conversion::to(args.to);
    conversion.from = args.from;
    conversion.layout = args.layout;
    conversion.shape = args.shape;
    conversion.id_from.clone_from(&args.id_from);
    conversion.redact = args.redact;
    if args.not_safe {
        conversion.most = Safety::Unsafe;
    }
    conversion
}

fn write(args: &ConvertArgs, converted: &Converted) -> Ending {
    match &args.output {
        None => {
            let mut stdout = Output::new();
            stdout.write(|out| out.write_all(&converted.text));
            stdout.finish()
        }
        Some(path) => match rewrite::replace(path, &converted.text) {
            Ok(()) => Ending::Clean,
            Err(error) => failed(&format!("cannot write {}: {error}", path.display())),
        },
    }
}

/// Each kind of change once: where it was made first, and how often.
fn say_steps(steps: &[Step]) {
    let said = steps
        .iter()
        .map(|step| (place(step.line, &step.pointer), &*step.what));
    for line in each_kind_once(said) {
        say(&line);
    }
}

/// Each key that no surface knows once: where it stands first, and how often.
fn say_kept(kept: &[Kept]) {
    let said = kept
        .iter()
        .map(|kept| (place(kept.line, &kept.pointer), &*kept.why));
    let lines = each_kind_once(said);
    for line in lines.iter().take(MOST_KEPT) {
        say(&format!("kept: {line}"));
    }
    let more = lines.len().saturating_sub(MOST_KEPT);
    if more > 0 {
        say(&format!(
            "kept: {more} more keys that are no field of a TalkJS user"
        ));
    }
}

/// What is said of several places is said of the first, with how many more there are.
fn each_kind_once<'w>(said: impl Iterator<Item = (String, &'w str)>) -> Vec<String> {
    let mut kinds: Vec<(&str, String, usize)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (place, what) in said {
        match known.entry(what) {
            Entry::Occupied(kind) => kinds[*kind.get()].2 += 1,
            Entry::Vacant(kind) => {
                kind.insert(kinds.len());
                kinds.push((what, place, 0));
            }
        }
    }
    let lines = kinds.into_iter().map(|(what, first, more)| match more {
        0 => format!("{first}: {what}"),
        more => format!("{first} and {more} more: {what}"),
    });
    lines.collect()
}

fn say_obstacles(name: &str, obstacles: &[Obstacle]) {
    for obstacle in obstacles.iter().take(MOST_OBSTACLES) {
        let place = place(obstacle.line, &obstacle.pointer);
        say(&format!(
            "cannot convert {name}: {place}: {}; {}",
            obstacle.message, obstacle.help
        ));
    }
    let more = obstacles.len().saturating_sub(MOST_OBSTACLES);
    if more > 0 {
        say(&format!(
            "cannot convert {name}: there are {more} more such places"
        ));
    }
    let yielding = obstacles
        .iter()
        .filter(|obstacle| obstacle.yields_to_unsafe_fixes)
        .count();
    if yielding > 0 {
        let all = if yielding == obstacles.len() {
            "all"
        } else {
            "some"
        };
        say(&format!("--unsafe would change {all} of that"));
    }
}

fn place(line: Option<usize>, pointer: &str) -> String {
    match (line, pointer) {
        (Some(line), "") => format!("line {line}"),
        (Some(line), pointer) => format!("line {line}, {pointer}"),
        (None, "") => "the document".to_owned(),
        (None, pointer) => pointer.to_owned(),
    }
}
