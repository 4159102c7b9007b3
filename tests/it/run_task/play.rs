//! A case, acted out against the sandbox in process and judged.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;
use std::task::Waker;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::AttemptOutcome;
use deck_client::Client;
use deck_client::ClientEvent;
use deck_client::Error;
use deck_client::IdempotencyKey;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_client::SeededJitter;
use deck_sandbox::ConcurrentRepeats;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Delivery;
use deck_transport::ManualClock;
use deck_transport::TimeoutPhase;
use deck_transport::TransportErrorKind;
use deck_types::RunTask;
use deck_types::Task;
use deck_types::TaskRun;

use super::case::Case;

/// Longer than any fault delays a response and any rate limit holds a request back.
const A_WHILE: Duration = Duration::from_secs(3_600);

/// Plays `case`: calls that meet trouble, and one after it.
pub(super) fn play(case: &Case) -> Result<(), String> {
    let stage = Stage::new(case);
    for (number, patience) in case.calls.iter().enumerate() {
        stage.call(number == 0, *patience)?;
    }
    stage.finish()
}

/// The sandbox, its client, and what the calls with one key have come to.
pub(super) struct Stage {
    repeats: ConcurrentRepeats,
    clock: ManualClock,
    pub(super) sandbox: Sandbox,
    client: Client,
    /// How each attempt ended, those of dropped calls included.
    attempts: Arc<Mutex<Vec<AttemptOutcome>>>,
}

impl Stage {
    pub(super) fn new(case: &Case) -> Stage {
        let clock = ManualClock::new();
        let sandbox = Sandbox::builder()
            .with_tasks([Task::fixture("task_1")])
            .concurrent_repeats(case.repeats)
            .faults(case.faults.clone())
            .rate_limit(case.rate_limit)
            .clock(clock.clone())
            .build();
        let keys = AtomicU8::new(0);
        let attempts = Arc::new(Mutex::new(Vec::new()));
        let log = attempts.clone();
        let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
            .with_transport(sandbox.clone())
            .with_clock(clock.clone())
            .with_jitter(SeededJitter::new(case.jitter_seed))
            .with_retry_policy(RetryPolicy::new().with_max_retries(case.max_retries))
            .with_attempt_timeout(case.attempt_timeout)
            .with_call_timeout(case.call_timeout)
            .with_rate_limiter(RateLimiter::unlimited())
            .with_observer(move |event: &ClientEvent<'_>| {
                if let ClientEvent::AttemptEnded { attempt, .. } = event {
                    log.lock().unwrap().push(attempt.outcome);
                }
            })
            .with_key_source(move || key(keys.fetch_add(1, Ordering::Relaxed)))
            .build()
            .unwrap();
        Stage {
            repeats: case.repeats,
            clock,
            sandbox,
            client,
            attempts,
        }
    }

    /// Runs the task with the one key, which is a fresh one at first, and judges what came of it.
    pub(super) fn call(&self, is_first: bool, patience: Option<u8>) -> Result<bool, String> {
        let call = self.client.call(RunTask::new("task_1"));
        let call = if is_first {
            call
        } else {
            call.idempotency_key(key(0))
        };
        let result = self.wait(call.into_future(), patience);
        let is_success = matches!(result, Some(Ok(_)));
        match result {
            Some(Ok(run)) => self.check_run(&run)?,
            Some(Err(error)) => self.check_error(&error)?,
            None => {}
        }
        self.check_count()?;
        Ok(is_success)
    }

    /// Lets the trouble end. Then one more call is to succeed, with the run that there is or the first one.
    fn finish(&self) -> Result<(), String> {
        self.sandbox.set_faults(FaultPlan::new());
        self.clock.advance(A_WHILE);
        let before = self.sandbox.len();
        if !self.call(false, None)? {
            return Err("a call fails although nothing goes wrong".to_owned());
        }
        if self.sandbox.len() != before.max(1) {
            return Err(format!("{before} runs became {}", self.sandbox.len()));
        }
        Ok(())
    }

    fn check_run(&self, run: &TaskRun) -> Result<(), String> {
        if self.sandbox.runs().iter().all(|known| known.id != run.id) {
            return Err(format!("{} was returned and does not exist", run.id));
        }
        Ok(())
    }

    fn check_error(&self, error: &Error) -> Result<(), String> {
        if error.idempotency_key() != Some(&key(0)) {
            return Err(format!("an error without the key of its call: {error:?}"));
        }
        if error.was_accepted() && self.sandbox.is_empty() {
            return Err(format!("no run was accepted: {error:?}"));
        }
        Ok(())
    }

    fn check_count(&self) -> Result<(), String> {
        let attempts = self.attempts.lock().unwrap();
        let given_up = attempts.iter().filter(|outcome| is_given_up(**outcome));
        let most = match self.repeats {
            _ if attempts.iter().all(|outcome| is_unsent(*outcome)) => 0,
            ConcurrentRepeats::Conflict => 1,
            ConcurrentRepeats::CarriedOut => 1 + given_up.count(),
        };
        let count = self.sandbox.len();
        if count > most {
            return Err(format!(
                "{count} runs instead of at most {most} after {attempts:?}"
            ));
        }
        Ok(())
    }

    /// Polls `future` to its end, and moves the clock on whenever it waits; nothing where it waits more often
    /// than `patience` allows.
    fn wait<F: Future>(&self, future: F, patience: Option<u8>) -> Option<F::Output> {
        let mut future = Box::pin(future);
        let mut waits = 0;
        loop {
            let polled = future
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
            if let Poll::Ready(output) = polled {
                return Some(output);
            }
            if patience == Some(waits) {
                return None;
            }
            waits = waits.saturating_add(1);
            self.clock
                .advance_to_next_deadline()
                .expect("it waits for the clock");
        }
    }
}

fn is_given_up(outcome: AttemptOutcome) -> bool {
    let timeout = TransportErrorKind::Timeout(TimeoutPhase::Attempt);
    match outcome {
        AttemptOutcome::Failed { kind, .. } => kind == timeout,
        outcome => outcome == AttemptOutcome::Abandoned,
    }
}

fn is_unsent(outcome: AttemptOutcome) -> bool {
    matches!(
        outcome,
        AttemptOutcome::Failed {
            delivery: Delivery::NotSent,
            ..
        }
    )
}

fn key(number: u8) -> IdempotencyKey {
    IdempotencyKey::from_random_bits([number; 16])
}
