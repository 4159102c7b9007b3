//! A listing as comma-separated values: a header, and one record per item, written as the items arrive.

use std::borrow::Cow;
use std::io;
use std::io::Write;

use csv::Terminator;
use csv::WriterBuilder;

use deck_types::Json;

use crate::output::ItemWriter;
use crate::output::field_path::FieldPath;
use crate::output::field_path::Members;
use crate::output::field_text::field_text;
use crate::output::screen::Screen;
use crate::output::text;

/// Writes fields of items as RFC 4180 has them.
///
/// A text that a spreadsheet would take for a formula has an apostrophe before it. Numbers have none: a
/// negative one is no formula.
pub(crate) struct CsvRows<W: Write> {
    writer: csv::Writer<W>,
    fields: Vec<FieldPath>,
    screen: Screen,
    /// Whether the header is still to be written.
    owes_header: bool,
}

impl<W: Write> CsvRows<W> {
    /// Starts a listing of these fields.
    pub(crate) fn new(writer: W, screen: Screen, fields: Vec<FieldPath>) -> Self {
        let mut builder = WriterBuilder::new();
        builder.terminator(Terminator::CRLF);
        Self {
            writer: builder.from_writer(writer),
            fields,
            screen,
            owes_header: true,
        }
    }

    /// Leaves the header out.
    pub(crate) fn without_header(mut self) -> Self {
        self.owes_header = false;
        self
    }

    fn write_header(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.owes_header) {
            let names = self.fields.iter().map(FieldPath::as_str);
            self.writer.write_record(names)?;
        }
        Ok(())
    }
}

impl<W: Write> ItemWriter<Json> for CsvRows<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        self.write_header()?;
        let members = Members::of(item.as_str());
        for field in &self.fields {
            let value = field.find(&members);
            let is_text = value.is_some_and(|value| value.get().starts_with('"'));
            let mut cell = field_text(value).unwrap_or_default();
            if is_text && is_formula(&cell) {
                cell = Cow::Owned(format!("'{cell}"));
            }
            if self.screen.is_terminal {
                cell = Cow::Owned(text::visible(cell).to_string());
            }
            self.writer.write_field(cell.as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write_header()?;
        self.writer.flush()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Returns whether a spreadsheet would calculate the text instead of showing it.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Screen = Screen {
        width: Some(80),
        color: true,
        is_terminal: true,
    };

    fn rows(screen: Screen, fields: &str, items: &[&str]) -> String {
        let fields = fields.split(',').map(|field| field.parse().unwrap());
        let mut text = Vec::new();
        let mut rows = CsvRows::new(&mut text, screen, fields.collect());
        for item in items {
            rows.write(&Json::from_text(*item).unwrap()).unwrap();
        }
        rows.finish().unwrap();
        drop(rows);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_header_comes_first_and_then_one_record_per_item() {
        let items = [r#"{"id":"a","n":1.50}"#, r#"{"n":null,"id":"b,\"c\"\nd"}"#];
        assert_eq!(
            rows(Screen::PIPE, "id,n", &items),
            "id,n\r\na,1.50\r\n\"b,\"\"c\"\"\nd\",\r\n"
        );
    }

    #[test]
    fn no_item_is_the_header_alone() {
        assert_eq!(rows(Screen::PIPE, "id,n", &[]), "id,n\r\n");
    }

    #[test]
    fn what_is_nested_is_json_text() {
        assert_eq!(
            rows(Screen::PIPE, "output", &[r#"{"output":{"a":[1, "b"]}}"#]),
            "output\r\n\"{\"\"a\"\":[1, \"\"b\"\"]}\"\r\n"
        );
    }

    #[test]
    fn one_field_that_is_empty_is_still_a_record() {
        assert_eq!(
            rows(Screen::PIPE, "id", &["{}", "7"]),
            "id\r\n\"\"\r\n\"\"\r\n"
        );
    }

    #[test]
    fn a_text_that_is_a_formula_is_made_a_text_and_a_negative_number_stays() {
        let items = [
            r#"{"n":"=HYPERLINK(1)"}"#,
            r#"{"n":"-1+1"}"#,
            r#"{"n":"\t=1"}"#,
            r#"{"n":-1.5}"#,
            r#"{"n":"a=b"}"#,
        ];
        assert_eq!(
            rows(Screen::PIPE, "n", &items),
            "n\r\n'=HYPERLINK(1)\r\n'-1+1\r\n'\t=1\r\n-1.5\r\na=b\r\n"
        );
    }

    #[test]
    fn a_terminal_is_not_steered_by_a_cell() {
        let items = [r#"{"id":"\u001b[2J\nx"}"#];
        assert_eq!(rows(TERMINAL, "id", &items), "id\r\n\\u{1b}[2J\\nx\r\n");
    }
}
