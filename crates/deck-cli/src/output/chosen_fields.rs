//! Items cut down to the fields that were asked for.

use std::fmt::Write;
use std::io;

use deck_types::Json;
use serde_json::value::RawValue;

use crate::output::ItemWriter;
use crate::output::field_path::FieldPath;
use crate::output::field_path::Members;

/// Hands on objects that have nothing but some fields of the items, in the order asked for.
///
/// The name of a member is the place of the field, and its value the text as received; null where there is
/// none.
pub(crate) struct ChosenFields<W> {
    writer: W,
    fields: Vec<FieldPath>,
}

impl<W: ItemWriter<Json>> ChosenFields<W> {
    /// Starts with a writer of what is left of the items.
    pub(crate) fn new(writer: W, fields: Vec<FieldPath>) -> Self {
        Self { writer, fields }
    }

    fn choose(&self, item: &Json) -> io::Result<Json> {
        let members = Members::of(item.as_str());
        let mut text = "{".to_owned();
        for (index, field) in self.fields.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let name = serde_json::to_string(field.as_str())?;
            let value = field.find(&members).map_or("null", RawValue::get);
            _ = write!(text, "{comma}{name}:{value}");
        }
        text.push('}');
        Json::from_text(text).map_err(io::Error::other)
    }
}

impl<W: ItemWriter<Json>> ItemWriter<Json> for ChosenFields<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let chosen = self.choose(item)?;
        self.writer.write(&chosen)
    }

    fn pause(&mut self) -> io::Result<()> {
        self.writer.pause()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.writer.break_off()
    }
}

#[cfg(test)]
mod tests {
    use crate::output::json_lines::JsonLines;
    use crate::output::screen::Screen;

    use super::*;

    #[test]
    fn the_fields_stand_in_the_order_asked_for_with_their_digits() {
        let fields = ["output.total", "id", "mood"].map(|field| field.parse().unwrap());
        let mut text = Vec::new();
        let lines = JsonLines::new(&mut text, Screen::PIPE);
        let mut chosen = ChosenFields::new(lines, fields.into());
        let item = r#"{"id": "a", "output": {"total": 1.50}}"#;
        chosen.write(&Json::from_text(item).unwrap()).unwrap();
        chosen.finish().unwrap();
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "{\"output.total\":1.50,\"id\":\"a\",\"mood\":null}\n"
        );
    }
}
