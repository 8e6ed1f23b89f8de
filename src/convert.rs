//! Rewrites payloads for another surface: what the surface does not take is left out and named, what it takes in another
//! form gets that form, and what cannot be carried over is an obstacle, never a silent loss.
//!
//! Three steps, each on the text that the one before has left: the fields that a surface takes (`fields`), the fixes for
//! that surface ([`Linter::fix`]), and how the users stand beside one another (`layout`). At the end the linter
//! judges what has come of it.

use std::borrow::Cow;

use crate::check::{Linter, Options};
use crate::finding::Finding;
use crate::fix::line_of;
use crate::repair::Safety;
use crate::report::Report;
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
}

/// What has become of them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Converted {
    /// The text for the surface: JSON or NDJSON, with a newline at its end. Of no use while there are obstacles.
    pub text: Vec<u8>,
    /// What was changed, in the order of the steps.
    pub steps: Vec<Step>,
    /// What could not be carried over. If there is nothing, the surface takes the text: the linter finds no error.
    pub obstacles: Vec<Obstacle>,
    /// Users in the text.
    pub payloads: usize,
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
        let fields::Fitted {
            patch,
            mut steps,
            obstacles: mut stuck,
        } = fields::fit(self, source);
        if is_plain {
            steps.insert(0, layout::no_comments());
        }
        let fitted = patch.bytes();
        let fixed = linter.fix(
            Source {
                bytes: &fitted,
                ..source
            },
            self.most,
        );
        steps.extend(fixed.made.iter().map(|made| Step {
            pointer: made.pointer.clone(),
            line: made.line,
            what: Cow::Borrowed(made.title),
        }));
        stuck.extend(obstacles(&fixed.report, self.most));
        let mut converted = Converted {
            text: fixed.patch.bytes(),
            steps,
            obstacles: stuck,
            payloads: fixed.report.payloads,
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
        match layout::lay_out(text, self.shape, layout) {
            Ok((text, steps)) => {
                let linter = Linter::new(self.options().shape(layout.shape()));
                let report = linter.check(Source::new(source.name, &text));
                converted.obstacles = obstacles(&report, self.most);
                converted.text = text;
                converted.steps.extend(steps);
            }
            Err(obstacles) => converted.obstacles = obstacles,
        }
    }

    /// What is asked of a linter for the surface.
    fn options(&self) -> Options {
        Options::new()
            .surfaces(Surfaces::of(&[self.to]))
            .min_severity(Severity::Note)
            .dialect(Dialect::Json)
    }
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
