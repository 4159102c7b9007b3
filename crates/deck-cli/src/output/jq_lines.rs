//! A listing through a filter of jq.

use std::io;
use std::io::Write;

use deck_types::Json;
use deck_types::PageItem;

use crate::output::ItemWriter;
use crate::output::jq::JqFilter;
use crate::output::jq::Strings;
use crate::output::layout_error::LayoutError;
use crate::output::screen::Screen;
use crate::output::text;

/// Writes the results of a filter for each item, one to a line.
pub(crate) struct JqLines<W> {
    writer: W,
    screen: Screen,
    filter: JqFilter,
    strings: Strings,
    /// How many items came.
    count: u64,
}

impl<W: Write> JqLines<W> {
    /// Starts a listing.
    pub(crate) fn new(writer: W, screen: Screen, filter: JqFilter, strings: Strings) -> Self {
        Self {
            writer,
            screen,
            filter,
            strings,
            count: 0,
        }
    }
}

impl<W: Write> ItemWriter<Json> for JqLines<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        self.count += 1;
        let results = self.filter.run(item.as_str(), self.strings);
        let results = results.map_err(|reason| {
            let item = match item.item_id() {
                Some(id) => id.into_owned(),
                None => format!("item {}", self.count),
            };
            io::Error::other(LayoutError::Filter { item, reason })
        })?;
        if self.screen.is_terminal {
            let text = String::from_utf8_lossy(&results);
            write!(self.writer, "{}", text::visible_lines(text))
        } else {
            self.writer.write_all(&results)
        }
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
