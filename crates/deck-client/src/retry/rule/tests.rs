//! The rule of what follows a failed attempt, line by line.

use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind as Kind;
use proptest::prelude::*;

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

fn after(outcome: AttemptOutcome, policy: &RetryPolicy) -> RetryInput<'_> {
    RetryInput {
        policy,
        outcome,
        cause: RefusalCause::Other,
        retry_after: None,
        retries: 0,
        unprocessed_retries: 0,
        is_repeat: false,
        time_left: HOUR,
        queue_time_left: Duration::ZERO,
        fraction: 1.0,
    }
}

fn status(status: u16) -> AttemptOutcome {
    AttemptOutcome::Responded { status }
}

fn failed(kind: Kind, delivery: Delivery) -> AttemptOutcome {
    AttemptOutcome::Failed { kind, delivery }
}

fn retry(millis: u64, reason: RetryReason) -> RetryDecision {
    let after = Duration::from_millis(millis);
    RetryDecision::Retry { after, reason }
}

#[test]
fn a_transient_status_is_retried_after_the_backoff() {
    let policy = RetryPolicy::new();
    for transient in [408, 500, 502, 503, 504] {
        let decision = after(status(transient), &policy).decide();
        assert_eq!(
            decision,
            retry(500, RetryReason::TransientStatus),
            "{transient}"
        );
    }
}

#[test]
fn any_other_status_is_permanent() {
    let policy = RetryPolicy::new();
    for permanent in [302, 400, 401, 403, 404, 409, 422, 501, 505] {
        let decision = after(status(permanent), &policy).decide();
        assert_eq!(
            decision,
            RetryDecision::GiveUp(GiveUpReason::Permanent),
            "{permanent}"
        );
    }
}

#[test]
fn a_429_without_a_wait_is_waited_for_as_documented() {
    let policy = RetryPolicy::new();
    let decision = after(status(429), &policy).decide();
    assert_eq!(decision, retry(3_500, RetryReason::RateLimited));
}

#[test]
fn jitter_comes_on_top_of_what_the_server_asks_for() {
    let policy = RetryPolicy::new();
    for (fraction, millis) in [(0.0, 2_000), (0.5, 2_250), (1.0, 2_500)] {
        let input = RetryInput {
            retry_after: Some(Duration::from_secs(2)),
            fraction,
            ..after(status(429), &policy)
        };
        assert_eq!(input.decide(), retry(millis, RetryReason::RateLimited));
    }
}

#[test]
fn a_wait_of_zero_is_still_spread_by_jitter() {
    let policy = RetryPolicy::new();
    let input = RetryInput {
        retry_after: Some(Duration::ZERO),
        ..after(status(503), &policy)
    };
    assert_eq!(input.decide(), retry(500, RetryReason::TransientStatus));
}

#[test]
fn a_retry_after_beyond_the_cap_is_not_slept_through() {
    let policy = RetryPolicy::new().with_max_retry_after(Duration::from_secs(10));
    for (seconds, follows) in [(10, true), (11, false), (u64::MAX, false)] {
        let input = RetryInput {
            retry_after: Some(Duration::from_secs(seconds)),
            ..after(status(503), &policy)
        };
        let gives_up = RetryDecision::GiveUp(GiveUpReason::RetryAfterTooLong);
        assert_eq!(input.decide() != gives_up, follows, "{seconds}");
    }
}

#[test]
fn a_wait_that_ends_after_the_call_timeout_is_not_begun() {
    let policy = RetryPolicy::new();
    for (left, follows) in [(2_501, true), (2_500, false), (0, false)] {
        let input = RetryInput {
            retry_after: Some(Duration::from_secs(2)),
            time_left: Duration::from_millis(left),
            ..after(status(503), &policy)
        };
        let gives_up = RetryDecision::GiveUp(GiveUpReason::CallTimeout);
        assert_eq!(input.decide() != gives_up, follows, "{left}");
    }
}

#[test]
fn the_last_retry_is_the_one_that_the_policy_names() {
    let policy = RetryPolicy::new().with_max_retries(2);
    for (retries, follows) in [(0, true), (1, true), (2, false), (3, false)] {
        let input = RetryInput {
            retries,
            ..after(status(500), &policy)
        };
        let gives_up = RetryDecision::GiveUp(GiveUpReason::RetriesUsedUp);
        assert_eq!(input.decide() != gives_up, follows, "{retries}");
    }
}

#[test]
fn a_request_of_which_nothing_was_sent_is_retried_as_such() {
    let policy = RetryPolicy::new();
    let decision = after(failed(Kind::Connect, Delivery::NotSent), &policy).decide();
    assert_eq!(decision, retry(500, RetryReason::NothingSent));
}

