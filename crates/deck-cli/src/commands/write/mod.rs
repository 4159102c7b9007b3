//! What every command that writes has in common: `--dry-run`, idempotency keys, and what to do where nobody
//! knows whether a write happened.

use std::io;

use clap::Args;

use deck_client::IdempotencyKey;
use deck_types::Operation;

use crate::arguments::GlobalArguments;
use crate::error::Failure;
use crate::output::planned_request;
use crate::output::planned_request::PlannedRequest;

pub(crate) mod sending;
pub(crate) mod unknown_outcome;

/// Whether requests are shown instead of being sent.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct DryRunArguments {
    /// Show method, path and body of what would be sent, and send nothing
    ///
    /// It needs no key and no network, and ends with exit code 0.
    #[arg(long, help_heading = "Writing")]
    pub(crate) dry_run: bool,
}

/// How a single request that writes is sent.
#[derive(Args, Clone, Debug)]
pub(crate) struct WriteArguments {
    #[command(flatten)]
    dry_run: DryRunArguments,

    /// The idempotency key of the request, 1 to 256 visible ASCII characters [default: a fresh one]
    ///
    /// Sending the same request with the same key again does nothing twice: Deck gives the first response
    /// once more, for 24 hours. Where it is not known whether a request arrived, the error shows its key and
    /// the command that repeats it.
    #[arg(long, value_name = "KEY", help_heading = "Writing")]
    pub(crate) idempotency_key: Option<IdempotencyKey>,
}

impl WriteArguments {
    /// Returns whether the request is shown instead of being sent.
    pub(crate) fn is_dry_run(&self) -> bool {
        self.dry_run.dry_run
    }

    /// Shows what would be sent.
    pub(crate) fn show<O: Operation>(
        &self,
        operation: &O,
        global: &GlobalArguments,
    ) -> Result<(), Failure> {
        let request = planned(operation, self.idempotency_key.clone())?;
        planned_request::write_one(global.output, &request)
    }
}

/// Returns the request of an operation, as it would be sent.
pub(super) fn planned<O: Operation>(
    operation: &O,
    idempotency_key: Option<IdempotencyKey>,
) -> Result<PlannedRequest, Failure> {
    let invalid = |reason: &dyn std::error::Error| Failure::usage(reason.to_string());
    Ok(PlannedRequest {
        method: O::METHOD,
        path: operation.path().map_err(|error| invalid(&error))?,
        query: operation.query().map_err(|error| invalid(&error))?,
        idempotency_key,
        body: operation.body().map_err(|error| invalid(&error))?,
    })
}

/// Returns a key that nobody else has.
pub(super) fn fresh_key() -> Result<IdempotencyKey, Failure> {
    let mut bits = [0; 16];
    getrandom::getrandom(&mut bits)
        .map_err(|error| Failure::Runtime(io::Error::other(error.to_string())))?;
    Ok(IdempotencyKey::from_random_bits(bits))
}
