//! Checks, round trips and CI steps.

fn main() {}
