//! Exports that are asked to end, or meet another one, and go on.

use std::fs;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;

use crate::export_scene::Scene;
use crate::export_scene::october;
use crate::export_scene::pause;
use crate::export_scene::sorted_lines;
use crate::terminal::Terminal;

const END: &str = "2026-11-01T00:00:00Z";

const EXPORT: [&str; 5] = ["runs.ndjson", "--until", END, "--save-every", "100"];

/// The twelfth request gets no response for an hour.
fn scene() -> Scene {
    Scene::start(&october(3_000), &["--fault", "12:delay=1h"])
}

/// Starts an export, and returns when some runs are safe.
fn begun(scene: &Scene) -> Child {
    let mut command = scene.command(&EXPORT);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let journal = scene.path("runs.ndjson.journal");
    while !fs::read_to_string(&journal).is_ok_and(|text| text.contains("decksweep")) {
        pause();
    }
    child
}

/// Sends the signal, and returns the exit code and standard error.
fn ended(child: Child, signal: &str) -> (Option<i32>, String) {
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", &format!("kill -{signal} {}", child.id())]);
    assert!(kill.status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[track_caller]
fn goes_on(scene: &Scene) {
    // The request that gets no response may be still to come.
    scene.control("PUT faults", r#"{"requests":"1000000:reset"}"#);
    let outcome = scene.export(&EXPORT);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(
        outcome.stderr.starts_with("note: resumed at "),
        "{outcome:?}"
    );
    assert_eq!(sorted_lines(&scene.read("runs.ndjson")), scene.dump(END));
}

#[test]
fn an_interrupt_saves_what_has_come_and_tells_how_to_go_on() {
    let scene = scene();

    let (code, stderr) = ended(begun(&scene), "INT");

    assert_eq!(code, Some(130), "{stderr}");
    let (first, second) = stderr.split_once('\n').unwrap();
    assert_eq!(first, "error: interrupted");
    assert!(
        second.starts_with("  help: ") && second.contains(" runs are saved in runs.ndjson.part")
    );
    let saved = second.split(' ').nth(3).unwrap();
    let lines = scene.read("runs.ndjson.part").lines().count();
    assert_eq!(saved, lines.to_string());
    goes_on(&scene);
}

#[test]
fn a_request_to_terminate_saves_too() {
    let scene = scene();

    let (code, stderr) = ended(begun(&scene), "TERM");

    assert_eq!(code, Some(143), "{stderr}");
    assert!(stderr.starts_with("error: terminated\n"), "{stderr}");
    goes_on(&scene);
}

#[test]
fn a_second_export_to_the_same_file_is_refused() {
    let scene = scene();
    let first = begun(&scene);

    let refused = scene.export(&EXPORT).failure(2);
    let restart = scene
        .export(&[&EXPORT[..], &["--restart"]].concat())
        .failure(2);

    for stderr in [refused, restart] {
        assert!(
            stderr.contains("another export writes to runs.ndjson.part"),
            "{stderr}"
        );
    }
    ended(first, "KILL");
    goes_on(&scene);
}

#[test]
fn another_export_under_the_same_name_is_refused_with_what_differs() {
    let scene = scene();
    ended(begun(&scene), "KILL");
    let journal = scene.read("runs.ndjson.journal");

    for (flags, difference) in [
        (
            &["--until", END, "--status", "failed"][..],
            "filters: was none, is --status=failed",
        ),
        (
            &["--until", "2026-10-02"],
            "window: was ..2026-11-01T00:00:00Z, is ",
        ),
        (
            &["--until", END, "--format", "csv"],
            "format: was ndjson, is csv",
        ),
        (
            &["--until", END, "--compress", "zstd"],
            "compression: was none, is zstd",
        ),
    ] {
        let stderr = scene.export(&[&["runs.ndjson"], flags].concat()).failure(2);
        assert!(
            stderr.contains(difference) && stderr.contains("--restart"),
            "{stderr}"
        );
    }

    assert_eq!(scene.read("runs.ndjson.journal"), journal);
    goes_on(&scene);
}

#[test]
fn a_window_of_the_last_days_goes_on_as_it_was_frozen() {
    let scene = scene();
    let export = ["runs.ndjson", "--since", "3650d", "--save-every", "100"];
    let mut command = scene.command(&export);
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let journal = scene.path("runs.ndjson.journal");
    while !fs::read_to_string(&journal).is_ok_and(|text| text.contains("decksweep")) {
        pause();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    scene.control("PUT faults", r#"{"requests":"1000000:reset"}"#);

    let outcome = scene.export(&export);

    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert!(
        outcome.stderr.starts_with("note: resumed at "),
        "{outcome:?}"
    );
    assert_eq!(scene.read("runs.ndjson").lines().count(), 3_000);
}

#[test]
fn a_part_that_was_cut_by_others_is_refused() {
    let scene = scene();
    ended(begun(&scene), "KILL");
    fs::write(scene.path("runs.ndjson.part"), "").unwrap();

    let stderr = scene.export(&EXPORT).failure(2);

    assert!(
        stderr.contains("runs.ndjson.part is shorter than its journal says"),
        "{stderr}"
    );
}

#[test]
fn a_terminal_shows_how_far_it_is() {
    let scene = scene();
    let file = scene.path("runs.ndjson");
    let script = format!("deck runs export {} --until {END}", file.display());
    let (base_url, api_key) = scene.access();
    let variables = [("DECK_BASE_URL", base_url), ("DECK_API_KEY", api_key)];
    let mut terminal = Terminal::start(120, &script, &variables);

    terminal.wait_for(" requests in 10s, at 2026-10-");
    terminal.send(b"\x03");

    let ended = terminal.end();
    assert_eq!(ended.code, Some(130));
    // The line of progress is gone.
    assert_eq!(
        ended.lines()[0].trim_start_matches("^C"),
        "error: interrupted",
        "{}",
        ended.text
    );
}

#[test]
fn what_is_told_meanwhile_stands_on_a_line_of_its_own() {
    let scene = Scene::start(
        &october(3_000),
        &["--fault", "20:status=503,retry-after=60,delay=1s"],
    );
    let file = scene.path("runs.ndjson");
    let script = format!(
        "deck runs export {} --until {END} --max-retries 3",
        file.display()
    );
    let (base_url, api_key) = scene.access();
    let variables = [("DECK_BASE_URL", base_url), ("DECK_API_KEY", api_key)];
    let mut terminal = Terminal::start(120, &script, &variables);

    terminal.wait_for("waiting ");
    terminal.send(b"\x03");

    let ended = terminal.end();
    let lines = ended.lines();
    assert!(lines[0].starts_with("waiting "), "{}", ended.text);
    assert_eq!(
        lines[1].trim_start_matches("^C"),
        "error: interrupted",
        "{}",
        ended.text
    );
}
