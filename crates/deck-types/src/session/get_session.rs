//! Reading one session.

use crate::id::SessionId;
use crate::operation::by_id::operation_by_id;
use crate::session::Session;

operation_by_id! {
    /// Reads one session: `GET /sessions/{session_id}`.
    ///
    /// Documented on the reference page *retrieve a session*.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{GetSession, Operation};
    ///
    /// assert_eq!(GetSession::new("sess_1").path()?, "/sessions/sess_1");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct GetSession {
        /// The session to read.
        pub id: SessionId,
    }

    impl Operation for GetSession {
        Get "GET /sessions/{session_id}" -> Session
    }
}
