//! Rewrites payloads for another surface: what the surface does not take is left out and named, what it takes in another
//! form gets that form, and what cannot be carried over is an obstacle, never a silent loss.
//!
//! Three steps, each on the text that the one before has left: the fields that a surface takes (`fields`), the fixes for
//! that surface ([`Linter::fix`]), and how the users stand beside one another (`layout`). At the end the linter
//! judges what has come of it.

use std::borrow::Cow;

use crate::check::{Linter, Options};
use crate::excerpt::excerpt;
use crate::finding::{Finding, PayloadRef};
use crate::fix::line_of;
use crate::id_from::IdFrom;
use crate::repair::Safety;
use crate::report::Report;
#[cfg(feature = "reports")]
use crate::report::redact;
use crate::severity::Severity;
use crate::shape::Shape;
use crate::source::Source;
use crate::surface::{Surface, Surfaces};
use crate::syntax::dialect::Dialect;

mod fields;
mod layout;

pub use layout::Layout;

/// What is to become of payloads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Conversion {
    /// The surface that is to take them.
    pub to: Surface,
    /// The surface for which they were written, if that is known. What TalkJS has sent (`response`) says null where
    /// nothing is set; elsewhere null says what to delete.
    pub from: Option<Surface>,
    /// Which fixes are made.
    pub most: Safety,
    /// How the users are to stand beside one another. None: as they do.
    pub layout: Option<Layout>,
    /// How they do. None: find out.
    pub shape: Option<Shape>,
    /// From where users get an id who have none: it is written into them.
    pub id_from: Option<IdFrom>,
    /// Whether what is told of the conversion is told without personal values. The text has them in any case.
    #[cfg(feature = "reports")]
    pub redact: bool,
}

/// What has become of them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Converted {
    /// The text for the surface: JSON or NDJSON, with a newline at its end. Of no use while there are obstacles.
    pub text: Vec<u8>,
    /// What was changed, in the order of the steps.
    pub steps: Vec<Step>,
    /// What is carried over as it is although no surface knows it: keys of users that are none of their fields.
    pub kept: Vec<Kept>,
    /// What could not be carried over. If there is nothing, the surface takes the text: the linter finds no error.
    pub obstacles: Vec<Obstacle>,
    /// Users in the text.
    pub payloads: usize,
    /// How many of them have their id from where [`Conversion::id_from`] says.
    pub ids_given: usize,
}

/// Something that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The JSON Pointer of the value, in its document.
    pub pointer: String,
    /// The line of NDJSON in which the document stands.
    pub line: Option<usize>,
    /// What was done, in one clause.
    pub what: Cow<'static, str>,
}

/// Something that is carried over, and will be ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// The JSON Pointer of the value, in its document.
    pub pointer: String,
    /// The line of NDJSON in which the document stands.
    pub line: Option<usize>,
    /// Why nothing will come of it, in one clause.
    pub why: Cow<'static, str>,
}

/// Something that cannot be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Obstacle {
    /// The JSON Pointer of the value, in its document.
    pub pointer: String,
    /// The line of NDJSON in which the document stands.
    pub line: Option<usize>,
    /// What is in the way, in one clause.
    pub message: Cow<'static, str>,
    /// What to do about it.
    pub help: Cow<'static, str>,
    /// Whether an unsafe fix would clear it away.
    pub yields_to_unsafe_fixes: bool,
}

impl Conversion {
    /// A conversion to a surface, with the safe fixes, that leaves the users in their places.
    pub fn to(surface: Surface) -> Self {
        Conversion {
            to: surface,
            from: None,
            most: Safety::Safe,
            layout: None,
            shape: None,
            id_from: None,
            #[cfg(feature = "reports")]
            redact: false,
        }
    }

