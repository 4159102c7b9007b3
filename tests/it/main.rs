//! Scenarios across the crates, one module each.

mod support;

mod guarantees;

mod battery;

mod model_check;
