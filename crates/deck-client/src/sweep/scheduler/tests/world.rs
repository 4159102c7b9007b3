//! A server, a rate limit and a network for the scheduler alone, in virtual time.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;
use std::collections::HashMap;
use std::collections::VecDeque;

use deck_types::Fingerprint;
use deck_types::SweepMode;

use super::super::PageFacts;
use super::super::Scheduler;
use super::super::Turn;
use super::super::part::PartId;
use super::shapes::MONTH;
use super::shapes::SECOND;
use crate::sweep::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    NewestFirst,
    OldestFirst,
    Shuffled,
}

/// What the server does with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bounds {
    Kept,
    Ignored,
}

pub(super) struct World {
    pub(super) range: Span,
    /// When its items were created.
    pub(super) items: Vec<i128>,
    pub(super) order: Order,
    pub(super) bounds: Bounds,
    pub(super) page_size: usize,
    pub(super) latency: i128,
    /// Requests in ten seconds.
    pub(super) limit: Option<usize>,
    pub(super) cap: usize,
    pub(super) is_in_order: bool,
}

#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) requests: usize,
    pub(super) time: i128,
    pub(super) mode: SweepMode,
    /// What was delivered, in the order of delivery.
    pub(super) delivered: Vec<usize>,
    pub(super) most_parts: usize,
}

impl World {
    pub(super) fn new(items: Vec<i128>) -> Self {
        Self {
            range: Span {
                since: Some(0),
                until: Some(MONTH),
            },
            items,
            order: Order::NewestFirst,
            bounds: Bounds::Kept,
            page_size: 100,
            latency: SECOND / 10,
            limit: None,
            cap: 32,
            is_in_order: false,
        }
    }

    /// Sweeps it, and checks that each item of the range is delivered once.
    pub(super) fn sweep(&self) -> Outcome {
        let mut play = Play::new(self);
        play.run();
        let mut delivered = play.delivered.clone();
        delivered.sort_unstable();
        let inside = |item: &usize| self.range.contains(self.items[*item]);
        let expected: Vec<usize> = (0..self.items.len()).filter(inside).collect();
        assert_eq!(delivered.len(), expected.len(), "each once");
        assert!(delivered == expected, "each once");
        Outcome {
            requests: play.requests,
            time: play.now,
            mode: play.scheduler.mode,
            delivered: play.delivered,
            most_parts: play.most_parts,
        }
    }

    /// Returns the items in the order of the listing.
    fn listed(&self) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.items.len()).collect();
        match self.order {
            Order::NewestFirst => items.sort_by_key(|item| Reverse(self.items[*item])),
            Order::OldestFirst => items.sort_by_key(|item| self.items[*item]),
            Order::Shuffled => {
                items.sort_by_key(|item| (*item as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 7);
            }
        }
        items
    }
}

/// A listing of a part, as far as it has come.
struct Listing {
    /// Places in the order of the listing.
    next: VecDeque<usize>,
    has_ended: bool,
    in_hand: VecDeque<VecDeque<usize>>,
}

struct Play<'a> {
    world: &'a World,
    scheduler: Scheduler,
    listed: Vec<usize>,
    listings: BTreeMap<PartId, Listing>,
    now: i128,
    /// Arrivals: when, which request, of which part.
    arrivals: BinaryHeap<Reverse<(i128, usize, PartId)>>,
    waiting: VecDeque<PartId>,
    left: VecDeque<i128>,
    requests: usize,
    delivered: Vec<usize>,
    most_parts: usize,
    names: HashMap<usize, Fingerprint>,
}

impl<'a> Play<'a> {
    fn new(world: &'a World) -> Self {
        Self {
            world,
            scheduler: Scheduler::new(world.range, world.cap, world.is_in_order),
            listed: world.listed(),
            listings: BTreeMap::new(),
            now: 0,
            arrivals: BinaryHeap::new(),
            waiting: VecDeque::new(),
            left: VecDeque::new(),
            requests: 0,
            delivered: Vec::new(),
            most_parts: 0,
            names: HashMap::new(),
        }
    }

    fn run(&mut self) {
        loop {
            self.consume();
            self.settle();
            self.ask();
            self.most_parts = self.most_parts.max(self.listings.len());
            if self.scheduler.is_done() {
                return;
            }
            self.wait();
            assert!(self.requests < 1_000_000, "the sweep does not stop asking");
        }
    }

