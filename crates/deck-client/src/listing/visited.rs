//! The home of [`Visited`]: the bounded memory of where a listing has been.

use std::collections::HashSet;
use std::collections::VecDeque;

use deck_types::Fingerprint;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;

use crate::LoopGuard;

#[derive(Clone, Debug, Default)]
pub(super) struct Visited {
    order: VecDeque<Fingerprint>,
    positions: HashSet<Fingerprint>,
    last_page: Option<Fingerprint>,
}

impl Visited {
    /// Remembers that `position` was followed; the oldest is forgotten beyond the bound.
    pub(super) fn follow(&mut self, position: &PagePosition) {
        let fingerprint = fingerprint_of_position(position);
        if !self.positions.insert(fingerprint) {
            return;
        }
        self.order.push_back(fingerprint);
        if self.order.len() > LoopGuard::BOUND
            && let Some(oldest) = self.order.pop_front()
        {
            self.positions.remove(&oldest);
        }
    }

    /// Remembers the page that was passed last; an empty page changes nothing.
    pub(super) fn pass(&mut self, page: Option<Fingerprint>) {
        self.last_page = page.or(self.last_page);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.positions.len()
    }

    pub(super) fn contains(&self, position: &PagePosition) -> bool {
        self.positions.contains(&fingerprint_of_position(position))
    }

    /// Returns whether `page` is the one that was passed last over again.
    pub(super) fn is_last_page(&self, page: Option<Fingerprint>) -> bool {
        page.is_some() && page == self.last_page
    }
}

/// Returns what tells a page from another: the ids of its items, in order.
///
/// Returns nothing for a page without items, and for one with an item that has no id: such pages
/// cannot be compared.
pub(super) fn fingerprint_of_page<T: PageItem>(page: &Page<T>) -> Option<Fingerprint> {
    let mut text = String::new();
    for item in &page.data {
        text.push_str(item.task_run_id()?.as_str());
        text.push('\n');
    }
    for item in &page.rejected {
        text.push_str(item.text.as_str());
        text.push('\n');
    }
    (!text.is_empty()).then(|| Fingerprint::of_text(&text))
}

fn fingerprint_of_position(position: &PagePosition) -> Fingerprint {
    let (kind, text) = match position {
        PagePosition::Start => ("start", ""),
        PagePosition::Cursor(cursor) => ("cursor", cursor.as_str()),
        PagePosition::After(id) => ("after", id.as_str()),
        PagePosition::Before(id) => ("before", id.as_str()),
    };
    Fingerprint::of_text(&format!("{kind} {text}"))
}
