#![forbid(unsafe_code)]
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod catalogue;
mod check;
pub mod evidence;
mod expect;
mod field;
mod finding;
#[allow(dead_code, reason = "until the rules that use them are in")]
mod grammar;
mod input;
mod limits;
pub mod model;
mod place;
mod reading;
pub mod report;
mod rule;
mod rules;
pub mod schema;
mod severity;
mod shape;
mod source;
mod surface;
mod syntax;
mod user;
mod value;

pub use check::{Linter, Options};
pub use evidence::{Evidence, Grade};
pub use field::Field;
pub use finding::{Finding, Related};
pub use place::Part;
pub use report::{Report, Verdict, Verdicts};
pub use rule::{Claim, Rule};
pub use rules::{RULES, find_rule};
pub use severity::{Effect, Severities, Severity};
pub use shape::{Shape, UnknownShape};
pub use source::{Location, Position, Source, Span};
pub use surface::{Surface, Surfaces, UnknownSurface};
