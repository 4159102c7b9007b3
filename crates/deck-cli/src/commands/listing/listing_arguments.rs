//! The flags of every listing: how many items are shown, and how.

use std::num::NonZeroU64;

use clap::Args;

use deck_types::PageSize;

use crate::commands::limit::limit;
use crate::commands::listing::layout::LayoutArguments;
use crate::commands::period::window::Window;

/// How many items are shown where no flag says how many.
pub(super) const DEFAULT_LIMIT: u64 = 20;

/// How many items are shown, and how.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Amount")]
pub(crate) struct ListingArguments {
    /// The most items to show, 1 or more [default: 20]
    ///
    /// Where a listing ends at the default and there are more items, standard error says so, on a terminal
    /// and in a pipe; it does not where a limit is given.
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "all",
        value_parser = limit,
        allow_negative_numbers = true
    )]
    pub(super) limit: Option<NonZeroU64>,

    /// Show all that match
    #[arg(long)]
    pub(super) all: bool,

    /// The most items asked for in one request, 1 to 100 [default: as many as are needed]
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    page_size: Option<PageSize>,

    #[command(flatten)]
    pub(super) layout: LayoutArguments,
}

/// How many items a page has beside those that are shown, where some are not: those of the margin.
const SPARE_ITEMS: u64 = 4;

impl ListingArguments {
    /// Returns the most items to show; `None` for all.
    pub(crate) fn limit(&self) -> Option<u64> {
        if self.all {
            None
        } else {
            Some(self.limit.map_or(DEFAULT_LIMIT, NonZeroU64::get))
        }
    }

    /// Returns the page size of a listing of a window, or of everything: the one asked for, or none.
    ///
    /// Of a window, more items come than are shown, so their number is no limit that the client could choose
    /// the size by.
    pub(crate) fn page_size(&self, window: &Window) -> Option<PageSize> {
        if self.page_size.is_some() || window.is_open() {
            return self.page_size;
        }
        let wanted = self.limit()?.saturating_add(SPARE_ITEMS);
        Some(PageSize::clamp(u32::try_from(wanted).unwrap_or(u32::MAX)))
    }

    /// Returns the flags that say the same as these, but for what is `delivered` already.
    pub(crate) fn flags(&self, delivered: u64) -> Vec<String> {
        let page_size = self.page_size.iter();
        let mut flags: Vec<String> = page_size
            .map(|size| format!("--page-size={}", size.get()))
            .collect();
        flags.push(match self.limit() {
            Some(limit) => format!("--limit={}", limit.saturating_sub(delivered)),
            None => "--all".to_owned(),
        });
        flags.extend(self.layout.flags());
        flags
    }
}
