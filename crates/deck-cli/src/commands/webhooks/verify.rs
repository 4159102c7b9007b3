//! `deck webhooks verify`: whether Deck signed a delivery that was saved.

use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::SystemTime;

use clap::Args;
use serde::Serialize;

use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Timestamp;
use deck_webhooks::Delivery;

use crate::commands::webhooks::secret;
use crate::commands::webhooks::shown_event::ShownEvent;
use crate::commands::webhooks::tolerance::Tolerance;
use crate::diagnostics;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::explained::Explained;
use crate::output::detail::Detail;
use crate::output::format::OutputFormat;
use crate::output::human;
use crate::output::screen::Screen;
use crate::output::value;

/// The longest request that is read.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The arguments of `deck webhooks verify`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct VerifyArguments {
    /// The file with the body, byte by byte as it was received; standard input where there is none, or `-`
    #[arg(value_name = "FILE")]
    body: Option<PathBuf>,

    /// A header of the delivery, such as `webhook-id: msg_1` (three are needed)
    #[arg(long, short = 'H', value_name = "NAME: VALUE", value_parser = header)]
    header: Vec<(String, String)>,

    /// A file with the whole request: the headers, an empty line, and the body
    #[arg(long, value_name = "FILE", conflicts_with_all = ["body", "header"])]
    request: Option<PathBuf>,

    /// How far the time of signing may be from now; `any` for a delivery of long ago
    #[arg(long, value_name = "DURATION", default_value = "5m")]
    tolerance: Tolerance,
}

const AFTER_HELP: &str = "\
The secret is read from DECK_WEBHOOK_SECRET, and shown nowhere.

Exit codes:
  0    Deck signed the delivery
  8    It did not, or not with this secret, or too long ago; standard error says why
All others are those of every command.

Examples:
  deck webhooks verify body.json -H 'webhook-id: msg_1' -H 'webhook-timestamp: 1793491200' \\
    -H 'webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
  deck webhooks trigger task_run.failed --to http://127.0.0.1:4011/ --dry-run > request
  deck webhooks verify --request request";

/// A delivery as it was saved.
struct SavedRequest {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What is shown of a delivery that is valid.
#[derive(Serialize)]
struct Verified {
    valid: bool,
    delivery_id: String,
    signed_at: Option<Timestamp>,
    #[serde(flatten)]
    event: ShownEvent,
}

/// Verifies, and shows what the delivery tells.
pub(super) fn run(arguments: &VerifyArguments, format: OutputFormat) -> Result<(), Failure> {
    let verifier = arguments.tolerance.verifier(secret::of_environment()?);
    let verifier = verifier.ok_or_else(secret::missing)?;
    let request = arguments.read()?;
    let now = TokioClock.system_time();
    match verifier.verify(|name| request.header(name), &request.body, now) {
        Ok(delivery) => show(&delivery, format, now),
        Err(error) => {
            let message = format!("the delivery is not valid: {error}");
            Err(Explained::new(ErrorCode::ConditionNotMet, message).into())
        }
    }
}

fn show(delivery: &Delivery<'_>, format: OutputFormat, now: SystemTime) -> Result<(), Failure> {
    let verified = Verified {
        valid: true,
        delivery_id: delivery.id().to_owned(),
        signed_at: Timestamp::try_from(delivery.signed_at()).ok(),
        event: ShownEvent::of(delivery.body()),
    };
    if verified.event.event_id.is_none() {
        diagnostics::note("Deck signed the body, but it is no event that this version can read");
    }
    let mut detail = Detail::new();
    detail.field("valid", Some("yes"));
    detail.field("delivery id", Some(&verified.delivery_id));
    detail.field(
        "signed at",
        verified.signed_at.as_ref().map(Timestamp::as_str),
    );
    detail.field("age", Some(human::age(delivery.signed_at(), now)));
    detail.field("event id", verified.event.event_id.as_ref());
    detail.field("type", verified.event.event_type.as_ref());
    detail.field("subject id", verified.event.subject_id.as_ref());
    value::write(format, Screen::of_standard_output(), detail, &verified)
}

impl VerifyArguments {
    fn read(&self) -> Result<SavedRequest, Failure> {
        if let Some(path) = &self.request {
            let text = read_file(path).map_err(|error| Failure::File(path.clone(), error))?;
            return SavedRequest::read(&text).ok_or_else(|| {
                let message = format!("{} is no request", path.display());
                let advice = "it has headers such as `webhook-id: msg_1`, one a line, then an empty line, \
                              then the body";
                Explained::new(ErrorCode::Usage, message).advise(advice).into()
            });
        }
        let body = match self.body.as_deref().filter(|path| *path != Path::new("-")) {
            Some(path) => read_file(path).map_err(|error| Failure::File(path.to_owned(), error))?,
            None => read(io::stdin().lock())
                .map_err(|error| Failure::File("standard input".into(), error))?,
        };
        Ok(SavedRequest {
            headers: self.header.clone(),
            body,
        })
    }
}

impl SavedRequest {
    /// Reads headers, an empty line and a body. A first line without a colon is that of the request.
    fn read(text: &[u8]) -> Option<Self> {
        let mut headers = Vec::new();
        let mut rest = text;
        loop {
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let (line, behind) = rest.split_at(end);
            let line = str::from_utf8(line).ok()?.trim_end_matches('\r');
            let is_first = rest.len() == text.len();
            rest = behind.get(1..)?;
            if line.is_empty() {
                let body = rest.to_vec();
                return Some(Self { headers, body });
            }
            match header(line) {
                Ok(header) => headers.push(header),
                Err(_) if is_first => {}
                Err(_) => return None,
            }
        }
    }

    /// Returns the value of the first header of this name, in any case.
    fn header(&self, name: &str) -> Option<&[u8]> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_bytes())
    }
}

/// Reads a header: a name, a colon and a value.
fn header(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once(':').unwrap_or_default();
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err("give a name, a colon and a value, such as 'webhook-id: msg_1'");
    }
    Ok((name.to_owned(), value.trim().to_owned()))
}

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read(File::open(path)?)
}

fn read(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::Error::other(
            "it is longer than 64 MiB, as no delivery is",
        ));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_request_has_its_body_byte_by_byte() {
        for text in [
            "POST /hook HTTP/1.1\r\nHost: a:1\r\nWebhook-Id: msg_1\r\n\r\n{ }\r\n\n",
            "webhook-id:msg_1\n\n{ }\r\n\n",
        ] {
            let request = SavedRequest::read(text.as_bytes()).unwrap();
            assert_eq!(request.header("webhook-id"), Some(&b"msg_1"[..]));
            assert_eq!(request.body, b"{ }\r\n\n");
        }
    }

    #[test]
    fn what_has_no_empty_line_or_odd_lines_is_no_request() {
        for text in [
            "",
            "webhook-id: msg_1",
            "a: b\nno header\n\n",
            "POST / HTTP/1.1\nPOST\n\n",
        ] {
            assert!(SavedRequest::read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
