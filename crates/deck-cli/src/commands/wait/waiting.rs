//! The wait for any number of runs, whoever started them.

use std::time::Duration;

use clap::Args;
use clap::ValueEnum;

use deck_client::WaitAll;
use deck_types::Json;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;

use crate::commands::duration::positive_duration;
use crate::commands::duration::text_of;
use crate::commands::wait::end::End;
use crate::commands::wait::prompts::handler;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::interrupt::Interrupt;
use crate::output::run_writer::RunWriter;
use crate::shell;
use crate::terminal;

/// What a wait is for, and how long it takes at most.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Waiting")]
pub(crate) struct WaitingArguments {
    /// What the wait is for [default: completed]
    #[arg(long = "for", value_enum, value_name = "STATE")]
    goal: Option<Goal>,

    /// The longest time to wait, such as 90s, 10m or 1h30m [default: 1h]
    #[arg(long, value_name = "TIME", value_parser = positive_duration, allow_hyphen_values = true)]
    timeout: Option<Duration>,

    /// Ask on the terminal for what runs ask for, and reply
    #[arg(long)]
    interactive: bool,
}

/// What a wait is for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, ValueEnum)]
pub(crate) enum Goal {
    /// The run has completed; any other end is exit code 8
    #[default]
    Completed,
    /// The run has ended, whichever way
    Terminal,
}

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60 * 60);

impl WaitingArguments {
    /// Returns whether no flag is given.
    pub(crate) fn is_default(&self) -> bool {
        self.goal.is_none() && self.timeout.is_none() && !self.interactive
    }

    /// Refuses to ask on a terminal that is not there.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.interactive && !terminal::is_there() {
            return Err(Failure::Contradiction(
                "--interactive asks on a terminal, and standard input or standard error is none",
            ));
        }
        Ok(())
    }

    /// Returns the flags that say the same as these.
    pub(crate) fn flags(&self) -> Vec<String> {
        let mut flags = Vec::new();
        let goal = self.goal.and_then(|goal| goal.to_possible_value());
        flags.extend(goal.map(|goal| format!("--for={}", goal.get_name())));
        let timeout = self.timeout;
        flags.extend(timeout.map(|timeout| format!("--timeout={}", text_of(timeout))));
        if self.interactive {
            flags.push("--interactive".to_owned());
        }
        flags
    }

    pub(super) fn goal(&self) -> Goal {
        self.goal.unwrap_or_default()
    }
}

/// A wait that is about to begin.
pub(crate) struct Waiting<'a> {
    context: &'a Context,
    arguments: &'a WaitingArguments,
    interrupt: &'a Interrupt,
}

impl<'a> Waiting<'a> {
    pub(crate) fn new(
        context: &'a Context,
        arguments: &'a WaitingArguments,
        interrupt: &'a Interrupt,
    ) -> Self {
        Self {
            context,
            arguments,
            interrupt,
        }
    }

    /// Waits for a run that was just started, and writes it in full.
    pub(crate) async fn started(self, run: TaskRun) -> Result<(), Failure> {
        diagnostics::progress(&format!("{} started", run.id));
        let mut all = self.all([]);
        all.add_started(run);
        let mut ended = Vec::new();
        let take = |run| {
            ended.push(run);
            Ok(())
        };
        let end = self.wait(all, take).await?;
        for run in &ended {
            self.context.write_run(run)?;
        }
        end.result(self.arguments, self.context)
    }

    /// Waits for runs of which nothing is known yet, and writes them as they end.
    pub(crate) async fn ids(self, ids: Vec<TaskRunId>) -> Result<(), Failure> {
        let all = self.all(ids);
        self.wait_and_write(all, Vec::new()).await
    }

    /// Waits for runs that were listed: those that have ended are written at once.
    pub(crate) async fn listed(self, runs: Vec<TaskRun>) -> Result<(), Failure> {
        let has_ended = |run: &TaskRun| {
            let status = run.status.as_ref();
            status.and_then(TaskRunStatus::is_terminal) == Some(true)
        };
        let (ended, going_on): (Vec<_>, Vec<_>) = runs.into_iter().partition(has_ended);
        let all = self.all(going_on.into_iter().map(|run| run.id));
        self.wait_and_write(all, ended).await
    }

