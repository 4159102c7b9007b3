//! The program of the front page: prints the runs that failed since a moment.

use std::error::Error;

use deck_client::Client;
use deck_client::types::ListTaskRuns;
use deck_client::types::TaskRunStatus;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let failed = ListTaskRuns::new()
        .status([TaskRunStatus::Failed])
        .created_after("2026-11-01T00:00:00Z".parse()?);

    let mut runs = client.list(failed).items();
    while let Some(run) = runs.next().await {
        let run = run?;
        for problem in &run.errors {
            println!("{} {problem}", run.id);
        }
    }
    Ok(())
}
