//! The home of [`Identity`]: what an element of a page is recognised by.

use deck_types::Fingerprint;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::RejectedItem;
use deck_types::TaskRunId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// A run, readable or not.
    Run {
        id: TaskRunId,
        fingerprint: Fingerprint,
    },
    /// An element that could not be decoded and has no id; others may have the same text.
    Text(Fingerprint),
    /// An item without an id, of which nothing more is known.
    Nameless,
}

impl Identity {
    /// Returns the identities of all that is on `page`, in the server's order.
    pub(super) fn of_page<T: PageItem>(page: &Page<T>) -> Vec<Self> {
        page.entries()
            .map(|entry| entry.map_or_else(Self::of_rejected, Self::of_item))
            .collect()
    }

    /// Returns the fingerprint of the element, if it has one.
    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        match self {
            Self::Run { fingerprint, .. } | Self::Text(fingerprint) => Some(*fingerprint),
            Self::Nameless => None,
        }
    }

    /// Returns the fingerprint of a run: it stands for that run and no other element.
    pub(super) fn run(&self) -> Option<Fingerprint> {
        match self {
            Self::Run { fingerprint, .. } => Some(*fingerprint),
            Self::Text(_) | Self::Nameless => None,
        }
    }

    fn of_item<T: PageItem>(item: &T) -> Self {
        Self::of_id(item.task_run_id()).unwrap_or(Self::Nameless)
    }

    fn of_rejected(rejected: &RejectedItem) -> Self {
        Self::of_id(rejected.id.clone())
            .unwrap_or_else(|| Self::Text(Fingerprint::of_text(rejected.text.as_str())))
    }

    /// An id without text tells no run from another.
    fn of_id(id: Option<TaskRunId>) -> Option<Self> {
        let id = id.filter(|id| !id.as_str().is_empty())?;
        let fingerprint = Fingerprint::of_id(&id);
        Some(Self::Run { id, fingerprint })
    }
}
