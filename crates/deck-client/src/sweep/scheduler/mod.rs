//! The state machine of a sweep: which part asks next, which items are delivered, and what is cut.
//!
//! It knows no future, no clock, no transport and no item: instants and fingerprints go in, numbers of parts
//! come out.
//!
//! ```text
//!   ready ──ask──▶ asking ──page──▶ in hand ──used up──▶ ready, done, or cut into new parts
//!     ▲              │
//!     └────failed────┘
//! ```
//!
//! What makes a sweep complete is in few places: the spans of all parts and of what is done are the range,
//! every instant once ([`Span::cut`]); a part is done when its own listing has ended, and never for another
//! reason; an item is delivered by the part whose span holds its instant ([`Scheduler::admit`]). All else are
//! guesses that cost or save requests.

mod cuts;
mod cutting;
pub(super) mod part;
pub(super) mod reading;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

use deck_types::Fingerprint;
use deck_types::SweepMode;
use deck_types::SweepReach;

use self::part::Known;
use self::part::Part;
use self::part::PartId;
use self::reading::Direction;
use self::reading::Votes;
use crate::sweep::span::Span;

/// What a page of a part told.
#[derive(Clone, Debug, Default)]
pub(super) struct PageFacts {
    /// When its items were created, in the server's order, as far as they tell.
    pub(super) instants: Vec<i128>,
    /// Whether an item does not tell.
    pub(super) has_undated: bool,
    pub(super) has_more: bool,
    /// How many pages of the part are in hand now.
    pub(super) held: usize,
}

/// What becomes of a part whose pages are used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Its listing has ended: it is done.
    Done,
    /// It goes on.
    GoOn,
    /// It has been cut: it is gone, and others are in its place.
    Cut,
}

#[derive(Clone, Debug)]
pub(super) struct Scheduler {
    pub(super) range: Span,
    pub(super) parts: BTreeMap<PartId, Part>,
    pub(super) mode: SweepMode,
    pub(super) undated: HashSet<Fingerprint>,
    next_id: PartId,
    /// How many parts may have begun at a time.
    cap: usize,
    is_in_order: bool,
    votes: Votes,
    /// Whether there has been more than one part.
    was_cut: bool,
    useful_pages: u64,
    wasted_pages: u64,
}

impl Scheduler {
    /// How many pages may be held back or on their way beside the part that is delivered.
    pub(super) const HELD_IN_ORDER: u32 = 32;
    /// How many pages of one part may be held back.
    const HELD_OF_PART: u32 = 4;
    /// How many items without a creation instant may be told apart.
    pub(super) const MAX_UNDATED: usize = 4_096;

    pub(super) fn new(range: Span, cap: usize, is_in_order: bool) -> Self {
        let mut scheduler = Self {
            range,
            parts: BTreeMap::new(),
            mode: SweepMode::InParts,
            undated: HashSet::new(),
            next_id: 0,
            cap: cap.max(1),
            is_in_order,
            votes: Votes::default(),
            was_cut: false,
            useful_pages: 0,
            wasted_pages: 0,
        };
        if !range.is_empty() {
            let query = range.widened(Span::SEAM);
            scheduler.add(Part::new(vec![range], query, SweepReach::Range, Vec::new()));
        }
        scheduler
    }

    /// Adds a part that was begun or cut off earlier.
    pub(super) fn add(&mut self, part: Part) -> PartId {
        let id = self.next_id;
        self.next_id += 1;
        self.was_cut |= !self.parts.is_empty() || part.reach == SweepReach::Part;
        self.parts.insert(id, part);
        id
    }

    /// Says that the end of the range, which was open, is known now.
    ///
    /// An end before the start is the start, so that one who reads on from there never goes back.
    pub(super) fn close(&mut self, until: i128) {
        let until = self.range.since.map_or(until, |since| since.max(until));
        self.range.until = Some(until);
        for span in self.parts.values_mut().flat_map(|part| &mut part.spans) {
            span.until = span.until.or(Some(until));
        }
        // Behind an end that lies before the start there is nothing to list.
        let is_empty = |part: &Part| part.spans.iter().all(Span::is_empty);
        self.parts.retain(|_, part| !is_empty(part));
    }

    pub(super) fn is_done(&self) -> bool {
        self.parts.is_empty()
    }

    pub(super) fn direction(&self) -> Direction {
        self.votes.direction()
    }

