//! The listing of a collection: `GET` of its path.

use std::borrow::Cow;

use deck_types::Listing;
use deck_types::PageRequest;
use deck_types::PageSize;
use deck_types::PathError;
use deck_types::percent;
use serde::Serialize;

use crate::Spelling;
use crate::collection::Collection;
use crate::collection::object::Object;
use crate::response::error_response::ErrorResponse;
use crate::response::listing::Listed;
use crate::response::listing::SandboxListing;
use crate::shelf::objects::ListedObjects;
use crate::state::State;

/// Lists the objects of a collection; every key that is not a parameter of paging is a filter.
#[derive(Clone)]
pub(crate) struct ListObjects {
    path: String,
    has_id_positions: bool,
    page_size: Option<PageSize>,
    /// Names of members, each with a wanted value, in the order of the query.
    wanted: Vec<(String, String)>,
}

impl ListObjects {
    pub(crate) fn new(collection: &Collection) -> ListObjects {
        ListObjects {
            path: collection.path.clone(),
            has_id_positions: collection.has_id_positions,
            page_size: None,
            wanted: Vec::new(),
        }
    }

    /// Returns whether the object has, for every key, one of the values that are wanted.
    fn has(&self, object: &Object) -> bool {
        self.wanted.iter().all(|(name, _)| {
            let mut wanted = self.wanted.iter().filter(|(other, _)| other == name);
            let value = object.member(name);
            value.is_some_and(|value| wanted.any(|(_, wanted)| wanted == value))
        })
    }
}

impl Listing for ListObjects {
    type Item = deck_types::Json;
    const NAME: &'static str = "GET a collection";
    const HAS_ID_POSITIONS: bool = true;

    fn path(&self) -> Result<String, PathError> {
        Ok(self.path.clone())
    }

    fn page_size(&self) -> Option<PageSize> {
        self.page_size
    }

    fn set_page_size(&mut self, page_size: Option<PageSize>) {
        self.page_size = page_size;
    }
}

impl SandboxListing for ListObjects {
    type Object = Object;

    const OBJECT: &'static str = "object";

    fn page_request(mut self, query: &str) -> Result<PageRequest<ListObjects>, ErrorResponse> {
        let mut paging = Vec::new();
        for segment in query.split('&').filter(|segment| !segment.is_empty()) {
            let (key, value) = segment.split_once('=').unwrap_or((segment, ""));
            let decode = |text| {
                let decoded = percent::decode(text).map(Cow::into_owned);
                decoded.map_err(|error| ErrorResponse::malformed_escape(key, error))
            };
            let (name, value) = (decode(key)?, decode(value)?);
            if PAGING.contains(&name.as_str()) {
                paging.push(segment);
            } else {
                self.wanted.push((name, value));
            }
        }
        let request = PageRequest::of_query(self, &paging.join("&"))?;
        Ok(request)
    }

    fn has_id_positions(&self) -> bool {
        self.has_id_positions
    }

    fn filters(&self) -> String {
        format!("{:?}", self.wanted)
    }

    fn objects<'a>(&self, state: &'a State) -> Listed<'a, Object> {
        let collection = state.collections.get(&self.path);
        let collection = collection.ok_or_else(|| ErrorResponse::unknown_path(&self.path))?;
        Ok(ListedObjects::Kept(&collection.shelf))
    }

    fn selection(&self) -> impl Fn(&Object) -> bool {
        |object| self.has(object)
    }

    fn item(object: &Object, _: Option<Spelling>) -> impl Serialize {
        &object.text
    }
}

/// The parameters of paging; the reference page of `GET /task-runs` spells one of them `Limit`.
const PAGING: [&str; 5] = [
    "limit",
    "Limit",
    "cursor",
    "starting_after",
    "ending_before",
];
