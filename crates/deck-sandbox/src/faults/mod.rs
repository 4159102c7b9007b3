//! Faults on demand.
//!
//! A [`Fault`] says what goes wrong with one response, a [`FaultPlan`] says with which. Both are values
//! without a clock or a socket; the two forms of the sandbox carry them out.

pub(crate) mod error_body;

pub(crate) mod fault;

pub(crate) mod page_fault;

pub(crate) mod plan;

pub(crate) mod retry_after;

pub(crate) mod rule;

pub(crate) mod spelling;

pub(crate) mod stage;

pub(crate) mod wire_fault;
