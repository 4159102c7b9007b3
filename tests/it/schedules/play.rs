//! A schedule, played by the client and judged.

use std::pin::pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;

use deck_client::Client;
use deck_client::Error;
use deck_client::Items;
use deck_client::ListCall;
use deck_transport::transport_fn;
use deck_types::Continuation;
use deck_types::ListTaskRuns;
use deck_types::PageSize;
use deck_types::ResumeToken;

use super::choices::Choices;
use super::server::Event;
use super::server::Mode;
use super::server::Paging;
use super::server::Server;
use crate::support::client_over;

/// More than any schedule has elements, errors and ends.
const ENOUGH: usize = 50;

/// Plays every schedule of listings that begin with `count` runs. Returns how many there are.
pub(super) fn play_all(mode: Mode, count: u32, events: usize) -> usize {
    let server = Arc::new(Mutex::new(Server::new(
        mode,
        count,
        events,
        Choices::default(),
    )));
    let of_transport = server.clone();
    let client = client_over(transport_fn(move |request| {
        let response = lock(&of_transport).respond(request.uri().query().unwrap_or_default());
        async { Ok(response) }
    }));
    for number in 1.. {
        let schedule = Schedule::new(mode, &client, &server);
        let result = schedule.play();
        let mut server = lock(&server);
        if let Err(breach) = result {
            panic!("{breach}: {mode:?}, {count} runs, {:?}", server.events);
        }
        let mut choices = std::mem::take(&mut server.choices);
        if !choices.advance() {
            return number;
        }
        *server = Server::new(mode, count, events, choices);
    }
    unreachable!("there are finitely many schedules")
}

fn lock(server: &Mutex<Server>) -> MutexGuard<'_, Server> {
    server.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Schedule<'a> {
    mode: Mode,
    client: &'a Client,
    server: &'a Mutex<Server>,
    items: Items,
    delivered: Vec<u32>,
    /// How many items had been delivered at the last restart.
    restarted_at: usize,
    errors: Vec<Event>,
    has_ended: bool,
}

impl<'a> Schedule<'a> {
    fn new(mode: Mode, client: &'a Client, server: &'a Mutex<Server>) -> Schedule<'a> {
        let call = list(
            mode,
            client,
            ListTaskRuns::new().page_size(PageSize::clamp(2)),
        );
        let items = if mode.is_backward {
            call.before(format!("trun_{}", Mode::ANCHOR)).items()
        } else {
            call.items()
        };
        Schedule {
            mode,
            client,
            server,
            items,
            delivered: Vec::new(),
            restarted_at: 0,
            errors: Vec::new(),
            has_ended: false,
        }
    }

    fn play(mut self) -> Result<(), String> {
        for _ in 0..ENOUGH {
            if lock(self.server).choose_restart() {
                self.restart()?;
            } else if self.has_ended {
                return self.judge();
            } else {
                self.next()?;
            }
        }
        Err("the listing does not end".to_owned())
    }

    fn restart(&mut self) -> Result<(), String> {
        let token = self
            .items
            .resume_token()
            .map_err(|error| error.to_string())?;
        let token: ResumeToken = token.to_string().parse().unwrap();
        self.items = list(self.mode, self.client, ListTaskRuns::new()).resume(&token);
        self.restarted_at = self.delivered.len();
        self.has_ended = false;
        Ok(())
    }

    fn next(&mut self) -> Result<(), String> {
        let next = {
            let future = pin!(self.items.next());
            future.poll(&mut Context::from_waker(Waker::noop()))
        };
        match next {
            Poll::Ready(Some(Ok(run))) => self.deliver(run.id.as_str()),
            Poll::Ready(Some(Err(error))) => self.bear(&error),
            Poll::Ready(None) => {
                self.has_ended = true;
                Ok(())
            }
            Poll::Pending => Err("the listing waits for nothing".to_owned()),
        }
    }

    fn deliver(&mut self, id: &str) -> Result<(), String> {
        let run = id.trim_start_matches("trun_").parse().unwrap();
        if self.delivered.contains(&run) {
            return Err(format!(
                "{run} was delivered twice, after {:?}",
                self.delivered
            ));
        }
        let last = self.delivered[self.restarted_at..].last();
        // A listing that steps back may meet what was inserted behind it.
        let has_order = self.mode.paging != Paging::PresentId;
        if has_order && last.is_some_and(|last| !self.is_in_order(*last, run)) {
            return Err(format!("{run} was delivered after {:?}", self.delivered));
        }
        if self.mode.is_backward && run >= Mode::ANCHOR {
            return Err(format!("{run} stands on the other side of the anchor"));
        }
        self.delivered.push(run);
        Ok(())
    }

    /// Takes an error as it comes: each fault is to be told by the call that met it, in its own words.
    fn bear(&mut self, error: &Error) -> Result<(), String> {
        self.errors.push(match error.status() {
            Some(500) => Event::ServerError,
            Some(200) if error.is_decode() => Event::BrokenPage,
            _ => return Err(format!("no error to be expected: {error:?}")),
        });
        self.check_errors()
    }

    fn check_errors(&self) -> Result<(), String> {
        let faults: Vec<Event> = lock(self.server).faults().collect();
        if self.errors != faults {
            return Err(format!(
                "the errors {:?} were told of {faults:?}",
                self.errors
            ));
        }
        Ok(())
    }

    fn judge(mut self) -> Result<(), String> {
        self.check_errors()?;
        self.next()?;
        let mut server = lock(self.server);
        let mut steady = server.steady.clone();
        if self.mode.is_backward {
            steady.reverse();
        }
        let mut delivered = self.delivered.clone();
        delivered.retain(|run| steady.contains(run));
        if delivered != steady {
            return Err(format!(
                "{:?} was delivered of {steady:?}, which stayed",
                self.delivered
            ));
        }
        server.breach.take().map_or(Ok(()), Err)
    }

    fn is_in_order(&self, earlier: u32, later: u32) -> bool {
        (earlier < later) != self.mode.is_backward
    }
}

fn list(mode: Mode, client: &Client, listing: ListTaskRuns) -> ListCall<ListTaskRuns> {
    let continuation = match mode.paging {
        Paging::Cursor | Paging::OverlappingCursor => Continuation::Cursor,
        Paging::Id | Paging::PresentId => Continuation::LastId,
    };
    client.list(listing).with_continuation(continuation)
}
