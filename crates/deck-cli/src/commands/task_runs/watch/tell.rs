//! Tells changes on standard output: a line for people, or one of JSON.

use std::io;
use std::io::Write;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use deck_client::Error;
use deck_transport::Clock;
use deck_types::Json;
use deck_types::Outcome;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::WithRaw;

use crate::diagnostics;
use crate::output::screen::Screen;
use crate::output::status_style::status_style;
use crate::output::text;

use super::change::Change;
use super::change::Mark;
use super::teller::Teller;

/// How many warnings of one kind are written.
const MOST_WARNINGS: u64 = 10;

/// On a screen with fewer columns the day is left out, so that there is room for the outcome.
const NARROW: usize = 100;

/// How a change is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// One line of text.
    Line,
    /// One line of JSON.
    Json {
        /// Whether the run is in it, as it was received.
        with_run: bool,
    },
}

/// Tells changes, and counts them.
pub(super) struct Lines<'a, W, C> {
    pub(super) writer: W,
    pub(super) clock: C,
    pub(super) form: Form,
    pub(super) screen: Screen,
    pub(super) zone: TimeZone,
    /// How many changes were told.
    pub(super) told: &'a mut u64,
    pub(super) warnings: u64,
}

/// A change as programs read it.
#[derive(Serialize)]
struct ChangeLine<'a> {
    /// When the change was seen.
    time: String,
    id: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a Json>,
}

