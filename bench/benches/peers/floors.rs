//! How fast userlint has to be, and wants to be: ratios within one run, against peers and against itself.

use userlint_bench::table::{head, median, number, row};

use crate::modes::{BOON, IGNORED_ANY, ITER_ERRORS, SKIP, TYPED, USERLINT, YARDSTICK};
use crate::{Failure, Timed};

/// Against a mode: so many times its speed.
pub(crate) struct Floor {
    against: &'static str,
    users: Users,
    floor: f64,
    goal: f64,
}

/// Which users both judge.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Users {
    Clean,
    Broken,
    /// userlint judges the broken ones, the other the clean ones.
    BrokenToClean,
}

pub(crate) const FLOORS: [Floor; 8] = [
    floor(YARDSTICK, Users::Clean, 4.0, 6.0),
    floor(ITER_ERRORS, Users::Broken, 3.0, 4.5),
    floor(BOON, Users::Clean, 5.0, 7.5),
    floor(TYPED, Users::Clean, 2.5, 3.5),
    floor(IGNORED_ANY, Users::Clean, 0.65, 0.95),
    floor(SKIP, Users::Clean, 0.55, 0.75),
    floor("ajv", Users::Clean, 7.0, 10.0),
    floor(USERLINT, Users::BrokenToClean, 0.55, 0.7),
];

const fn floor(against: &'static str, users: Users, floor: f64, goal: f64) -> Floor {
    Floor {
        against,
        users,
        floor,
        goal,
    }
}

/// Prints how userlint stands. Below a floor it is an error, if that is asked for.
pub(crate) fn hold(floors: &[Floor], clean: &[Timed], broken: &[Timed]) -> Result<(), Failure> {
    println!("### How userlint stands, as a multiple of the other's speed\n");
    print!("{}", head(&["against", "measured", "floor", "goal", "holds"]));
    let mut missed = Vec::new();
    for floor in floors {
        let ours = if floor.users == Users::Clean {
            clean
        } else {
            broken
        };
        let theirs = if floor.users == Users::Broken {
            broken
        } else {
            clean
        };
        let (Some(ours), Some(theirs)) = (seconds(ours, USERLINT), seconds(theirs, floor.against)) else {
            println!(
                "| {} | skipped | {} | {} | |",
                floor.against, floor.floor, floor.goal
            );
            continue;
        };
        let measured = theirs / ours;
        let users = match floor.users {
            Users::Clean => "",
            Users::Broken => ", 20 % broken",
            Users::BrokenToClean => ", own speed where nothing is broken, at 20 %",
        };
        let holds = match measured {
            _ if measured >= floor.goal => "goal",
            _ if measured >= floor.floor => "floor",
            _ => "no",
        };
        print!(
            "{}",
            row(&[
                format!("{}{users}", floor.against),
                number(measured),
                floor.floor.to_string(),
                floor.goal.to_string(),
                holds.to_owned(),
            ])
        );
        if measured < floor.floor {
            missed.push(floor.against);
        }
    }
    println!();
    if std::env::var_os("USERLINT_BENCH_GATE").is_some() && !missed.is_empty() {
        return Err(format!("below the floor against {}", missed.join(", ")).into());
    }
    Ok(())
}

fn seconds(timed: &[Timed], name: &str) -> Option<f64> {
    let found = timed.iter().find(|timed| timed.name == name)?;
    Some(median(&found.times).as_secs_f64())
}
