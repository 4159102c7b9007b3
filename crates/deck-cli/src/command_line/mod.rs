//! From the words of the command line to arguments, or to a refusal that says what to write instead.

use std::ffi::OsStr;
use std::ffi::OsString;

use clap::Arg;
use clap::ArgMatches;
use clap::ColorChoice;
use clap::Command;
use clap::CommandFactory;
use clap::Error;
use clap::FromArgMatches;
use clap::builder::PossibleValuesParser;
use clap::builder::StyledStr;
use clap::builder::TypedValueParser;
use clap::error::ContextKind;
use clap::error::ContextValue;
use clap::error::ErrorKind;
use clap::parser::ValueSource;

use crate::arguments::Arguments;
use crate::commands::task_runs::filters::UnknownWord;

mod habits;
mod help_text;
pub(crate) mod preview;
pub(crate) mod refusal;

/// The flags of all commands that mean nothing to a command, which does not list them.
const REFUSED: [(&str, &[&str]); 5] = [
    ("sandbox", OF_REQUESTS),
    (
        "webhooks",
        &[
            "sandbox",
            "profile",
            "base_url",
            "max_retries",
            "rate_limit",
            "verbose",
        ],
    ),
    ("schema", OF_CLIENTS),
    ("completions", OF_CLIENTS),
    ("man", OF_CLIENTS),
];

/// Those that are about requests to the API.
const OF_REQUESTS: &[&str] = &[
    "sandbox",
    "profile",
    "base_url",
    "ca_cert",
    "max_retries",
    "verbose",
];

/// Those that mean nothing to a command that neither asks nor serves.
const OF_CLIENTS: &[&str] = &[
    "sandbox",
    "profile",
    "base_url",
    "ca_cert",
    "max_retries",
    "rate_limit",
    "timezone",
    "verbose",
];

/// Reads words of which the first is the name of the program.
pub(crate) fn read(
    words: impl IntoIterator<Item = OsString>,
    color: ColorChoice,
) -> Result<Arguments, Error> {
    let mut command = command().color(color);
    let matches = command.try_get_matches_from_mut(words);
    let matches = matches.map_err(|error| with_tip(error, &command))?;
    let mut arguments =
        Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    arguments.global.has_output = matches.value_source("output") == Some(ValueSource::CommandLine);
    match arguments.unknown_word() {
        Some(unknown) => Err(refused(called(&command, &matches), &unknown)),
        None => Ok(arguments),
    }
}

/// Returns the command with its flags as each part of the help lists them.
pub(crate) fn command() -> Command {
    let command = help_text::laid_out(Arguments::command());
    REFUSED.iter().fold(command, |command, (name, refused)| {
        let hidden: Vec<Arg> = command
            .get_arguments()
            .filter(|argument| refused.contains(&argument.get_id().as_str()))
            .map(|argument| argument.clone().hide(true))
            .collect();
        command.mut_subcommand(name, |subcommand| subcommand.args(hidden))
    })
}

/// Adds what is meant by a word of another program, and takes out the advice to take an unknown flag for a
/// value, which none is.
fn with_tip(mut error: Error, command: &Command) -> Error {
    let usage = error.get(ContextKind::Usage).map(ToString::to_string);
    let usage = usage.unwrap_or_default();
    let path = usage.split_whitespace().skip_while(|word| *word != "deck");
    let path: Vec<&str> = path
        .take_while(|word| word.starts_with(|letter: char| letter.is_ascii_lowercase()))
        .collect();
    let word = |kind| match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.as_str()),
        _ => None,
    };
    let of_command = word(ContextKind::InvalidSubcommand)
        .and_then(|word| habits::for_command(&path.join(" "), word));
    let of_flag = word(ContextKind::InvalidArg).and_then(|flag| {
        let mut below = path.iter().skip(1);
        let command = below.try_fold(command, |command, name| command.find_subcommand(name));
        habits::for_flag(command?, flag)
    });
    if is_unknown_flag(&error) {
        error.remove(ContextKind::Suggested);
    }
    if let Some(tip) = of_command.or(of_flag.filter(|_| is_unknown_flag(&error))) {
        error.remove(ContextKind::SuggestedSubcommand);
        error.remove(ContextKind::SuggestedArg);
        suggest(&mut error, tip);
    }
    error
}

fn is_unknown_flag(error: &Error) -> bool {
    error.kind() == ErrorKind::UnknownArgument
}

