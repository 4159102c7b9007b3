//! The search for a place that the server still knows.

use std::iter;

use deck_types::ItemId;
use deck_types::PagePosition;

use super::recent::Recent;

/// A listing by id whose position was refused steps back over the runs that it delivered: to the last, then
/// 1, 2, 4, 8 … before it, to the oldest that it remembers, and to where it began if it remembers all since.
///
/// Every delivered run will do. What is still to come stands behind all that was delivered, so nothing is
/// skipped; and all behind the run that is still known to the listing, so nothing is delivered twice.
#[derive(Clone, Debug)]
pub(super) struct Recovery {
    refused: PagePosition,
    reach: Reach,
    tried: u32,
}

/// How far back the search has come.
#[derive(Clone, Copy, Debug)]
enum Reach {
    Nowhere,
    Distance(usize),
    Origin,
}

impl Recovery {
    pub(super) fn from(refused: PagePosition) -> Self {
        Self {
            refused,
            reach: Reach::Nowhere,
            tried: 0,
        }
    }

    /// Returns the position that was refused first.
    pub(super) fn refused(&self) -> &PagePosition {
        &self.refused
    }

    /// Returns how many places were tried beside the one that was refused first.
    pub(super) fn tried(&self) -> u32 {
        self.tried
    }

    /// Returns the next position to try, or nothing when none is left.
    pub(super) fn step(
        &mut self,
        recent: &Recent,
        origin: Option<&PagePosition>,
    ) -> Option<PagePosition> {
        let refused = self.refused.clone();
        let places = iter::from_fn(|| self.next_place(recent, origin));
        // No search has as many places as there are items to remember.
        let mut places = places.take(Recent::CAPACITY);
        let position = places.find(|place| *place != refused)?;
        self.tried += 1;
        Some(position)
    }

    fn next_place(
        &mut self,
        recent: &Recent,
        origin: Option<&PagePosition>,
    ) -> Option<PagePosition> {
        match self.anchor(recent) {
            Some((distance, id)) => {
                self.reach = Reach::Distance(distance);
                Some(self.beside(id))
            }
            None => self.origin(recent, origin),
        }
    }

    fn anchor<'a>(&self, recent: &'a Recent) -> Option<(usize, &'a ItemId)> {
        match self.reach {
            Reach::Nowhere => recent.anchor_beyond(None),
            Reach::Distance(distance) => recent.anchor_beyond(Some(distance)),
            Reach::Origin => None,
        }
    }

    fn origin(&mut self, recent: &Recent, origin: Option<&PagePosition>) -> Option<PagePosition> {
        if matches!(self.reach, Reach::Origin) {
            return None;
        }
        self.reach = Reach::Origin;
        origin.filter(|_| recent.is_complete()).cloned()
    }

    fn beside(&self, id: &ItemId) -> PagePosition {
        if self.refused.is_backward() {
            PagePosition::Before(id.clone())
        } else {
            PagePosition::After(id.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::identity::Identity;

    fn recent(count: usize) -> Recent {
        let mut recent = Recent::default();
        for number in 0..count {
            recent.record(Identity::of_id(&number.to_string(), true).expect("an id has text"));
            recent.turn_page();
        }
        recent
    }

    fn positions(recovery: &mut Recovery, recent: &Recent) -> Vec<PagePosition> {
        let origin = Some(&PagePosition::Start);
        let places = iter::from_fn(|| recovery.step(recent, origin));
        places.take(Recent::CAPACITY).collect()
    }

    #[test]
    fn it_doubles_its_steps_and_ends_where_the_listing_began() {
        let mut recovery = Recovery::from(PagePosition::After("19".into()));
        let tried = positions(&mut recovery, &recent(20));
        let after = ["18", "17", "15", "11", "3", "0"].map(|id| PagePosition::After(id.into()));
        assert_eq!(tried, [&after[..], &[PagePosition::Start]].concat());
        assert_eq!(recovery.tried(), 7);
    }

    #[test]
    fn where_something_was_forgotten_it_does_not_go_back_to_the_beginning() {
        let mut recovery = Recovery::from(PagePosition::After("500".into()));
        let tried = positions(&mut recovery, &recent(501));
        assert_eq!(tried.len(), 9, "a bounded number of requests: {tried:?}");
        assert_eq!(tried.last(), Some(&PagePosition::After("301".into())));
    }

    #[test]
    fn backward_it_steps_back_the_same_way() {
        let mut recovery = Recovery::from(PagePosition::Before("2".into()));
        let tried = positions(&mut recovery, &recent(3));
        let before = ["1", "0"].map(|id| PagePosition::Before(id.into()));
        assert_eq!(tried, [&before[..], &[PagePosition::Start]].concat());
    }
}
