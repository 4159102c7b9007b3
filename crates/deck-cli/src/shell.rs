//! Commands that can be copied into a shell.

use std::borrow::Cow;

/// Returns the word as a POSIX shell takes it for one word: as it is, or in single quotes.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}

/// Returns a command of these words.
pub(crate) fn command<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(quoted).collect();
    words.join(" ")
}

/// The longest command that is suggested; nobody has flags that long, but ids and cursors are whatever the
/// server sends.
const MOST_SUGGESTED_BYTES: usize = 2 * 1024;

/// Returns a command of these words to suggest, unless it is absurdly long.
pub(crate) fn suggestion<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    Some(command(words)).filter(|command| command.len() <= MOST_SUGGESTED_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_word_stays_and_any_other_is_quoted() {
        assert_eq!(quoted("--after=trun_1a-b"), "--after=trun_1a-b");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("$(id)`id`;id&*~"), "'$(id)`id`;id&*~'");
    }

    #[test]
    fn a_quote_does_not_end_the_word() {
        assert_eq!(command(["deck", "it's; id"]), r"deck 'it'\''s; id'");
    }
}
