//! The numbers for people: lines with bars and sparklines.

use std::io;
use std::io::Write;
use std::time::Duration;

use crate::output::human;
use crate::output::screen::Screen;
use crate::output::text;

use super::glyphs::Glyphs;
use super::report::Day;
use super::report::DurationReport;
use super::report::Group;
use super::report::Report;
use super::rows;
use super::rows::Row;
use super::rows::number;

/// How wide a line is where nothing tells.
const WIDTH: usize = 80;

/// The widest that a word is shown, so that there is room for a bar.
const WORD: usize = 30;

/// How many days have a line of their own.
const MOST_DAYS: usize = 31;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Writes the numbers.
pub(super) fn show(
    report: &Report<'_>,
    mut writer: impl Write,
    screen: Screen,
    glyphs: Glyphs,
) -> io::Result<()> {
    let mut shown = Shown {
        writer: &mut writer,
        width: screen.width.unwrap_or(WIDTH),
        glyphs,
    };
    shown.summary(report)?;
    for (name, group) in report.groups() {
        shown.group(name, group)?;
    }
    shown.days(report)?;
    shown.hours(report)?;
    writer.flush()
}

struct Shown<W> {
    writer: W,
    width: usize,
    glyphs: Glyphs,
}

impl<W: Write> Shown<W> {
    fn summary(&mut self, report: &Report<'_>) -> io::Result<()> {
        let rate = &report.success_rate;
        let ended = number(report.ended);
        writeln!(
            self.writer,
            "runs       {}, of which {ended} have ended",
            number(report.runs)
        )?;
        match rate.value {
            Some(value) => writeln!(
                self.writer,
                "success    {:.1} % = {} / {}, {}",
                100.0 * value,
                number(rate.successes),
                number(rate.successes + rate.failures),
                rate.of
            )?,
            None => writeln!(
                self.writer,
                "success    no run has ended with success or failure"
            )?,
        }
        if rate.unknown + rate.without_outcome > 0 {
            let (unknown, none) = (number(rate.unknown), number(rate.without_outcome));
            writeln!(
                self.writer,
                "           {unknown} more have an unknown outcome, {none} none"
            )?;
        }
        if let Some(duration) = &report.duration_ms {
            writeln!(self.writer, "duration   {}", durations(duration))?;
        }
        Ok(())
    }

    fn group(&mut self, name: &str, group: &Group<'_>) -> io::Result<()> {
        if group.top.is_empty() && group.others == 0 {
            return Ok(());
        }
        let mut rows = Vec::new();
        for entry in &group.top {
            // A word has many characters that need none of the room, or grows when it is escaped.
            let word = text::visible(entry.value).to_string();
            let word = text::truncate(&word, WORD).into_owned();
            rows.push(Row::new(word, entry.runs));
        }
        if group.others > 0 {
            let others = match group.distinct {
                Some(distinct) => format!("others ({})", distinct - group.top.len()),
                None => "others".to_owned(),
            };
            rows.push(Row::left_over(others, group.others));
        }
        writeln!(self.writer, "\n{name}")?;
        rows::write(&rows, &mut self.writer, self.width, self.glyphs)?;
        if group.undercount_at_most > 0 {
            let most = number(group.undercount_at_most);
            writeln!(
                self.writer,
                "  (too many different ones; each may be too small by {most})"
            )?;
        }
        Ok(())
    }

    fn days(&mut self, report: &Report<'_>) -> io::Result<()> {
        if report.days.is_empty() {
            return Ok(());
        }
        writeln!(self.writer, "\nday ({})", text::visible(&report.timezone))?;
        let (before, latest) = report
            .days
            .split_at(report.days.len().saturating_sub(MOST_DAYS));
        let earlier = before.iter().map(|day| day.runs).sum::<u64>() + report.earlier;
        let mut rows: Vec<Row> = latest.iter().map(row_of_day).collect();
        if earlier > 0 {
            rows.insert(0, Row::left_over("earlier", earlier));
        }
        rows::write(&rows, &mut self.writer, self.width, self.glyphs)
    }

