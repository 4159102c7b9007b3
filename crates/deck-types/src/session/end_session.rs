//! Ending a session.

use crate::id::SessionId;
use crate::operation::by_id::operation_by_id;
use crate::session::Session;

operation_by_id! {
    /// Ends a session: `POST /sessions/{session_id}/end`, without a body. Its running task runs are canceled.
    ///
    /// Documented on the reference page *end a session* and on the concept page about sessions. How a session
    /// is refused that has ended already is not documented.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{EndSession, Operation};
    ///
    /// assert_eq!(EndSession::new("sess_1").path()?, "/sessions/sess_1/end");
    /// # Ok::<(), deck_types::PathError>(())
    /// ```
    pub struct EndSession {
        /// The session to end.
        pub id: SessionId,
    }

    impl Operation for EndSession {
        Post "POST /sessions/{session_id}/end" -> Session
    }
}
