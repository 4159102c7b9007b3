//! Laws of the models: what is not known survives, and what cannot be read costs only itself.

use deck_types::Json;
use deck_types::Outcome;
use deck_types::Page;
use deck_types::ProblemType;
use deck_types::TaskRun;
use deck_types::TaskRunStatus;
use deck_types::WithRaw;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::Value;
use serde_json::json;

use super::hostile;
use super::law::Broken;
use super::law::Laws;
use super::model_laws;
use super::model_laws::Case;

pub(super) fn check(laws: &Laws) -> Result<(), Broken> {
    laws.check(
        "any word survives, known or not",
        &hostile::word(),
        |word| {
            prop_assert_eq!(
                TaskRunStatus::from(word.as_str()).to_string(),
                word.as_str()
            );
            prop_assert_eq!(Outcome::from(word.as_str()).to_string(), word.as_str());
            prop_assert_eq!(ProblemType::from(word.as_str()).to_string(), word.as_str());
            Ok(())
        },
    )?;
    laws.check(
        "a run that is written is read back, and its exact text survives",
        &runs(),
        |run| {
            is_read_back(&run)?;
            keeps_its_text(&run)
        },
    )?;
    laws.check(
        "a run that is read, changed and written loses nothing",
        &runs(),
        |run| keeps_all_but_the_change(&run),
    )?;
    laws.check(
        "an item that cannot be read costs only itself",
        &items(),
        |items| one_bad_item(&items),
    )?;
    laws.check("any value, read as each model", &values(), |value| {
        model_laws::check(value.to_string().as_bytes());
        Ok(())
    })?;
    let mut outcome = Ok(());
    model_laws::visit_all(&mut |case| {
        if outcome.is_ok() {
            outcome = loses_nothing(laws, case);
        }
    });
    outcome
}

/// Checks the laws that all models share on variants of a complete one.
fn loses_nothing(laws: &Laws, case: &dyn Case) -> Result<(), Broken> {
    let law = format!(
        "what is read, changed and written loses nothing: {}",
        case.name()
    );
    laws.check(&law, &variants(&case.complete()), |object| {
        let text = object.to_string();
        prop_assert!(case.reads(&text), "{text}");
        case.check(&text);
        Ok(())
    })
}

/// Values that look like `complete`: texts are any texts, numbers any numbers, members absent or null, and
/// every object has members that nobody knows.
fn variants(complete: &Value) -> BoxedStrategy<Value> {
    match complete {
        Value::String(_) => hostile::word().prop_map(Value::from).boxed(),
        Value::Number(_) => numbers().boxed(),
        Value::Array(elements) if !elements.is_empty() => {
            let element = variants(&elements[0]);
            prop::collection::vec(element, 0..3)
                .prop_map(Value::from)
                .boxed()
        }
        Value::Object(members) if !members.is_empty() => object_like(members),
        Value::Bool(_) => any::<bool>().prop_map(Value::from).boxed(),
        _ => values().boxed(),
    }
}

fn object_like(members: &serde_json::Map<String, Value>) -> BoxedStrategy<Value> {
    let member = |(name, value): (&String, &Value)| {
        let value = variants(value).prop_map(Some);
        let value = match name.as_str() {
            "id" | "name" => value.boxed(),
            _ => prop_oneof![6 => value, 1 => Just(Some(Value::Null)), 1 => Just(None)].boxed(),
        };
        (Just(name.clone()), value)
    };
    let members: Vec<_> = members.iter().map(member).collect();
    let unknown = (hostile::text(), values());
    (members, unknown)
        .prop_map(|(members, (name, unknown))| {
            let known = members.into_iter();
            let mut object: serde_json::Map<String, Value> = known
                .filter_map(|(name, value)| value.map(|value| (name, value)))
                .collect();
            object.insert(format!("unknown_{name}"), unknown);
            Value::Object(object)
        })
        .boxed()
}

fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<u64>().prop_map(Value::from),
        any::<u64>().prop_map(|number| Value::from(number.to_string()))
    ]
}

fn is_read_back(run: &Value) -> Result<(), TestCaseError> {
    let read: TaskRun = serde_json::from_str(&run.to_string()).map_err(failed)?;
    let written = serde_json::to_string(&read).map_err(failed)?;
    let again: TaskRun = serde_json::from_str(&written).map_err(failed)?;
    prop_assert_eq!(&again, &read);
    let status = read.status.as_ref().map(TaskRunStatus::as_str);
    prop_assert_eq!(status, run["status"].as_str());
    Ok(())
}

fn keeps_its_text(run: &Value) -> Result<(), TestCaseError> {
    let text = format!(" {run:#} ");
    let read: WithRaw<TaskRun> = serde_json::from_str(&text).map_err(failed)?;
    prop_assert_eq!(read.raw().as_str(), text.trim());
    prop_assert_eq!(Some(read.value().id.as_str()), run["id"].as_str());
    Ok(())
}

fn keeps_all_but_the_change(run: &Value) -> Result<(), TestCaseError> {
    let mut changed: TaskRun = serde_json::from_str(&run.to_string()).map_err(failed)?;
    changed.runtime_ms = Some(7);
    let written = serde_json::to_value(&changed).map_err(failed)?;
    let mut expected = run.clone();
    expected["runtime_ms"] = json!(7);
    prop_assert_eq!(written, expected);
    Ok(())
}

fn one_bad_item(items: &[Value]) -> Result<(), TestCaseError> {
    let body = json!({ "data": items, "has_more": false }).to_string();
    let page = Page::<TaskRun>::from_json(body.as_bytes()).map_err(failed)?;
    prop_assert_eq!(page.len(), items.len());
    for (item, entry) in items.iter().zip(page.into_entries()) {
        match entry {
            Ok(run) => prop_assert_eq!(Some(run.id.as_str()), item["id"].as_str()),
            Err(rejected) => {
                let text = item.to_string();
                prop_assert_eq!(rejected.text.as_str(), text.as_str());
                prop_assert_eq!(&items[rejected.index], item);
            }
        }
    }
    let exact = Page::<Json>::from_json(body.as_bytes()).map_err(failed)?;
    prop_assert!(exact.rejected.is_empty());
    Ok(())
}

fn runs() -> impl Strategy<Value = Value> {
    let words = (hostile::word(), hostile::word(), hostile::word());
    (
        hostile::text(),
        words,
        numbers(),
        values(),
        values(),
        hostile::text(),
    )
        .prop_map(|(id, words, runtime, input, unknown, message)| {
            let mut run = json!({
                "id": id,
                "object": "task_run",
                "status": words.0,
                "result": words.1,
                "runtime_ms": runtime,
                "input": input,
                "errors": [{ "type": words.2, "message": message, "unknown": unknown }],
                "storage": [{ "id": id, "unknown": unknown }],
                "created_at": message,
            });
            run[format!("unknown_{message}")] = unknown;
            run
        })
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        hostile::text().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(hostile::pattern("[a-z]{1,4}"), inner, 0..3)
                .prop_map(|map| json!(map)),
        ]
    })
}

/// Draws the items of a page: most are runs, some are anything at all.
fn items() -> impl Strategy<Value = Vec<Value>> {
    let broken = runs().prop_map(|mut run| {
        run["runtime_ms"] = json!([]);
        run
    });
    prop::collection::vec(prop_oneof![6 => runs(), 1 => broken, 1 => values()], 0..3)
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}
