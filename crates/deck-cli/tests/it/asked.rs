//! What a person at a terminal is asked and told, through a pseudo-terminal.

use std::process::Command;

use rexpect::session::PtySession;
use rexpect::session::spawn_command;

use deck_sandbox::Prompt;
use deck_sandbox::Script;
use deck_types::Json;
use deck_types::TaskRunStatus;

use crate::living::Living;

/// Longer than anything takes; only a test that fails waits for it.
const PATIENCE: u64 = 60_000;

/// Starts the program at a terminal that shows what is typed, unless the program has it otherwise.
fn at_terminal(living: &Living, arguments: &[&str]) -> PtySession {
    let program = living.command(arguments);
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", r#"stty echo; exec "$0" "$@""#])
        .arg(program.get_program())
        .args(program.get_args())
        .env_clear()
        .envs(
            program
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .envs([("TERM", "xterm"), ("PATH", "/usr/bin:/bin")]);
    spawn_command(shell, Some(PATIENCE)).unwrap()
}

#[test]
fn a_reply_is_asked_for_field_by_field() {
    let living = Living::start();
    let id = living.asking();

    let mut terminal = at_terminal(&living, &["respond", &id]);
    terminal
        .exp_string("Enter the code that was sent to your phone.")
        .unwrap();
    terminal.exp_string("One-time code: ").unwrap();
    terminal.send_line("123456").unwrap();
    let shown = terminal.exp_eof().unwrap();

    assert!(
        shown.starts_with("123456") && shown.contains(&id),
        "{shown}"
    );
    living.ask(&["wait", &id]).success();
}

#[test]
fn an_empty_line_is_asked_again() {
    let living = Living::start();
    let id = living.asking();

    let mut terminal = at_terminal(&living, &["respond", &id]);
    for line in ["", "123456"] {
        terminal.exp_string("One-time code: ").unwrap();
        terminal.send_line(line).unwrap();
    }
    terminal.exp_eof().unwrap();

    living.ask(&["wait", &id]).success();
}

#[test]
fn what_is_secret_is_not_shown_while_it_is_typed() {
    let pin = r#"{"message":"Your PIN?","fields":[{"name":"pin","type":"password"}]}"#;
    let prompt = Prompt::new(Json::from_text(pin).unwrap()).accept("pin", "s3cret");
    let living = Living::with(|builder| builder.script("task_asks", Script::new().ask(prompt)));
    let id = living.asking();

    let mut terminal = at_terminal(&living, &["respond", &id]);
    terminal.exp_string("pin: ").unwrap();
    terminal.send_line("s3cretx\u{7f}").unwrap();
    let shown = terminal.exp_eof().unwrap();

    assert!(shown.contains(&id) && !shown.contains("s3cret"), "{shown}");
    living.ask(&["wait", &id]).success();
}

#[test]
fn a_wait_asks_and_goes_on() {
    let living = Living::start();

    let mut terminal = at_terminal(&living, &["run", "task_asks", "--wait", "--interactive"]);
    terminal.exp_string("add --idempotency-key=").unwrap();
    terminal.exp_string("One-time code: ").unwrap();
    terminal.send_line("123456").unwrap();
    let rest = terminal.exp_eof().unwrap();

    assert!(rest.contains("completed"), "{rest}");
    assert_eq!(living.only_run().status, Some(TaskRunStatus::Completed));
}

#[test]
fn each_change_is_one_line() {
    let living = Living::start();
    let id = living.started("task_slow");
    living.until(|sandbox| sandbox.runs()[0].status == Some(TaskRunStatus::Running));

    let mut terminal = at_terminal(&living, &["wait", &id, "--for", "terminal"]);
    terminal.exp_string(&format!("{id} running")).unwrap();
    living.ask(&["cancel", &id]).success();
    terminal.exp_string(&format!("{id} canceled")).unwrap();
    terminal.exp_eof().unwrap();
}

#[test]
fn ctrl_c_at_a_question_ends_the_wait_and_sends_nothing() {
    let living = Living::start();
    let id = living.asking();

    let mut terminal = at_terminal(&living, &["wait", &id, "--interactive"]);
    terminal.exp_string("One-time code: ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string("is left alone and goes on").unwrap();
    terminal.exp_eof().unwrap();

    assert_eq!(
        living.only_run().status,
        Some(TaskRunStatus::InteractionRequired)
    );
}
