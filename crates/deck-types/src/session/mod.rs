//! A session: the browser that runs happen in.

use std::time::Duration;

use crate::id::RequestId;
use crate::id::SessionId;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::session::session_task_run::SessionTaskRun;
use crate::session::status::SessionStatus;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod end_session;
pub(crate) mod get_session;
pub(crate) mod session_task_run;
pub(crate) mod status;

model! {
    /// A session: the browser that runs happen in. Running a task makes one, unless it is given one.
    ///
    /// Documented on the reference pages *retrieve a session* and *end a session*, which mark every field
    /// required. Nevertheless only [`id`](Self::id) is indispensable here: every other field tolerates
    /// absence and null, and words and fields that this version does not know are kept and written back. No
    /// listing of sessions was found.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Session, SessionStatus, read_body};
    ///
    /// let body = br#"{"id": "sess_1", "status": "idle", "runtime_ms": "250", "task_runs": []}"#;
    /// let session: Session = read_body(body)?;
    ///
    /// assert_eq!(session.status, Some(SessionStatus::Idle));
    /// assert_eq!(session.runtime_ms, Some(250));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Session, with the wire form SessionOnWire of "Session",
    which always has [
        "id", "object", "status", "runtime_ms", "task_runs", "created_at", "updated_at", "request_id",
    ] {
        /// The id of the session.
        pub id: SessionId,
        /// The kind of object, `session`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The state that the session is in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<SessionStatus>,
        /// How long the session took, in milliseconds; [`runtime`](Self::runtime) gives it as a
        /// [`Duration`].
        #[serde(
            default,
            deserialize_with = "lenient::number",
            skip_serializing_if = "Option::is_none"
        )]
        pub runtime_ms: Option<u64>,
        /// The runs that took place in the session, in brief; `None` when the response does not tell.
        #[serde(
            default,
            deserialize_with = "lenient::optional_list",
            skip_serializing_if = "Option::is_none"
        )]
        pub task_runs: Option<Vec<SessionTaskRun>>,
        /// When the session was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the session last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the session is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Session {
    /// Makes a session with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<SessionId>) -> Self {
        Self {
            id: id.into(),
            object: Some("session".into()),
            status: None,
            runtime_ms: None,
            task_runs: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns how long the session took.
    #[must_use]
    pub fn runtime(&self) -> Option<Duration> {
        self.runtime_ms.map(Duration::from_millis)
    }

    /// Returns the words that this version does not know, each with the field in which it stands: `status`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        unknown_in("status", &self.status)
    }
}
