//! Listing the files of a task run.

use crate::id::TaskRunId;
use crate::listing::Listing;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;
use crate::storage::StorageItem;

/// Lists the files that a task run kept: `GET /task-runs/{run_id}/storage`.
///
/// The listing has no filters and goes on by cursor only. The order of the files is not documented.
///
/// Documented on the reference page *list task run storage items*, which shows a page as the response and no
/// parameter but `run_id`. That `limit` and `cursor` are taken is inferred from that page; without
/// [`page_size`](Self::page_size), nothing that is not documented is sent before the second page.
///
/// # Examples
///
/// The run stands in the path, so that a query is read with [`of_query`](crate::PageRequest::of_query):
///
/// ```
/// use deck_types::{ListTaskRunStorage, Listing, PageRequest};
///
/// let listing = ListTaskRunStorage::new("trun_1");
/// assert_eq!(listing.path()?, "/task-runs/trun_1/storage");
///
/// let request = PageRequest::of_query(listing, "limit=10&cursor=abc")?;
/// assert_eq!(request.to_query(), "limit=10&cursor=abc");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListTaskRunStorage {
    /// The run whose files are listed.
    pub run_id: TaskRunId,
    /// The largest number of items on a page (`limit`), which no copy of the reference page shows. Default:
    /// none, which sends nothing.
    pub page_size: Option<PageSize>,
}

impl ListTaskRunStorage {
    /// Lists all files of one run, in pages of the server's default size.
    #[must_use]
    pub fn new(run_id: impl Into<TaskRunId>) -> Self {
        Self {
            run_id: run_id.into(),
            page_size: None,
        }
    }

    page_size_setter!();
}

impl Listing for ListTaskRunStorage {
    type Item = StorageItem;
    const NAME: &'static str = "GET /task-runs/{run_id}/storage";

    fn path(&self) -> Result<String, PathError> {
        path(["task-runs", self.run_id.as_str(), "storage"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListTaskRunStorage::new(run_id));
