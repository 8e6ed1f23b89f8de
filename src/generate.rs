//! Payloads made from a seed: realistic and clean, or broken on purpose.
//!
//! What is made is clean on its surface: [`Linter`](crate::Linter) finds no error and no warning in it by default (notes
//! stand, such as that addresses are reserved for examples). The same arguments give the same bytes on every platform;
//! with another version of this crate they may be others. No user is anybody: names are put together by chance, addresses are in domains
//! that are reserved for examples (RFC 2606), telephone numbers in ranges that are kept for films and books.
//!
//! ```
//! use userlint::generate::{Generator, Invalid};
//! use userlint::{Shape, Surface, find_rule};
//!
//! let mut text = Vec::new();
//! let mut users = Generator::new(Surface::Rest, 7).shape(Shape::List).users(1000)?;
//! while users.write_next(&mut text) {
//!     // Hand on what is in the buffer, and clear it: a text of any length takes the memory of one user.
//! }
//!
//! let rule = find_rule("custom_nested").expect("a rule");
//! let broken = Generator::new(Surface::Rest, 7).invalid(Invalid::Rule(rule)).users(3)?.into_bytes();
//! # assert!(broken.starts_with(b"{\"id\":"));
//! # Ok::<(), userlint::generate::CannotGenerate>(())
//! ```

pub(crate) mod defects;
mod locales;
mod random;
mod text;
mod user;

use std::fmt;

use crate::rule::Rule;
use crate::severity::Severity;
use crate::shape::Shape;
use crate::surface::Surface;

use defects::{Change, DEFECTS, Defect, NOT_GENERATED};

pub use locales::{LocaleMix, UnknownLocaleMix};
pub use text::Users;

/// What is to be made.
#[derive(Debug, Clone)]
pub struct Generator {
    surface: Surface,
    seed: u64,
    shape: Option<Shape>,
    locales: LocaleMix,
    invalid: Option<Invalid>,
}

/// Which users are broken.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Invalid {
    /// All, by what this rule finds, and by nothing else that is as bad, as far as that can be. Of rules that compare users, every
    /// second user; of rules about what holds the users, the whole.
    Rule(&'static Rule),
    /// So many in a hundred, evenly spread, each by one of the errors that a user can have on the surface, in turn. Of each
    /// number of users exactly that share is rejected, rounded down.
    Percent(u8),
}

impl Generator {
    /// Valid users for a surface.
    pub fn new(surface: Surface, seed: u64) -> Self {
        Generator {
            surface,
            seed,
            shape: None,
            locales: LocaleMix::default(),
            invalid: None,
        }
    }

    /// How the users stand. Without, it is [`Shape::Ndjson`], or if a rule cannot be broken there, the first shape in which it
    /// can.
    ///
    /// Maps have at most 100 users and batches at most 10 operations, as the API takes them, and pages 100; of more users there
    /// are several, a line each. So it is with webhook events, of one user each.
    #[must_use]
    pub fn shape(self, shape: Shape) -> Self {
        Generator {
            shape: Some(shape),
            ..self
        }
    }

    /// Where the users come from.
    #[must_use]
    pub fn locales(self, locales: LocaleMix) -> Self {
        Generator { locales, ..self }
    }

    /// Which users are broken. Without, none is.
    #[must_use]
    pub fn invalid(self, invalid: Invalid) -> Self {
        Generator {
            invalid: Some(invalid),
            ..self
        }
    }

    /// So many users.
    ///
    /// # Errors
    ///
    /// If nothing of the kind can be made.
    pub fn users(&self, count: u64) -> Result<Users, CannotGenerate> {
        let surface = self.surface;
        let (defects, percent) = match self.invalid {
            None => (Vec::new(), 0),
            Some(Invalid::Rule(rule)) => (defects_of(rule, surface)?, 100),
            Some(Invalid::Percent(percent @ 0..=100)) => (errors_of_users(surface), u64::from(percent)),
            Some(Invalid::Percent(percent)) => return Err(CannotGenerate::Percent(percent)),
        };
        let rule = match self.invalid {
            Some(Invalid::Rule(rule)) => Some(rule),
            _ => None,
        };
        let breaks_in = |shape: Shape| rule.is_none() || defects.iter().any(|defect| defect.fits(shape));
        let shapes: Vec<Shape> = shapes(surface).filter(|&shape| breaks_in(shape)).collect();
        let shape = match (self.shape, rule) {
            (Some(shape), _) if shapes.contains(&shape) => shape,
            (Some(shape), Some(rule)) if breaks_in(shape) || !shapes.is_empty() => {
                return Err(CannotGenerate::RuleInShape { rule, shape, shapes });
            }
            (Some(shape), _) => return Err(CannotGenerate::Shape { shape, surface }),
            (None, _) if shapes.contains(&Shape::Ndjson) => Shape::Ndjson,
            (None, _) => shapes[0],
        };
        if shape == Shape::User && count > 1 {
            return Err(CannotGenerate::OneUser(count));
        }
        if shape == Shape::Webhook && percent > 0 {
            return Err(CannotGenerate::Webhook);
        }
        let defects: Vec<_> = defects.into_iter().filter(|defect| defect.fits(shape)).collect();
        let least = defects.iter().map(|defect| defect.least_users()).min();
        if let (Some(rule), Some(least)) = (rule, least.filter(|&least| least > count)) {
            return Err(CannotGenerate::TooFew { rule, least });
        }
        Ok(Users::new(self, shape, count, defects, percent))
    }
}

