//! The integration tests, in one binary: it links once and runs in parallel.

#![allow(unreachable_pub, reason = "a test binary has no outside")]

mod agreement;
mod corpus;
mod envelope;
mod generated;
mod json_test_suite;
mod locate;
mod model;
mod mutations;
mod properties;
mod strategy;
mod tidy;
