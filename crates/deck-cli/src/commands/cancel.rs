//! `deck cancel`: asks runs to stop.

use clap::Args;

use deck_client::Client;
use deck_client::Error;
use deck_types::CancelTaskRun;
use deck_types::GetTaskRun;
use deck_types::Json;
use deck_types::TaskRun;
use deck_types::TaskRunId;

use crate::arguments::GlobalArguments;
use crate::commands::word::word;
use crate::commands::write::DryRunArguments;
use crate::commands::write::planned;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::planned_request;
use crate::output::run_writer::RunWriter;

/// The arguments of `deck cancel`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct CancelArguments {
    /// The ids of the runs, such as `trun_1a2b3c`
    #[arg(value_name = "ID", required = true, value_parser = word::<TaskRunId>())]
    ids: Vec<TaskRunId>,

    #[command(flatten)]
    dry_run: DryRunArguments,
}

const AFTER_HELP: &str = "\
The output is a list of the runs as they are then: a run that works on something is `cancelling` until
it stops, and may still complete. One that has ended already stays as it is. Where one run of several
cannot be canceled, the others are, and the command fails.

That runs can be canceled stands in the oldest edition of Deck's documentation only.

Examples:
  deck cancel trun_1a2b3c
  deck cancel trun_1a2b3c trun_4d5e6f && deck wait --for terminal trun_1a2b3c trun_4d5e6f
  deck runs list --status queued --all --output ndjson | jq -r .id | xargs deck cancel --dry-run";

/// Asks one run after the other to stop, and writes them.
pub(super) async fn run(
    arguments: &CancelArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let operations = arguments.ids.iter().cloned().map(CancelTaskRun::new);
    if arguments.dry_run.dry_run {
        let requests: Result<Vec<_>, _> = operations.map(|cancel| planned(&cancel, None)).collect();
        return planned_request::write_all(global.output, &requests?);
    }
    let context = Context::open(global).await?;
    let mut writer = RunWriter::new(&context);
    let mut failure = None;
    for operation in operations {
        match cancel(context.client(), operation).await {
            Ok(run) => writer.write(&run)?,
            Err(error) => {
                if let Some(Failure::Request(earlier)) = failure.replace(error) {
                    diagnostics::warn(&earlier);
                }
            }
        }
    }
    writer.finish()?;
    failure.map_or(Ok(()), Err)
}

/// Asks a run to stop, and returns it as it is then.
async fn cancel(client: &Client, operation: CancelTaskRun) -> Result<Json, Failure> {
    let id = operation.run_id.clone();
    let run = match client.call(operation).await {
        Ok(run) => run,
        Err(error) if error.is_not_found() => return Err(explained(client, id, error).await),
        Err(error) => return Err(error.into()),
    };
    // The response is not documented, and need not be the run.
    let text = match run {
        Some(run) => Json::encode(&run),
        None => {
            let look = client.call(GetTaskRun::new(id)).with_output_type::<Json>();
            Ok(look.await?)
        }
    };
    text.map_err(|error| std::io::Error::other(error).into())
}

/// Tells a run that does not exist from an API that cannot cancel.
async fn explained(client: &Client, id: TaskRunId, error: Error) -> Failure {
    let run: Result<TaskRun, Error> = client.call(GetTaskRun::new(id.clone())).await;
    match run {
        Ok(_) => Explained::new(
            ErrorCode::Refused,
            format!("{id} exists, but the API knows no way to cancel it"),
        )
        .advise(
            "the endpoint stands in the oldest edition of Deck's documentation only; \
                 `deck sessions end` ends the session of a run, and the run with it",
        )
        .into(),
        Err(_) => error.into(),
    }
}
