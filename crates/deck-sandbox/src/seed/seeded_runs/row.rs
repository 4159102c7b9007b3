//! What is kept of a seeded run.

use std::cmp::Ordering;

use deck_types::TaskRunId;

use crate::Order;
use crate::sandbox_run::labels_of;
use crate::seed::draft::Draft;
use crate::seed::random::ID_LENGTH;
use crate::seed::seeded_runs::finder;
use crate::seed::seeded_runs::labels::Labels;
use crate::sort_key::SortKey;

/// The code of no label.
pub(super) const NONE: u8 = u8::MAX;

/// The most labels that a seeded run has.
const MAX_LABELS: usize = 7;

/// What is kept of a seeded run.
pub(super) struct Row {
    rank: i128,
    /// In nanoseconds since 1970.
    pub(super) created: i128,
    /// The id without its prefix.
    pub(super) suffix: [u8; ID_LENGTH],
    pub(super) age_ms: u64,
    /// The number of newer seeded runs; nothing if the run was taken.
    pub(super) index: Option<u32>,
    /// As codes.
    pub(super) labels: [u8; MAX_LABELS],
}

impl Row {
    /// Notes `draft`, which is drawn by `index` and `age_ms`, for a listing in `order`.
    pub(super) fn new(
        draft: &Draft,
        order: Order,
        index: u32,
        age_ms: u64,
        labels: &mut Labels,
    ) -> Row {
        let created = draft.created_nanoseconds();
        let id = draft.run.id.as_str();
        let mut row = Row {
            rank: match order {
                Order::NewestFirst | Order::OldestFirst => created,
                Order::LastUpdatedFirst => draft.updated_nanoseconds(),
                Order::Shuffled => SortKey::shuffled(id).rank,
            },
            created,
            suffix: [0; ID_LENGTH],
            age_ms,
            index: Some(index),
            labels: [NONE; MAX_LABELS],
        };
        let suffix = id.bytes().skip(TaskRunId::PREFIX.len());
        for (kept, byte) in row.suffix.iter_mut().zip(suffix) {
            *kept = byte;
        }
        for (kept, label) in row.labels.iter_mut().zip(labels_of(&draft.run)) {
            *kept = labels.code(label);
        }
        row
    }

    /// Returns whether the row has a label with one of `codes`.
    pub(super) fn has_one_of(&self, codes: &[u8]) -> bool {
        self.labels.iter().any(|code| codes.contains(code))
    }

    /// Returns what the row is found by.
    pub(super) fn key(&self) -> u64 {
        finder::key(self.suffix)
    }

    /// Compares the places of two rows.
    pub(super) fn compare(&self, other: &Row) -> Ordering {
        (self.rank, &self.suffix).cmp(&(other.rank, &other.suffix))
    }

    /// Compares the place of the row with another one.
    pub(super) fn compare_to(&self, place: &SortKey) -> Ordering {
        let id = TaskRunId::PREFIX.bytes().chain(self.suffix);
        let by_rank = self.rank.cmp(&place.rank);
        by_rank.then_with(|| id.cmp(place.id.bytes()))
    }

    /// Returns the place of the row.
    pub(super) fn place(&self) -> SortKey {
        let mut id = TaskRunId::PREFIX.to_owned();
        id.extend(self.suffix.map(char::from));
        SortKey {
            rank: self.rank,
            id: id.into(),
        }
    }
}
