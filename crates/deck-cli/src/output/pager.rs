//! The program that long output goes through on a terminal, to be read page by page.

use std::ffi::OsString;
use std::io;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use crate::environment::Variable;

/// What is started where no variable names another: it ends by itself if all fits the screen, takes colour,
/// and leaves the text on the screen.
const DEFAULT: &str = "less -FRX";

/// Whether a pager is running, which has the terminal then and takes Ctrl-C for itself.
static IS_RUNNING: AtomicBool = AtomicBool::new(false);

/// The command of a pager.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Pager {
    words: Vec<String>,
}

impl Pager {
    /// Returns the pager that the environment names, or the default; `None` where it wants none.
    pub(crate) fn of_environment() -> Option<Self> {
        if Variable::Term.value().is_some_and(|name| name == "dumb") {
            return None;
        }
        Self::choose(Variable::DeckPager.value(), Variable::Pager.value())
    }

    /// Chooses the first variable that is set. Without words, or as `cat`, it is for no pager at all.
    fn choose(deck_pager: Option<OsString>, pager: Option<OsString>) -> Option<Self> {
        let command = deck_pager.or(pager);
        let command = command.map_or(DEFAULT.into(), |command| {
            command.to_string_lossy().into_owned()
        });
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        let is_none = words.first().is_none_or(|word| word == "cat");
        (!is_none).then_some(Self { words })
    }

    /// Starts the program, which reads what it shows from a pipe.
    pub(super) fn start(&self) -> io::Result<RunningPager> {
        let [program, arguments @ ..] = self.words.as_slice() else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .spawn()?;
        IS_RUNNING.store(true, Ordering::Relaxed);
        Ok(RunningPager(child))
    }
}

/// A pager that was started; it is waited for in the end, so that it never shares the terminal with a shell.
#[derive(Debug)]
pub(super) struct RunningPager(pub(super) Child);

impl Drop for RunningPager {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        // However it ends: whoever quits a pager has seen enough.
        _ = self.0.wait();
        IS_RUNNING.store(false, Ordering::Relaxed);
    }
}

/// Returns whether a pager is running.
pub(crate) fn is_running() -> bool {
    IS_RUNNING.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(deck_pager: Option<&str>, pager: Option<&str>) -> Option<String> {
        let pager = Pager::choose(deck_pager.map(OsString::from), pager.map(OsString::from));
        pager.map(|pager| pager.words.join("|"))
    }

    #[test]
    fn the_variable_of_this_program_goes_before_that_of_all() {
        assert_eq!(chosen(None, None).as_deref(), Some("less|-FRX"));
        assert_eq!(chosen(None, Some("more")).as_deref(), Some("more"));
        assert_eq!(
            chosen(Some("less -R"), Some("more")).as_deref(),
            Some("less|-R")
        );
    }

    #[test]
    fn nothing_and_cat_are_no_pager() {
        assert_eq!(chosen(Some(""), Some("more")), None);
        assert_eq!(chosen(None, Some(" ")), None);
        assert_eq!(chosen(Some("cat"), None), None);
    }
}
