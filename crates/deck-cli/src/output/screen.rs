//! What standard output can show: how wide it is, whether it takes colour, whether it is a terminal
//! at all.

use std::ffi::OsString;
use std::fmt;
use std::fmt::Display;
use std::io::IsTerminal;
use std::sync::OnceLock;

use clap::ColorChoice;

use crate::environment::Variable;
use crate::output::text;

/// Whether there is colour. There is one standard output, so there is one of these.
static COLOR: OnceLock<ColorChoice> = OnceLock::new();

/// Chooses whether there is colour, for as long as the program runs.
pub(crate) fn choose_color(choice: ColorChoice) {
    COLOR.get_or_init(|| choice);
}

/// Where the output goes, as far as the layout depends on it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Screen {
    /// The number of columns to fit, or `None` for lines of any length.
    pub(crate) width: Option<usize>,
    /// Whether colour is wanted.
    pub(crate) color: bool,
    /// Whether the output is read by a terminal, which hostile text could steer.
    pub(crate) is_terminal: bool,
}

impl Screen {
    /// The screen of a test: a pipe, which takes text of any length as it is.
    #[cfg(test)]
    pub(crate) const PIPE: Self = Self {
        width: None,
        color: false,
        is_terminal: false,
    };

    /// Returns the screen behind standard output.
    pub(crate) fn of_standard_output() -> Self {
        let color = COLOR.get().copied().unwrap_or(ColorChoice::Auto);
        let is_terminal = std::io::stdout().is_terminal();
        let terminal_width =
            || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self::new(color, is_terminal, terminal_width, Variable::value)
    }

    /// Returns JSON text as it may be written: as it is, but on a terminal with what would steer it
    /// escaped.
    pub(crate) fn json(self, text: impl Display) -> impl Display {
        OnScreen { screen: self, text }
    }

    /// Decides from facts: `COLUMNS` goes before the terminal's own width; a choice about colour before
    /// `NO_COLOR`, that before `CLICOLOR_FORCE`, and that before the kind of terminal.
    fn new(
        color: ColorChoice,
        is_terminal: bool,
        terminal_width: impl FnOnce() -> Option<usize>,
        variable: impl Fn(Variable) -> Option<OsString>,
    ) -> Self {
        let columns = || {
            variable(Variable::Columns)?
                .to_str()?
                .parse()
                .ok()
                .filter(|columns| *columns > 0)
        };
        let width = columns().or_else(|| if is_terminal { terminal_width() } else { None });
        let no_color = || variable(Variable::NoColor).is_some_and(|value| !value.is_empty());
        let is_forced = || {
            let value = variable(Variable::ClicolorForce);
            value.is_some_and(|value| !value.is_empty() && value != "0")
        };
        let is_dumb = || variable(Variable::Term).is_some_and(|name| name == "dumb");
        let color = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => !no_color() && (is_forced() || (is_terminal && !is_dumb())),
        };
        Self {
            width,
            color,
            is_terminal,
        }
    }
}

struct OnScreen<D> {
    screen: Screen,
    text: D,
}

impl<D: Display> Display for OnScreen<D> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.screen.is_terminal {
            text::visible_json(&self.text).fmt(formatter)
        } else {
            self.text.fmt(formatter)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(is_terminal: bool, variables: &'static [(&str, &str)]) -> Screen {
        screen_with(ColorChoice::Auto, is_terminal, variables)
    }

    fn screen_with(
        color: ColorChoice,
        is_terminal: bool,
        variables: &'static [(&str, &str)],
    ) -> Screen {
        let variable = |variable: Variable| {
            variables
                .iter()
                .find(|(name, _)| *name == variable.name())
                .map(|(_, value)| value.into())
        };
        Screen::new(color, is_terminal, || Some(120), variable)
    }

    #[test]
    fn a_terminal_has_its_own_width_and_colour() {
        assert_eq!(
            screen(true, &[]),
            Screen {
                width: Some(120),
                color: true,
                is_terminal: true
            }
        );
    }

    #[test]
    fn a_pipe_has_lines_of_any_length_and_no_colour() {
        assert_eq!(
            screen(false, &[]),
            Screen {
                width: None,
                color: false,
                is_terminal: false
            }
        );
    }

    #[test]
    fn columns_goes_before_the_width_of_the_terminal() {
        assert_eq!(screen(true, &[("COLUMNS", "72")]).width, Some(72));
        assert_eq!(screen(false, &[("COLUMNS", "72")]).width, Some(72));
    }

    #[test]
    fn columns_that_is_no_positive_number_is_ignored() {
        assert_eq!(screen(true, &[("COLUMNS", "0")]).width, Some(120));
        assert_eq!(screen(true, &[("COLUMNS", "wide")]).width, Some(120));
    }

    #[test]
    fn no_color_excludes_colour_unless_it_is_empty() {
        assert!(!screen(true, &[("NO_COLOR", "1")]).color);
        assert!(screen(true, &[("NO_COLOR", "")]).color);
    }

    #[test]
    fn a_dumb_terminal_has_no_colour() {
        assert!(!screen(true, &[("TERM", "dumb")]).color);
    }

    #[test]
    fn a_choice_goes_before_the_environment_and_the_terminal() {
        let never = screen_with(ColorChoice::Never, true, &[("CLICOLOR_FORCE", "1")]);
        assert!(!never.color);
        let always = screen_with(ColorChoice::Always, false, &[("NO_COLOR", "1")]);
        assert!(always.color);
    }

    #[test]
    fn colour_can_be_forced_into_a_pipe() {
        assert!(screen(false, &[("CLICOLOR_FORCE", "1")]).color);
        assert!(!screen(false, &[("CLICOLOR_FORCE", "0")]).color);
        assert!(!screen(true, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).color);
    }
}