/// Returns the command that was called, such as that of `deck task-runs list`.
fn called<'a>(command: &'a Command, matches: &ArgMatches) -> &'a Command {
    let next = matches.subcommand();
    let next = next.and_then(|(name, matches)| Some((command.find_subcommand(name)?, matches)));
    next.map_or(command, |(command, matches)| called(command, matches))
}

/// Returns the refusal of a word of a filter, with those that are known and the nearest of them.
fn refused(command: &Command, unknown: &UnknownWord<'_>) -> Error {
    let flag = command
        .get_arguments()
        .find(|argument| argument.get_long() == Some(unknown.filter));
    let known = PossibleValuesParser::new(unknown.known);
    let refused = known.parse_ref(command, flag, OsStr::new(unknown.word));
    let mut error = refused
        .err()
        .unwrap_or_else(|| Error::new(ErrorKind::InvalidValue).with_cmd(command));
    suggest(
        &mut error,
        "`--allow-unknown` sends a word that is newer than this program",
    );
    error
}

fn suggest(error: &mut Error, tip: &'static str) {
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![StyledStr::from(tip)]),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(words: &[&str]) -> String {
        let words = ["deck"].iter().chain(words).map(OsString::from);
        read(words, ColorChoice::Never).unwrap_err().to_string()
    }

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn a_verb_that_stands_alone_is_told_its_noun() {
        for (words, tip) in [
            (&["list"][..], "tip: the command is `deck task-runs list`"),
            (
                &["ls", "--all"],
                "tip: the command is `deck task-runs list`",
            ),
            (
                &["get", "trun_1"],
                "tip: the command is `deck task-runs get ID`",
            ),
            (
                &["export", "runs.ndjson"],
                "tip: the command is `deck task-runs export FILE`",
            ),
        ] {
            let text = refusal(words);
            assert!(text.contains(tip), "{text}");
            assert!(!text.contains("similar"), "{text}");
        }
    }

    #[test]
    fn a_verb_that_a_noun_does_not_have_is_told_no_other_noun() {
        for words in [
            ["sessions", "list"],
            ["deliveries", "get"],
            ["auth", "list"],
        ] {
            let text = refusal(&words);
            assert!(
                text.contains("unrecognized subcommand") && !text.contains("task-runs"),
                "{text}"
            );
        }
    }

    #[test]
    fn words_of_other_programs_are_told_what_they_are_here() {
        for (words, tip) in [
            (&["version"][..], "deck --version"),
            (&["login"], "deck auth status"),
            (&["runs", "wait", "trun_1"], "`deck wait ID`"),
            (&["tasks", "run", "task_1"], "`deck run TASK`"),
            (&["runs", "list", "--format", "json"], "`--output json`"),
            (&["agents", "list", "--count", "3"], "`--limit N`"),
        ] {
            let text = refusal(words);
            assert!(text.contains(tip) && !text.contains("similar"), "{text}");
        }
        let text = refusal(&["test", "--count", "3"]);
        assert!(!text.contains("--limit"), "{text}");
    }

    #[test]
    fn a_flag_that_is_not_known_is_not_taken_for_a_value() {
        let text = refusal(&["run", "task_1", "--jq", ".id"]);
        assert!(
            text.contains("unexpected argument '--jq'") && !text.contains("as a value"),
            "{text}"
        );
        let text = refusal(&["run", "task_1", "--imput", "{}"]);
        assert!(
            text.contains("similar argument exists: '--input'"),
            "{text}"
        );
    }

    #[test]
    fn another_slip_is_told_as_ever() {
        let text = refusal(&["task-run", "list"]);
        assert!(
            text.contains("similar subcommands exist") && text.contains("'task-runs'"),
            "{text}"
        );
    }

    #[test]
    fn a_word_that_is_not_known_is_refused_with_the_one_that_is_meant() {
        for (flag, word, meant) in [
            ("--status", "faild", "'failed'"),
            ("--outcome", "sucess", "'success'"),
        ] {
            let text = refusal(&["task-runs", "list", flag, word]);
            assert!(
                text.contains(&format!("invalid value '{word}' for '{flag}")),
                "{text}"
            );
            assert!(
                text.contains(&format!("a similar value exists: {meant}")),
                "{text}"
            );
            assert!(text.contains("--allow-unknown"), "{text}");
        }
    }

    #[test]
    fn a_word_that_is_allowed_to_be_unknown_is_read() {
        let words = [
            "deck",
            "task-runs",
            "list",
            "--status",
            "later",
            "--allow-unknown",
        ];
        assert!(read(words.map(OsString::from), ColorChoice::Never).is_ok());
    }
}
