//! `deck task-runs export`: what it writes, and what it refuses.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::export_scene::Scene;
use crate::export_scene::decompressed;
use crate::export_scene::october;
use crate::export_scene::sorted_lines;
use crate::scene::Outcome;
use crate::scene::on_server;
use crate::scene::run;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

const END: &str = "2026-11-01T00:00:00Z";

/// Returns standard error of an export that must have been refused.
#[track_caller]
fn refused(outcome: Outcome, reasons: &[&str]) {
    let stderr = outcome.failure(2);
    for reason in reasons {
        assert!(stderr.contains(reason), "{reason:?} is not in: {stderr}");
    }
}

#[test]
fn lines_are_the_bytes_received() {
    let scene = Scene::start(&october(250), &[]);

    let outcome = scene.export(&["runs.ndjson", "--in", "2026-10", "--timezone", "UTC"]);

    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), ""));
    let text = scene.read("runs.ndjson");
    assert_eq!(sorted_lines(&text), sorted_lines(&october(250)));
    assert_eq!(sorted_lines(&text), scene.dump(END));
}

#[test]
fn the_window_is_half_open() {
    let scene = Scene::start(&october(250), &[]);
    let at = "2026-10-01T00:28:00Z";
    let lines = |flag: &str| {
        let file = format!("{}.ndjson", &flag[2..]);
        assert_eq!(scene.export(&[&file, flag, at]).code, Some(0));
        scene.read(&file)
    };

    let (before, after) = (lines("--until"), lines("--since"));

    assert_eq!((before.lines().count(), after.lines().count()), (28, 222));
    assert!(!before.contains(at) && after.contains(at));
}

#[test]
fn standard_output_takes_the_runs_and_standard_error_the_summary() {
    let scene = Scene::start(&october(30), &[]);

    let outcome = scene.export(&["-", "--until", END, "--output", "json"]);

    assert_eq!(sorted_lines(&outcome.stdout), sorted_lines(&october(30)));
    let summary: Value = serde_json::from_str(&outcome.stderr).unwrap();
    assert_eq!(summary["level"], "summary");
    assert_eq!(summary["runs"], 30);
    assert_eq!(summary["bytes"], outcome.stdout.len());
    assert_eq!(summary["until"], END);
    assert_eq!(summary["file"], Value::Null);
}

#[test]
fn the_name_tells_the_format_and_the_compression() {
    let scene = Scene::start(&october(5), &[]);

    let plain = scene.export(&["runs.csv", "--until", END, "--fields", "id,output.n"]);
    let small = scene.export(&["runs.ndjson.zst", "--until", END]);

    assert_eq!((plain.code, small.code), (Some(0), Some(0)));
    let text = scene.read("runs.csv");
    assert!(
        text.starts_with("id,output.n\r\n") && text.contains("trun_00003,3.00\r\n"),
        "{text}"
    );
    let text = decompressed(&scene.path("runs.ndjson.zst"));
    assert_eq!(sorted_lines(&text), sorted_lines(&october(5)));
}

