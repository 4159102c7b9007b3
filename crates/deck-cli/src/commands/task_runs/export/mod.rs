//! `deck task-runs export`: the runs of a period in a file, completely, whatever happens on the way.
//!
//! [`kept`] tells the rules that hold when the program ends at any moment. From the frozen window
//! ([`window`]) the runs go through a sweep of the client ([`transfer`]) into the file ([`output_file`]),
//! whose bytes [`encoder`] makes; [`one_file`] and [`since_last`] say which file that is.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::TaskRun;
use deck_types::Timestamp;

use crate::commands::duration::duration;
use crate::commands::listing::layout::check_field;
use crate::commands::task_runs::filters::FilterArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::task_runs::list::warn_of_unknown_words;
use crate::context::Context;
use crate::error::Failure;
use crate::file_size_limit::survive_limit_of_file_size;
use crate::output::field_path::FieldPath;
use crate::output::tabular::Tabular;
use crate::termination::Termination;

use self::job::Job;
use self::layout::Compression;
use self::layout::ExportFormat;
use self::layout::Layout;
use self::one_file::Permissions;
use self::plan::Plan;
use self::since_last::Folder;
use self::window::Source;

mod again;
mod commit_rule;
mod durable;
mod encoder;
pub(crate) mod export_error;
mod job;
mod journal;
mod kept;
mod layout;
mod memory;
mod one_file;
mod output_file;
mod part;
mod plan;
mod progress;
mod progress_view;
mod sealed;
mod seen;
mod since_last;
mod summary;
mod transfer;
mod window;

/// The arguments of `deck task-runs export`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ExportArguments {
    /// The file to write, `-` for standard output, or with --since-last a folder
    #[arg(value_name = "FILE")]
    path: PathBuf,

    #[command(flatten)]
    filters: FilterArguments,

    /// The format [default: what the name of the file says, or ndjson]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Format")]
    format: Option<ExportFormat>,

    /// The columns of CSV, separated by commas: id, output.total, errors.0.code
    ///
    /// As for `deck task-runs list`: a name that this program does not know is refused; with a dot before it,
    /// as in .mood, it is taken as it is.
    #[arg(
        long,
        value_name = "FIELDS",
        value_delimiter = ',',
        help_heading = "Format"
    )]
    fields: Vec<FieldPath>,

    /// The compression [default: what the name of the file says, or none]
    #[arg(long, value_enum, value_name = "COMPRESSION", help_heading = "Format")]
    compress: Option<Compression>,

    /// Go on where the last export into this folder ended, in a new file
    ///
    /// The file is named after the end of its window, such as runs-20261101T000000Z.ndjson. The first one
    /// begins at --since, or holds everything. Runs that had not ended when they were written are read again,
    /// and written again when they have.
    #[arg(long, help_heading = "Files")]
    since_last: bool,

    /// Replace the file if it exists
    #[arg(long, help_heading = "Files", conflicts_with = "since_last")]
    force: bool,

    /// Throw away what was begun under this name, and begin anew
    ///
    /// With --since-last that is the state too: the next file holds everything again.
    #[arg(long, help_heading = "Files")]
    restart: bool,

    /// After how many runs at most they are made safe, with what goes on behind them
    ///
    /// After a crash, so many are fetched again.
    #[arg(
        long,
        value_name = "RUNS",
        default_value_t = 1000,
        help_heading = "Files"
    )]
    save_every: u32,

    /// How far an open end stays behind the present, such as 30s, because runs may not be listed at once
    /// [default: 2m]
    #[arg(long, value_name = "DURATION", value_parser = duration, help_heading = "Period")]
    settle: Option<Duration>,
}

/// How far an open end stays behind the present.
const DEFAULT_SETTLE: Duration = Duration::from_secs(2 * 60);

const AFTER_HELP: &str = "\
The end of the window is fixed when the export begins: the end of the period, or if that is open or
not yet past, the present less --settle. Runs that are created later are not in the file.

