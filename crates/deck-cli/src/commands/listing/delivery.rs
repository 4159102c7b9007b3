//! The loop that carries items from the listing to the writer.

use std::borrow::Cow;
use std::future::Future;
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::Poll;

use deck_client::Error;
use deck_client::Items;
use deck_types::PageItem;
use deck_types::PagePosition;

use crate::diagnostics;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::output::ItemWriter;
use crate::output::tabular::Noun;

/// How many items of a listing that cannot be read are reported one by one.
const MOST_WARNINGS: u64 = 10;

/// How many items came, and how many of them could not be read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Tally {
    delivered: u64,
    rejected: u64,
}

impl Tally {
    /// Counts an item that could not be read, and reports it if it is one of the first.
    fn reject(&mut self, error: &Error) {
        if self.rejected < MOST_WARNINGS {
            diagnostics::warn(error);
        }
        self.rejected += 1;
    }

    /// Reports how many items could not be read beside those reported one by one.
    fn tell_of_more(self) {
        if self.rejected > MOST_WARNINGS {
            diagnostics::warn_of_more(self.rejected - MOST_WARNINGS);
        }
    }

    /// Returns how many items came.
    pub(super) fn delivered(self) -> u64 {
        self.delivered
    }

    /// Returns whether nothing came at all.
    pub(super) fn is_empty(self) -> bool {
        self.delivered == 0
    }

    /// Returns what the tally means for the command: an item that could not be read makes it fail,
    /// after all others are written.
    pub(super) fn result(self, noun: Noun) -> Result<(), Failure> {
        match self.rejected {
            0 => Ok(()),
            count => Err(Failure::Rejected { count, noun }),
        }
    }
}

/// A listing that ended before its end.
#[derive(Debug)]
pub(crate) struct BrokenOff {
    /// The error that ended it; none where that was Ctrl-C.
    pub(crate) error: Option<Error>,
    /// How many items are shown.
    pub(crate) shown: u64,
    /// How many items came, shown or not.
    pub(crate) delivered: u64,
    /// What the items are called.
    pub(crate) noun: Noun,
    /// The id of the last item that is shown, if it has one.
    pub(crate) last_id: Option<String>,
    /// The cursor of the page where the listing stands; none on the first.
    pub(crate) cursor: Option<String>,
    /// The command that shows what is missing.
    pub(crate) next_command: Option<String>,
}

impl BrokenOff {
    fn new<T: PageItem>(
        error: Option<Error>,
        tally: Tally,
        noun: Noun,
        last: Option<&T>,
        cursor: Option<String>,
    ) -> Box<Self> {
        let last_id = last.and_then(PageItem::item_id);
        Box::new(Self {
            error,
            shown: tally.delivered - tally.rejected,
            delivered: tally.delivered,
            noun,
            last_id: last_id.map(Cow::into_owned),
            cursor,
            next_command: None,
        })
    }
}

/// Writes the items that `keeps` is true of as they arrive, at most `limit` of them, and gives the listing
/// back for what is behind.
///
/// An item that cannot be read is reported, and the listing goes on. Any other failure ends it, and so does
/// Ctrl-C.
pub(super) async fn deliver<T: PageItem + 'static>(
    mut items: Items<T>,
    limit: Option<u64>,
    keeps: impl Fn(&T) -> bool,
    mut writer: impl ItemWriter<T>,
    interrupt: &Interrupt,
    noun: Noun,
) -> Result<(Tally, Items<T>), Failure> {
    let mut tally = Tally::default();
    let mut last = None;
    while limit.is_none_or(|limit| tally.delivered < limit) {
        let next = tokio::select! {
            biased;
            () = interrupt.pressed() => {
                return Err(break_off(writer, None, tally, noun, last.as_ref(), &items)?.into());
            }
            next = next_or_pause(&mut items, &mut writer) => next?,
        };
        match next {
            None => break,
            Some(Ok(item)) if !keeps(&item) => continue,
            Some(Ok(item)) => {
                writer.write(&item)?;
                last = Some(item);
            }
            Some(Err(error)) if error.rejected_item().is_some() => {
                tally.reject(&error);
            }
            Some(Err(error)) => {
                return Err(
                    break_off(writer, Some(error), tally, noun, last.as_ref(), &items)?.into(),
                );
            }
        }
        tally.delivered += 1;
    }
    writer.finish()?;
    tally.tell_of_more();
    Ok((tally, items))
}

/// Writes the end of a listing that breaks off, and returns where it stands.
fn break_off<T: PageItem>(
    mut writer: impl ItemWriter<T>,
    error: Option<Error>,
    tally: Tally,
    noun: Noun,
    last: Option<&T>,
    items: &Items<T>,
) -> io::Result<Box<BrokenOff>> {
    writer.break_off()?;
    tally.tell_of_more();
    Ok(BrokenOff::new(error, tally, noun, last, cursor(items)))
}

/// Returns the cursor of the page where the listing stands.
fn cursor<T: PageItem>(items: &Items<T>) -> Option<String> {
    match items.resume_token().ok()?.position() {
        PagePosition::Cursor(cursor) => Some(cursor.as_str().to_owned()),
        _ => None,
    }
}

/// Returns the next item; when it has to be waited for, what is written so far goes out first.
async fn next_or_pause<T: PageItem + 'static>(
    items: &mut Items<T>,
    writer: &mut impl ItemWriter<T>,
) -> io::Result<Option<Result<T, Error>>> {
    let mut next = pin!(items.next());
    match poll_fn(|context| Poll::Ready(next.as_mut().poll(context))).await {
        Poll::Ready(item) => Ok(item),
        Poll::Pending => {
            writer.pause()?;
            Ok(next.await)
        }
    }
}
