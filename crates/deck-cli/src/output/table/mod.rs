//! Tables: aligned columns that fit the screen, written while rows are still arriving.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use anstyle::Style;

use crate::output::screen::Screen;
use crate::output::text;

use self::fit::fit;

mod fit;

#[cfg(test)]
mod tests;

/// Blank columns between two columns of the table.
const GAP: usize = 2;

/// The width to which cells are padded at most, so that one long cell does not make every row long.
const MOST_PADDING: usize = 64;

/// How many rows are looked at before the widths are settled; later rows must do with them.
const ROWS_THAT_SETTLE: usize = 100;

/// One column: its heading and how it behaves when space is short.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// The heading.
    pub(crate) heading: &'static str,
    /// The side that cells are pushed to.
    pub(crate) align: Align,
    /// When it gives up space: columns of a lower rank shrink first.
    pub(crate) rank: u8,
    /// The width below which it shrinks only as the last resort.
    pub(crate) minimum: usize,
}

impl Column {
    /// Makes a column of words.
    pub(crate) const fn words(heading: &'static str, rank: u8, minimum: usize) -> Self {
        Self {
            heading,
            align: Align::Left,
            rank,
            minimum,
        }
    }

    /// Makes a column of quantities.
    pub(crate) const fn quantity(heading: &'static str, rank: u8, minimum: usize) -> Self {
        Self {
            align: Align::Right,
            ..Self::words(heading, rank, minimum)
        }
    }
}

/// The side that the cells of a column are pushed to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Align {
    /// For words.
    Left,
    /// For quantities.
    Right,
}

/// One cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    text: String,
    style: Style,
    cut: Cut,
}

/// What is left out of a text that is wider than its column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cut {
    End,
    Middle,
}

impl Cell {
    /// Makes a cell of any text, also of text that comes from the server.
    pub(crate) fn new(text: &str) -> Self {
        Self {
            text: text::visible(text).to_string(),
            style: Style::new(),
            cut: Cut::End,
        }
    }

    /// Makes the cell of an optional text: `-` stands for none.
    pub(crate) fn optional(text: Option<&str>) -> Self {
        Self::new(text.unwrap_or("-"))
    }

    /// Sets the style that the cell has on a screen with colour.
    pub(crate) fn styled(self, style: Style) -> Self {
        Self { style, ..self }
    }

    /// Keeps the beginning and the end of a text that is too wide, as is right for ids: the beginning tells
    /// the kind, and the end tells one from another. Two ids that differ stay different where there is room.
    pub(crate) fn shortened_in_the_middle(self) -> Self {
        Self {
            cut: Cut::Middle,
            ..self
        }
    }

    /// Returns the text in this many places.
    fn fitted(&self, width: usize) -> Cow<'_, str> {
        match self.cut {
            Cut::End => text::truncate(&self.text, width),
            Cut::Middle => text::truncate_middle(&self.text, width),
        }
    }
}

/// A table being written.
///
/// The first rows are held back until their number is enough to settle the widths of the columns,
/// or until [`finish`](Table::finish). Without rows, nothing is written, not even the headings.
pub(crate) struct Table<W> {
    writer: W,
    columns: Vec<Column>,
    headings: Vec<Cell>,
    has_header: bool,
    screen: Screen,
    stage: Stage,
}

enum Stage {
    Gathering(Vec<Vec<Cell>>),
    Settled(Vec<usize>),
}

impl<W: Write> Table<W> {
    /// Starts a table.
    pub(crate) fn new(writer: W, columns: impl Into<Vec<Column>>, screen: Screen) -> Self {
        let columns = columns.into();
        Self {
            writer,
            headings: columns
                .iter()
                .map(|column| heading(column.heading))
                .collect(),
            columns,
            has_header: true,
            screen,
            stage: Stage::Gathering(Vec::new()),
        }
    }

    /// Sets headings that are not known before the program runs, one for each column.
    pub(crate) fn with_headings(self, headings: impl IntoIterator<Item = String>) -> Self {
        Self {
            headings: headings.into_iter().map(|text| heading(&text)).collect(),
            ..self
        }
    }

    /// Leaves the headings out.
    pub(crate) fn without_header(self) -> Self {
        Self {
            has_header: false,
            ..self
        }
    }

    /// Adds a row, with one cell for each column.
    pub(crate) fn push(&mut self, row: impl Into<Vec<Cell>>) -> io::Result<()> {
        match &mut self.stage {
            Stage::Settled(_) => self.write_row(&row.into()),
            Stage::Gathering(rows) => {
                rows.push(row.into());
                if rows.len() < ROWS_THAT_SETTLE {
                    Ok(())
                } else {
                    self.settle()
                }
            }
        }
    }

    /// Hands on the lines written so far; rows held back stay so.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Writes the rows held back.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.settle()?;
        self.writer.flush()
    }

    fn settle(&mut self) -> io::Result<()> {
        let Stage::Gathering(rows) = &mut self.stage else {
            return Ok(());
        };
        if rows.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(rows);
        let header = Some(&self.headings).filter(|_| self.has_header);
        let natural = natural_widths(self.columns.len(), header.into_iter().chain(&rows));
        let widths = fit(&self.columns, &natural, &rows, self.screen.width);
        self.stage = Stage::Settled(widths);
        if self.has_header {
            self.write_row(&self.headings.clone())?;
        }
        rows.iter().try_for_each(|row| self.write_row(row))
    }

    /// Writes a row, once the widths are settled.
    fn write_row(&mut self, row: &[Cell]) -> io::Result<()> {
        let Stage::Settled(widths) = &self.stage else {
            return Ok(());
        };
        // Blanks are written before the cell that needs them, so that no line ends in blanks.
        let mut blanks = 0;
        for ((cell, column), width) in row.iter().zip(&self.columns).zip(widths) {
            let width = *width;
            if width == 0 {
                continue;
            }
            let text = if self.screen.width.is_some() {
                cell.fitted(width)
            } else {
                (&*cell.text).into()
            };
            let padding = width.min(MOST_PADDING).saturating_sub(text::width(&text));
            let (before, after) = match column.align {
                Align::Left => (0, padding),
                Align::Right => (padding, 0),
            };
            let style = if self.screen.color {
                cell.style
            } else {
                Style::new()
            };
            let blanks_before = blanks + before;
            write!(self.writer, "{:blanks_before$}{style}{text}{style:#}", "")?;
            blanks = after + GAP;
        }
        writeln!(self.writer)
    }
}

fn heading(text: &str) -> Cell {
    Cell::new(text).styled(Style::new().bold())
}

/// Returns the width of the widest cell of each column; a column has a place at least.
fn natural_widths<'a>(columns: usize, rows: impl Iterator<Item = &'a Vec<Cell>>) -> Vec<usize> {
    let mut widths = vec![1; columns];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(text::width(&cell.text));
        }
    }
    widths
}
