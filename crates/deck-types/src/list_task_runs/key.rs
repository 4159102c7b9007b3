//! The keys of the query, in the order of the reference page.

/// One parameter of `GET /task-runs`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Key {
    Limit,
    Cursor,
    StartingAfter,
    EndingBefore,
    Status,
    SourceId,
    Outcome,
    AgentId,
    CredentialId,
    TaskId,
    WorkflowId,
    CreatedAfter,
    CreatedBefore,
}

impl Key {
    /// Every key, in the order in which they are written.
    const ALL: [Self; 13] = [
        Self::Limit,
        Self::Cursor,
        Self::StartingAfter,
        Self::EndingBefore,
        Self::Status,
        Self::SourceId,
        Self::Outcome,
        Self::AgentId,
        Self::CredentialId,
        Self::TaskId,
        Self::WorkflowId,
        Self::CreatedAfter,
        Self::CreatedBefore,
    ];

    /// Returns the key as it is written.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Cursor => "cursor",
            Self::StartingAfter => "starting_after",
            Self::EndingBefore => "ending_before",
            Self::Status => "status",
            Self::SourceId => "source_id",
            Self::Outcome => "outcome",
            Self::AgentId => "agent_id",
            Self::CredentialId => "credential_id",
            Self::TaskId => "task_id",
            Self::WorkflowId => "workflow_id",
            Self::CreatedAfter => "created_after",
            Self::CreatedBefore => "created_before",
        }
    }

    /// Finds the key that a text names; the reference page spells the first one `Limit`.
    pub(super) fn find(text: &str) -> Option<Self> {
        let text = if text == "Limit" { "limit" } else { text };
        Self::ALL.into_iter().find(|key| key.as_str() == text)
    }

    /// Tells whether the key may stand in a query more than once.
    pub(super) fn is_repeatable(self) -> bool {
        matches!(self, Self::Status | Self::SourceId | Self::Outcome)
    }

    /// Tells whether the key says where the page begins.
    pub(super) fn is_position(self) -> bool {
        matches!(
            self,
            Self::Cursor | Self::StartingAfter | Self::EndingBefore
        )
    }
}
