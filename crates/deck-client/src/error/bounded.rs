//! A bound on the words of a server that the text of an error repeats.

use std::fmt;

/// How many bytes of a server's words go into the text of one error; the facts of the error have them all.
pub(super) const MAX_BYTES: usize = 4096;

/// Writes at most [`MAX_BYTES`] to a formatter, and an ellipsis in the place of what is beyond.
pub(super) struct Bounded<'a, 'b> {
    formatter: &'a mut fmt::Formatter<'b>,
    left: usize,
}

impl<'a, 'b> Bounded<'a, 'b> {
    pub(super) fn new(formatter: &'a mut fmt::Formatter<'b>) -> Self {
        Self {
            formatter,
            left: MAX_BYTES,
        }
    }
}

impl fmt::Write for Bounded<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.len() <= self.left {
            self.left -= text.len();
            return self.formatter.write_str(text);
        }
        if self.left > 0 {
            let end = (0..=self.left)
                .rev()
                .find(|end| text.is_char_boundary(*end));
            self.formatter.write_str(&text[..end.unwrap_or(0)])?;
            self.formatter.write_str("…")?;
            self.left = 0;
        }
        Ok(())
    }
}
