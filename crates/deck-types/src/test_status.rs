//! The answer of `GET /test`.

use serde::Deserialize;
use serde::Serialize;

use crate::id::RequestId;

/// The path of the endpoint that tells whether an API key works.
pub const TEST_PATH: &str = "/test";

/// The answer of `GET /test`, which tells that the API key works.
///
/// Every field tolerates absence and null; what is absent is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TestStatus {
    /// The state of the API, `ready`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The environment of the key, `live`; older answers have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    /// The id of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
}
