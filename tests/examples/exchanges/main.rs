//! Prints what the client and the sandbox say to each other: one request of every operation at least, each in
//! its shortest and in its fullest form, as one JSON object on each line.
//!
//! `cargo xtask foreign` gives the lines to validators in another language, which compare them with
//! `docs/openapi.yaml`. It is a program and no test, because most machines do not have those.

#![forbid(unsafe_code)]

mod listings;
mod operations;
mod recorder;
mod refusals;

use std::process::ExitCode;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::RetryPolicy;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;

use recorder::Recorder;

/// Why something did not work, in words.
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Failure> {
    let recorder = Recorder::new()?;
    let sandbox = Sandbox::builder().seed(1).runs(60).speed(0).build();
    let server = SandboxServer::start(sandbox.clone()).await?;
    let client = client(&server, &recorder, SANDBOX_API_KEY)?.build()?;
    operations::record(&client, &sandbox).await?;
    listings::record(&client, &sandbox).await?;
    server.shutdown().await;
    refusals::record(&recorder).await?;
    recorder.print()
}

/// Returns a client of `server` that makes each request once.
fn client(
    server: &SandboxServer,
    recorder: &Recorder,
    key: &str,
) -> Result<ClientBuilder, Failure> {
    Ok(Client::builder(ApiKey::new(key)?)
        .with_base_url(server.url())
        .with_transport(recorder.transport())
        .with_retry_policy(RetryPolicy::none()))
}
