//! Serves a sandbox whose runs ask for a code and complete, for programs in other languages.
//!
//! It prints its address and key as JSON and responds until its standard input is closed. The argument says
//! how many times as fast as the clock the time of its objects passes; at 0 nothing changes by itself. Any
//! number of requests is admitted.

#![forbid(unsafe_code)]

use std::io;
use std::time::Duration;

use deck_sandbox::Prompt;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::SandboxServer;
use deck_sandbox::Script;
use deck_types::Json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let speed = std::env::args().nth(1).unwrap_or_else(|| "20".to_owned());
    let script = Script::new()
        .queued(Duration::from_secs(2))
        .running(Duration::from_secs(4))
        .ask(Prompt::mfa("123456"))
        .running(Duration::from_secs(4))
        .file("bill.pdf", "application/pdf", 1_000)
        .complete(Json::from_text(r#"{"total": 12.50}"#)?);
    let sandbox = Sandbox::builder()
        .seed(1)
        .runs(120)
        .default_script(script)
        .speed(speed.parse()?)
        .rate_limit(RateLimit::none())
        .build();
    let server = SandboxServer::start(sandbox).await?;
    let address = serde_json::json!({"base_url": server.url(), "api_key": SANDBOX_API_KEY});
    println!("{address}");
    tokio::task::spawn_blocking(|| io::copy(&mut io::stdin().lock(), &mut io::sink())).await??;
    server.shutdown().await;
    Ok(())
}
