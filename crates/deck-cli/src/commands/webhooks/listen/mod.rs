//! `deck webhooks listen`: receives deliveries on this machine, verifies them, and shows them.

use std::io;
use std::io::Write;

use clap::Args;
use tokio::sync::mpsc;

use deck_client::http::Uri;
use deck_types::Json;

use crate::commands::webhooks::listen::forward::Forwarder;
use crate::commands::webhooks::listen::received::Received;
use crate::commands::webhooks::listen::receiver::Receiver;
use crate::commands::webhooks::secret;
use crate::commands::webhooks::tolerance::Tolerance;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::loopback::is_loopback;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::value;
use crate::termination::Termination;

mod forward;
mod received;
mod receiver;

/// The largest number of deliveries that wait to be shown; further ones are refused, and Deck repeats them.
const MOST_WAITING: usize = 64;

/// The arguments of `deck webhooks listen`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ListenArguments {
    /// The port to listen on, at 127.0.0.1; 0 for one that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// A receiver of yours on this machine, which gets every valid delivery with its headers and its body
    #[arg(long, value_name = "URL", value_parser = forward_url)]
    forward: Option<Uri>,

    /// How far the time of signing may be from now, or `any`
    #[arg(long, value_name = "DURATION", default_value = "5m")]
    tolerance: Tolerance,
}

const AFTER_HELP: &str = "\
The secret is read from DECK_WEBHOOK_SECRET; where that is not set, one is made up and told, and an
event destination or `deck webhooks trigger` can be given it. The address is told on standard error,
and the events are shown on standard output: one line each, or with --output ndjson as JSON with the
exact event.

A delivery that is valid has status 200 as soon as it is noted, whatever becomes of it at the URL of
--forward; one that is not has status 401 and is not forwarded. It goes on until Ctrl-C or SIGTERM ends
it, which is an end in order, with exit code 0.

Examples:
  deck webhooks listen --port 4011
  deck webhooks listen --forward http://127.0.0.1:3000/deck
  deck webhooks listen --output ndjson | jq -r .event.type";

/// Receives until the end is asked for.
pub(super) async fn run(arguments: &ListenArguments, format: OutputFormat) -> Result<(), Failure> {
    let mut termination = Termination::watch().await;
    let (secrets, told) = secrets()?;
    let verifier = arguments
        .tolerance
        .verifier(secrets)
        .ok_or_else(secret::missing)?;
    let (sender, mut deliveries) = mpsc::channel(MOST_WAITING);
    let receiver = Receiver::bind(arguments.port, verifier, sender).await;
    let receiver = receiver.map_err(|error| cannot_listen(arguments.port, &error))?;
    check_forward(arguments.forward.as_ref(), receiver.port())?;
    let forwarder = arguments
        .forward
        .clone()
        .map(Forwarder::start)
        .transpose()?;
    announce(&receiver.url(), told.as_deref());
    let receiving = receiver.receive();
    tokio::pin!(receiving);
    loop {
        tokio::select! {
            biased;
            _ = termination.requested() => break,
            Some(received) = deliveries.recv() => {
                write(&received, format)?;
                if let Some(forwarder) = &forwarder {
                    forwarder.forward(received);
                }
            }
            () = &mut receiving => break,
        }
    }
    Ok(())
}

/// Returns the secrets of the environment, or one that is made up, with its text.
fn secrets() -> Result<(Vec<deck_webhooks::WebhookSecret>, Option<String>), Failure> {
    let secrets = secret::of_environment()?;
    if !secrets.is_empty() {
        return Ok((secrets, None));
    }
    let text = secret::generated();
    Ok((vec![secret::read(&text)?], Some(text)))
}

/// Refuses to forward to the listener itself, which would go on for ever.
fn check_forward(forward: Option<&Uri>, port: u16) -> Result<(), Failure> {
    if forward.is_some_and(|uri| uri.port_u16().unwrap_or(80) == port) {
        let message = "--forward leads to this listener itself, and not to a receiver of yours";
        return Err(Explained::new(ErrorCode::Usage, message).into());
    }
    Ok(())
}

fn announce(url: &str, told: Option<&str>) {
    diagnostics::note(&format!("listening on {url}"));
    let variable = told.map(|text| format!("DECK_WEBHOOK_SECRET={text} "));
    if let Some(text) = told {
        diagnostics::note(&format!(
            "DECK_WEBHOOK_SECRET is not set; the secret is {text}"
        ));
    }
    diagnostics::note(&format!(
        "try: {}deck webhooks trigger task_run.completed --to {url}",
        variable.unwrap_or_default()
    ));
}

fn write(received: &Received, format: OutputFormat) -> Result<(), Failure> {
    match format {
        OutputFormat::Table => {
            let mut output = standard_output();
            writeln!(output, "{}", received.line())?;
            Ok(output.flush()?)
        }
        OutputFormat::Json | OutputFormat::Ndjson | OutputFormat::Csv => {
            let text = Json::encode(&received.report()).map_err(io::Error::other)?;
            value::write_json(format, Screen::of_standard_output(), &text)
        }
    }
}

fn cannot_listen(port: u16, error: &io::Error) -> Failure {
    let message = format!("port {port} cannot be listened on: {error}");
    let advice = "give another one with --port, or 0 for one that is free";
    Explained::new(ErrorCode::Internal, message)
        .advise(advice)
        .into()
}

/// Reads the URL of a receiver on this machine.
fn forward_url(text: &str) -> Result<Uri, &'static str> {
    let uri = text.parse::<Uri>().ok();
    uri.filter(|uri| uri.scheme_str() == Some("http") && is_loopback(uri))
        .ok_or("give an http URL on this machine, such as http://127.0.0.1:3000/deck")
}
