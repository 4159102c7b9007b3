//! What a sweep will take, from its first page.

use std::future::poll_fn;
use std::time::Duration;

use deck_transport::Clock;
use deck_types::CreatedItem;

use super::Parts;
use super::scheduler::Scheduler;
use super::scheduler::reading::Direction;
use super::scheduler::reading::Reading;
use super::scheduler::reading::Votes;
use super::span::Span;
use super::sweep_items::Settings;
use crate::Client;
use crate::Error;
use crate::listing::engine::Arrival;
use crate::listing::engine::Engine;
use crate::listing::fetch::Turns;
use crate::rate_limit::turn_flag::TurnFlag;

/// What a sweep will probably take. Made by [`Sweep::plan`](crate::Sweep::plan).
///
/// # Examples
///
/// ```
/// use deck_client::{PlanCertainty, SweepPlan};
///
/// fn warning(plan: &SweepPlan) -> Option<String> {
///     let is_much = plan.requests > 1_000 || plan.certainty == PlanCertainty::AtLeast;
///     is_much.then(|| format!("{} requests and perhaps more", plan.requests))
/// }
/// # let _ = warning;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SweepPlan {
    /// How many items there are in the range.
    pub items: u64,
    /// How many requests the sweep takes, the one for the plan not counted.
    pub requests: u64,
    /// How long it takes, by the time of the request for the plan and the client's rate limit.
    pub duration: Duration,
    /// How sure that is.
    pub certainty: PlanCertainty,
}

/// How sure a [`SweepPlan`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlanCertainty {
    /// The range holds one page, which was seen.
    Exact,
    /// All of the range is taken to be as dense as its first page.
    Estimate,
    /// So much is there for certain; nothing tells how much more.
    AtLeast,
}

impl SweepPlan {
    /// An empty range takes nothing.
    const NOTHING: Self = Self {
        items: 0,
        requests: 0,
        duration: Duration::ZERO,
        certainty: PlanCertainty::Exact,
    };
}

/// Asks for the first page and works out the rest.
pub(super) async fn plan<T: CreatedItem>(
    client: Client,
    parts: Parts,
    settings: &Settings,
) -> Result<SweepPlan, Error> {
    if parts.span.is_empty() {
        return Ok(SweepPlan::NOTHING);
    }
    let query = parts.span.widened(Span::SEAM);
    let listed = (parts.narrow)(query, Some(parts.page_size));
    let turns = Turns {
        share: client.rate_limiter().share(settings.share),
        flag: TurnFlag::default(),
    };
    let listing = &settings.listing;
    let (operation, sender) = (settings.operation, client.clone());
    let mut engine = Engine::<T>::new(sender, operation, listed, None, listing, turns);
    let asked = client.clock().now();
    let arrival = poll_fn(|context| engine.poll(context)).await?;
    let latency = client.clock().now().saturating_duration_since(asked);
    let mut plan = estimate(&parts.span, &arrival);
    let in_turn = plan.requests.div_ceil(settings.max_in_flight as u64);
    let in_turn = u32::try_from(in_turn).unwrap_or(u32::MAX).saturating_add(1);
    let limit = client.rate_limiter().share(settings.share);
    let limited = client.rate_limiter().time_for(plan.requests);
    let limited = limited.max(limit.time_for(plan.requests));
    plan.duration = limited.saturating_add(latency.saturating_mul(in_turn));
    Ok(plan)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "an estimate, and casts of numbers saturate"
)]
fn estimate(span: &Span, arrival: &Arrival) -> SweepPlan {
    let inside = arrival
        .instants
        .iter()
        .filter(|instant| span.contains(**instant));
    let counted = inside.count() as u64;
    let at_least = |certainty| SweepPlan {
        items: counted,
        requests: 1,
        duration: Duration::ZERO,
        certainty,
    };
    if !arrival.has_more {
        return at_least(PlanCertainty::Exact);
    }
    let mut votes = Votes::default();
    votes.count(&arrival.instants);
    let mut reading = Reading::default();
    reading.count(&arrival.instants);
    let rest = reading.rest(span, votes.direction());
    let rest = rest.filter(|rest| rest.pages.is_finite() && votes.direction() != Direction::Other);
    let Some(rest) = rest else {
        return at_least(PlanCertainty::AtLeast);
    };
    let items = counted + (rest.pages * arrival.instants.len() as f64) as u64;
    // The first page is read again by a part, and the last page of each part is half full.
    let parts = (rest.pages / Scheduler::PART_PAGES).clamp(1.0, 32.0);
    SweepPlan {
        items,
        requests: (rest.pages + 1.0 + parts / 2.0).ceil() as u64 + 1,
        duration: Duration::ZERO,
        certainty: PlanCertainty::Estimate,
    }
}
