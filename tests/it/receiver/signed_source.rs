//! [`SignedSource`]: events that are signed here, delivered as badly as Deck may deliver them.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use deck_webhooks::ID_HEADER;
use deck_webhooks::Signer;
use deck_webhooks::WebhookSecret;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use ureq::Agent;

use super::process::Address;
use super::process::agent;
use super::process::post;
use super::process::secret;
use super::source::Sent;
use super::source::Source;

const RUNS: usize = 160;
const OF_UNKNOWN_TYPE: usize = 100;
const WITHOUT_ID: usize = 100;
const FORGED: usize = 200;
const SENDERS: usize = 8;

/// 1,000 events, some of a type that nobody knows and some without an id that can be read, among which
/// forgeries stand. All are in any order, and every second one comes twice or three times.
pub(super) struct SignedSource {
    sent: Sent,
    deliveries: Vec<Delivery>,
}

#[derive(Clone, Debug)]
struct Delivery {
    id: String,
    body: Vec<u8>,
    signature: Signature,
    /// Whether it is not the first of its event.
    is_duplicate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Signature {
    Right,
    OfAnotherSecret,
    OfAnotherBody,
    OfAnotherId,
    TooOld,
}

impl SignedSource {
    pub(super) fn new() -> Self {
        let mut bodies = BTreeMap::new();
        let mut statuses = BTreeMap::new();
        let mut deliveries = Vec::new();
        for number in 0..RUNS {
            let (run, events) = run_with_events(number);
            statuses.insert(run, last_status(number).to_owned());
            bodies.extend(events);
        }
        for number in 0..OF_UNKNOWN_TYPE {
            let id = format!("evt_unknown_{number}");
            let data = r#"{"id": "inv_1", "amount": 1.10}"#;
            let body = format!(r#"{{"id":"{id}","type":"invoice.paid","data":{data}}}"#);
            bodies.insert(id, body.into_bytes());
        }
        for (number, (id, body)) in bodies.iter().enumerate() {
            for copy in 0..number % 4 {
                // Whether a repeated delivery has its id anew is not documented.
                deliveries.push(Delivery::right(&format!("msg_{id}_{copy}"), body, copy > 0));
            }
            if number % 4 == 0 {
                deliveries.push(Delivery::right(&format!("msg_{id}"), body, false));
            }
        }
        for number in 0..WITHOUT_ID {
            let id = format!("msg_without_id_{number}");
            let body = body_without_id(number);
            deliveries.push(Delivery::right(&id, &body, false));
            deliveries.push(Delivery::right(&id, &body, true));
            bodies.insert(id, body);
        }
        deliveries.extend((0..FORGED).map(Delivery::forged));
        let sent = Sent { bodies, statuses };
        assert_eq!(sent.bodies.len(), 1_000);
        Self {
            sent,
            deliveries: shuffled(deliveries),
        }
    }
}

fn shuffled(deliveries: Vec<Delivery>) -> Vec<Delivery> {
    let mut runner = TestRunner::deterministic();
    let tree = Just(deliveries).prop_shuffle().new_tree(&mut runner);
    tree.unwrap().current()
}

/// Returns the id of a run, and its events by their ids.
fn run_with_events(number: usize) -> (String, Vec<(String, Vec<u8>)>) {
    let run = format!("trun_{number}");
    let statuses = ["queued", "running", "interaction_required", "running"];
    let statuses = statuses.into_iter().chain([last_status(number)]);
    let events = statuses.enumerate().map(|(second, status)| {
        let id = format!("evt_{number}_{second}");
        let at = format!("2026-11-01T00:00:0{second}Z");
        let data = format!(r#"{{"id":"{run}","object":"task_run","status":"{status}"}}"#);
        let kind = format!(r#""id":"{id}","type":"task_run.{status}""#);
        let body = format!(r#"{{{kind},"created_at":"{at}","data":{data}}}"#);
        (id, body.into_bytes())
    });
    let events = events.collect();
    (run, events)
}

fn last_status(number: usize) -> &'static str {
    ["completed", "failed", "canceled"][number % 3]
}

fn body_without_id(number: usize) -> Vec<u8> {
    match number % 5 {
        0 => Vec::new(),
        1 => b"\xff\x00 no JSON".to_vec(),
        2 => br#"{"type": "task_run.completed", "data": {}}"#.to_vec(),
        3 => br#"{"id": "", "type": "task_run.completed"}"#.to_vec(),
        _ => br#"{"id": 7, "type": "task_run.completed"}"#.to_vec(),
    }
}

impl Delivery {
    fn right(id: &str, body: &[u8], is_duplicate: bool) -> Self {
        Self {
            id: id.to_owned(),
            body: body.to_vec(),
            signature: Signature::Right,
            is_duplicate,
        }
    }

    fn forged(number: usize) -> Self {
        let signatures = [
            Signature::OfAnotherSecret,
            Signature::OfAnotherBody,
            Signature::OfAnotherId,
            Signature::TooOld,
        ];
        let data = r#"{"id":"trun_forged","object":"task_run","status":"completed"}"#;
        let body =
            format!(r#"{{"id":"evt_forged_{number}","type":"task_run.completed","data":{data}}}"#);
        Self {
            id: format!("msg_forged_{number}"),
            body: body.into_bytes(),
            signature: signatures[number % 4],
            is_duplicate: false,
        }
    }

    /// Makes one attempt, signed now, and returns the status of the response.
    fn attempt(&self, agent: &Agent, url: &str) -> Result<u16, ureq::Error> {
        let an_hour_ago = now() - Duration::from_secs(3_600);
        let (secret, id, at, body) = match self.signature {
            Signature::Right => (secret(), self.id.as_str(), now(), self.body.as_slice()),
            Signature::OfAnotherSecret => (nobodys_secret(), self.id.as_str(), now(), &*self.body),
            Signature::OfAnotherBody => (secret(), self.id.as_str(), now(), &b"{}"[..]),
            Signature::OfAnotherId => (secret(), "msg_another", now(), &*self.body),
            Signature::TooOld => (secret(), self.id.as_str(), an_hour_ago, &*self.body),
        };
        let headers = Signer::new(secret).sign(id, at, body).unwrap();
        let headers = headers.iter().map(|(name, value)| match name {
            ID_HEADER => (name, self.id.as_str()),
            _ => (name, value),
        });
        post(agent, url, headers, &self.body)
    }
}

fn nobodys_secret() -> WebhookSecret {
    WebhookSecret::from_bytes(*b"nobody's").unwrap()
}

impl Source for SignedSource {
    fn sent(&self) -> Sent {
        self.sent.clone()
    }

    fn deliver_all(&self, address: &Address, acknowledged: Sender<()>) {
        let queue = &Mutex::new(VecDeque::from(self.deliveries.clone()));
        thread::scope(|scope| {
            for acknowledged in vec![acknowledged; SENDERS] {
                scope.spawn(move || deliver(queue, address, &acknowledged));
            }
        });
    }
}

/// Delivers until the queue is empty, and puts back what was not responded to.
fn deliver(queue: &Mutex<VecDeque<Delivery>>, address: &Address, acknowledged: &Sender<()>) {
    let agent = agent();
    let next = || queue.lock().unwrap().pop_front();
    while let Some(delivery) = next() {
        match delivery.attempt(&agent, &address.get()) {
            Ok(200) if delivery.signature == Signature::Right => {
                if !delivery.is_duplicate {
                    acknowledged.send(()).unwrap();
                }
            }
            Ok(401) if delivery.signature != Signature::Right => {}
            Ok(status) => panic!("{status} is the response to {delivery:?}"),
            Err(_) => queue.lock().unwrap().push_back(delivery),
        }
    }
}

/// The time that deliveries are signed at: the receiver goes by the clock of the machine.
#[expect(clippy::disallowed_methods, reason = "it runs in another process")]
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}
