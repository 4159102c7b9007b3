//! Scenes as an embedder of the crate sees them: through its public names only.

#![expect(
    clippy::unwrap_used,
    reason = "a scene that cannot be set up fails its test"
)]

mod embedding;
mod golden;
mod laws;
mod models;
mod operations;
mod reference_page;
mod webhook;
