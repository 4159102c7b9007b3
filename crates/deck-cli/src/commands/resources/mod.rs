//! The commands about everything but task runs: one file for each kind of resource, with its listing and its
//! detail.

use clap::Subcommand;

use crate::arguments::GlobalArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::error::Failure;

use self::agents::AgentsCommand;
use self::credentials::CredentialsCommand;
use self::deliveries::DeliveriesCommand;
use self::event_destinations::EventDestinationsCommand;
use self::events::EventsCommand;
use self::listed::list;
use self::listed::list_within;
use self::sessions::SessionsCommand;
use self::shown::show;
use self::sources::SourcesCommand;
use self::storage::StorageCommand;
use self::tasks::TasksCommand;

mod agents;
mod credentials;
mod deliveries;
mod event_destination_writes;
mod event_destinations;
mod events;
mod listed;
mod page;
mod sessions;
mod shown;
mod sources;
mod storage;
mod tasks;

/// What can be done with everything but task runs.
#[derive(Debug, Subcommand)]
pub(crate) enum ResourceCommand {
    /// List tasks, or show one of them
    #[command(subcommand)]
    Tasks(TasksCommand),

    /// List agents, or show one of them
    #[command(subcommand)]
    Agents(AgentsCommand),

    /// List sources, where agents work, or show one of them
    #[command(subcommand)]
    Sources(SourcesCommand),

    /// List credentials, or show one, without their secrets
    #[command(subcommand)]
    Credentials(CredentialsCommand),

    /// Show a session, the browser of some runs, or end it
    #[command(subcommand)]
    Sessions(SessionsCommand),

    /// List the files of a run, or show one of them
    #[command(subcommand)]
    Storage(StorageCommand),

    /// List the events of the last 30 days, or show one of them
    #[command(subcommand)]
    Events(EventsCommand),

    /// List, show, create or delete receivers of events
    #[command(subcommand)]
    EventDestinations(EventDestinationsCommand),

    /// List what was delivered to an event destination
    #[command(subcommand)]
    Deliveries(DeliveriesCommand),
}

impl ResourceCommand {
    /// Returns whether it lists, one item after the other.
    pub(crate) fn is_listing(&self) -> bool {
        matches!(
            self,
            Self::Tasks(TasksCommand::List(_))
                | Self::Agents(AgentsCommand::List(_))
                | Self::Sources(SourcesCommand::List(_))
                | Self::Credentials(CredentialsCommand::List(_))
                | Self::Storage(StorageCommand::List(_))
                | Self::Events(EventsCommand::List(_))
                | Self::EventDestinations(EventDestinationsCommand::List(_))
                | Self::Deliveries(DeliveriesCommand::List(_))
        )
    }

    /// Returns the first word of a filter that this program does not know, unless such are allowed.
    pub(crate) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        match self {
            Self::Tasks(TasksCommand::List(list)) => listed::unknown_word(list),
            Self::Credentials(CredentialsCommand::List(list)) => listed::unknown_word(list),
            Self::Events(EventsCommand::List(list)) => listed::unknown_word(&**list),
            Self::EventDestinations(EventDestinationsCommand::List(list)) => {
                listed::unknown_word(list)
            }
            Self::EventDestinations(EventDestinationsCommand::Create(create)) => {
                create.unknown_word()
            }
            Self::Deliveries(DeliveriesCommand::List(list)) => listed::unknown_word(list),
            _ => None,
        }
    }
}

/// Runs one of them.
pub(super) async fn run(
    command: &ResourceCommand,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    match command {
        ResourceCommand::Tasks(TasksCommand::List(arguments)) => list(arguments, global).await,
        ResourceCommand::Tasks(TasksCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::Agents(AgentsCommand::List(arguments)) => list(arguments, global).await,
        ResourceCommand::Agents(AgentsCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::Sources(SourcesCommand::List(arguments)) => list(arguments, global).await,
        ResourceCommand::Sources(SourcesCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::Credentials(CredentialsCommand::List(arguments)) => {
            list(arguments, global).await
        }
        ResourceCommand::Credentials(CredentialsCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::Sessions(command) => sessions::run(command, global).await,
        ResourceCommand::Storage(StorageCommand::List(arguments)) => list(arguments, global).await,
        ResourceCommand::Storage(StorageCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::Events(EventsCommand::List(arguments)) => {
            list_within(&**arguments, &arguments.period, global).await
        }
        ResourceCommand::Events(EventsCommand::Get(arguments)) => {
            show(arguments.operation(), global).await
        }
        ResourceCommand::EventDestinations(command) => {
            event_destinations::run(command, global).await
        }
        ResourceCommand::Deliveries(DeliveriesCommand::List(arguments)) => {
            list(arguments, global).await
        }
    }
}
