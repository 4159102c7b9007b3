//! The flags that say where a listing by cursor starts, and how much of it is shown.

use clap::Args;

use deck_types::Cursor;
use deck_types::PagePosition;

use crate::commands::listing::listing_arguments::ListingArguments;

/// Where a listing starts, and how much of it is shown.
#[derive(Args, Clone, Debug)]
pub(crate) struct PageArguments {
    /// Start at a cursor that the API gave out
    #[arg(long, value_name = "CURSOR", help_heading = "Position")]
    cursor: Option<Cursor>,

    #[command(flatten)]
    pub(super) listing_flags: ListingArguments,
}

impl PageArguments {
    /// Returns the position.
    pub(super) fn position(&self) -> PagePosition {
        match &self.cursor {
            Some(cursor) => PagePosition::Cursor(cursor.clone()),
            None => PagePosition::Start,
        }
    }
}
