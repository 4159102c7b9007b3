//! `deck event-destinations create` and `delete`.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use deck_types::CreateEventDestination;
use deck_types::DeleteEventDestination;
use deck_types::DestinationConfig;
use deck_types::EventDestinationId;
use deck_types::EventType;
use deck_types::WebhookConfig;

use crate::arguments::GlobalArguments;
use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::word;
use crate::commands::write::WriteArguments;
use crate::commands::write::sending::Write;
use crate::context::Context;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::resources::Detailed;

use super::events::unknown_type;

/// The arguments of `deck event-destinations create`.
#[derive(Args, Debug)]
#[command(after_help = "\
Where the response shows the secret that Deck signs events with, it is written, and no other command
but `deck api` shows it; whether the response does is not documented. Other kinds of destinations than
webhooks are created with `deck api POST /event-destinations`.

Examples:
  deck event-destinations create https://example.com/deck --name Bills
  deck event-destinations create https://example.com/deck --name Bills --type task_run.completed --dry-run")]
pub(crate) struct CreateArguments {
    /// The URL that events are posted to
    #[arg(value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    url: String,

    /// The name of the destination, for people
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    name: String,

    /// Deliver events of this type only, such as `task_run.failed` (repeatable, commas too) [default: all]
    #[arg(long = "type", value_name = "TYPE", value_parser = word::<EventType>(), value_delimiter = ',')]
    event_type: Vec<EventType>,

    /// Send a type that this program does not know, instead of refusing it
    #[arg(long)]
    allow_unknown: bool,

    #[command(flatten)]
    write: WriteArguments,
}

/// The arguments of `deck event-destinations delete`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck event-destinations delete evtd_1a2b3c --dry-run")]
pub(crate) struct DeleteArguments {
    /// The destination's id, such as `evtd_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<EventDestinationId>())]
    id: EventDestinationId,

    #[command(flatten)]
    write: WriteArguments,
}

impl CreateArguments {
    /// Returns the first type that this program does not know, unless such are allowed.
    pub(super) fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        let mut types = self.event_type.iter();
        let unknown = types.find(|kind| !kind.is_known() && !self.allow_unknown);
        unknown.map(unknown_type)
    }

    fn operation(&self) -> Result<CreateEventDestination, Failure> {
        let webhook = DestinationConfig::webhook(&WebhookConfig::new(self.url.as_str()));
        let webhook = webhook.map_err(|error| Failure::usage(error.to_string()))?;
        let operation = CreateEventDestination::new(self.name.as_str(), webhook);
        Ok(if self.event_type.is_empty() {
            operation.all_events()
        } else {
            operation.events(self.event_type.iter().cloned())
        })
    }

    /// Returns the words and flags that repeat the command, without the key.
    fn command(&self) -> Vec<String> {
        let mut words = vec!["event-destinations".to_owned(), "create".to_owned()];
        words.push(self.url.clone());
        words.push(format!("--name={}", self.name));
        words.extend(self.event_type.iter().map(|kind| format!("--type={kind}")));
        words.extend(self.allow_unknown.then(|| "--allow-unknown".to_owned()));
        words
    }
}

/// Creates a webhook, and writes it with its secret.
pub(super) async fn create(
    arguments: &CreateArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let operation = arguments.operation()?;
    if arguments.write.is_dry_run() {
        return arguments.write.show(&operation, global);
    }
    let context = Context::open(global).await?;
    let write = Write {
        happens: "the destination was created",
        command: arguments.command(),
        is_start: false,
    };
    let response = write
        .send(&context, operation.clone(), &arguments.write)
        .await?;
    if context.output != OutputFormat::Table {
        return context.write_json(&response);
    }
    let destination = context.read_response(&operation, &response)?;
    let webhook = destination.webhook.as_ref();
    let secret = webhook.and_then(|webhook| webhook.secret.as_ref());
    let time = context.local_time();
    let mut detail = destination.detail(&time);
    detail.field("secret", secret.map(|secret| secret.expose().to_owned()));
    context.write_detail(detail)
}

/// Deletes a destination.
pub(super) async fn delete(
    arguments: &DeleteArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let operation = DeleteEventDestination::new(arguments.id.clone());
    if arguments.write.is_dry_run() {
        return arguments.write.show(&operation, global);
    }
    let context = Context::open(global).await?;
    let id = arguments.id.as_str().to_owned();
    let write = Write {
        happens: "the destination was deleted",
        command: vec!["event-destinations".to_owned(), "delete".to_owned(), id],
        is_start: false,
    };
    let response = write
        .send(&context, operation.clone(), &arguments.write)
        .await?;
    context.write_response(&operation, &response)
}
