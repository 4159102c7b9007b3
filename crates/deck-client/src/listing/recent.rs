//! The bounded memory of what was delivered lately.

use std::collections::VecDeque;
use std::iter;

use deck_types::Fingerprint;
use deck_types::ItemId;
use deck_types::RecoveryPoints;
use deck_types::ResumeToken;

use super::fingerprint_set::FingerprintSet;
use super::identity::Identity;

/// What was delivered lately, across pages, in the order of delivery.
///
/// It serves two ends: an item that comes again on a page that overlaps the one before is not delivered a
/// second time, and a listing whose position the server no longer knows has items to step back to.
#[derive(Clone, Debug, Default)]
pub(super) struct Recent {
    /// The items that are remembered, the oldest first.
    delivered: VecDeque<Remembered>,
    known: FingerprintSet,
    is_incomplete: bool,
    on_page: usize,
    on_page_before: usize,
}

#[derive(Clone, Debug)]
struct Remembered {
    /// Absent for an item that cannot be recognised: a listing cannot step back beyond it.
    fingerprint: Option<Fingerprint>,
    id: Option<ItemId>,
}

impl Recent {
    /// How many elements are remembered, and those of the page in hand if they are more.
    pub(super) const CAPACITY: usize = 200;

    /// Takes up the memory of the listing that made `token`.
    pub(super) fn of_token(token: &ResumeToken, is_complete: bool) -> Self {
        let mut recent = Self {
            is_incomplete: !is_complete,
            ..Self::default()
        };
        let anchors = token.recovery_points().anchors();
        for fingerprint in token.delivered().iter() {
            let is_it = |id: &&ItemId| Fingerprint::of_text(id.as_str()) == fingerprint;
            recent.delivered.push_back(Remembered {
                fingerprint: Some(fingerprint),
                id: anchors.iter().find(is_it).cloned(),
            });
            recent.known.insert(fingerprint);
        }
        recent
    }

    /// Remembers an element as the one delivered last.
    pub(super) fn record(&mut self, identity: Identity) {
        let fingerprint = identity.fingerprint();
        if fingerprint.is_some_and(|fingerprint| !self.known.insert(fingerprint)) {
            return;
        }
        let id = match identity {
            Identity::Item { id, .. } => id,
            Identity::Text(_) | Identity::Nameless => None,
        };
        self.is_incomplete |= fingerprint.is_none();
        self.delivered.push_back(Remembered { fingerprint, id });
        self.on_page += 1;
        let bound = Self::CAPACITY.max(self.on_page);
        for _ in 0..self.delivered.len().saturating_sub(bound) {
            self.forget_oldest();
        }
    }

    /// Begins another page: what is delivered from now on is of that one.
    pub(super) fn turn_page(&mut self) {
        self.on_page_before = self.on_page;
        self.on_page = 0;
    }

    /// Returns whether this item was delivered lately.
    pub(super) fn contains(&self, item: Fingerprint) -> bool {
        self.known.contains(&item)
    }

    /// Returns whether nothing that was delivered since the listing began has been forgotten.
    pub(super) fn is_complete(&self) -> bool {
        !self.is_incomplete
    }

    pub(super) fn on_page(&self) -> usize {
        self.on_page
    }

    /// Returns all that is remembered, the oldest first.
    pub(super) fn fingerprints(&self) -> impl Iterator<Item = Fingerprint> {
        self.delivered.iter().filter_map(|item| item.fingerprint)
    }

    /// Returns what is remembered of the page in hand and of the one before.
    pub(super) fn of_two_pages(&self) -> impl Iterator<Item = Fingerprint> {
        let count = self.on_page + self.on_page_before;
        let older = self.delivered.len().saturating_sub(count);
        let later = self.delivered.iter().skip(older);
        later.filter_map(|item| item.fingerprint)
    }

    /// Returns the item that was delivered this many elements before the last one, or the nearest before
    /// that.
    fn anchor_at(&self, distance: usize) -> Option<(usize, &ItemId)> {
        self.anchors().find(|(place, _)| *place >= distance)
    }

    /// Returns the item farthest back.
    pub(super) fn oldest_anchor(&self) -> Option<(usize, &ItemId)> {
        self.anchors().last()
    }

    /// Returns the item to step back to from the one at `reach`, or first of all: twice as far each time, and
    /// the oldest at last.
    pub(super) fn anchor_beyond(&self, reach: Option<usize>) -> Option<(usize, &ItemId)> {
        let Some(distance) = reach else {
            return self.anchor_at(0);
        };
        self.anchor_at((2 * distance).max(1)).or_else(|| {
            self.oldest_anchor()
                .filter(|(oldest, _)| *oldest > distance)
        })
    }

    /// Returns the items that a resumed listing can step back to.
    pub(super) fn recovery_points(&self) -> RecoveryPoints {
        let anchors = iter::successors(self.anchor_beyond(None), |(distance, _)| {
            self.anchor_beyond(Some(*distance))
        });
        RecoveryPoints::new(anchors.map(|(_, id)| id.clone()))
    }

    fn anchors(&self) -> impl Iterator<Item = (usize, &ItemId)> {
        let within_reach = self
            .delivered
            .iter()
            .rev()
            .take(Self::CAPACITY)
            .take_while(|item| item.fingerprint.is_some());
        within_reach
            .enumerate()
            .filter_map(|(distance, item)| Some((distance, item.id.as_ref()?)))
    }