impl<W: Write, C: Clock> Teller for Lines<'_, W, C> {
    fn change(&mut self, change: &Change, run: Option<&WithRaw<TaskRun>>) -> io::Result<()> {
        match self.form {
            Form::Line => self.line(change, run)?,
            Form::Json { with_run } => {
                let line = ChangeLine {
                    time: self.now().to_string(),
                    id: change.id.as_str(),
                    from: change.from.as_ref().map(TaskRunStatus::as_str),
                    to: change.to.as_ref().map(TaskRunStatus::as_str),
                    run: run.filter(|_| with_run).map(WithRaw::raw),
                };
                let line = deck_types::to_json_line(&line).map_err(io::Error::other)?;
                writeln!(self.writer, "{}", self.screen.json(line))?;
            }
        }
        *self.told += 1;
        Ok(())
    }

    fn mark(&mut self, mark: &Mark, error: Option<&Error>) {
        let text = match mark {
            Mark::GapBegins { from } => {
                let from = self.time(*from);
                let error = error.map_or(String::new(), |error| format!(": {error}"));
                format!("changes from {from} on may be missed, and watching goes on{error}")
            }
            Mark::GapEnds { from, until } => {
                let (from, until) = (self.time(*from), self.time(*until));
                format!(
                    "everything has been seen again; of several changes of a run between {from} and {until} \
                     the last is shown"
                )
            }
            Mark::TooManyGoOn { followed } => format!(
                "more than {followed} runs go on; the others are followed when some of these have ended"
            ),
            Mark::TooManyNew { known } => {
                format!("more than {known} runs are new; the others are not shown")
            }
        };
        diagnostics::note(&text);
    }

    fn warn(&mut self, error: &dyn std::error::Error) {
        self.warnings += 1;
        if self.warnings <= MOST_WARNINGS {
            diagnostics::warn(error);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl<W: Write, C: Clock> Lines<'_, W, C> {
    fn line(&mut self, change: &Change, run: Option<&WithRaw<TaskRun>>) -> io::Result<()> {
        let time = self.zone.to_datetime(self.now());
        let is_narrow = self.screen.width.is_some_and(|width| width < NARROW);
        let (format, id_width, what_width) = match is_narrow {
            true => ("%H:%M:%S", 21, 24),
            false => ("%Y-%m-%d %H:%M:%S", 25, 31),
        };
        let time = time.strftime(format);
        let from = change.from.as_ref().map_or("new", TaskRunStatus::as_str);
        let to = change.to.as_ref().map_or("gone", TaskRunStatus::as_str);
        let id = text::visible(&change.id).to_string();
        let what = text::visible(format_args!("{from} -> {to}")).to_string();
        let details = run.map_or(String::new(), |run| details(run.value()));
        let line = format!("{time}  {id:id_width$}  {what:what_width$}  {details}");
        let line = line.trim_end();
        let line = match self.screen.width {
            Some(width) => text::truncate(line, width),
            None => line.into(),
        };
        let style = change.to.as_ref().map(status_style).unwrap_or_default();
        if self.screen.color {
            writeln!(self.writer, "{style}{line}{style:#}")
        } else {
            writeln!(self.writer, "{line}")
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::try_from(self.clock.system_time()).unwrap_or_default()
    }

    /// Returns a time of day in the zone.
    fn time(&self, nanoseconds: i128) -> String {
        let time = Timestamp::from_nanosecond(nanoseconds).unwrap_or_default();
        let time = self.zone.to_datetime(time);
        time.strftime("%H:%M:%S").to_string()
    }
}

/// Returns the outcome of a run, and the first thing that went wrong in it.
fn details(run: &TaskRun) -> String {
    let outcome = run.result.as_ref().map(Outcome::as_str).unwrap_or_default();
    let error = run
        .errors
        .first()
        .map(ToString::to_string)
        .unwrap_or_default();
    let details = format!("{outcome}  {error}");
    text::visible(details.trim()).to_string()
}

#[cfg(test)]
mod tests {
    use deck_transport::ManualClock;

    use super::*;

    fn told(form: Form, screen: Screen, json: &str, from: Option<&str>) -> String {
        let run: WithRaw<TaskRun> = Json::from_text(json).unwrap().parse().unwrap();
        let change = Change {
            id: run.value().id.clone(),
            from: from.map(TaskRunStatus::from),
            to: run.value().status.clone(),
        };
        let mut text = Vec::new();
        let mut count = 0;
        let mut lines = Lines {
            writer: &mut text,
            clock: ManualClock::new(),
            form,
            screen,
            zone: TimeZone::UTC,
            told: &mut count,
            warnings: 0,
        };
        lines.change(&change, Some(&run)).unwrap();
        assert_eq!(count, 1);
        String::from_utf8(text).unwrap()
    }

    const FAILED: &str = r#"{"id": "trun_1", "status": "failed", "result": "failure",
        "errors": [{"type": "source", "code": "source_blocked", "message": "No way\nin"}]}"#;

    #[test]
    fn a_change_is_one_line() {
        let expected = "1970-01-01 00:00:00  trun_1                     running -> failed                \
                        failure  source/source_blocked: No way\\nin\n";
        assert_eq!(
            told(Form::Line, Screen::PIPE, FAILED, Some("running")),
            expected
        );
    }

    #[test]
    fn a_line_fits_the_screen() {
        let screen = Screen {
            width: Some(60),
            ..Screen::PIPE
        };
        let line = told(Form::Line, screen, FAILED, Some("running"));
        assert_eq!(text::width(line.trim_end()), 60);
    }

    #[test]
    fn eighty_columns_have_room_for_the_outcome_and_the_error() {
        let screen = Screen {
            width: Some(80),
            ..Screen::PIPE
        };
        assert_eq!(
            told(Form::Line, screen, FAILED, Some("running")),
            "00:00:00  trun_1                 running -> failed         failure  source/sour…\n"
        );
    }

    #[test]
    fn a_change_is_one_line_of_json_with_the_run_as_it_came() {
        let run = r#"{"id": "trun_1", "status": "queued", "n": 1.00}"#;
        let line = told(Form::Json { with_run: true }, Screen::PIPE, run, None);
        let expected =
            r#"{"time":"1970-01-01T00:00:00Z","id":"trun_1","from":null,"to":"queued","run":"#;
        assert_eq!(line, format!("{expected}{run}}}\n"));
        let line = told(Form::Json { with_run: false }, Screen::PIPE, run, Some("x"));
        assert!(
            line.ends_with("\"from\":\"x\",\"to\":\"queued\"}\n"),
            "{line}"
        );
    }

    #[test]
    fn hostile_words_do_not_steer_the_terminal() {
        let run =
            r#"{"id": "trun_1\u001b[2J", "status": "\u009b31m", "errors": [{"code": "\u202e"}]}"#;
        let line = told(Form::Line, Screen::PIPE, run, None);
        assert!(!line.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{line}");
    }
}
