//! What counts about a run: a few words and numbers, borrowed from wherever it stands.

use std::borrow::Cow;

use deck_types::AgentId;
use deck_types::CredentialId;
use deck_types::Outcome;
use deck_types::ProblemCode;
use deck_types::ProblemType;
use deck_types::SourceId;
use deck_types::TaskId;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use deck_types::WorkflowId;

/// What counts about a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts<'a> {
    pub(super) status: Option<Cow<'a, str>>,
    pub(super) outcome: Option<Cow<'a, str>>,
    pub(super) agent: Option<Cow<'a, str>>,
    pub(super) source: Option<Cow<'a, str>>,
    pub(super) task: Option<Cow<'a, str>>,
    pub(super) credential: Option<Cow<'a, str>>,
    pub(super) workflow: Option<Cow<'a, str>>,
    pub(super) created_at: Option<Cow<'a, str>>,
    pub(super) runtime_ms: Option<u64>,
    /// Type and code of each thing that went wrong.
    pub(super) errors: Vec<ErrorWords<'a>>,
}

/// Type and code of one thing that went wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ErrorWords<'a> {
    pub(super) problem_type: Option<Cow<'a, str>>,
    pub(super) code: Option<Cow<'a, str>>,
}

impl ErrorWords<'_> {
    /// Returns type and code as one word, such as `source/source_blocked`.
    pub(super) fn word(&self) -> String {
        let problem_type = self.problem_type.as_deref().unwrap_or("-");
        let code = self.code.as_deref().unwrap_or("-");
        format!("{problem_type}/{code}")
    }
}

impl<'a> Facts<'a> {
    /// Returns what counts about a run of the API.
    pub(super) fn of(run: &'a TaskRun) -> Self {
        Self {
            status: run.status.as_ref().map(|status| status.as_str().into()),
            outcome: run.result.as_ref().map(|result| result.as_str().into()),
            agent: run.agent_id.as_ref().map(|id| id.as_str().into()),
            source: run.source_id.as_ref().map(|id| id.as_str().into()),
            task: run.task_id.as_ref().map(|id| id.as_str().into()),
            credential: run.credential_id.as_ref().map(|id| id.as_str().into()),
            workflow: run.workflow_id.as_ref().map(|id| id.as_str().into()),
            created_at: run.created_at.as_ref().map(|time| time.as_str().into()),
            runtime_ms: run.runtime_ms,
            errors: run.errors.iter().map(ErrorWords::of).collect(),
        }
    }

    /// Returns the run as far as filters look at it.
    pub(super) fn to_run(&self) -> TaskRun {
        let mut run = TaskRun::fixture("");
        run.status = self.status.as_deref().map(TaskRunStatus::from);
        run.result = self.outcome.as_deref().map(Outcome::from);
        run.agent_id = self.agent.as_deref().map(AgentId::from);
        run.source_id = self.source.as_deref().map(SourceId::from);
        run.task_id = self.task.as_deref().map(TaskId::from);
        run.credential_id = self.credential.as_deref().map(CredentialId::from);
        run.workflow_id = self.workflow.as_deref().map(WorkflowId::from);
        run.created_at = self.created_at.as_deref().map(Timestamp::from_received);
        run
    }

    /// Returns when the run was created, in nanoseconds since 1970, if it says so in a way that is a time.
    pub(super) fn created(&self) -> Option<i128> {
        let created_at = self.created_at.as_deref()?;
        Timestamp::from_received(created_at).unix_nanoseconds().ok()
    }
}

impl<'a> ErrorWords<'a> {
    fn of(problem: &'a deck_types::Problem) -> Self {
        let problem_type = problem.problem_type.as_ref().map(ProblemType::as_str);
        let code = problem.code.as_ref().map(ProblemCode::as_str);
        Self {
            problem_type: problem_type.map(Cow::Borrowed),
            code: code.map(Cow::Borrowed),
        }
    }
}
