//! `deck cancel`.

use crate::living::Living;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn runs_are_asked_to_stop_and_written_as_they_are_then() {
    let living = Living::start();
    let ids = [living.started("task_slow"), living.started("task_slow")];

    let runs = living
        .ask(&["cancel", &ids[0], &ids[1], "-o", "ndjson"])
        .json_lines();

    let listed: Vec<_> = runs.iter().map(|run| run["id"].as_str().unwrap()).collect();
    assert_eq!(listed, ids);
    assert!(
        runs.iter()
            .all(|run| run["status"] == "cancelling" || run["status"] == "canceled")
    );
}

#[test]
fn where_one_is_unknown_the_others_are_canceled_all_the_same() {
    let living = Living::start();
    let id = living.started("task_slow");

    let outcome = living.ask(&["cancel", "trun_none", &id]);

    assert_eq!(outcome.code, Some(5));
    assert!(outcome.stdout.contains(&id), "{}", outcome.stdout);
    assert!(
        outcome.stderr.contains("check the id"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_response_without_the_run_is_followed_by_a_look_at_it() {
    let run = r#"{"id":"trun_1","status":"cancelling"}"#;
    let server = ScriptedServer::start([Response::new(200, ""), Response::new(200, run)]);

    let text = on_server(&server, &["cancel", "trun_1", "-o", "ndjson"]).success();

    assert_eq!(text, format!("{run}\n"));
}

#[test]
fn an_api_that_cannot_cancel_is_told_from_a_run_that_does_not_exist() {
    let run = r#"{"id":"trun_1","status":"running"}"#;
    let server = ScriptedServer::start([Response::new(404, "{}"), Response::new(200, run)]);

    let stderr = on_server(&server, &["cancel", "trun_1"]).failure(1);

    assert!(
        stderr.contains("trun_1 exists, but the API knows no way to cancel it"),
        "{stderr}"
    );
}
