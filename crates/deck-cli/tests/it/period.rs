//! Runs of a period: exactly those of the window, whatever the API takes its bounds for.

use serde_json::Value;

use crate::scene::deck;
use crate::scene::list;
use crate::scene::on_sandbox;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

/// A page with one run for each time, named by its place.
fn page(times: &[&str]) -> Response {
    let runs: Vec<String> = times
        .iter()
        .enumerate()
        .map(|(place, time)| format!(r#"{{"id":"trun_{place}","created_at":"{time}"}}"#))
        .collect();
    let runs = runs.join(",");
    Response::new(200, format!(r#"{{"data":[{runs}],"has_more":false}}"#))
}

/// Lists on a server that sends the runs of these times, and returns the ids that are shown and the request.
#[track_caller]
fn shown(times: &[&str], flags: &[&str]) -> (Vec<String>, String) {
    let server = ScriptedServer::start([page(times)]);
    let arguments = [&["task-runs", "list", "-o", "ndjson"], flags].concat();
    let runs = on_server(&server, &arguments).json_lines();
    let ids = runs
        .iter()
        .map(|run| run["id"].as_str().unwrap().to_owned());
    (ids.collect(), server.request_lines().remove(0))
}

#[test]
fn a_run_at_midnight_is_in_the_day_that_begins_then_and_in_no_other() {
    let times = [
        "2026-11-01T23:00:00Z",
        "2026-10-31T23:00:00Z",
        "2026-10-31T22:59:59.999Z",
        "2026-10-30T23:00:00Z",
        "2026-10-30T22:59:59.999Z",
    ];
    let berlin = ["--timezone", "Europe/Berlin", "--in"];
    let day = |day| shown(&times, &[&berlin[..], &[day]].concat()).0;
    assert_eq!(day("2026-10-31"), ["trun_2", "trun_3"]);
    assert_eq!(day("2026-11-01"), ["trun_1"]);
}

#[test]
fn the_query_asks_for_a_second_more_on_either_side_and_for_no_more_items_than_are_needed() {
    let (_, request) = shown(&[], &["--in", "2026-10-31", "--timezone", "UTC"]);
    assert_eq!(
        request,
        "GET /v2/task-runs?limit=24&created_after=2026-10-30T23%3A59%3A59Z\
         &created_before=2026-11-01T00%3A00%3A01Z HTTP/1.1"
    );
}

#[test]
fn the_limit_counts_runs_of_the_window_only() {
    let times = [
        "2026-11-01T00:00:00Z",
        "2026-11-01T00:00:00Z",
        "2026-10-31T12:00:00Z",
        "2026-10-31T11:00:00Z",
    ];
    let flags = ["--in", "2026-10-31", "--timezone", "UTC", "--limit", "1"];
    assert_eq!(shown(&times, &flags).0, ["trun_2"]);
}

#[test]
fn what_the_window_leaves_out_is_not_more_to_see() {
    let times = vec!["2026-10-31T12:00:00Z"; 20];
    let server = ScriptedServer::start([page(&[&times[..], &["2026-10-30T23:59:59Z"]].concat())]);
    let arguments = [
        "task-runs",
        "list",
        "--in",
        "2026-10-31",
        "--timezone",
        "UTC",
    ];
    let table = on_server(&server, &arguments).success();
    assert_eq!(table.lines().count(), 1 + 20);

    let server = ScriptedServer::start([page(&[&times[..], &["2026-10-31T00:00:00Z"]].concat())]);
    let outcome = on_server(&server, &arguments);
    assert!(
        outcome.stderr.contains("there are more"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_run_that_does_not_tell_when_it_was_created_is_shown() {
    let flags = ["--in", "2026-10-31", "--timezone", "UTC"];
    assert_eq!(
        shown(&["soon", "2020-01-01T00:00:00Z"], &flags).0,
        ["trun_0"]
    );
}

#[test]
fn the_runs_of_a_day_of_the_sandbox_are_those_of_its_date() {
    let all = list(&["--all"]);
    let day = &all[all.len() / 2]["created_at"].as_str().unwrap()[..10];
    let of_day = |run: &&Value| run["created_at"].as_str().unwrap().starts_with(day);
    let expected: Vec<&Value> = all.iter().filter(of_day).collect();
    let found = list(&["--all", "--in", day, "--timezone", "UTC"]);
    assert!(!expected.is_empty() && expected.len() < all.len());
    assert_eq!(found.iter().collect::<Vec<_>>(), expected);
}

#[test]
fn the_sandbox_has_runs_of_yesterday() {
    let table = on_sandbox(&["runs", "list", "--since", "yesterday", "--timezone", "UTC"]);
    assert!(table.stdout.lines().count() > 1, "{}", table.stdout);
}

#[test]
fn the_time_zone_of_the_environment_is_that_of_this_machine() {
    let server = ScriptedServer::start([page(&[])]);
    let mut command = deck(&["task-runs", "list", "--in", "2026-10-31"]);
    command
        .args(["--base-url", &server.url()])
        .env("DECK_API_KEY", "sk_live_example")
        .env("TZ", "America/New_York");
    run(command).success();
    let request = server.request_lines().remove(0);
    assert!(
        request.contains("created_after=2026-10-31T03%3A59%3A59Z"),
        "{request}"
    );
}

#[test]
fn a_time_zone_of_the_environment_that_is_not_known_is_reported_where_no_flag_names_one() {
    let outcome = |flags: &[&str]| {
        let mut command = deck(&["--sandbox", "runs", "list", "--in", "2026-10-31"]);
        command.args(flags).env("TZ", "Mars/Olympus");
        run(command)
    };
    let stderr = outcome(&[]).stderr;
    assert!(
        stderr.contains("warning: TZ names no time zone"),
        "{stderr}"
    );
    let stderr = outcome(&["--timezone", "UTC"]).stderr;
    assert!(!stderr.contains("TZ"), "{stderr}");
}

#[test]
fn a_listing_that_breaks_off_goes_on_with_the_same_window() {
    let first = r#"{"data":[{"id":"trun_1"}],"has_more":true,"next_cursor":"c2"}"#;
    let server = ScriptedServer::start([Response::new(200, first), Response::new(500, "")]);
    let arguments = [
        "task-runs",
        "list",
        "--all",
        "--in",
        "2026-10",
        "--timezone",
        "Europe/Berlin",
    ];
    let outcome = on_server(&server, &arguments);
    assert!(
        outcome.stderr.contains(
            "--timezone=Europe/Berlin --since=2026-09-30T22:00:00Z --until=2026-10-31T23:00:00Z --all \
             --after=trun_1"
        ),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_period_that_is_none_is_wrong_usage_in_every_format() {
    for format in ["table", "json", "ndjson"] {
        for (flags, reason) in [
            (&["--since", "yesterdya"][..], "give a time such as"),
            (&["--in", "24h"], "`--since 24h`"),
            (
                &["--since", "today", "--until", "yesterday"],
                "ends before it begins",
            ),
            (
                &["--in", "today", "--until", "today"],
                "cannot be used with",
            ),
            (
                &[
                    "--since",
                    "today",
                    "--created-after",
                    "2026-10-31T00:00:00Z",
                ],
                "cannot be used with",
            ),
            (
                &["--since", "today", "--timezone", "Berlin"],
                "did you mean Europe/Berlin?",
            ),
        ] {
            let arguments = [&["task-runs", "list", "-o", format], flags].concat();
            let stderr = on_sandbox(&arguments).failure(2);
            assert!(stderr.contains(reason), "{stderr}");
        }
    }
}