    fn forget_oldest(&mut self) {
        let oldest = self.delivered.pop_front();
        if let Some(fingerprint) = oldest.and_then(|item| item.fingerprint) {
            self.known.remove(&fingerprint);
        }
        self.is_incomplete = true;
    }
}

#[cfg(test)]
mod tests {
    use deck_types::Delivered;
    use deck_types::ListTaskRuns;
    use deck_types::Listed;
    use deck_types::PagePosition;

    use super::*;

    fn run(number: usize) -> Identity {
        Identity::of_id(&number.to_string(), true).expect("an id has text")
    }

    fn recent(count: usize) -> Recent {
        let mut recent = Recent::default();
        for number in 0..count {
            recent.record(run(number));
            recent.turn_page();
        }
        recent
    }

    fn knows(recent: &Recent, number: usize) -> bool {
        run(number).item().is_some_and(|item| recent.contains(item))
    }

    #[test]
    fn it_is_bounded_and_says_when_it_has_forgotten() {
        assert!(recent(Recent::CAPACITY).is_complete());
        let recent = recent(Recent::CAPACITY + 1);
        assert!(!recent.is_complete());
        assert!(!knows(&recent, 0));
        assert!(knows(&recent, 1));
        assert_eq!(recent.fingerprints().count(), Recent::CAPACITY);
    }

    #[test]
    fn a_page_in_hand_is_remembered_whole_however_large() {
        let mut recent = Recent::default();
        for number in 0..3 * Recent::CAPACITY {
            recent.record(run(number));
        }
        assert!(recent.is_complete());
        recent.turn_page();
        recent.record(run(9_999));
        assert_eq!(recent.fingerprints().count(), Recent::CAPACITY);
    }

    /// Returns the token of a listing that delivered these and can step back to the last.
    fn token(delivered: &[usize]) -> ResumeToken {
        let listed = Listed::new(&ListTaskRuns::new()).unwrap();
        let fingerprints = delivered.iter().filter_map(|n| run(*n).fingerprint());
        let known = fingerprints.fold(Delivered::new(), |mut known, fingerprint| {
            known.record(fingerprint);
            known
        });
        let last = delivered.last().map(|n| ItemId::from(n.to_string()));
        ResumeToken::new(listed, PagePosition::Start, known, None)
            .and_then(|token| token.with_recovery_points(RecoveryPoints::new(last)))
            .unwrap()
    }

    #[test]
    fn what_a_token_tells_is_known_and_can_be_stepped_back_to_where_the_id_is_told() {
        let recent = Recent::of_token(&token(&[1, 2, 3]), true);
        assert!(knows(&recent, 1) && knows(&recent, 3) && !knows(&recent, 4));
        assert_eq!(recent.anchor_at(0), Some((0, &"3".into())));
        assert_eq!(recent.anchor_at(1), None);
    }

    #[test]
    fn the_memory_of_a_token_is_complete_if_the_token_says_so() {
        assert!(Recent::of_token(&token(&[1]), true).is_complete());
        assert!(!Recent::of_token(&token(&[1]), false).is_complete());
    }

    #[test]
    fn the_page_in_hand_and_the_one_before_are_told_from_those_before_them() {
        let of_two_pages = |recent: &Recent| recent.of_two_pages().collect::<Vec<_>>();
        let fingerprints = |numbers: &[usize]| {
            numbers
                .iter()
                .filter_map(|n| run(*n).fingerprint())
                .collect::<Vec<_>>()
        };
        let mut recent = Recent::of_token(&token(&[1]), true);
        assert_eq!(of_two_pages(&recent), []);
        for page in [&[2, 3][..], &[4, 5, 6]] {
            recent.turn_page();
            page.iter().for_each(|number| recent.record(run(*number)));
        }
        assert_eq!(of_two_pages(&recent), fingerprints(&[2, 3, 4, 5, 6]));
        recent.turn_page();
        assert_eq!(of_two_pages(&recent), fingerprints(&[4, 5, 6]));
        recent.record(run(7));
        recent.record(run(7));
        assert_eq!(recent.on_page(), 1, "an item counts once");
        assert_eq!(of_two_pages(&recent), fingerprints(&[4, 5, 6, 7]));
    }

    #[test]
    fn nobody_steps_back_beyond_an_item_without_an_id() {
        let mut recent = recent(2);
        recent.record(Identity::Nameless);
        assert_eq!(recent.anchor_at(0), None);
        recent.record(run(7));
        assert_eq!(recent.oldest_anchor(), Some((0, &"7".into())));
        assert!(!recent.is_complete());
        assert!(knows(&recent, 1), "runs on its other side are recognised");
    }

    #[test]
    fn the_search_doubles_its_steps_and_ends_at_the_oldest() {
        let recovery_points = recent(201).recovery_points();
        let distances: Vec<_> = recovery_points
            .anchors()
            .iter()
            .map(|id| 200 - id.as_str().parse::<usize>().unwrap())
            .collect();
        assert_eq!(distances, [0, 1, 2, 4, 8, 16, 32, 64, 128, 199]);
    }
}
