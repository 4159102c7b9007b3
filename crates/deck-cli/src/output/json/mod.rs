//! JSON text laid out anew, token by token: digits, escapes and the order of keys stay as received.

use std::fmt;
use std::fmt::Display;
use std::fmt::Formatter;

use self::tokens::Token;
use self::tokens::tokens;

mod tokens;

#[cfg(test)]
mod tests;

/// How deep values are indented; what is deeper is written on one line.
///
/// A token takes at most one line, hence at most two blanks per step and the line end beside its own
/// bytes: 98 bytes for each byte received. With 64 steps it would be 115.
const MOST_STEPS: usize = 48;

/// The blanks of the deepest line.
const BLANKS: &str = match str::from_utf8(&[b' '; 2 * MOST_STEPS]) {
    Ok(blanks) => blanks,
    Err(_) => "",
};

/// Shows valid JSON text on one line; text that is already on one line is shown as it is.
pub(crate) fn one_line(text: &str) -> impl Display {
    OneLine(text)
}

/// Shows valid JSON text with one member or element to a line.
///
/// Every line but the first begins with `depth` steps of two spaces, so that the value can stand
/// inside another one. What is nested deeper than [`MOST_STEPS`] is written without line ends.
pub(crate) fn pretty(text: &str, depth: usize) -> impl Display {
    Pretty { text, depth }
}

/// Returns how deep arrays and objects of valid JSON text are nested.
pub(crate) fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for token in tokens(text) {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) => depth = depth.saturating_sub(1),
            Token::Comma | Token::Colon | Token::Scalar(_) => {}
        }
        most = most.max(depth);
    }
    most
}

struct OneLine<'a>(&'a str);

impl Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        if !self.0.contains(['\n', '\r']) {
            return formatter.write_str(self.0);
        }
        tokens(self.0).try_for_each(|token| formatter.write_str(token.as_str()))
    }
}

struct Pretty<'a> {
    text: &'a str,
    depth: usize,
}

impl Display for Pretty<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut layout = Layout {
            formatter,
            depth: self.depth,
            after: After::Value,
        };
        tokens(self.text).try_for_each(|token| layout.push(token))
    }
}

struct Layout<'a, 'b> {
    formatter: &'a mut Formatter<'b>,
    depth: usize,
    after: After,
}

enum After {
    /// A value or a colon: the next token goes on.
    Value,
    /// An opening bracket: an element starts a line, a closing bracket does not.
    Open,
    /// A comma: an element starts a line.
    Comma,
}

impl Layout<'_, '_> {
    fn push(&mut self, token: Token<'_>) -> fmt::Result {
        match token {
            Token::Close(_) => self.close()?,
            Token::Open(_) | Token::Scalar(_) => self.start_element()?,
            Token::Comma | Token::Colon => {}
        }
        self.formatter.write_str(token.as_str())?;
        self.after = match token {
            Token::Open(_) => After::Open,
            Token::Comma => After::Comma,
            Token::Close(_) | Token::Colon | Token::Scalar(_) => After::Value,
        };
        match token {
            Token::Open(_) => self.depth += 1,
            Token::Colon if self.is_indented() => self.formatter.write_str(" ")?,
            Token::Close(_) | Token::Colon | Token::Comma | Token::Scalar(_) => {}
        }
        Ok(())
    }

    fn close(&mut self) -> fmt::Result {
        let ends_a_line = self.is_indented() && !matches!(self.after, After::Open);
        self.depth = self.depth.saturating_sub(1);
        if ends_a_line {
            self.break_line()
        } else {
            Ok(())
        }
    }

    fn start_element(&mut self) -> fmt::Result {
        if self.is_indented() && !matches!(self.after, After::Value) {
            self.break_line()
        } else {
            Ok(())
        }
    }

    /// Returns whether the elements of the value that is open stand on lines of their own.
    fn is_indented(&self) -> bool {
        self.depth <= MOST_STEPS
    }

    fn break_line(&mut self) -> fmt::Result {
        self.formatter.write_str("\n")?;
        self.formatter.write_str(&BLANKS[..2 * self.depth])
    }
}
