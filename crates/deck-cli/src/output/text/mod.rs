//! Text of the server made fit for a terminal: nothing in it can steer the terminal, and its width
//! is known.

use std::borrow::Cow;
use std::fmt;
use std::fmt::Display;
use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

#[cfg(test)]
mod tests;

const ELLIPSIS: char = '…';

/// Shows the text with every character that steers a terminal written as an escape, such as
/// `\u{1b}`.
///
/// These are control characters, line separators, and the characters that reorder or hide what
/// follows them.
pub(crate) fn visible(text: impl Display) -> impl Display {
    Escaped {
        text,
        escape: |character, formatter| write!(formatter, "{}", character.escape_default()),
    }
}

/// Shows JSON text with every character that steers a terminal written as a JSON escape, such as
/// `\u001b`.
///
/// In valid JSON such characters stand in strings only (but for the line ends between tokens, which
/// are kept), hence the value stays the same.
pub(crate) fn visible_json(text: impl Display) -> impl Display {
    Escaped {
        text,
        escape: |character, formatter| match character {
            '\n' | '\r' | '\t' => formatter.write_char(character),
            // Every steering character is in the basic plane, so four digits are enough.
            _ => write!(formatter, "\\u{:04x}", u32::from(character)),
        },
    }
}

/// Shows lines of text with every character that steers a terminal written as an escape, but for the line
/// ends and tabs.
pub(crate) fn visible_lines(text: impl Display) -> impl Display {
    Escaped {
        text,
        escape: |character, formatter| match character {
            '\n' | '\t' => formatter.write_char(character),
            _ => write!(formatter, "{}", character.escape_default()),
        },
    }
}

/// Returns the number of terminal columns that the text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Returns the text cut to at most `columns` terminal columns; a text that was cut ends in `…`.
pub(crate) fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut cut: String = prefix(text, room).to_owned();
    cut.push(ELLIPSIS);
    Cow::Owned(cut)
}

/// Returns the text cut to at most `columns` terminal columns; a text that was cut has its beginning, `…` and
/// its end.
pub(crate) fn truncate_middle(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let beginning = prefix(text, room.div_ceil(2));
    let end = suffix(text, room - width(beginning));
    Cow::Owned(format!("{beginning}{ELLIPSIS}{end}"))
}

fn suffix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (index, character) in text.char_indices().rev() {
        used += char_width(character);
        if used > columns {
            return &text[index + character.len_utf8()..];
        }
    }
    text
}

fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (index, character) in text.char_indices() {
        used += char_width(character);
        if used > columns {
            return &text[..index];
        }
    }
    text
}

fn char_width(character: char) -> usize {
    character.width().unwrap_or(0)
}

type Escape = fn(char, &mut fmt::Formatter<'_>) -> fmt::Result;

/// A text whose steering characters are escaped while it is written, so that it is never held twice.
struct Escaped<D> {
    text: D,
    escape: Escape,
}

impl<D: Display> Display for Escaped<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = self.escape;
        write!(Escaping { formatter, escape }, "{}", self.text)
    }
}

struct Escaping<'a, 'b> {
    formatter: &'a mut fmt::Formatter<'b>,
    escape: Escape,
}

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut plain = 0;
        for (index, steering) in text.match_indices(steers_terminal) {
            self.formatter.write_str(&text[plain..index])?;
            steering
                .chars()
                .try_for_each(|character| (self.escape)(character, self.formatter))?;
            plain = index + steering.len();
        }
        self.formatter.write_str(&text[plain..])
    }
}

fn steers_terminal(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{061c}'                  // Arabic letter mark
            | '\u{200b}' | '\u{feff}'   // zero-width spaces
            | '\u{200e}'..='\u{200f}'   // left-to-right and right-to-left marks
            | '\u{2028}'..='\u{202e}'   // line and paragraph separators, embeddings and overrides
            | '\u{2066}'..='\u{2069}'   // isolates
        )
}
