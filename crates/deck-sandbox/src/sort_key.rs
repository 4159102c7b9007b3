//! The place of an object among all objects of its resource.

use std::sync::Arc;

use deck_types::Timestamp;

use crate::cursor;
use crate::rules::Order;

/// An object that was created once and has an id.
pub(crate) trait Created {
    fn id(&self) -> &str;

    fn created_at(&self) -> Option<&Timestamp>;

    /// Returns when the object changed, where that is known.
    fn updated_at(&self) -> Option<&Timestamp> {
        None
    }

    /// Returns the [labels](crate::shelf::scope::label) by which listings find the object where it is one of
    /// few.
    fn labels(&self) -> Vec<u64> {
        Vec::new()
    }
}

/// Where an object stands: an instant or a number that the order makes, then its id.
///
/// Listings are continued from a key and not from an object, so a place outlives the object that was there.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct SortKey {
    /// Nanoseconds since 1970 where the order is by an instant; an object without it has the smallest number
    /// there is.
    pub(crate) rank: i128,
    pub(crate) id: Arc<str>,
}

impl SortKey {
    /// Returns the place of `object` in `order`.
    pub(crate) fn of(object: &impl Created, order: Order) -> SortKey {
        let instant = match order {
            Order::NewestFirst | Order::OldestFirst => object.created_at(),
            Order::LastUpdatedFirst => object.updated_at().or(object.created_at()),
            Order::Shuffled => return SortKey::shuffled(object.id()),
        };
        let instant = instant.map(Timestamp::unix_nanoseconds);
        SortKey {
            rank: instant.and_then(Result::ok).unwrap_or(i128::MIN),
            id: object.id().into(),
        }
    }

    /// Returns the place of the object with `id` in an order that has nothing to do with time.
    pub(crate) fn shuffled(id: &str) -> SortKey {
        SortKey {
            rank: cursor::fingerprint(id.bytes()).into(),
            id: id.into(),
        }
    }

    /// Returns the place before all objects of an instant.
    pub(crate) fn before(instant: i128) -> SortKey {
        SortKey {
            rank: instant,
            id: Arc::default(),
        }
    }
}