    /// Returns the part that asks for a page now, if one does.
    pub(super) fn ask(&mut self) -> Option<PartId> {
        let begun = self.parts.values().filter(|part| part.has_begun).count();
        let may_begin = begun < self.cap;
        let id = if self.is_in_order {
            self.next_in_order(may_begin)?
        } else {
            self.next_by_size(may_begin)?
        };
        let part = self.parts.get_mut(&id)?;
        part.is_asking = true;
        part.has_begun = true;
        Some(id)
    }

    /// Returns the part with most to come, so that none is left alone at the end.
    fn next_by_size(&self, may_begin: bool) -> Option<PartId> {
        let ready = self
            .parts
            .iter()
            .filter(|(_, part)| !part.is_asking && part.held == 0 && (part.has_begun || may_begin));
        let by_size = ready.map(|(id, part)| (self.pages_left(part), *id));
        let largest =
            by_size.max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(&left.1)));
        largest.map(|(_, id)| id)
    }

    /// Returns the part that is delivered, or after it the next one, as far as what is held back allows.
    fn next_in_order(&self, may_begin: bool) -> Option<PartId> {
        let mut ahead = 0.0;
        for id in self.in_order() {
            let part = self.parts.get(&id)?;
            if ahead >= f64::from(Self::HELD_IN_ORDER) {
                return None;
            }
            let held = part.held + u32::from(part.is_asking);
            let left = if part.has_more {
                self.pages_left(part)
            } else {
                0.0
            };
            ahead += f64::from(held) + left;
            let may_go_ahead = part.held == 0
                || (part.has_more
                    && part.held < Self::HELD_OF_PART
                    && self.cuts_of(part).is_none());
            if !part.is_asking && may_go_ahead && (part.has_begun || may_begin) {
                return Some(id);
            }
        }
        None
    }

    /// Returns the parts in the order of delivery.
    fn in_order(&self) -> Vec<PartId> {
        let mut parts: Vec<_> = self
            .parts
            .iter()
            .map(|(id, part)| (part.spans[0].since, *id))
            .collect();
        parts.sort_unstable();
        if self.direction() != Direction::OldestFirst {
            parts.reverse();
        }
        parts.into_iter().map(|(_, id)| id).collect()
    }

    /// Returns the part that is delivered now, where items come in order.
    pub(super) fn front(&self) -> Option<PartId> {
        let places = self
            .parts
            .iter()
            .map(|(id, part)| (part.spans[0].since, *id));
        let front = match self.direction() {
            Direction::OldestFirst => places.min(),
            _ => places.max(),
        };
        front.map(|(_, id)| id)
    }

    /// Takes in what a page of a part told.
    ///
    /// Returns whether the server has sent what was not asked for, so that narrowing a listing is of no use.
    pub(super) fn page(&mut self, id: PartId, facts: &PageFacts) -> bool {
        let is_alone = !self.was_cut;
        self.votes.count(&facts.instants);
        let Some(part) = self.parts.get_mut(&id) else {
            return false;
        };
        part.is_asking = false;
        part.held = u32::try_from(facts.held).unwrap_or(u32::MAX);
        part.has_more = facts.has_more;
        part.reading.count(&facts.instants);
        part.is_cuttable &= !(facts.has_undated && is_alone);
        if part.reading.pages > Part::MEMORY_PAGES {
            part.delivered = None;
        }
        let query = part.query.widened(Span::SEAM);
        let ignores_bounds = !facts
            .instants
            .iter()
            .all(|instant| query.contains(*instant));
        if !ignores_bounds || self.mode != SweepMode::InParts {
            return false;
        }
        self.mode = SweepMode::BoundsIgnored;
        // What asks for the whole range is one ordinary listing already.
        part.reach == SweepReach::Part
    }

    /// Says that the request of a part failed; it is made again.
    pub(super) fn failed(&mut self, id: PartId) {
        if let Some(part) = self.parts.get_mut(&id) {
            part.is_asking = false;
        }
    }

    /// Returns whether an item is to be delivered by this part; `None` where too many items do not tell when
    /// they were created.
    ///
    /// Every instant is in one part, so an item that tells its own is delivered by one. One that does not
    /// tell is recognised among all of its kind.
    pub(super) fn is_new(
        &self,
        id: PartId,
        created: Option<i128>,
        item: Option<Fingerprint>,
    ) -> Option<bool> {
        let Some(part) = self.parts.get(&id) else {
            return Some(false);
        };
        let is_known = item.is_some_and(|item| part.knows(item) || self.undated.contains(&item));
        match (created, item) {
            (Some(created), _) => Some(part.owns(created) && !is_known),
            (None, Some(_)) if is_known => Some(false),
            (None, Some(_)) if self.was_cut && self.undated.len() >= Self::MAX_UNDATED => None,
            (None, _) => Some(true),
        }
    }

    /// Does what [`is_new`](Self::is_new) says, and remembers an item that is delivered.
    pub(super) fn admit(
        &mut self,
        id: PartId,
        created: Option<i128>,
        item: Option<Fingerprint>,
    ) -> bool {
        let is_new = self.is_new(id, created, item) == Some(true);
        let Some(part) = self.parts.get_mut(&id).filter(|_| is_new) else {
            return false;
        };
        part.is_useful = true;
        let Some(item) = item else {
            return true;
        };
        if created.is_none() && self.was_cut {
            self.undated.insert(item);
        } else if let Some(delivered) = &mut part.delivered {
            delivered.push(item);
        }
        true
    }

    /// Says that the consumer has used up the oldest page of a part. Returns whether it was the last in hand.
    pub(super) fn leave_page(&mut self, id: PartId) -> bool {
        let Some(part) = self.parts.get_mut(&id) else {
            return true;
        };
        part.held = part.held.saturating_sub(1);
        if std::mem::take(&mut part.is_useful) {
            self.useful_pages += 1;
        } else {
            self.wasted_pages += 1;
        }
        part.held == 0
    }

    /// Decides about a part that has no page in hand and none on its way.
    pub(super) fn used_up(&mut self, id: PartId, has_ended: bool) -> Turn {
        if has_ended {
            self.parts.remove(&id);
            return Turn::Done;
        }
        let Some(cut) = self.parts.get(&id).and_then(|part| self.cuts_of(part)) else {
            return Turn::GoOn;
        };
        let Some(part) = self.parts.remove(&id) else {
            return Turn::Done;
        };
        let known = part.known_with_own();
        for (span, expected) in cut.spans.into_iter().zip(cut.expected) {
            let mut child = Part::new(
                vec![span],
                span.widened(Span::SEAM),
                SweepReach::Part,
                known.clone(),
            );
            child.expected = Some(expected);
            // A sample says nothing about how much there is, so it is used once.
            child.is_cuttable = !cut.is_of_sample;
            self.add(child);
        }
        self.was_cut = true;
        Turn::Cut
    }

    /// Puts all parts together again that can be, as one ordinary listing that reaches further than part
    /// `cause`. Returns the new part and those that are gone; nothing when the listing reaches as far as it
    /// can.
    pub(super) fn put_together(&mut self, cause: PartId, mode: SweepMode) -> Option<Vec<PartId>> {
        let part = self.parts.get(&cause)?;
        let reach = match (mode, part.reach) {
            (SweepMode::BoundsIgnored, _) | (_, SweepReach::Part) => SweepReach::Range,
            (_, SweepReach::Range) if self.range != Span::default() => SweepReach::Everything,
            _ => return None,
        };
        // Without what it has delivered, a part whose cursor was refused cannot begin again.
        if mode == SweepMode::CursorRefused {
            part.delivered.as_ref()?;
        }
        let is_loose = |part: &Part| part.delivered.is_some();
        let gone: Vec<_> = self
            .parts
            .iter()
            .filter(|(_, part)| is_loose(part))
            .map(|(id, _)| *id)
            .collect();
        let parts: Vec<Part> = gone.iter().filter_map(|id| self.parts.remove(id)).collect();
        let mut known: Vec<Known> = Vec::new();
        for set in parts.iter().flat_map(Part::known_with_own) {
            if !known.iter().any(|known| Arc::ptr_eq(known, &set)) {
                known.push(set);
            }
        }
        let mut spans: Vec<Span> = parts.into_iter().flat_map(|part| part.spans).collect();
        spans.sort_unstable_by_key(|span| span.since);
        self.mode = mode;
        let query = match reach {
            SweepReach::Everything => Span::default(),
            _ => self.range.widened(Span::SEAM),
        };
        let mut together = Part::new(spans, query, reach, known);
        together.is_cuttable = false;
        self.add(together);
        Some(gone)
    }
}
