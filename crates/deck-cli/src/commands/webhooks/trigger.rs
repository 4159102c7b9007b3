//! `deck webhooks trigger`: a signed event of the sandbox's making, for a receiver.

use std::io::Write;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde::Serialize;

use deck_client::bytes::Bytes;
use deck_client::http::HeaderValue;
use deck_client::http::Request;
use deck_client::http::StatusCode;
use deck_client::http::Uri;
use deck_client::http::header;
use deck_transport::Clock;
use deck_transport::HyperTransport;
use deck_transport::TokioClock;
use deck_transport::Transport;
use deck_webhooks::SignError;
use deck_webhooks::Signer;
use deck_webhooks::WebhookSecret;

use crate::arguments::GlobalArguments;
use crate::authorities::AuthorityFile;
use crate::commands::webhooks::sandbox_event;
use crate::commands::webhooks::sandbox_event::EVENT_TYPES;
use crate::commands::webhooks::secret;
use crate::commands::webhooks::shown_event::ShownEvent;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::loopback::is_loopback;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::screen::Screen;
use crate::output::standard_output::standard_output;
use crate::output::text;
use crate::output::value;

/// The longest response that is read.
const MOST_BYTES: usize = 1024 * 1024;

/// The arguments of `deck webhooks trigger`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct TriggerArguments {
    /// The type of the event
    #[arg(value_name = "TYPE", value_parser = PossibleValuesParser::new(EVENT_TYPES))]
    event_type: String,

    /// The receiver: an https URL, or an http URL on this machine
    #[arg(long, value_name = "URL", value_parser = receiver)]
    to: Uri,

    /// Show the request, and send nothing
    #[arg(long)]
    dry_run: bool,
}

const AFTER_HELP: &str = "\
The event is invented and its ids lead nowhere, but it has all that an event of its type has. It is
signed with the secret of DECK_WEBHOOK_SECRET; where that is not set, with one that is made up and told
on standard error, so that a receiver can be given it.

Exit codes:
  0    The receiver took the event: its status is from 200 to 299
  8    It did not
All others are those of every command.

Examples:
  deck webhooks trigger task_run.completed --to http://127.0.0.1:4011/
  deck webhooks trigger task_run.failed --to http://localhost:3000/deck --dry-run > request
  DECK_WEBHOOK_SECRET=whsec_... deck webhooks verify --request request";

/// What is shown of an event that was sent.
#[derive(Serialize)]
struct Sent {
    status: u16,
    delivery_id: String,
    #[serde(flatten)]
    event: ShownEvent,
}

/// Makes an event and sends it, or shows the request.
pub(super) async fn run(
    arguments: &TriggerArguments,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let secret = secret()?;
    let now = TokioClock.system_time();
    let made = sandbox_event::make(&arguments.event_type, secret::random(0), now).await?;
    let headers = Signer::new(secret).sign(&made.delivery_id, now, &made.body);
    let headers = headers.map_err(|error| unsigned(&error))?;
    let mut request = Request::post(arguments.to.clone())
        .header(header::CONTENT_TYPE, "application/json")
        .header(
            header::USER_AGENT,
            concat!("deck-cli/", env!("CARGO_PKG_VERSION")),
        );
    for (name, value) in headers.iter() {
        request = request.header(name, value);
    }
    let request = request.body(made.body.clone()).map_err(|error| {
        let message = format!("no request can be made for {}: {error}", arguments.to);
        Explained::new(ErrorCode::Usage, message)
    })?;
    if arguments.dry_run {
        return show(&request);
    }
    let status = send(request, global).await?;
    let event = ShownEvent::of(&made.body);
    let sent = Sent {
        status: status.as_u16(),
        delivery_id: made.delivery_id,
        event,
    };
    write(&sent, status, global.output)?;
    taken(status, &arguments.to)
}

/// Returns the secret of the environment, or one that is told.
fn secret() -> Result<WebhookSecret, Failure> {
    if let Some(secret) = secret::of_environment()?.into_iter().next() {
        return Ok(secret);
    }
    let text = secret::generated();
    diagnostics::note(&format!(
        "DECK_WEBHOOK_SECRET is not set; the event is signed with {text}"
    ));
    secret::read(&text)
}

async fn send(request: Request<Bytes>, global: &GlobalArguments) -> Result<StatusCode, Failure> {
    let to = request.uri().clone();
    let transport = match AuthorityFile::chosen(global) {
        Some(file) => file.transport().map_err(Failure::Authority)?,
        None => HyperTransport::builder()
            .max_body_bytes(MOST_BYTES)
            .build()
            .map_err(|error| {
                let message = "the transport could not be made";
                Explained::new(ErrorCode::Internal, message).caused_by(&error)
            })?,
    };
    let response = transport.send(request).await.map_err(|error| {
        let message = format!("{to} did not respond");
        Explained::new(ErrorCode::Unreachable, message)
            .caused_by(&error)
            .advise("start the receiver first; `deck webhooks listen` is one")
    })?;
    Ok(response.status())
}

fn write(sent: &Sent, status: StatusCode, format: OutputFormat) -> Result<(), Failure> {
    let mut detail = Detail::new();
    detail.field("status", Some(status));
    detail.field("delivery id", Some(&sent.delivery_id));
    detail.field("event id", sent.event.event_id.as_ref());
    detail.field("type", sent.event.event_type.as_ref());
    detail.field("subject id", sent.event.subject_id.as_ref());
    value::write(format, Screen::of_standard_output(), detail, sent)
}

fn taken(status: StatusCode, to: &Uri) -> Result<(), Failure> {
    if status.is_success() {
        return Ok(());
    }
    let message = format!("{to} did not take the event: status {status}");
    let explained = Explained::new(ErrorCode::ConditionNotMet, message);
    let advice =
        "a receiver that verifies has to have the same secret: set DECK_WEBHOOK_SECRET for both";
    Err(match status {
        StatusCode::UNAUTHORIZED => explained.advise(advice).into(),
        _ => explained.into(),
    })
}

/// Writes the request as it is sent.
fn show(request: &Request<Bytes>) -> Result<(), Failure> {
    let screen = Screen::of_standard_output();
    let mut output = standard_output();
    let uri = request.uri();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    writeln!(output, "{} {target} HTTP/1.1", request.method())?;
    let host = uri.authority().map_or("", |authority| authority.as_str());
    let own = HeaderValue::from_str(host).ok();
    let host = own.as_ref().map(|value| (&header::HOST, value));
    for (name, value) in host.into_iter().chain(request.headers()) {
        let value = String::from_utf8_lossy(value.as_bytes());
        writeln!(output, "{name}: {}", text::visible(value))?;
    }
    writeln!(output)?;
    let body = String::from_utf8_lossy(request.body());
    write!(output, "{}", screen.json(body))?;
    if screen.is_terminal {
        writeln!(output)?;
    }
    Ok(output.flush()?)
}

/// Reads the URL of a receiver: https, or http on this machine.
fn receiver(text: &str) -> Result<Uri, &'static str> {
    let expected =
        "give an https URL, or an http URL on this machine such as http://127.0.0.1:4011/";
    let uri: Uri = text.parse().map_err(|_| expected)?;
    let has_user = uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'));
    match uri.scheme_str() {
        Some("https") if !has_user => Ok(uri),
        Some("http") if !has_user && is_loopback(&uri) => Ok(uri),
        _ => Err(expected),
    }
}

fn unsigned(error: &SignError) -> Failure {
    Explained::new(
        ErrorCode::Internal,
        format!("the event could not be signed: {error}"),
    )
    .into()
}
