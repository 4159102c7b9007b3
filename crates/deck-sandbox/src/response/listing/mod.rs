//! The listings that [`list`](crate::response::list) can respond to.

use deck_types::Listing;
use deck_types::PageRequest;
use serde::Serialize;

use crate::Spelling;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::creation_filter::CreationFilter;
use crate::shelf::objects::ListedObjects;
use crate::sort_key::Created;
use crate::state::State;

pub(crate) mod creation_filter;

pub(crate) mod objects;

mod resources;

mod storage;

pub(crate) mod task_runs;

mod tasks;

/// A word that is not documented for a filter: the key, the word, and the words that are.
pub(crate) type UnknownWord<'a> = (&'static str, &'a str, &'static [&'static str]);

/// The objects of a listing, unless there is an error.
pub(crate) type Listed<'a, T> = Result<ListedObjects<'a, T>, ErrorResponse>;

/// A listing that the sandbox has: where its objects are, which of them belong to it, and how they are
/// written.
pub(crate) trait SandboxListing: Listing {
    /// The type of the objects on the shelf.
    type Object: Created + Clone;

    /// The member `object` of an item, which names the kind in error messages too.
    const OBJECT: &'static str;

    /// A member whose value is a text, for the fault that makes a number of it.
    const TEXT_MEMBER: &'static str = "status";

    /// Reads `query` into the listing, which has no filters yet.
    fn page_request(self, query: &str) -> Result<PageRequest<Self>, ErrorResponse> {
        Ok(PageRequest::of_query(self, query)?)
    }

    /// Returns a filter with a word that is not documented for it.
    fn unknown_word(&self) -> Option<UnknownWord<'_>> {
        None
    }

    /// Returns whether the listing has positions by id, if the era has them.
    fn has_id_positions(&self) -> bool {
        Self::HAS_ID_POSITIONS
    }

    /// Returns the filters as text.
    fn filters(&self) -> String {
        let mut request = PageRequest::new(self.clone());
        request.listing.set_page_size(None);
        request.to_query()
    }

    /// Returns the objects, those that do not belong to the listing included.
    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Self::Object>;

    /// Returns the filters by creation; nothing for a listing that has none.
    fn created(&self) -> Option<CreationFilter<'_>> {
        None
    }

    /// Returns for each filter the [labels](crate::shelf::scope::label) of which all objects of the listing
    /// have one, each of them once.
    fn labels(&self) -> Vec<Vec<u64>> {
        Vec::new()
    }

    /// Returns the rule that tells which objects belong to the listing, the filters by creation aside.
    fn selection(&self) -> impl Fn(&Self::Object) -> bool;

    /// Returns `object` as an item of a page, in `spelling` where it has a word of two spellings.
    fn item(object: &Self::Object, spelling: Option<Spelling>) -> impl Serialize;
}
