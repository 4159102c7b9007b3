//! Every message of `deck-types`, `deck-client` and `deck-webhooks`, provoked and written out with its
//! causes.
//!
//! `golden.txt` is for reading from top to bottom, as a newcomer meets the messages one by one. Those of
//! queries, timestamps and page sizes stand in their own tests, and those of sockets and TLS in
//! `deck-transport`.

mod calls;
mod configuration;
mod listings;
mod reading;
mod waits;
mod webhooks;

use std::error::Error;
use std::fmt::Write;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::ClientBuilder;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_transport::Transport;
use http::Response;

/// The text of the errors so far.
#[derive(Default)]
struct Messages(String);

impl Messages {
    fn heading(&mut self, text: &str) {
        write!(self.0, "\n# {text}\n").unwrap();
    }

    /// Adds an error: what provoked it, its text, and those of its sources.
    #[track_caller]
    fn add(&mut self, occasion: &str, error: &dyn Error) {
        write!(self.0, "\n{occasion}\n").unwrap();
        let mut above = String::new();
        let mut next = Some(error);
        while let Some(cause) = next {
            let text = cause.to_string();
            assert!(!above.contains(&text), "{occasion}: {text} is repeated");
            assert!(!text.contains("canary"), "{occasion}: {text}");
            assert!(!text.chars().any(char::is_control), "{occasion}: {text:?}");
            assert!(text.len() <= 6_000, "{occasion}: {} bytes", text.len());
            let mark = if above.is_empty() {
                "  "
            } else {
                "    because: "
            };
            writeln!(self.0, "{mark}{}", shortened(&text)).unwrap();
            above += &text;
            next = cause.source();
        }
    }

    /// Adds the error of something that must fail.
    #[track_caller]
    fn add_failure<T, E: Error>(&mut self, occasion: &str, result: Result<T, E>) {
        match result {
            Ok(_) => panic!("{occasion}: no error"),
            Err(error) => self.add(occasion, &error),
        }
    }
}

/// Leaves out the middle of a long text, which was repeated by a server.
fn shortened(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 600 {
        return text.to_owned();
    }
    let part = |range: &[char]| range.iter().collect::<String>();
    let (start, end) = (&characters[..60], &characters[characters.len() - 60..]);
    format!(
        "{} [… {} characters …] {}",
        part(start),
        characters.len() - 120,
        part(end)
    )
}

const KEY: &str = "sk_live_canary";

fn builder(transport: impl Transport + 'static) -> ClientBuilder {
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_transport(transport)
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_rate_limiter(RateLimiter::unlimited())
}

fn client(transport: impl Transport + 'static) -> Client {
    builder(transport).build().unwrap()
}

/// Creates a client whose transport gives these responses, one after the other.
fn responding<B: Into<bytes::Bytes>>(responses: impl IntoIterator<Item = Response<B>>) -> Client {
    let script = responses
        .into_iter()
        .fold(ScriptedTransport::new(), ScriptedTransport::respond);
    client(script)
}

fn response(status: u16, body: &str) -> Response<String> {
    Response::builder()
        .status(status)
        .body(body.to_owned())
        .unwrap()
}

#[tokio::test]
async fn every_message_says_what_happened_and_what_to_do() {
    let mut messages = Messages::default();
    reading::add(&mut messages);
    configuration::add(&mut messages).await;
    calls::add(&mut messages).await;
    listings::add(&mut messages).await;
    waits::add(&mut messages).await;
    webhooks::add(&mut messages);

    let found = messages.0.trim_start();
    let golden = include_str!("golden.txt");
    let differing = found
        .lines()
        .zip(golden.lines().chain(std::iter::repeat("")))
        .find(|(found, golden)| found != golden);
    assert!(
        found == golden,
        "first difference: {differing:#?}\n\nall messages:\n{found}"
    );
}
