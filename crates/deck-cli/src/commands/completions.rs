//! `deck completions`: scripts with which shells complete command lines.

use std::io::Write;

use clap::Args;
use clap::ValueEnum;
use clap_complete::Shell;

use crate::command_line::command;
use crate::error::Failure;
use crate::output::standard_output::standard_output;

/// The arguments of `deck completions`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: ShellName,
}

/// A shell that completes with a script of this program.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShellName {
    Bash,
    Zsh,
    Fish,
}

const AFTER_HELP: &str = "\
The script is written to standard output. It knows this version of the program: write it anew after
an update.

Examples:
  deck completions bash > ~/.local/share/bash-completion/completions/deck
  deck completions zsh > ~/.zfunc/_deck     # where ~/.zfunc is in fpath, before compinit
  deck completions fish > ~/.config/fish/completions/deck.fish";

/// Writes the script.
pub(super) fn run(arguments: &CompletionsArguments) -> Result<(), Failure> {
    let shell = match arguments.shell {
        ShellName::Bash => Shell::Bash,
        ShellName::Zsh => Shell::Zsh,
        ShellName::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), env!("CARGO_BIN_NAME"), &mut script);
    let mut output = standard_output();
    output.write_all(&script)?;
    Ok(output.flush()?)
}
