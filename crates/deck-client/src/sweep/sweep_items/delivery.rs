//! What of the pages in hand is delivered.

use super::Look;
use super::SweepItems;
use crate::PaginationError;
use crate::sweep::scheduler::Scheduler;
use crate::sweep::scheduler::part::PartId;
use crate::sweep::scheduler::reading::Direction;
use deck_types::CreatedItem;

impl<T: CreatedItem> SweepItems<T> {
    /// Looks for the next item in the pages in hand.
    pub(super) fn look(&mut self) -> Look<T> {
        let Ok(begun) = &mut self.begun else {
            return Look::Nothing;
        };
        let front = if self.settings.is_in_order {
            begun.scheduler.front()
        } else {
            self.arrived.front().copied()
        };
        let Some((id, lane)) = front.and_then(|id| Some((id, self.lanes.get_mut(&id)?))) else {
            return Look::Nothing;
        };
        while let Some(entry) = lane.engine.peek() {
            let (created, fingerprint) = (entry.created, entry.fingerprint());
            let broken = match begun.scheduler.is_new(id, created, fingerprint) {
                None => Some(PaginationError::TooManyUndated {
                    limit: Scheduler::MAX_UNDATED,
                }),
                Some(true) if self.settings.is_in_order => {
                    let direction = begun.scheduler.direction();
                    is_out_of_order(self.latest, created, direction)
                        .then_some(PaginationError::OutOfOrder)
                }
                Some(_) => None,
            };
            if let Some(error) = broken.and_then(|rule| lane.engine.broken(rule)) {
                self.is_stopped = true;
                return Look::Item(Err(self.of_part(id, error)));
            }
            let is_new = begun.scheduler.admit(id, created, fingerprint);
            let entry = lane.engine.next_entry();
            if let Some(entry) = entry.filter(|_| is_new) {
                self.latest = created.or(self.latest);
                self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
                let item = lane.engine.open(entry);
                return Look::Item(item.map_err(|error| self.of_part(id, error)));
            }
        }
        if lane.engine.pages_in_hand() == 0 {
            return Look::Nothing;
        }
        self.leave_page(id)
    }

    fn leave_page(&mut self, id: PartId) -> Look<T> {
        let left = self.lanes.get_mut(&id).map(|lane| lane.engine.leave_page());
        self.arrived.pop_front();
        if let Some(Err(error)) = left {
            self.is_stopped = true;
            return Look::Item(Err(self.of_part(id, error)));
        }
        if let Ok(begun) = &mut self.begun {
            begun.scheduler.leave_page(id);
        }
        Look::Moved
    }
}

fn is_out_of_order(latest: Option<i128>, created: Option<i128>, direction: Direction) -> bool {
    let both = latest.zip(created);
    both.is_some_and(|(latest, created)| match direction {
        Direction::OldestFirst => created < latest,
        Direction::NewestFirst | Direction::Unknown | Direction::Other => created > latest,
    })
}
