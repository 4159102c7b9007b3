//! Runs a task and waits for its end; what the run asks on the way is asked on the terminal.
//!
//! ```console
//! DECK_API_KEY=... cargo run -p deck-client --example run_and_wait -- task_1 bill-7 '{"month": "2026-10"}'
//! ```
//!
//! The second argument names what is done, and is the idempotency key: a program that was interrupted is
//! started again with the same one, and goes on with the same run, for as long as Deck remembers the key.

use std::error::Error;
use std::io;
use std::io::BufRead;
use std::time::Duration;

use deck_client::Client;
use deck_client::Prompt;
use deck_client::Reply;
use deck_client::types::Json;
use deck_client::types::RunTask;
use deck_client::types::TaskRun;
use deck_client::types::TaskRunStatus;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task_id, key, input] = arguments.as_slice() else {
        return Err("usage: run_and_wait TASK_ID KEY INPUT".into());
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(run(task_id, key, input));
    // Not to wait for a line that nobody types any more.
    runtime.shutdown_background();

    let run = ended?;
    if run.status != Some(TaskRunStatus::Completed) {
        return Err(format!("{} ended as {:?}: {:?}", run.id, run.status, run.errors).into());
    }
    println!("{}", run.output.as_ref().map_or("null", Json::as_str));
    Ok(())
}

async fn run(task_id: &str, key: &str, input: &str) -> Result<TaskRun, Box<dyn Error>> {
    let task = RunTask::new(task_id).input(&Json::from_text(input)?)?;
    let run = Client::from_env()?
        .call(task)
        .idempotency_key(key.parse()?)
        .queueing_for(Duration::from_secs(10 * 60))
        .wait()
        .on_interaction(|prompt| async move {
            // A line is read on a thread of its own, so that the time for the run goes on.
            tokio::task::spawn_blocking(move || ask(&prompt)).await?
        })
        .with_timeout(Duration::from_secs(40 * 60))
        .cancel_on_timeout()
        .await?;
    Ok(run)
}

/// Asks for all fields of a prompt. Without a line for one of them, the run is canceled.
fn ask(prompt: &Prompt) -> Result<Reply, Box<dyn Error + Send + Sync>> {
    let mut submission = prompt.submission();
    if let Some(message) = &prompt.interaction.message {
        println!("{message}");
    }
    let mut lines = io::stdin().lock().lines();
    for field in &prompt.interaction.fields {
        println!("{}:", field.label.as_ref().unwrap_or(&field.name));
        let Some(line) = lines.next().transpose()? else {
            return Ok(Reply::Cancel);
        };
        submission = submission.field(&field.name, &line)?;
    }
    Ok(Reply::Submit(submission))
}
