//! Every schedule of a short sweep, without chance: a proof within these bounds.
//!
//! A server has up to five runs, an hour apart, and pages of two; the sweep has three parts, which begin at
//! a checkpoint made by hand, or one. Up to two events happen, at every possible moment and in every order:
//! before a request gets its response a run comes in at any place, any run goes, the status is 500, or
//! half of a page; before a call of `next` the sweep is taken up anew by the text of its checkpoint. Under
//! each schedule a run that was there all the time is delivered exactly once, nothing is delivered twice,
//! each fault is told once, and the sweep ends. The bounds are kept, or ignored, which puts the parts
//! together.

use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use bytes::Bytes;
use deck_client::Client;
use deck_client::SweepItems;
use deck_transport::transport_fn;
use deck_types::ListTaskRuns;
use deck_types::Listed;
use deck_types::PageSize;
use deck_types::SweepCheckpoint;
use deck_types::SweepPart;
use deck_types::SweepState;
use deck_types::TimeRange;
use deck_types::Timestamp;
use http::Response;

use super::stage::instant;
use crate::schedules::choices::Choices;
use crate::support::client_over;

const EVENTS: usize = 2;

/// Minutes between the first runs, enough for others to come between.
const DISTANCE: i64 = 64;
const MINUTE: i64 = 60_000;

/// More than any schedule has elements, errors and ends.
const ENOUGH: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Insert(i64),
    Delete(i64),
    ServerError,
    BrokenPage,
    Restart,
}

/// A run is the minute of its creation, which is its id too.
struct Server {
    choices: Choices,
    ignores_bounds: bool,
    events: Vec<Event>,
    runs: Vec<i64>,
    known: Vec<i64>,
    steady: Vec<i64>,
}

impl Server {
    fn new(count: i64, ignores_bounds: bool, choices: Choices) -> Self {
        let runs: Vec<i64> = (1..=count).map(|number| number * DISTANCE).collect();
        Self {
            choices,
            ignores_bounds,
            events: Vec::new(),
            known: runs.clone(),
            steady: runs.clone(),
            runs,
        }
    }

    fn choose_restart(&mut self) -> bool {
        let is_now = self.events.len() < EVENTS && self.choices.choose(2) == 1;
        if is_now {
            self.events.push(Event::Restart);
        }
        is_now
    }

    fn choose(&mut self) -> Option<Event> {
        if self.events.len() == EVENTS {
            return None;
        }
        let mut events = vec![Event::ServerError, Event::BrokenPage];
        let ends = [0].into_iter().chain(self.known.iter().copied());
        let gaps = ends.zip(self.known.iter().copied().chain([6 * DISTANCE]));
        events.extend(gaps.map(|(older, newer)| Event::Insert(older.midpoint(newer))));
        events.extend(self.runs.iter().map(|run| Event::Delete(*run)));
        let event = *events.get(self.choices.choose(events.len() + 1).checked_sub(1)?)?;
        self.events.push(event);
        Some(event)
    }

    fn respond(&mut self, query: &str) -> Response<Bytes> {
        loop {
            match self.choose() {
                None => return response(200, self.page(query)),
                Some(Event::ServerError) => return response(500, "{}".to_owned()),
                Some(Event::BrokenPage) => return response(200, r#"{"data":[{"id":"#.to_owned()),
                Some(Event::Insert(run)) => {
                    for runs in [&mut self.runs, &mut self.known] {
                        runs.push(run);
                        runs.sort_unstable();
                    }
                }
                Some(Event::Delete(run)) => {
                    self.runs.retain(|other| *other != run);
                    self.steady.retain(|other| *other != run);
                }
                Some(Event::Restart) => unreachable!("it is chosen elsewhere"),
            }
        }
    }

    /// Newest first.
    fn page(&self, query: &str) -> String {
        let (mut after, mut before, mut cursor) = (i64::MIN, i64::MAX, i64::MAX);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let place = || {
                let bound: Timestamp = value.parse().unwrap();
                let start = instant(0).unix_nanoseconds().unwrap();
                i64::try_from((bound.unix_nanoseconds().unwrap() - start) / 1_000_000).unwrap()
            };
            match &*key {
                "created_after" if !self.ignores_bounds => after = place(),
                "created_before" if !self.ignores_bounds => before = place(),
                "cursor" => cursor = value.parse().unwrap(),
                _ => {}
            }
        }
        let is_listed =
            |run: &&i64| after < **run * MINUTE && **run * MINUTE < before && **run < cursor;
        let listed: Vec<i64> = self.runs.iter().rev().filter(is_listed).copied().collect();
        let page = &listed[..listed.len().min(2)];
        let item = |run: &i64| {
            format!(
                r#"{{"id":"trun_{run}","created_at":"{}"}}"#,
                instant(*run * MINUTE)
            )
        };
        let items = page.iter().map(item).collect::<Vec<_>>().join(",");
        let has_more = listed.len() > 2;
        let cursor = page
            .last()
            .filter(|_| has_more)
            .map_or("null".to_owned(), |last| format!(r#""{last}""#));
        format!(r#"{{"data":[{items}],"has_more":{has_more},"next_cursor":{cursor}}}"#)
    }
}

struct Schedule<'a> {
    client: &'a Client,
    server: &'a Mutex<Server>,
    items: SweepItems,
    delivered: Vec<i64>,
    errors: usize,
}

impl Schedule<'_> {
    fn play(mut self) -> Result<(), String> {
        let mut has_ended = false;
        for _ in 0..ENOUGH {
            if lock(self.server).choose_restart() {
                let checkpoint = self.items.checkpoint().map_err(|error| error.to_string())?;
                self.items = resume(self.client, &checkpoint.to_string().parse().unwrap());
                has_ended = false;
            } else if has_ended {
                return self.judge();
            } else {
                has_ended = self.next()?;
            }
        }
        Err("the sweep does not end".to_owned())
    }

    fn next(&mut self) -> Result<bool, String> {
        let next = pin!(self.items.next()).poll(&mut Context::from_waker(Waker::noop()));
        match next {
            Poll::Ready(Some(Ok(run))) => {
                let run = run.id.as_str().trim_start_matches("trun_").parse().unwrap();
                if self.delivered.contains(&run) {
                    return Err(format!(
                        "{run} was delivered twice, after {:?}",
                        self.delivered
                    ));
                }
                self.delivered.push(run);
                Ok(false)
            }
            Poll::Ready(Some(Err(error))) => {
                self.errors += 1;
                let is_expected = error.status() == Some(500) || error.is_decode();
                if is_expected {
                    Ok(false)
                } else {
                    Err(format!("no error to be expected: {error:?}"))
                }
            }
            Poll::Ready(None) => Ok(true),
            Poll::Pending => Err("the sweep waits for nothing".to_owned()),
        }
    }

    fn judge(self) -> Result<(), String> {
        let server = lock(self.server);
        let is_fault = |event: &&Event| matches!(event, Event::ServerError | Event::BrokenPage);
        if self.errors != server.events.iter().filter(is_fault).count() {
            return Err(format!("{} errors were told", self.errors));
        }
        let missing = server
            .steady
            .iter()
            .find(|run| !self.delivered.contains(run));
        missing.map_or(Ok(()), |missing| {
            Err(format!("{missing} is missing of {:?}", self.delivered))
        })
    }
}

fn lock(server: &Mutex<Server>) -> MutexGuard<'_, Server> {
    server.lock().unwrap()
}

