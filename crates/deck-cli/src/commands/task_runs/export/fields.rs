//! The fields of a run as cells of text, such as `output.total` or `errors.0.code`.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::value::RawValue;

use deck_types::Json;

use crate::output::json;

type Members<'a> = HashMap<Cow<'a, str>, &'a RawValue>;

/// Returns the cell of each field.
///
/// A text stands without quotes, a number with the digits received, an object or an array as JSON on one
/// line. What is absent or null is empty.
pub(super) fn cells(run: &Json, fields: &[String]) -> Vec<String> {
    let members = serde_json::from_str::<Members<'_>>(run.as_str()).unwrap_or_default();
    let cell = |field: &String| {
        let mut steps = field.split('.');
        let first = members.get(steps.next().unwrap_or_default()).copied();
        steps
            .try_fold(first?, inner)
            .map(text)
    };
    fields
        .iter()
        .map(|field| cell(field).unwrap_or_default())
        .collect()
}

/// Returns the member or the element of a value that has this name or number.
fn inner<'a>(value: &'a RawValue, step: &str) -> Option<&'a RawValue> {
    let text = value.get();
    if text.starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        return elements.get(step.parse::<usize>().ok()?).copied();
    }
    let members: Members<'_> = serde_json::from_str(text).ok()?;
    members.get(step).copied()
}

fn text(value: &RawValue) -> String {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'"') => serde_json::from_str(text).unwrap_or_else(|_| text.to_owned()),
        Some(b'n') => String::new(),
        _ => json::one_line(text).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells_of(run: &str, fields: &[&str]) -> Vec<String> {
        let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
        cells(&Json::from_text(run).unwrap(), &fields)
    }

    #[test]
    fn a_cell_is_the_value_without_its_wrapping() {
        let run = r#"{"id":"trun_1","n":1.00,"is":true,"no":null,"t":"a\"b\nc","o":{"x": [1,
            2]}}"#;
        let cells = cells_of(run, &["id", "n", "is", "no", "t", "o", "absent"]);
        assert_eq!(
            cells,
            ["trun_1", "1.00", "true", "", "a\"b\nc", "{\"x\":[1,2]}", ""]
        );
    }

    #[test]
    fn dots_lead_into_objects_and_arrays() {
        let run = r#"{"errors":[{"code":"a"},{"code":"b"}],"output":{"sum":{"net":7}}}"#;
        let fields = ["errors.1.code", "output.sum.net", "errors.2.code", "errors.x", "output.sum.net.x"];
        assert_eq!(cells_of(run, &fields), ["b", "7", "", "", ""]);
    }

    #[test]
    fn what_is_no_object_has_no_cells() {
        assert_eq!(cells_of("[1]", &["id"]), [""]);
    }
}
