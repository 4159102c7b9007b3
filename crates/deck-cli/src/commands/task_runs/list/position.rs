//! The flags that say where a listing starts.

use clap::Args;

use deck_types::Cursor;
use deck_types::ItemId;
use deck_types::PagePosition;

use crate::commands::word::word;

/// Where a listing starts; without any, at the first run.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Position")]
#[group(multiple = false)]
pub(super) struct PositionArguments {
    /// Start at a cursor that the API gave out
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<Cursor>,

    /// Start behind this run
    #[arg(long, value_name = "RUN_ID", value_parser = word::<ItemId>())]
    after: Option<ItemId>,

    /// Start before this run and go backward, away from it
    #[arg(long, value_name = "RUN_ID", value_parser = word::<ItemId>())]
    before: Option<ItemId>,
}

impl PositionArguments {
    /// Returns the flag that goes on behind the run with this id, in the same direction.
    pub(super) fn flag_behind(&self, id: &str) -> String {
        let name = if self.before.is_some() {
            "before"
        } else {
            "after"
        };
        format!("--{name}={id}")
    }

    /// Returns the position.
    pub(super) fn position(&self) -> PagePosition {
        match (&self.cursor, &self.after, &self.before) {
            (Some(cursor), _, _) => PagePosition::Cursor(cursor.clone()),
            (None, Some(id), _) => PagePosition::After(id.clone()),
            (None, None, Some(id)) => PagePosition::Before(id.clone()),
            (None, None, None) => PagePosition::Start,
        }
    }
}
