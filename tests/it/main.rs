//! The integration tests, in one binary: it links once and runs in parallel.

#![allow(unreachable_pub, reason = "a test binary has no outside")]

mod agreement;
mod cli;
mod config;
mod contract;
mod corpus;
mod dataset;
mod discovery;
mod envelope;
mod generated;
mod hostile;
mod integration;
mod json_test_suite;
mod locate;
mod model;
mod mutations;
mod program;
mod properties;
mod redaction;
mod reports_for_machines;
mod reports_for_services;
mod runs;
mod secrets;
#[cfg(unix)]
mod session;
mod settings;
mod strategy;
mod tidy;
mod written;
