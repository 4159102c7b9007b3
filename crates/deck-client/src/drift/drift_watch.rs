//! The collector of what responses have that this version does not know.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use deck_types::DriftFinding;
use deck_types::RequestId;
use deck_types::SchemaDrift;

use crate::DriftEntry;
use crate::DriftReport;

/// Finds where the responses to a client differ from what this version knows. Clones find together, so that
/// one is given to the client and the other asked for its [report](Self::report).
///
/// What differs is told by [`SchemaDrift`]: unknown fields, unknown words, documented fields that are absent,
/// and items of pages that cannot be read. It looks at the models of [`types`](crate::types), wherever they
/// stand in what an operation or a listing is read as. A response that is read as
/// [`Json`](deck_types::Json) or as bytes, and one of an error, is not looked at. One whose body cannot be
/// read is an error of its call.
///
/// A client without a watch spends nothing on it. With one, whatever is read is looked at in the same pass.
///
/// # Bounds
///
/// The report has at most [`MAX_ENTRIES`](Self::MAX_ENTRIES) entries, and names, paths and ids in it are cut,
/// so that no server makes it grow. What there is no room for is counted
/// ([`omitted`](DriftReport::omitted)).
#[derive(Clone, Debug, Default)]
pub struct DriftWatch(Arc<Mutex<Found>>);

#[derive(Debug, Default)]
struct Found {
    entries: BTreeMap<Key, Seen>,
    omitted: u64,
}

/// An operation, and what was found in its responses.
type Key = (String, DriftFinding);

#[derive(Debug)]
struct Seen {
    count: u64,
    request_id: Option<RequestId>,
}

impl DriftWatch {
    /// How many entries a report has at most.
    pub const MAX_ENTRIES: usize = 1_000;

    /// Creates a watch that has found nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns what was found until now, in all responses of all clients that have this watch.
    #[must_use]
    pub fn report(&self) -> DriftReport {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = found
            .entries
            .iter()
            .map(|((operation, finding), seen)| DriftEntry {
                operation: operation.clone(),
                path: finding.path.clone(),
                kind: finding.kind,
                json_type: finding.json_type,
                count: seen.count,
                request_id: seen.request_id.clone(),
            });
        DriftReport {
            entries: entries.collect(),
            omitted: found.omitted,
        }
    }

    /// Adds what was found in one response.
    pub(crate) fn add(&self, operation: &str, drift: &SchemaDrift, request_id: Option<&RequestId>) {
        let request_id = request_id.map(shortened);
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        found.omitted = found.omitted.saturating_add(drift.omitted());
        for (finding, count) in drift.iter() {
            found.add(
                (operation.to_owned(), finding.clone()),
                count,
                request_id.as_ref(),
            );
        }
    }
}

impl Found {
    fn add(&mut self, key: Key, count: u64, request_id: Option<&RequestId>) {
        if let Some(seen) = self.entries.get_mut(&key) {
            seen.count = seen.count.saturating_add(count);
        } else if self.entries.len() < DriftWatch::MAX_ENTRIES {
            let request_id = request_id.cloned();
            self.entries.insert(key, Seen { count, request_id });
        } else {
            self.omitted = self.omitted.saturating_add(count);
        }
    }
}

/// Ids of Deck have at most 255 characters, by its page on changes.
const LONGEST_REQUEST_ID: usize = 255;

/// Returns the beginning of an id that can be one: each entry repeats it, and escapes would make it longer.
fn shortened(id: &RequestId) -> RequestId {
    let text = id.as_str();
    let visible = text.bytes().take(LONGEST_REQUEST_ID);
    let length = visible.take_while(u8::is_ascii_graphic).count();
    text[..length].into()
}
