//! Waits in virtual time, over a server that shows what a scene says.

mod errors;
mod listings;
mod many;
mod pace;
mod replies;
mod starting;
mod timeouts;

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use bytes::Bytes;
use deck_transport::Clock;
use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::TransportError;
use deck_transport::TransportErrorKind;
use deck_transport::transport_fn;
use deck_types::TaskRun;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use http::Request;
use http::Response;

use crate::ApiKey;
use crate::Client;
use crate::ClientBuilder;
use crate::Error;
use crate::IdempotencyKey;
use crate::Prompt;
use crate::RateLimiter;
use crate::RetryPolicy;

/// What the server does with a request.
#[derive(Clone, Debug)]
enum Reaction {
    Body(u16, String),
    /// Status 503, and come again in so many seconds.
    Busy(u64),
    Broken,
    Silent,
}

use Reaction::Body;
use Reaction::Broken;
use Reaction::Busy;
use Reaction::Silent;

fn status(word: &str) -> Reaction {
    Body(200, format!(r#"{{"id":"trun_1","status":"{word}"}}"#))
}

fn asks(text: &str, updated: u8) -> Reaction {
    let body = format!(
        r#"{{"id":"trun_1","status":"interaction_required","interaction":{{"message":"{text}",
        "fields":[{{"name":"code"}}]}},"updated_at":"2026-11-02T00:00:{updated:02}Z"}}"#
    );
    Body(200, body)
}

fn refused(status: u16) -> Reaction {
    let body = r#"{"errors":[{"type":"request","code":"no"}],"request_id":"req_1"}"#;
    Body(status, body.to_owned())
}

/// A server that responds to each kind of request by a list of its own, whose last entry stays.
#[derive(Clone)]
struct Scene {
    clock: ManualClock,
    started: Instant,
    server: Arc<Mutex<Server>>,
}

#[derive(Default)]
struct Server {
    looks: VecDeque<Reaction>,
    /// By path, where a run has a list of its own.
    looks_at: BTreeMap<String, VecDeque<Reaction>>,
    writes: VecDeque<Reaction>,
    lists: VecDeque<Reaction>,
    requests: Vec<Seen>,
}

/// A request, and when it came.
#[derive(Clone, Debug)]
struct Seen {
    line: String,
    query: String,
    body: String,
    key: Option<String>,
    after: Duration,
}

impl Scene {
    fn new(looks: impl IntoIterator<Item = Reaction>) -> Self {
        let clock = ManualClock::new();
        let server = Server {
            looks: looks.into_iter().collect(),
            ..Server::default()
        };
        Self {
            started: clock.now(),
            clock,
            server: Arc::new(Mutex::new(server)),
        }
    }

    /// What the server does with looks at one of several runs.
    fn looking_at(self, id: &str, looks: impl IntoIterator<Item = Reaction>) -> Self {
        let path = format!("/task-runs/{id}");
        let looks = looks.into_iter().collect();
        self.server.lock().unwrap().looks_at.insert(path, looks);
        self
    }

    /// What the server does with writes.
    fn writing(self, writes: impl IntoIterator<Item = Reaction>) -> Self {
        self.server.lock().unwrap().writes = writes.into_iter().collect();
        self
    }

    /// What the server does with listings.
    fn listing(self, lists: impl IntoIterator<Item = Reaction>) -> Self {
        self.server.lock().unwrap().lists = lists.into_iter().collect();
        self
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn builder(&self) -> ClientBuilder {
        let scene = self.clone();
        let keys = AtomicU8::new(1);
        let clock = self.clock.clone().auto_advancing();
        let transport = transport_fn(move |request| {
            let response = scene.respond(&request);
            let clock = scene.clock.clone().auto_advancing();
            async move {
                match response {
                    Body(status, body) => {
                        let response = Response::builder().status(status);
                        Ok(response.body(Bytes::from(body)).unwrap())
                    }
                    Busy(seconds) => {
                        let response = Response::builder().status(503);
                        let response = response.header("retry-after", seconds);
                        Ok(response.body(Bytes::new()).unwrap())
                    }
                    Broken => Err(TransportError::new(
                        TransportErrorKind::Closed,
                        Delivery::MaybeSent,
                    )),
                    Silent => {
                        clock.sleep(Duration::from_secs(1_000_000)).await;
                        panic!("nobody waits for that");
                    }
                }
            }
        });
        Client::builder(ApiKey::new("sk_live_example").unwrap())
            .with_transport(transport)
            .with_clock(clock)
            .with_retry_policy(RetryPolicy::none())
            .with_rate_limiter(RateLimiter::unlimited())
            .with_attempt_timeout(Duration::MAX)
            .with_call_timeout(Duration::MAX)
            .with_jitter(|| 0.5)
            .with_key_source(move || {
                IdempotencyKey::from_random_bits([keys.fetch_add(1, Ordering::Relaxed); 16])
            })
    }

    fn respond(&self, request: &Request<Bytes>) -> Reaction {
        let mut server = self.server.lock().unwrap();
        assert!(server.requests.len() < 10_000, "the wait does not end");
        let path = request.uri().path().trim_start_matches("/v2");
        let key = request.headers().get("idempotency-key");
        server.requests.push(Seen {
            line: format!("{} {path}", request.method()),
            query: request.uri().query().unwrap_or_default().to_owned(),
            body: String::from_utf8(request.body().to_vec()).unwrap(),
            key: key.map(|key| key.to_str().unwrap().to_owned()),
            after: self.passed(),
        });
        let list = match request.method().as_str() {
            "GET" if path == "/task-runs" => &mut server.lists,
            "GET" => match server.looks_at.get_mut(path) {
                Some(looks) => looks,
                None => &mut server.looks,
            },
            _ => &mut server.writes,
        };
        if list.len() > 1 {
            return list.pop_front().unwrap();
        }
        list.front().cloned().unwrap_or_else(|| status("running"))
    }

    fn passed(&self) -> Duration {
        self.clock.now() - self.started
    }

    fn requests(&self) -> Vec<Seen> {
        self.server.lock().unwrap().requests.clone()
    }

    fn lines(&self) -> Vec<String> {
        let requests = self.requests();
        requests.into_iter().map(|request| request.line).collect()
    }

    /// Returns when the requests came, in seconds.
    fn times(&self) -> Vec<f64> {
        let requests = self.requests();
        let seconds = requests.iter().map(|request| request.after.as_secs_f64());
        seconds.collect()
    }
}

const LOOK: &str = "GET /task-runs/trun_1";
const SUBMIT: &str = "POST /task-runs/trun_1/interaction";
const CANCEL: &str = "POST /task-runs/trun_1/cancel";

fn status_of(run: &TaskRun) -> &str {
    run.status.as_ref().map_or("", TaskRunStatus::as_str)
}

/// The messages that a handler was asked, in order.
#[derive(Clone, Default)]
struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    fn note(&self, prompt: &Prompt) {
        let message = prompt.interaction.message.clone().unwrap_or_default();
        self.0.lock().unwrap().push(message);
    }

    fn messages(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

#[track_caller]
fn assert_about_the_run(error: &Error) {
    assert_eq!(error.run_id().map(TaskRunId::as_str), Some("trun_1"));
}
