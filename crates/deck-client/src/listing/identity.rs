//! What an element of a page is recognised by.

use deck_types::Fingerprint;
use deck_types::ItemId;
use deck_types::Page;
use deck_types::PageItem;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// An item that has an id, readable or not.
    Item {
        fingerprint: Fingerprint,
        /// Kept only where the listing may have to go on from it.
        id: Option<ItemId>,
    },
    /// An element that could not be decoded and has no id; others may have the same text.
    Text(Fingerprint),
    /// An item without an id, of which nothing more is known.
    Nameless,
}

impl Identity {
    /// Returns the identities of all that is on `page`, in the server's order; with the ids themselves where
    /// they are wanted.
    pub(super) fn of_page<T: PageItem>(page: &Page<T>, with_ids: bool) -> Vec<Self> {
        let of_id = |id: &str| Self::of_id(id, with_ids);
        page.entries()
            .map(|entry| match entry {
                Ok(item) => item.item_id().and_then(|id| of_id(&id)),
                Err(rejected) => {
                    let id = rejected.id.as_ref().and_then(|id| of_id(id.as_str()));
                    id.or_else(|| Some(Self::Text(Fingerprint::of_text(rejected.text.as_str()))))
                }
            })
            .map(|identity| identity.unwrap_or(Self::Nameless))
            .collect()
    }

    /// Creates the identity of an id; nothing for one without text, which tells no item from another.
    pub(super) fn of_id(id: &str, with_id: bool) -> Option<Self> {
        (!id.is_empty()).then(|| Self::Item {
            fingerprint: Fingerprint::of_text(id),
            id: with_id.then(|| id.into()),
        })
    }

    /// Returns the fingerprint of the element, if it has one.
    pub(super) fn fingerprint(&self) -> Option<Fingerprint> {
        match self {
            Self::Item { fingerprint, .. } | Self::Text(fingerprint) => Some(*fingerprint),
            Self::Nameless => None,
        }
    }

    /// Returns the fingerprint of an item that has an id: it stands for that item and no other element.
    pub(super) fn item(&self) -> Option<Fingerprint> {
        match self {
            Self::Item { fingerprint, .. } => Some(*fingerprint),
            Self::Text(_) | Self::Nameless => None,
        }
    }
}