    /// Converts all users in a source. Any bytes give a result; what is no JSON is an obstacle.
    pub fn convert(&self, source: Source<'_>) -> Converted {
        let mut options = self.options();
        options.shape = self.shape;
        let linter = Linter::new(options);
        let plain = layout::without_comments(source, self.shape);
        let is_plain = *plain != *source.bytes;
        let source = Source {
            bytes: &plain,
            ..source
        };
        let first = fields::fit(self, source);
        let mut steps = first.steps;
        if is_plain {
            steps.insert(0, layout::no_comments());
        }
        let mut fitted = first.patch.bytes();
        let (mut text, mut report, mut last);
        loop {
            let fixed = linter.fix(
                Source {
                    bytes: &fitted,
                    ..source
                },
                self.most,
            );
            steps.extend(fixed.made.iter().map(|made| Step {
                pointer: self.told(made.payload.as_deref(), made.pointer.clone()),
                line: made.line,
                what: Cow::Borrowed(made.title),
            }));
            text = fixed.patch.bytes();
            report = fixed.report;
            last = fields::fit(
                self,
                Source {
                    bytes: &text,
                    ..source
                },
            );
            // A fix may have given a value the name of a field. Each time there is one key less that is none.
            if last.steps.is_empty() {
                break;
            }
            fitted = last.patch.bytes();
            steps.append(&mut last.steps);
        }
        let report = self.shown(&report);
        let mut stuck = last.obstacles;
        stuck.extend(obstacles(&report, self.most));
        if stuck.is_empty() {
            stuck = fields::lost_users(self.to, &first.found, &last.found);
        }
        let mut converted = Converted {
            steps,
            kept: kept(&report),
            obstacles: stuck,
            payloads: report.payloads,
            ids_given: first.ids_given,
            text,
        };
        if let Some(layout) = self.layout
            && converted.obstacles.is_empty()
        {
            self.lay_out(layout, source, &mut converted);
        }
        if !converted.text.ends_with(b"\n") {
            converted.text.push(b'\n');
        }
        converted
    }

    fn lay_out(&self, layout: Layout, source: Source<'_>, converted: &mut Converted) {
        let text = Source {
            bytes: &converted.text,
            ..source
        };
        match layout::lay_out(self, text, layout) {
            Ok((text, steps)) => {
                let linter = Linter::new(self.options().shape(layout.shape()));
                let report = linter.check_whole(Source::new(source.name, &text));
                converted.obstacles = obstacles(&self.shown(&report), self.most);
                if converted.obstacles.is_empty() && report.payloads != converted.payloads {
                    converted.obstacles.push(fields::unknown_users(self.to, None));
                }
                converted.text = text;
                converted.steps.extend(steps);
            }
            Err(obstacles) => converted.obstacles = obstacles,
        }
    }

    /// What is asked of a linter for the surface.
    fn options(&self) -> Options {
        let options = Options::new()
            .surfaces(Surfaces::of(&[self.to]))
            .min_severity(Severity::Note)
            .dialect(Dialect::Json);
        #[cfg(feature = "reports")]
        let options = options.redactable(self.redact);
        options
    }

    /// A report as far as it may be told.
    #[cfg_attr(
        not(feature = "reports"),
        expect(clippy::unused_self, reason = "only reports are redacted")
    )]
    fn shown<'r>(&self, report: &'r Report) -> Cow<'r, Report> {
        #[cfg(feature = "reports")]
        if self.redact {
            return Cow::Owned(report.redacted());
        }
        Cow::Borrowed(report)
    }

    /// The pointer to a place, which is in a user if there is one, as far as it may be told.
    #[cfg_attr(
        not(feature = "reports"),
        expect(clippy::unused_self, reason = "only reports are redacted")
    )]
    fn told(
        &self,
        #[cfg_attr(not(feature = "reports"), expect(unused_variables))] user: Option<&PayloadRef>,
        pointer: String,
    ) -> String {
        #[cfg(feature = "reports")]
        if self.redact {
            return redact::pointer(user, &pointer);
        }
        pointer
    }

    /// A key that stands in a sentence, as far as it may be told.
    #[cfg_attr(
        not(feature = "reports"),
        expect(clippy::unused_self, reason = "only reports are redacted")
    )]
    fn told_key(&self, key: &str) -> String {
        #[cfg(feature = "reports")]
        if self.redact {
            return "a value".to_owned();
        }
        format!("`{}`", excerpt(key))
    }
}

/// What users have beside their fields. No surface refuses it, none is known to do anything with it, and what it was
/// meant for only a person can tell.
fn kept(report: &Report) -> Vec<Kept> {
    let unknown = report
        .findings
        .iter()
        .filter(|finding| finding.rule.id == "unknown_field");
    unknown
        .map(|finding| Kept {
            pointer: finding.pointer.clone(),
            line: line_of(finding, report),
            why: finding.message.clone(),
        })
        .collect()
}

/// The errors of a report.
fn obstacles(report: &Report, most: Safety) -> Vec<Obstacle> {
    let errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| Obstacle::of(finding, report, most))
        .collect()
}

impl Obstacle {
    fn of(finding: &Finding, report: &Report, most: Safety) -> Self {
        Obstacle {
            pointer: finding.pointer.clone(),
            line: line_of(finding, report),
            message: finding.message.clone(),
            help: finding.help.clone(),
            yields_to_unsafe_fixes: most == Safety::Safe && finding.fix.is_some(),
        }
    }
}
