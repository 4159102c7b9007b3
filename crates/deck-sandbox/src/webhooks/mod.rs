//! The deliveries of events to webhooks: what waits, what is sent, and what goes wrong on purpose.

pub(crate) mod delivery_attempt;

pub(crate) mod delivery_fault;

pub(crate) mod outbox;

mod change;

mod empty_texts;

mod signed_request;

#[cfg(test)]
mod tests;
