//! The tokens of JSON text that is known to be valid.

/// One token, as it stands in the text.
#[derive(Clone, Copy)]
pub(super) enum Token<'a> {
    /// `{` or `[`.
    Open(&'a str),
    /// `}` or `]`.
    Close(&'a str),
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A string with its quotes, a number, `true`, `false` or `null`.
    Scalar(&'a str),
}

impl<'a> Token<'a> {
    /// Returns the token's text.
    pub(super) fn as_str(self) -> &'a str {
        match self {
            Token::Open(text) | Token::Close(text) | Token::Scalar(text) => text,
            Token::Comma => ",",
            Token::Colon => ":",
        }
    }
}

/// Returns the tokens of valid JSON text, without the blanks between them.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_ascii_start();
        let length = token_length(rest.as_bytes())?;
        let (token, after) = rest.split_at(length);
        rest = after;
        Some(classify(token))
    })
}

fn classify(token: &str) -> Token<'_> {
    match token {
        "{" | "[" => Token::Open(token),
        "}" | "]" => Token::Close(token),
        "," => Token::Comma,
        ":" => Token::Colon,
        _ => Token::Scalar(token),
    }
}

/// Returns the length of the first token. Every token ends before an ASCII byte or at the end of the text,
/// hence on a character boundary.
fn token_length(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b'{' | b'}' | b'[' | b']' | b',' | b':' => Some(1),
        b'"' => Some(string_length(text)),
        _ => Some(word_length(text)),
    }
}

fn string_length(text: &[u8]) -> usize {
    let mut index = 1;
    while let Some(byte) = text.get(index) {
        match byte {
            b'"' => return index + 1,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    text.len()
}

fn word_length(text: &[u8]) -> usize {
    let ends = |byte: &u8| {
        matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"') || byte.is_ascii_whitespace()
    };
    text.iter().position(ends).unwrap_or(text.len())
}
