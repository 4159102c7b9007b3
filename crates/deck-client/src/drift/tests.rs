//! What is found in the responses of a client.

use deck_transport::ManualClock;
use deck_transport::ScriptedTransport;
use deck_types::DriftKind;
use deck_types::GetAgent;
use deck_types::GetTaskRun;
use deck_types::Json;
use deck_types::JsonType;
use deck_types::ListTaskRuns;
use deck_types::Method;
use deck_types::RequestId;
use deck_types::TaskRun;
use deck_types::WithRaw;
use http::Response;

use crate::ApiKey;
use crate::Client;
use crate::DriftReport;
use crate::DriftWatch;
use crate::RetryPolicy;

const KEY: &str = "sk_live_c4n4ry";

/// Returns a client that gets these bodies, one after the other.
fn client(watch: &DriftWatch, bodies: impl IntoIterator<Item = String>) -> Client {
    let script = bodies
        .into_iter()
        .fold(ScriptedTransport::new(), |script, body| {
            script.respond(Response::new(body))
        });
    Client::builder(ApiKey::new(KEY).unwrap())
        .with_transport(script)
        .with_clock(ManualClock::new())
        .with_retry_policy(RetryPolicy::none())
        .with_drift_watch(watch.clone())
        .build()
        .unwrap()
}