#[test]
fn a_request_that_was_not_processed_goes_out_at_once_then_after_waits_and_then_counts() {
    let policy = RetryPolicy::new();
    let decide = |unprocessed_retries, retries| {
        let input = RetryInput {
            unprocessed_retries,
            retries,
            ..after(failed(Kind::Closed, Delivery::NotSent), &policy)
        };
        input.decide()
    };
    let at_once = retry(0, RetryReason::NotProcessed);
    assert_eq!(decide(0, 0), at_once);
    assert_eq!(decide(RetryPolicy::IMMEDIATE_RETRIES - 1, 3), at_once);
    let after_waits = |milliseconds| retry(milliseconds, RetryReason::NotProcessed);
    assert_eq!(decide(RetryPolicy::IMMEDIATE_RETRIES, 3), after_waits(500));
    let third = RetryPolicy::IMMEDIATE_RETRIES + 2;
    assert_eq!(decide(third, 3), after_waits(2_000));
    let last = RetryPolicy::UNPROCESSED_RETRIES - 1;
    assert_eq!(decide(last, 3), after_waits(20_000));
    let counted = retry(500, RetryReason::NothingSent);
    assert_eq!(decide(RetryPolicy::UNPROCESSED_RETRIES, 0), counted);
    let used_up = RetryDecision::GiveUp(GiveUpReason::RetriesUsedUp);
    assert_eq!(decide(RetryPolicy::UNPROCESSED_RETRIES, 3), used_up);
}

#[test]
fn nothing_goes_out_again_without_retries_or_without_time() {
    let none = RetryPolicy::none();
    let not_processed = failed(Kind::Closed, Delivery::NotSent);
    let used_up = RetryDecision::GiveUp(GiveUpReason::RetriesUsedUp);
    assert_eq!(after(not_processed, &none).decide(), used_up);

    let policy = RetryPolicy::new();
    let input = RetryInput {
        time_left: Duration::ZERO,
        ..after(not_processed, &policy)
    };
    let over = RetryDecision::GiveUp(GiveUpReason::CallTimeout);
    assert_eq!(input.decide(), over);
}

#[test]
fn other_failures_wait_though_nothing_was_sent() {
    let policy = RetryPolicy::new();
    for kind in [Kind::Connect, Kind::Resolve, Kind::Protocol] {
        let decision = after(failed(kind, Delivery::NotSent), &policy).decide();
        assert_eq!(decision, retry(500, RetryReason::NothingSent), "{kind:?}");
    }
}

#[test]
fn the_type_organization_is_permanent_whatever_the_status() {
    let policy = RetryPolicy::new();
    for refused in [403, 429, 503] {
        let input = RetryInput {
            cause: RefusalCause::Organization,
            queue_time_left: HOUR,
            ..after(status(refused), &policy)
        };
        let expected = RetryDecision::GiveUp(GiveUpReason::Permanent);
        assert_eq!(input.decide(), expected, "{refused}");
    }
}

#[test]
fn a_key_in_use_is_waited_for_by_a_repeat_and_permanent_before() {
    let policy = RetryPolicy::new();
    let decide = |is_repeat, retries| {
        let input = RetryInput {
            cause: RefusalCause::KeyInUse,
            is_repeat,
            retries,
            ..after(status(409), &policy)
        };
        input.decide()
    };
    let permanent = RetryDecision::GiveUp(GiveUpReason::Permanent);
    assert_eq!(decide(false, 0), permanent);
    assert_eq!(decide(false, 1), permanent, "nothing of the first was sent");
    assert_eq!(decide(true, 1), retry(1_000, RetryReason::InProgress));
    let used_up = RetryDecision::GiveUp(GiveUpReason::RetriesUsedUp);
    assert_eq!(decide(true, 3), used_up);
}

#[test]
fn the_limit_of_sessions_ends_a_call_that_does_not_queue() {
    let policy = RetryPolicy::new();
    let input = RetryInput {
        cause: RefusalCause::SessionLimit,
        ..after(status(429), &policy)
    };
    let expected = RetryDecision::GiveUp(GiveUpReason::SessionLimit);
    assert_eq!(input.decide(), expected);
}

#[test]
fn a_call_that_queues_tries_again_after_5_to_30_seconds_until_its_time_is_over() {
    let policy = RetryPolicy::none();
    let decide = |fraction, asked, left| {
        let input = RetryInput {
            cause: RefusalCause::SessionLimit,
            retry_after: asked,
            fraction,
            retries: 1_000,
            time_left: Duration::ZERO,
            queue_time_left: Duration::from_secs(left),
            ..after(status(429), &policy)
        };
        input.decide()
    };
    let queued = |seconds: u64| retry(seconds * 1_000, RetryReason::SessionLimit);
    let over = RetryDecision::GiveUp(GiveUpReason::SessionLimit);
    assert_eq!(decide(0.0, None, 3_600), queued(5));
    assert_eq!(
        decide(0.5, None, 3_600),
        retry(17_500, RetryReason::SessionLimit)
    );
    assert_eq!(decide(1.0, None, 3_600), queued(30));
    assert_eq!(decide(7.0, None, 3_600), queued(30));
    assert_eq!(
        decide(0.0, Some(Duration::from_secs(60)), 3_600),
        queued(60)
    );
    assert_eq!(decide(0.0, Some(Duration::ZERO), 3_600), queued(5));
    assert_eq!(decide(0.0, None, 6), queued(5));
    assert_eq!(decide(0.0, None, 5), over);
}

