//! What holds for every listing, whatever is listed.

use deck_types::Json;
use deck_types::Task;
use deck_types::TaskRunFile;
use deck_types::Timestamp;
use serde_json::Value;

use super::*;
use crate::Collection;
use crate::Fault;
use crate::Paging;

const LISTINGS: [&str; 4] = [
    "/task-runs",
    "/tasks",
    "/task-runs/trun_1/storage",
    "/plans",
];

/// A sandbox with 9 items of each listing, whose ids end in 1 to 9.
fn nine_of_each(builder: SandboxBuilder) -> Sandbox {
    let time = |number| format!("2026-11-0{number}T00:00:00Z");
    let plans = (1..=9).map(|number| {
        let text = format!(
            r#"{{"id":"plan_{number}","created_at":"{}"}}"#,
            time(number)
        );
        Json::from_text(text).unwrap()
    });
    let plans = Collection::new("/plans", plans).unwrap();
    let sandbox = nine(builder.collection(plans));
    let files = (1..=9).map(|number| {
        let mut file = TaskRunFile::fixture(format!("stor_{number}"));
        file.created_at = Some(Timestamp::from_received(time(number)));
        file
    });
    sandbox.update("trun_1", |run| run.storage = Some(files.collect()));
    for number in 1..=9 {
        let mut task = Task::fixture(format!("task_{number}"));
        task.created_at = Some(Timestamp::from_received(time(number)));
        sandbox.insert_task(task);
    }
    sandbox
}

async fn ask(sandbox: &Sandbox, path_and_query: &str) -> Value {
    let request = Request::get(format!("/v2{path_and_query}"))
        .header("authorization", "Bearer sk_live_sandbox")
        .body(Bytes::new())
        .unwrap();
    let response = sandbox.send(request).await.unwrap();
    serde_json::from_slice(response.body()).unwrap()
}

/// The last characters of the ids.
fn last_digits(page: &Value) -> String {
    let items = page["data"].as_array().unwrap().iter();
    items
        .filter_map(|item| item["id"].as_str()?.chars().last())
        .collect()
}

fn next(path: &str, page: &Value) -> String {
    let cursor = page["next_cursor"].as_str().unwrap();
    format!("{path}?limit=4&cursor={cursor}")
}

#[tokio::test]
async fn every_listing_goes_on_by_cursor_in_the_order_of_the_sandbox() {
    for (order, expected) in [
        (Order::NewestFirst, ["9876", "5432", "1"]),
        (Order::OldestFirst, ["1234", "5678", "9"]),
    ] {
        let sandbox = nine_of_each(Sandbox::builder().order(order));
        for path in LISTINGS {
            let first = ask(&sandbox, &format!("{path}?limit=4")).await;
            let second = ask(&sandbox, &next(path, &first)).await;
            let third = ask(&sandbox, &next(path, &second)).await;

            let pages = [&first, &second, &third];
            assert_eq!(pages.map(last_digits), expected, "{path}");
            assert_eq!(third["has_more"], false);
            assert!(third["next_cursor"].is_null());
        }
    }
}

#[tokio::test]
async fn a_cursor_of_one_listing_is_none_of_another() {
    let sandbox = nine_of_each(Sandbox::builder());
    sandbox.insert(run("trun_0", "2026-11-09T00:00:00Z"));
    for path in LISTINGS {
        let first = ask(&sandbox, &format!("{path}?limit=4")).await;
        let others = LISTINGS.into_iter().chain(["/task-runs/trun_0/storage"]);
        for other in others.filter(|other| *other != path) {
            let refused = ask(&sandbox, &next(other, &first)).await;
            assert_eq!(refused["errors"][0]["field"], "cursor", "{path} {other}");
        }
    }
}

