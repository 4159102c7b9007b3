//! The items that are known to come again, after a resume or an error.

use deck_types::Delivered;

use crate::listing::identity::Identity;

/// Elements that come again because the listing reads what it has read before: after a resume, an error, or a
/// step back.
///
/// They need not be on the first page that is read now, nor stand together: other items may have come in
/// before and between them. So they are looked for until the listing ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Replay(Delivered);

impl Replay {
    pub(super) fn of(delivered: Delivered) -> Self {
        Self(delivered)
    }

    pub(super) fn contains(&self, identity: &Identity) -> bool {
        let fingerprint = identity.fingerprint();
        fingerprint.is_some_and(|fingerprint| self.0.contains(fingerprint))
    }

    pub(super) fn delivered(&self) -> &Delivered {
        &self.0
    }
}
