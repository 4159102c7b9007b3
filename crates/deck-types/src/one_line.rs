//! Words of others in a message: on one line, and without what steers a terminal.

use std::fmt;
use std::fmt::Write;

/// Prints a text of others on one line: its characters as they are, except control characters and those that
/// turn the direction of text, which are escaped.
///
/// For messages and logs with the words of a server. It does not cut them.
///
/// # Examples
///
/// ```
/// assert_eq!(deck_types::OneLine("no\u{1b}[2J\nmore").to_string(), r"no\u{1b}[2J\nmore");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a>(pub &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if steers(character) {
                write!(formatter, "{}", character.escape_default())?;
            } else {
                formatter.write_char(character)?;
            }
        }
        Ok(())
    }
}

fn steers(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}')
        || matches!(character, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::OneLine;

    #[test]
    fn what_steers_a_terminal_is_escaped_and_all_else_stays() {
        let text = "\u{1b}[2J\r\n\u{202e}é \\ \"日本\u{7f}\u{2028}";
        assert_eq!(
            OneLine(text).to_string(),
            r#"\u{1b}[2J\r\n\u{202e}é \ "日本\u{7f}\u{2028}"#
        );
    }
}
