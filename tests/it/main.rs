//! The integration tests, in one binary: it links once and runs in parallel.

mod corpus;
mod locate;
mod mutations;
mod properties;
mod strategy;
mod tidy;
