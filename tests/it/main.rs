//! The integration tests, in one binary: it links once and runs in parallel.

#![allow(unreachable_pub, reason = "a test binary has no outside")]

mod agreement;
mod batch;
mod cli;
mod config;
#[cfg(unix)]
mod conform;
mod contract;
mod convert;
mod corpus;
mod dataset;
mod diff;
mod discovery;
mod envelope;
#[cfg(unix)]
mod example;
mod fixes;
mod fixing;
mod fuzz;
mod generated;
mod glance;
mod hostile;
mod integration;
mod json_test_suite;
mod locate;
mod model;
mod model_convert;
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
#[cfg(unix)]
mod stopped;
mod strategy;
mod tidy;
mod written;