    async fn wait_and_write(&self, all: WaitAll, ended: Vec<TaskRun>) -> Result<(), Failure> {
        let mut writer = RunWriter::new(self.context);
        let mut end = End::default();
        for run in ended {
            end.ended(&run);
            writer.write(&text(&run)?)?;
        }
        let waited = self.wait(all, |run| Ok(writer.write(&text(&run)?)?)).await;
        match waited {
            Ok(waited) => {
                writer.finish()?;
                end.and(waited).result(self.arguments, self.context)
            }
            Err(failure) => {
                writer.break_off()?;
                Err(failure)
            }
        }
    }

    fn all(&self, ids: impl IntoIterator<Item = TaskRunId>) -> WaitAll {
        let limit = self.arguments.timeout.unwrap_or(DEFAULT_TIMEOUT);
        self.context
            .client()
            .wait_all(ids)
            .through_review()
            .with_timeout(limit)
            .on_status(tell_status)
            .on_interaction(handler(&self.context.global, self.arguments.interactive))
    }

    /// Waits until none are left, and gives each run that has ended to `take`.
    async fn wait(
        &self,
        mut all: WaitAll,
        mut take: impl FnMut(TaskRun) -> Result<(), Failure>,
    ) -> Result<End, Failure> {
        let mut end = End::default();
        loop {
            let next = tokio::select! {
                biased;
                () = self.interrupt.pressed() => {
                    let left: Vec<&TaskRunId> = all.remaining().collect();
                    return Err(self.interrupted(&left));
                }
                next = all.next() => next,
            };
            match next {
                None => return Ok(end),
                Some(Ok(run)) => {
                    end.ended(&run);
                    tell_end(&run, all.remaining().len());
                    take(run)?;
                }
                Some(Err(error)) if error.run_id().is_none() => return Err(error.into()),
                Some(Err(error)) => end.failed(error),
            }
        }
    }

    /// Returns the failure of a wait that Ctrl-C ended.
    pub(crate) fn interrupted(&self, left: &[&TaskRunId]) -> Failure {
        let message = match left {
            [] => "interrupted".to_owned(),
            [run] => format!("interrupted; {run} is left alone and goes on"),
            runs => format!("interrupted; {} runs are left alone and go on", runs.len()),
        };
        let interrupted = Explained::new(ErrorCode::Interrupted, message);
        if left.is_empty() {
            return interrupted.into();
        }
        let ids = left.iter().copied();
        interrupted
            .advise("this waits again:")
            .with_command(command_for(ids, self.arguments.flags(), self.context))
            .into()
    }
}

/// Returns the command that waits for these runs, unless that is absurdly long.
pub(super) fn command_for<'a>(
    ids: impl Iterator<Item = &'a TaskRunId>,
    flags: Vec<String>,
    context: &Context,
) -> Option<String> {
    let mut words = vec!["deck".to_owned(), "wait".to_owned()];
    words.extend(ids.map(ToString::to_string));
    words.extend(flags);
    words.extend(context.global.flags());
    shell::suggestion(words.iter().map(String::as_str))
}

/// Tells a person that a run goes on in another status; an end and a prompt are told with more words.
fn tell_status(run: &TaskRun) {
    let Some(status) = &run.status else { return };
    let is_told = *status == TaskRunStatus::InteractionRequired;
    if status.is_terminal() != Some(true) && !is_told {
        diagnostics::progress(&format!("{} {status}", run.id));
    }
}

/// Tells a person that a run has ended.
fn tell_end(run: &TaskRun, left: usize) {
    let status = run.status.as_ref().map_or("ended", TaskRunStatus::as_str);
    let left = match left {
        0 => String::new(),
        1 => "; 1 run is left".to_owned(),
        left => format!("; {left} runs are left"),
    };
    diagnostics::progress(&format!("{} {status}{left}", run.id));
}

fn text(run: &TaskRun) -> Result<Json, Failure> {
    Json::encode(run).map_err(|error| std::io::Error::other(error).into())
}
