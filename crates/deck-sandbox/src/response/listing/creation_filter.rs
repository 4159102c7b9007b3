//! `created_after` and `created_before`, by the rules.

use std::time::SystemTime;

use deck_types::Timestamp;

use crate::rules::NarrowedCursors;
use crate::rules::Rules;
use crate::rules::TimeBounds;
use crate::shelf::scope::Window;

/// The filters of a listing by the creation of its objects.
pub(crate) struct CreationFilter<'a> {
    pub(crate) after: Option<&'a Timestamp>,
    pub(crate) before: Option<&'a Timestamp>,
}

/// Which objects are listed by their creation.
pub(crate) struct Bounds {
    after: Option<i128>,
    before: Option<i128>,
    is_inclusive: bool,
    /// Nanoseconds, at least 1; instants are compared by how many of these they are since 1970.
    precision: i128,
    /// The creation of the latest objects that are visible already; nothing where all are.
    visible_until: Option<i128>,
}

impl CreationFilter<'_> {
    /// Returns whether cursors are refused because both filters are given.
    pub(crate) fn refuses_cursors(&self, rules: &Rules) -> bool {
        let is_narrowed = self.after.is_some() && self.before.is_some();
        is_narrowed && rules.narrowed_cursors == NarrowedCursors::Refused
    }

    /// Returns what `rules` make of the filters at `now`.
    pub(crate) fn bounds(&self, rules: &Rules, now: SystemTime) -> Bounds {
        let nanoseconds = i128::try_from(rules.bound_precision.as_nanos()).unwrap_or(i128::MAX);
        let precision = nanoseconds.max(1);
        let is_ignored = rules.time_bounds == TimeBounds::Ignored;
        let bound = |bound: Option<&Timestamp>| {
            let bound = instant(bound.filter(|_| !is_ignored))?;
            Some(bound.div_euclid(precision))
        };
        Bounds {
            after: bound(self.after),
            before: bound(self.before),
            is_inclusive: rules.time_bounds == TimeBounds::Inclusive,
            precision,
            visible_until: visible_until(rules, now),
        }
    }
}

impl Bounds {
    /// Returns whether an object that was created then is listed. Where a bound is given, one without an
    /// instant is not.
    pub(crate) fn contain(&self, created: Option<&Timestamp>) -> bool {
        let Some(created) = instant(created) else {
            return self.after.is_none() && self.before.is_none();
        };
        self.visible_until.is_none_or(|until| created <= until) && self.surround(created)
    }

    /// Returns all instants that may be between the bounds.
    pub(crate) fn window(&self) -> Window {
        let first = self.after.map(|after| after.saturating_mul(self.precision));
        let behind = self.before.map(|before| before.saturating_add(1));
        let last = behind.map(|behind| behind.saturating_mul(self.precision));
        Window {
            first,
            last: last.into_iter().chain(self.visible_until).min(),
        }
    }

    fn surround(&self, created: i128) -> bool {
        let created = created.div_euclid(self.precision);
        let is_at = |bound: i128| self.is_inclusive && created == bound;
        let is_after = |after: i128| created > after || is_at(after);
        let is_before = |before: i128| created < before || is_at(before);
        self.after.is_none_or(is_after) && self.before.is_none_or(is_before)
    }
}

fn visible_until(rules: &Rules, now: SystemTime) -> Option<i128> {
    if rules.visible_after.is_zero() {
        return None;
    }
    let latest = now.checked_sub(rules.visible_after)?;
    instant(Timestamp::try_from(latest).ok().as_ref())
}

fn instant(timestamp: Option<&Timestamp>) -> Option<i128> {
    timestamp.and_then(|timestamp| timestamp.unix_nanoseconds().ok())
}
