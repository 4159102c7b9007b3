//! JSON text laid out anew, token by token: digits, escapes and the order of keys stay as received.

use std::borrow::Cow;

use self::tokens::Token;
use self::tokens::tokens;

mod tokens;

#[cfg(test)]
mod tests;

const INDENT: &str = "  ";

/// Returns valid JSON text on one line; text that is already on one line is returned as it is.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(tokens(text).map(Token::as_str).collect())
}

/// Returns valid JSON text with one member or element to a line.
///
/// Every line but the first begins with `depth` steps of two spaces, so that the value can stand
/// inside another one.
pub(crate) fn pretty(text: &str, depth: usize) -> String {
    let mut layout = Layout {
        text: String::with_capacity(text.len() * 2),
        depth,
        after: After::Value,
    };
    for token in tokens(text) {
        layout.push(token);
    }
    layout.text
}

struct Layout {
    text: String,
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

impl Layout {
    fn push(&mut self, token: Token<'_>) {
        match token {
            Token::Close(_) => self.close(),
            Token::Open(_) | Token::Scalar(_) => self.start_element(),
            Token::Comma | Token::Colon => {}
        }
        self.text.push_str(token.as_str());
        self.after = match token {
            Token::Open(_) => After::Open,
            Token::Comma => After::Comma,
            Token::Close(_) | Token::Colon | Token::Scalar(_) => After::Value,
        };
        match token {
            Token::Open(_) => self.depth += 1,
            Token::Colon => self.text.push(' '),
            Token::Close(_) | Token::Comma | Token::Scalar(_) => {}
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if !matches!(self.after, After::Open) {
            self.break_line();
        }
    }

    fn start_element(&mut self) {
        if !matches!(self.after, After::Value) {
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(INDENT, self.depth));
    }
}
