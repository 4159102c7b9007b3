//! A text of any length and content, fit for one line of a message.

use std::fmt;

/// How many characters of the text are shown.
const SHOWN_CHARACTERS: usize = 80;

/// Shows a text in quotation marks: what does not print is escaped, and what is long is cut off, with an
/// ellipsis after it.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN_CHARACTERS) {
            Some((end, _)) => write!(formatter, "{:?}…", &self.0[..end]),
            None => write!(formatter, "{:?}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn what_does_not_print_is_escaped() {
        let text = "a\n\u{1b}[2J\u{202e}\"\\é";

        assert_eq!(Quoted(text).to_string(), r#""a\n\u{1b}[2J\u{202e}\"\\é""#);
    }

    #[test]
    fn what_is_long_is_cut_off_between_characters() {
        assert_eq!(Quoted(&"é".repeat(80)).to_string().chars().count(), 82);
        let cut = Quoted(&"é".repeat(10_000)).to_string();
        assert_eq!(cut, format!("{:?}…", "é".repeat(80)));
    }
}
