//! Judges user payloads for [TalkJS](https://talkjs.com) by what the JavaScript SDK and the REST API make of them.
//!
//! A user of a chat reaches TalkJS through the SDK or through the REST API, and the two take different things: a
//! single string as `email` is fine in one and refused by the other. Mistakes show late, as a mail that never
//! arrives or a batch of a hundred users that is refused for one of them. This crate finds them beforehand, with the
//! exact place and the reason, on each surface at once.
//!
//! A server that refuses a bad payload:
//!
//! ```
//! use userlint::{Linter, Options, Shape, Source, Surface, Surfaces};
//!
//! // Made once, shared by all threads. With a shape, nothing but one user is let through.
//! let linter = Linter::new(Options::new().surfaces(Surfaces::of(&[Surface::Rest])).shape(Shape::User));
//!
//! let body = r#"{"name": "Linda", "email": "linda@talkjs.com"}"#;
//! let report = linter.check(Source::new("request body", body));
//! if !report.is_accepted() {
//!     let reasons: Vec<String> = report.findings.iter().map(|finding| finding.to_string()).collect();
//!     assert_eq!(reasons[0].split(' ').next(), Some("error[string_instead_of_array]"));
//!     // Answer with 422 and the reasons.
//! }
//! # assert!(!report.is_accepted());
//! ```
//!
//! A payload that is built in Rust has the type of its surface, and can be judged before it is sent:
//!
//! ```
//! use userlint::model::{Payload, RestUser};
//!
//! let mut user = RestUser::new("Linda");
//! user.email = vec!["linda.talkjs.com".into()].into();
//! let report = user.validate();
//! assert_eq!(report.findings[0].rule.id, "email_invalid");
//! assert_eq!(report.findings[0].pointer, "/email/0");
//! ```
//!
//! # What stands where
//!
//! [`Linter`] checks a [`Source`] and gives a [`Report`] of [`Finding`]s. [`RULES`] is the catalogue, each [`Rule`] with
//! its severities by [`Surface`] and its [`Evidence`]. [`model`] has the payload types, [`schema`] their JSON Schemas,
//! [`report`] the forms in which a report is written.
//!
//! [`Linter::fix`] makes the fixes of what was found, [`convert`] writes payloads for another surface, [`dataset`] compares
//! users over several sources, [`diff`] two snapshots of them, [`batch`] makes request bodies, and [`settings`] is what a
//! project says beyond the vendor's rules.
//!
//! The crate does no I/O, prints nothing and does not panic: any bytes give a report. With `default-features = false` it
//! takes neither the program's argument parser nor its directory walker.

#![forbid(unsafe_code)]
#![deny(clippy::print_stdout, clippy::print_stderr)]

pub mod batch;
pub mod catalogue;
mod check;
mod conceal;
pub mod convert;
#[cfg(feature = "corpus")]
pub mod corpus;
pub mod dataset;
pub mod diff;
pub mod evidence;
mod excerpt;
mod expect;
mod field;
mod finding;
mod fix;
#[cfg(feature = "generate")]
pub mod generate;
mod glance;
mod grammar;
mod id_from;
mod input;
mod limits;
pub mod model;
mod ndjson;
mod patch;
mod place;
mod reading;
mod repair;
pub mod report;
mod rest;
mod rule;
mod rules;
pub mod schema;
pub mod settings;
mod severity;
mod shape;
mod source;
#[cfg(feature = "proptest")]
pub mod strategies;
mod surface;
mod syntax;
mod user;
mod value;

pub use check::stream::{Step, Stream};
pub use check::{Linter, Options};
pub use evidence::{Evidence, Grade};
pub use field::Field;
pub use finding::{Finding, PayloadRef, Related, SourceName};
pub use fix::{Fixed, MadeFix};
pub use id_from::{FieldPath, IdFrom, PathPattern, UnknownIdFrom};
pub use patch::{Patch, Replacement};
pub use place::Part;
pub use repair::{Edit, Fix, Safety};
pub use report::{JudgedPayload, Report, Verdict, Verdicts};
pub use rule::{Claim, Rule};
pub use rules::{RULES, find_rule};
pub use settings::Settings;
pub use severity::{Effect, Severities, Severity, UnknownSeverity};
pub use shape::{Shape, UnknownShape};
pub use source::{Location, Position, Source, Span};
pub use surface::{Surface, Surfaces, UnknownSurface};
pub use syntax::dialect::Dialect;

#[doc(hidden)]
pub use grammar::likeness::nearest;
#[cfg(feature = "reports")]
#[doc(hidden)]
pub use report::human::wrapped;

/// Compiles the README's examples with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
