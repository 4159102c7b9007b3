//! The listings and details of everything but task runs.

use serde_json::Value;

use crate::living::Living;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn what_is_listed_can_be_shown() {
    for noun in ["tasks", "agents", "sources", "credentials"] {
        let listed = on_sandbox(&[noun, "list", "--limit", "1", "-o", "ndjson"]).json_lines();
        let id = listed[0]["id"].as_str().unwrap();

        let text = on_sandbox(&[noun, "get", id]).success();
        let row = on_sandbox(&[noun, "list", "--limit", "1"]).success();

        assert!(
            text.starts_with("id ") && text.lines().next().unwrap().ends_with(id),
            "{text}"
        );
        assert!(row.contains(id), "{row}");
    }
}

#[test]
fn events_and_deliveries_tell_what_happened() {
    let living = Living::start();
    let destination =
        r#"{"name":"d","type":"webhook","events":["*"],"webhook":{"url":"http://127.0.0.1:1/"}}"#;
    let created = living
        .ask(&["api", "POST", "event-destinations", "--json", destination])
        .success();
    let created: Value = serde_json::from_str(&created).unwrap();
    living
        .ask(&["api", "POST", "agents", "--json", r#"{"name":"a"}"#])
        .success();

    let events = living
        .ask(&["events", "list", "--type", "agent.created", "--since", "1h"])
        .success();
    let destinations = living.ask(&["event-destinations", "list"]).success();
    let id = created["id"].as_str().unwrap();
    let deliveries = living.ask(&["deliveries", "list", id]).success();

    assert!(events.contains("agent.created  agt_"), "{events}");
    assert!(
        destinations.contains("http://127.0.0.1:1/"),
        "{destinations}"
    );
    assert!(
        deliveries.starts_with("EVENT") && deliveries.contains("agent.created"),
        "{deliveries}"
    );
}

#[test]
fn a_session_is_shown_and_ended() {
    let living = Living::start();
    let id = living.started("task_slow");
    living.until(|sandbox| sandbox.runs()[0].session_id.is_some());
    let session = living.only_run().session_id.unwrap();

    let shown = living.ask(&["sessions", "get", session.as_str()]).success();
    living.ask(&["sessions", "end", session.as_str()]).success();

    assert!(shown.contains(&id), "{shown}");
    assert!(living.only_run().status.unwrap().is_terminal() == Some(true));
}

#[test]
fn an_event_destination_is_created_and_deleted() {
    let living = Living::start();
    let create = [
        "event-destinations",
        "create",
        "http://127.0.0.1:1/",
        "--name",
        "Bills",
    ];

    let created = living
        .ask(&[&create[..], &["-o", "ndjson"]].concat())
        .json_lines();
    let id = created[0]["id"].as_str().unwrap();
    let deleted = living
        .ask(&["event-destinations", "delete", id, "-o", "ndjson"])
        .json_lines();

    assert_eq!(created[0]["events"], serde_json::json!(["*"]));
    assert_eq!(deleted[0]["deleted"], true);
    assert_eq!(
        living
            .ask(&["event-destinations", "list", "-o", "json"])
            .success(),
        "[]\n"
    );
}

#[test]
fn where_the_response_to_a_creation_shows_the_secret_it_is_written() {
    let body = r#"{"id":"evtd_1","webhook":{"url":"https://a.test","secret":"whsec_a"}}"#;
    for format in ["table", "ndjson"] {
        let server = ScriptedServer::start([Response::new(201, body)]);
        let words = [
            "event-destinations",
            "create",
            "https://a.test",
            "--name",
            "a",
            "-o",
            format,
        ];
        let text = on_server(&server, &words).success();
        assert!(text.contains("whsec_a"), "{text}");
    }
}

#[test]
fn secrets_are_in_no_format() {
    let credential =
        r#"{"id":"cred_1","n":1.50,"auth_credentials":{"username":"ada","password":"hidden"}}"#;
    let destination =
        r#"{"id":"evtd_1","webhook":{"url":"https://a.test","secret":"whsec_hidden"}}"#;
    for (noun, item) in [
        ("credentials", credential),
        ("event-destinations", destination),
    ] {
        for format in ["table", "json", "ndjson"] {
            let page = format!(r#"{{"data":[{item}],"has_more":false}}"#);
            let server =
                ScriptedServer::start([Response::new(200, page), Response::new(200, item)]);
            let listed = on_server(&server, &[noun, "list", "-o", format]).success();
            let shown = on_server(&server, &[noun, "get", "id", "-o", format]).success();
            for text in [listed, shown] {
                assert!(!text.contains("hidden") && !text.contains("ada"), "{text}");
                assert!(format == "table" || text.contains("[redacted]"), "{text}");
            }
        }
    }
}

#[test]
fn a_word_that_is_not_known_is_refused_in_every_format_unless_that_is_allowed() {
    for (words, flag, word, meant) in [
        (&["tasks", "list"][..], "--status", "liv", "'live'"),
        (
            &["credentials", "list"],
            "--status",
            "verifed",
            "'verified'",
        ),
        (
            &["events", "list"],
            "--type",
            "task_run.fail",
            "'task_run.failed'",
        ),
        (
            &["event-destinations", "list"],
            "--status",
            "activ",
            "'active'",
        ),
        (
            &["deliveries", "list", "evtd_1"],
            "--status",
            "succes",
            "'success'",
        ),
        (
            &["deliveries", "list", "evtd_1"],
            "--type",
            "agent.create",
            "'agent.created'",
        ),
    ] {
        for format in ["table", "json", "ndjson"] {
            let words = [words, &[flag, word, "-o", format]].concat();
            let stderr = on_sandbox(&words).failure(2);
            assert!(
                stderr.contains(meant) && stderr.contains("--allow-unknown"),
                "{stderr}"
            );
        }
        let server = ScriptedServer::start([Response::new(200, r#"{"data":[],"has_more":false}"#)]);
        let allowed = [words, &[flag, word, "--allow-unknown", "-o", "json"]].concat();
        let outcome = on_server(&server, &allowed);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), "[]\n"));
        assert!(
            outcome.stderr.starts_with(r#"{"level":"warning","#),
            "{}",
            outcome.stderr
        );
        assert!(server.request_lines()[0].contains(word));
    }
}

#[test]
fn a_listing_that_breaks_off_goes_on_by_its_cursor() {
    let page =
        r#"{"data":[{"id":"task_1"},{"id":"task_2"}],"has_more":true,"next_cursor":"it's 2"}"#;
    let server = ScriptedServer::start([Response::new(200, page), Response::new(500, "")]);

    let words = [
        "tasks", "list", "--status", "live", "--limit", "9", "-o", "ndjson",
    ];
    let outcome = on_server(&server, &words);

    assert_eq!(outcome.code, Some(1));
    let expected = format!(
        "\"next\":\"deck tasks list --base-url={} --max-retries=0 --output=ndjson --status=live --limit=7 \
         '--cursor=it'\\\\''s 2'\",\"details\":[\"2 tasks are shown\",",
        server.url()
    );
    assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
}

#[test]
fn a_listing_below_an_id_goes_on_below_it() {
    let page = r#"{"data":[{"event_id":"evt_1"}],"has_more":true,"next_cursor":"c"}"#;
    let server = ScriptedServer::start([Response::new(200, page), Response::new(500, "")]);

    let outcome = on_server(&server, &["deliveries", "list", "evtd 1", "--all"]);

    assert!(
        outcome.stderr.ends_with(" --all --cursor=c 'evtd 1'\n"),
        "{}",
        outcome.stderr
    );
    assert!(server.request_lines()[1].contains("cursor=c"));
}

#[test]
fn hostile_names_steer_no_terminal() {
    let page = r#"{"data":[{"id":"agt_1","name":"\u001b[2J\n\u202e"}],"has_more":false}"#;
    let server = ScriptedServer::start([Response::new(200, page)]);

    let text = on_server(&server, &["agents", "list"]).success();

    assert!(text.contains(r"\u{1b}[2J\n\u{202e}"), "{text}");
}

#[test]
fn files_of_a_run_are_listed_without_their_signed_url() {
    let item = r#"{"id":"stor_1","file_name":"a.pdf","url":"https://signed"}"#;
    let page = format!(r#"{{"data":[{item}],"has_more":false}}"#);
    let server = ScriptedServer::start([Response::new(200, page), Response::new(200, item)]);

    let listed = on_server(&server, &["storage", "list", "trun_1", "-o", "ndjson"]).success();
    let shown = on_server(&server, &["storage", "get", "stor_1", "-o", "ndjson"]).success();

    assert!(
        !listed.contains("https://signed") && listed.contains("a.pdf"),
        "{listed}"
    );
    assert!(shown.contains("https://signed"), "{shown}");
}

#[test]
fn runs_that_should_not_be_there_fail_a_listing_that_shows_them() {
    let living = Living::start();
    let words = ["task-runs", "list", "--fail-if-any", "-o", "ndjson"];

    assert_eq!(living.ask(&words).success(), "");
    let id = living.started("task_slow");
    let outcome = living.ask(&words);

    assert_eq!(outcome.code, Some(8));
    let expected = r#""code":"condition_not_met","message":"1 run is listed""#;
    assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
    assert!(outcome.stdout.contains(&id), "{}", outcome.stdout);
}
