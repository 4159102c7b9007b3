//! What holds for any body that is read as a page of a listing.

use std::fmt;

use deck_types::BodyError;
use deck_types::Continuation;
use deck_types::EXCERPT_BYTES;
use deck_types::ItemId;
use deck_types::Json;
use deck_types::Page;
use deck_types::PageItem;
use deck_types::PagePosition;
use deck_types::RejectedItem;
use deck_types::TaskRun;
use deck_types::WithRaw;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;

/// Reads a body as a page of exact texts, of runs, and of both, and checks what is found against the body and
/// against each other.
///
/// # Panics
///
/// When the three do not agree, when an item is lost or changed, or when a page that was written is not read
/// back.
pub fn check(body: &[u8]) {
    let exact = Page::<Json>::from_json(body);
    let runs = Page::<TaskRun>::from_json(body);
    let both = Page::<WithRaw<TaskRun>>::from_json(body);
    if let Ok(value) = serde_json::from_slice(body) {
        a_body_is_a_page_exactly_when_its_fields_fit(&value);
    }
    match (exact, runs, both) {
        (Ok(exact), Ok(runs), Ok(both)) => {
            every_item_is_there(body, &exact);
            readable_and_rejected_items_are_the_items(&exact, &runs);
            both_ways_are_the_same(&exact, &runs, &both);
            what_is_changed_loses_nothing(&exact, &runs);
            what_is_written_is_read_back(&exact);
            what_is_written_is_read_back(&runs);
            what_is_written_is_read_back(&both);
        }
        (Err(error), Err(of_runs), Err(of_both)) => {
            assert_eq!(error, of_runs, "the fault depends on the type of the items");
            assert_eq!(error, of_both, "the fault depends on the type of the items");
            the_error_is_bounded(&error, body);
        }
        (exact, runs, both) => assert_eq!(
            (exact.is_ok(), runs.is_ok()),
            (both.is_ok(), both.is_ok()),
            "whether a body is a page depends on the type of the items"
        ),
    }
}

fn every_item_is_there(body: &[u8], page: &Page<Json>) {
    assert!(page.rejected.is_empty(), "any value can be kept as it is");
    let mut rest = std::str::from_utf8(body).unwrap_or_default();
    for item in &page.data {
        let place = rest.find(item.as_str());
        assert!(place.is_some(), "{item} is not in the rest of the body");
        rest = &rest[place.unwrap_or_default() + item.as_str().len()..];
    }
    if let Some(count) = count_of_elements(body) {
        assert_eq!(page.len(), count, "an item was lost or made up");
    }
}

/// Counts the elements of `data` with a reader that knows nothing of pages; nothing where that reader is
/// stricter or has words of its own.
fn count_of_elements(body: &[u8]) -> Option<usize> {
    let value: Value = serde_json::from_slice(body).ok()?;
    (!super::has_marks_of_the_reader(body)).then(|| {
        value
            .get("data")
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    })
}

fn readable_and_rejected_items_are_the_items(exact: &Page<Json>, runs: &Page<TaskRun>) {
    assert_eq!(runs.len(), exact.len());
    assert_eq!(runs.has_more, exact.has_more);
    assert_eq!(runs.next_cursor, exact.next_cursor);
    assert_eq!(runs.request_id, exact.request_id);
    assert_eq!(runs.is_last(), exact.is_last());
    let entries = runs.clone().into_entries();
    assert_eq!(runs.len(), entries.count());
    for (text, entry) in exact.data.iter().zip(runs.clone().into_entries()) {
        match entry {
            Ok(run) => assert_eq!(TaskRun::from_item_text(text.as_str()), Ok(run)),
            Err(rejected) => {
                assert_eq!(&rejected.text, text);
                assert_eq!(&exact.data[rejected.index], text);
                let is_run = TaskRun::from_item_text(text.as_str()).is_ok();
                assert!(!is_run || is_too_costly(&rejected), "{text}");
                assert_eq!(rejected.id, text.item_id().map(ItemId::from));
                the_path_is_bounded(&rejected.path, text.as_str().len());
                assert!(!rejected.reason.is_empty());
                assert!(!rejected.to_string().is_empty());
            }
        }
    }
}

/// Returns whether the item is refused for what its lists would cost on a page, which they may by themselves.
fn is_too_costly(rejected: &RejectedItem) -> bool {
    rejected.reason == "list has more elements than its text justifies"
}

