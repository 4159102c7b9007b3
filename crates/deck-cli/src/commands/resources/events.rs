//! `deck events`: what happened.

use clap::Args;
use clap::Subcommand;

use deck_types::EventId;
use deck_types::EventType;
use deck_types::GetEvent;
use deck_types::ListEvents;
use deck_types::Timestamp;

use crate::commands::period::PERIOD_HEADING;
use crate::commands::period::PeriodArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with events.
#[derive(Debug, Subcommand)]
pub(crate) enum EventsCommand {
    /// List the events of the last 30 days, with filters
    List(Box<ListArguments>),
    /// Show everything about one event
    Get(GetArguments),
}

/// The arguments of `deck events list`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deck events list --type task_run.failed,task_run.canceled
  deck events list --in yesterday --all --output ndjson")]
pub(crate) struct ListArguments {
    /// Events of this type, such as `task_run.failed` (repeatable)
    #[arg(
        long = "type",
        value_name = "TYPE",
        value_parser = word::<EventType>(),
        value_delimiter = ',',
        help_heading = "Filters"
    )]
    event_type: Vec<EventType>,

    /// Send a type that this program does not know, instead of refusing it
    #[arg(long, help_heading = "Filters")]
    allow_unknown: bool,

    #[command(flatten)]
    pub(super) period: PeriodArguments,

    /// The API's own filter by creation, such as 2026-11-01T00:00:00Z; `--since` is exact
    #[arg(long, value_name = "TIME", help_heading = PERIOD_HEADING)]
    #[arg(conflicts_with_all = ["since", "in"])]
    created_after: Option<Timestamp>,

    /// The API's own filter by creation, such as 2026-11-30T18:00:00+01:00; `--until` is exact
    #[arg(long, value_name = "TIME", help_heading = PERIOD_HEADING)]
    #[arg(conflicts_with_all = ["until", "in"])]
    created_before: Option<Timestamp>,

    #[command(flatten)]
    page: PageArguments,
}

/// The types that the API is known to have.
pub(super) const EVENT_TYPES: &[&str] = &[
    "agent.created",
    "agent.updated",
    "agent.deleted",
    "source.created",
    "source.updated",
    "source.deleted",
    "credential.created",
    "credential.unverified",
    "credential.verified",
    "credential.invalid",
    "credential.deleted",
    "session.queued",
    "session.running",
    "session.idle",
    "session.completing",
    "session.completed",
    "session.failed",
    "task.created",
    "task.updated",
    "task.deleted",
    "task.reset",
    "task_run.queued",
    "task_run.running",
    "task_run.interaction_required",
    "task_run.review_required",
    "task_run.pending",
    "task_run.canceling",
    "task_run.canceled",
    "task_run.completed",
    "task_run.failed",
    "storage.created",
    "storage.deleted",
    "event_destination.activated",
    "event_destination.deactivated",
    "user.created",
];

impl ListCommand for ListArguments {
    type Listing = ListEvents;
    const WORDS: &'static [&'static str] = &["events", "list"];

    fn listing(&self) -> ListEvents {
        let mut listing = ListEvents::new();
        listing.event_type.clone_from(&self.event_type);
        listing.created_after.clone_from(&self.created_after);
        listing.created_before.clone_from(&self.created_before);
        listing
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        let types = self
            .event_type
            .iter()
            .filter(|kind| !is_type_of_an_event(kind));
        types.map(unknown_type).collect()
    }
}

/// Returns whether events are known to have this type; none has the one that stands for all.
pub(super) fn is_type_of_an_event(event_type: &EventType) -> bool {
    event_type.is_known() && *event_type != EventType::All
}

/// Returns the word for a refusal.
pub(super) fn unknown_type(event_type: &EventType) -> UnknownWord<'_> {
    UnknownWord {
        filter: "type",
        word: event_type.as_str(),
        known: EVENT_TYPES,
    }
}

/// The arguments of `deck events get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck events get evt_1a2b3c --output json | jq .data")]
pub(crate) struct GetArguments {
    /// The event's id, such as `evt_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<EventId>())]
    id: EventId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetEvent {
        GetEvent::new(self.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_that_are_suggested_are_known() {
        for word in EVENT_TYPES {
            assert!(is_type_of_an_event(&EventType::from(*word)), "{word}");
        }
    }
}
