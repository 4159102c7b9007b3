//! Flags and arguments, as clap has them.

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use serde::Serialize;

/// A flag, or an argument without a name.
#[derive(Serialize)]
pub(super) struct FlagSchema {
    /// `--flag`, or for an argument the name of its value.
    pub(super) name: String,
    short: Option<String>,
    aliases: Vec<String>,
    /// What stands for the value in the help; nothing where there is no value.
    value_name: Option<String>,
    default: Option<String>,
    required: bool,
    repeatable: bool,
    possible_values: Vec<ValueSchema>,
    help: String,
}

/// A value of a flag that has few.
#[derive(Serialize)]
struct ValueSchema {
    name: String,
    help: Option<String>,
}

impl FlagSchema {
    pub(super) fn of(argument: &Arg) -> Self {
        let takes_value = argument.get_action().takes_values();
        let value_name = argument.get_value_names().and_then(<[_]>::first);
        let value_name = value_name.map_or(argument.get_id().as_str(), |name| name.as_str());
        let name = match argument.get_long() {
            Some(long) => format!("--{long}"),
            None => value_name.to_owned(),
        };
        let (help, default) = help_and_default(argument);
        Self {
            name,
            short: argument.get_short().map(|short| format!("-{short}")),
            aliases: aliases(argument),
            value_name: takes_value.then(|| value_name.to_owned()),
            default: default.filter(|_| takes_value),
            required: argument.is_required_set(),
            repeatable: is_repeatable(argument),
            possible_values: possible_values(argument),
            help,
        }
    }
}

/// Returns the flags that all commands have.
pub(super) fn global_flags(root: &Command) -> Vec<FlagSchema> {
    let flags = root.get_arguments();
    flags
        .filter(|argument| argument.is_global_set())
        .map(FlagSchema::of)
        .collect()
}

fn aliases(argument: &Arg) -> Vec<String> {
    let aliases = argument.get_visible_aliases().unwrap_or_default();
    aliases.iter().map(|alias| format!("--{alias}")).collect()
}

/// Returns the help without the default at its end, and the default: clap's, or that in the help.
fn help_and_default(argument: &Arg) -> (String, Option<String>) {
    let help = argument.get_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let words: Vec<_> = help.split_whitespace().collect();
    let help = words.join(" ");
    let defaults = argument.get_default_values();
    let default = defaults
        .first()
        .map(|value| value.to_string_lossy().into_owned());
    match help.split_once(" [default: ") {
        Some((beginning, end)) => {
            let written = end.trim_end_matches(']').to_owned();
            (beginning.to_owned(), default.or(Some(written)))
        }
        None => (help, default),
    }
}

fn is_repeatable(argument: &Arg) -> bool {
    let takes_many = argument
        .get_num_args()
        .is_some_and(|range| range.max_values() > 1);
    takes_many || matches!(argument.get_action(), ArgAction::Append | ArgAction::Count)
}

fn possible_values(argument: &Arg) -> Vec<ValueSchema> {
    if !argument.get_action().takes_values() {
        return Vec::new();
    }
    let values = argument.get_possible_values().into_iter();
    values
        .filter(|value| !value.is_hide_set())
        .map(|value| ValueSchema {
            name: value.get_name().to_owned(),
            help: value.get_help().map(ToString::to_string),
        })
        .collect()
}
