//! `deck run`: starts a run of a task, and waits for it on request.

use std::io;
use std::time::Duration;

use clap::Args;

use deck_types::CredentialId;
use deck_types::Json;
use deck_types::RunTask;
use deck_types::SessionId;
use deck_types::SourceId;
use deck_types::TaskId;
use deck_types::TaskRun;

use crate::arguments::GlobalArguments;
use crate::commands::duration::positive_duration;
use crate::commands::duration::text_of;
use crate::commands::json_argument::JsonArgument;
use crate::commands::wait::waiting::Waiting;
use crate::commands::wait::waiting::WaitingArguments;
use crate::commands::word::word;
use crate::commands::write::WriteArguments;
use crate::commands::write::sending::Write;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;

/// The arguments of `deck run`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct RunArguments {
    /// The id of the task, such as `task_1a2b3c`; `deck tasks list` shows them
    #[arg(value_name = "TASK", value_parser = word::<TaskId>())]
    task: TaskId,

    /// What the run is given: JSON, `@FILE`, or `-` for standard input
    #[arg(long, value_name = "JSON", value_parser = JsonArgument::parse, allow_hyphen_values = true)]
    input: Option<JsonArgument>,

    /// The credential that the agent uses
    #[arg(long, value_name = "ID", value_parser = word::<CredentialId>())]
    credential: Option<CredentialId>,

    /// The source that the agent works on
    #[arg(long, value_name = "ID", value_parser = word::<SourceId>())]
    source: Option<SourceId>,

    /// The session that the run takes place in [default: a new one]
    #[arg(long, value_name = "ID", value_parser = word::<SessionId>())]
    session: Option<SessionId>,

    /// Wait so long for a free session, where your plan allows no more at a time, such as 30m
    ///
    /// Without it, the refusal ends the command at once.
    #[arg(long, value_name = "TIME", value_parser = positive_duration)]
    queue_for: Option<Duration>,

    /// Wait for the end of the run, as `deck wait` does
    #[arg(long)]
    wait: bool,

    #[command(flatten)]
    waiting: WaitingArguments,

    #[command(flatten)]
    write: WriteArguments,
}

const AFTER_HELP: &str = "\
Every run is started with an idempotency key. Where it is not known whether a run was started, the
error shows the command that repeats it with the same key, which starts no second one.

Exit codes with --wait:
  0    The run has completed (or ended at all, with --for terminal)
  6    It had not ended in time
  8    It ended otherwise
All others are those of every command.

Examples:
  deck run task_1a2b3c --credential cred_1a2b3c --input @bill.json
  deck run task_1a2b3c --input '{\"account\": \"7\"}' --wait --timeout 20m
  deck run task_1a2b3c --wait --interactive
  deck run task_1a2b3c --idempotency-key bill-7-2026-10 --output json | jq -r .id
  deck run task_1a2b3c --input @bill.json --dry-run";

/// Starts the run, and writes it: as it was started, or as it ended.
pub(super) async fn run(arguments: &RunArguments, global: &GlobalArguments) -> Result<(), Failure> {
    if !arguments.wait && !arguments.waiting.is_default() {
        return Err(Failure::Contradiction(
            "--for, --timeout and --interactive are about a wait, so give --wait with them",
        ));
    }
    arguments.waiting.check()?;
    let operation = arguments.operation()?;
    if arguments.write.is_dry_run() {
        return arguments.write.show(&operation, global);
    }
    let context = Context::open(global).await?;
    let interrupt = Interrupt::watch().await;
    let write = Write {
        happens: "the run was started",
        is_start: true,
        command: arguments.command(),
    };
    let queue_for = arguments.queue_for.unwrap_or_default();
    let started = write.send_until(
        &context,
        operation.clone(),
        &arguments.write,
        &interrupt,
        |call| call.queueing_for(queue_for),
    );
    let started = started.await?;
    if !arguments.wait {
        let written = context.write_response(&operation, &started);
        if let Err(Failure::Output(error)) = &written
            && error.kind() != io::ErrorKind::BrokenPipe
            && let Ok(run) = context.read_response(&operation, &started)
        {
            diagnostics::warn_that(&format!("{} was started, and its output is lost", run.id));
        }
        return written;
    }
    let run: TaskRun = context.read_response(&operation, &started)?;
    Waiting::new(&context, &arguments.waiting, &interrupt)
        .started(run)
        .await
}

impl RunArguments {
    fn operation(&self) -> Result<RunTask, Failure> {
        let mut operation = RunTask::new(self.task.clone());
        operation.credential_id.clone_from(&self.credential);
        operation.source_id.clone_from(&self.source);
        operation.session_id.clone_from(&self.session);
        let input: Option<Json> = self.input.as_ref().map(JsonArgument::read).transpose()?;
        operation.input = input;
        Ok(operation)
    }

    /// Returns the words and flags that repeat the command, without the key.
    fn command(&self) -> Vec<String> {
        let mut words = vec!["run".to_owned(), self.task.as_str().to_owned()];
        let input = self.input.as_ref().map(JsonArgument::argument);
        let flags = [
            ("input", input),
            (
                "credential",
                self.credential.as_ref().map(ToString::to_string),
            ),
            ("source", self.source.as_ref().map(ToString::to_string)),
            ("session", self.session.as_ref().map(ToString::to_string)),
            ("queue-for", self.queue_for.map(text_of)),
        ];
        let flags = flags.into_iter();
        words.extend(flags.filter_map(|(name, value)| Some(format!("--{name}={}", value?))));
        if self.wait {
            words.push("--wait".to_owned());
            words.extend(self.waiting.flags());
        }
        words
    }
}
