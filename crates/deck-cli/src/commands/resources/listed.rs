//! A listing of any kind of resource, and how it goes on where it breaks off.

use deck_types::CreatedItem;
use deck_types::Listing;
use deck_types::PageRequest;
use deck_types::TimeBounded;
use deck_types::percent;

use crate::arguments::GlobalArguments;
use crate::commands::listing;
use crate::commands::listing::delivery::BrokenOff;
use crate::commands::period::PeriodArguments;
use crate::commands::period::window::Window;
use crate::commands::task_runs::filters::UnknownWord;
use crate::context::Context;
use crate::diagnostics;
use crate::error::Failure;
use crate::output::tabular::Tabular;
use crate::shell;

use super::page::PageArguments;

/// A command that lists. The flags of its filters are named like the keys of the query, with hyphens.
pub(super) trait ListCommand {
    /// What it lists.
    type Listing: Listing<Item: Tabular>;

    /// The words of the command behind `deck`.
    const WORDS: &'static [&'static str];

    /// Returns the listing with its filters.
    fn listing(&self) -> Self::Listing;

    /// Returns where it starts, and how much is shown.
    fn page(&self) -> &PageArguments;

    /// Returns the id that stands behind the words, if there is one.
    fn id(&self) -> Option<&str> {
        None
    }

    /// Returns whether words that this program does not know are sent.
    fn allows_unknown(&self) -> bool {
        false
    }

    /// Returns the words of filters that this program does not know.
    fn unknown_words(&self) -> Vec<UnknownWord<'_>> {
        Vec::new()
    }
}

/// Returns the first word of a filter that this program does not know, unless such are allowed.
pub(super) fn unknown_word<C: ListCommand>(command: &C) -> Option<UnknownWord<'_>> {
    if command.allows_unknown() {
        return None;
    }
    command.unknown_words().into_iter().next()
}

/// Lists in the format asked for, and adds to a failure how to go on.
pub(super) async fn list<C: ListCommand>(
    command: &C,
    global: &GlobalArguments,
) -> Result<(), Failure> {
    let context = &Context::open(global).await?;
    for unknown in command.unknown_words() {
        unknown.warn();
    }
    let shown = show(command, context).await;
    shown.map_err(|failure| explained(command, failure, &[], &context.global))
}

/// Lists what was created in a period.
pub(super) async fn list_within<C>(
    command: &C,
    period: &PeriodArguments,
    global: &GlobalArguments,
) -> Result<(), Failure>
where
    C: ListCommand<Listing: TimeBounded<Item: Tabular + CreatedItem>>,
{
    let context = &Context::open(global).await?;
    for unknown in command.unknown_words() {
        unknown.warn();
    }
    let window = period.window(context.now, &context.zone)?;
    let PageArguments { listing_flags, .. } = command.page();
    let mut listing = window.apply(command.listing());
    listing.set_page_size(listing_flags.page_size(&window));
    let call = context.client().list(listing);
    let call = call.position(command.page().position());
    let shown = listing::show_within(context, call, listing_flags, &window).await;
    let explained = |failure| explained(command, failure, &window.flags(), &context.global);
    shown.map(drop).map_err(explained)
}

async fn show<C: ListCommand>(command: &C, context: &Context) -> Result<(), Failure> {
    let PageArguments { listing_flags, .. } = command.page();
    let mut listing = command.listing();
    listing.set_page_size(listing_flags.page_size(&Window::default()));
    let call = context.client().list(listing);
    let call = call.position(command.page().position());
    listing::show(context, call, listing_flags).await.map(drop)
}

/// Adds to the failure of a listing that showed some items how to see the others.
fn explained<C: ListCommand>(
    command: &C,
    mut failure: Failure,
    period: &[String],
    global: &GlobalArguments,
) -> Failure {
    if let Failure::BrokenOff(broken_off) = &mut failure {
        broken_off.next_command = next_command(command, broken_off, period, global);
        // Only a cursor says where such a listing goes on.
        broken_off.last_id = None;
    }
    failure
}

/// Returns the command that goes on at the page where the listing stands, unless it is absurdly long.
fn next_command<C: ListCommand>(
    command: &C,
    broken_off: &BrokenOff,
    period: &[String],
    global: &GlobalArguments,
) -> Option<String> {
    let mut flags = global.flags();
    flags.extend(filter_flags(command));
    flags.extend_from_slice(period);
    flags.extend(command.page().listing_flags.flags(broken_off.delivered));
    let cursor = broken_off.cursor.iter();
    flags.extend(cursor.map(|cursor| format!("--cursor={cursor}")));
    if let Some(id) = command.id() {
        // Behind two hyphens, one at the beginning makes no flag of the id.
        flags.extend(id.starts_with('-').then(|| "--".to_owned()));
        flags.push(id.to_owned());
    }
    let words = ["deck"].iter().chain(C::WORDS).copied();
    shell::suggestion(words.chain(flags.iter().map(String::as_str)))
}

/// Returns the flags of the filters, from the query that they make.
fn filter_flags<C: ListCommand>(command: &C) -> Vec<String> {
    let query = PageRequest::new(command.listing()).to_query();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut flags: Vec<String> = pairs
        .map(|(key, value)| {
            let value = percent::decode(value).unwrap_or_default();
            format!("--{}={value}", key.replace('_', "-"))
        })
        .collect();
    if command.allows_unknown() {
        flags.push("--allow-unknown".to_owned());
    }
    flags
}

impl UnknownWord<'_> {
    /// Reports a word that is sent although this program does not know it: a server may ignore it.
    pub(crate) fn warn(&self) {
        let Self { filter, word, .. } = self;
        diagnostics::warn_that(&format!("{word} is no {filter} that this version knows"));
    }
}
