//! The listings that [`list`](crate::response::list) can respond to.

use std::borrow::Cow;
use std::time::SystemTime;

use deck_types::Listing;
use deck_types::PageRequest;
use serde::Serialize;

use crate::Spelling;
use crate::response::error_response::ErrorResponse;
use crate::rules::Rules;
use crate::shelf::Shelf;
use crate::shelf::Window;
use crate::sort_key::Created;
use crate::state::State;

pub(crate) mod objects;

mod storage;

mod task_runs;

mod tasks;

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

    /// Returns a filter with a word that is not documented for it: the key, the word, and the words that are.
    fn unknown_word(&self) -> Option<(&'static str, &str, &'static [&'static str])> {
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

    /// Returns the shelf of the objects, those that do not belong to the listing included.
    fn shelf<'a>(&self, state: &'a State) -> Result<Cow<'a, Shelf<Self::Object>>, ErrorResponse>;

    /// Returns whether both bounds of time are given.
    fn is_narrowed(&self) -> bool {
        false
    }

    /// Returns when the objects of the listing were created; others may be within it, too.
    fn window(&self, _rules: &Rules) -> Window {
        Window::default()
    }

    /// Returns the rule that tells which objects belong to the listing by `now`.
    fn selection(&self, rules: &Rules, now: SystemTime) -> impl Fn(&Self::Object) -> bool;

    /// Returns `object` as an item of a page, in `spelling` where it has a word of two spellings.
    fn item(object: &Self::Object, spelling: Option<Spelling>) -> impl Serialize;
}
