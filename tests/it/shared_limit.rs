//! Several processes share the rate limit of an organization and know nothing of each other.

use std::cell::Cell;
use std::time::Duration;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_client::RetryPolicy;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::GetTestStatus;

const TIME: Duration = Duration::from_secs(600);
const CALLERS: usize = 8;

/// What came of the requests of all processes.
#[derive(Debug)]
struct Outcome {
    /// The part of the organization's limit that was used.
    used: f64,
    /// The part of the requests that were refused.
    refused: f64,
    /// The part of the successes that the process with the fewest had, of an equal share.
    least: f64,
}

/// Lets so many processes, each with a limiter of its own, ask as fast as they may, with a latency of 100 ms.
fn simulate(processes: usize, limiter: fn() -> RateLimiter) -> Outcome {
    let clock = ManualClock::new().auto_advancing();
    let latency = FaultPlan::new().every(1, Fault::delay(Duration::from_millis(100)));
    let sandbox = Sandbox::builder()
        .faults(latency)
        .clock(clock.clone())
        .build();
    let successes: Vec<_> = (0..processes).map(|_| Cell::new(0_u32)).collect();
    let end = clock.now() + TIME;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let local = tokio::task::LocalSet::new();
    let done: Vec<u32> = runtime.block_on(local.run_until(async {
        let mut tasks = Vec::new();
        for _ in 0..processes {
            let client = Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
                .with_transport(sandbox.clone())
                .with_clock(clock.clone())
                .with_rate_limiter(limiter())
                .with_retry_policy(RetryPolicy::none())
                .build()
                .unwrap();
            for _ in 0..CALLERS {
                let (client, clock) = (client.clone(), clock.clone());
                tasks.push(tokio::task::spawn_local(async move {
                    let mut done = 0;
                    while clock.now() < end {
                        done += u32::from(client.call(GetTestStatus).await.is_ok());
                    }
                    done
                }));
            }
        }
        let mut done = Vec::new();
        for task in tasks {
            done.push(task.await.unwrap());
        }
        done
    }));
    for (process, done) in done.chunks(CALLERS).enumerate() {
        successes[process].set(done.iter().sum());
    }
    let all: u32 = successes.iter().map(Cell::get).sum();
    let least = successes.iter().map(Cell::get).min().unwrap();
    let traffic = sandbox.traffic();
    let windows = TIME.as_secs_f64() / RateLimiter::DEFAULT_WINDOW.as_secs_f64();
    Outcome {
        used: f64::from(all) / (windows * f64::from(RateLimiter::DEFAULT_LIMIT)),
        refused: traffic.rate_limited as f64 / traffic.requests as f64,
        least: f64::from(least) * processes as f64 / f64::from(all),
    }
}

#[test]
fn adaptive_limiters_use_most_of_the_limit_with_few_refusals() {
    for processes in [1, 2, 5] {
        let outcome = simulate(processes, RateLimiter::adaptive);
        assert!(outcome.used > 0.8, "{processes}: {outcome:?}");
        assert!(outcome.used <= 1.02, "{processes}: {outcome:?}");
        assert!(outcome.refused < 0.03, "{processes}: {outcome:?}");
        assert!(outcome.least > 0.25, "{processes}: {outcome:?}");
    }
}

#[test]
fn limiters_that_do_not_adapt_are_refused_far_more_often() {
    let adaptive = simulate(5, RateLimiter::adaptive);
    let rigid = simulate(5, RateLimiter::default);
    assert!(
        rigid.refused > 4.0 * adaptive.refused,
        "{rigid:?} {adaptive:?}"
    );
}
