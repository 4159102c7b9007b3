//! The types of events.

use crate::page::limits::ListElement;
use crate::word::OtherWord;
use crate::word::open_words;

/// What happened to which kind of resource, such as `task_run.completed`.
///
/// The set is open, and Deck adds to it without notice: a word that this version does not know is kept in
/// [`Other`](Self::Other) and written back unchanged.
///
/// # Examples
///
/// ```
/// use deck_types::EventType;
///
/// assert_eq!(EventType::TaskRunInteractionRequired.object(), "task_run");
/// assert_eq!(EventType::from("invoice.paid").object(), "invoice");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventType {
    /// Every type: no event has it, but an event destination asks for it, alone.
    All,
    /// An agent was created.
    AgentCreated,
    /// An agent was updated.
    AgentUpdated,
    /// An agent was deleted.
    AgentDeleted,
    /// A source was created.
    SourceCreated,
    /// A source was updated.
    SourceUpdated,
    /// A source was deleted.
    SourceDeleted,
    /// A credential was created.
    CredentialCreated,
    /// It is not known whether a credential is accepted by its source.
    CredentialUnverified,
    /// A source accepted a credential.
    CredentialVerified,
    /// A source refused a credential.
    CredentialInvalid,
    /// A credential was deleted.
    CredentialDeleted,
    /// A session was queued.
    SessionQueued,
    /// A session began, or a run in it.
    SessionRunning,
    /// No run takes place in a session any more.
    SessionIdle,
    /// A session is coming to its end.
    SessionCompleting,
    /// A session ended well.
    SessionCompleted,
    /// A session failed.
    SessionFailed,
    /// A task was created.
    TaskCreated,
    /// A task was updated.
    TaskUpdated,
    /// A task was deleted.
    TaskDeleted,
    /// A task was set back to the state *learning*. Known from a third party only.
    TaskReset,
    /// A run was queued.
    TaskRunQueued,
    /// A run began, or goes on.
    TaskRunRunning,
    /// A run waits for an answer of the end user.
    TaskRunInteractionRequired,
    /// A run waits for a review. Known from a third party only.
    TaskRunReviewRequired,
    /// A run waits for a review. Known from old pages.
    TaskRunPending,
    /// A run is being canceled. No other spelling of the event was seen, unlike that of the status.
    TaskRunCanceling,
    /// A run was canceled.
    TaskRunCanceled,
    /// A run ended well.
    TaskRunCompleted,
    /// A run ended with errors.
    TaskRunFailed,
    /// A file was kept.
    StorageCreated,
    /// A file was deleted. Known from old pages.
    StorageDeleted,
    /// An event destination became active. Known from a third party only.
    EventDestinationActivated,
    /// An event destination became inactive. Known from a third party only.
    EventDestinationDeactivated,
    /// A user was created. Known from a third party only.
    UserCreated,
    /// Any other word.
    Other(OtherWord),
}

open_words!(EventType {
    All = "*",
    AgentCreated = "agent.created",
    AgentUpdated = "agent.updated",
    AgentDeleted = "agent.deleted",
    SourceCreated = "source.created",
    SourceUpdated = "source.updated",
    SourceDeleted = "source.deleted",
    CredentialCreated = "credential.created",
    CredentialUnverified = "credential.unverified",
    CredentialVerified = "credential.verified",
    CredentialInvalid = "credential.invalid",
    CredentialDeleted = "credential.deleted",
    SessionQueued = "session.queued",
    SessionRunning = "session.running",
    SessionIdle = "session.idle",
    SessionCompleting = "session.completing",
    SessionCompleted = "session.completed",
    SessionFailed = "session.failed",
    TaskCreated = "task.created",
    TaskUpdated = "task.updated",
    TaskDeleted = "task.deleted",
    TaskReset = "task.reset",
    TaskRunQueued = "task_run.queued",
    TaskRunRunning = "task_run.running",
    TaskRunInteractionRequired = "task_run.interaction_required",
    TaskRunReviewRequired = "task_run.review_required",
    TaskRunPending = "task_run.pending",
    TaskRunCanceling = "task_run.canceling",
    TaskRunCanceled = "task_run.canceled",
    TaskRunCompleted = "task_run.completed",
    TaskRunFailed = "task_run.failed",
    StorageCreated = "storage.created",
    StorageDeleted = "storage.deleted",
    EventDestinationActivated = "event_destination.activated",
    EventDestinationDeactivated = "event_destination.deactivated",
    UserCreated = "user.created",
});

impl EventType {
    /// Returns the kind of resource: what stands before the dot.
    #[must_use]
    pub fn object(&self) -> &str {
        let word = self.as_str();
        word.split_once('.').map_or(word, |(object, _)| object)
    }
}

impl ListElement for EventType {
    fn least_text(&self) -> usize {
        r#""","#.len() + self.as_str().len()
    }
}
