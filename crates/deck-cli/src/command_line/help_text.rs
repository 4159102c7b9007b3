//! How the help is laid out: groups of commands, and paragraphs as wide as the terminal.

use std::fmt::Write;

use clap::Command;
use clap::builder::StyledStr;
use clap::builder::Styles;

/// A heading, and the commands below it.
type Group = (&'static str, &'static [&'static str]);

/// The commands as the help lists them, those that are used most first.
const GROUPS: [Group; 5] = [
    (
        "Task runs",
        &["task-runs", "run", "wait", "respond", "cancel"],
    ),
    (
        "Other resources",
        &[
            "tasks",
            "agents",
            "sources",
            "credentials",
            "sessions",
            "storage",
            "events",
            "event-destinations",
            "deliveries",
        ],
    ),
    ("The API", &["test", "auth", "api", "drift"]),
    ("Development", &["sandbox", "webhooks"]),
    ("This program", &["schema", "completions", "man", "help"]),
];

/// What is said of the command that clap adds by itself when it reads the command line.
const HELP_OF_HELP: &str = "Show the help of a command";

/// Lays out the help of the program, and of each of its commands.
pub(super) fn laid_out(command: Command) -> Command {
    let template = template(&command);
    with_joined_paragraphs(command).help_template(template)
}

/// Returns the help of the program with its commands in groups, which clap does not have.
fn template(command: &Command) -> StyledStr {
    let styles = Styles::styled();
    let header = styles.get_header();
    let literal = styles.get_literal();
    let names = GROUPS.iter().flat_map(|(_, names)| names.iter());
    let width = names.map(|name| name.len()).max().unwrap_or(0);
    let mut text = "{about-with-newline}\n{usage-heading} {usage}\n".to_owned();
    for (heading, names) in GROUPS {
        _ = write!(text, "\n{header}{heading}:{header:#}\n");
        for name in names {
            let about = about(command, name);
            _ = writeln!(text, "  {literal}{name:width$}{literal:#}  {about}");
        }
    }
    _ = write!(
        text,
        "\n{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    text.into()
}

/// Returns what a command is for, in one line, with its other names.
fn about(command: &Command, name: &str) -> String {
    let Some(command) = command.find_subcommand(name) else {
        return HELP_OF_HELP.to_owned();
    };
    let mut about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    for alias in command.get_visible_aliases() {
        _ = write!(about, " [alias: {alias}]");
    }
    about
}

/// Joins the lines of the paragraphs below the flags: clap breaks lines to the width of the terminal, and
/// would leave the ends of those that are broken already.
fn with_joined_paragraphs(command: Command) -> Command {
    let text = command.get_after_help().map(ToString::to_string);
    let command = match text {
        Some(text) => command.after_help(joined(&text)),
        None => command,
    };
    command.mut_subcommands(with_joined_paragraphs)
}

/// Joins lines that follow each other, but for those that are indented.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    let mut is_prose = false;
    for line in text.lines() {
        let goes_on = is_prose && !line.is_empty() && !line.starts_with(' ');
        if !joined.is_empty() {
            joined.push(if goes_on { ' ' } else { '\n' });
        }
        joined.push_str(line);
        is_prose = !line.is_empty() && !line.starts_with(' ') && !line.ends_with(':');
    }
    joined
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use crate::arguments::Arguments;

    use super::*;

    #[test]
    fn every_command_is_in_one_group() {
        let command = Arguments::command();
        let mut expected: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        expected.push("help");
        expected.sort_unstable();
        let mut grouped: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        grouped.sort_unstable();
        assert_eq!(grouped, expected);
    }

    #[test]
    fn what_a_command_is_for_fits_on_one_line_of_80_columns() {
        let template = template(&Arguments::command()).to_string();
        let long: Vec<&str> = template.lines().filter(|line| line.len() > 80).collect();
        assert_eq!(long, Vec::<&str>::new());
    }

    #[test]
    fn paragraphs_are_one_line_and_examples_stay_as_they_are() {
        let text = "One\ntwo\n\nCodes:\n  0  Done\n  1  Not\nAll others\nare elsewhere.";
        assert_eq!(
            joined(text),
            "One two\n\nCodes:\n  0  Done\n  1  Not\nAll others are elsewhere."
        );
    }
}
