//! A delivery as it was received.

use std::time::SystemTime;

use serde::Serialize;

use deck_client::bytes::Bytes;
use deck_client::http::HeaderMap;
use deck_client::http::HeaderValue;
use deck_types::Json;
use deck_types::Timestamp;
use deck_webhooks::Verifier;
use deck_webhooks::VerifyError;

use crate::commands::webhooks::shown_event::ShownEvent;
use crate::output::text;

/// A delivery as it was received, and whether it is valid.
pub(super) struct Received {
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    time: SystemTime,
    /// The id of the delivery.
    verdict: Result<String, VerifyError>,
    shown: ShownEvent,
}

/// What programs are told.
#[derive(Serialize)]
pub(super) struct Report {
    received_at: Option<Timestamp>,
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    delivery_id: Option<String>,
    /// The exact body of a delivery that is valid and JSON.
    event: Option<Json>,
}

impl Received {
    /// Verifies a request that came at `time`.
    pub(super) fn verify(
        verifier: &Verifier,
        headers: HeaderMap,
        body: Bytes,
        time: SystemTime,
    ) -> Self {
        let header = |name: &str| headers.get(name).map(HeaderValue::as_bytes);
        let verdict = verifier.verify(header, &body, time);
        let verdict = verdict.map(|delivery| delivery.id().to_owned());
        let shown = match &verdict {
            Ok(_) => ShownEvent::of(&body),
            // Nobody has to believe what it says.
            Err(_) => ShownEvent::default(),
        };
        Self {
            headers,
            body,
            time,
            verdict,
            shown,
        }
    }

    /// Returns whether Deck signed it.
    pub(super) fn is_valid(&self) -> bool {
        self.verdict.is_ok()
    }

    /// Returns the name of the event for messages.
    pub(super) fn name(&self) -> &str {
        self.shown.event_id.as_deref().unwrap_or("a delivery")
    }

    /// Returns the line for people.
    pub(super) fn line(&self) -> String {
        let time = Timestamp::try_from(self.time).ok();
        let time = time.as_ref().map_or("-", Timestamp::as_str);
        let time = time.get(..19).unwrap_or(time);
        let line = match &self.verdict {
            Ok(id) => {
                let part = |part: &Option<String>| part.as_deref().unwrap_or("-").to_owned();
                let event_type = part(&self.shown.event_type);
                let event_id = self.shown.event_id.as_deref().unwrap_or(id);
                let subject = part(&self.shown.subject_id);
                format!("{time}Z  200  {event_type}  {event_id}  {subject}")
            }
            Err(error) => format!("{time}Z  401  refused: {error}"),
        };
        text::visible(line).to_string()
    }

    /// Returns what programs are told.
    pub(super) fn report(&self) -> Report {
        let event = str::from_utf8(&self.body).ok();
        let event = event.filter(|_| self.is_valid());
        Report {
            received_at: Timestamp::try_from(self.time).ok(),
            valid: self.is_valid(),
            reason: self.verdict.as_ref().err().map(ToString::to_string),
            delivery_id: self.verdict.as_ref().ok().cloned(),
            event: event.and_then(|text| Json::from_text(text).ok()),
        }
    }
}