#[tokio::test]
async fn every_listing_can_be_sent_in_circles() {
    let sandbox = nine_of_each(Sandbox::builder());
    for path in LISTINGS {
        sandbox.set_faults(FaultPlan::new());
        let first = ask(&sandbox, &format!("{path}?limit=4")).await;
        let second = next(path, &first);

        sandbox.set_faults(FaultPlan::new().always(Fault::repeated_page()));
        let repeated = ask(&sandbox, &second).await;
        assert_eq!(last_digits(&repeated), last_digits(&first), "{path}");

        sandbox.set_faults(FaultPlan::new().always(Fault::repeated_cursor()));
        let repeated = ask(&sandbox, &second).await;
        assert_eq!(repeated["next_cursor"], first["next_cursor"], "{path}");

        sandbox.set_faults(FaultPlan::new().always(Fault::missing_cursor()));
        let missing = ask(&sandbox, &second).await;
        assert!(missing["next_cursor"].is_null() && missing["has_more"] == true);
    }
}

#[tokio::test]
async fn a_repeated_page_is_one_of_the_same_listing() {
    let sandbox = nine_of_each(Sandbox::builder());
    ask(&sandbox, "/task-runs?limit=2").await;
    ask(&sandbox, "/tasks?limit=3").await;
    sandbox.set_faults(FaultPlan::new().always(Fault::repeated_page()));

    let runs = ask(&sandbox, "/task-runs?limit=4").await;
    let plans = ask(&sandbox, "/plans?limit=4").await;

    assert_eq!(last_digits(&runs), "98");
    assert_eq!(last_digits(&plans), "9876");
}

#[tokio::test]
async fn items_of_every_listing_can_be_bad() {
    let sandbox = nine_of_each(Sandbox::builder());
    sandbox.set_faults(FaultPlan::new().always(Fault::bad_items(3)));
    for path in LISTINGS {
        let page = ask(&sandbox, &format!("{path}?limit=4")).await;

        let data = &page["data"];
        let text = if path.ends_with("storage") {
            "file_name"
        } else {
            "status"
        };
        assert_eq!(data[0][text], 7, "{path}");
        assert!(data[1].is_object() && data[1]["id"].is_null());
        assert!(data[2].is_null());
        assert!(data[3]["id"].is_string());
    }
}

#[tokio::test]
async fn listings_without_positions_by_id_refuse_them_and_have_cursors_in_every_era() {
    let sandbox = nine_of_each(Sandbox::builder().paging(Paging::IdOnly));
    for path in &LISTINGS[1..] {
        let refused = ask(&sandbox, &format!("{path}?starting_after=x_4")).await;
        assert_eq!(refused["errors"][0]["code"], "parameter_unknown", "{path}");

        let first = ask(&sandbox, &format!("{path}?limit=4")).await;
        let second = ask(&sandbox, &next(path, &first)).await;
        assert_eq!(last_digits(&second), "5432", "{path}");
    }
}

#[tokio::test]
async fn a_cursor_outlives_the_task_and_the_file_that_it_was_made_at() {
    let sandbox = nine_of_each(Sandbox::builder());
    let tasks = ask(&sandbox, "/tasks?limit=4").await;
    let files = ask(&sandbox, "/task-runs/trun_1/storage?limit=4").await;

    assert!(sandbox.delete_task("task_6").is_some());
    sandbox.update("trun_1", |run| {
        let files = run.storage.as_mut().unwrap();
        files.retain(|file| file.id != Some("stor_6".into()));
    });

    let tasks = ask(&sandbox, &next("/tasks", &tasks)).await;
    let files = ask(&sandbox, &next("/task-runs/trun_1/storage", &files)).await;
    assert_eq!([last_digits(&tasks), last_digits(&files)], ["5432", "5432"]);
}

#[tokio::test]
async fn files_without_an_id_are_listed_too() {
    let sandbox = nine(Sandbox::builder());
    let nameless = [TaskRunFile::default(), TaskRunFile::default()];
    sandbox.update("trun_1", |run| run.storage = Some(nameless.to_vec()));

    let first = ask(&sandbox, "/task-runs/trun_1/storage?limit=1").await;
    let second = ask(&sandbox, &next("/task-runs/trun_1/storage", &first)).await;

    assert_eq!(first["data"].as_array().unwrap().len(), 1);
    assert_eq!(second["data"].as_array().unwrap().len(), 1);
    assert_eq!(second["has_more"], false);
}

#[tokio::test]
async fn the_files_of_an_unknown_run_are_not_found() {
    let refused = ask(&Sandbox::new(), "/task-runs/trun_1/storage").await;

    assert_eq!(refused["errors"][0]["code"], "task_run_not_found");
}
