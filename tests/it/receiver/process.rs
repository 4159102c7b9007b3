//! [`Receiver`]: the example as a process.

use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::RwLock;
use std::time::Duration;

use deck_webhooks::Signer;
use deck_webhooks::WebhookSecret;
use ureq::Agent;

use super::now;

pub(super) const SECRET: &str = "whsec_bmV3IHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";
pub(super) const OLD_SECRET: &str = "whsec_b2xkIHNlY3JldCBvZiBhIGRlc3RpbmF0aW9u";

pub(super) fn secret() -> WebhookSecret {
    SECRET.parse().unwrap()
}

/// Where the receiver is at the moment. While it is started again, whoever asks waits.
#[derive(Clone, Default)]
pub(super) struct Address(Arc<RwLock<String>>);

impl Address {
    pub(super) fn get(&self) -> String {
        self.0.read().unwrap().clone()
    }
}

/// The receiver, until it is dropped.
pub(super) struct Receiver {
    file: PathBuf,
    process: Child,
    address: Address,
    agent: Agent,
}

impl Receiver {
    /// Starts it with its inbox in a file.
    pub(super) fn start(file: &Path) -> Self {
        let (process, url) = start(file);
        Self {
            file: file.to_owned(),
            process,
            address: Address(Arc::new(RwLock::new(url))),
            agent: agent(),
        }
    }

    pub(super) fn address(&self) -> Address {
        self.address.clone()
    }

    /// Kills it, whatever it is doing, and starts it again with the same inbox.
    pub(super) fn kill_and_start_again(&mut self) {
        let mut url = self.address.0.write().unwrap();
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        (self.process, *url) = start(&self.file);
    }

    /// Delivers a body once, signed now, and returns the status of the response.
    pub(super) fn deliver(&self, signer: &Signer, id: &str, body: &str) -> u16 {
        let headers = signer.sign(id, now(), body.as_bytes()).unwrap();
        post(
            &self.agent,
            &self.address.get(),
            headers.iter(),
            body.as_bytes(),
        )
        .unwrap()
    }

    /// Returns status and body of the response to a path.
    pub(super) fn get(&self, path: &str) -> (u16, String) {
        let url = self.address.get() + path;
        let response = self.agent.get(url).call();
        let mut response = response.unwrap_or_else(|error| panic!("{path}: {error}"));
        let body = response.body_mut().read_to_string().unwrap();
        (response.status().as_u16(), body)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn start(file: &Path) -> (Child, String) {
    let mut command = crate::examples::example("receiver");
    command
        .arg(file)
        .env("DECK_WEBHOOK_SECRET", SECRET)
        .env("DECK_OLD_WEBHOOK_SECRET", OLD_SECRET)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut process = command.spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    (process, url)
}

/// A client that reports any status as a response, and a receiver that hangs as an error.
pub(super) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

/// Makes one request of a delivery, and returns the status of the response.
pub(super) fn post<'a>(
    agent: &Agent,
    url: &str,
    headers: impl IntoIterator<Item = (&'static str, &'a str)>,
    body: &[u8],
) -> Result<u16, ureq::Error> {
    let mut request = agent.post(format!("{url}/webhooks"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    Ok(request.send(body)?.status().as_u16())
}
