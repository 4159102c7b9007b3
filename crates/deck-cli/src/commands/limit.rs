//! The value of `--limit`.

use std::num::NonZeroU64;

/// Reads a limit.
pub(super) fn limit(text: &str) -> Result<NonZeroU64, String> {
    text.parse().map_err(|_| {
        let most = u64::MAX;
        format!("give a whole number from 1 to {most}, or `--all` in place of a limit")
    })
}
