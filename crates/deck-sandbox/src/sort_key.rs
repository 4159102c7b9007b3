//! The place of an object among all objects of its resource.

use std::sync::Arc;

use deck_types::Timestamp;

/// An object that was created once and has an id.
pub(crate) trait Created {
    fn id(&self) -> &str;

    fn created_at(&self) -> Option<&Timestamp>;

    /// Returns the [labels](crate::shelf::scope::label) by which listings find the object where it is one of
    /// few.
    fn labels(&self) -> Vec<u64> {
        Vec::new()
    }
}

/// Where an object stands: its instant of creation, then its id.
///
/// Listings are continued from a key and not from an object, so a place outlives the object that was there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct SortKey {
    /// Nanoseconds since 1970; an object without a readable `created_at` has the smallest number there is.
    pub(crate) created: i128,
    pub(crate) id: Arc<str>,
}

impl SortKey {
    /// Returns the place of `object`.
    pub(crate) fn of(object: &impl Created) -> SortKey {
        let created = object.created_at().map(Timestamp::unix_nanoseconds);
        SortKey {
            created: created.and_then(Result::ok).unwrap_or(i128::MIN),
            id: object.id().into(),
        }
    }
}
