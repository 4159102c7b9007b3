//! The `deck` command.

fn main() {}
