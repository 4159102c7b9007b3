//! One line of a report.

use deck_types::DriftKind;
use deck_types::JsonType;
use deck_types::RequestId;
use serde::Serialize;

/// One difference, out of all responses to one operation.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DriftEntry {
    /// Method and path template, such as `GET /task-runs`; for an [untyped request](crate::UntypedRequest),
    /// method and path.
    pub operation: String,
    /// The place in the response, such as `$.data[].storage[].mood`; see
    /// [`DriftFinding::path`](deck_types::DriftFinding::path).
    pub path: String,
    /// The kind of difference.
    pub kind: DriftKind,
    /// The type of the value that stands there; `None` where there is none, or where it is not known.
    pub json_type: Option<JsonType>,
    /// How often it was found, each time in a response counted.
    pub count: u64,
    /// The id of the first response in which it was found, where that had one: at most 255 characters of it,
    /// and no further than the first that is not visible ASCII.
    pub request_id: Option<RequestId>,
}
