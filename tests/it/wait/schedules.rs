//! Everything that a server may show in a few looks, without chance.
//!
//! A look shows a run that is queued, runs, is being canceled, waits for a review, or is in a state that
//! nobody knows; it shows a prompt, in the words and at the time of the last one, in its words at another
//! time, or in others; or it fails. After up to four of them, in every order, the run ends. Under each of
//! these schedules:
//!
//! - the wait ends with the run as it ended, after exactly one look at each state, and no other;
//! - each prompt is asked once, and again where the same words come at another time;
//! - what is replied is sent once, right after the look that showed the prompt, and nothing else is sent;
//! - no two looks follow one another sooner than after 0.8 s or later than after 36 s;
//! - a wait that is dropped at any moment sends nothing more, and cancels nothing.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::Reply;
use deck_client::RetryPolicy;
use deck_client::Wait;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_transport::transport_fn;
use http::Request;
use http::Response;

use super::play;
use super::play_until;

/// What one look shows, before the run has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Status(&'static str),
    /// A prompt with these words, at the time of the prompt before it, if there was one.
    Prompt(&'static str),
    /// A prompt with these words, at a time of its own.
    NewPrompt(&'static str),
    Fails,
}

const LOOKS: [Look; 9] = [
    Look::Status("queued"),
    Look::Status("running"),
    Look::Status("canceling"),
    Look::Status("review_required"),
    Look::Status("dreaming"),
    Look::Prompt("Code?"),
    Look::NewPrompt("Code?"),
    Look::NewPrompt("Name?"),
    Look::Fails,
];

const ENDS: [&str; 3] = ["completed", "failed", "canceled"];

/// Calls `check` with every sequence of at most `most` looks, and returns how many there are.
fn for_each_schedule(most: u32, check: impl Fn(usize, &[Look])) -> usize {
    let mut count = 0;
    for length in 0..=most {
        for number in 0..LOOKS.len().pow(length) {
            let digits = (0..length).map(|place| number / LOOKS.len().pow(place) % LOOKS.len());
            let looks: Vec<Look> = digits.map(|digit| LOOKS[digit]).collect();
            check(count, &looks);
            count += 1;
        }
    }
    count
}

/// A prompt as the server shows it: its words and its time.
type Shown = (&'static str, usize);

/// Returns the prompts that the looks show, in their places.
fn prompts(looks: &[Look]) -> Vec<Option<Shown>> {
    let mut time = None;
    let shown = looks.iter().enumerate().map(|(index, look)| match look {
        Look::Status(_) | Look::Fails => None,
        Look::Prompt(words) => Some((*words, *time.get_or_insert(index))),
        Look::NewPrompt(words) => {
            time = Some(index);
            Some((*words, index))
        }
    });
    shown.collect()
}

/// A server that shows one look after the other, and then the end.
struct Server {
    looks: Vec<Look>,
    prompts: Vec<Option<Shown>>,
    end: &'static str,
    /// How many looks were shown.
    shown: usize,
    requests: Vec<String>,
    times: Vec<Duration>,
}

impl Server {
    fn respond(&mut self, request: &Request<Bytes>, now: Duration) -> Response<Bytes> {
        let (_, what) = request.uri().path().rsplit_once('/').unwrap();
        if request.method() != "GET" {
            self.requests.push(what.to_owned());
            let body = match what {
                "cancel" => String::new(),
                _ => self.run(self.shown - 1),
            };
            return Response::new(body.into());
        }
        assert!(self.requests.len() < 1_000, "the wait does not end");
        self.requests.push("look".to_owned());
        self.times.push(now);
        let index = self.shown;
        self.shown += 1;
        if self.looks.get(index) == Some(&Look::Fails) {
            let response = Response::builder().status(503);
            return response.body(Bytes::new()).unwrap();
        }
        Response::new(self.run(index).into())
    }

    fn run(&self, index: usize) -> String {
        let status = match self.looks.get(index) {
            None => self.end,
            Some(Look::Status(status)) => status,
            Some(_) => "interaction_required",
        };
        let prompt = self.prompts.get(index).copied().flatten();
        let interaction = prompt.map(|(words, _)| serde_json::json!({ "message": words }));
        let time = prompt.map_or(index, |(_, time)| time);
        let body = serde_json::json!({
            "id": "trun_1", "status": status, "interaction": interaction,
            "updated_at": format!("2026-11-02T00:00:{time:02}Z"),
        });
        body.to_string()
    }
}

/// A server with a schedule, its client, and what was asked.
struct Stage {
    clock: ManualClock,
    server: Arc<Mutex<Server>>,
    client: Client,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Stage {
    fn new(looks: &[Look], end: &'static str) -> Self {
        let clock = ManualClock::new();
        let server = Arc::new(Mutex::new(Server {
            looks: looks.to_vec(),
            prompts: prompts(looks),
            end,
            shown: 0,
            requests: Vec::new(),
            times: Vec::new(),
        }));
        let (started, at_server) = (clock.now(), clock.clone());
        let served = server.clone();
        let transport = transport_fn(move |request| {
            let now = at_server.now() - started;
            let response = served.lock().unwrap().respond(&request, now);
            async { Ok(response) }
        });
        let client = Client::builder(ApiKey::new("sk_live_example").unwrap())
            .with_transport(transport)
            .with_clock(clock.clone())
            .with_retry_policy(RetryPolicy::none())
            .with_rate_limiter(RateLimiter::unlimited());
        Self {
            clock,
            server,
            client: client.build().unwrap(),
            asked: Arc::default(),
        }
    }

    /// Returns a wait that goes on wherever it can, and replies to prompts in this way.
    fn wait(&self, way: Way) -> Wait {
        let asked = self.asked.clone();
        let wait = self.client.wait("trun_1").through_review();
        wait.on_interaction(move |prompt| {
            let words = prompt.interaction.message.clone().unwrap();
            asked.lock().unwrap().push(words);
            async move {
                Ok(match way {
                    Way::Submit => Reply::Submit(prompt.submission()),
                    Way::Cancel => Reply::Cancel,
                    Way::Leave => Reply::Leave,
                })
            }
        })
    }

    fn requests(&self) -> Vec<String> {
        self.server.lock().unwrap().requests.clone()
    }
}

/// How prompts are replied to.
#[derive(Clone, Copy, Debug)]
enum Way {
    Submit,
    Cancel,
    Leave,
}

impl Way {
    fn request(self) -> Option<&'static str> {
        match self {
            Way::Submit => Some("interaction"),
            Way::Cancel => Some("cancel"),
            Way::Leave => None,
        }
    }
}

/// Returns the requests and the prompts that a schedule must come to.
fn expected(looks: &[Look], way: Way) -> (Vec<String>, Vec<String>) {
    let (mut requests, mut asked) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for prompt in prompts(looks).into_iter().chain([None]) {
        requests.push("look".to_owned());
        let Some((words, time)) = prompt else {
            continue;
        };
        let is_over = matches!(way, Way::Cancel) && !asked.is_empty();
        if is_over || !known.insert((words, time)) {
            continue;
        }
        asked.push(words.to_owned());
        requests.extend(way.request().map(str::to_owned));
    }
    (requests, asked)
}

fn check(looks: &[Look], end: &'static str, way: Way) {
    let stage = Stage::new(looks, end);
    let run = play(&stage.clock, stage.wait(way)).unwrap();
    assert_eq!(run.status.unwrap().as_str(), end, "{looks:?}");
    let (requests, asked) = expected(looks, way);
    assert_eq!(stage.requests(), requests, "{looks:?} {way:?}");
    assert_eq!(*stage.asked.lock().unwrap(), asked, "{looks:?} {way:?}");
    let times = stage.server.lock().unwrap().times.clone();
    for pair in times.windows(2) {
        let wait = (pair[1] - pair[0]).as_secs_f64();
        assert!((0.8..=36.0).contains(&wait), "{looks:?}: {times:?}");
    }
}

#[test]
fn every_schedule_ends_with_the_run_and_asks_each_prompt_once() {
    let count = for_each_schedule(4, |number, looks| {
        check(looks, ENDS[number % 3], Way::Submit);
    });
    assert_eq!(count, 1 + 9 + 81 + 729 + 6_561);
}

#[test]
fn every_schedule_ends_where_prompts_are_left_or_the_run_is_canceled() {
    for_each_schedule(3, |number, looks| {
        check(looks, ENDS[number % 3], Way::Leave);
        check(looks, ENDS[number % 3], Way::Cancel);
    });
}

#[test]
fn every_schedule_without_a_handler_ends_at_the_first_state_that_needs_somebody() {
    for_each_schedule(3, |_, looks| {
        let stage = Stage::new(looks, "completed");
        let needs_somebody = |look: &Look| match look {
            Look::Status(status) => *status == "review_required",
            Look::Prompt(_) | Look::NewPrompt(_) => true,
            Look::Fails => false,
        };
        let first = looks.iter().position(needs_somebody);
        match (play(&stage.clock, stage.client.wait("trun_1")), first) {
            (Ok(run), None) => assert_eq!(run.status.unwrap().as_str(), "completed"),
            (Err(error), Some(first)) => {
                let is_review = looks[first] == Look::Status("review_required");
                assert_eq!(error.is_review_required(), is_review, "{looks:?}");
                assert_eq!(error.is_interaction_required(), !is_review, "{looks:?}");
                assert_eq!(stage.requests(), vec!["look"; first + 1]);
                assert!(error.run().is_some());
            }
            (result, first) => panic!("{looks:?}: {result:?} instead of {first:?}"),
        }
    });
}

#[test]
fn every_schedule_can_be_dropped_at_any_moment_and_nothing_follows() {
    for_each_schedule(2, |_, looks| {
        let whole = expected(looks, Way::Submit).0;
        for moment in 1..whole.len() {
            let stage = Stage::new(looks, "completed");
            let wait = stage.wait(Way::Submit).cancel_on_timeout();
            let is_enough = || stage.server.lock().unwrap().requests.len() >= moment;
            let ended = play_until(&stage.clock, wait, is_enough);
            assert!(ended.is_none(), "{looks:?}");
            assert_eq!(stage.clock.sleepers(), 0, "a timer is left behind");
            stage.clock.advance(Duration::from_secs(86_400));
            let requests = stage.requests();
            assert_eq!(requests, whole[..requests.len()], "{looks:?}");
        }
    });
}

#[test]
fn every_schedule_whose_last_look_stays_ends_with_its_time_and_is_canceled_once() {
    const LIMIT: Duration = Duration::from_secs(30);
    for_each_schedule(2, |_, looks| {
        let Some(last) = looks.last() else { return };
        // Eleven failures in a row end the wait before its time is over.
        let looks = [looks, &vec![*last; 60]].concat();
        let stage = Stage::new(&looks, "completed");
        let started = stage.clock.now();
        let wait = stage.wait(Way::Submit).with_timeout(LIMIT);
        let error = play(&stage.clock, wait.cancel_on_timeout()).unwrap_err();
        let passed = stage.clock.now() - started;
        let requests = stage.requests();
        let cancels = requests
            .iter()
            .filter(|request| *request == "cancel")
            .count();
        match last {
            Look::Fails => assert_eq!((error.status(), cancels), (Some(503), 0)),
            _ => {
                assert_eq!(passed, LIMIT, "{looks:?}");
                assert!(error.is_wait_timeout(), "{error}");
                assert_eq!(cancels, 1);
                assert_eq!(requests.last().map(String::as_str), Some("cancel"));
            }
        }
    });
}
