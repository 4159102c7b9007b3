//! The size of a program that lists with the client: the README's.

use std::error::Error;
use std::fs;

use crate::finding::Finding;
use crate::workspace;

/// It is built by a package that has no other dependency than the program's own.
const PACKAGE: &str = "deck-readme-program";

/// The most bytes that the stripped program may have: 3.85 MiB.
const MOST_BYTES: u64 = 4_037_017;

const SHED: &str = "find what grew: `cargo bloat --release --crates` shows the parts";

/// Builds the README's program for release, stripped, and returns its size in bytes.
///
/// # Errors
///
/// When it cannot be built.
pub(super) fn size() -> Result<u64, Box<dyn Error>> {
    let folder = workspace::root().join("target").join("budget");
    let status = workspace::cargo()
        .args([
            "build",
            "--quiet",
            "--locked",
            "--release",
            "--package",
            PACKAGE,
        ])
        .args(["--manifest-path", "benches/Cargo.toml"])
        .env("CARGO_PROFILE_RELEASE_STRIP", "true")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &folder)
        .status()?;
    if !status.success() {
        return Err("the README's program cannot be built".into());
    }
    let program = folder.join("release").join(PACKAGE);
    let program = program.with_extension(std::env::consts::EXE_EXTENSION);
    Ok(fs::metadata(program)?.len())
}

/// Compares the size with the most that is allowed.
pub(super) fn check(bytes: u64) -> Option<Finding> {
    let what = format!("{bytes} bytes, {MOST_BYTES} are allowed");
    (bytes > MOST_BYTES).then(|| Finding::new("the README's program", what, SHED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_byte_over_the_limit_is_found() {
        assert_eq!(check(MOST_BYTES), None);
        assert!(check(MOST_BYTES + 1).is_some());
    }
}