    fn hours(&mut self, report: &Report<'_>) -> io::Result<()> {
        let most = report
            .hours_of_week
            .iter()
            .flatten()
            .copied()
            .max()
            .unwrap_or(0);
        if most == 0 {
            return Ok(());
        }
        writeln!(
            self.writer,
            "\nhour of the week, at most {} runs",
            number(most)
        )?;
        writeln!(self.writer, "       0     6     12    18")?;
        for (name, hours) in WEEKDAYS.iter().zip(report.hours_of_week) {
            let line = self.glyphs.sparkline(hours, most);
            let total = number(hours.iter().sum());
            writeln!(self.writer, "  {name}  {line}  {total}")?;
        }
        Ok(())
    }
}

fn durations(report: &DurationReport) -> String {
    let shown = |milliseconds| human::duration(Duration::from_millis(milliseconds));
    format!(
        "p50 {}, p90 {}, p99 {} of {} runs ({})",
        shown(report.p50),
        shown(report.p90),
        shown(report.p99),
        number(report.runs),
        report.method
    )
}

/// Returns the row of a day, with how many runs failed if some did.
fn row_of_day(day: &Day) -> Row {
    let remark = match day.failures {
        0 => String::new(),
        failures => format!("{} failed", number(failures)),
    };
    Row {
        remark,
        ..Row::new(day.day.clone(), day.runs)
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::super::line;
    use super::super::tally::Tally;
    use super::*;

    fn shown(lines: &[&str], glyphs: Glyphs) -> String {
        let mut tally = Tally::default();
        for line in lines {
            tally.add(&line::read(line).unwrap(), &TimeZone::UTC);
        }
        let report = Report::new(&mut tally, "UTC".to_owned(), 1, 0);
        let mut text = Vec::new();
        show(&report, &mut text, Screen::PIPE, glyphs).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn numbers_are_told_with_bars_and_sparklines() {
        let lines = [
            r#"{"id":"1","status":"completed","result":"success","agent_id":"agt_1","runtime_ms":1500,
                "created_at":"2026-11-02T00:00:00Z"}"#,
            r#"{"id":"2","status":"failed","result":"failure","agent_id":"agt_1","runtime_ms":61000,
                "created_at":"2026-11-02T23:59:59Z"}"#,
            r#"{"id":"3","status":"completed","result":"unknown","agent_id":"agt_2",
                "created_at":"2026-11-08T12:00:00Z"}"#,
        ];
        let expected = "\
runs       3, of which 3 have ended
success    50.0 % = 1 / 2, successes / (successes + failures) of ended runs
           1 more have an unknown outcome, 0 none
duration   p50 1.5s, p90 1m 1s, p99 1m 1s of 2 runs (nearest rank, exact)

status
  completed   2  ████████████████████████████████████████
  others (1)  1

outcome
  failure     1  ████████████████████████████████████████
  others (2)  2

agent
  agt_1       2  ████████████████████████████████████████
  others (1)  1

day (UTC)
  2026-11-02  2  ████████████████████████████████████████  1 failed
  2026-11-08  1  ████████████████████

hour of the week, at most 1 runs
       0     6     12    18
  Mon  █                      █  2
  Tue                            0
  Wed                            0
  Thu                            0
  Fri                            0
  Sat                            0
  Sun              █             1
";
        assert_eq!(shown(&lines, Glyphs::Blocks), expected);
        let ascii = shown(&lines, Glyphs::Ascii);
        assert!(
            ascii.is_ascii() && ascii.contains("\n  completed   2  ####"),
            "{ascii}"
        );
    }

    #[test]
    fn hostile_words_do_not_steer_the_terminal_and_take_no_room() {
        let line = format!(
            r#"{{"id":"1","agent_id":"\u001b[2J{}"}}"#,
            "x".repeat(100_000)
        );
        let text = shown(&[&line], Glyphs::Blocks);
        assert!(
            !text.contains('\u{1b}') && text.lines().all(|line| text::width(line) <= 80),
            "{text}"
        );
    }

    #[test]
    fn no_run_is_told_in_two_lines() {
        let expected = "runs       0, of which 0 have ended\n\
                        success    no run has ended with success or failure\n";
        assert_eq!(shown(&[], Glyphs::Ascii), expected);
    }
}
