//! Showing a listing, whatever its items are: from the first page to the limit, in the format asked for.

use deck_client::ListCall;
use deck_types::CreatedItem;
use deck_types::Json;
use deck_types::Listing;
use deck_types::TimeBounded;
use deck_types::WithRaw;

use crate::commands::period::window::Window;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::output::format::OutputFormat;
use crate::output::raw_items::ItemTexts;
use crate::output::raw_items::ReadItems;
use crate::output::sorted::Sorted;
use crate::output::tabular::ItemTable;
use crate::output::tabular::Tabular;

use self::carriage::Carriage;
use self::listing_arguments::ListingArguments;
use self::writers::json_writer;

mod carriage;
pub(crate) mod delivery;
pub(crate) mod layout;
pub(crate) mod listing_arguments;
mod writers;

/// Lists the items in the format asked for, and returns how many came.
///
/// The formats for programs take the text of each item as it came, so an item that does not look like one is
/// exported too.
pub(super) async fn show<L>(
    context: &Context,
    listing: ListCall<L>,
    arguments: &ListingArguments,
) -> Result<u64, Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    show_kept(context, listing, arguments, Kept::all()).await
}

/// Lists the items that were created in a window, which the listing was narrowed to.
pub(super) async fn show_within<L>(
    context: &Context,
    listing: ListCall<L>,
    arguments: &ListingArguments,
    window: &Window,
) -> Result<u64, Failure>
where
    L: TimeBounded<Item: Tabular + CreatedItem + 'static>,
{
    if window.is_open() {
        return show(context, listing, arguments).await;
    }
    let kept = Kept {
        item: &|item| window.contains_item(item),
        json: &|item| window.contains_item(item),
        is_all: false,
    };
    show_kept(context, listing, arguments, kept).await
}

async fn show_kept<L>(
    context: &Context,
    listing: ListCall<L>,
    arguments: &ListingArguments,
    kept: Kept<'_, L::Item>,
) -> Result<u64, Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    let layout = &arguments.layout;
    layout.check(context.output, L::Item::FIELDS)?;
    let carriage = Carriage {
        arguments,
        noun: L::Item::NOUN,
        trims: !kept.is_all,
        peeks: arguments.limit.is_none()
            || arguments.layout.sort.is_some()
            || (context.output == OutputFormat::Table && diagnostics::are_watched()),
    };
    let Some(writer) = json_writer::<L::Item>(context, layout)? else {
        return show_table(context, listing, &carriage, kept).await;
    };
    let listing = listing.with_item_type::<Json>();
    match &layout.sort {
        None => carriage.carry(listing, kept.json, writer).await,
        Some(order) => {
            let sorted = Sorted::new(writer, order.clone());
            carriage.carry(listing, kept.json, sorted).await
        }
    }
}

/// Lists the items as rows with the columns that their kind has.
async fn show_table<L>(
    context: &Context,
    listing: ListCall<L>,
    carriage: &Carriage<'_>,
    kept: Kept<'_, L::Item>,
) -> Result<u64, Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    let layout = &carriage.arguments.layout;
    let table = ItemTable::<_, L::Item>::new(context.paged_output(), context.screen, context.now);
    let table = if layout.no_header {
        table.without_header()
    } else {
        table
    };
    match &layout.sort {
        None => carriage.carry(listing, kept.item, table).await,
        Some(order) => {
            let sorted = Sorted::new(ReadItems::new(table), order.clone());
            let keeps = |item: &WithRaw<L::Item>| (kept.item)(item.value());
            let listing = listing.with_item_type::<WithRaw<L::Item>>();
            carriage.carry(listing, &keeps, ItemTexts(sorted)).await
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
