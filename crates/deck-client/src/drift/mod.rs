//! Schema drift: where responses differ from what this version knows.

pub(crate) mod drift_entry;
pub(crate) mod drift_report;
pub(crate) mod drift_watch;
#[cfg(test)]
mod tests;
