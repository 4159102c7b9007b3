//! From the state of a sweep to its checkpoint, and back.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::Arc;

use deck_types::Listed;
use deck_types::ResumeToken;
use deck_types::SweepCheckpoint;
use deck_types::SweepPart;
use deck_types::SweepState;
use deck_types::TimestampError;

use super::scheduler::Scheduler;
use super::scheduler::part::Known;
use super::scheduler::part::Part;
use super::scheduler::part::PartId;
use super::span::Span;
use super::sweep_items::Settings;
use crate::Error;

/// What parts have delivered themselves is written only up to so many items; a part whose own are left out is
/// not put together with others after a resume.
const MOST_OWN: usize = 16_384;

/// Writes the state of a sweep; `tokens` are those of the parts that have begun.
pub(super) fn write(
    scheduler: &Scheduler,
    base: &Listed,
    remaining: Option<u64>,
    mut tokens: BTreeMap<PartId, ResumeToken>,
) -> Result<SweepCheckpoint, Error> {
    let mut state = SweepState::new(base.clone(), scheduler.range.to_range());
    state.remaining = remaining;
    state.mode = scheduler.mode;
    state.undated = scheduler.undated.iter().copied().collect();
    let mut sets: Vec<Known> = Vec::new();
    let mut own = 0;
    for (id, part) in &scheduler.parts {
        let own_here = part.delivered().map_or(0, <[_]>::len);
        let is_written = part.delivered().is_some() && own + own_here <= MOST_OWN;
        let known = if is_written {
            own += own_here;
            part.known_with_own()
        } else {
            part.known.clone()
        };
        let mut written = SweepPart::new(part.query.to_range());
        written.ranges = part.spans.iter().map(|span| span.to_range()).collect();
        written.reach = part.reach;
        written.known = known.iter().map(|set| place_of(set, &mut sets)).collect();
        written.token = tokens.remove(id);
        written.knows_its_own = is_written;
        state.parts.push(written);
    }
    state.known = sets
        .iter()
        .map(|set| set.iter().copied().collect())
        .collect();
    SweepCheckpoint::new(state).map_err(Error::invalid_request)
}

fn place_of(set: &Known, sets: &mut Vec<Known>) -> u16 {
    let place = sets.iter().position(|other| Arc::ptr_eq(other, set));
    let place = place.unwrap_or_else(|| {
        sets.push(set.clone());
        sets.len() - 1
    });
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// Takes up the state of a sweep. Returns the tokens of the parts that had begun.
pub(super) fn read(
    state: &SweepState,
    range: Span,
    settings: &Settings,
) -> Result<(Scheduler, Vec<(PartId, ResumeToken)>), Error> {
    let mut scheduler = Scheduler::new(range, settings.max_in_flight, settings.is_in_order);
    scheduler.parts.clear();
    scheduler.mode = state.mode;
    scheduler.undated = state.undated.iter().copied().collect();
    let sets: Vec<Known> = state.known.iter().map(|set| known(set)).collect();
    let mut tokens = Vec::new();
    for written in &state.parts {
        let spans = written
            .ranges
            .iter()
            .map(Span::of)
            .collect::<Result<Vec<_>, TimestampError>>();
        let spans = spans.map_err(Error::invalid_request)?;
        let query = Span::of(&written.query).map_err(Error::invalid_request)?;
        let places = written.known.iter().map(|place| usize::from(*place));
        let known = places
            .filter_map(|place| sets.get(place).cloned())
            .collect();
        let is_loose = written.token.is_none() || written.knows_its_own;
        let part = Part::resumed(spans, query, written.reach, known, is_loose);
        let id = scheduler.add(part);
        tokens.extend(written.token.clone().map(|token| (id, token)));
    }
    Ok((scheduler, tokens))
}

fn known(set: &[deck_types::Fingerprint]) -> Known {
    Arc::new(set.iter().copied().collect::<HashSet<_>>())
}
