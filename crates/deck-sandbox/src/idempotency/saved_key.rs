//! A key in a saved sandbox.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::StatusCode;
use serde::Deserialize;
use serde::Serialize;

use crate::idempotency::store::Entry;
use crate::idempotency::store::Parameters;
use crate::response::json;

/// A key in a saved sandbox, with the request it came with and the response that is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SavedKey {
    pub(super) key: String,
    method: String,
    path: String,
    query: Option<String>,
    body: String,
    status: u16,
    response: String,
    ready_at: Duration,
}

impl SavedKey {
    /// Returns `entry` of `key`; nothing where no response is kept, or a body is not text.
    pub(super) fn of(key: &str, entry: &Entry) -> Option<SavedKey> {
        let response = entry.response.as_ref()?;
        Some(SavedKey {
            key: key.to_owned(),
            method: entry.parameters.method.to_string(),
            path: entry.parameters.path.clone(),
            query: entry.parameters.query.clone(),
            body: text(&entry.parameters.body)?,
            status: response.status().as_u16(),
            response: text(response.body())?,
            ready_at: entry.ready_at,
        })
    }

    /// Returns the entry with `age`; nothing where there is no such method or status.
    pub(super) fn into_entry(self, age: u64) -> Option<Entry> {
        let status = StatusCode::from_u16(self.status).ok()?;
        Some(Entry {
            age,
            parameters: Parameters {
                method: Method::from_bytes(self.method.as_bytes()).ok()?,
                path: self.path,
                query: self.query,
                body: self.body.into(),
            },
            response: Some(json::of_text(status, self.response)),
            ready_at: self.ready_at,
        })
    }
}

fn text(bytes: &Bytes) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}
