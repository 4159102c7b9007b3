//! Seeded runs that are drawn when they are looked at.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::iter;
use std::time::SystemTime;

use deck_types::SessionId;
use deck_types::TaskId;
use deck_types::TaskRunId;
use deck_types::Timestamp;

use crate::Order;
use crate::SandboxRun;
use crate::seed::draft;
use crate::seed::run_source::RunSource;
use crate::seed::seeded_runs::finder::Finder;
use crate::seed::seeded_runs::labels::Labels;
use crate::seed::seeded_runs::row::Row;
use crate::seed::seeded_runs::rows::Rows;
use crate::shelf::Walk;
use crate::shelf::scope::Scope;
use crate::shelf::turned;
use crate::sort_key::SortKey;

mod finder;

mod labels;

mod row;

mod rows;

/// Seeded runs, each of which is drawn when it is looked at. What they are in order by and what filters ask
/// for is kept, so that only those are drawn that are shown.
pub(crate) struct SeededRuns {
    source: RunSource,
    order: Order,
    rows: Rows,
    by_id: Finder,
    by_session: Finder,
    /// Made when it is needed: files are drawn last, so that all runs have to be drawn for it.
    by_file: OnceCell<Finder>,
    labels: Labels,
    /// The number of those that were not taken.
    count: usize,
    first_runs: BTreeMap<TaskId, Timestamp>,
}

impl SeededRuns {
    /// Notes the newest `count` runs of `source`, for a listing in `order`.
    pub(crate) fn new(source: RunSource, count: usize, order: Order) -> SeededRuns {
        let mut rows = Vec::with_capacity(count);
        let mut sessions = Vec::with_capacity(count);
        let mut labels = Labels::default();
        let mut first_runs = BTreeMap::new();
        for (index, age_ms) in (0..).zip(source.ages(count)) {
            let draft = source.draft(index, age_ms);
            let run = &draft.run;
            sessions.push(run.session_id.as_ref().map(|id| finder::key(id.as_str())));
            if let Some(task_id) = &run.task_id {
                // Runs come newest first, so what is noted last is the oldest.
                match first_runs.get_mut(task_id) {
                    Some(first) => *first = draft.created,
                    None => drop(first_runs.insert(task_id.clone(), draft.created)),
                }
            }
            rows.push(Row::new(&draft, order, index, age_ms, &mut labels));
        }
        let rows = Rows::new(rows);
        labels.note(rows.numbered());
        SeededRuns {
            source,
            order,
            by_id: Finder::new(rows.numbered().map(|(number, row)| (row.key(), number))),
            by_session: Finder::new(rows.numbered().filter_map(|(number, row)| {
                let session = sessions.get(row.index? as usize).copied();
                Some((session??, number))
            })),
            by_file: OnceCell::new(),
            labels,
            count,
            rows,
            first_runs: texts(first_runs),
        }
    }

    /// No runs, for a listing in `order`.
    pub(crate) fn none(order: Order) -> SeededRuns {
        SeededRuns::new(RunSource::new(0, SystemTime::UNIX_EPOCH), 0, order)
    }

    /// Returns the order of the listing.
    pub(crate) fn order(&self) -> Order {
        self.order
    }

    /// Returns when the first run of each task was created.
    pub(crate) fn first_runs(&self) -> &BTreeMap<TaskId, Timestamp> {
        &self.first_runs
    }

    /// Returns the number of runs.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Returns the number of runs with one of `labels`.
    pub(crate) fn count(&self, labels: &[u64]) -> usize {
        self.labels.count(&self.labels.codes(labels))
    }

    /// Returns the number of the run with `id`.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        let suffix = id.strip_prefix(TaskRunId::PREFIX)?;
        let mut numbers = self.by_id.find(finder::key(id));
        numbers.find(|number| {
            let row = self.rows.get(*number);
            row.is_some_and(|row| row.index.is_some() && row.suffix == suffix.as_bytes())
        })
    }

    /// Removes the run with `id`.
    pub(crate) fn take(&mut self, id: &str) -> Option<SandboxRun> {
        let number = self.find(id)?;
        let run = self.run(number)?;
        let row = self.rows.get_mut(number)?;
        row.index = None;
        self.labels.forget(row);
        self.count -= 1;
        Some(run)
    }

    /// Draws the run with `number`.
    pub(crate) fn run(&self, number: u32) -> Option<SandboxRun> {
        let row = self.rows.get(number)?;
        Some(self.source.draft(row.index?, row.age_ms).finish().into())
    }

    /// Returns the place of the run with `number`.
    pub(crate) fn place(&self, number: u32) -> Option<SortKey> {
        self.rows.get(number).map(Row::place)
    }

    /// Compares the place of the run with `number` with another one.
    pub(crate) fn compare(&self, number: u32, place: &SortKey) -> Option<Ordering> {
        self.rows.get(number).map(|row| row.compare_to(place))
    }

    /// Draws the runs that name the session with `id`.
    pub(crate) fn of_session(&self, id: &SessionId) -> impl Iterator<Item = SandboxRun> {
        let numbers = self.by_session.find(finder::key(id.as_str()));
        let runs = numbers.filter_map(|number| self.run(number));
        runs.filter(move |run| run.decoded().session_id.as_ref() == Some(id))
    }

    /// Draws the runs that may have kept the file with `id`.
    pub(crate) fn of_file(&self, id: &str) -> impl Iterator<Item = SandboxRun> {
        let by_file = self.by_file.get_or_init(|| {
            let numbers = self.rows.numbered();
            Finder::new(numbers.flat_map(|(number, _)| {
                let run = self.run(number);
                let ids = run.iter().flat_map(SandboxRun::file_ids);
                let keys = ids.map(|id| (finder::key(id.as_str()), number));
                keys.collect::<Vec<_>>()
            }))
        });
        let numbers = by_file.find(finder::key(id));
        numbers.filter_map(|number| self.run(number))
    }

    /// Goes through the numbers of the runs in `scope`, upwards or downwards from behind `place` or from the
    /// end.
    pub(crate) fn walk(
        &self,
        is_upward: bool,
        place: Option<&SortKey>,
        scope: &Scope,
    ) -> Walk<'_, u32> {
        let Some(ends) = scope.window_in(self.order).ends(is_upward, place) else {
            return Box::new(iter::empty());
        };
        let range = self.rows.range(&ends);
        let window = scope.window;
        let filters = scope.labels.iter().map(|labels| self.labels.codes(labels));
        let filters: Vec<_> = filters.collect();
        let rarest = filters.iter().min_by_key(|codes| self.labels.count(codes));
        let numbers = match rarest {
            Some(codes) => Box::new(self.labels.numbers(codes, range, is_upward)),
            None => turned(range, is_upward),
        };
        Box::new(numbers.filter(move |number| {
            self.rows.get(*number).is_some_and(|row| {
                row.index.is_some()
                    && window.contains(row.created)
                    && filters.iter().all(|codes| row.has_one_of(codes))
            })
        }))
    }
}

fn texts(times: BTreeMap<TaskId, SystemTime>) -> BTreeMap<TaskId, Timestamp> {
    let times = times.into_iter();
    times
        .map(|(id, time)| (id, draft::timestamp(time)))
        .collect()
}

#[cfg(test)]
mod tests;
