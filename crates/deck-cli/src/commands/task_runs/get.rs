//! `deck task-runs get`: one run in full.

use clap::Args;

use deck_types::GetTaskRun;
use deck_types::Json;
use deck_types::TaskRunId;

use crate::commands::nearest::nearest;
use crate::commands::word::word;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::output::ItemWriter;
use crate::output::format::OutputFormat;
use crate::output::jq::Strings;
use crate::output::jq::code::JqCode;
use crate::output::jq_lines::JqLines;
use crate::output::task_run_detail::absent_sections;
use crate::output::task_run_detail::sections::Section;
use crate::output::task_run_detail::sections::Sections;
use crate::output::task_run_detail::task_run_detail;

/// The arguments of `deck task-runs get`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct GetArguments {
    /// The run's id, such as `trun_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<TaskRunId>())]
    id: TaskRunId,

    /// Show these sections too: input, output, storage, artifacts, or all of them
    ///
    /// With commas between them, or repeated. The API sends some of them only when it is asked to, in every
    /// format; any other word, such as screenshots, is passed on to it. The output is always sent, and in
    /// JSON all that is sent is shown.
    #[arg(long, value_delimiter = ',', value_name = "SECTION", value_parser = word::<Section>())]
    include: Vec<Section>,

    /// Show what a jq filter makes of the run, such as '.output.total'
    ///
    /// As in `deck task-runs list`: each result is a line, with strings as they are.
    #[arg(long, value_name = "FILTER")]
    jq: Option<JqCode>,
}

const AFTER_HELP: &str = "\
Examples:
  deck task-runs get trun_1a2b3c
  deck task-runs get trun_1a2b3c --include input,output
  deck task-runs get trun_1a2b3c --timezone America/New_York
  deck task-runs get trun_1a2b3c --jq .output.total";

/// Gets the run and writes it.
pub(super) async fn run(arguments: &GetArguments, context: &Context) -> Result<(), Failure> {
    warn_of_slips(&arguments.include);
    let sections = Sections::of(&arguments.include);
    let operation = GetTaskRun::new(arguments.id.clone()).include(sections.includes());
    let call = context.client().call(operation);
    if let Some(filter) = arguments.jq.as_ref().and_then(JqCode::filter) {
        let run = call.with_output_type::<Json>().await?;
        let strings = Strings::of(context.output);
        let mut lines = JqLines::new(context.paged_output(), context.screen, filter, strings);
        lines.write(&run)?;
        return Ok(lines.finish()?);
    }
    match context.output {
        OutputFormat::Table => {
            let run = call.await?;
            let detail = task_run_detail(&run, &context.local_time(), &sections);
            context.write_detail(detail)?;
            let absent = absent_sections(&run);
            if arguments.include.is_empty() && !absent.is_empty() {
                let absent = absent.join(",");
                diagnostics::hint(&format!("there is more to ask for with --include {absent}"));
            }
            Ok(())
        }
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            context.write_json(&call.with_output_type::<Json>().await?)
        }
    }
}

/// The words of `--include` that are known.
const SECTIONS: [&str; 6] = [
    "input",
    "output",
    "storage",
    "artifacts",
    "screenshots",
    "all",
];

/// Reports the words that look like a slip: they are passed on, and an API that ignores them sends nothing
/// for them.
fn warn_of_slips(sections: &[Section]) {
    for section in sections {
        if let Section::Included(include) = section
            && !SECTIONS.contains(&include.as_str())
            && let Some(meant) = nearest(include.as_str(), SECTIONS)
        {
            let word = include.as_str();
            diagnostics::warn_that(&format!(
                "{word} of --include is passed on as it is; did you mean {meant}?"
            ));
        }
    }
}
