//! The log of requests that `-v` asks for: one line for each, and its headers with `-vv`.

use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use http::HeaderMap;
use http::HeaderName;
use http::Request;
use http::Response;
use http::header;
use serde::Deserialize;
use serde::Serialize;

use deck_client::AttemptNumber;
use deck_client::bytes;
use deck_client::http;
use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_transport::Transport;
use deck_transport::TransportError;

use crate::diagnostics;
use crate::diagnostics::shown;

/// What is written in place of a secret.
const REDACTED: &str = "[redacted]";

/// The shortest key that is looked for in what a server sends; shorter ones are found by chance.
const SHORTEST_KEY: usize = 8;

/// The longest request id that is shown.
const MOST_ID_CHARACTERS: usize = 128;

/// Headers whose values are secrets.
const SECRETS: [HeaderName; 4] = [
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
    header::COOKIE,
    header::SET_COOKIE,
];

/// A transport that tells of each request that goes through it.
#[derive(Debug)]
pub(crate) struct LoggedTransport<T> {
    inner: T,
    shows_headers: bool,
}

impl<T> LoggedTransport<T> {
    /// Tells of each request through `inner`; with its headers, if so.
    pub(crate) fn new(inner: T, shows_headers: bool) -> Self {
        Self {
            inner,
            shows_headers,
        }
    }
}

impl<T: Transport> Transport for LoggedTransport<T> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut under_way = UnderWay::new(&request, self.shows_headers);
        let result = self.inner.send(request).await;
        under_way.end(match &result {
            Ok(response) => Ending::Response(response),
            Err(error) => Ending::Failure(error),
        });
        result
    }
}

/// A request under way. Dropping it, which happens when the call is dropped, tells that it was abandoned.
struct UnderWay {
    key: Option<String>,
    entry: Entry,
    shows_headers: bool,
    started: Instant,
    has_ended: bool,
}

#[derive(Clone, Copy)]
enum Ending<'a> {
    Response(&'a Response<Bytes>),
    Failure(&'a TransportError),
    Abandoned,
}

impl UnderWay {
    fn new(request: &Request<Bytes>, shows_headers: bool) -> Self {
        let key = key_of(request.headers());
        let target = request
            .uri()
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let attempt = request.extensions().get::<AttemptNumber>();
        let request_headers = shows_headers.then(|| headers(request.headers(), key.as_deref()));
        Self {
            entry: Entry {
                level: "request",
                method: shown(request.method()),
                target: shown(target),
                status: None,
                error: None,
                request_id: None,
                elapsed_ms: 0,
                attempt: attempt.map_or(1, |attempt| attempt.get()),
                request_headers,
                response_headers: None,
            },
            key,
            shows_headers,
            started: TokioClock.now(),
            has_ended: false,
        }
    }

    fn end(&mut self, ending: Ending<'_>) {
        self.has_ended = true;
        let elapsed = TokioClock.now().saturating_duration_since(self.started);
        let key = self.key.as_deref();
        let entry = &mut self.entry;
        entry.elapsed_ms = milliseconds(elapsed);
        match ending {
            Ending::Response(response) => {
                entry.status = Some(response.status().as_u16());
                entry.request_id = request_id(response.body(), key);
                entry.response_headers =
                    self.shows_headers.then(|| headers(response.headers(), key));
            }
            Ending::Failure(error) => entry.error = Some(error.kind().to_string()),
            Ending::Abandoned => entry.error = Some("abandoned".to_owned()),
        }
        if diagnostics::are_for_programs() {
            diagnostics::write_object(entry);
        } else {
            diagnostics::write_lines(&entry.lines());
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !self.has_ended {
            self.end(Ending::Abandoned);
        }
    }
}

/// What is told of a request.
#[derive(Serialize)]
struct Entry {
    level: &'static str,
    method: String,
    target: String,
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    request_id: Option<String>,
    elapsed_ms: u64,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_headers: Option<Vec<(String, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_headers: Option<Vec<(String, String)>>,
}

impl Entry {
    fn lines(&self) -> Vec<String> {
        let Self {
            method,
            target,
            elapsed_ms,
            attempt,
            ..
        } = self;
        let ending = match (self.status, &self.error) {
            (Some(status), _) => status.to_string(),
            (None, Some(error)) => error.clone(),
            (None, None) => String::new(),
        };
        let id = self.request_id.as_ref();
        let id = id.map(|id| format!(" {id}")).unwrap_or_default();
        let mut lines = vec![format!(
            "request: {method} {target} -> {ending}{id}, {elapsed_ms} ms, attempt {attempt}"
        )];
        for (mark, headers) in [('>', &self.request_headers), ('<', &self.response_headers)] {
            let headers = headers.iter().flatten();
            lines.extend(headers.map(|(name, value)| format!("  {mark} {name}: {value}")));
        }
        lines
    }
}

/// Returns the key that the request carries.
fn key_of(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let key = value.strip_prefix("Bearer ").unwrap_or(value);
    (key.len() >= SHORTEST_KEY).then(|| key.to_owned())
}

/// Returns names and values, with secrets redacted.
fn headers(headers: &HeaderMap, key: Option<&str>) -> Vec<(String, String)> {
    let is_secret = |name: &HeaderName| SECRETS.contains(name);
    headers
        .iter()
        .map(|(name, value)| {
            let value = if value.is_sensitive() || is_secret(name) {
                REDACTED.to_owned()
            } else {
                without_key(&String::from_utf8_lossy(value.as_bytes()), key)
            };
            (without_key(name.as_str(), key), value)
        })
        .collect()
}

/// Returns the text without the key, and without what would steer a terminal.
fn without_key(text: &str, key: Option<&str>) -> String {
    match key {
        // Names of headers are in lower case.
        Some(key)
            if text
                .to_ascii_lowercase()
                .contains(&key.to_ascii_lowercase()) =>
        {
            REDACTED.to_owned()
        }
        _ => shown(text),
    }
}

/// Returns the request id in the body, if the body is an object that has one.
fn request_id(body: &Bytes, key: Option<&str>) -> Option<String> {
    #[derive(Deserialize)]
    struct Envelope {
        request_id: Option<String>,
    }
    let id = serde_json::from_slice::<Envelope>(body).ok()?.request_id?;
    let beginning: String = without_key(&id, key)
        .chars()
        .take(MOST_ID_CHARACTERS)
        .collect();
    Some(beginning)
}

fn milliseconds(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
