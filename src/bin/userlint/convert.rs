//! `userlint convert`: one input goes in, its text for another surface comes out, and what was changed is said.

use std::fmt::Write as _;

use userlint::convert::{Conversion, Converted, Obstacle, Step};
use userlint::{Safety, Source};

use crate::Ending;
use crate::args::ConvertArgs;
use crate::inputs::Input;
use crate::output::{Output, say};
use crate::rewrite;

/// What cannot be carried over is said for so many places; the others are counted.
const MOST_OBSTACLES: usize = 20;

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
    let converted = conversion(args).convert(Source::new(&name, &bytes));
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
    let mut kinds: Vec<(&Step, usize)> = Vec::new();
    for step in steps {
        match kinds.iter_mut().find(|(first, _)| first.what == step.what) {
            Some((_, count)) => *count += 1,
            None => kinds.push((step, 1)),
        }
    }
    for (first, count) in kinds {
        let mut said = place(first.line, &first.pointer);
        if count > 1 {
            let _ = write!(said, " and {} more", count - 1);
        }
        say(&format!("{said}: {}", first.what));
    }
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
