//! Items in the order of one of their fields, which takes all of them in memory.

use std::cmp::Reverse;
use std::io;
use std::str::FromStr;

use deck_types::Json;

use crate::output::ItemWriter;
use crate::output::field_path::FieldPath;
use crate::output::field_path::Members;
use crate::output::layout_error::LayoutError;
use crate::output::sort_key::SortKey;

/// How many bytes of items are held.
const MOST_BYTES: usize = 256 * 1024 * 1024;

/// How many bytes an item takes beside its text.
const ITEM_BYTES: usize = 128;

/// The field that items are sorted by, and the direction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct SortOrder {
    pub(crate) field: FieldPath,
    is_descending: bool,
}

impl SortOrder {
    /// Returns the text that means the same.
    pub(crate) fn text(&self) -> String {
        let sign = if self.is_descending { "-" } else { "" };
        format!("{sign}{}", self.field.flag_text())
    }
}

impl FromStr for SortOrder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let field = text.strip_prefix('-');
        Ok(Self {
            is_descending: field.is_some(),
            field: field.unwrap_or(text).parse()?,
        })
    }
}

/// Holds the items until the last has come, and hands them on in order: those without a value last, those
/// with equal values as they came.
pub(crate) struct Sorted<W> {
    writer: W,
    order: SortOrder,
    items: Vec<(Option<SortKey>, Json)>,
    bytes: usize,
    most_bytes: usize,
}

impl<W: ItemWriter<Json>> Sorted<W> {
    /// Starts without items.
    pub(crate) fn new(writer: W, order: SortOrder) -> Self {
        Self {
            writer,
            order,
            items: Vec::new(),
            bytes: 0,
            most_bytes: MOST_BYTES,
        }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let mut items = std::mem::take(&mut self.items);
        if self.order.is_descending {
            items.sort_by(|(left, _), (right, _)| {
                (left.is_none(), Reverse(left)).cmp(&(right.is_none(), Reverse(right)))
            });
        } else {
            items.sort_by(|(left, _), (right, _)| {
                (left.is_none(), left).cmp(&(right.is_none(), right))
            });
        }
        items
            .iter()
            .try_for_each(|(_, item)| self.writer.write(item))
    }
}

impl<W: ItemWriter<Json>> ItemWriter<Json> for Sorted<W> {
    fn write(&mut self, item: &Json) -> io::Result<()> {
        let key = SortKey::of(self.order.field.find(&Members::of(item.as_str())));
        let key_bytes = match &key {
            Some(SortKey::Text(text) | SortKey::Nested(text)) => text.len(),
            _ => 0,
        };
        self.bytes += item.as_str().len() + key_bytes + ITEM_BYTES;
        if self.bytes > self.most_bytes {
            return Err(io::Error::other(LayoutError::TooMuchToSort {
                most: self.most_bytes,
            }));
        }
        self.items.push((key, item.clone()));
        Ok(())
    }

    fn pause(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.writer.finish()
    }

    fn break_off(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.writer.break_off()
    }
}

#[cfg(test)]
mod tests {
    use crate::output::json_lines::JsonLines;
    use crate::output::screen::Screen;

    use super::*;

    fn sorted(order: &str, items: &[&str]) -> Vec<String> {
        let mut text = Vec::new();
        let lines = JsonLines::new(&mut text, Screen::PIPE);
        let mut sorted = Sorted::new(lines, order.parse().unwrap());
        for item in items {
            sorted.write(&Json::from_text(*item).unwrap()).unwrap();
        }
        sorted.finish().unwrap();
        let text = String::from_utf8(text).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    const ITEMS: [&str; 5] = [
        r#"{"i":1,"n":2}"#,
        r#"{"i":2}"#,
        r#"{"i":3,"n":10}"#,
        r#"{"i":4,"n":2.0}"#,
        r#"{"i":5,"n":null}"#,
    ];

    fn places(lines: &[String]) -> Vec<&str> {
        lines.iter().map(|line| &line[5..6]).collect()
    }

    #[test]
    fn what_has_no_value_is_last_in_either_direction() {
        assert_eq!(places(&sorted("n", &ITEMS[..3])), ["1", "3", "2"]);
        assert_eq!(places(&sorted("-n", &ITEMS[..3])), ["3", "1", "2"]);
    }

    #[test]
    fn equal_values_stay_as_they_came() {
        let same = [
            r#"{"i":1,"n":"a"}"#,
            r#"{"i":2,"n":"a"}"#,
            r#"{"i":3,"n":"b"}"#,
        ];
        assert_eq!(places(&sorted("n", &same)), ["1", "2", "3"]);
        assert_eq!(places(&sorted("-n", &same)), ["3", "1", "2"]);
    }

    #[test]
    fn more_than_memory_should_hold_is_refused() {
        let lines = JsonLines::new(Vec::new(), Screen::PIPE);
        let mut sorted = Sorted::new(lines, "n".parse().unwrap());
        sorted.most_bytes = 300;
        let item = Json::from_text(ITEMS[0]).unwrap();
        assert!(sorted.write(&item).is_ok() && sorted.write(&item).is_ok());
        assert!(sorted.write(&item).is_err());
    }
}
