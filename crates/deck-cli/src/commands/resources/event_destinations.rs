//! `deck event-destinations`: where events are delivered to.

use clap::Args;
use clap::Subcommand;

use deck_types::EventDestinationId;
use deck_types::EventDestinationStatus;
use deck_types::GetEventDestination;
use deck_types::ListEventDestinations;

use crate::arguments::GlobalArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;
use crate::error::Failure;

use super::event_destination_writes::CreateArguments;
use super::event_destination_writes::DeleteArguments;
use super::event_destination_writes::create;
use super::event_destination_writes::delete;
use super::listed::ListCommand;
use super::listed::list;
use super::page::PageArguments;
use super::shown::show;

/// What can be done with event destinations.
#[derive(Debug, Subcommand)]
pub(crate) enum EventDestinationsCommand {
    /// List event destinations, with a filter
    List(ListArguments),
    /// Show everything about one event destination but what is secret in it
    Get(GetArguments),
    /// Have events posted to a URL
    Create(CreateArguments),
    /// Delete one event destination
    Delete(DeleteArguments),
}

/// The arguments of `deck event-destinations list`.
#[derive(Args, Debug)]
#[command(after_help = "\
In every format, the configurations are redacted but for the URL of a webhook.

Examples:
  deck event-destinations list --status inactive
  deck deliveries list evtd_1a2b3c --status failure")]
pub(crate) struct ListArguments {
    /// Destinations in this state: `pending_verification`, active, inactive
    #[arg(
        long,
        value_name = "STATUS",
        value_parser = word::<EventDestinationStatus>(),
        help_heading = "Filters"
    )]
    status: Option<EventDestinationStatus>,

    /// Send a status that this program does not know, instead of refusing it
    #[arg(long, help_heading = "Filters")]
    allow_unknown: bool,

    #[command(flatten)]
    page: PageArguments,
}

const STATUSES: &[&str] = &["pending_verification", "active", "inactive"];

impl ListCommand for ListArguments {
    type Listing = ListEventDestinations;
    const WORDS: &'static [&'static str] = &["event-destinations", "list"];

    fn listing(&self) -> ListEventDestinations {
        let mut listing = ListEventDestinations::new();
        listing.status.clone_from(&self.status);
        listing
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        let status = self.status.iter().filter(|status| !status.is_known());
        let unknown = status.map(|status| UnknownWord {
            filter: "status",
            word: status.as_str(),
            known: STATUSES,
        });
        unknown.collect()
    }
}

/// The arguments of `deck event-destinations get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck event-destinations get evtd_1a2b3c")]
pub(crate) struct GetArguments {
    /// The destination's id, such as `evtd_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<EventDestinationId>())]
    id: EventDestinationId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetEventDestination {
        GetEventDestination::new(self.id.clone())
    }
}

/// Runs one of the commands.
pub(super) async fn run(
    command: &EventDestinationsCommand,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    match command {
        EventDestinationsCommand::List(arguments) => list(arguments, global).await,
        EventDestinationsCommand::Get(arguments) => show(arguments.operation(), global).await,
        EventDestinationsCommand::Create(arguments) => create(arguments, global).await,
        EventDestinationsCommand::Delete(arguments) => delete(arguments, global).await,
    }
}
