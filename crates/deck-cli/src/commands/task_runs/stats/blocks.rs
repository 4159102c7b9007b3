//! Whole lines of a text of any length, in blocks that are read by different threads.

use std::io;
use std::io::Read;
use std::mem;

/// How many bytes are read at a time.
const BLOCK: usize = 1024 * 1024;

/// The longest line that is read; the API's responses are shorter.
pub(super) const MOST_LINE: usize = 32 * 1024 * 1024;

/// Whole lines, or one line that is too long.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The number of its first line, from 1.
    pub(super) first_line: u64,
    /// The lines, with their ends; the last line of the text may have none.
    pub(super) bytes: Vec<u8>,
    /// Whether this is the beginning of a line that is too long, of which the rest was passed over.
    pub(super) is_too_long: bool,
}

/// Cuts a text into blocks.
pub(super) struct Blocks<R> {
    reader: R,
    /// What was read behind the last line end.
    rest: Vec<u8>,
    next_line: u64,
    is_over: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            next_line: 1,
            is_over: false,
        }
    }

    /// Reads the next block into the room of one that is no longer needed.
    pub(super) fn next(&mut self, mut room: Vec<u8>) -> io::Result<Option<Block>> {
        room.clear();
        room.append(&mut self.rest);
        while !self.is_over {
            let before = room.len();
            self.fill(&mut room)?;
            let end = room[before..].iter().rposition(|byte| *byte == b'\n');
            if let Some(end) = end {
                self.rest.extend_from_slice(&room[before + end + 1..]);
                room.truncate(before + end + 1);
                break;
            }
            if room.len() > MOST_LINE {
                self.pass_over_line()?;
                room.truncate(BLOCK);
                return Ok(Some(self.block(room, 1, true)));
            }
        }
        if room.is_empty() {
            return Ok(None);
        }
        let lines = room.iter().filter(|byte| **byte == b'\n').count();
        Ok(Some(self.block(room, lines as u64, false)))
    }

    fn block(&mut self, bytes: Vec<u8>, lines: u64, is_too_long: bool) -> Block {
        let first_line = self.next_line;
        self.next_line += lines;
        Block {
            first_line,
            bytes,
            is_too_long,
        }
    }

    /// Reads up to a block more.
    fn fill(&mut self, room: &mut Vec<u8>) -> io::Result<()> {
        room.reserve(BLOCK);
        let read = self.reader.by_ref().take(BLOCK as u64).read_to_end(room)?;
        self.is_over = read < BLOCK;
        Ok(())
    }

    fn pass_over_line(&mut self) -> io::Result<()> {
        let mut room = Vec::new();
        while !self.is_over {
            room.clear();
            self.fill(&mut room)?;
            if let Some(end) = room.iter().position(|byte| *byte == b'\n') {
                self.rest = room.split_off(end + 1);
                break;
            }
        }
        Ok(())
    }
}

/// Gives the room of a block back, unless one long line has made it large.
pub(super) fn room_of(block: &mut Block) -> Vec<u8> {
    let room = mem::take(&mut block.bytes);
    if room.capacity() <= 4 * BLOCK {
        room
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[u8]) -> Vec<Block> {
        let mut blocks = Blocks::new(text);
        std::iter::from_fn(|| blocks.next(Vec::new()).unwrap()).collect()
    }

    #[test]
    fn blocks_are_whole_lines_and_nothing_is_lost() {
        let line = |number: u64| format!("{number}{}\n", "x".repeat(number as usize % 7_000));
        let text: String = (0..5_000).map(line).collect();
        let text = text.trim_end();
        let blocks = blocks(text.as_bytes());
        assert!(blocks.len() > 3);
        let mut next_line = 1;
        for block in &blocks {
            assert_eq!(block.first_line, next_line);
            next_line += block.bytes.split(|byte| *byte == b'\n').count() as u64 - 1;
        }
        let whole: Vec<u8> = blocks.into_iter().flat_map(|block| block.bytes).collect();
        assert_eq!(String::from_utf8(whole).unwrap(), text);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_those_around_it_are_not() {
        let text = format!("a\n{}\nb\n", "x".repeat(MOST_LINE + 3 * BLOCK));
        let blocks = blocks(text.as_bytes());
        let shown: Vec<_> = blocks
            .iter()
            .map(|block| {
                (
                    block.first_line,
                    block.bytes.len().min(3),
                    block.is_too_long,
                )
            })
            .collect();
        assert_eq!(shown, [(1, 2, false), (2, 3, true), (3, 2, false)]);
        assert!(blocks.iter().all(|block| block.bytes.len() <= BLOCK));
    }

    #[test]
    fn no_text_is_no_block() {
        assert_eq!(blocks(b""), []);
    }
}
