//! `deck tasks`: what agents are to do.

use clap::Args;
use clap::Subcommand;

use deck_types::AgentId;
use deck_types::GetTask;
use deck_types::ListTasks;
use deck_types::TaskId;
use deck_types::TaskStatus;

use crate::commands::task_runs::filters::UnknownWord;
use crate::commands::word::one_id;
use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with tasks.
#[derive(Debug, Subcommand)]
pub(crate) enum TasksCommand {
    /// List tasks, with filters
    List(ListArguments),
    /// Show everything about one task
    Get(GetArguments),
}

/// The arguments of `deck tasks list`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  deck tasks list --status live
  deck tasks list --agent-id agt_1a2b3c --all --output json")]
pub(crate) struct ListArguments {
    /// Tasks in this state: learning, test, live
    #[arg(long, value_name = "STATUS", value_parser = word::<TaskStatus>(), help_heading = "Filters")]
    status: Option<TaskStatus>,

    /// Send a status that this program does not know, instead of refusing it
    #[arg(long, help_heading = "Filters")]
    allow_unknown: bool,

    /// Tasks of this agent
    #[arg(long, value_name = "ID", value_parser = one_id::<AgentId>(), help_heading = "Filters")]
    agent_id: Option<AgentId>,

    #[command(flatten)]
    page: PageArguments,
}

const STATUSES: &[&str] = &["learning", "test", "live"];

impl ListCommand for ListArguments {
    type Listing = ListTasks;
    const WORDS: &'static [&'static str] = &["tasks", "list"];

    fn listing(&self) -> ListTasks {
        let mut listing = ListTasks::new();
        listing.status.clone_from(&self.status);
        listing.agent_id.clone_from(&self.agent_id);
        listing
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        let status = self.status.iter().filter(|status| !status.is_known());
        let unknown = status.map(|status| UnknownWord {
            filter: "status",
            word: status.as_str(),
            known: STATUSES,
        });
        unknown.collect()
    }
}

/// The arguments of `deck tasks get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck tasks get task_1a2b3c --output json | jq .input_schema")]
pub(crate) struct GetArguments {
    /// The task's id, such as `task_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<TaskId>())]
    id: TaskId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetTask {
        GetTask::new(self.id.clone())
    }
}