fn page(request_id: &str, items: &str) -> String {
    format!(r#"{{"data":[{items}],"has_more":false,"request_id":"{request_id}"}}"#)
}

fn run(rest: &str) -> String {
    format!(r#"{{"id":"a","object":"task_run","status":"queued","result":null{rest}}}"#)
}

/// Returns the report of one page of runs.
async fn report_of_page(body: String) -> DriftReport {
    let watch = DriftWatch::new();
    let page = client(&watch, [body])
        .list(ListTaskRuns::new())
        .page()
        .await;
    page.unwrap();
    watch.report()
}

fn shown(report: &DriftReport) -> Vec<(&str, &str, DriftKind, u64, Option<&str>)> {
    let entries = report.entries.iter().map(|entry| {
        let request_id = entry.request_id.as_ref().map(RequestId::as_str);
        (
            entry.operation.as_str(),
            entry.path.as_str(),
            entry.kind,
            entry.count,
            request_id,
        )
    });
    entries.collect()
}

#[tokio::test]
async fn what_is_known_makes_an_empty_report() {
    let report = report_of_page(page("req_1", &run(""))).await;
    assert!(report.is_empty());
    assert_eq!(report, DriftReport::default());
    assert_eq!(report.to_string(), "no drift");
}

#[tokio::test]
async fn differences_are_counted_over_all_responses_with_the_id_of_the_first() {
    let watch = DriftWatch::new();
    let moody = run(r#","mood":1,"storage":[{"mood":"x"}]"#);
    let agent = r#"{"id":"agt_1","tasks":[{"id":"t","object":"task","name":"n","status":"retired"}],
        "object":"agent","name":"n","description":null,"created_at":"","updated_at":""}"#;
    let bodies = [
        page("req_1", &format!("{moody},{moody}")),
        agent.to_owned(),
        page("req_2", &format!("{moody},{{\"id\":\"b\",\"status\":[]}}")),
    ];
    let client = client(&watch, bodies);
    client.list(ListTaskRuns::new()).page().await.unwrap();
    client
        .call(GetAgent::new("agt_1"))
        .response()
        .await
        .unwrap();
    let runs = client
        .list(ListTaskRuns::new())
        .with_item_type::<WithRaw<TaskRun>>();
    runs.page().await.unwrap();

    let (runs, agent) = ("GET /task-runs", "GET /agents/{agent_id}");
    let report = watch.report();
    assert_eq!(
        shown(&report),
        [
            (agent, "$.request_id", DriftKind::AbsentField, 1, None),
            (agent, "$.tasks[].status", DriftKind::UnknownWord, 1, None),
            (
                runs,
                "$.data[].mood",
                DriftKind::UnknownField,
                3,
                Some("req_1")
            ),
            (
                runs,
                "$.data[].status",
                DriftKind::UnreadableItem,
                1,
                Some("req_2")
            ),
            (
                runs,
                "$.data[].storage[].mood",
                DriftKind::UnknownField,
                3,
                Some("req_1")
            ),
        ]
    );
    assert_eq!(report.entries[2].json_type, Some(JsonType::Number));
    assert_eq!(report.entries[4].json_type, Some(JsonType::String));
}

#[tokio::test]
async fn what_is_read_as_something_else_than_a_model_is_not_looked_at() {
    let watch = DriftWatch::new();
    let client = client(
        &watch,
        [
            run(r#","x":1"#),
            run(r#","x":1"#),
            page("r", &run(r#","x":1"#)),
        ],
    );
    let call = client.call(GetTaskRun::new("a"));
    call.with_output_type::<Json>().await.unwrap();
    client.request(Method::Get, "/task-runs/a").await.unwrap();
    let items = client.list(ListTaskRuns::new()).with_item_type::<Json>();
    items.page().await.unwrap();

    assert!(watch.report().is_empty());
}

#[tokio::test]
async fn a_model_that_an_untyped_request_reads_is_looked_at() {
    let watch = DriftWatch::new();
    let client = client(&watch, [run(r#","x":1,"request_id":"req_1""#)]);
    let request = client.request(Method::Get, "/task-runs/a");
    request.read::<TaskRun>().await.unwrap();

    let expected = (
        "GET /task-runs/a",
        "$.x",
        DriftKind::UnknownField,
        1,
        Some("req_1"),
    );
    assert_eq!(shown(&watch.report()), [expected]);
}

#[tokio::test]
async fn a_response_that_cannot_be_read_is_an_error_and_no_drift() {
    let watch = DriftWatch::new();
    let client = client(&watch, [r#"{"x":1}"#.to_owned()]);
    assert!(
        client
            .call(GetTaskRun::new("a"))
            .await
            .unwrap_err()
            .is_decode()
    );
    assert!(watch.report().is_empty());
}

#[tokio::test]
async fn a_report_never_holds_a_value() {
    let value = "c4n4ry";
    let items = [
        run(&format!(
            r#","x":"{value}","y":{{"{value}":"{value}"}},"input":{{"{value}":1}}"#
        )),
        format!(r#"{{"id":"{value}","status":"{value}","errors":[{{"code":"{value}"}}]}}"#),
        format!(r#"{{"id":"{value}","runtime_ms":"{value}"}}"#),
    ];
    let report = report_of_page(page("req_1", &items.join(","))).await;

    assert!(report.entries.len() > 5);
    let json = Json::encode(&report).unwrap();
    assert!(
        !format!("{report} {report:?} {json}").contains(value),
        "{report}"
    );
}

#[tokio::test]
async fn the_key_is_not_in_a_report_that_a_server_echoes_it_into() {
    let padding = "x".repeat(64 - 9);
    let items = run(&format!(
        r#","{KEY}":1,"{padding}{KEY}":1,"\u0073{}":1"#,
        &KEY[1..]
    ));
    let report = report_of_page(page(&format!("id of {KEY}"), &items)).await;

    assert!(!report.is_empty());
    assert!(!format!("{report:?}").contains("sk_live"), "{report}");
}

#[tokio::test]
async fn a_hostile_server_makes_no_more_than_the_entries_that_are_kept() {
    let names: Vec<_> = (0..600).map(|name| format!(r#""x{name}":1"#)).collect();
    let bodies = names.chunks(120).enumerate().map(|(call, names)| {
        let id = "i".repeat(100_000);
        let members: Vec<_> = names
            .iter()
            .map(|name| name.replace('x', &format!("x{call}_")))
            .collect();
        format!(
            r#"{{"id":"a","object":"o","status":"queued","result":null,{},"request_id":"{id}"}}"#,
            members.join(",")
        )
    });
    let watch = DriftWatch::new();
    let bodies: Vec<String> = bodies.collect();
    let all = bodies.clone().into_iter().chain(bodies.clone());
    let client = client(&watch, all);
    for path in [["/a"; 5], ["/b"; 5]].into_iter().flatten() {
        let request = client.request(Method::Get, path);
        request.read::<TaskRun>().await.unwrap();
    }

    let report = watch.report();
    assert_eq!(report.entries.len(), DriftWatch::MAX_ENTRIES);
    assert_eq!(report.omitted, 200);
    assert!(
        report
            .to_string()
            .ends_with("\nand 200 more for which there was no room beside 1000 entries")
    );
    let longest = report.entries.iter().flat_map(|entry| &entry.request_id);
    assert!(
        longest
            .map(|id| id.as_str().len())
            .all(|length| length == 255)
    );
}

#[tokio::test]
async fn the_table_is_for_people_and_what_a_server_named_cannot_steer_a_terminal() {
    let items = format!(
        "{},{}",
        run(r#","mood":"x","\u001b[2J":true"#),
        r#"{"id":"a","status":"x","result":null}"#
    );
    let report = report_of_page(page("req_1", &items)).await;
    let expected = r#"
COUNT  KIND           OPERATION       PATH                   TYPE     REQUEST ID
    1  unknown field  GET /task-runs  $.data[].mood          string   req_1
    1  absent field   GET /task-runs  $.data[].object        -        req_1
    1  unknown word   GET /task-runs  $.data[].status        string   req_1
    1  unknown field  GET /task-runs  $.data[]["\u{1b}[2J"]  boolean  req_1"#;
    assert_eq!(format!("\n{report}"), expected);
}

#[tokio::test]
async fn programs_read_the_report_as_json() {
    let report = report_of_page(page("req_1", &run(r#","mood":null"#))).await;
    assert_eq!(
        Json::encode(&report).unwrap().as_str(),
        concat!(
            r#"{"entries":[{"operation":"GET /task-runs","path":"$.data[].mood","kind":"unknown_field","#,
            r#""json_type":"null","count":1,"request_id":"req_1"}],"omitted":0}"#
        )
    );
}
