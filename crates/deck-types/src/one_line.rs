//! Words of others in a message: on one line, and without what steers a terminal.

use std::fmt;
use std::fmt::Write;

/// A text of others. Its characters are shown as they are, except control characters and those that turn the
/// direction of text, which are escaped.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

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
