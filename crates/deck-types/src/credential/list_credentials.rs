//! Listing credentials.

use crate::credential::Credential;
use crate::credential::status::CredentialStatus;
use crate::filters;
use crate::id::SourceId;
use crate::listing::Listing;
use crate::listing::filter::Filter;
use crate::listing::page_size::PageSize;
use crate::listing::page_size_field::page_size_methods;
use crate::listing::page_size_field::page_size_setter;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Lists credentials: `GET /credentials`.
///
/// Filters are combined with AND, the values of one filter with OR. An empty list and `None` send nothing and
/// leave the choice to the server. The order of the credentials is not documented.
///
/// Documented on the reference page *list credentials*. An older edition of it goes on by `starting_after`
/// and `ending_before`, the newest one by `cursor` only; both are to be had here, and the cursor is what a
/// listing takes by itself. That several values of a filter are repeated keys is inferred.
///
/// # Examples
///
/// ```
/// use deck_types::{CredentialStatus, ListCredentials, PageRequest};
///
/// let listing = ListCredentials::new()
///     .source_id(["src_bank"])
///     .status([CredentialStatus::Verified, CredentialStatus::Unverified])
///     .external_id("user_12345");
///
/// assert_eq!(
///     PageRequest::new(listing).to_query(),
///     "source_id=src_bank&status=verified&status=unverified&external_id=user_12345"
/// );
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ListCredentials {
    /// The largest number of items on a page (`limit`); `None` leaves it to the server.
    pub page_size: Option<PageSize>,
    /// Only credentials for one of these sources (`source_id`).
    pub source_id: Vec<SourceId>,
    /// Only credentials in one of these states (`status`).
    pub status: Vec<CredentialStatus>,
    /// Only credentials with this id of the caller's own (`external_id`).
    pub external_id: Option<String>,
}

impl ListCredentials {
    /// Lists everything, in pages of the server's default size.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    page_size_setter!();

    /// Asks for credentials for one of these sources only; replaces those set before.
    #[must_use]
    pub fn source_id(mut self, source_id: impl IntoIterator<Item: Into<SourceId>>) -> Self {
        self.source_id = source_id.into_iter().map(Into::into).collect();
        self
    }

    /// Asks for credentials in one of these states only; replaces those set before.
    #[must_use]
    pub fn status(mut self, status: impl IntoIterator<Item: Into<CredentialStatus>>) -> Self {
        self.status = status.into_iter().map(Into::into).collect();
        self
    }

    /// Asks for credentials with this id of the caller's own only.
    #[must_use]
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }
}

impl Listing for ListCredentials {
    type Item = Credential;
    const NAME: &'static str = "GET /credentials";
    const HAS_ID_POSITIONS: bool = true;
    const FILTERS: &'static [Filter<Self>] = filters! {
        "source_id" => source_id,
        "status" => status,
        "external_id" => external_id,
    };

    fn path(&self) -> Result<String, PathError> {
        path(["credentials"])
    }

    page_size_methods!();
}

crate::serde_as_query!(ListCredentials);
