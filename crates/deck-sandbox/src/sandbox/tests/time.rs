//! The times of runs.

use deck_transport::ManualClock;

use super::*;
use crate::Fault;
use crate::RetryAfter;

const HOUR: Duration = Duration::from_secs(3_600);

/// Returns when the newest run was created, before and after a task was run.
fn newest(sandbox: &Sandbox) -> (SystemTime, SystemTime) {
    let newest = || {
        let runs = sandbox.runs();
        let created = runs.iter().filter_map(|run| run.created_at.as_ref());
        created.map(|time| time.to_system_time().unwrap()).max()
    };
    let before = newest().unwrap();
    let task = sandbox.tasks()[0].id.clone();
    let request = Request::post(format!("{SANDBOX_BASE_URL}/tasks/{task}/run"))
        .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
        .header("content-type", "application/json")
        .body(Bytes::from_static(b"{}"))
        .unwrap();
    assert!(sandbox.respond(&request).status().is_success());
    (before, newest().unwrap())
}

#[test]
fn seeded_runs_lie_just_before_the_time_of_the_clock_at_which_the_next_run_is_made() {
    let now = SystemTime::UNIX_EPOCH + 1_000 * 24 * HOUR;
    for clock in [ManualClock::at(now), ManualClock::new()] {
        let now = clock.system_time();
        let sandbox = Sandbox::builder().seed(1).clock(clock.clone()).build();
        clock.advance(HOUR);

        let (seeded, made) = newest(&sandbox);

        let age = now.duration_since(seeded).unwrap();
        assert!(!age.is_zero() && age < HOUR, "{age:?}");
        assert_eq!(made, now + HOUR);
    }
}

#[tokio::test]
async fn the_date_of_a_response_is_that_of_the_runs_also_where_the_sandbox_is_ahead_of_the_clock() {
    let now = SystemTime::UNIX_EPOCH + 1_000 * 24 * HOUR;
    let clock = ManualClock::at(now);
    let fault = Fault::delay(Duration::ZERO).with_retry_after(RetryAfter::Date(HOUR));
    let builder = Sandbox::builder().seed(1).clock(clock.clone()).speed(60);
    let sandbox = builder.faults(FaultPlan::new().always(fault)).build();
    sandbox.advance(10 * HOUR);
    clock.advance(HOUR);

    let request = Request::get(format!("{SANDBOX_BASE_URL}/test")).body(Bytes::new());
    let response = sandbox.send(request.unwrap()).await.unwrap();

    let time = |name| {
        let text = response.headers()[name].to_str().unwrap();
        httpdate::parse_http_date(text).unwrap()
    };
    assert_eq!(time(http::header::DATE), now + 70 * HOUR);
    assert_eq!(time(http::header::RETRY_AFTER), now + 71 * HOUR);
    assert_eq!(newest(&sandbox).1, now + 70 * HOUR);
}

#[test]
fn a_time_that_is_set_goes_before_that_of_the_clock() {
    let now = SystemTime::UNIX_EPOCH + 1_000 * 24 * HOUR;
    let clock = ManualClock::at(now + 24 * HOUR);
    for builder in [
        Sandbox::builder().clock(clock.clone()).now(now),
        Sandbox::builder().now(now).clock(clock.clone()),
    ] {
        let (seeded, made) = newest(&builder.seed(1).build());
        assert!(seeded < now);
        assert_eq!(made, now + 24 * HOUR);
    }
}

#[test]
fn a_reset_brings_the_same_runs_back_however_far_the_clock_has_gone() {
    let clock = ManualClock::new();
    let sandbox = Sandbox::builder().seed(1).clock(clock.clone()).build();
    let seeded = sandbox.runs();
    clock.advance(24 * HOUR);
    sandbox.delete(seeded[0].id.clone());

    sandbox.reset();

    let ids_and_times = |runs: &[TaskRun]| -> Vec<_> {
        let runs = runs.iter();
        runs.map(|run| (run.id.clone(), run.created_at.clone()))
            .collect()
    };
    assert_eq!(ids_and_times(&sandbox.runs()), ids_and_times(&seeded));
}
