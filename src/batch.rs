//! From users as people keep them to the bodies of requests that will be taken.
//!
//! A [`Sifter`] parts the users of a source: those without an error, which can be sent, from those with one, which would sink
//! all others in their request. [`Batcher`] puts the accepted ones into bodies. Nothing is sent, and nothing is written:
//! what becomes of bodies and of rejected users is the caller's affair.
//!
//! ```
//! use userlint::batch::{Batcher, Endpoint, Sifted, Sifter};
//! use userlint::{Linter, Options, Source, Surface, Surfaces};
//!
//! let options = Options::new().surfaces(Surfaces::of(&[Surface::Rest])).batch_for(Endpoint::Users);
//! let linter = Linter::new(options);
//! let mut batcher = Batcher::new(Endpoint::Users, Endpoint::Users.most())?;
//! let mut rejected = Vec::new();
//! let users = r#"[{"id": "alice", "name": "Alice"}, {"id": "bob", "name": null}]"#;
//! Sifter::new().sift(&linter, Source::new("users.json", users), |sifted| match sifted {
//!     Sifted::Accepted(user) => batcher.push(&user),
//!     Sifted::Rejected(user) => rejected.push(user.id().map(str::to_owned)),
//! });
//! let batches: Vec<_> = batcher.finish().collect();
//! assert_eq!(batches[0].body(), "{\n\"alice\":{\"id\":\"alice\",\"name\":\"Alice\"}\n}\n");
//! assert_eq!(rejected, [Some("bob".to_owned())]);
//! # Ok::<(), userlint::batch::SizeOutOfRange>(())
//! ```

mod base64;
mod batcher;
pub mod json;
mod rejected;
mod repetitions;
pub(crate) mod requirement;
mod sift;

use std::fmt;
use std::str::FromStr;

use crate::limits::{OPERATIONS_PER_BATCH, USERS_PER_REQUEST};
use crate::rule::Rule;

pub use batcher::{Batch, Batcher, SizeOutOfRange};
pub use rejected::RejectedUser;
pub use sift::{AcceptedUser, Sifted, Sifter};

/// The request into which users are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `PUT /users`: an object of users by id, of whom all are stored or none.
    Users,
    /// `POST /batch`: an array of operations, each of which puts one user and succeeds or fails by itself.
    Operations,
}

impl Endpoint {
    /// Every endpoint, in documentation order.
    pub const ALL: [Endpoint; 2] = [Endpoint::Users, Endpoint::Operations];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Endpoint::Users => "users",
            Endpoint::Operations => "operations",
        }
    }

    /// The HTTP method of the request.
    pub const fn method(self) -> &'static str {
        match self {
            Endpoint::Users => "PUT",
            Endpoint::Operations => "POST",
        }
    }

    /// The path of the request, below `/v1/{appId}`.
    pub const fn path(self) -> &'static str {
        match self {
            Endpoint::Users => crate::rest::USERS,
            Endpoint::Operations => "/batch",
        }
    }

    /// What the body is, in a few words.
    pub const fn what(self) -> &'static str {
        match self {
            Endpoint::Users => "objects of users by id, for PUT /users",
            Endpoint::Operations => "arrays of operations, for POST /batch",
        }
    }

    /// How many users one request takes, at most.
    pub const fn most(self) -> usize {
        match self {
            Endpoint::Users => USERS_PER_REQUEST,
            Endpoint::Operations => OPERATIONS_PER_BATCH,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The error of [`Endpoint::from_str`]: no endpoint has that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownEndpoint(pub String);

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Endpoint::ALL.map(Endpoint::name).join(", ");
        write!(f, "no endpoint is called `{}`; the endpoints are {names}", self.0)
    }
}

impl std::error::Error for UnknownEndpoint {}

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Endpoint::ALL
            .into_iter()
            .find(|endpoint| endpoint.name() == name)
            .ok_or_else(|| UnknownEndpoint(name.to_owned()))
    }
}

/// The rules about the request in which users stand now. In another request they have nothing to say.
const ABOUT_THE_OLD_REQUEST: [&str; 3] = [
    "batch_too_large",
    "operations_too_many",
    "operation_sequence_duplicate",
];

/// Whether what the rule finds is gone once the users stand in other requests.
pub(crate) fn is_undone(rule: &Rule) -> bool {
    ABOUT_THE_OLD_REQUEST.contains(&rule.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_are_left_out_exist() {
        for id in ABOUT_THE_OLD_REQUEST {
            assert!(crate::rules::find_rule(id).is_some_and(is_undone), "{id}");
        }
    }

    #[test]
    fn every_endpoint_is_found_by_its_name() {
        for endpoint in Endpoint::ALL {
            assert_eq!(endpoint.name().parse(), Ok(endpoint));
        }
        assert_eq!(
            "user".parse::<Endpoint>(),
            Err(UnknownEndpoint("user".to_owned()))
        );
    }
}
