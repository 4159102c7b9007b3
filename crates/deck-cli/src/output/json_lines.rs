//! A listing as newline-delimited JSON: one line per item, exact text, written as the items arrive.

use std::io;
use std::io::Write;

use deck_types::Json;

use crate::output::ItemWriter;
use crate::output::json;
use crate::output::screen::Screen;

/// Writes one line per item.
pub(crate) struct JsonLines<W> {
    writer: W,
    screen: Screen,
}

impl<W: Write> JsonLines<W> {
    /// Starts a listing.
    pub(crate) fn new(writer: W, screen: Screen) -> Self {
        Self { writer, screen }
    }
}

impl<W: Write> ItemWriter<Json> for JsonLines<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let line = json::one_line(item.as_str());
        writeln!(self.writer, "{}", self.screen.json(line))
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

#[cfg(test)]
mod tests {
    use super::*;

    const TERMINAL: Screen = Screen {
        width: Some(80),
        color: true,
        is_terminal: true,
    };

    fn written(screen: Screen, items: &[&str]) -> String {
        let mut text = Vec::new();
        let mut lines = JsonLines::new(&mut text, screen);
        for item in items {
            lines.write(&Json::from_text(*item).unwrap()).unwrap();
        }
        lines.finish().unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn each_item_is_one_line_of_the_text_received() {
        assert_eq!(
            written(Screen::PIPE, &["{\"n\": 1.00}", "{\n \"n\": 2e0\n}"]),
            "{\"n\": 1.00}\n{\"n\":2e0}\n"
        );
    }

    #[test]
    fn no_item_is_no_text() {
        assert_eq!(written(Screen::PIPE, &[]), "");
    }

    #[test]
    fn a_terminal_is_not_steered_by_the_text() {
        assert_eq!(written(TERMINAL, &["\"\u{9b}2J\""]), "\"\\u009b2J\"\n");
        assert_eq!(written(Screen::PIPE, &["\"\u{9b}2J\""]), "\"\u{9b}2J\"\n");
    }
}
