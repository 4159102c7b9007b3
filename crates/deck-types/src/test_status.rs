//! Whether the API is ready and a key is good.

use crate::error_response::ErrorResponse;
use crate::id::RequestId;
use crate::model::model;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::path::PathError;
use crate::operation::path::path;

model! {
    /// What `GET /test` tells: that the API is ready and the key is good.
    ///
    /// Every field tolerates absence and null; what is absent is not written.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TestStatus, with the wire form TestStatusOnWire of "TestStatus",
    which always has ["status", "request_id"] {
        /// The state of the API, `ready`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        /// The environment of the key, `live`; older responses have none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub environment: Option<String>,
        /// The id of the response.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

/// Asks whether the API is ready and the key is good: `GET /test`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct GetTestStatus;

impl Operation for GetTestStatus {
    type Output = TestStatus;
    const NAME: &'static str = "GET /test";

    fn path(&self) -> Result<String, PathError> {
        path(["test"])
    }

    fn read(body: &[u8]) -> Result<TestStatus, BodyError> {
        let status: TestStatus = read_body(body)?;
        if status.status.is_none() && ErrorResponse::reported_in_success(200, body).is_some() {
            return Err(BodyError::reports_error(body));
        }
        Ok(status)
    }
}
