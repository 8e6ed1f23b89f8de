//! The integration tests, in one binary: it links once and runs in parallel.

mod agreement;
mod corpus;
mod envelope;
mod generated;
mod json_test_suite;
mod model;
