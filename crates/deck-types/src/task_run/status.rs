//! The state of a task run.

use crate::word::OtherWord;
use crate::word::open_words;

/// The state a task run is in.
///
/// The set is open: a word that this version does not know is kept in [`Other`](Self::Other) and written back
/// unchanged.
///
/// Equality and hashing are exact, so that equal values have equal text.
/// [`normalized`](Self::normalized) makes one status of the two spellings of *cancelling*, and
/// [`same_status`](Self::same_status) looks past them.
///
/// # Examples
///
/// Both spellings are one group, and the received one survives:
///
/// ```
/// use std::collections::HashMap;
///
/// use deck_types::TaskRunStatus;
///
/// let received = ["canceling", "failed", "cancelling"].map(TaskRunStatus::from);
///
/// let mut runs = HashMap::new();
/// for status in &received {
///     *runs.entry(status.normalized()).or_insert(0) += 1;
/// }
///
/// assert_eq!(runs[&TaskRunStatus::cancelling()], 2);
/// assert_eq!(runs.len(), 2);
/// assert_eq!(received[0].as_str(), "canceling");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TaskRunStatus {
    /// The run waits for a session.
    Queued,
    /// The agent is at work on the source.
    Running,
    /// Cancellation was asked for and the agent is stopping.
    Cancelling(CancellingSpelling),
    /// The source wants an answer of the end user, such as a one-time code.
    InteractionRequired,
    /// The run waits for a review.
    ReviewRequired,
    /// The run ended well.
    Completed,
    /// The run was canceled before it completed.
    Canceled,
    /// The run ended with errors.
    Failed,
    /// The run waits for a review, in the words of Deck's early documentation.
    Pending,
    /// Any other word.
    Other(OtherWord),
}

/// The two spellings of *cancelling* that Deck's pages use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CancellingSpelling {
    /// `cancelling`, the spelling of the reference page of `GET /task-runs`.
    #[default]
    Cancelling,
    /// `canceling`, the spelling of other pages and of the events.
    Canceling,
}

impl TaskRunStatus {
    /// Returns the status *cancelling* in the spelling of the reference page.
    #[must_use]
    pub fn cancelling() -> Self {
        Self::Cancelling(CancellingSpelling::default())
    }

    /// Returns whether the run has ended and will not change its status again; `None` for a word that is not
    /// known.
    #[must_use]
    pub fn is_terminal(&self) -> Option<bool> {
        let terminal = matches!(self, Self::Completed | Self::Canceled | Self::Failed);
        self.is_known().then_some(terminal)
    }

    /// Returns whether the run stands still until a person acts; `None` for a word that is not known.
    #[must_use]
    pub fn is_paused(&self) -> Option<bool> {
        let paused = matches!(
            self,
            Self::InteractionRequired | Self::ReviewRequired | Self::Pending
        );
        self.is_known().then_some(paused)
    }

    /// Returns whether the run is being cancelled, in either spelling.
    #[must_use]
    pub fn is_cancelling(&self) -> bool {
        matches!(self, Self::Cancelling(_))
    }

    /// Returns the status in the spelling of the reference page: what to group, count and compare by.
    ///
    /// Only `canceling` becomes another word, `cancelling`; a word that is not known stays as it is.
    #[must_use]
    pub fn normalized(&self) -> Self {
        match self {
            Self::Cancelling(_) => Self::cancelling(),
            other => other.clone(),
        }
    }

    /// Returns whether two statuses mean the same, whatever the spelling of *cancelling*.
    #[must_use]
    pub fn same_status(&self, other: &Self) -> bool {
        self == other || (self.is_cancelling() && other.is_cancelling())
    }
}

open_words!(TaskRunStatus {
    Queued = "queued",
    Running = "running",
    Cancelling(CancellingSpelling::Cancelling) = "cancelling",
    Cancelling(CancellingSpelling::Canceling) = "canceling",
    InteractionRequired = "interaction_required",
    ReviewRequired = "review_required",
    Completed = "completed",
    Canceled = "canceled",
    Failed = "failed",
    Pending = "pending",
});

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::TaskRunStatus;

    fn word() -> impl Strategy<Value = String> {
        let known = vec!["canceling", "cancelling", "canceled", "cancelled", "queued"];
        prop_oneof![
            prop::sample::select(known).prop_map(str::to_owned),
            any::<String>()
        ]
    }

    proptest! {
        #[test]
        fn one_spelling_becomes_the_other_and_all_else_stays(word in word()) {
            let status = TaskRunStatus::from(word.as_str());
            let normalized = status.normalized();

            let expected = if word == "canceling" { "cancelling" } else { &word };
            prop_assert_eq!(normalized.as_str(), expected);
            prop_assert_eq!(status.as_str(), word);
        }

        #[test]
        fn statuses_mean_the_same_if_they_are_one_when_normalized(left in word(), right in word()) {
            let (left, right) = (TaskRunStatus::from(left), TaskRunStatus::from(right));

            prop_assert_eq!(left.same_status(&right), left.normalized() == right.normalized());
        }
    }
}
