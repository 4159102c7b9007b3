//! Showing a listing, whatever its items are: from the first page to the limit, in the format asked for.

use deck_client::Items;
use deck_client::ListCall;
use deck_types::CreatedItem;
use deck_types::Json;
use deck_types::Listing;
use deck_types::PageItem;
use deck_types::TimeBounded;

use crate::commands::period::window::Window;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::ItemWriter;
use crate::output::format::OutputFormat;
use crate::output::json_array::JsonArray;
use crate::output::json_lines::JsonLines;
use crate::output::standard_output::standard_output;
use crate::output::tabular::ItemTable;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use self::amount::AmountArguments;
use self::amount::DEFAULT_LIMIT;
use self::delivery::deliver;

pub(crate) mod amount;
pub(crate) mod delivery;

/// Lists the items in the format asked for.
///
/// The formats for programs take the text of each item as it came, so an item that does not look like one is
/// exported too.
pub(super) async fn show<L>(
    context: &Context,
    listing: ListCall<L>,
    amount: &AmountArguments,
) -> Result<(), Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    show_kept(context, listing, amount, Kept::all()).await
}

/// Lists the items that were created in a window, which the listing was narrowed to.
pub(super) async fn show_within<L>(
    context: &Context,
    listing: ListCall<L>,
    amount: &AmountArguments,
    window: &Window,
) -> Result<(), Failure>
where
    L: TimeBounded<Item: Tabular + CreatedItem + 'static>,
{
    if window.is_open() {
        return show(context, listing, amount).await;
    }
    let kept = Kept {
        item: &|item| window.contains_item(item),
        json: &|item| window.contains_item(item),
        is_all: false,
    };
    show_kept(context, listing, amount, kept).await
}

async fn show_kept<L>(
    context: &Context,
    listing: ListCall<L>,
    amount: &AmountArguments,
    kept: Kept<'_, L::Item>,
) -> Result<(), Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    let noun = <L::Item as Tabular>::NOUN;
    let (output, screen) = (standard_output(), context.screen);
    let is_table = context.output == OutputFormat::Table;
    let carriage = Carriage {
        amount,
        noun,
        trims: !kept.is_all,
        peeks: amount.limit.is_none() || (is_table && diagnostics::are_watched()),
    };
    match context.output {
        OutputFormat::Table => {
            let table = ItemTable::<_, L::Item>::new(output, screen, context.now);
            carriage.carry(listing, kept.item, table).await
        }
        OutputFormat::Json => {
            let array = JsonArray::new(output, screen);
            carriage
                .carry(listing.with_item_type::<Json>(), kept.json, array)
                .await
        }
        OutputFormat::Ndjson => {
            let lines = JsonLines::new(output, screen);
            carriage
                .carry(listing.with_item_type::<Json>(), kept.json, lines)
                .await
        }
    }
}

/// Which of the items that come are shown, whatever type they are read as.
struct Kept<'a, T> {
    item: &'a dyn Fn(&T) -> bool,
    json: &'a dyn Fn(&Json) -> bool,
    is_all: bool,
}

impl<T> Kept<'_, T> {
    fn all() -> Self {
        Self {
            item: &|_| true,
            json: &|_| true,
            is_all: true,
        }
    }
}

/// How items are carried from a listing to a writer.
struct Carriage<'a> {
    amount: &'a AmountArguments,
    noun: Noun,
    /// Whether items may come that are not shown, so that a limit of items to ask for would be none of those
    /// shown.
    trims: bool,
    /// Whether one item more than is shown is asked for, to report whether there is one.
    peeks: bool,
}

impl Carriage<'_> {
    /// Carries the items to the writer, and reports what it does not show.
    async fn carry<L: Listing, T: PageItem + 'static>(
        &self,
        listing: ListCall<L, T>,
        keeps: &dyn Fn(&T) -> bool,
        writer: impl ItemWriter<T>,
    ) -> Result<(), Failure> {
        let interrupt = Interrupt::watch().await;
        let limit = self.amount.limit();
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
        tally.result(self.noun)
    }

    /// Reports that the listing ended at its limit: to a person, and always where the limit is the default.
    fn tell_of_more(&self) {
        let many = self.noun.many;
        if self.amount.limit.is_some() {
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