fn both_ways_are_the_same(exact: &Page<Json>, runs: &Page<TaskRun>, both: &Page<WithRaw<TaskRun>>) {
    assert_eq!(both.rejected, runs.rejected);
    assert!(both.data.iter().map(WithRaw::value).eq(&runs.data));
    let readable = (0..exact.len()).filter(|index| {
        runs.rejected
            .binary_search_by_key(index, |item| item.index)
            .is_err()
    });
    assert!(
        both.data
            .iter()
            .map(WithRaw::raw)
            .eq(readable.map(|index| &exact.data[index]))
    );
    assert_eq!(exact.first_id(), runs.first_id());
    assert_eq!(exact.last_id(), both.last_id());
    for position in [PagePosition::Start, PagePosition::Before("trun_0".into())] {
        for continuation in [
            Continuation::Cursor,
            Continuation::LastId,
            Continuation::CursorOnly,
        ] {
            let next = position.following(exact, continuation);
            assert_eq!(position.following(runs, continuation), next);
            assert_eq!(position.following(both, continuation), next);
        }
    }
}

/// Checks that a run which was read, changed and written has the change and all that it had before.
fn what_is_changed_loses_nothing(exact: &Page<Json>, runs: &Page<TaskRun>) {
    for (text, entry) in exact.data.iter().zip(runs.entries()) {
        let Ok(run) = entry else { continue };
        let mut changed = run.clone();
        changed.runtime_ms = Some(7);
        let written = Json::encode(&changed).map(|written| members_of(&written));
        let (before, after) = (members_of(text), written.unwrap_or_default());
        let unknown = |member: &&(String, Json)| !KNOWN.contains(&member.0.as_str());
        assert!(
            before
                .iter()
                .filter(unknown)
                .eq(after.iter().filter(unknown)),
            "{text} became {after:?}"
        );
        let is_written = |name: &str| after.iter().any(|(written, _)| written == name);
        for (name, value) in &before {
            assert!(
                is_written(name) || value.is_null(),
                "{name} of {text} is lost"
            );
        }
        let is_change =
            |(name, value): &(String, Json)| name == "runtime_ms" && value.as_str() == "7";
        assert!(after.iter().any(is_change), "{after:?}");
    }
}

/// The fields of a run that this version knows.
const KNOWN: &[&str] = &[
    "id",
    "object",
    "status",
    "result",
    "task_id",
    "credential_id",
    "session_id",
    "workflow_id",
    "agent_id",
    "source_id",
    "runtime_ms",
    "input",
    "output",
    "storage",
    "artifacts",
    "errors",
    "interaction",
    "canceled_at",
    "created_at",
    "updated_at",
    "request_id",
];

/// Reads the members of an object with their exact values, in their order and as often as they stand there.
fn members_of(object: &Json) -> Vec<(String, Json)> {
    object
        .parse::<Members>()
        .map(|members| members.0)
        .unwrap_or_default()
}

struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Members, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = object.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

fn what_is_written_is_read_back<T>(page: &Page<T>)
where
    T: PageItem + Serialize + PartialEq + fmt::Debug,
{
    let written = Json::encode(page);
    assert!(written.is_ok(), "a page that was read cannot be written");
    if let Ok(text) = written {
        let again = Page::from_json(text.as_str().as_bytes());
        // Without its white space a text justifies less.
        let costs_more = |again: &Page<T>| again.rejected.iter().any(is_too_costly);
        assert!(
            again.as_ref() == Ok(page) || again.as_ref().is_ok_and(costs_more),
            "{page:?} became {again:?}"
        );
    }
}

fn a_body_is_a_page_exactly_when_its_fields_fit(value: &Value) {
    let body = value.to_string();
    let page = Page::<TaskRun>::from_json(body.as_bytes());
    assert_eq!(page.is_ok(), fits(value), "{page:?} of {body}");
}

fn fits(value: &Value) -> bool {
    let absent_null_or = |key: &str, wanted: fn(&Value) -> bool| {
        value
            .get(key)
            .is_none_or(|field| field.is_null() || wanted(field))
    };
    value.is_object()
        && absent_null_or("data", |data| {
            data.as_array()
                .is_some_and(|items| items.len() <= Page::<TaskRun>::MAX_ITEMS)
        })
        && absent_null_or("has_more", Value::is_boolean)
        && absent_null_or("next_cursor", Value::is_string)
        && absent_null_or("request_id", Value::is_string)
}

fn the_error_is_bounded(error: &BodyError, body: &[u8]) {
    assert!(error.excerpt().len() <= EXCERPT_BYTES);
    assert!(!error.reason().is_empty());
    the_path_is_bounded(error.path(), body.len());
}

/// Checks that each step of a path is paid for with characters of the text: an element with its bracket, its
/// digits with its commas.
fn the_path_is_bounded(path: &str, length: usize) {
    assert!(path.starts_with('$'), "{path}");
    assert!(path.len() <= 1 + 4 * length, "{path} of {length} bytes");
}
