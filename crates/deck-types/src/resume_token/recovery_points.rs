//! The places that a listing can step back to.

use crate::id::ItemId;
use crate::listing::page_position::PagePosition;

/// Where a listing can go on when the server no longer knows the run that its position names.
///
/// A listing by id stands right behind a run. When that run is deleted, the server may refuse its id; the
/// listing then steps back to a run that was delivered earlier, and passes over what it delivered since. A
/// token that is to do the same in another process needs the ids of some of those runs, since
/// [`Fingerprint`](crate::Fingerprint)s cannot be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoveryPoints {
    pub(super) anchors: Vec<ItemId>,
    pub(super) origin: Option<PagePosition>,
}

impl RecoveryPoints {
    /// How many ids are kept.
    pub const CAPACITY: usize = 16;

    /// Creates one of the ids of delivered runs, the nearest first; those beyond [`CAPACITY`](Self::CAPACITY)
    /// and those without text are left out.
    #[must_use]
    pub fn new(anchors: impl IntoIterator<Item = ItemId>) -> Self {
        let has_text = |id: &ItemId| !id.as_str().is_empty();
        Self {
            anchors: anchors
                .into_iter()
                .filter(has_text)
                .take(Self::CAPACITY)
                .collect(),
            origin: None,
        }
    }

    /// Adds the position at which the listing began; only for a token that knows all that was delivered
    /// since.
    #[must_use]
    pub fn with_origin(mut self, origin: PagePosition) -> Self {
        self.origin = Some(origin);
        self
    }

    /// Returns the ids of runs that were delivered, the nearest first.
    #[must_use]
    pub fn anchors(&self) -> &[ItemId] {
        &self.anchors
    }

    /// Returns the position at which the listing began, if the token knows all that was delivered since.
    #[must_use]
    pub fn origin(&self) -> Option<&PagePosition> {
        self.origin.as_ref()
    }
}
