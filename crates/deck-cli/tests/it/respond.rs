//! `deck respond`.

use crate::living::Living;
use crate::scene::deck;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn the_right_value_lets_the_run_go_on() {
    let living = Living::start();
    let id = living.asking();

    living.ask(&["respond", &id, "code=123456"]).success();

    living.ask(&["wait", &id]).success();
}

#[test]
fn a_field_in_the_place_of_the_id_is_wrong_usage() {
    let stderr = run(deck(&["--sandbox", "respond", "code=123456"])).failure(2);

    assert!(stderr.contains("give the id of the run"), "{stderr}");
}

#[test]
fn the_values_can_be_json() {
    let living = Living::start();
    let id = living.asking();

    living
        .ask(&["respond", &id, "--input", r#"{"code": "123456"}"#])
        .success();

    living.ask(&["wait", &id]).success();
}

#[test]
fn a_field_that_the_run_does_not_ask_for_is_refused_with_those_it_does() {
    let living = Living::start();
    let id = living.asking();

    let stderr = living.ask(&["respond", &id, "cod=123456"]).failure(2);

    assert_eq!(
        stderr,
        format!("error: {id} does not ask for `cod`, but for code\n")
    );
}

#[test]
fn without_values_and_without_a_terminal_the_fields_are_named() {
    let living = Living::start();
    let id = living.asking();

    let stderr = living.ask(&["respond", &id]).failure(2);

    assert!(
        stderr.ends_with("no terminal to ask on: give code=VALUE\n"),
        "{stderr}"
    );
}

#[test]
fn a_run_that_asks_for_nothing_is_a_condition_that_is_not_met() {
    let living = Living::start();
    let id = living.started("task_good");
    living.ask(&["wait", &id]).success();

    let stderr = living.ask(&["respond", &id, "code=1"]).failure(8);

    assert_eq!(
        stderr,
        format!("error: {id} asks for nothing: it is completed\n")
    );
}

#[test]
fn the_command_that_repeats_a_lost_reply_does_not_show_it() {
    let living = Living::with_faults("3:status=503");
    let id = living.asking();

    let stderr = living.ask(&["respond", &id, "code=123456"]).failure(1);

    assert!(
        stderr.contains(&format!("deck respond {id} code=VALUE")),
        "{stderr}"
    );
    assert!(!stderr.contains("123456"), "{stderr}");
}

#[test]
fn a_prompt_of_unknown_shape_takes_any_field() {
    let asking = r#"{"id":"trun_1","status":"interaction_required","interaction":"?"}"#;
    let server = ScriptedServer::start([Response::new(200, asking), Response::new(200, asking)]);

    on_server(&server, &["respond", "trun_1", "a=1"]).success();

    assert_eq!(
        server.request_lines(),
        [
            "GET /v2/task-runs/trun_1 HTTP/1.1",
            "POST /v2/task-runs/trun_1/interaction HTTP/1.1"
        ]
    );
}

#[test]
fn what_is_no_field_with_a_value_is_wrong_usage() {
    for word in ["code", "=1"] {
        let stderr = run(deck(&["respond", "trun_1", word])).failure(2);
        assert!(stderr.contains("code=123456"), "{stderr}");
    }
    let twice = run(deck(&["respond", "trun_1", "a=1", "a=2", "--dry-run"])).failure(2);
    assert!(twice.contains("given twice"), "{twice}");
    let list = run(deck(&["respond", "trun_1", "--input", "[1]", "--dry-run"])).failure(2);
    assert!(list.contains("must be a JSON object"), "{list}");
}
