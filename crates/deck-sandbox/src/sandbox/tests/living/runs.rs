use deck_types::CancelTaskRun;
use deck_types::Json;
use deck_types::Outcome;
use deck_types::Problem;
use deck_types::ProblemCode;
use deck_types::SubmitInteraction;

use super::*;
use crate::Prompt;

fn nine_seconds() -> Script {
    Script::new().queued(2 * SECOND).running(9 * SECOND)
}

fn total() -> Json {
    Json::from_text(r#"{"total": 1.10}"#).unwrap()
}

#[track_caller]
fn check_error(run: &TaskRun, problem_type: &str, code: &str) {
    assert_eq!(run.status, Some(TaskRunStatus::Failed));
    assert_eq!(run.result, Some(Outcome::Failure));
    assert_eq!(run.errors.len(), 1);
    assert_eq!(run.errors[0].problem_type, Some(problem_type.into()));
    assert_eq!(run.errors[0].code, Some(ProblemCode::from(code)));
}

#[test]
fn a_run_waits_works_and_completes() {
    let sandbox = with_script(nine_seconds().complete(total()));
    let id = start(&sandbox);
    check_status(&sandbox, &id, "queued");

    sandbox.advance(2 * SECOND);
    check_status(&sandbox, &id, "running");
    sandbox.advance(8 * SECOND);
    check_status(&sandbox, &id, "running");
    sandbox.advance(SECOND);

    let run = run_of(&sandbox, &id);
    assert_eq!(run.status, Some(TaskRunStatus::Completed));
    assert_eq!(run.result, Some(Outcome::Success));
    assert_eq!(run.output, Some(total()));
    assert_eq!(run.runtime_ms, Some(9_000));
    assert!(run.session_id.is_some());
    assert_eq!(
        run.updated_at,
        Some("2026-11-02T12:00:11Z".parse().unwrap())
    );
}

#[test]
fn a_run_has_the_times_at_which_things_were_due_however_far_time_goes_at_once() {
    let sandbox = with_script(nine_seconds().complete(total()));
    let id = start(&sandbox);

    sandbox.advance(3_600 * SECOND);

    let updated_at = run_of(&sandbox, &id).updated_at;
    assert_eq!(updated_at, Some("2026-11-02T12:00:11Z".parse().unwrap()));
}

#[test]
fn a_run_fails_as_its_script_says() {
    let problem = Problem::fixture("source", "source_blocked");
    let sandbox = with_script(nine_seconds().fail(problem));
    let id = start(&sandbox);

    sandbox.advance(11 * SECOND);

    check_error(&run_of(&sandbox, &id), "source", "source_blocked");
}

#[test]
fn the_right_answer_lets_a_run_go_on() {
    let script = nine_seconds().ask(Prompt::mfa("123456")).running(SECOND);
    let sandbox = with_script(script.complete(total()));
    let id = start(&sandbox);
    sandbox.advance(11 * SECOND);
    check_status(&sandbox, &id, "interaction_required");
    let prompt = run_of(&sandbox, &id).interaction_prompt().unwrap().unwrap();
    assert_eq!(prompt.fields[0].name, "code");

    let answer = SubmitInteraction::new(id.clone())
        .field("code", "123456")
        .unwrap();
    let run = call(&sandbox, &answer);

    assert_eq!(run.status, Some(TaskRunStatus::Running));
    assert_eq!(run.interaction, None);
    sandbox.advance(2 * SECOND);
    check_status(&sandbox, &id, "completed");
}

#[test]
fn a_wrong_answer_gets_the_same_prompt_again_at_a_later_time() {
    let sandbox = with_script(nine_seconds().ask(Prompt::mfa("123456")));
    let id = start(&sandbox);
    sandbox.advance(11 * SECOND);
    let asked = run_of(&sandbox, &id);

    let answer = SubmitInteraction::new(id.clone())
        .field("code", "0")
        .unwrap();
    let answered = call(&sandbox, &answer);
    sandbox.advance(SECOND);

    assert_eq!(answered.status, Some(TaskRunStatus::Running));
    let again = run_of(&sandbox, &id);
    assert_eq!(again.status, Some(TaskRunStatus::InteractionRequired));
    assert_eq!(again.interaction, asked.interaction);
    assert!(again.updated_at > asked.updated_at);
}

#[test]
fn a_prompt_that_is_not_answered_in_time_fails_the_run() {
    let prompt = Prompt::mfa("123456").with_patience(30 * SECOND);
    let sandbox = with_script(nine_seconds().ask(prompt));
    let id = start(&sandbox);

    sandbox.advance(40 * SECOND);
    check_status(&sandbox, &id, "interaction_required");
    sandbox.advance(SECOND);

    let run = run_of(&sandbox, &id);
    check_error(&run, "interaction", "interaction_timeout");
    assert_eq!(run.interaction, None);
}

#[test]
fn a_review_lasts_until_it_is_approved() {
    let sandbox = with_script(nine_seconds().review(total()));
    let id = start(&sandbox);
    sandbox.advance(3_600 * SECOND);
    check_status(&sandbox, &id, "review_required");

    let approved = sandbox.approve(id.clone()).unwrap();

    assert_eq!(approved.status, Some(TaskRunStatus::Completed));
    assert_eq!(approved.output, Some(total()));
    assert_eq!(approved.runtime_ms, Some(9_000));
    assert!(sandbox.approve(id).is_none());
}

#[test]
fn a_queued_run_is_canceled_at_once() {
    let sandbox = with_script(nine_seconds());
    let id = start(&sandbox);

    let run = call(&sandbox, &CancelTaskRun::new(id)).unwrap();

    assert_eq!(run.status, Some(TaskRunStatus::Canceled));
    assert_eq!(run.runtime_ms, None);
    assert!(run.canceled_at.is_some());
}

#[test]
fn a_running_run_stops_before_it_is_canceled_and_does_not_complete() {
    let sandbox = with_script(nine_seconds());
    let id = start(&sandbox);
    sandbox.advance(10 * SECOND);

    let run = call(&sandbox, &CancelTaskRun::new(id.clone())).unwrap();
    sandbox.advance(SECOND);

    assert_eq!(run.status, Some(TaskRunStatus::cancelling()));
    check_status(&sandbox, &id, "cancelling");
    sandbox.advance(SECOND);
    let run = run_of(&sandbox, &id);
    assert_eq!(run.status, Some(TaskRunStatus::Canceled));
    assert_eq!(run.runtime_ms, Some(10_000));
}

#[test]
fn a_cancel_at_the_time_of_completion_comes_too_late() {
    let sandbox = with_script(nine_seconds());
    let id = start(&sandbox);
    sandbox.advance(11 * SECOND);

    let run = call(&sandbox, &CancelTaskRun::new(id)).unwrap();

    assert_eq!(run.status, Some(TaskRunStatus::Completed));
}

#[test]
fn a_run_counts_in_the_session_limit_until_it_is_over() {
    let script = nine_seconds().ask(Prompt::mfa("123456"));
    let sandbox = Sandbox::builder()
        .with_tasks([Task::fixture("task_1")])
        .script("task_1", script)
        .session_limit(1)
        .build();
    let id = start(&sandbox);
    let mut statuses = Vec::new();
    for _ in 0..2 {
        sandbox.advance(6 * SECOND);
        statuses.push(send_operation(&sandbox, &RunTask::new("task_1")).status());
    }

    call(&sandbox, &CancelTaskRun::new(id));
    statuses.push(send_operation(&sandbox, &RunTask::new("task_1")).status());
    sandbox.advance(2 * SECOND);
    statuses.push(send_operation(&sandbox, &RunTask::new("task_1")).status());

    assert_eq!(statuses, [429, 429, 429, 201]);
}

#[test]
fn the_timeout_of_the_task_fails_the_run() {
    let sandbox = with_script(nine_seconds().work_on());
    let id = start(&sandbox);

    sandbox.advance(2 * SECOND + 1_799 * SECOND);
    check_status(&sandbox, &id, "running");
    sandbox.advance(SECOND);

    let run = run_of(&sandbox, &id);
    check_error(&run, "task", "timeout");
    assert_eq!(run.runtime_ms, Some(1_800_000));
}

#[test]
fn a_run_that_is_to_stay_queued_does() {
    let sandbox = with_script(Script::stay_queued());
    let id = start(&sandbox);

    sandbox.advance(100_000 * SECOND);

    check_status(&sandbox, &id, "queued");
}

#[test]
fn a_test_that_sets_the_status_takes_the_run_from_its_script() {
    let sandbox = with_script(nine_seconds());
    let id = start(&sandbox);
    sandbox.update(id.clone(), |run| run.status = Some(TaskRunStatus::Running));

    sandbox.advance(3_600 * SECOND);

    check_status(&sandbox, &id, "running");
    let newest = sandbox.events().remove(0).event_type.unwrap();
    assert_eq!(newest.as_str(), "task_run.running");
}

#[test]
fn the_files_of_a_script_are_kept_by_a_run_that_completes() {
    let sandbox = with_script(nine_seconds().file("bill.pdf", "application/pdf", 9_000));
    let id = start(&sandbox);

    sandbox.advance(11 * SECOND);

    let files = run_of(&sandbox, &id).storage.unwrap();
    assert_eq!(files[0].file_name.as_deref(), Some("bill.pdf"));
    let item = call(
        &sandbox,
        &deck_types::GetStorageItem::new(files[0].id.clone().unwrap()),
    );
    assert_eq!(item.task_run_id, Some(id));
}
