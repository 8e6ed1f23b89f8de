//! A program that does nothing: what it costs to start one.

#![forbid(unsafe_code)]

fn main() {}
