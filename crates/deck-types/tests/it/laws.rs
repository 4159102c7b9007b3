//! What holds for every response, not only for those somebody thought of.

use deck_types::Json;
use deck_types::Page;
use deck_types::TaskRun;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::sample::select;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z_]{0,16}"]
}

/// Draws a value where a string belongs: mostly one, sometimes null.
fn nullable_text() -> impl Strategy<Value = Value> {
    prop_oneof![4 => text().prop_map(Value::from), 1 => Just(Value::Null)]
}

fn payload() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        text().prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(text(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

prop_compose! {
    fn problem()(problem_type in text(), code in text(), message in text()) -> Value {
        json!({"type": problem_type, "code": code, "message": message})
    }
}

const TEXT_FIELDS: &[&str] = &[
    "object",
    "status",
    "result",
    "task_id",
    "workflow_id",
    "created_at",
    "updated_at",
    "request_id",
];

const PAYLOAD_FIELDS: &[&str] = &["input", "output", "artifacts"];

prop_compose! {
    fn run()(
        id in text(),
        texts in proptest::collection::btree_map(
            select(TEXT_FIELDS),
            nullable_text(),
            0..8,
        ),
        payloads in proptest::collection::btree_map(select(PAYLOAD_FIELDS), payload(), 0..3),
        runtime in proptest::option::of(any::<u64>()),
        errors in proptest::collection::vec(problem(), 0..3),
    ) -> Value {
        let mut run = json!({"id": id, "errors": errors});
        run["runtime_ms"] = runtime.into();
        for (field, value) in texts.into_iter().chain(payloads) {
            run[field] = value;
        }
        run
    }
}

/// Takes out the members that are null, save those of payloads, which are values of their own.
fn without_nulls(mut run: Value) -> Value {
    if let Value::Object(fields) = &mut run {
        fields.retain(|field, value| {
            !value.is_null() || ["input", "output", "artifacts"].contains(&field.as_str())
        });
    }
    run
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "data")]
enum Tagged {
    Run(TaskRun),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Run(Box<TaskRun>),
    Other(Json),
}

proptest! {
    #[test]
    fn a_run_is_the_same_where_serde_buffers(run in run(), name in text(), unknown in payload()) {
        let mut run = run;
        run[format!("unknown_{name}")] = unknown;
        let read: TaskRun = serde_json::from_str(&run.to_string()).unwrap();
        let untagged: Untagged = serde_json::from_str(&run.to_string()).unwrap();
        let data_first = format!(r#"{{"data":{run},"type":"Run"}}"#);
        let Tagged::Run(tagged) = serde_json::from_str(&data_first).unwrap();

        prop_assert_eq!(untagged, Untagged::Run(Box::new(read.clone())));
        prop_assert_eq!(tagged, read);
    }

    #[test]
    fn a_run_is_written_back_without_a_loss(run in run()) {
        let read: TaskRun = serde_json::from_str(&run.to_string()).unwrap();

        prop_assert_eq!(serde_json::to_value(&read).unwrap(), without_nulls(run));
    }

    #[test]
    fn one_bad_item_costs_one_item(
        runs in proptest::collection::vec(run(), 0..8),
        bad in payload(),
        place in any::<Index>(),
    ) {
        prop_assume!(bad.get("id").is_none());
        let place = place.index(runs.len() + 1);
        let mut items = runs.clone();
        items.insert(place, bad.clone());
        let page = Page::<TaskRun>::from_json(json!({"data": items}).to_string().as_bytes()).unwrap();

        prop_assert_eq!(page.data.len(), runs.len());
        prop_assert_eq!(page.rejected.len(), 1);
        prop_assert_eq!(page.rejected[0].index, place);
        prop_assert_eq!(page.rejected[0].text.parse::<Value>().unwrap(), bad);
    }

    #[test]
    fn a_page_of_texts_keeps_each_to_the_byte(runs in proptest::collection::vec(run(), 0..8)) {
        let body = json!({"data": runs}).to_string();
        let page = Page::<Json>::from_json(body.as_bytes()).unwrap();

        let texts: Vec<String> = runs.iter().map(Value::to_string).collect();
        prop_assert_eq!(page.data.iter().map(Json::as_str).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn any_bytes_are_a_page_or_an_error(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = Page::<TaskRun>::from_json(&body) {
            prop_assert!(error.path().starts_with('$'));
        }
    }
}
