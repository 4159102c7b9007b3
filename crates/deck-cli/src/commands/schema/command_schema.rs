//! Commands, as clap has them.

use clap::Arg;
use clap::ArgAction;
use clap::Command;
use serde::Serialize;

use super::flag_schema::FlagSchema;
use super::output_schema::OutputSchema;
use super::output_schema::output_of;

/// A command that can be given.
#[derive(Serialize)]
pub(super) struct CommandSchema {
    /// The words behind `deck`.
    pub(super) name: String,
    /// Other words that mean the same.
    aliases: Vec<String>,
    about: String,
    arguments: Vec<FlagSchema>,
    flags: Vec<FlagSchema>,
    /// The flags of all commands that mean nothing to this one.
    without: Vec<String>,
    pub(super) output: Option<OutputSchema>,
    pub(super) examples: Vec<String>,
}

/// Returns all commands that can be given.
pub(super) fn commands(root: &Command) -> Vec<CommandSchema> {
    let mut found = Vec::new();
    for command in root.get_subcommands() {
        collect(command, &[], &mut found);
    }
    found
}

/// Adds the command, if it can be given by itself, and those below it.
fn collect<'a>(command: &'a Command, above: &[&'a Command], found: &mut Vec<CommandSchema>) {
    if command.get_name() == "help" || command.is_hide_set() {
        return;
    }
    let path = [above, &[command]].concat();
    if !command.is_subcommand_required_set() {
        found.push(CommandSchema::of(&path, command));
    }
    for below in command.get_subcommands() {
        collect(below, &path, found);
    }
}

impl CommandSchema {
    fn of(path: &[&Command], command: &Command) -> Self {
        let names: Vec<_> = path.iter().map(|command| command.get_name()).collect();
        let name = names.join(" ");
        let own = command.get_arguments().filter(|argument| is_own(argument));
        let (arguments, flags) = own.partition::<Vec<_>, _>(|argument| argument.is_positional());
        let of_all = command.get_arguments();
        let without = of_all.filter(|argument| argument.is_global_set() && argument.is_hide_set());
        Self {
            aliases: aliases(path),
            about: one_line(command.get_about()),
            arguments: arguments.into_iter().map(FlagSchema::of).collect(),
            flags: flags.into_iter().map(FlagSchema::of).collect(),
            without: without
                .map(|argument| FlagSchema::of(argument).name)
                .collect(),
            output: output_of(&name),
            examples: examples(command),
            name,
        }
    }
}

/// Returns whether it is an argument of the command itself.
fn is_own(argument: &Arg) -> bool {
    let is_help = matches!(
        argument.get_action(),
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version
    );
    !is_help && !argument.is_global_set() && !argument.is_hide_set()
}

/// Returns the words that mean the same, with an alias in one place of the path.
fn aliases(path: &[&Command]) -> Vec<String> {
    let with_alias = |place: usize, alias: &str| {
        let mut names: Vec<_> = path.iter().map(|command| command.get_name()).collect();
        names[place] = alias;
        names.join(" ")
    };
    let places = path.iter().enumerate();
    places
        .flat_map(|(place, command)| {
            let aliases = command.get_visible_aliases();
            aliases.map(move |alias| with_alias(place, alias))
        })
        .collect()
}

/// How the help begins examples.
const HEADINGS: [&str; 2] = ["Example:", "Examples:"];

/// Returns the examples of the help.
fn examples(command: &Command) -> Vec<String> {
    let text = command.get_after_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    let lines = text
        .lines()
        .skip_while(|line| !HEADINGS.contains(line))
        .skip(1);
    let lines = lines.take_while(|line| line.starts_with(' '));
    lines.map(|line| line.trim().to_owned()).collect()
}

fn one_line(text: Option<&clap::builder::StyledStr>) -> String {
    let text = text.map(ToString::to_string).unwrap_or_default();
    let words: Vec<_> = text.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_line::command;
    use crate::commands::schema::output_schema::NAMES;

    fn all() -> Vec<CommandSchema> {
        let mut root = command();
        root.build();
        commands(&root)
    }

    #[test]
    fn every_command_has_an_example_of_itself_in_its_help() {
        for command in all() {
            let names = [std::slice::from_ref(&command.name), &command.aliases[..]].concat();
            let is_of_it = |example: &String| {
                let mut words = names.iter().map(|name| format!(" {name}"));
                example.contains("deck ") && words.any(|words| example.contains(&words))
            };
            assert!(
                command.examples.iter().any(is_of_it),
                "the help of `deck {}` has no example under `Examples:`",
                command.name
            );
        }
    }

    #[test]
    fn every_command_has_its_output_in_the_table_and_the_table_has_no_other() {
        let mut names: Vec<_> = all().into_iter().map(|command| command.name).collect();
        let mut listed = NAMES.to_vec();
        names.sort_unstable();
        listed.sort_unstable();
        assert_eq!(
            names, listed,
            "the table is OUTPUTS in commands/schema/output_schema.rs"
        );
    }
}
