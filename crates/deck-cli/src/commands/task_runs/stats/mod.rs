//! `deck task-runs stats`: how the runs went, in numbers.

use std::io;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Json;
use deck_types::TaskRun;

use crate::arguments::GlobalArguments;
use crate::commands::period::zone::Zone;
use crate::commands::task_runs::filters::FilterArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::context;
use crate::context::Context;
use crate::environment::Variable;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::tabular::Tabular;
use crate::output::value;

use self::file::Counted;
use self::glyphs::Glyphs;
use self::report::Report;
use self::selection::Selection;

pub(crate) mod bad_lines;
mod blocks;
mod counter;
mod days;
mod durations;
mod facts;
mod file;
mod glyphs;
mod line;
mod report;
mod rows;
mod selection;
mod show;
mod sweep;
mod tally;

/// The arguments of `deck task-runs stats`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct StatsArguments {
    #[command(flatten)]
    filters: FilterArguments,

    /// Count the runs of a file instead of asking the API: one in JSON on each line; `-` for standard input
    ///
    /// The file may be compressed (zstd). Filters and the period apply to it too.
    #[arg(long, value_name = "FILE", help_heading = "Counting")]
    from: Option<PathBuf>,

    /// How many agents, sources, error codes and the like are named; the others are one number
    #[arg(
        long,
        value_name = "N",
        default_value_t = 10,
        help_heading = "Counting"
    )]
    top: u16,
}

const AFTER_HELP: &str = "\
The success rate is of the runs that have ended with success or failure; unknown outcomes are named
beside it. Percentiles are by the nearest rank.

Examples:
  deck runs stats --in last-month
  deck runs stats --since 7d --agent-id agt_1a2b3c --output json
  deck runs stats --from october.ndjson.zst --in 2026-10-31
  deck runs stats --from october.ndjson --output json | jq .success_rate.value";

/// Counts, and writes the numbers.
pub(super) async fn run(
    arguments: &StatsArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let (counted, zone) = match &arguments.from {
        Some(path) => {
            let zone = context::zone(global);
            let window = arguments
                .filters
                .window_at(TokioClock.system_time(), &zone)?;
            let listing = arguments.filters.listing();
            let selection = Selection::new(listing, &window, zone.clone());
            (count_file(path, &selection)?, zone)
        }
        None => {
            let context = Context::open(global).await?;
            let counted = sweep::count(&context, &arguments.filters).await?;
            (counted, context.zone)
        }
    };
    let Counted {
        mut tally,
        bad_lines,
        unreadable,
    } = counted;
    let name = global.timezone.as_ref().map(Zone::name);
    let name = name
        .or(Zone::name_of(&zone))
        .unwrap_or("local time")
        .to_owned();
    let top = usize::from(arguments.top);
    let uncounted = bad_lines.count() + unreadable;
    write(&Report::new(&mut tally, name, top, uncounted), global)?;
    match &arguments.from {
        _ if uncounted == 0 => Ok(()),
        Some(path) => Err(Failure::BadLines(shown(path), bad_lines)),
        None => Err(Failure::Rejected {
            count: unreadable,
            noun: TaskRun::NOUN,
        }),
    }
}

impl StatsArguments {
    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut unknown = self.filters.unknown_words();
        unknown.next().filter(|_| !self.filters.allows_unknown())
    }
}

fn count_file(path: &Path, selection: &Selection) -> Result<Counted, Failure> {
    let unreadable = |error| Failure::File(shown(path), error);
    let reader = file::open(path).map_err(unreadable)?;
    file::count(reader, selection).map_err(unreadable)
}

/// Returns what messages call a file.
fn shown(path: &Path) -> PathBuf {
    match file::is_standard_input(path) {
        true => PathBuf::from("standard input"),
        false => path.to_owned(),
    }
}

fn write(report: &Report<'_>, global: &GlobalArguments) -> Result<(), Failure> {
    let format = global.output;
    let screen = Screen::of_standard_output();
    match format {
        OutputFormat::Table => Ok(show::show(report, standard_output(), screen, glyphs())?),
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            let value = Json::encode(report).map_err(io::Error::other)?;
            value::write_json(format, screen, &value)
        }
    }
}

fn glyphs() -> Glyphs {
    match Variable::Term.value().is_some_and(|name| name == "dumb") {
        true => Glyphs::Ascii,
        false => Glyphs::Blocks,
    }
}
