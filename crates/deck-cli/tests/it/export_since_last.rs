//! Exports that go on where the last one ended.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use deck_transport::Clock;
use deck_transport::TokioClock;
use deck_types::Timestamp;
use serde_json::Value;

use crate::export_scene::Scene;
use crate::export_scene::october;
use crate::scene::Outcome;

/// Exports into the folder `nightly`.
fn export(scene: &Scene, flags: &[&str]) -> Outcome {
    scene.export(&[&["nightly", "--since-last", "--save-every", "100"], flags].concat())
}

/// Returns the names of the files of runs, the oldest first.
fn files(scene: &Scene) -> Vec<String> {
    let entries = fs::read_dir(scene.path("nightly")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("runs-")).collect();
    names.sort();
    names
}

/// Returns id and status of every line of a file.
fn runs(scene: &Scene, file: &str) -> Vec<(String, String)> {
    let text = scene.read(&format!("nightly/{file}"));
    let run = |line: &str| {
        let run: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| run[key].as_str().unwrap().to_owned();
        (text("id"), text("status"))
    };
    text.lines().map(run).collect()
}

/// Returns the time so many hours ago.
fn ago(hours: u64) -> String {
    let time = TokioClock.system_time() - Duration::from_secs(hours * 60 * 60);
    Timestamp::try_from(time).unwrap().to_string()
}

/// Exports as it would have been done so many hours ago: the window ends there.
fn export_hours_ago(scene: &Scene, hours: u64) -> Outcome {
    export(scene, &["--settle", &format!("{hours}h")])
}

