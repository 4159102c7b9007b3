//! What stands in a table of a listing: the columns of a kind of item, and the cells of each item.

use std::io;
use std::io::Write;
use std::marker::PhantomData;
use std::time::SystemTime;

use deck_types::PageItem;

use crate::output::ItemWriter;
use crate::output::redaction::SecretMember;
use crate::output::screen::Screen;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::table::Table;

/// An item of a listing that a table can show.
pub(crate) trait Tabular: PageItem {
    /// What one item is called in messages, and what several are.
    const NOUN: Noun;

    /// The members of its JSON text that are not for logs.
    const SECRETS: &'static [SecretMember] = &[];
    /// The fields that are documented, by their names at the API; none where every name is taken.
    const FIELDS: &'static [&'static str] = &[];

    /// The fields of a record of CSV, where no others are asked for.
    const CSV_FIELDS: &'static [&'static str] = &[];

    /// The columns.
    const COLUMNS: &'static [Column];

    /// Returns one cell for each column; ages are counted back from `now`.
    fn cells(&self, now: SystemTime) -> Vec<Cell>;
}

/// What a kind of item is called in messages.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Noun {
    /// One of them, such as `run`.
    pub(crate) one: &'static str,
    /// Several of them, such as `runs`.
    pub(crate) many: &'static str,
}

impl Noun {
    /// Returns the number with the noun, such as `1 run` or `20 runs`.
    pub(crate) fn count(self, count: u64) -> String {
        match count {
            1 => format!("1 {}", self.one),
            _ => format!("{count} {}", self.many),
        }
    }
}

/// Writes the items of a listing as rows.
pub(crate) struct ItemTable<W, T> {
    table: Table<W>,
    now: SystemTime,
    items: PhantomData<fn(&T)>,
}

impl<W: Write, T: Tabular> ItemTable<W, T> {
    /// Starts a table in which ages are counted back from `now`.
    pub(crate) fn new(writer: W, screen: Screen, now: SystemTime) -> Self {
        Self {
            table: Table::new(writer, T::COLUMNS, screen),
            now,
            items: PhantomData,
        }
    }
}

impl<W: Write, T> ItemTable<W, T> {
    /// Leaves the headings out.
    pub(crate) fn without_header(self) -> Self {
        Self {
            table: self.table.without_header(),
            ..self
        }
    }
}

impl<W: Write, T: Tabular> ItemWriter<T> for ItemTable<W, T> {
    fn write(&mut self, item: &T) -> io::Result<()> {
        self.table.push(item.cells(self.now))
    }

    fn pause(&mut self) -> io::Result<()> {
        self.table.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.table.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.table.finish()
    }
}
