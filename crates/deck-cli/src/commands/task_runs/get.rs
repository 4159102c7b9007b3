//! `deck task-runs get`: everything about one run.

use clap::Args;

use deck_types::GetTaskRun;
use deck_types::Include;
use deck_types::Json;
use deck_types::TaskRunId;

use crate::commands::word::word;
use crate::context::Context;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::task_run_detail::task_run_detail;

/// The arguments of `deck task-runs get`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct GetArguments {
    /// The run's id, such as `trun_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<TaskRunId>())]
    id: TaskRunId,

    /// A section to ask for: input, storage, screenshots, artifacts (repeatable)
    ///
    /// Some versions of the API send these sections only when asked to.
    #[arg(long, value_delimiter = ',', value_name = "SECTION", value_parser = word::<Include>())]
    include: Vec<Include>,
}

const AFTER_HELP: &str = "\
Examples:
  deck task-runs get trun_1a2b3c
  deck task-runs get trun_1a2b3c --include input --include storage
  deck task-runs get trun_1a2b3c --output json | jq .output";

/// Gets the run and writes it.
pub(super) async fn run(arguments: &GetArguments, context: &Context) -> Result<(), Failure> {
    let operation =
        GetTaskRun::new(arguments.id.clone()).include(arguments.include.iter().cloned());
    let call = context.client().call(operation);
    match context.output {
        OutputFormat::Table => context.write_detail(task_run_detail(&call.await?, context.now)),
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            context.write_json(&call.with_output_type::<Json>().await?)
        }
    }
}
