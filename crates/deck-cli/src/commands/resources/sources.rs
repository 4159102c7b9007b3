//! `deck sources`: the websites that agents work on.

use clap::Args;
use clap::Subcommand;

use deck_types::GetSource;
use deck_types::ListSources;
use deck_types::SourceId;

use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with sources.
#[derive(Debug, Subcommand)]
pub(crate) enum SourcesCommand {
    /// List sources; the API has no filters for them
    List(ListArguments),
    /// Show everything about one source
    Get(GetArguments),
}

/// The arguments of `deck sources list`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck sources list --all --output ndjson")]
pub(crate) struct ListArguments {
    #[command(flatten)]
    page: PageArguments,
}

impl ListCommand for ListArguments {
    type Listing = ListSources;
    const WORDS: &'static [&'static str] = &["sources", "list"];

    fn listing(&self) -> ListSources {
        ListSources::new()
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }
}

/// The arguments of `deck sources get`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck sources get src_1a2b3c")]
pub(crate) struct GetArguments {
    /// The source's id, such as `src_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<SourceId>())]
    id: SourceId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetSource {
        GetSource::new(self.id.clone())
    }
}