#[test]
fn filters_choose_the_runs() {
    let scene = Scene::start(&october(40), &[]);

    let outcome = scene.export(&["-", "--until", END, "--status", "failed"]);

    let lines = sorted_lines(&outcome.stdout);
    assert_eq!(lines.len(), 10);
    assert!(
        lines
            .iter()
            .all(|line| line.contains(r#""status":"failed""#))
    );
}

#[test]
fn no_run_is_an_empty_file() {
    let scene = Scene::start(&october(5), &[]);

    let outcome = scene.export(&["runs.ndjson", "--since", END]);

    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(scene.read("runs.ndjson"), "");
}

#[test]
fn an_end_that_is_not_past_is_the_present_less_the_time_to_settle() {
    let scene = Scene::start(&october(5), &[]);
    let until = |flags: &[&str]| {
        let outcome = scene.export(&[&["-", "--output", "json"], flags].concat());
        let summary: Value = serde_json::from_str(&outcome.stderr).unwrap();
        summary["until"].as_str().unwrap().to_owned()
    };

    let open = until(&[]);
    let settled = until(&["--settle", "0s", "--until", "2098-01-01T00:00:00Z"]);
    let past = until(&["--until", "2020-01-01T00:00:00Z"]);

    assert!(
        open < settled && settled.as_str() < "2098",
        "{open} {settled}"
    );
    assert_eq!(past, "2020-01-01T00:00:00Z");
}

#[test]
fn a_file_that_exists_is_replaced_only_if_that_is_said() {
    let scene = Scene::start(&october(5), &[]);
    fs::write(scene.path("runs.ndjson"), "mine").unwrap();

    refused(
        scene.export(&["runs.ndjson", "--until", END]),
        &["runs.ndjson exists already", "--force"],
    );
    assert_eq!(scene.read("runs.ndjson"), "mine");
    assert!(!scene.path("runs.ndjson.part").exists());

    let outcome = scene.export(&["runs.ndjson", "--until", END, "--force"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(scene.read("runs.ndjson").lines().count(), 5);
}

#[test]
fn what_cannot_be_a_file_is_refused_before_anything_is_asked() {
    let scene = Scene::start("", &[]);
    fs::create_dir(scene.path("folder")).unwrap();

    for (name, reason) in [
        ("folder", "folder is a folder"),
        ("new/", "new/ is the name of a folder"),
        ("/dev/null", "/dev/null is no ordinary file"),
        ("runs.ndjson.gz", "the compression is Zstandard"),
    ] {
        refused(scene.export(&[name]), &[reason]);
    }
    let nowhere = scene.export(&["nowhere/runs.ndjson"]).failure(1);
    assert!(
        nowhere.contains("nowhere/runs.ndjson.part: No such file"),
        "{nowhere}"
    );
    assert_eq!(
        scene
            .control("GET requests", "")
            .matches("\"path\"")
            .count(),
        0
    );
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    let scene = Scene::start("", &[]);

    for (flags, reason) in [
        (&["-", "--since-last"][..], "standard output is no file"),
        (&["-", "--force"], "standard output is no file"),
        (
            &["a", "--since-last", "--until", END],
            "only --since can be given",
        ),
        (
            &["a", "--since-last", "--status", "failed"],
            "neither --status nor --outcome",
        ),
        (
            &["a", "--format", "ndjson", "--fields", "id"],
            "--fields are the columns of CSV",
        ),
        (&["a", "--status", "faild"], "'failed'"),
        (&["a.csv", "--fields", "agent"], "agent_id"),
    ] {
        refused(scene.export(flags), &[reason]);
    }
}

/// A folder in which something was left behind, and what must be refused there without being touched.
#[track_caller]
fn untouched(files: &[(&str, &str)], reasons: &[&str]) {
    let scene = Scene::start(&october(5), &[]);
    for (name, text) in files {
        fs::write(scene.path(name), text).unwrap();
    }

    refused(scene.export(&["runs.ndjson", "--until", END]), reasons);

    for (name, text) in files {
        assert_eq!(scene.read(name), *text, "{name}");
    }
    let outcome = scene.export(&["runs.ndjson", "--until", END, "--restart"]);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(scene.read("runs.ndjson").lines().count(), 5);
}

#[test]
fn a_damaged_journal_is_refused_and_nothing_is_lost() {
    untouched(
        &[
            ("runs.ndjson.part", "many runs"),
            (
                "runs.ndjson.journal",
                "deck export-journal 1 00000000\n{\"length\":3}\n",
            ),
        ],
        &[
            "runs.ndjson.journal cannot be read: it was damaged",
            "--restart",
        ],
    );
}

#[test]
fn a_journal_of_the_future_is_refused_and_nothing_is_lost() {
    untouched(
        &[
            ("runs.ndjson.part", "many runs"),
            (
                "runs.ndjson.journal",
                "deck export-journal 2 00000000\n{}\n",
            ),
        ],
        &[
            "it has version 2",
            "go on with the program that wrote it",
            "--restart",
        ],
    );
}

#[test]
fn a_file_of_another_kind_is_refused_and_nothing_is_lost() {
    untouched(
        &[("runs.ndjson.journal", "dear diary")],
        &["it was not written by this command"],
    );
}

#[test]
fn a_part_without_a_journal_is_refused_and_nothing_is_lost() {
    untouched(
        &[("runs.ndjson.part", "many runs")],
        &["runs.ndjson.part is there without its journal", "--restart"],
    );
}

#[test]
fn whatever_a_server_lists_is_a_line() {
    let page =
        r#"{"data":[1,"\u001b[2J",null,{"id":7,"created_at":"x"},{"id":"a"}],"has_more":false}"#;
    let responses = [Response::new(200, page), Response::new(200, page)];
    let server = ScriptedServer::start(responses);

    let outcome = on_server(&server, &["task-runs", "export", "-", "--until", END]);

    let expected = "1\n\"\\u001b[2J\"\nnull\n{\"id\":7,\"created_at\":\"x\"}\n{\"id\":\"a\"}\n";
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(0), expected));
}

#[test]
fn a_reader_that_has_seen_enough_ends_it_without_a_word() {
    let scene = Scene::start(&october(3_000), &[]);
    let mut command = scene.command(&["-", "--until", END]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());

    let output = child.wait_with_output().unwrap();

    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_key_that_is_refused_leaves_nothing_behind() {
    let scene = Scene::start(&october(5), &[]);
    let mut command = scene.command(&["runs.ndjson", "--until", END]);
    command.env("DECK_API_KEY", "sk_live_other");

    let stderr = run(command).failure(4);

    assert!(!stderr.contains("sk_live_other"), "{stderr}");
    assert!(!scene.path("runs.ndjson.part").exists());
}
