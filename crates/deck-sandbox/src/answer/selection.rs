//! The home of [`Selection`]: which runs belong to a listing, and the fingerprint that its cursors carry.

use deck_types::ListTaskRuns;
use deck_types::PageRequest;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

use crate::cursor;
use crate::rules::Order;

/// The filters of a listing. Parameters are combined with AND, the values of one array parameter with OR.
pub(crate) struct Selection<'a> {
    list: &'a ListTaskRuns,
    after: Option<i128>,
    before: Option<i128>,
}

impl<'a> Selection<'a> {
    /// Reads the filters of `list`, whose time bounds have been checked.
    pub(crate) fn new(list: &'a ListTaskRuns) -> Selection<'a> {
        Selection {
            list,
            after: instant(list.created_after.as_ref()),
            before: instant(list.created_before.as_ref()),
        }
    }

    /// Returns a number that differs for listings with other filters or another order.
    pub(crate) fn fingerprint(&self, order: Order) -> u64 {
        let mut filters = PageRequest::new(self.list.clone());
        filters.listing.page_size = None;
        let order = match order {
            Order::NewestFirst => 0,
            Order::OldestFirst => 1,
        };
        cursor::fingerprint([order].into_iter().chain(filters.to_query().into_bytes()))
    }

    /// Returns whether `run` belongs to the listing.
    pub(crate) fn has(&self, run: &TaskRun) -> bool {
        self.has_status(run.status.as_ref())
            && any_of(&self.list.source_id, run.source_id.as_ref())
            && any_of(&self.list.outcome, run.result.as_ref())
            && equal(self.list.agent_id.as_ref(), run.agent_id.as_ref())
            && equal(self.list.credential_id.as_ref(), run.credential_id.as_ref())
            && equal(self.list.task_id.as_ref(), run.task_id.as_ref())
            && equal(self.list.workflow_id.as_ref(), run.workflow_id.as_ref())
            && self.has_instant(instant(run.created_at.as_ref()))
    }

    /// Both spellings of `cancelling` select the same runs: the documentation has the one here and the other there.
    fn has_status(&self, status: Option<&TaskRunStatus>) -> bool {
        self.list.status.is_empty()
            || status.is_some_and(|status| {
                self.list
                    .status
                    .iter()
                    .any(|wanted| wanted.same_status(status))
            })
    }

    /// The bounds do not belong to the window: the reference page says "after" and "before".
    fn has_instant(&self, created: Option<i128>) -> bool {
        let is_after = self
            .after
            .is_none_or(|after| created.is_some_and(|created| created > after));
        is_after
            && self
                .before
                .is_none_or(|before| created.is_some_and(|created| created < before))
    }
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
