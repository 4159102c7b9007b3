//! A table of the fields that were asked for.

use std::io;
use std::io::Write;

use deck_types::Json;

use crate::output::ItemWriter;
use crate::output::field_path::FieldPath;
use crate::output::field_path::Members;
use crate::output::field_text::field_text;
use crate::output::screen::Screen;
use crate::output::table::Align;
use crate::output::table::Cell;
use crate::output::table::Column;
use crate::output::table::Table;

/// How columns shrink: the widest first, whatever it has.
const COLUMN: Column = Column {
    heading: "",
    align: Align::Left,
    rank: 1,
    minimum: 8,
};

/// The id of the item is what the next command needs, and stays whole for longer.
const ID_COLUMN: Column = Column {
    rank: 2,
    minimum: 25,
    ..COLUMN
};

/// Writes fields of items as rows, headed by their places.
pub(crate) struct FieldTable<W> {
    table: Table<W>,
    fields: Vec<FieldPath>,
}

impl<W: Write> FieldTable<W> {
    /// Starts a table of these fields.
    pub(crate) fn new(writer: W, screen: Screen, fields: Vec<FieldPath>) -> Self {
        let column = |field: &FieldPath| match field.as_str() {
            "id" => ID_COLUMN,
            _ => COLUMN,
        };
        let columns: Vec<Column> = fields.iter().map(column).collect();
        let headings = fields.iter().map(|field| field.as_str().to_uppercase());
        Self {
            table: Table::new(writer, columns, screen).with_headings(headings),
            fields,
        }
    }

    /// Leaves the headings out.
    pub(crate) fn without_header(self) -> Self {
        Self {
            table: self.table.without_header(),
            ..self
        }
    }
}

impl<W: Write> ItemWriter<Json> for FieldTable<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let members = Members::of(item.as_str());
        let cell = |field: &FieldPath| {
            let text = field_text(field.find(&members));
            let is_id = field.as_str().ends_with("id");
            let cell = Cell::optional(text.as_deref());
            if is_id {
                cell.shortened_in_the_middle()
            } else {
                cell
            }
        };
        let cells: Vec<Cell> = self.fields.iter().map(cell).collect();
        self.table.push(cells)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_headed_by_the_place_of_its_field() {
        let fields = ["id", "output.total"].map(|field| field.parse().unwrap());
        let mut text = Vec::new();
        let mut table = FieldTable::new(&mut text, Screen::PIPE, fields.into());
        for item in [r#"{"id":"a","output":{"total":1.50}}"#, r#"{"id":"b\n"}"#] {
            table.write(&Json::from_text(item).unwrap()).unwrap();
        }
        table.finish().unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "ID   OUTPUT.TOTAL\na    1.50\nb\\n  -\n"
        );
    }
}
