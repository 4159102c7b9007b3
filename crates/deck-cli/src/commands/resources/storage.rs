//! `deck storage`: the files that runs kept.

use clap::Args;
use clap::Subcommand;

use deck_types::GetStorageItem;
use deck_types::ListTaskRunStorage;
use deck_types::StorageId;
use deck_types::TaskRunId;

use crate::commands::word::word;

use super::listed::ListCommand;
use super::page::PageArguments;

/// What can be done with files.
#[derive(Debug, Subcommand)]
pub(crate) enum StorageCommand {
    /// List the files that one run kept
    List(ListArguments),
    /// Show everything about one file, with the signed URL to fetch it from
    Get(GetArguments),
}

/// The arguments of `deck storage list`.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  deck storage list trun_1a2b3c")]
pub(crate) struct ListArguments {
    /// The id of the run, such as `trun_1a2b3c`
    #[arg(value_name = "RUN", value_parser = word::<TaskRunId>())]
    run: TaskRunId,

    #[command(flatten)]
    page: PageArguments,
}

impl ListCommand for ListArguments {
    type Listing = ListTaskRunStorage;
    const WORDS: &'static [&'static str] = &["storage", "list"];

    fn listing(&self) -> ListTaskRunStorage {
        ListTaskRunStorage::new(self.run.clone())
    }

    fn page(&self) -> &PageArguments {
        &self.page
    }

    fn id(&self) -> Option<&str> {
        Some(self.run.as_str())
    }
}

/// The arguments of `deck storage get`.
#[derive(Args, Debug)]
#[command(after_help = "\
Whoever has the signed URL has the file; a listing of files does not show it.

Example:
  curl --output statement.pdf \"$(deck storage get stor_1a2b3c --output json | jq -r .url)\"")]
pub(crate) struct GetArguments {
    /// The file's id, such as `stor_1a2b3c`
    #[arg(value_name = "ID", value_parser = word::<StorageId>())]
    id: StorageId,
}

impl GetArguments {
    pub(super) fn operation(&self) -> GetStorageItem {
        GetStorageItem::new(self.id.clone())
    }
}
