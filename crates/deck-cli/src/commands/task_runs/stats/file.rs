//! Counting the runs of a file: one thread reads, two parse.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::str;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::sync::mpsc::sync_channel;
use std::thread;

use super::bad_lines::BadLines;
use super::blocks::Block;
use super::blocks::Blocks;
use super::blocks::room_of;
use super::line;
use super::selection::Selection;
use super::tally::Tally;

/// How many threads parse.
const PARSERS: usize = 2;

/// What a file in the format of Zstandard begins with.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What was counted, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) tally: Tally,
    pub(super) bad_lines: BadLines,
    /// Items of the API that could not be read.
    pub(super) unreadable: u64,
}

/// Opens a file, or standard input where the name is `-`; what is compressed is decompressed.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if is_standard_input(path) {
        return decompressed(BufReader::new(io::stdin()));
    }
    decompressed(BufReader::new(File::open(path)?))
}

/// Returns whether standard input is meant.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Counts the runs that are selected.
pub(super) fn count(reader: impl Read + Send, selection: &Selection) -> io::Result<Counted> {
    let (sender, full) = sync_channel(1);
    let (back, empty) = channel();
    let full = Mutex::new(full);
    let full = &full;
    thread::scope(|scope| {
        let parsers: Vec<_> = (0..PARSERS)
            .map(|_| {
                let back = back.clone();
                scope.spawn(move || parse(full, &back, selection))
            })
            .collect();
        drop(back);
        let mut blocks = Blocks::new(reader);
        let read = loop {
            let block = match blocks.next(empty.try_recv().unwrap_or_default()) {
                Ok(Some(block)) => block,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            // Parsers go on as long as blocks come.
            if sender.send(block).is_err() {
                break Ok(());
            }
        };
        drop(sender);
        let mut whole = Counted::default();
        for parser in parsers {
            let part = parser
                .join()
                .map_err(|_| io::Error::other("a thread has failed"))?;
            whole.tally.merge(part.tally);
            whole.bad_lines.merge(part.bad_lines);
        }
        read.map(|()| whole)
    })
}

fn decompressed(mut reader: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    if reader.fill_buf()?.starts_with(&ZSTD) {
        return Ok(Box::new(zstd::Decoder::with_buffer(reader)?));
    }
    Ok(Box::new(reader))
}

/// Parses blocks until there are no more.
fn parse(full: &Mutex<Receiver<Block>>, back: &Sender<Vec<u8>>, selection: &Selection) -> Counted {
    let mut counted = Counted::default();
    loop {
        let received = full.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut block) = received else {
            return counted;
        };
        counted.add(&block, selection);
        // Nobody takes it back when all is read.
        _ = back.send(room_of(&mut block));
    }
}

impl Counted {
    fn add(&mut self, block: &Block, selection: &Selection) {
        if block.is_too_long {
            self.bad_lines.add_too_long(block.first_line);
            return;
        }
        match str::from_utf8(&block.bytes) {
            Ok(text) => self.add_lines(text, block.first_line, selection),
            Err(_) => {
                let lines = block.bytes.split(|byte| *byte == b'\n');
                for (number, bytes) in (block.first_line..).zip(lines) {
                    match str::from_utf8(bytes) {
                        Ok(text) => self.add_line(text, number, selection),
                        Err(error) => self.bad_lines.add(number, &error),
                    }
                }
            }
        }
    }

    fn add_lines(&mut self, text: &str, first_line: u64, selection: &Selection) {
        for (number, line) in (first_line..).zip(text.split('\n')) {
            self.add_line(line, number, selection);
        }
    }

    /// Counts the run of a line; an empty line is none.
    fn add_line(&mut self, line: &str, number: u64, selection: &Selection) {
        if line.trim_ascii().is_empty() {
            return;
        }
        match line::read(line) {
            Ok(run) if selection.contains(&run) => self.tally.add(&run, selection.zone()),
            Ok(_) => {}
            // The text is one line, so only the column tells something.
            Err(error) => {
                let reason = error
                    .to_string()
                    .replace(" at line 1 column ", " at column ");
                self.bad_lines.add(number, &reason);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn count_text(text: &[u8]) -> Counted {
        count(text, &Selection::all(TimeZone::UTC)).unwrap()
    }

    #[test]
    fn many_blocks_are_counted_as_one() {
        let line = |number: u32| {
            let padding = "x".repeat(100);
            format!(
                r#"{{"id":"trun_{number}","agent_id":"agt_{}","input":"{padding}"}}"#,
                number % 3
            )
        };
        let lines: Vec<_> = (0..30_000).map(line).collect();
        let counted = count_text(lines.join("\n").as_bytes());
        assert_eq!(counted.tally.runs, 30_000);
        let agents = [("agt_0", 10_000), ("agt_1", 10_000), ("agt_2", 10_000)];
        assert_eq!(counted.tally.agent.top(9), agents);
        assert_eq!(counted.bad_lines.count(), 0);
    }

    #[test]
    fn bad_lines_are_named_and_the_others_counted() {
        let counted = count_text(b"{\"id\":\"1\"}\r\n\nno run\n\xff\n{\"id\":\"2\"}");
        assert_eq!(counted.tally.runs, 2);
        assert_eq!(counted.bad_lines.count(), 2);
        let lines: Vec<_> = counted.bad_lines.lines().map(|line| line.number).collect();
        assert_eq!(lines, [3, 4]);
    }

    #[test]
    fn what_is_compressed_is_read_like_what_is_not() {
        let text = b"{\"id\":\"1\"}\n{\"id\":\"2\"}\n";
        let compressed = zstd::encode_all(&text[..], 0).unwrap();
        let twice = [compressed.clone(), compressed].concat();
        for (bytes, runs) in [(text.to_vec(), 2), (twice, 4)] {
            let reader = decompressed(io::Cursor::new(bytes)).unwrap();
            let counted = count(reader, &Selection::all(TimeZone::UTC)).unwrap();
            assert_eq!(counted.tally.runs, runs);
        }
    }

    #[test]
    fn a_compressed_file_that_breaks_off_is_an_error() {
        let compressed = zstd::encode_all(&[b'\n'; 10_000][..], 0).unwrap();
        let beginning = compressed[..compressed.len() - 3].to_vec();
        let reader = decompressed(io::Cursor::new(beginning)).unwrap();
        assert!(count(reader, &Selection::all(TimeZone::UTC)).is_err());
    }
}
