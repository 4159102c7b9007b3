//! The objects of an endpoint that the sandbox does not know.

use std::fmt;

use deck_types::Json;

use crate::CollectionError;
use crate::collection::object::Object;
use crate::response::route;
use crate::shelf::Shelf;

pub(crate) mod collection_error;

pub(crate) mod object;

/// The objects of an endpoint that the sandbox does not know, for the tests of a crate that adds it.
///
/// `GET` of the path is a page of them, with `limit` and `cursor` and all that other listings have: the
/// order, faults, cursors that outlive objects. A query key that is not a parameter of paging is a filter: it
/// selects the objects that have a member of this name whose text is the value. The text of a string is its
/// content, that of any other value its JSON; null is not text. Of several values of one key one is enough;
/// all keys must match. `GET` of the path with an id behind it is the object, whatever the query. Both give
/// the exact text of an object.
///
/// Any other method is refused with status 405: what a write does to an object, and what it gives back, only
/// the endpoint itself tells. For the test of a write put a transport of your own in front of the sandbox,
/// such as a `deck_transport::transport_fn` that takes the write, changes the collection and responds, and
/// hands everything else on.
///
/// [`Sandbox::insert_object`](crate::Sandbox::insert_object) and
/// [`Sandbox::delete_object`](crate::Sandbox::delete_object) change a collection later.
///
/// # Examples
///
/// ```
/// use bytes::Bytes;
/// use deck_sandbox::{Collection, SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
/// use deck_types::{Json, Page};
///
/// let plans = [
///     Json::from_text(r#"{"id": "plan_1", "name": "Bills", "rate": 1.10}"#)?,
///     Json::from_text(r#"{"id": "plan_2", "name": "Meters"}"#)?,
/// ];
/// let sandbox = Sandbox::builder().collection(Collection::new("/plans", plans.clone())?).build();
/// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/plans?limit=10&name=Bills"))
///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
///     .body(Bytes::new())?;
///
/// let response = sandbox.respond(&request);
///
/// let page = Page::<Json>::from_json(response.body())?;
/// assert_eq!(page.data, plans[..1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Collection {
    pub(crate) path: String,
    pub(crate) shelf: Shelf<Object>,
    pub(crate) has_id_positions: bool,
}

impl Collection {
    /// Creates the collection at `path`, such as `/plans` or `/plans/plan_1/notes`, of `objects`.
    ///
    /// Each of them is a JSON object with an `id`, and has its place in listings by `created_at`, if it has
    /// one. Of several with one id, the last one stays.
    ///
    /// # Errors
    ///
    /// Fails when the path cannot be one or belongs to an endpoint of the sandbox, and when an object has no
    /// id.
    pub fn new(
        path: &str,
        objects: impl IntoIterator<Item = Json>,
    ) -> Result<Collection, CollectionError> {
        let canonical = Collection::canonical_path(path)?;
        if route::is_taken(&canonical) {
            return Err(CollectionError::TakenPath { path: path.into() });
        }
        let objects = objects.into_iter().map(Object::new);
        let objects = objects.collect::<Result<Vec<_>, _>>()?;
        Ok(Collection {
            path: canonical,
            shelf: Shelf::new(objects),
            has_id_positions: false,
        })
    }

    /// Adds `starting_after` and `ending_before` to `cursor`, as far as
    /// [`Paging`](crate::Paging) has them; by default they are unknown.
    pub fn with_id_positions(self) -> Collection {
        Collection {
            has_id_positions: true,
            ..self
        }
    }

    /// Returns `path` in the one spelling that a collection is found by.
    pub(crate) fn canonical_path(path: &str) -> Result<String, CollectionError> {
        match route::canonical_path(path) {
            Ok(Some(canonical)) => Ok(canonical),
            _ => Err(CollectionError::InvalidPath { path: path.into() }),
        }
    }
}

impl fmt::Debug for Collection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Collection")
            .field("path", &self.path)
            .field("objects", &self.shelf.len())
            .field("has_id_positions", &self.has_id_positions)
            .finish()
    }
}

#[cfg(test)]
mod tests;
