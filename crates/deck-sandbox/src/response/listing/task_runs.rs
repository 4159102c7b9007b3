//! The listing of task runs.

use std::borrow::Cow;
use std::time::SystemTime;

use deck_types::ListTaskRuns;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde::Serialize;

use crate::SandboxRun;
use crate::Spelling;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::SandboxListing;
use crate::response::run_body::RunBody;
use crate::rules::Rules;
use crate::rules::TimeBounds;
use crate::shelf::Shelf;
use crate::shelf::Window;
use crate::state::State;

impl SandboxListing for ListTaskRuns {
    type Object = SandboxRun;

    const OBJECT: &'static str = "task_run";

    fn shelf<'a>(&self, state: &'a State) -> Result<Cow<'a, Shelf<SandboxRun>>, ErrorResponse> {
        Ok(Cow::Borrowed(&state.runs))
    }

    fn unknown_word(&self) -> Option<(&'static str, &str, &'static [&'static str])> {
        let status = self.status.iter().find(|status| !status.is_known());
        let outcome = self.outcome.iter().find(|outcome| !outcome.is_known());
        status
            .map(|status| ("status", status.as_str(), STATUSES))
            .or_else(|| outcome.map(|outcome| ("outcome", outcome.as_str(), OUTCOMES)))
    }

    fn is_narrowed(&self) -> bool {
        self.created_after.is_some() && self.created_before.is_some()
    }

    fn window(&self, rules: &Rules) -> Window {
        Bounds::new(self, rules).window()
    }

    /// Parameters are combined with AND, the values of one array parameter with OR.
    fn selection(&self, rules: &Rules, now: SystemTime) -> impl Fn(&SandboxRun) -> bool {
        let bounds = Bounds::new(self, rules);
        let visible = visible_until(rules, now);
        move |run| {
            let run = run.decoded();
            has_status(&self.status, run.status.as_ref())
                && any_of(&self.source_id, run.source_id.as_ref())
                && any_of(&self.outcome, run.result.as_ref())
                && equal(self.agent_id.as_ref(), run.agent_id.as_ref())
                && equal(self.credential_id.as_ref(), run.credential_id.as_ref())
                && equal(self.task_id.as_ref(), run.task_id.as_ref())
                && equal(self.workflow_id.as_ref(), run.workflow_id.as_ref())
                && bounds.contain(run.created_at.as_ref())
                && is_visible(run.created_at.as_ref(), visible)
        }
    }

    fn item(run: &SandboxRun, spelling: Option<Spelling>) -> impl Serialize {
        RunBody::item(run, spelling)
    }
}

/// The statuses of the reference page. Another spelling of `cancelling` and the older `pending` are accepted
/// too.
const STATUSES: &[&str] = &[
    "queued",
    "running",
    "cancelling",
    "interaction_required",
    "review_required",
    "completed",
    "canceled",
    "failed",
];

const OUTCOMES: &[&str] = &["success", "failure", "unknown"];

/// Returns whether the status is one that is wanted. Both spellings of `cancelling` select the same runs: the
/// documentation has the one here and the other there.
fn has_status(wanted: &[TaskRunStatus], status: Option<&TaskRunStatus>) -> bool {
    let is_wanted = |status| {
        let mut wanted = wanted.iter();
        wanted.any(|wanted| wanted.same_status(status))
    };
    wanted.is_empty() || status.is_some_and(is_wanted)
}

/// `created_after` and `created_before`, by the rules.
struct Bounds {
    after: Option<i128>,
    before: Option<i128>,
    is_inclusive: bool,
    /// Nanoseconds, at least 1.
    precision: i128,
}

impl Bounds {
    fn new(listing: &ListTaskRuns, rules: &Rules) -> Bounds {
        let nanoseconds = i128::try_from(rules.bound_precision.as_nanos()).unwrap_or(i128::MAX);
        let precision = nanoseconds.max(1);
        let is_ignored = rules.time_bounds == TimeBounds::Ignored;
        let bound = |bound: Option<&Timestamp>| {
            let bound = instant(bound.filter(|_| !is_ignored))?;
            Some(bound.div_euclid(precision))
        };
        Bounds {
            after: bound(listing.created_after.as_ref()),
            before: bound(listing.created_before.as_ref()),
            is_inclusive: rules.time_bounds == TimeBounds::Inclusive,
            precision,
        }
    }

    fn contain(&self, created: Option<&Timestamp>) -> bool {
        if self.after.is_none() && self.before.is_none() {
            return true;
        }
        let Some(created) = instant(created) else {
            return false;
        };
        let created = created.div_euclid(self.precision);
        let is_at = |bound: i128| self.is_inclusive && created == bound;
        self.after
            .is_none_or(|after| created > after || is_at(after))
            && self
                .before
                .is_none_or(|before| created < before || is_at(before))
    }

    /// Returns all instants that may be between the bounds.
    fn window(&self) -> Window {
        let first = self.after.map(|after| after.saturating_mul(self.precision));
        let behind = self
            .before
            .map(|before| before.saturating_add(1).saturating_mul(self.precision));
        Window {
            first,
            last: behind,
        }
    }
}

/// Returns the creation of the latest runs that are listed; nothing where all are.
fn visible_until(rules: &Rules, now: SystemTime) -> Option<i128> {
    if rules.visible_after.is_zero() {
        return None;
    }
    let latest = now.checked_sub(rules.visible_after)?;
    instant(Timestamp::try_from(latest).ok().as_ref())
}

fn is_visible(created: Option<&Timestamp>, until: Option<i128>) -> bool {
    let both = instant(created).zip(until);
    both.is_none_or(|(created, until)| created <= until)
}

fn any_of<T: PartialEq>(wanted: &[T], value: Option<&T>) -> bool {
    wanted.is_empty() || value.is_some_and(|value| wanted.contains(value))
}

fn equal<T: PartialEq>(wanted: Option<&T>, value: Option<&T>) -> bool {
    wanted.is_none() || wanted == value
}

fn instant(timestamp: Option<&Timestamp>) -> Option<i128> {
    timestamp.and_then(|timestamp| timestamp.unix_nanoseconds().ok())
}
