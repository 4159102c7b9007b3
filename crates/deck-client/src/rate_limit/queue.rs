//! The order of those who wait for the window.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;
use std::time::Instant;

use super::window::Opens;
use super::window::Window;

/// The callers in front of a window, in the order in which they came.
///
/// A caller is a future, and one that nobody polls does not leave when it may. So a caller that has not asked
/// again some time after it should have is passed over; it keeps its place.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) window: Window,
    waiting: VecDeque<Caller>,
    next_ticket: u64,
}

#[derive(Debug)]
struct Caller {
    ticket: u64,
    /// When it is to ask again at the latest.
    due: Opens,
    waker: Option<Waker>,
}

/// Whether a caller may send its request now.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// The caller may send.
    Pass,
    /// Nobody is ahead: to ask again when the window opens.
    First(Opens),
    /// Others are ahead: to ask again when woken, and at this moment if nobody has by then.
    Behind(Opens),
}

/// How long a caller may be late before it is passed over.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);

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
    /// `waker` is called when the caller before one that is behind others has left.
    pub(super) fn ask(
        &mut self,
        ticket: &mut Option<u64>,
        now: Instant,
        waker: &Waker,
    ) -> Admission {
        let place = ticket.map_or(self.waiting.len(), |ticket| self.place_of(ticket));
        let mut ahead = self.waiting.iter().take(place);
        if let Some(caller) = ahead.find(|caller| !caller.is_late(now)) {
            let due = caller.due.later(PATIENCE);
            self.enlist(ticket, due).waker = Some(waker.clone());
            return Admission::Behind(due);
        }
        match self.window.enter(now) {
            Ok(()) => {
                if let Some(ticket) = ticket.take() {
                    self.leave(ticket);
                }
                Admission::Pass
            }
            Err(opens) => {
                self.enlist(ticket, opens);
                Admission::First(opens)
            }
        }
    }

    /// Takes the caller with `ticket` out of the queue and wakes the one behind it.
    pub(super) fn leave(&mut self, ticket: u64) {
        let place = self.place_of(ticket);
        self.waiting.remove(place);
        let next = self.waiting.get_mut(place);
        if let Some(waker) = next.and_then(|next| next.waker.take()) {
            waker.wake();
        }
    }

    /// Returns whether the caller with `ticket` was woken since it asked; else `waker` is called when it is.
    pub(super) fn was_woken(&mut self, ticket: u64, waker: &Waker) -> bool {
        let place = self.place_of(ticket);
        let caller = &mut self.waiting[place];
        let was_woken = caller.waker.is_none();
        if !was_woken {
            caller.waker = Some(waker.clone());
        }
        was_woken
    }

    fn enlist(&mut self, ticket: &mut Option<u64>, due: Opens) -> &mut Caller {
        let place = match *ticket {
            Some(ticket) => self.place_of(ticket),
            None => {
                *ticket = Some(self.next_ticket);
                self.waiting.push_back(Caller {
                    ticket: self.next_ticket,
                    due,
                    waker: None,
                });
                self.next_ticket += 1;
                self.waiting.len() - 1
            }
        };
        let caller = &mut self.waiting[place];
        caller.due = due;
        caller
    }

    /// Tickets are given out in ascending order, and so they stand in the queue.
    fn place_of(&self, ticket: u64) -> usize {
        self.waiting
            .partition_point(|caller| caller.ticket < ticket)
    }
}

impl Caller {
    /// Returns whether it should have asked again so long ago that nobody seems to poll it.
    fn is_late(&self, now: Instant) -> bool {
        self.due.later(PATIENCE) <= Opens::At(now)
    }
}
