//! The order of those who wait for the window.

use std::collections::VecDeque;
use std::task::Poll;
use std::task::Waker;
use std::time::Instant;

use super::window::Opens;
use super::window::Window;

/// The callers in front of a window, in the order in which they came.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) window: Window,
    waiting: VecDeque<Caller>,
    next_ticket: u64,
}

#[derive(Debug)]
struct Caller {
    ticket: u64,
    waker: Option<Waker>,
}

/// Whether a caller may send its request now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// The caller may send.
    Pass,
    /// Not yet: it is the first in the queue, and asks again when the window opens.
    AskAgain(Opens),
}

impl Queue {
    pub(super) fn new(window: Window) -> Self {
        Self {
            window,
            waiting: VecDeque::new(),
            next_ticket: 0,
        }
    }

    /// Asks for the caller with `ticket`, or for one who has none yet and is given one when it has to wait.
    ///
    /// `waker` is called when a caller that is not first becomes it.
    pub(super) fn ask(
        &mut self,
        ticket: &mut Option<u64>,
        now: Instant,
        waker: &Waker,
    ) -> Poll<Admission> {
        let ahead = match *ticket {
            Some(ticket) => self.place_of(ticket),
            None => self.waiting.len(),
        };
        if ahead > 0 {
            let caller = self.enlist(ticket);
            caller.waker = Some(waker.clone());
            return Poll::Pending;
        }
        match self.window.enter(now) {
            Ok(()) => {
                if let Some(ticket) = ticket.take() {
                    self.leave(ticket);
                }
                Poll::Ready(Admission::Pass)
            }
            Err(opens) => {
                self.enlist(ticket);
                Poll::Ready(Admission::AskAgain(opens))
            }
        }
    }

    /// Takes the caller with `ticket` out of the queue and wakes the one who is first then.
    pub(super) fn leave(&mut self, ticket: u64) {
        let place = self.place_of(ticket);
        self.waiting.remove(place);
        if place == 0
            && let Some(waker) = self
                .waiting
                .front_mut()
                .and_then(|first| first.waker.take())
        {
            waker.wake();
        }
    }

    fn enlist(&mut self, ticket: &mut Option<u64>) -> &mut Caller {
        let place = match *ticket {
            Some(ticket) => self.place_of(ticket),
            None => {
                *ticket = Some(self.next_ticket);
                self.waiting.push_back(Caller {
                    ticket: self.next_ticket,
                    waker: None,
                });
                self.next_ticket += 1;
                self.waiting.len() - 1
            }
        };
        &mut self.waiting[place]
    }

    /// Tickets are given out in ascending order, and so they stand in the queue.
    fn place_of(&self, ticket: u64) -> usize {
        self.waiting
            .partition_point(|caller| caller.ticket < ticket)
    }
}
