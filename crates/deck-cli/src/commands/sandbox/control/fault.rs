//! `deck sandbox fault`: which requests and deliveries of a running sandbox have a fault.

use clap::Args;
use clap::Subcommand;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use deck_client::http::Method;
use deck_sandbox::DeliveryFault;
use deck_sandbox::FaultPlan;

use crate::commands::sandbox::control::connection::Connection;
use crate::commands::sandbox::control::target::TargetArguments;
use crate::error::Failure;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::value;

/// What is done to the faults.
#[derive(Debug, Subcommand)]
pub(crate) enum FaultCommand {
    /// Add faults behind those that are there; requests and deliveries are counted anew
    #[command(after_help = AFTER_HELP)]
    Add(AddArguments),

    /// Take all faults away
    #[command(after_help = "Example:\n  deck sandbox fault clear")]
    Clear(TargetArguments),

    /// List the faults that are set
    #[command(after_help = "Example:\n  deck sandbox fault list")]
    List(TargetArguments),
}

/// The arguments of `deck sandbox fault add`.
#[derive(Args, Debug)]
pub(crate) struct AddArguments {
    /// Which requests have a fault, and which one; `deck sandbox --help` lists them
    #[arg(value_name = "WHEN:FAULT", required_unless_present = "delivery")]
    fault: Vec<FaultPlan>,

    /// Which deliveries to webhooks have a fault, and which one: bad-signature, drop, duplicate, empty-texts,
    /// late=DURATION, old-timestamp or two-signatures (repeatable)
    #[arg(long, value_name = "WHEN:FAULT")]
    delivery: Vec<FaultPlan<DeliveryFault>>,

    #[command(flatten)]
    target: TargetArguments,
}

const AFTER_HELP: &str = "\
Examples:
  deck sandbox fault add 3:status=503,retry-after=2
  deck sandbox fault add '10%:status=500|reset' --delivery every-2:duplicate
  deck sandbox fault clear";

/// The faults of a sandbox, as text.
#[derive(Deserialize, Serialize)]
struct Faults {
    requests: String,
    deliveries: String,
}

/// Runs the command that was asked for, and shows the faults that are set then.
pub(super) async fn run(command: &FaultCommand, format: OutputFormat) -> Result<(), Failure> {
    let (target, change) = match command {
        FaultCommand::Add(arguments) => (&arguments.target, Some(arguments.texts())),
        FaultCommand::Clear(target) => (target, None),
        FaultCommand::List(target) => return list(&Connection::to(target).await?, format).await,
    };
    let connection = Connection::to(target).await?;
    let set = match change {
        Some((requests, deliveries)) => {
            let set: Faults = connection.call(Method::GET, "faults", None).await?;
            let both =
                |set: String, added: Option<String>| added.map(|added| [set, added].join("; "));
            json!({"requests": both(set.requests, requests), "deliveries": both(set.deliveries, deliveries)})
        }
        None => json!({"requests": "", "deliveries": ""}),
    };
    let _: Value = connection.call(Method::PUT, "faults", Some(set)).await?;
    list(&connection, format).await
}

impl AddArguments {
    /// Returns what is added for requests and for deliveries.
    fn texts(&self) -> (Option<String>, Option<String>) {
        (joined(&self.fault), joined(&self.delivery))
    }
}

fn joined<P: ToString>(plans: &[P]) -> Option<String> {
    let texts: Vec<_> = plans.iter().map(P::to_string).collect();
    (!texts.is_empty()).then(|| texts.join("; "))
}

async fn list(connection: &Connection, format: OutputFormat) -> Result<(), Failure> {
    let faults: Faults = connection.call(Method::GET, "faults", None).await?;
    let or_none = |text: &str| {
        if text.is_empty() {
            "none".to_owned()
        } else {
            text.to_owned()
        }
    };
    let mut detail = Detail::new();
    detail.field("requests", Some(or_none(&faults.requests)));
    detail.field("deliveries", Some(or_none(&faults.deliveries)));
    value::write(format, Screen::of_standard_output(), detail, &faults)
}
