//! From runs to the bytes of the file.

use std::cell::RefCell;
use std::io;
use std::io::Write;
use std::rc::Rc;

use zstd::bulk::Compressor;

use deck_types::Json;
use deck_types::to_json_line;

use crate::output::ItemWriter;
use crate::output::csv_rows::CsvRows;
use crate::output::field_path::FieldPath;
use crate::output::screen::Screen;

use super::layout::Compression;
use super::layout::ExportFormat;
use super::layout::Layout;

/// How many bytes are held back before they are written, and so how much a frame of Zstandard holds: enough
/// for what can be gained by compression, and little enough to be held in memory.
const MOST_HELD: usize = 1024 * 1024;

/// How hard Zstandard tries: its own default.
const LEVEL: i32 = 3;

/// Turns runs into bytes, and holds them back until there are enough.
pub(super) struct Encoder {
    rows: Rows,
    compressor: Option<Compressor<'static>>,
    held: Held,
}

/// How a run is written.
enum Rows {
    /// As a line of JSON; on a terminal with what would steer it escaped.
    Lines(Screen),
    Csv(Box<CsvRows<Held>>),
}

/// Bytes that a writer of rows and the encoder have in common.
#[derive(Clone, Default)]
struct Held(Rc<RefCell<Vec<u8>>>);

impl Encoder {
    /// Starts a file, or goes on with one that has its beginning already.
    pub(super) fn new(layout: &Layout, is_begun: bool, screen: Screen) -> io::Result<Self> {
        let held = Held::default();
        let rows = match layout.format {
            ExportFormat::Ndjson => Rows::Lines(screen),
            ExportFormat::Csv => {
                let fields = layout.fields.iter().map(|field| field.parse::<FieldPath>());
                let fields = fields.collect::<Result<_, _>>().map_err(io::Error::other)?;
                let rows = CsvRows::new(held.clone(), screen, fields);
                let rows = if is_begun {
                    rows.without_header()
                } else {
                    rows
                };
                Rows::Csv(Box::new(rows))
            }
        };
        Ok(Self {
            rows,
            compressor: compressor(layout.compression)?,
            held,
        })
    }

    /// Takes a run.
    pub(super) fn push(&mut self, run: &Json) -> io::Result<()> {
        match &mut self.rows {
            Rows::Csv(rows) => rows.write(run),
            Rows::Lines(screen) => {
                let line = to_json_line(run).map_err(io::Error::other)?;
                writeln!(self.held, "{}", screen.json(line))
            }
        }
    }

    /// Returns whether enough is held back to be written.
    pub(super) fn is_full(&self) -> bool {
        self.held.0.borrow().len() >= MOST_HELD
    }

    /// Writes what is held back. What was written until then is a whole file of its format.
    pub(super) fn write_to(&mut self, writer: &mut impl Write) -> io::Result<()> {
        if let Rows::Csv(rows) = &mut self.rows {
            rows.finish()?;
        }
        let mut held = self.held.0.borrow_mut();
        if held.is_empty() {
            return Ok(());
        }
        match &mut self.compressor {
            Some(compressor) => writer.write_all(&compressor.compress(&held)?)?,
            None => writer.write_all(&held)?,
        }
        held.clear();
        held.shrink_to(MOST_HELD);
        Ok(())
    }
}

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn compressor(compression: Compression) -> io::Result<Option<Compressor<'static>>> {
    match compression {
        Compression::None => Ok(None),
        Compression::Zstd => {
            let mut compressor = Compressor::new(LEVEL)?;
            compressor.include_checksum(true)?;
            Ok(Some(compressor))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(format: ExportFormat, compression: Compression, fields: &[&str]) -> Layout {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Layout {
            format,
            compression,
            fields,
        }
    }

    /// Encodes runs, writing after each, and returns the bytes and where each writing ended.
    fn encoded(layout: &Layout, runs: &[&str]) -> (Vec<u8>, Vec<usize>) {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        let mut encoder = Encoder::new(layout, false, Screen::PIPE).unwrap();
        for run in runs {
            encoder.push(&Json::from_text(*run).unwrap()).unwrap();
            encoder.write_to(&mut bytes).unwrap();
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    #[test]
    fn a_line_is_the_text_received() {
        let layout = layout(ExportFormat::Ndjson, Compression::None, &[]);
        let runs = ["{\"n\": 1.00}", "{\n  \"n\": [1,\r\n 2]\n}"];
        let (bytes, _) = encoded(&layout, &runs);
        assert_eq!(bytes, b"{\"n\": 1.00}\n{\"n\": [1,2]}\n");
    }

    #[test]
    fn rows_of_csv_stand_below_their_names() {
        let layout = layout(ExportFormat::Csv, Compression::None, &["id", "o"]);
        let runs = [r#"{"id":"a,b","o":{"x":1}}"#, r#"{"id":"c\n\"d\""}"#];
        let (bytes, _) = encoded(&layout, &runs);
        let expected = "id,o\r\n\"a,b\",\"{\"\"x\"\":1}\"\r\n\"c\n\"\"d\"\"\",\r\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn a_file_that_goes_on_has_its_names_once() {
        let layout = layout(ExportFormat::Csv, Compression::None, &["id"]);
        let (mut bytes, _) = encoded(&layout, &[r#"{"id":"a"}"#]);
        let mut encoder = Encoder::new(&layout, true, Screen::PIPE).unwrap();
        encoder
            .push(&Json::from_text(r#"{"id":"b"}"#).unwrap())
            .unwrap();
        encoder.write_to(&mut bytes).unwrap();
        assert_eq!(bytes, b"id\r\na\r\nb\r\n");
    }

    #[test]
    fn frames_can_be_cut_behind_each_writing() {
        let layout = layout(ExportFormat::Ndjson, Compression::Zstd, &[]);
        let (bytes, ends) = encoded(&layout, &["1", "[2, 3]", "\"four\""]);
        let whole = "1\n[2, 3]\n\"four\"\n";
        for (end, length) in ends.into_iter().zip([2, 9, 16]) {
            let text = zstd::stream::decode_all(&bytes[..end]).unwrap();
            assert_eq!(text, whole.as_bytes()[..length]);
        }
    }

    #[test]
    fn a_terminal_is_not_steered() {
        for (format, expected) in [
            (ExportFormat::Ndjson, "{\"id\":\"\\u009b2J\"}\n"),
            (ExportFormat::Csv, "id\r\n"),
        ] {
            let layout = layout(format, Compression::None, &["id"]);
            let terminal = Screen {
                is_terminal: true,
                ..Screen::PIPE
            };
            let mut encoder = Encoder::new(&layout, false, terminal).unwrap();
            let run = Json::from_text("{\"id\":\"\u{9b}2J\"}").unwrap();
            encoder.push(&run).unwrap();
            let mut bytes = Vec::new();
            encoder.write_to(&mut bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.starts_with(expected) && !text.contains('\u{9b}'),
                "{text:?}"
            );
        }
    }
}
