//! Values as lines of a file.

use serde::Serialize;

use crate::json::Json;
use crate::json::json_error::JsonError;

/// Writes a value as JSON on one line, without a line end, for a file or a stream with a value on each line
/// (NDJSON).
///
/// Payloads and unknown fields keep the text that was received, line breaks between its tokens included, so
/// that [`serde_json::to_string`] of a run can have several lines. Here such a line break is left out, with
/// the blanks that follow it; all else stays as it is: digits, escapes, the order of keys, other blanks. A
/// line is read like any other text, with [`read_body`](crate::read_body) or `serde_json::from_str`.
///
/// # Errors
///
/// Fails only when the value's own `Serialize` does, or when a map has keys that are not strings. Models and
/// [`Json`] never fail.
///
/// # Examples
///
/// ```
/// use deck_types::TaskRun;
/// use deck_types::read_body;
/// use deck_types::to_json_line;
///
/// let body = b"{\"id\": \"trun_1\", \"output\": {\n  \"total\": 10.10\n}}";
/// let run: TaskRun = read_body(body)?;
///
/// let line = to_json_line(&run)?;
///
/// assert_eq!(line, r#"{"id":"trun_1","output":{"total": 10.10},"errors":[]}"#);
/// assert_eq!(to_json_line(&read_body::<TaskRun>(line.as_bytes())?)?, line);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn to_json_line<T: Serialize + ?Sized>(value: &T) -> Result<String, JsonError> {
    let text = Json::encode(value)?.into_text();
    Ok(if text.contains(LINE_BREAKS) {
        joined(&text)
    } else {
        text.into()
    })
}

const LINE_BREAKS: [char; 2] = ['\n', '\r'];

/// Returns JSON text without its line breaks, which stand between tokens only: in a text they are escaped. No
/// two tokens need a blank between them.
fn joined(text: &str) -> String {
    let mut lines = text.split(LINE_BREAKS);
    let mut line = lines.next().unwrap_or_default().to_owned();
    lines.for_each(|next| line.push_str(next.trim_start_matches([' ', '\t'])));
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::to_json_line;
    use crate::json::Json;
    use crate::task_run::TaskRun;
    use crate::with_raw::WithRaw;

    const PRETTY: &str =
        "{\r\n  \"id\": \"a\",\n\t\"x\": [\n 1.10,\r\r 2\n ],\n \"output\": {\n\n}\n}";

    #[test]
    fn a_run_that_came_on_several_lines_is_written_on_one() {
        let run: TaskRun = serde_json::from_str(PRETTY).unwrap();

        assert!(serde_json::to_string(&run).unwrap().contains('\n'));
        assert_eq!(
            to_json_line(&run).unwrap(),
            r#"{"id":"a","output":{},"errors":[],"x":[1.10,2]}"#
        );
    }

    #[test]
    fn exact_text_keeps_all_but_its_line_breaks_and_what_indents() {
        let raw: WithRaw<TaskRun> = serde_json::from_str(PRETTY).unwrap();
        let expected = r#"{"id": "a","x": [1.10,2],"output": {}}"#;

        assert_eq!(to_json_line(&raw).unwrap(), expected);
        assert_eq!(
            to_json_line(&Json::from_text(PRETTY).unwrap()).unwrap(),
            expected
        );
    }

    #[test]
    fn a_text_on_one_line_stays_as_it_is() {
        let text = r#"{"a" :  [ 1e2,"\n\r  x", 1.0 ]}"#;

        assert_eq!(to_json_line(&Json::from_text(text).unwrap()).unwrap(), text);
    }

    proptest! {
        #[test]
        fn the_value_is_the_same_on_one_line(text in ".*", blanks in "[ \\t\\r\\n]{0,6}") {
            let text = serde_json::to_string(&text).unwrap();
            let spaced = format!("[{blanks}{text}{blanks},{blanks}{{{blanks}{text}:{blanks}1{blanks}}}]");

            let line = to_json_line(&Json::from_text(spaced.as_str()).unwrap()).unwrap();

            prop_assert!(!line.contains(['\r', '\n']));
            prop_assert_eq!(
                serde_json::from_str::<serde_json::Value>(&line).unwrap(),
                serde_json::from_str::<serde_json::Value>(&spaced).unwrap()
            );
        }
    }
}
