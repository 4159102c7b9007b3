//! `deck deliveries`: what was delivered to an event destination.

use clap::Args;
use clap::Subcommand;

use deck_types::DeliveryStatus;
use deck_types::EventDestinationId;
use deck_types::EventType;
use deck_types::ListEventDeliveries;

use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;

use super::events::is_type_of_an_event;
use super::events::unknown_type;
use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with deliveries; the API gives none by itself.
#[derive(Debug, Subcommand)]
pub(crate) enum DeliveriesCommand {
    /// List the deliveries to one event destination, with filters
    List(ListArguments),
}

/// The arguments of `deck deliveries list`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deck deliveries list evtd_1a2b3c
  deck deliveries list evtd_1a2b3c --status failure --type task_run.failed")]
pub(crate) struct ListArguments {
    /// The id of the event destination, such as `evtd_1a2b3c`; `deck event-destinations list` shows them
    #[arg(value_name = "DESTINATION", value_parser = word::<EventDestinationId>())]
    destination: EventDestinationId,

    /// Deliveries that went like this: success, failure, skipped
    #[arg(
        long,
        value_name = "STATUS",
        value_parser = word::<DeliveryStatus>(),
        help_heading = "Filters"
    )]
    status: Option<DeliveryStatus>,

    /// Deliveries of events of this type, such as `task_run.failed`
    #[arg(long = "type", value_name = "TYPE", value_parser = word::<EventType>(), help_heading = "Filters")]
    event_type: Option<EventType>,

    /// Send a status or a type that this program does not know, instead of refusing it
    #[arg(long, help_heading = "Filters")]
    allow_unknown: bool,

    #[command(flatten)]
    page: PageArguments,
}

const STATUSES: &[&str] = &["success", "failure", "skipped"];

impl ListCommand for ListArguments {
    type Listing = ListEventDeliveries;
    const WORDS: &'static [&'static str] = &["deliveries", "list"];

    fn listing(&self) -> ListEventDeliveries {
        let mut listing = ListEventDeliveries::new(self.destination.clone());
        listing.status.clone_from(&self.status);
        listing.event_type.clone_from(&self.event_type);
        listing
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn id(&self) -> Option<&str> {
        Some(self.destination.as_str())
    }

    fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        let status = self.status.iter().filter(|status| !status.is_known());
        let status = status.map(|status| UnknownWord {
            filter: "status",
            word: status.as_str(),
            known: STATUSES,
        });
        let types = self
            .event_type
            .iter()
            .filter(|kind| !is_type_of_an_event(kind));
        status.chain(types.map(unknown_type)).collect()
    }
}
