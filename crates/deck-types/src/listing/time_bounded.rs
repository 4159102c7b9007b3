//! Listings that can be narrowed to a range of time.

use crate::listing::Listing;
use crate::timestamp::Timestamp;

/// A listing with both bounds of time, `created_after` and `created_before`.
///
/// `deck-client` lists several parts of a time range at once through it. Whether the bounds include their
/// instant, and how exactly they compare, is not documented; who narrows a listing by them asks for more than
/// is wanted, and looks at the [creation instant](crate::CreatedItem) of what comes.
///
/// # Examples
///
/// ```
/// use deck_types::{ListTaskRuns, PageRequest, TimeBounded};
///
/// let mut listing = ListTaskRuns::new();
/// listing.set_created_before(Some("2026-12-01T00:00:00Z".parse()?));
///
/// let query = PageRequest::new(listing).to_query();
/// assert_eq!(query, "created_before=2026-12-01T00%3A00%3A00Z");
/// # Ok::<(), deck_types::TimestampError>(())
/// ```
pub trait TimeBounded: Listing {
    /// Returns the lower bound (`created_after`).
    fn created_after(&self) -> Option<&Timestamp>;

    /// Returns the upper bound (`created_before`).
    fn created_before(&self) -> Option<&Timestamp>;

    /// Sets the lower bound; `None` takes it away.
    fn set_created_after(&mut self, created_after: Option<Timestamp>);

    /// Sets the upper bound; `None` takes it away.
    fn set_created_before(&mut self, created_before: Option<Timestamp>);
}

/// Implements [`TimeBounded`] for a listing of this crate that has the fields `created_after` and
/// `created_before`.
macro_rules! time_bounded {
    ($name:ident) => {
        impl $crate::listing::time_bounded::TimeBounded for $name {
            fn created_after(&self) -> Option<&$crate::timestamp::Timestamp> {
                self.created_after.as_ref()
            }

            fn created_before(&self) -> Option<&$crate::timestamp::Timestamp> {
                self.created_before.as_ref()
            }

            fn set_created_after(&mut self, created_after: Option<$crate::timestamp::Timestamp>) {
                self.created_after = created_after;
            }

            fn set_created_before(&mut self, created_before: Option<$crate::timestamp::Timestamp>) {
                self.created_before = created_before;
            }
        }
    };
}

pub(crate) use time_bounded;
