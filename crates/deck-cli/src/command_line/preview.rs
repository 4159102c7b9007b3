//! What has to be known of a command line before it is read, since reading it may fail.

use std::ffi::OsString;

use clap::ColorChoice;
use clap::ValueEnum;

use crate::output::format::OutputFormat;

/// What the words of a command line say about how to report that they are wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Preview {
    /// The format of the output.
    pub(crate) output: OutputFormat,
    /// Whether help and errors have colour.
    pub(crate) color: ColorChoice,
}

impl Preview {
    /// Looks for the flags wherever they stand; a value that is none is passed over here and refused later.
    pub(crate) fn of(words: &[OsString]) -> Self {
        let words = words.iter().filter_map(|word| word.to_str());
        let words: Vec<_> = words.take_while(|word| *word != "--").collect();
        Self {
            output: find(&words, "--output", Some('o')).unwrap_or_default(),
            color: find(&words, "--color", None).unwrap_or(ColorChoice::Auto),
        }
    }
}

/// Finds a value of a flag that is one: `--flag value`, `--flag=value`, `-f value`, `-fvalue`, `-f=value`,
/// and those with `-v` in the same word.
fn find<T: ValueEnum>(words: &[&str], long: &str, short: Option<char>) -> Option<T> {
    let following = words.iter().skip(1).copied().map(Some).chain([None]);
    let values = words.iter().zip(following).filter_map(|(word, next)| {
        if let Some(rest) = word.strip_prefix(long) {
            return value_of(rest, next);
        }
        let letters = word.strip_prefix('-')?.trim_start_matches('v');
        let rest = letters.strip_prefix(short?)?;
        let rest_or_next = if rest.is_empty() { next? } else { rest };
        Some(rest_or_next.strip_prefix('=').unwrap_or(rest_or_next))
    });
    values
        .filter_map(|value| T::from_str(value, false).ok())
        .next()
}

fn value_of<'a>(rest: &'a str, next: Option<&'a str>) -> Option<&'a str> {
    if rest.is_empty() {
        next
    } else {
        rest.strip_prefix('=')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(words: &[&str]) -> Preview {
        let words: Vec<_> = words.iter().map(OsString::from).collect();
        Preview::of(&words)
    }

    #[test]
    fn every_way_to_write_the_format_is_seen() {
        for words in [
            &["--output", "json"][..],
            &["--output=json"],
            &["-o", "json"],
            &["-ojson"],
            &["-o=json"],
            &["-vvo", "json"],
            &["-vojson"],
            &["-o", "xml", "-o", "json"],
        ] {
            assert_eq!(preview(words).output, OutputFormat::Json, "{words:?}");
        }
    }

    #[test]
    fn what_is_no_flag_is_not_taken_for_one() {
        for words in [
            &["--", "--output", "json"][..],
            &["--outputs=json"],
            &["--output"],
            &["-o"],
            &["json"],
        ] {
            assert_eq!(preview(words).output, OutputFormat::Table, "{words:?}");
        }
    }

    #[test]
    fn the_colour_is_seen() {
        assert_eq!(preview(&["--color=never"]).color, ColorChoice::Never);
        assert_eq!(preview(&[]).color, ColorChoice::Auto);
    }
}