/// The shapes in which users of a surface stand. Under names of their own (`keyed`) nobody keeps many.
fn shapes(surface: Surface) -> impl Iterator<Item = Shape> {
    Shape::ALL.into_iter().filter(move |shape| match shape {
        Shape::User | Shape::List | Shape::Wrapper | Shape::Ndjson => true,
        Shape::Map | Shape::Operations => matches!(surface, Surface::Rest | Surface::RestUpdate),
        Shape::Webhook | Shape::Page => surface == Surface::Response,
        Shape::Keyed => false,
    })
}

pub(crate) fn defects_of(
    rule: &'static Rule,
    surface: Surface,
) -> Result<Vec<&'static Defect>, CannotGenerate> {
    if let Some((_, why)) = NOT_GENERATED.iter().find(|(id, _)| *id == rule.id) {
        return Err(CannotGenerate::Rule { rule, why });
    }
    let defects = DEFECTS.iter().filter(|defect| defect.rule == rule.id);
    let defects: Vec<_> = defects
        .filter(|defect| defect.severity_on(surface).is_some())
        .collect();
    let worst = defects
        .iter()
        .filter_map(|defect| defect.severity_on(surface))
        .max();
    let worst = worst.ok_or(CannotGenerate::RuleOnSurface { rule, surface })?;
    let as_bad = |defect: &&Defect| defect.severity_on(surface) == Some(worst);
    Ok(defects.into_iter().filter(|defect| as_bad(defect)).collect())
}

/// What a user alone can have that is an error on the surface.
fn errors_of_users(surface: Surface) -> Vec<&'static Defect> {
    let errors = DEFECTS.iter().filter(|defect| {
        let is_of_user = matches!(
            defect.change,
            Change::Set(..) | Change::Repeat(..) | Change::Remove(_)
        );
        is_of_user && defect.severity_on(surface) == Some(Severity::Error)
    });
    errors.collect()
}

/// Why nothing of the kind can be made.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum CannotGenerate {
    /// Users of the surface do not stand like this.
    #[allow(missing_docs, reason = "the shape and the surface")]
    Shape { shape: Shape, surface: Surface },
    /// One user was asked for by the shape, and more by the count.
    OneUser(u64),
    /// No user can break the rule.
    Rule {
        /// The rule.
        rule: &'static Rule,
        /// Why.
        why: &'static str,
    },
    /// The rule says nothing on the surface.
    #[allow(missing_docs, reason = "the rule and the surface")]
    RuleOnSurface { rule: &'static Rule, surface: Surface },
    /// What the rule finds does not occur where users stand like this.
    RuleInShape {
        /// The rule.
        rule: &'static Rule,
        /// The shape that was asked for.
        shape: Shape,
        /// Those in which it occurs.
        shapes: Vec<Shape>,
    },
    /// What the rule finds takes more users.
    TooFew {
        /// The rule.
        rule: &'static Rule,
        /// How many it takes.
        least: u64,
    },
    /// Users in webhook events are judged by what is only inferred: whatever is found in them is a note.
    Webhook,
    /// More than 100 in a hundred.
    Percent(u8),
}

impl fmt::Display for CannotGenerate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotGenerate::Shape { shape, surface } => {
                let shapes = names(shapes(*surface));
                write!(f, "no {shape} is made for {surface}: only {shapes}")
            }
            CannotGenerate::OneUser(count) => {
                write!(
                    f,
                    "the shape `user` holds one user, not {count}: `list` and `ndjson` hold more"
                )
            }
            CannotGenerate::Rule { rule, why } => write!(f, "no user is broken by {}: {why}", rule.id),
            CannotGenerate::RuleOnSurface { rule, surface } => {
                write!(f, "{} says nothing on {surface}", rule.id)
            }
            CannotGenerate::RuleInShape { rule, shape, shapes } => {
                let shapes = names(shapes.iter().copied());
                write!(
                    f,
                    "what {} finds does not occur in the shape `{shape}`: only in {shapes}",
                    rule.id
                )
            }
            CannotGenerate::TooFew { rule, least } => {
                write!(f, "what {} finds takes {least} users", rule.id)
            }
            CannotGenerate::Webhook => {
                f.write_str("whatever is found in a user of a webhook event is a note")
            }
            CannotGenerate::Percent(percent) => write!(f, "{percent} in a hundred are too many"),
        }
    }
}

impl std::error::Error for CannotGenerate {}

fn names(shapes: impl Iterator<Item = Shape>) -> String {
    let names: Vec<_> = shapes.map(Shape::name).collect();
    names.join(", ")
}

#[cfg(test)]
mod laws;
