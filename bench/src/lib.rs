//! What the benchmarks share: the users they measure with, the layouts in which those are written, and the clock.
//!
//! What is measured, how, and the last figures: `README.md` beside this crate. Nothing in here knows a validator.

#![forbid(unsafe_code)]

pub mod layout;
mod random;
pub mod skip;
pub mod spent;
pub mod table;
pub mod users;
