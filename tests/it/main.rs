//! The integration tests, in one binary: it links once and runs in parallel.

mod corpus;
mod envelope;
mod json_test_suite;
