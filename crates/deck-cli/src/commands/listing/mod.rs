//! Showing a listing, whatever its items are: from the first page to the limit, in the format asked for.

use deck_client::ListCall;
use deck_types::Json;
use deck_types::Listing;
use deck_types::PageItem;

use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::ItemWriter;
use crate::output::format::OutputFormat;
use crate::output::json_array::JsonArray;
use crate::output::json_lines::JsonLines;
use crate::output::redaction::Redacting;
use crate::output::standard_output::standard_output;
use crate::output::tabular::ItemTable;
use crate::output::tabular::Noun;
use crate::output::tabular::Tabular;

use self::amount::AmountArguments;
use self::amount::DEFAULT_LIMIT;
use self::delivery::deliver;

pub(crate) mod amount;
pub(crate) mod delivery;

/// Lists the items in the format asked for, and returns how many came.
///
/// The formats for programs take the text of each item as it came, so an item that does not look like one is
/// exported too.
pub(super) async fn show<L>(
    context: &Context,
    listing: ListCall<L>,
    amount: &AmountArguments,
) -> Result<u64, Failure>
where
    L: Listing<Item: Tabular + 'static>,
{
    let noun = <L::Item as Tabular>::NOUN;
    let secrets = <L::Item as Tabular>::SECRETS;
    let (output, screen) = (standard_output(), context.screen);
    let is_table = context.output == OutputFormat::Table;
    let carriage = Carriage {
        amount,
        noun,
        peeks: amount.limit.is_none() || (is_table && diagnostics::are_watched()),
    };
    match context.output {
        OutputFormat::Table => {
            let table = ItemTable::<_, L::Item>::new(output, screen, context.now);
            carriage.carry(listing, table).await
        }
        OutputFormat::Json => {
            let array = Redacting::new(JsonArray::new(output, screen), secrets);
            carriage
                .carry(listing.with_item_type::<Json>(), array)
                .await
        }
        OutputFormat::Ndjson => {
            let lines = Redacting::new(JsonLines::new(output, screen), secrets);
            carriage
                .carry(listing.with_item_type::<Json>(), lines)
                .await
        }
    }
}

/// How items are carried from a listing to a writer.
struct Carriage<'a> {
    amount: &'a AmountArguments,
    noun: Noun,
    /// Whether one item more than is shown is asked for, to report whether there is one.
    peeks: bool,
}

impl Carriage<'_> {
    /// Carries the items to the writer, and reports what it does not show.
    async fn carry<L: Listing, T: PageItem + 'static>(
        &self,
        listing: ListCall<L, T>,
        writer: impl ItemWriter<T>,
    ) -> Result<u64, Failure> {
        let interrupt = Interrupt::watch().await;
        let limit = self.amount.limit();
        let most = limit.map(|limit| limit.saturating_add(u64::from(self.peeks)));
        let items = with_limit(listing, most).items();
        let (tally, mut items) = deliver(items, limit, writer, &interrupt, self.noun).await?;
        if tally.is_empty() {
            // Only a person wonders why there is no output.
            diagnostics::hint(&format!("no {} match", self.noun.many));
        } else if self.peeks {
            // All that was asked for is shown: Ctrl-C ends nothing but the wait for one item more.
            let has_more = tokio::select! {
                next = items.next() => next.is_some_and(|more| more.is_ok()),
                () = interrupt.pressed() => false,
            };
            if has_more {
                self.tell_of_more();
            }
        }
        tally.result(self.noun)?;
        Ok(tally.delivered())
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

fn with_limit<L: Listing, T: PageItem>(
    listing: ListCall<L, T>,
    limit: Option<u64>,
) -> ListCall<L, T> {
    match limit {
        Some(limit) => listing.with_max_items(limit),
        None => listing,
    }
}