#[test]
fn queueing_and_what_was_not_processed_take_nothing_from_the_budget() {
    let budget = RetryBudget::new(1);
    for decision in [
        retry(5_000, RetryReason::SessionLimit),
        retry(0, RetryReason::NotProcessed),
    ] {
        let not_sent = failed(Kind::Closed, Delivery::NotSent);
        assert_eq!(within(&budget, decision, not_sent), decision);
        assert_eq!(budget.remaining(), Some(1));
    }
}

/// Returns what a budget makes of the decision about an attempt that took a second, which is now over.
fn within(budget: &RetryBudget, decision: RetryDecision, outcome: AttemptOutcome) -> RetryDecision {
    let now = ManualClock::new().now();
    decision.within(budget, outcome, now..now + Duration::from_secs(1))
}

#[test]
fn attempts_that_lose_a_connection_together_take_one_from_the_budget_and_others_one_each() {
    let interrupted = retry(500, RetryReason::Interrupted);
    for (kind, left) in [
        (Kind::Closed, 9),
        (Kind::Protocol, 9),
        (Kind::Timeout(TimeoutPhase::Headers), 7),
        (Kind::Decompress, 7),
    ] {
        let budget = RetryBudget::new(10);
        for _ in 0..3 {
            let lost = failed(kind, Delivery::MaybeSent);
            assert_eq!(within(&budget, interrupted, lost), interrupted);
        }
        assert_eq!(budget.remaining(), Some(left), "{kind:?}");
    }
}

#[test]
fn a_body_that_broke_and_a_timeout_are_retried() {
    let policy = RetryPolicy::new();
    let interrupted = retry(500, RetryReason::Interrupted);
    for kind in [
        Kind::Closed,
        Kind::Protocol,
        Kind::Timeout(TimeoutPhase::Body),
    ] {
        let decision = after(failed(kind, Delivery::ResponseStarted), &policy).decide();
        assert_eq!(decision, interrupted, "{kind:?}");
    }
}

#[test]
fn a_failure_that_would_come_again_is_permanent() {
    let policy = RetryPolicy::new();
    let gives_up = RetryDecision::GiveUp(GiveUpReason::Permanent);
    for kind in [
        Kind::Tls,
        Kind::InvalidRequest,
        Kind::PlainHttpRefused,
        Kind::Other,
    ] {
        assert_eq!(
            after(failed(kind, Delivery::NotSent), &policy).decide(),
            gives_up,
            "{kind:?}"
        );
    }
    let too_large = failed(Kind::BodyTooLarge, Delivery::ResponseStarted);
    assert_eq!(after(too_large, &policy).decide(), gives_up);
}

#[test]
fn an_empty_budget_turns_a_retry_into_giving_up() {
    let budget = RetryBudget::new(1);
    let decision = retry(1, RetryReason::TransientStatus);
    assert_eq!(within(&budget, decision, status(503)), decision);
    assert_eq!(
        within(&budget, decision, status(503)),
        RetryDecision::GiveUp(GiveUpReason::BudgetEmpty)
    );
    let permanent = RetryDecision::GiveUp(GiveUpReason::Permanent);
    assert_eq!(within(&budget, permanent, status(404)), permanent);
}

proptest! {
    #[test]
    fn no_wait_is_shorter_than_asked_longer_than_allowed_or_past_the_timeout(
        status in prop_oneof![Just(408_u16), Just(429), Just(500), Just(503)],
        asked in proptest::option::of(0_u64..200_000),
        retries in 0_u32..6,
        left in 0_u64..200_000,
        fraction in 0.0..=1.0_f64,
    ) {
        let policy = RetryPolicy::new();
        let input = RetryInput {
            policy: &policy,
            outcome: AttemptOutcome::Responded { status },
            retry_after: asked.map(Duration::from_millis),
            cause: RefusalCause::Other,
            retries,
            unprocessed_retries: 0,
            is_repeat: retries > 0,
            time_left: Duration::from_millis(left),
            queue_time_left: Duration::ZERO,
            fraction,
        };
        if let RetryDecision::Retry { after, .. } = input.decide() {
            prop_assert!(after >= Duration::from_millis(asked.unwrap_or(0)));
            prop_assert!(after < Duration::from_millis(left));
            prop_assert!(asked.is_none_or(|asked| asked <= 60_000));
            prop_assert!(retries < 3);
        }
    }
}
