//! The example of the reference page of `GET /task-runs`.

use deck_types::Json;
use deck_types::Outcome;
use deck_types::Page;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::WithRaw;
use serde_json::Value;

const EXAMPLE: &str = include_str!("../golden/list-task-runs.json");

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_example_is_read_completely() {
    let page = Page::<TaskRun>::from_json(EXAMPLE.as_bytes()).unwrap();

    assert!(page.rejected.is_empty());
    assert_eq!(page.has_more, Some(true));
    assert_eq!(
        page.next_cursor
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("<string>")
    );
    assert_eq!(page.request_id, Some("<string>".into()));

    let run = &page.data[0];
    assert_eq!(run.id, "<string>");
    assert_eq!(
        run.status.as_ref().map(TaskRunStatus::is_known),
        Some(false)
    );
    assert_eq!(run.result.as_ref().map(Outcome::as_str), Some("<string>"));
    assert_eq!(run.runtime_ms, Some(123));
    assert_eq!(run.input.as_ref().map(Json::as_str), Some(r#""<unknown>""#));
    assert_eq!(run.storage.as_ref().unwrap()[0].file_size, Some(123));
    assert_eq!(run.errors[0].field.as_deref(), Some("<string>"));
    assert_eq!(
        run.canceled_at.as_ref().unwrap().unix_nanoseconds(),
        Ok(1_699_335_116_000_000_000)
    );
}

#[test]
fn the_example_is_written_back_without_a_loss() {
    let page = Page::<TaskRun>::from_json(EXAMPLE.as_bytes()).unwrap();

    let written = serde_json::to_string(&page).unwrap();

    assert_eq!(value(&written), value(EXAMPLE));
}

#[test]
fn the_example_is_written_back_in_the_order_of_the_page() {
    let page = Page::<TaskRun>::from_json(EXAMPLE.as_bytes()).unwrap();

    assert_eq!(
        serde_json::to_string_pretty(&page).unwrap(),
        EXAMPLE.trim_end()
    );
}

#[test]
fn the_raw_text_of_the_example_is_a_part_of_it() {
    let page = Page::<WithRaw<TaskRun>>::from_json(EXAMPLE.as_bytes()).unwrap();

    assert!(EXAMPLE.contains(page.data[0].raw().as_str()));
    assert_eq!(
        value(page.data[0].raw().as_str()),
        value(EXAMPLE)["data"][0]
    );
}
