//! The list that a listing is compared with.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use deck_sandbox::Order;

use crate::subject::Filter;
use crate::subject::Seed;

/// Where a run stands: its second, then its id.
pub(crate) type Place = (u8, String);

/// All runs there ever were, and what a listing may and must deliver of them.
#[derive(Debug)]
pub(crate) struct Reference {
    filter: Filter,
    order: Order,
    is_backward: bool,
    anchor: Option<Place>,
    present: BTreeMap<String, Seed>,
    places: BTreeMap<String, Place>,
    /// Runs that have been there and have matched since the listing began.
    steady: BTreeSet<String>,
    /// Runs that have matched at some moment of the listing.
    matched: BTreeSet<String>,
    delivered: Vec<String>,
    /// How many items were delivered before the last stop.
    stopped_at: usize,
    tolerates_disorder: bool,
}

impl Reference {
    pub(crate) fn new(filter: Filter, order: Order) -> Reference {
        Reference {
            filter,
            order,
            is_backward: false,
            anchor: None,
            present: BTreeMap::new(),
            places: BTreeMap::new(),
            steady: BTreeSet::new(),
            matched: BTreeSet::new(),
            delivered: Vec::new(),
            stopped_at: 0,
            tolerates_disorder: false,
        }
    }

    /// Records that the listing begins now, at the run with this id or at the beginning.
    pub(crate) fn begin(&mut self, anchor: Option<&str>, is_backward: bool) {
        self.anchor = anchor.map(|id| self.places[id].clone());
        self.is_backward = is_backward;
        self.steady = self
            .present
            .keys()
            .filter(|id| self.belongs(id))
            .cloned()
            .collect();
        self.matched = self.steady.clone();
    }

    /// Records that a run is there now, new or changed.
    pub(crate) fn put(&mut self, id: &str, seed: Seed) {
        self.places
            .insert(id.to_owned(), (seed.second, id.to_owned()));
        self.present.insert(id.to_owned(), seed);
        if self.belongs(id) {
            self.matched.insert(id.to_owned());
        } else {
            self.steady.remove(id);
        }
    }

    /// Records that a run is gone.
    pub(crate) fn remove(&mut self, id: &str) {
        self.present.remove(id);
        self.steady.remove(id);
    }

    /// Returns the id of the run that `number` counts to, in the order of ids.
    pub(crate) fn pick(&self, number: u8) -> Option<String> {
        let index = usize::from(number).checked_rem(self.present.len())?;
        self.present.keys().nth(index).cloned()
    }

    pub(crate) fn seed(&self, id: &str) -> Option<&Seed> {
        self.present.get(id)
    }

    /// Returns the ids of this many runs that were delivered last.
    pub(crate) fn last_delivered(&self, count: usize) -> Vec<String> {
        self.delivered.iter().rev().take(count).cloned().collect()
    }

    /// Records that the listing may step back, and so may deliver late what was inserted behind its back.
    pub(crate) fn tolerate_disorder(&mut self) {
        self.tolerates_disorder = true;
    }

    /// Records that the listing was stopped and is to go on.
    pub(crate) fn stop(&mut self) {
        self.stopped_at = self.delivered.len();
    }

    /// Judges a run that is delivered.
    pub(crate) fn deliver(&mut self, id: &str) -> Result<(), String> {
        if self.delivered.iter().any(|delivered| delivered == id) {
            return Err(format!(
                "{id} was delivered twice, after {:?}",
                self.delivered
            ));
        }
        if !self.matched.contains(id) {
            return Err(format!("{id} was delivered and never matched"));
        }
        let last = self.delivered[self.stopped_at..].last();
        if let Some(last) = last.filter(|_| !self.tolerates_disorder) {
            self.check_order(last, id)?;
        }
        self.delivered.push(id.to_owned());
        Ok(())
    }

    /// Judges the listing as a whole, when it has ended.
    pub(crate) fn end(&self) -> Result<(), String> {
        let delivered = self.delivered.iter().collect::<BTreeSet<_>>();
        if let Some(missing) = self.steady.iter().find(|id| !delivered.contains(id)) {
            return Err(format!(
                "{missing} was there all the time and was not delivered, but {:?}",
                self.delivered
            ));
        }
        let steady = self
            .delivered
            .iter()
            .filter(|id| self.steady.contains(*id))
            .collect::<Vec<_>>();
        steady
            .windows(2)
            .try_for_each(|pair| self.check_order(pair[0], pair[1]))
    }

    fn check_order(&self, earlier: &str, later: &str) -> Result<(), String> {
        if self.is_before(&self.places[earlier], &self.places[later]) == self.is_backward {
            return Err(format!("{later} was delivered after {earlier}"));
        }
        Ok(())
    }

    /// Returns whether the run with `id` matches the filter and lies on the listed side of the anchor.
    fn belongs(&self, id: &str) -> bool {
        let is_on_side = match &self.anchor {
            None => true,
            Some(anchor) if *anchor == self.places[id] => false,
            Some(anchor) => self.is_before(&self.places[id], anchor) == self.is_backward,
        };
        is_on_side && self.filter.has(&self.present[id])
    }

    /// Returns whether `first` stands before `second` in the server's order.
    fn is_before(&self, first: &Place, second: &Place) -> bool {
        match self.order {
            Order::NewestFirst => first > second,
            Order::OldestFirst => first < second,
            order => unreachable!("no scenario lists by {order:?}"),
        }
    }
}
