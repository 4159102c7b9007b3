//! The listings of the parts: who asks, and what has come.

use super::Lane;
use super::SweepItems;
use crate::Error;
use crate::PaginationError;
use crate::listing::engine::Arrival;
use crate::listing::engine::Engine;
use crate::listing::fetch::Turns;
use crate::rate_limit::turn_flag::TurnFlag;
use crate::sweep::scheduler::PageFacts;
use crate::sweep::scheduler::Turn;
use crate::sweep::scheduler::part::PartId;
use crate::sweep::wakes::LaneWake;
use deck_transport::Clock;
use deck_types::CreatedItem;
use deck_types::SweepMode;
use deck_types::Timestamp;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;
use std::time::SystemTime;

impl<T: CreatedItem> SweepItems<T> {
    /// Lets the parts whose pages are used up go on, and takes in what has come.
    pub(super) fn turn_over(&mut self) -> Option<Error> {
        self.has_news = false;
        self.wakes.take();
        self.settle_used_up();
        let lanes: Vec<PartId> = self.lanes.keys().copied().collect();
        // After an error the others are still woken, and polled the next time.
        let polled = lanes.into_iter().try_for_each(|id| {
            let is_woken = |lane: &&Lane<T>| lane.is_asking && lane.wake.take();
            match self.lanes.get(&id).filter(is_woken) {
                Some(_) => self.poll_lane(id),
                None => Ok(()),
            }
        });
        polled.and_then(|()| self.ask()).err()
    }

    fn settle_used_up(&mut self) {
        let Ok(begun) = &mut self.begun else { return };
        let scheduler = &mut begun.scheduler;
        self.lanes.retain(|id, lane| {
            let is_used_up = !lane.is_asking && lane.engine.pages_in_hand() == 0;
            !is_used_up || scheduler.used_up(*id, lane.engine.has_ended()) == Turn::GoOn
        });
    }

    /// Sends requests, as long as few of them wait for their turn.
    fn ask(&mut self) -> Result<(), Error> {
        while self.waiting() < Self::MOST_WAITING {
            let Ok(begun) = &mut self.begun else { break };
            let Some(id) = begun.scheduler.ask() else {
                break;
            };
            self.open_lane(id);
            // The first poll sends the request, or lines it up.
            self.poll_lane(id)?;
        }
        Ok(())
    }

    fn waiting(&self) -> usize {
        let asking = self.lanes.values().filter(|lane| lane.is_asking);
        asking.filter(|lane| lane.engine.is_waiting()).count()
    }

    /// Has a part ask, which begins where it is new.
    fn open_lane(&mut self, id: PartId) {
        let Ok(begun) = &mut self.begun else { return };
        let lane = self.lanes.entry(id).or_insert_with(|| {
            let query = begun.scheduler.parts.get(&id).map(|part| part.query);
            let place = begun.tokens.iter().position(|(part, _)| *part == id);
            let token = place.map(|place| begun.tokens.swap_remove(place).1);
            let page_size = token
                .as_ref()
                .map_or(Some(begun.page_size), |token| token.listed().page_size());
            let listed = (begun.narrow)(query.unwrap_or_default(), page_size);
            let turns = Turns {
                share: self.share.clone(),
                flag: TurnFlag::default(),
            };
            let (client, settings) = (self.client.clone(), &self.settings);
            let engine = Engine::new(
                client,
                settings.operation,
                listed,
                token.as_ref(),
                &settings.listing,
                turns,
            );
            let wake = LaneWake::new(&self.wakes);
            Lane {
                engine,
                is_asking: false,
                waker: Waker::from(wake.clone()),
                wake,
            }
        });
        lane.is_asking = true;
    }

    fn poll_lane(&mut self, id: PartId) -> Result<(), Error> {
        let Some(lane) = self.lanes.get_mut(&id) else {
            return Ok(());
        };
        lane.wake.take();
        match lane.engine.poll(&mut Context::from_waker(&lane.waker)) {
            Poll::Pending => Ok(()),
            Poll::Ready(Ok(arrival)) => {
                lane.is_asking = false;
                let held = lane.engine.pages_in_hand();
                self.take_arrival(id, arrival, held);
                Ok(())
            }
            Poll::Ready(Err(error)) => {
                lane.is_asking = false;
                self.has_news = true;
                self.take_error(id, error)
            }
        }
    }

    fn take_arrival(&mut self, id: PartId, arrival: Arrival, held: usize) {
        let Ok(begun) = &mut self.begun else { return };
        let scheduler = &mut begun.scheduler;
        if scheduler.range.until.is_none() {
            let now = arrival.server_time;
            let now = now.unwrap_or_else(|| self.client.clock().system_time());
            scheduler.close(settled(now, self.settings.settle));
            self.lanes.retain(|id, _| scheduler.parts.contains_key(id));
        }
        let facts = PageFacts {
            instants: arrival.instants,
            has_undated: arrival.has_undated,
            has_more: arrival.has_more,
            held,
        };
        let is_of_no_use = scheduler.page(id, &facts);
        if held > 0 && scheduler.parts.contains_key(&id) {
            self.arrived.push_back(id);
        }
        if is_of_no_use {
            self.put_together(id, SweepMode::BoundsIgnored);
        }
    }

    /// Takes an error in: one that tells of the server's ways changes how the sweep is read, any other is
    /// reported.
    fn take_error(&mut self, id: PartId, error: Error) -> Result<(), Error> {
        let Ok(begun) = &mut self.begun else {
            return Err(error);
        };
        begun.scheduler.failed(id);
        let is_refused = error.pagination() == Some(&PaginationError::ContinuationRefused);
        if is_refused && self.put_together(id, SweepMode::CursorRefused) {
            return Ok(());
        }
        let lane = self.lanes.get(&id);
        self.is_stopped |=
            error.ends_listing() || lane.is_some_and(|lane| lane.engine.is_stopped());
        Err(self.of_part(id, error))
    }

    fn put_together(&mut self, cause: PartId, mode: SweepMode) -> bool {
        let Ok(begun) = &mut self.begun else {
            return false;
        };
        let Some(gone) = begun.scheduler.put_together(cause, mode) else {
            return false;
        };
        for id in gone {
            self.lanes.remove(&id);
        }
        let lanes = &self.lanes;
        begun
            .tokens
            .retain(|(id, _)| begun.scheduler.parts.contains_key(id));
        self.arrived.retain(|id| lanes.contains_key(id));
        self.has_news = true;
        true
    }
}

/// Returns the instant up to which all is visible at `now`.
fn settled(now: SystemTime, settle: Duration) -> i128 {
    let now = now.checked_sub(settle).unwrap_or(now);
    let instant = Timestamp::try_from(now).and_then(|now| now.unix_nanoseconds());
    // A server that lives beyond the year 9999 leaves the end open for all that can be written.
    instant.unwrap_or(i128::MAX)
}
