//! One thing, line by line: labels, values, and sections below them.

use std::fmt::Display;
use std::io;
use std::io::Write;

use anstyle::Style;

use deck_types::Json;

use crate::output::json;
use crate::output::screen::Screen;
use crate::output::text;

type Value<'a> = Box<dyn Display + 'a>;

/// One thing, line by line. Its texts are made while they are written.
pub(crate) struct Detail<'a> {
    fields: Vec<(&'static str, Value<'a>, Style)>,
    sections: Vec<(&'static str, Box<dyn Iterator<Item = Value<'a>> + 'a>)>,
}

impl<'a> Detail<'a> {
    /// Starts without any line.
    pub(crate) fn new() -> Self {
        Self {
            fields: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Adds a labelled value, if there is one.
    pub(crate) fn field(&mut self, label: &'static str, value: Option<impl Display + 'a>) {
        self.styled_field(label, value, Style::new());
    }

    /// Adds a labelled value in a style, if there is one.
    pub(crate) fn styled_field(
        &mut self,
        label: &'static str,
        value: Option<impl Display + 'a>,
        style: Style,
    ) {
        if let Some(value) = value {
            let value = Box::new(text::visible(value));
            self.fields.push((label, value, style));
        }
    }

    /// Adds a section with one line per text, if there is any.
    pub(crate) fn section(
        &mut self,
        heading: &'static str,
        lines: impl IntoIterator<Item = impl Display + 'a, IntoIter: 'a>,
    ) {
        let lines = lines.into_iter();
        let lines = lines.map(|line| Box::new(text::visible(line)) as Value<'a>);
        self.sections.push((heading, Box::new(lines)));
    }

    /// Adds a section with indented values, if there is any.
    pub(crate) fn json_section(
        &mut self,
        heading: &'static str,
        values: impl IntoIterator<Item = &'a Json, IntoIter: 'a>,
    ) {
        let values = values.into_iter().map(|value| {
            let pretty = json::pretty(value.as_str(), 1);
            Box::new(text::visible_json(pretty)) as Value<'a>
        });
        self.sections.push((heading, Box::new(values)));
    }

    /// Writes the lines.
    pub(crate) fn write(self, mut writer: impl Write, screen: Screen) -> io::Result<()> {
        let bold = if screen.color {
            Style::new().bold()
        } else {
            Style::new()
        };
        let label_width = self
            .fields
            .iter()
            .map(|(label, ..)| label.len())
            .max()
            .unwrap_or(0);
        for (label, value, style) in &self.fields {
            let style = if screen.color { *style } else { Style::new() };
            writeln!(
                writer,
                "{bold}{label:label_width$}{bold:#}  {style}{value}{style:#}"
            )?;
        }
        for (heading, lines) in self.sections {
            let mut lines = lines.peekable();
            if lines.peek().is_some() {
                writeln!(writer, "\n{bold}{heading}{bold:#}")?;
            }
            lines.try_for_each(|line| writeln!(writer, "  {line}"))?;
        }
        writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(detail: Detail<'_>) -> String {
        let mut text = Vec::new();
        detail.write(&mut text, Screen::PIPE).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn values_are_aligned_and_sections_follow() {
        let mut detail = Detail::new();
        detail.field("id", Some("trun_1"));
        detail.field("status", Some("failed"));
        detail.section("errors", ["source/source_blocked"]);
        assert_eq!(
            written(detail),
            "id      trun_1\nstatus  failed\n\nerrors\n  source/source_blocked\n"
        );
    }

    #[test]
    fn what_is_not_there_takes_no_line() {
        let mut detail = Detail::new();
        detail.field("id", Some("trun_1"));
        detail.field("workflow", None::<&str>);
        detail.section("errors", [""; 0]);
        assert_eq!(written(detail), "id  trun_1\n");
    }

    #[test]
    fn text_of_the_server_cannot_steer_the_terminal() {
        let mut detail = Detail::new();
        detail.field("id", Some("a\u{1b}[2J\nb"));
        detail.section("input", ["\u{9b}31m"]);
        assert_eq!(
            written(detail),
            "id  a\\u{1b}[2J\\nb\n\ninput\n  \\u{9b}31m\n"
        );
    }
}
