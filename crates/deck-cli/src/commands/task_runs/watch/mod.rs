//! `deck task-runs watch`: new runs and every change of status, as they come.

use std::time::Duration;

use clap::Args;

use deck_transport::TokioClock;
use deck_types::ListTaskRuns;
use deck_types::Timestamp;

use crate::commands::period::window::Window;
use crate::commands::task_runs::filters::FilterArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::format::OutputFormat;
use crate::output::standard_output::standard_output;

use self::follow::FollowSettings;
use self::follow::Follower;
use self::pace::Share;
use self::tell::Form;
use self::tell::Lines;
use self::watching::WatchSettings;

mod change;
mod follow;
mod known;
mod pace;
mod round;
mod server_time;
mod tell;
mod teller;
mod trouble;
mod watching;

#[cfg(test)]
mod tests;

/// How long after its creation a run may become visible.
const SETTLE: Duration = Duration::from_secs(120);

/// The arguments of `deck task-runs watch`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct WatchArguments {
    #[command(flatten)]
    filters: FilterArguments,

    /// How much of the rate limit (200 requests in 10 seconds) is used at most
    ///
    /// The time between two looks at a run follows from it and from how many runs there are.
    #[arg(
        long,
        value_name = "PERCENT",
        default_value = "25%",
        help_heading = "Watching"
    )]
    share: Share,

    /// End when no run that is followed goes on any more
    #[arg(long, help_heading = "Watching")]
    until_idle: bool,

    /// Put the run into each line of `--output ndjson`, as it was received
    #[arg(long, help_heading = "Watching")]
    with_run: bool,
}

const AFTER_HELP: &str = "\
Shown are changes from now on; with --since or --in, first the runs that were created from then on,
and then changes of those alone. A change is shown when the run matches the filters after it, so
`--status failed` shows each run when it fails. Watching goes on through outages, and standard error
tells from when to when changes may have been missed. Ctrl-C ends it, with exit code 130.

Examples:
  deck runs watch
  deck runs watch --status failed --status interaction_required
  deck runs watch --since 1h --until-idle
  deck runs watch --output ndjson | jq -r 'select(.to == \"failed\") | .id'";

/// Watches until Ctrl-C is pressed.
pub(super) async fn run(arguments: &WatchArguments, context: &Context) -> Result<(), Failure> {
    let settings = arguments.settings(context)?;
    let form = arguments.form(context.output)?;
    let interrupt = Interrupt::watch().await;
    let mut told = 0;
    let result = {
        let lines = Lines {
            writer: standard_output(),
            clock: TokioClock,
            form,
            screen: context.screen,
            zone: context.zone.clone(),
            told: &mut told,
            warnings: 0,
        };
        let watching = async {
            Follower::start(context.client(), TokioClock, settings, lines)
                .await?
                .run()
                .await
        };
        tokio::select! {
            biased;
            () = interrupt.pressed() => None,
            result = watching => Some(result),
        }
    };
    match result {
        Some(result) => result,
        None => Err(Failure::interrupted_after(&match told {
            1 => "1 change was shown".to_owned(),
            count => format!("{count} changes were shown"),
        })),
    }
}

impl WatchArguments {
    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }

    fn settings(&self, context: &Context) -> Result<FollowSettings, Failure> {
        let told = within(self.filters.listing(), &self.filters.window(context)?);
        let since = told.created_after.as_ref().and_then(next);
        if since.is_none() {
            diagnostics::hint("what is there already is shown with --since, such as --since 1h");
        }
        Ok(FollowSettings {
            listing: unchanging(told.clone()),
            watch: WatchSettings {
                told,
                settle: SETTLE,
                since,
            },
            share: self.share,
            until_idle: self.until_idle,
        })
    }

    fn form(&self, format: OutputFormat) -> Result<Form, Failure> {
        match format {
            OutputFormat::Table if self.with_run => Err(Failure::Contradiction(
                "--with-run is for --output ndjson: a line of text has no room for the run",
            )),
            OutputFormat::Table => Ok(Form::Line),
            OutputFormat::Ndjson => Ok(Form::Json {
                with_run: self.with_run,
            }),
            OutputFormat::Json | OutputFormat::Csv => Err(Failure::Contradiction(
                "changes are lines of text or, with --output ndjson, of JSON, and nothing else",
            )),
        }
    }
}

/// Puts the window into the filters, whose bounds are open: the first instant of the window is behind the one
/// before.
fn within(mut listing: ListTaskRuns, window: &Window) -> ListTaskRuns {
    if let Some(since) = window.since() {
        listing.created_after = moved(since, -1);
    }
    if let Some(until) = window.until() {
        listing.created_before = Some(until.clone());
    }
    listing
}

/// Takes out of the filters what runs stop or begin to match.
fn unchanging(mut listing: ListTaskRuns) -> ListTaskRuns {
    listing.status.clear();
    listing.outcome.clear();
    listing.created_after = None;
    listing.created_before = None;
    listing
}

fn next(time: &Timestamp) -> Option<i128> {
    Some(time.unix_nanoseconds().ok()? + 1)
}

fn moved(time: &Timestamp, nanoseconds: i128) -> Option<Timestamp> {
    Timestamp::from_unix_nanoseconds(time.unix_nanoseconds().ok()? + nanoseconds).ok()
}