Whatever ends the program, a run is neither lost nor written twice: the same command goes on where
it stopped. Progress and a summary are on standard error; with --output json the summary is JSON.

Examples:
  deck task-runs export october.ndjson --in 2026-10
  deck task-runs export failed.csv --in last-month --status failed --fields id,agent_id,created_at
  deck task-runs export runs.ndjson.zst --since 90d
  deck task-runs export - --in yesterday | jq -r .id
  deck task-runs export nightly/ --since-last --compress zstd";

impl ExportArguments {
    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }

    /// Refuses flags that contradict each other.
    fn check(&self, has_end: bool) -> Result<(), Failure> {
        let is_streamed = self.is_streamed();
        let contradiction = if is_streamed && (self.since_last || self.force || self.restart) {
            "standard output is no file, so none of --since-last, --force and --restart can be given"
        } else if self.since_last && has_end {
            "--since-last goes on up to the present, so only --since can be given, for the first file"
        } else if self.since_last && self.filters.choose_by_state() {
            "--since-last writes runs before they have ended, so neither --status nor --outcome can be given"
        } else if self.format == Some(ExportFormat::Ndjson) && !self.fields.is_empty() {
            "--fields are the columns of CSV; lines of JSON have all that was received"
        } else {
            for field in &self.fields {
                check_field("--fields", field, TaskRun::FIELDS)?;
            }
            return Ok(());
        };
        Err(Failure::Contradiction(contradiction))
    }

    fn is_streamed(&self) -> bool {
        self.path == Path::new("-")
    }

    fn layout(&self) -> Layout {
        let name = (!self.is_streamed() && !self.since_last).then_some(&*self.path);
        Layout::choose(name, self.format, self.compress, &self.fields)
    }
}

/// Exports, and says what was done.
pub(super) async fn run(arguments: &ExportArguments, context: &Context) -> Result<(), Failure> {
    let started = TokioClock.now();
    warn_of_unknown_words(&arguments.filters);
    let window = arguments.filters.window(context)?;
    let mut listing = arguments.filters.listing();
    let since = window.since().cloned().or(listing.created_after.take());
    let until = window.until().cloned().or(listing.created_before.take());
    arguments.check(until.is_some())?;
    survive_limit_of_file_size();
    let of_plan = |side: &Option<Timestamp>| side.clone().filter(|_| !arguments.since_last);
    let (plan_since, plan_until) = (of_plan(&since), of_plan(&until));
    let plan = Plan {
        api: context.api(),
        filters: filter_flags(&arguments.filters),
        words: arguments.filters.sliding_window(context)?,
        since: plan_since,
        until: plan_until,
        layout: arguments.layout(),
    };
    let mut job = Job {
        plan,
        source: Source {
            client: context.client().clone(),
            listing,
            settle: arguments.settle.unwrap_or(DEFAULT_SETTLE),
        },
        counters: context.counters.clone(),
        stop: Termination::watch().await,
        started,
        save_every: arguments.save_every.into(),
        screen: context.screen,
    };
    let path = &arguments.path;
    let permissions = Permissions {
        force: arguments.force,
        restart: arguments.restart,
    };
    let summaries = if arguments.is_streamed() {
        vec![job.stream().await?]
    } else if arguments.since_last {
        let folder = Folder::open(path)?;
        folder.export(&mut job, since, arguments.restart).await?
    } else {
        vec![one_file::export(&mut job, path, permissions).await?]
    };
    for summary in summaries {
        summary.tell(context.output);
    }
    Ok(())
}

/// Returns the filters as flags, but for the bounds of time, which are the window.
fn filter_flags(filters: &FilterArguments) -> Vec<String> {
    let mut flags = filters.flags();
    flags.retain(|flag| !flag.starts_with("--created-") && flag != "--allow-unknown");
    flags
}
