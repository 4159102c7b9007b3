//! Programs of others that some tests need.

use std::io::ErrorKind;
use std::process::Command;
use std::process::Output;

/// The variable that is set where every such program has to be there.
const REQUIRED: &str = "DECK_TEST_REQUIRES_TOOLS";

/// Runs a program of others, and returns what it wrote; without the program nothing, and its name is told.
#[track_caller]
pub(crate) fn output_of(command: &mut Command) -> Option<Output> {
    match command.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let program = command.get_program().to_string_lossy();
            assert!(
                std::env::var_os(REQUIRED).is_none(),
                "{program} is not installed, and {REQUIRED} is set"
            );
            eprintln!("skipped: {program} is not installed");
            None
        }
        output => Some(output.unwrap()),
    }
}