    fn settle(&mut self) {
        let scheduler = &mut self.scheduler;
        self.listings.retain(|id, listing| {
            let is_asking = scheduler.parts.get(id).is_some_and(|part| part.is_asking);
            let is_used_up = !is_asking && listing.in_hand.is_empty();
            !is_used_up || scheduler.used_up(*id, listing.has_ended) == Turn::GoOn
        });
    }

    fn ask(&mut self) {
        self.leave();
        while self.waiting.len() < 4
            && let Some(id) = self.scheduler.ask()
        {
            self.requests += 1;
            let query = self.scheduler.parts[&id].query;
            let (world, listed) = (self.world, &self.listed);
            self.listings.entry(id).or_insert_with(|| {
                let is_kept = |item: &&usize| {
                    world.bounds == Bounds::Ignored || query.contains(world.items[**item])
                };
                Listing {
                    next: listed.iter().filter(is_kept).copied().collect(),
                    has_ended: false,
                    in_hand: VecDeque::new(),
                }
            });
            self.waiting.push_back(id);
            self.leave();
        }
    }

    /// Sends what the rate limit lets through.
    fn leave(&mut self) {
        while let Some(id) = self.waiting.front().copied() {
            if self.opens() > self.now {
                return;
            }
            self.waiting.pop_front();
            self.left.push_back(self.now);
            let number = self.left.len();
            self.arrivals
                .push(Reverse((self.now + self.world.latency, number, id)));
        }
    }

    fn opens(&self) -> i128 {
        let Some(limit) = self.world.limit.filter(|limit| self.left.len() >= *limit) else {
            return self.now;
        };
        self.left[self.left.len() - limit] + 10 * SECOND
    }

    fn wait(&mut self) {
        let arrival = self.arrivals.peek().map(|Reverse((at, ..))| *at);
        let opens = (!self.waiting.is_empty()).then(|| self.opens());
        self.now = arrival
            .into_iter()
            .chain(opens)
            .min()
            .expect("the sweep waits for something")
            .max(self.now);
        self.leave();
        while let Some(Reverse((at, _, id))) = self.arrivals.peek().copied()
            && at <= self.now
        {
            self.arrivals.pop();
            self.arrive(id);
        }
    }

    fn arrive(&mut self, id: PartId) {
        let Some(listing) = self.listings.get_mut(&id) else {
            return;
        };
        let count = self.world.page_size.min(listing.next.len());
        let page: VecDeque<usize> = listing.next.drain(..count).collect();
        listing.has_ended = listing.next.is_empty();
        let instants = page.iter().map(|item| self.world.items[*item]).collect();
        listing.in_hand.push_back(page);
        let facts = PageFacts {
            instants,
            has_undated: false,
            has_more: !listing.has_ended,
            held: listing.in_hand.len(),
        };
        if self.scheduler.page(id, &facts) {
            let gone = self
                .scheduler
                .put_together(id, SweepMode::BoundsIgnored)
                .expect("it can be");
            for id in gone {
                self.listings.remove(&id);
                self.waiting.retain(|waiting| *waiting != id);
            }
        }
    }

    fn consume(&mut self) {
        loop {
            let with_page =
                |(id, listing): (&PartId, &Listing)| (!listing.in_hand.is_empty()).then_some(*id);
            let id = if self.world.is_in_order {
                self.scheduler.front().filter(|id| {
                    self.listings
                        .get(id)
                        .is_some_and(|listing| !listing.in_hand.is_empty())
                })
            } else {
                self.listings.iter().find_map(with_page)
            };
            let Some(id) = id else { return };
            let page = self
                .listings
                .get_mut(&id)
                .and_then(|listing| listing.in_hand.pop_front());
            for item in page.into_iter().flatten() {
                let name = self
                    .names
                    .entry(item)
                    .or_insert_with(|| Fingerprint::of_text(&item.to_string()));
                if self
                    .scheduler
                    .admit(id, Some(self.world.items[item]), Some(*name))
                {
                    self.delivered.push(item);
                }
            }
            self.scheduler.leave_page(id);
            if self.world.is_in_order {
                self.settle();
            }
        }
    }
}
