//! `deck man`: manual pages.

use std::fs;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::Roff;
use clap_mangen::roff::bold;
use clap_mangen::roff::roman;

use crate::command_line::command;
use crate::commands::nearest::nearest;
use crate::environment::Variable;
use crate::error::Failure;
use crate::error::code::ErrorCode;
use crate::error::exit_code::EXIT_CODES;
use crate::error::explained::Explained;
use crate::output::standard_output::standard_output;

/// The arguments of `deck man`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ManArguments {
    /// The command whose page is written, such as `task-runs list`; without one it is the page of deck
    #[arg(value_name = "COMMAND", conflicts_with = "out")]
    command: Vec<String>,

    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  deck man task-runs list | man -l -
  deck man --out ~/.local/share/man/man1";

/// A longer line that ends in a colon is a sentence.
const LONGEST_HEADING: usize = 30;

/// Writes one page to standard output, or all into a folder.
pub(super) fn run(arguments: &ManArguments) -> Result<(), Failure> {
    let mut root = command().disable_help_subcommand(true);
    root.build();
    if let Some(folder) = &arguments.out {
        return write_all(&root, folder).map_err(|error| {
            Failure::usage(format!(
                "{} could not be written: {error}",
                folder.display()
            ))
        });
    }
    let mut output = standard_output();
    output.write_all(&page(find(&root, &arguments.command)?)?)?;
    Ok(output.flush()?)
}

/// Finds the command with these words.
fn find<'a>(root: &'a Command, words: &[String]) -> Result<&'a Command, Failure> {
    let mut found = root;
    for word in words {
        found = found.find_subcommand(word).ok_or_else(|| {
            let names = found.get_subcommands().map(Command::get_name);
            let command = format!("deck {}", words.join(" "));
            let message = format!("there is no command `{command}`");
            let explained = Explained::new(ErrorCode::Usage, message);
            Failure::from(match nearest(word, names) {
                Some(nearest) => explained.advise(format!("did you mean {nearest}?")),
                None => explained,
            })
        })?;
    }
    Ok(found)
}

fn write_all(command: &Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let name = command.get_display_name().unwrap_or(command.get_name());
    fs::write(folder.join(format!("{name}.1")), page(command)?)?;
    let below = command.get_subcommands();
    below
        .filter(|command| !command.is_hide_set())
        .try_for_each(|command| write_all(command, folder))
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone())
        .source(concat!("deck ", env!("CARGO_PKG_VERSION")))
        .manual("Deck");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    let mut rest = Roff::new();
    after_help(command, &mut rest);
    tables(&mut rest);
    rest.to_writer(&mut page)?;
    Ok(page)
}

/// Adds what the help says below the flags: a heading stands alone and ends in a colon, and what is indented
/// keeps its line ends.
fn after_help(command: &Command, roff: &mut Roff) {
    let text = command.get_after_help().map(ToString::to_string);
    let text = text.unwrap_or_default();
    for block in text.split("\n\n") {
        for line in block.lines() {
            let is_heading = line.len() < LONGEST_HEADING && !line.starts_with(' ');
            match line.strip_suffix(':').filter(|_| is_heading) {
                Some(heading) => {
                    roff.control("SH", [heading.to_uppercase().as_str()]);
                }
                None => {
                    roff.text([roman(line.trim_start())]);
                    roff.control("br", []);
                }
            }
        }
        roff.control("PP", []);
    }
}

/// Adds the tables that hold for all commands.
fn tables(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    for exit_code in EXIT_CODES {
        let code = exit_code.code.to_string();
        entry(roff, &code, exit_code.meaning);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for variable in Variable::ALL {
        entry(roff, variable.name(), &variable.meaning().join(" "));
    }
}

fn entry(roff: &mut Roff, name: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(name)]);
    roff.text([roman(meaning)]);
}
