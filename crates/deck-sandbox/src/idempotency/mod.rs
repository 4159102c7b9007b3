//! Idempotency keys: the header `Idempotency-Key`, and the successful responses that are kept by it.
//!
//! Documented: the header counts with POST, PATCH and DELETE; a key has at most 256 characters; only
//! successful responses are kept, for 24 hours; the same key with the same parameters gets the kept response,
//! with other parameters status 409.
//!
//! Not documented: what becomes of a key whose first request is still running
//! ([`ConcurrentRepeats`](crate::ConcurrentRepeats) chooses), and what the parameters are: here they are the
//! method, the path with its query, and the bytes of the body.

pub(crate) mod concurrent_repeats;

pub(crate) mod key;

pub(crate) mod saved_key;

pub(crate) mod store;
