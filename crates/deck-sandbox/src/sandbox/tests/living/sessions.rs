use deck_types::EndSession;
use deck_types::GetSession;
use deck_types::SessionId;
use deck_types::SessionStatus;

use super::*;

fn nine_seconds() -> Sandbox {
    with_script(Script::new().queued(2 * SECOND).running(9 * SECOND))
}

fn session_of(sandbox: &Sandbox, id: &TaskRunId) -> SessionId {
    run_of(sandbox, id).session_id.unwrap()
}

#[track_caller]
fn check_session(sandbox: &Sandbox, id: &SessionId, expected: SessionStatus) {
    let session = call(sandbox, &GetSession::new(id.clone()));
    assert_eq!(session.status, Some(expected));
}

#[test]
fn a_session_begins_with_its_run_is_idle_after_it_and_closes_ten_minutes_later() {
    let sandbox = nine_seconds();
    let id = start(&sandbox);
    sandbox.advance(2 * SECOND);
    let session = session_of(&sandbox, &id);

    check_session(&sandbox, &session, SessionStatus::Running);
    sandbox.advance(9 * SECOND);
    check_session(&sandbox, &session, SessionStatus::Idle);
    sandbox.advance(599 * SECOND);
    check_session(&sandbox, &session, SessionStatus::Idle);
    sandbox.advance(SECOND);

    let session = call(&sandbox, &GetSession::new(session));
    assert_eq!(session.status, Some(SessionStatus::Completed));
    assert_eq!(session.runtime_ms, Some(609_000));
    assert_eq!(session.task_runs.unwrap()[0].id, Some(id));
}

#[test]
fn runs_that_name_one_session_share_it() {
    let sandbox = nine_seconds();
    let operation = RunTask::new("task_1").session_id("sess_mine");
    call(&sandbox, &operation);
    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Queued);
    sandbox.advance(5 * SECOND);
    call(&sandbox, &operation);

    sandbox.advance(7 * SECOND);

    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Running);
    sandbox.advance(4 * SECOND);
    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Idle);
    let session = call(&sandbox, &GetSession::new("sess_mine"));
    assert_eq!(session.task_runs.map(|runs| runs.len()), Some(2));
}

#[test]
fn the_end_of_a_session_cancels_its_runs_and_no_later_one_can_name_it() {
    let sandbox = nine_seconds();
    let id = start(&sandbox);
    sandbox.advance(3 * SECOND);
    let session = session_of(&sandbox, &id);
    let queued = call(
        &sandbox,
        &RunTask::new("task_1").session_id(session.clone()),
    )
    .id;

    let ended = call(&sandbox, &EndSession::new(session.clone()));

    assert_eq!(ended.status, Some(SessionStatus::Completed));
    check_status(&sandbox, &id, "canceled");
    check_status(&sandbox, &queued, "canceled");
    let late = send_operation(
        &sandbox,
        &RunTask::new("task_1").session_id(session.clone()),
    );
    assert_eq!(late.status(), 400);
    assert_eq!(
        call(&sandbox, &EndSession::new(session)).status,
        ended.status
    );
}

#[test]
fn a_run_that_is_over_stays_as_it_is_when_its_session_ends() {
    let sandbox = nine_seconds();
    let id = start(&sandbox);
    sandbox.advance(11 * SECOND);

    call(&sandbox, &EndSession::new(session_of(&sandbox, &id)));

    check_status(&sandbox, &id, "completed");
}

#[test]
fn an_unknown_session_is_not_found() {
    let sandbox = Sandbox::new();

    assert_eq!(
        send_operation(&sandbox, &GetSession::new("sess_1")).status(),
        404
    );
    assert_eq!(
        send_operation(&sandbox, &EndSession::new("sess_1")).status(),
        404
    );
}

#[test]
fn a_session_does_not_close_while_a_run_is_queued_in_it() {
    let sandbox = with_script(Script::new().queued(400 * SECOND).running(9 * SECOND));
    let operation = RunTask::new("task_1").session_id("sess_mine");
    call(&sandbox, &operation);
    sandbox.advance(409 * SECOND);
    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Idle);
    sandbox.advance(500 * SECOND);
    let id = call(&sandbox, &operation).id;

    sandbox.advance(399 * SECOND);
    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Idle);
    sandbox.advance(SECOND);

    check_session(&sandbox, &"sess_mine".into(), SessionStatus::Running);
    check_status(&sandbox, &id, "running");
}

#[test]
fn a_run_that_a_test_ends_leaves_its_session() {
    let sandbox = nine_seconds();
    let id = start(&sandbox);
    sandbox.advance(3 * SECOND);

    sandbox.update(id.clone(), |run| run.status = Some(TaskRunStatus::Failed));

    check_session(&sandbox, &session_of(&sandbox, &id), SessionStatus::Idle);
}
