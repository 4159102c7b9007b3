//! How a query is read, where it does not come from a program that knows the listing.

use crate::listing::Listing;
use crate::listing::decode;
use crate::listing::page_request::PageRequest;
use crate::listing::query_error::QueryError;

/// Reads queries that the user's browser or form adds to: a reader with the leniency that it is given.
///
/// A new one is as strict as [`PageRequest::from_query`]. It reads a query as though the parameters that it
/// passes over were not there, and what is left as strictly as ever. So a query without such parameters gives
/// the same request, whatever the reader.
///
/// A `+` is a plus here too, and not the space that HTML forms make of it: no documented value holds a space,
/// and an offset such as `+01:00` is often sent without an escape.
///
/// Whatever the reader, a path with its query and a whole URL are refused ([`QueryError::RawDelimiter`]): a
/// `?` in a key, and a `#` anywhere, show that the text is more than a query. A reader that took
/// `/runs?status` for an unknown key would list everything.
///
/// Whatever the reader, `status=faild` is read: statuses and outcomes are open sets, and Deck may have added
/// one. A server with data of its own checks them with
/// [`TaskRunStatus::is_known`](crate::TaskRunStatus::is_known) and
/// [`Outcome::is_known`](crate::Outcome::is_known).
///
/// # Examples
///
/// The query of a page of one's own, filtered by a form that sends all its fields, and reached by a link in a
/// newsletter:
///
/// ```
/// use deck_types::{ListTaskRuns, PageRequest, QueryError, QueryReader};
///
/// let query = "?utm_source=mail&agent_id=&status=failed&cursor=&limit=50";
///
/// let reader = QueryReader::new().skip_keys(&["utm_source", "fbclid"]).skip_empty_values();
/// let request: PageRequest<ListTaskRuns> = reader.read(query)?;
///
/// assert_eq!(request.to_query(), "limit=50&status=failed");
/// // What is wrong with any other key is still told.
/// assert!(reader.read::<ListTaskRuns>("limit=500&utm_source=mail").is_err());
/// assert!(reader.read::<ListTaskRuns>("statsu=failed&utm_source=mail").is_err());
/// # Ok::<(), QueryError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct QueryReader {
    pub(super) skipped_keys: &'static [&'static str],
    pub(super) skips_unknown_keys: bool,
    pub(super) skips_empty_values: bool,
    pub(super) refuses_positions: bool,
}

impl QueryReader {
    /// Creates a reader that passes over nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            skipped_keys: &[],
            skips_unknown_keys: false,
            skips_empty_values: false,
            refuses_positions: false,
        }
    }

    /// Passes over parameters with these keys, whatever their values, and over a `?` in front of the query.
    ///
    /// Any other unknown key is refused, so that a misspelt filter is told. A key that the listing has is
    /// read, even if it stands among these, and so are the keys of positions. Replaces the keys that were
    /// given before.
    #[must_use]
    pub const fn skip_keys(mut self, keys: &'static [&'static str]) -> Self {
        self.skipped_keys = keys;
        self
    }

    /// Passes over all parameters whose keys the listing does not have, such as `utm_source`, whatever their
    /// values, and over a `?` in front of the query.
    ///
    /// A misspelt filter is passed over too, and lists more than was asked for; where the keys of others can
    /// be named, [`skip_keys`](Self::skip_keys) is the better choice. The keys of positions are
    /// never unknown: `starting_after` is refused by a listing that goes on by cursor only, because without
    /// it the listing would begin again at the start.
    #[must_use]
    pub const fn skip_unknown_keys(mut self) -> Self {
        self.skips_unknown_keys = true;
        self
    }

    /// Passes over parameters of the listing that have no value, such as `agent_id=`: form fields that nobody
    /// filled in. An empty position is the start.
    #[must_use]
    pub const fn skip_empty_values(mut self) -> Self {
        self.skips_empty_values = true;
        self
    }

    /// Refuses positions as unknown, for a text that says what is listed and not which page of it.
    pub(super) const fn refuse_positions(mut self) -> Self {
        self.refuses_positions = true;
        self
    }

    /// Reads a query like [`PageRequest::from_query`].
    ///
    /// # Errors
    ///
    /// The first thing that is wrong and not passed over.
    pub fn read<L: Listing + Default>(self, query: &str) -> Result<PageRequest<L>, QueryError> {
        self.read_into(L::default(), query)
    }

    /// Reads a query like [`PageRequest::of_query`], into a listing that has a parent in its path.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong and not passed over.
    pub fn read_into<L: Listing>(
        self,
        listing: L,
        query: &str,
    ) -> Result<PageRequest<L>, QueryError> {
        decode::query(self, listing, query)
    }
}
