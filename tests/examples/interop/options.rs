//! [`Options`]: what the command line asks for.

use crate::Failure;
use crate::case::Case;

/// What the command line asks for.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Only the cases of the short form.
    short: bool,
    /// A program that is missing is a failure.
    pub(crate) require_servers: bool,
    /// Only cases with this in their name.
    only: Option<String>,
}

impl Options {
    /// Reads the arguments that `cargo xtask interop` passes on.
    pub(crate) fn from_arguments(
        arguments: impl IntoIterator<Item = String>,
    ) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--short" => options.short = true,
                "--require-servers" => options.require_servers = true,
                "--only" => options.only = arguments.next(),
                _ => {
                    return Err(format!(
                        "`{argument}` is unknown; see `cargo xtask interop --help`"
                    )
                    .into());
                }
            }
        }
        Ok(options)
    }

    pub(crate) fn chooses(&self, case: &Case) -> bool {
        let named = self
            .only
            .as_ref()
            .is_none_or(|only| case.name.contains(only));
        named && (case.short || !self.short)
    }
}
