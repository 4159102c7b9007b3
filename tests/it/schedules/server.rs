//! The server of a schedule: a few runs, and what happens to them at each request.

use bytes::Bytes;
use http::Response;

use super::choices::Choices;

/// How the server pages, and which way it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mode {
    pub(super) paging: Paging,
    /// Whether it is read backward, from an anchor that stays.
    pub(super) is_backward: bool,
}

/// What a page is continued by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Paging {
    /// A cursor that points behind the last run of the page.
    Cursor,
    /// A cursor that points at the last run of the page, so that pages overlap.
    OverlappingCursor,
    /// The id of a run, also of one that is deleted.
    Id,
    /// The id of a run that is there; a deleted one is refused with status 404.
    PresentId,
}

/// What happens once in a schedule.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Event {
    /// A run comes in at this place.
    Insert(u32),
    /// The run at this place goes.
    Delete(u32),
    /// The response has status 500.
    ServerError,
    /// The response has half of a page.
    BrokenPage,
    /// The listing is taken up anew by its resume token.
    Restart,
}

/// A run is its place in the order of the listing, which is its id too.
pub(super) struct Server {
    mode: Mode,
    pub(super) choices: Choices,
    events_left: usize,
    /// What has happened, with the number of requests there had been before.
    pub(super) events: Vec<(usize, Event)>,
    requests: usize,
    runs: Vec<u32>,
    /// All runs there ever were.
    known: Vec<u32>,
    /// Runs that have been there since the beginning and are listed.
    pub(super) steady: Vec<u32>,
    /// The query that the next request has to repeat.
    to_repeat: Option<String>,
    pub(super) breach: Option<String>,
}

impl Server {
    /// How far apart the first runs are: enough for some to come between.
    const DISTANCE: u32 = 64;

    pub(super) fn new(mode: Mode, count: u32, events: usize, choices: Choices) -> Server {
        let steady: Vec<u32> = (1..=count).map(|number| number * Self::DISTANCE).collect();
        let mut runs = steady.clone();
        runs.extend(mode.is_backward.then_some(Mode::ANCHOR));
        Server {
            mode,
            choices,
            events_left: events,
            events: Vec::new(),
            requests: 0,
            known: runs.clone(),
            runs,
            steady,
            to_repeat: None,
            breach: None,
        }
    }

    /// Responds to a request, after what happens before.
    pub(super) fn respond(&mut self, query: &str) -> Response<Bytes> {
        self.check_query(query);
        let response = loop {
            match self.choose() {
                None => break self.page(query),
                Some(Event::ServerError) => break self.fault(query, 500, "{}"),
                Some(Event::BrokenPage) => break self.fault(query, 200, r#"{"data":[{"id":"#),
                Some(Event::Insert(place)) => {
                    insert(&mut self.runs, place);
                    insert(&mut self.known, place);
                }
                Some(Event::Delete(place)) => {
                    self.runs.retain(|run| *run != place);
                    self.steady.retain(|run| *run != place);
                }
                Some(Event::Restart) => {}
            }
        };
        self.requests += 1;
        response
    }

    /// Returns whether the listing is to be taken up anew by its token now.
    pub(super) fn choose_restart(&mut self) -> bool {
        let is_now = self.events_left > 0 && self.choices.choose(2) == 1;
        if is_now {
            self.record(Event::Restart);
        }
        is_now
    }

    /// Returns what errors there have to be, in order.
    pub(super) fn faults(&self) -> impl Iterator<Item = Event> {
        let is_fault = |event: &Event| matches!(event, Event::ServerError | Event::BrokenPage);
        self.events.iter().map(|(_, event)| *event).filter(is_fault)
    }

    fn choose(&mut self) -> Option<Event> {
        if self.events_left == 0 {
            return None;
        }
        let mut events = vec![Event::ServerError, Event::BrokenPage];
        let ends = [0].into_iter().chain(self.known.iter().copied());
        let gaps = ends.zip(self.known.iter().copied().chain([Mode::FAR_END]));
        events.extend(gaps.map(|(newer, older)| Event::Insert(newer.midpoint(older))));
        let is_free = |run: &&u32| **run != Mode::ANCHOR;
        events.extend(
            self.runs
                .iter()
                .filter(is_free)
                .map(|run| Event::Delete(*run)),
        );
        let event = *events.get(self.choices.choose(events.len() + 1).checked_sub(1)?)?;
        self.record(event);
        Some(event)
    }

    fn record(&mut self, event: Event) {
        self.events_left -= 1;
        self.events.push((self.requests, event));
    }

    /// Checks that after a fault the same page is asked for again.
    fn check_query(&mut self, query: &str) {
        if let Some(expected) = self.to_repeat.take().filter(|expected| expected != query) {
            self.breach = Some(format!(
                "{query:?} was asked for after {expected:?} had failed"
            ));
        }
    }

    fn fault(&mut self, query: &str, status: u16, body: &str) -> Response<Bytes> {
        self.to_repeat = Some(query.to_owned());
        response(status, body.to_owned())
    }

    fn page(&self, query: &str) -> Response<Bytes> {
        let (mut newer_than, mut older_than, mut limit) = (Mode::FAR_END, 0, 0);
        for (key, text) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let number = text.trim_start_matches("trun_").parse().unwrap();
            match key {
                "limit" => limit = number as usize,
                "cursor" => older_than = number,
                "starting_after" | "ending_before" if self.refuses(number) => {
                    return response(404, "{}".to_owned());
                }
                "starting_after" => older_than = number,
                "ending_before" => newer_than = number,
                _ => unreachable!("{query}"),
            }
        }
        let is_wanted = |run: &u32| older_than < *run && *run < newer_than;
        let all: Vec<u32> = self.runs.iter().copied().filter(is_wanted).collect();
        let rest = all.len().saturating_sub(limit);
        let page = if newer_than < Mode::FAR_END {
            &all[rest..]
        } else {
            &all[..all.len() - rest]
        };
        response(200, self.body(page, rest > 0))
    }

    fn refuses(&self, anchor: u32) -> bool {
        self.mode.paging == Paging::PresentId && !self.runs.contains(&anchor)
    }

    fn body(&self, page: &[u32], has_more: bool) -> String {
        let items: Vec<String> = page
            .iter()
            .map(|run| format!(r#"{{"id":"trun_{run}"}}"#))
            .collect();
        let cursor = match (self.mode.paging, page.last()) {
            (Paging::Cursor, Some(last)) if has_more => format!(r#""{last}""#),
            (Paging::OverlappingCursor, Some(last)) if has_more => format!(r#""{}""#, last - 1),
            _ => "null".to_owned(),
        };
        let items = items.join(",");
        format!(r#"{{"data":[{items}],"has_more":{has_more},"next_cursor":{cursor}}}"#)
    }
}

impl Mode {
    /// Where backward listings begin; nothing of it and beyond is theirs.
    pub(super) const ANCHOR: u32 = 1_000;
    const FAR_END: u32 = 2_000;
}

fn insert(runs: &mut Vec<u32>, place: u32) {
    let index = runs.partition_point(|run| *run < place);
    runs.insert(index, place);
}

fn response(status: u16, body: String) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}
