//! Asking a person at a terminal.

use std::io;
use std::io::IsTerminal;
use std::io::Write;

use console::Key;
use console::Term;

use crate::output::text;

/// How much of a label is shown.
const MOST_LABEL_CHARACTERS: usize = 200;

/// Returns whether there is a terminal to ask on.
pub(crate) fn is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line.
pub(crate) fn ask(label: &str) -> io::Result<String> {
    show(label)?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Err(end());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Asks for a line that is not shown while it is typed.
///
/// Key by key, since the terminal is in order between two keys, whatever ends the program.
pub(crate) fn ask_secret(label: &str) -> io::Result<String> {
    show(label)?;
    let terminal = Term::stderr();
    let mut line = String::new();
    loop {
        match terminal.read_key()? {
            Key::Enter => break,
            Key::Backspace => {
                line.pop();
            }
            // Ctrl-D
            Key::Char('\u{4}') => return Err(end()),
            Key::Char(letter) => line.push(letter),
            _ => {}
        }
    }
    terminal.write_line("")?;
    Ok(line)
}

/// Returns whether the error says that nobody is there any more.
pub(crate) fn is_end(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::UnexpectedEof
}

fn show(label: &str) -> io::Result<()> {
    let label: String = label.chars().take(MOST_LABEL_CHARACTERS).collect();
    let mut stderr = io::stderr().lock();
    write!(stderr, "{}: ", text::visible(label))?;
    stderr.flush()
}

fn end() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the input ended")
}