/// Inserts a run.
fn insert(scene: &Scene, id: &str, status: &str, created_at: &str) {
    let run = format!(r#"{{"id":"{id}","status":"{status}","created_at":"{created_at}"}}"#);
    scene.control("POST runs", &run);
}

/// Returns what [`runs`] does for a run that is completed.
fn completed(id: &str) -> (String, String) {
    (id.to_owned(), "completed".to_owned())
}

#[test]
fn each_night_has_a_file_with_what_is_new() {
    let scene = Scene::start(&october(20), &[]);
    assert_eq!(export_hours_ago(&scene, 24).code, Some(0));
    insert(&scene, "trun_new", "completed", &ago(12));

    assert_eq!(export_hours_ago(&scene, 0).code, Some(0));

    let files = files(&scene);
    assert_eq!(files.len(), 2);
    assert_eq!(runs(&scene, &files[0]).len(), 20);
    assert_eq!(runs(&scene, &files[1]), [completed("trun_new")]);
    assert!(files[0].ends_with("Z.ndjson"), "{files:?}");
}

#[test]
fn within_the_time_to_settle_nothing_is_new() {
    let scene = Scene::start(&october(5), &[]);
    assert_eq!(export_hours_ago(&scene, 1).code, Some(0));
    let state = scene.read("nightly/export.state");

    let again = export_hours_ago(&scene, 2);

    assert_eq!(again.code, Some(0));
    assert!(
        again.stderr.starts_with("note: nothing is new since "),
        "{again:?}"
    );
    assert_eq!(files(&scene).len(), 1);
    assert_eq!(scene.read("nightly/export.state"), state);
    assert!(!scene.path("nightly/export.part").exists());
}

#[test]
fn a_run_that_ended_since_is_written_again_and_one_that_did_not_is_not() {
    let runs_then = r#"{"id":"trun_a","status":"review_required","created_at":"2026-10-01T00:00:00Z"}
{"id":"trun_b","status":"review_required","created_at":"2026-10-01T00:00:00Z"}
{"id":"trun_c","status":"failed","created_at":"2026-10-01T00:00:00Z"}
{"id":"trun_d","status":"review_required","created_at":"2026-10-01T00:00:00Z"}
"#;
    let scene = Scene::start(runs_then, &[]);
    export_hours_ago(&scene, 48);
    scene.control("POST runs/trun_b/approve", "");
    scene.control("DELETE runs/trun_d", "");

    let second = export_hours_ago(&scene, 24);
    scene.control("POST runs/trun_a/approve", "");
    let third = export_hours_ago(&scene, 0);

    assert_eq!(
        (second.code, third.code),
        (Some(0), Some(0)),
        "{second:?} {third:?}"
    );
    let files = files(&scene);
    assert_eq!(runs(&scene, &files[0]).len(), 4);
    assert_eq!(runs(&scene, &files[1]), [completed("trun_b")]);
    assert_eq!(runs(&scene, &files[2]), [completed("trun_a")]);
}

#[test]
fn what_became_visible_late_is_found_and_what_was_there_is_not_written_twice() {
    let scene = Scene::start(&october(1), &[]);
    let created = ago(25);
    insert(&scene, "trun_seen", "completed", &created);
    assert_eq!(export_hours_ago(&scene, 24).code, Some(0));
    insert(&scene, "trun_late", "completed", &created);

    let second = export_hours_ago(&scene, 12);
    let third = export_hours_ago(&scene, 0);

    assert_eq!((second.code, third.code), (Some(0), Some(0)));
    let files = files(&scene);
    assert!(runs(&scene, &files[0]).contains(&completed("trun_seen")));
    assert_eq!(runs(&scene, &files[1]), [completed("trun_late")]);
    assert_eq!(runs(&scene, &files[2]), []);
}

#[test]
fn the_first_file_begins_where_it_is_told_to() {
    let scene = Scene::start(&october(70), &[]);

    export(&scene, &["--since", "2026-10-01T00:28:00Z"]);

    let files = files(&scene);
    assert_eq!(runs(&scene, &files[0]).len(), 70 - 28);
}

#[test]
fn other_filters_in_the_same_folder_are_refused() {
    let scene = Scene::start(&october(5), &[]);
    export(&scene, &[]);

    let stderr = export(&scene, &["--agent-id", "agt_1"]).failure(2);

    assert!(
        stderr.contains("filters: was none, is --agent-id=agt_1"),
        "{stderr}"
    );
    assert_eq!(files(&scene).len(), 1);
}

#[test]
fn a_file_is_no_folder() {
    let scene = Scene::start("", &[]);
    fs::write(scene.path("runs"), "mine").unwrap();

    for name in ["runs", "new.ndjson"] {
        let stderr = scene.export(&[name, "--since-last"]).failure(2);
        assert!(stderr.contains("is no folder"), "{stderr}");
    }
}

#[test]
fn kills_at_any_moment_neither_lose_nor_double_a_run_across_files() {
    let faults = ["--fault", "5%:reset-body|status=503", "--fault-seed", "5"];
    let scene = Scene::start(&october(1_200), &faults);
    let mut numbers = 0x5eed_0004_u64;
    for hours in (1..=12).rev() {
        let id = format!("trun_new_{hours}");
        insert(&scene, &id, "completed", &ago(hours));
        let settle = format!("{hours}h");
        let arguments = [
            "nightly",
            "--since-last",
            "--save-every",
            "100",
            "--settle",
            &settle,
        ];
        let mut command = scene.command(&arguments);
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        numbers = numbers
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        // What is there after so many looks differs from machine to machine; all of it must do.
        for _ in 0..(numbers >> 33) % 60 {
            scene.control("GET health", "");
            thread::yield_now();
        }
        let _ = child.kill();
        child.wait().unwrap();
    }
    while export_hours_ago(&scene, 0).code != Some(0) {}

    let mut written: BTreeMap<(String, String), u32> = BTreeMap::new();
    for file in files(&scene) {
        for run in runs(&scene, &file) {
            *written.entry(run).or_default() += 1;
        }
    }
    assert!(written.values().all(|times| *times == 1), "{written:?}");
    assert_eq!(written.len(), 1_212);
    let left = ["export.part", "export.journal"].map(|name| scene.path("nightly").join(name));
    assert!(left.iter().all(|path| !path.exists()));
}
