//! A listing as one indented JSON array, written as the items arrive.

use std::io;
use std::io::Write;

use deck_types::Json;

use crate::output::ItemWriter;
use crate::output::json;
use crate::output::screen::Screen;

/// Writes one array.
///
/// The array is closed by [`finish`](ItemWriter::finish) only: a listing that broke off is no valid
/// JSON, so that no program takes a part of it for the whole.
pub(crate) struct JsonArray<W> {
    writer: W,
    screen: Screen,
    is_empty: bool,
}

impl<W: Write> JsonArray<W> {
    /// Starts a listing.
    pub(crate) fn new(writer: W, screen: Screen) -> Self {
        Self {
            writer,
            screen,
            is_empty: true,
        }
    }
}

impl<W: Write> ItemWriter<Json> for JsonArray<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let before = if self.is_empty { "[\n" } else { ",\n" };
        self.is_empty = false;
        let text = json::pretty(item.as_str(), 1);
        write!(self.writer, "{before}  {}", self.screen.json(text))
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        let end = if self.is_empty { "[]" } else { "\n]" };
        writeln!(self.writer, "{end}")?;
        self.writer.flush()
    }

    fn break_off(&mut self) -> io::Result<()> {
        if !self.is_empty {
            writeln!(self.writer)?;
        }
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(items: &[&str]) -> String {
        let mut text = Vec::new();
        let mut array = JsonArray::new(&mut text, Screen::PIPE);
        for item in items {
            array.write(&Json::from_text(*item).unwrap()).unwrap();
        }
        array.finish().unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn items_are_indented_and_separated() {
        let expected = "[\n  {\n    \"n\": 1.00\n  },\n  {\n    \"n\": 2e0\n  }\n]\n";
        assert_eq!(written(&["{\"n\":1.00}", "{\"n\":2e0}"]), expected);
    }

    #[test]
    fn no_item_is_an_empty_array() {
        assert_eq!(written(&[]), "[]\n");
    }

    #[test]
    fn a_listing_that_broke_off_at_once_is_no_text() {
        let mut text = Vec::new();
        JsonArray::new(&mut text, Screen::PIPE).break_off().unwrap();
        assert_eq!(text, b"");
    }

    #[test]
    fn a_listing_that_broke_off_is_not_valid_json() {
        let mut text = Vec::new();
        let mut array = JsonArray::new(&mut text, Screen::PIPE);
        array.write(&Json::from_text("1").unwrap()).unwrap();
        array.break_off().unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&text).is_err());
    }
}
