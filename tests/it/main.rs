//! Scenarios across the crates, one module each.

mod battery;

mod model_check;
