//! The integration tests, in one binary: it links once and runs in parallel.

mod agreement;
mod corpus;
mod generated;
mod model;
