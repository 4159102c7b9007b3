//! Words that people know from other programs, and what they are called here: by the letters alone, another
//! word would be guessed.

use clap::Command;

/// Returns what to write in place of a word that is no command below this path, such as `deck task-runs`.
pub(super) fn for_command(path: &str, word: &str) -> Option<&'static str> {
    Some(match (path, word) {
        ("deck", "list" | "ls" | "runs") => "the command is `deck task-runs list`",
        ("deck", "get" | "show") | ("deck task-runs", "show" | "describe" | "view") => {
            "the command is `deck task-runs get ID`"
        }
        ("deck", "export") => "the command is `deck task-runs export FILE`",
        ("deck", "watch") | ("deck task-runs", "tail" | "follow" | "logs") => {
            "the command is `deck task-runs watch`"
        }
        ("deck", "stats") => "the command is `deck task-runs stats`",
        ("deck", "version") => "the flag is `deck --version`",
        ("deck", "login" | "whoami" | "config" | "configure") => {
            "the key is read from DECK_API_KEY or a profile; `deck auth status` shows from which"
        }
        ("deck task-runs" | "deck tasks", "run" | "start") => "the command is `deck run TASK`",
        ("deck task-runs", "wait") => "the command is `deck wait ID`",
        ("deck task-runs", "cancel" | "stop") => "the command is `deck cancel ID`",
        ("deck task-runs", "respond") => "the command is `deck respond ID`",
        _ => return None,
    })
}

/// Flags of other programs, the flag that a command must have for the tip to be right, and the tip.
type Habit = (&'static [&'static str], &'static str, &'static str);

const FLAGS: [Habit; 7] = [
    (
        &["--json", "--format"],
        "output",
        "`--output json` and `--output ndjson` are the formats for programs",
    ),
    (
        &["--filter", "--query", "-q"],
        "jq",
        "`--jq` takes a filter of jq, and the flags below Filters choose what is listed",
    ),
    (
        &["-n", "-L", "--count", "--max-items", "--page"],
        "limit",
        "`--limit N` and `--all` say how many are shown",
    ),
    (
        &["--from", "--to"],
        "since",
        "`--since` and `--until` bound a period, and `--in` is both",
    ),
    (
        &["--result"],
        "outcome",
        "a similar flag exists: `--outcome`",
    ),
    (
        &["--debug", "--trace"],
        "verbose",
        "`-v` tells of each request, and `-vv` of its headers",
    ),
    (
        &["--api-key", "--key", "--token"],
        "base-url",
        "the key is read from DECK_API_KEY or a profile, and from no flag",
    ),
];

/// Returns what to write in place of a flag that the command does not have.
pub(super) fn for_flag(command: &Command, flag: &str) -> Option<&'static str> {
    let (_, needed, tip) = FLAGS.iter().find(|(words, ..)| words.contains(&flag))?;
    let mut arguments = command.get_arguments();
    arguments
        .any(|argument| argument.get_long() == Some(needed) && !argument.is_hide_set())
        .then_some(tip)
}
