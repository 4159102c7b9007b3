//! Lines with a word, a number and a bar.

use std::io;
use std::io::Write;

use crate::output::text;

use super::glyphs::Glyphs;

/// The longest bar.
const MOST_BAR: usize = 40;

/// A line with a bar.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) word: String,
    pub(super) count: u64,
    /// Whether the count is of one thing, and has a bar; what is left over has none.
    pub(super) has_bar: bool,
    /// What stands behind the bar.
    pub(super) remark: String,
}

impl Row {
    /// A line of one thing.
    pub(super) fn new(word: String, count: u64) -> Self {
        Self {
            word,
            count,
            has_bar: true,
            remark: String::new(),
        }
    }

    /// A line of all that has no line of its own.
    pub(super) fn left_over(word: impl Into<String>, count: u64) -> Self {
        Self {
            has_bar: false,
            ..Self::new(word.into(), count)
        }
    }
}

/// Writes the lines, none wider than `width` if the words leave room.
pub(super) fn write(
    rows: &[Row],
    mut writer: impl Write,
    width: usize,
    glyphs: Glyphs,
) -> io::Result<()> {
    let most = rows
        .iter()
        .filter(|row| row.has_bar)
        .map(|row| row.count)
        .max();
    let words = rows.iter().map(|row| text::width(&row.word));
    let numbers = rows.iter().map(|row| number(row.count).len());
    let remarks = rows.iter().map(|row| row.remark.len() + 2);
    let (word_width, number_width) = (words.max().unwrap_or(0), numbers.max().unwrap_or(0));
    let taken = word_width + number_width + remarks.max().unwrap_or(0) + 6;
    let room = width.saturating_sub(taken).min(MOST_BAR);
    for row in rows {
        let padding = " ".repeat(word_width - text::width(&row.word));
        let bar = match (row.has_bar, most) {
            (true, Some(most)) => glyphs.bar(row.count, most, room),
            _ => String::new(),
        };
        let (word, count, remark) = (&row.word, number(row.count), &row.remark);
        let line = format!("  {word}{padding}  {count:>number_width$}  {bar}  {remark}");
        writeln!(writer, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Returns a number with a comma before each three digits.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_a_comma_before_each_three_digits() {
        assert_eq!(number(7), "7");
        assert_eq!(number(100), "100");
        assert_eq!(number(1_234_567), "1,234,567");
    }
}
