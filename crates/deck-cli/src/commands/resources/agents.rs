//! `deck agents`: groups of tasks.

use clap::Args;
use clap::Subcommand;

use deck_types::AgentId;
use deck_types::GetAgent;
use deck_types::ListAgents;

use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with agents.
#[derive(Debug, Subcommand)]
pub(crate) enum AgentsCommand {
    /// List agents; the API has no filters for them
    List(ListArguments),
    /// Show everything about one agent
    Get(GetArguments),
}

/// The arguments of `deck agents list`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck agents list --all --output ndjson")]
pub(crate) struct ListArguments {
    #[command(flatten)]
    page: PageArguments,
}

impl ListCommand for ListArguments {
    type Listing = ListAgents;
    const WORDS: &'static [&'static str] = &["agents", "list"];

    fn listing(&self) -> ListAgents {
        ListAgents::new()
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }
}

/// The arguments of `deck agents get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck agents get agt_1a2b3c")]
pub(crate) struct GetArguments {
    /// The agent's id, such as `agt_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<AgentId>())]
    id: AgentId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetAgent {
        GetAgent::new(self.id.clone())
    }
}
