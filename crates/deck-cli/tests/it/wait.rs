//! `deck wait`.

use std::io::Read;
use std::process::Command;
use std::process::Stdio;

use crate::living::Living;
use crate::scene::on_server;
use crate::scripted_server::Response;
use crate::scripted_server::ScriptedServer;

#[test]
fn runs_are_written_as_they_end() {
    let living = Living::start();
    let ids = [living.started("task_good"), living.started("task_good")];

    let runs = living
        .ask(&["wait", &ids[0], &ids[1], "--output", "ndjson"])
        .json_lines();

    let mut ended: Vec<_> = runs.iter().map(|run| run["id"].as_str().unwrap()).collect();
    ended.sort_unstable();
    let mut ids = ids.each_ref().map(String::as_str);
    ids.sort_unstable();
    assert_eq!(ended, ids);
    assert!(runs.iter().all(|run| run["status"] == "completed"));
}

#[test]
fn one_that_failed_among_others_is_exit_code_8_and_all_are_written() {
    let living = Living::start();
    let (good, bad) = (living.started("task_good"), living.started("task_bad"));

    let outcome = living.ask(&["wait", &good, &bad, "-o", "json"]);

    assert_eq!(outcome.code, Some(8));
    let runs: Vec<serde_json::Value> = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(runs.len(), 2);
    let expected = format!("1 of 2 runs have not completed: {bad} (failed)");
    assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
}

#[test]
fn for_terminal_any_end_will_do() {
    let living = Living::start();
    let bad = living.started("task_bad");

    let text = living.ask(&["wait", &bad, "--for", "terminal"]).success();

    assert!(text.contains("failed"), "{text}");
}

#[test]
fn a_timeout_is_exit_code_6_and_leaves_the_run_alone() {
    let living = Living::start();
    let id = living.started("task_slow");

    let stderr = living
        .ask(&["wait", &id, "--timeout", "1ms", "-o", "ndjson"])
        .failure(6);

    assert!(stderr.contains("has not ended in time"), "{stderr}");
    assert!(
        stderr.contains(&format!("deck wait {id} --timeout=0s1000000ns")),
        "{stderr}"
    );
    assert!(living.only_run().canceled_at.is_none());
}

#[test]
fn filters_stand_for_the_runs_that_match() {
    let living = Living::start();
    let good = living.started("task_good");
    living.started("task_slow");

    let runs = living
        .ask(&["wait", "--task-id", "task_good", "-o", "ndjson"])
        .json_lines();

    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0]["id"], *good);
}

#[test]
fn filters_that_no_run_matches_are_nothing_to_wait_for() {
    let living = Living::start();

    assert_eq!(
        living
            .ask(&["wait", "--status", "running", "-o", "json"])
            .success(),
        "[]\n"
    );
}

#[test]
fn neither_ids_nor_filters_are_wrong_usage_and_so_are_both() {
    let living = Living::start();

    for arguments in [
        &["wait"][..],
        &["wait", "--allow-unknown"],
        &["wait", "trun_1", "--status", "queued"],
    ] {
        let stderr = living.ask(arguments).failure(2);
        assert!(stderr.contains("and not both"), "{stderr}");
    }
}

#[test]
fn a_misspelt_status_is_refused_with_the_one_that_is_meant() {
    let living = Living::start();

    let stderr = living
        .ask(&["wait", "--status", "runing", "-o", "json"])
        .failure(2);

    assert!(
        stderr.contains("'running'") && stderr.contains("--allow-unknown"),
        "{stderr}"
    );
}

#[test]
fn an_unknown_run_fails_and_the_others_are_waited_for() {
    let living = Living::start();
    let good = living.started("task_good");

    let outcome = living.ask(&["wait", "trun_none", &good, "-o", "ndjson"]);

    assert_eq!(outcome.code, Some(5));
    assert!(outcome.stdout.contains(&good), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("trun_none"), "{}", outcome.stderr);
}

#[test]
fn a_terminal_is_needed_to_be_asked_on() {
    let living = Living::start();

    let stderr = living.ask(&["wait", "trun_1", "--interactive"]).failure(2);

    assert!(stderr.contains("--interactive"), "{stderr}");
}

#[test]
fn what_a_run_asks_for_is_shown_with_the_command_that_replies() {
    let living = Living::start();
    let id = living.asking();

    let outcome = living.ask(&["wait", &id, "--timeout", "2s"]);

    assert_eq!(outcome.code, Some(6));
    assert_eq!(
        living.neutral(&outcome.stderr),
        format!(
            "{id} asks for an interaction (mfa)\n  Enter the code that was sent to your phone.\n  \
             code: One-time code\n  help: this replies: deck respond {id} code=VALUE\n\
             error: {id} (interaction_required) has not ended in time\n  \
             help: runs go on; this waits again:\n    deck wait {id} --timeout=2s\n"
        )
    );
}

#[test]
fn hostile_text_of_a_prompt_steers_no_terminal_and_leaves_no_word_of_the_command() {
    let run = r#"{"id":"trun_1","status":"interaction_required","interaction":
        {"message":"\u001b[2Jpay","fields":[{"name":"a'; id;\u0007"}]}}"#;
    let ended = r#"{"id":"trun_1","status":"completed"}"#;
    let server = ScriptedServer::start([Response::new(200, run), Response::new(200, ended)]);

    let outcome = on_server(&server, &["wait", "trun_1", "-o", "ndjson"]);

    assert_eq!(outcome.code, Some(0));
    assert!(
        outcome.stderr.contains(r"\u{1b}[2Jpay"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains(r"'a'\''; id;\u{7}=VALUE'"),
        "{}",
        outcome.stderr
    );
    assert!(!outcome.stderr.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_the_runs_alone_and_says_so() {
    let living = Living::start();
    let id = living.started("task_asks");
    let mut command = living.command(&["wait", &id]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = child.stderr.take().unwrap();
    // The prompt is shown when the wait has begun.
    let mut shown = [0; 1];
    stderr.read_exact(&mut shown).unwrap();

    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", &format!("kill -INT {}", child.id())]);
    assert!(kill.status().unwrap().success());

    let mut text = String::new();
    stderr.read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let expected = format!(
        "error: interrupted; {id} is left alone and goes on\n  help: this waits again:\n    deck wait {id}\n"
    );
    assert!(living.neutral(&text).ends_with(&expected), "{text}");
    assert!(living.only_run().canceled_at.is_none());
}
