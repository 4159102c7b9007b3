//! Finds the path of the value that a JSON reader stopped at, from nothing but the text and the number of
//! bytes read.
//!
//! The scanner trusts nothing: any text at any offset gives some path, nesting costs no stack, and neither
//! nesting nor long keys cost more memory than a path that is shown.

use std::fmt::Write;

use crate::excerpt::EXCERPT_BYTES;
use crate::excerpt::beginning;

/// On which side of the stop the value at fault stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The reader refused the value before reading it.
    Before,
    /// The reader refused the value after reading it, or in its middle.
    After,
}

/// Returns the path of the value at fault when a reader stopped after `offset` bytes.
///
/// A path of more than [`EXCERPT_BYTES`] is not complete.
pub(crate) fn path_of(text: &str, offset: usize, stop: Stop) -> String {
    let mut containers = Containers::default();
    let mut rest = up_to(text, offset);
    while let Some((token, after)) = first_token(rest) {
        containers.take(token);
        rest = after;
    }
    if stop == Stop::Before {
        containers.begin_value();
    }
    containers.path()
}

/// The containers that are open, outermost first.
#[derive(Default)]
struct Containers<'a> {
    open: Vec<Container<'a>>,
    /// How many are open inside the last one that is kept.
    deeper: usize,
}

/// How many open containers are kept: as many as make a path longer than what is shown of it.
const MAX_DEPTH: usize = EXCERPT_BYTES;

enum Container<'a> {
    Array {
        begun: usize,
    },
    Object {
        key: Option<&'a str>,
        value_is_next: bool,
    },
}

#[derive(Clone, Copy)]
enum Token<'a> {
    OpenArray,
    OpenObject,
    Close,
    Colon,
    Comma,
    String(&'a str),
    Scalar,
}

impl<'a> Containers<'a> {
    fn take(&mut self, token: Token<'a>) {
        match token {
            Token::OpenArray => self.open(Container::Array { begun: 0 }),
            Token::OpenObject => self.open(Container::Object {
                key: None,
                value_is_next: false,
            }),
            Token::Close => self.close(),
            Token::Colon => self.expect_member_value(),
            Token::Comma => {}
            Token::String(text) => self.take_string(text),
            Token::Scalar => self.begin_value(),
        }
    }

    fn open(&mut self, container: Container<'a>) {
        self.begin_value();
        if self.open.len() < MAX_DEPTH {
            self.open.push(container);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        match self.deeper.checked_sub(1) {
            Some(deeper) => self.deeper = deeper,
            None => drop(self.open.pop()),
        }
    }

    /// Returns the innermost container, if it is kept.
    fn innermost(&mut self) -> Option<&mut Container<'a>> {
        self.open.last_mut().filter(|_| self.deeper == 0)
    }

    fn begin_value(&mut self) {
        match self.innermost() {
            Some(Container::Array { begun }) => *begun += 1,
            Some(Container::Object { value_is_next, .. }) => *value_is_next = false,
            None => {}
        }
    }

    fn expect_member_value(&mut self) {
        if let Some(Container::Object { value_is_next, .. }) = self.innermost() {
            *value_is_next = true;
        }
    }

    fn take_string(&mut self, text: &'a str) {
        match self.innermost() {
            Some(Container::Object {
                key,
                value_is_next: false,
            }) => *key = Some(text),
            _ => self.begin_value(),
        }
    }

    fn path(&self) -> String {
        let mut path = String::from("$");
        for container in &self.open {
            if path.len() > EXCERPT_BYTES {
                break;
            }
            container.append_to(&mut path);
        }
        path
    }
}

impl Container<'_> {
    /// Appends the step to the member or element in hand; nothing when none has begun.
    fn append_to(&self, path: &mut String) {
        // Writing to a `String` cannot fail.
        let _ = match self {
            Self::Array { begun: 0 } | Self::Object { key: None, .. } => Ok(()),
            Self::Array { begun } => write!(path, "[{}]", begun - 1),
            Self::Object { key: Some(key), .. } => {
                let shown = beginning(key, EXCERPT_BYTES + 4);
                if is_plain(key) {
                    write!(path, ".{shown}")
                } else {
                    write!(path, "[\"{shown}\"]")
                }
            }
        };
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn first_token(text: &str) -> Option<(Token<'_>, &str)> {
    let text = text.trim_start();
    let token = match text.as_bytes().first()? {
        b'[' => Token::OpenArray,
        b'{' => Token::OpenObject,
        b']' | b'}' => Token::Close,
        b':' => Token::Colon,
        b',' => Token::Comma,
        b'"' => return Some(string_token(&text[1..])),
        _ => return Some((Token::Scalar, after_scalar(text))),
    };
    Some((token, &text[1..]))
}

/// Splits at the closing quote; a string that is cut off goes to the end.
fn string_token(text: &str) -> (Token<'_>, &str) {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return (Token::String(&text[..index]), &text[index + 1..]),
            _ => {}
        }
    }
    (Token::String(text), "")
}

fn after_scalar(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '[' | ']' | '{' | '}' | ':' | ',' | '"');
    text.find(ends).map_or("", |end| &text[end..])
}

/// Returns the first `offset` bytes, less those of a character cut in two.
fn up_to(text: &str, offset: usize) -> &str {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