fn response(status: u16, body: String) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

/// A checkpoint at which nothing has begun, with parts that meet at these minutes.
fn checkpoint(cuts: &[i64]) -> SweepCheckpoint {
    let at = |minute: &i64| Some(instant(minute * MINUTE));
    let until = instant(10 * DISTANCE * MINUTE);
    let since = instant(0);
    let range = TimeRange::new(Some(since.clone()), Some(until.clone()));
    let starts = [Some(since)].into_iter().chain(cuts.iter().map(at));
    let ends = cuts.iter().map(at).chain([Some(until)]);
    let mut state = SweepState::new(Listed::new(&ListTaskRuns::new()).unwrap(), range);
    for (since, until) in starts.zip(ends) {
        let mut part = SweepPart::new(TimeRange::new(since.clone(), until.clone()));
        // As a sweep asks: a second more on either side.
        let wider = |bound: Option<Timestamp>, by: i128| {
            let bound = bound?.unix_nanoseconds().unwrap() + by;
            Some(Timestamp::from_unix_nanoseconds(bound).unwrap())
        };
        part.query = TimeRange::new(wider(since, -1_000_000_000), wider(until, 1_000_000_000));
        state.parts.push(part);
    }
    SweepCheckpoint::new(state).unwrap()
}

fn resume(client: &Client, checkpoint: &SweepCheckpoint) -> SweepItems {
    let listing = ListTaskRuns::new().page_size(PageSize::clamp(2));
    client.list(listing).sweep(..).resume(checkpoint)
}

/// Plays every schedule. Returns how many there are.
fn play_all(cuts: &[i64], ignores_bounds: bool) -> usize {
    let mut schedules = 0;
    for count in 0..=5 {
        let server = Arc::new(Mutex::new(Server::new(
            count,
            ignores_bounds,
            Choices::default(),
        )));
        loop {
            schedules += 1;
            let of_transport = server.clone();
            let client = client_over(transport_fn(move |request| {
                let response =
                    lock(&of_transport).respond(request.uri().query().unwrap_or_default());
                async { Ok(response) }
            }));
            let schedule = Schedule {
                client: &client,
                server: &server,
                items: resume(&client, &checkpoint(cuts)),
                delivered: Vec::new(),
                errors: 0,
            };
            let result = schedule.play();
            let mut server = lock(&server);
            if let Err(breach) = result {
                panic!("{breach}: {count} runs, {:?}", server.events);
            }
            let mut choices = std::mem::take(&mut server.choices);
            if !choices.advance() {
                break;
            }
            *server = Server::new(count, ignores_bounds, choices);
        }
    }
    println!("{schedules} schedules");
    schedules
}

#[test]
fn every_schedule_of_a_sweep_of_one_part_keeps_the_promises() {
    assert!(play_all(&[], false) > 1_000);
}

#[test]
fn every_schedule_of_a_sweep_of_parts_that_meet_between_runs_keeps_the_promises() {
    assert!(play_all(&[2 * DISTANCE + 5, 4 * DISTANCE + 5], false) > 1_000);
}

#[test]
fn every_schedule_of_a_sweep_of_parts_that_meet_at_runs_keeps_the_promises() {
    assert!(play_all(&[2 * DISTANCE, 3 * DISTANCE], false) > 1_000);
}

#[test]
fn every_schedule_of_a_sweep_whose_bounds_are_ignored_keeps_the_promises() {
    assert!(play_all(&[2 * DISTANCE, 4 * DISTANCE], true) > 1_000);
}
