//! What the crates promise about secrets, hostile input and bounds, seen from the outside.

mod bounds;

mod canary;

mod injection;

mod origin;

mod public_types;

mod recorded_secrets;
