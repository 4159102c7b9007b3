//! How items are carried from a listing to a writer, and what is said about those that are not shown.

use deck_client::Items;
use deck_client::ListCall;
use deck_types::Listing;
use deck_types::PageItem;

use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::ItemWriter;
use crate::output::tabular::Noun;

use super::delivery::deliver;
use super::listing_arguments::DEFAULT_LIMIT;
use super::listing_arguments::ListingArguments;

/// How items are carried from a listing to a writer.
pub(super) struct Carriage<'a> {
    pub(super) arguments: &'a ListingArguments,
    pub(super) noun: Noun,
    /// Whether items may come that are not shown, so that a limit of items to ask for would be none of those
    /// shown.
    pub(super) trims: bool,
    /// Whether one item more than is shown is asked for, to report whether there is one.
    pub(super) peeks: bool,
}

impl Carriage<'_> {
    /// Carries the items to the writer, reports what it does not show, and returns how many came.
    pub(super) async fn carry<L: Listing, T: PageItem + 'static>(
        &self,
        listing: ListCall<L, T>,
        keeps: &dyn Fn(&T) -> bool,
        writer: impl ItemWriter<T>,
    ) -> Result<u64, Failure> {
        let interrupt = Interrupt::watch().await;
        let limit = self.arguments.limit();
        let most = limit.filter(|_| !self.trims);
        let most = most.map(|limit| limit.saturating_add(u64::from(self.peeks)));
        let items = with_limit(listing, most).items();
        let (tally, mut items) =
            deliver(items, limit, keeps, writer, &interrupt, self.noun).await?;
        if tally.is_empty() {
            // Only a person wonders why there is no output.
            diagnostics::hint(&format!("no {} match", self.noun.many));
        } else if self.peeks {
            // All that was asked for is shown: Ctrl-C ends nothing but the wait for one item more.
            let has_more = tokio::select! {
                has_more = has_more(&mut items, keeps) => has_more,
                () = interrupt.pressed() => false,
            };
            if has_more {
                self.tell_of_more();
            }
        }
        tally.result(self.noun)?;
        Ok(tally.delivered())
    }

    /// Reports that the listing ended at its limit: to a person, and always where the limit is the default or
    /// where what is sorted looks like the first of all.
    fn tell_of_more(&self) {
        let many = self.noun.many;
        let limit = self.arguments.limit().unwrap_or(u64::MAX);
        if self.arguments.layout.sort.is_some() {
            diagnostics::note(&format!(
                "only the first {limit} that the API sends are sorted, and there are more {many}; --all \
                 sorts all of them"
            ));
        } else if self.arguments.limit.is_some() {
            diagnostics::hint(&format!(
                "there are more {many}; see them with --limit N or --all"
            ));
        } else {
            diagnostics::note(&format!(
                "the listing ends at {DEFAULT_LIMIT} {many}, the default of --limit, and there are more; see \
                 them with --limit N or --all"
            ));
        }
    }
}

/// Returns whether there is an item more that would be shown.
async fn has_more<T: PageItem + 'static>(items: &mut Items<T>, keeps: &dyn Fn(&T) -> bool) -> bool {
    loop {
        match items.next().await {
            Some(Ok(item)) if !keeps(&item) => {}
            next => return next.is_some_and(|more| more.is_ok()),
        }
    }
}

fn with_limit<L: Listing, T: PageItem>(
    listing: ListCall<L, T>,
    limit: Option<u64>,
) -> ListCall<L, T> {
    match limit {
        Some(limit) => listing.with_max_items(limit),
        None => listing,
    }
}
