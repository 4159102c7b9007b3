//! Which response a request gets.

use http::StatusCode;

use crate::ErrorBody;
use crate::faults::page_fault::PageFault;

/// Which response a request gets.
#[derive(Clone, Copy)]
pub(crate) enum ResponseKind {
    /// The correct one.
    Correct,
    /// The one for requests beyond the rate limit.
    RateLimited,
    /// An error that was planned, for which nothing is carried out.
    Status(StatusCode, ErrorBody),
    /// The correct one, unless it is a page: that has this fault.
    Page(PageFault),
}
