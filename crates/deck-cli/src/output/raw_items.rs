//! From items that were read to their texts and back, for what stands between a listing and a table.

use std::io;
use std::marker::PhantomData;

use deck_types::Json;
use deck_types::PageItem;
use deck_types::WithRaw;

use crate::output::ItemWriter;

/// Hands on the text of each item that was read.
pub(crate) struct ItemTexts<W>(pub(crate) W);

impl<T, W: ItemWriter<Json>> ItemWriter<WithRaw<T>> for ItemTexts<W> {
    fn write(&mut self, item: &WithRaw<T>) -> io::Result<()> {
        self.0.write(item.raw())
    }

    fn pause(&mut self) -> io::Result<()> {
        self.0.pause()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.0.break_off()
    }
}

/// Reads the texts of items that were read before, and hands on the items.
pub(crate) struct ReadItems<W, T> {
    writer: W,
    items: PhantomData<fn(&T)>,
}

impl<W, T> ReadItems<W, T> {
    /// Starts with a writer of items.
    pub(crate) fn new(writer: W) -> Self {
        Self {
            writer,
            items: PhantomData,
        }
    }
}

impl<T: PageItem, W: ItemWriter<T>> ItemWriter<Json> for ReadItems<W, T> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let item = item.parse().map_err(io::Error::other)?;
        self.writer.write(&item)
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.pause()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.writer.break_off()
    }
}
