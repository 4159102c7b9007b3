//! One sweep, measured.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;
use std::time::SystemTime;

use deck_client::ApiKey;
use deck_client::Client;
use deck_client::RateLimiter;
use deck_sandbox::Fault;
use deck_sandbox::FaultPlan;
use deck_sandbox::Order;
use deck_sandbox::RateLimit;
use deck_sandbox::SANDBOX_API_KEY;
use deck_sandbox::Sandbox;
use deck_sandbox::TimeBounds;
use deck_transport::Clock;
use deck_transport::ManualClock;
use deck_types::ListTaskRuns;
use deck_types::TaskRun;
use deck_types::Timestamp;

use super::shapes::MONTH;

/// A row of the table, before it is measured.
pub(super) struct Case {
    name: &'static str,
    latency: Duration,
    shape: Box<dyn Fn(u64) -> Vec<i128>>,
    is_limited: bool,
    order: Order,
    bounds: TimeBounds,
    bar: Bar,
}

/// What a case is to keep.
#[derive(Clone, Copy)]
enum Bar {
    /// So many requests and seconds.
    AtMost(f64, f64),
    /// Requests for each hundred runs and some more; seconds by what the limit needs, and some latencies.
    Within {
        factor: f64,
        more: f64,
        time: f64,
        latencies: u32,
    },
    /// Requests for each hundred runs and some more, in whatever time.
    Requests { factor: f64, more: f64 },
    /// A tenth of the sequential listing.
    Tenth,
}

/// What a sweep took.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    requests: u64,
    seconds: f64,
    /// The seconds of the sequential listing, where that is compared.
    sequential: f64,
}

impl Case {
    pub(super) fn new(
        name: &'static str,
        latency: Duration,
        shape: impl Fn(u64) -> Vec<i128> + 'static,
    ) -> Self {
        Self {
            name,
            latency,
            shape: Box::new(shape),
            is_limited: true,
            order: Order::NewestFirst,
            bounds: TimeBounds::Exclusive,
            bar: Bar::Tenth,
        }
    }

    pub(super) fn without_limit(mut self) -> Self {
        self.is_limited = false;
        self
    }

    pub(super) fn oldest_first(mut self) -> Self {
        self.order = Order::OldestFirst;
        self
    }

    pub(super) fn shuffled(mut self) -> Self {
        self.order = Order::Shuffled;
        self
    }

    pub(super) fn ignoring_bounds(mut self) -> Self {
        self.bounds = TimeBounds::Ignored;
        self
    }

    pub(super) fn in_a_tenth(mut self) -> Self {
        self.bar = Bar::Tenth;
        self
    }

    pub(super) fn at_most(mut self, requests: f64, seconds: f64) -> Self {
        self.bar = Bar::AtMost(requests, seconds);
        self
    }

    pub(super) fn requests_within(mut self, factor: f64, more: f64) -> Self {
        self.bar = Bar::Requests { factor, more };
        self
    }

    pub(super) fn within(mut self, factor: f64, more: f64, time: f64, latencies: u32) -> Self {
        self.bar = Bar::Within {
            factor,
            more,
            time,
            latencies,
        };
        self
    }
}

/// Sweeps a month of a sandbox, and checks that every run comes once.
pub(super) async fn sweep(case: &Case, seed: u64) -> Measured {
    let clock = ManualClock::at(SystemTime::UNIX_EPOCH).auto_advancing();
    let instants = (case.shape)(seed);
    let sandbox = sandbox(case, &clock, &instants);
    let client = client(&sandbox, &clock, case.is_limited);
    let began = clock.now();
    let mut items = client.list(ListTaskRuns::new()).sweep(month()).items();
    let mut ids = HashSet::new();
    while let Some(run) = items.next().await {
        assert!(ids.insert(run.unwrap().id), "a run came twice");
    }
    assert_eq!(ids.len(), instants.len(), "a run is missing");
    assert_eq!(sandbox.traffic().rate_limited, 0, "the limit was exceeded");
    let requests = sandbox.traffic().requests;
    let seconds = (clock.now() - began).as_secs_f64();
    let sequential = if matches!(case.bar, Bar::Tenth) {
        let began = clock.now();
        let mut items = client.list(ListTaskRuns::new()).items();
        while let Some(run) = items.next().await {
            run.unwrap();
        }
        (clock.now() - began).as_secs_f64()
    } else {
        0.0
    };
    Measured {
        requests,
        seconds,
        sequential,
    }
}

fn sandbox(case: &Case, clock: &ManualClock, instants: &[i128]) -> Sandbox {
    let rate_limit = if case.is_limited {
        RateLimit::default()
    } else {
        RateLimit::none()
    };
    Sandbox::builder()
        .with_runs(runs(instants))
        .order(case.order)
        .time_bounds(case.bounds)
        .rate_limit(rate_limit)
        .faults(FaultPlan::new().always(Fault::delay(case.latency)))
        .clock(clock.clone())
        .build()
}

pub(super) fn runs(instants: &[i128]) -> impl Iterator<Item = TaskRun> {
    instants.iter().enumerate().map(|(number, instant)| {
        let mut run = TaskRun::fixture(format!("trun_{number}"));
        run.created_at = Timestamp::from_unix_nanoseconds(*instant).ok();
        run
    })
}

pub(super) fn client(sandbox: &Sandbox, clock: &ManualClock, is_limited: bool) -> Client {
    let limiter = if is_limited {
        RateLimiter::default()
    } else {
        RateLimiter::unlimited()
    };
    Client::builder(ApiKey::new(SANDBOX_API_KEY).unwrap())
        .with_transport(sandbox.clone())
        .with_clock(clock.clone())
        .with_rate_limiter(limiter)
        .build()
        .unwrap()
}

pub(super) fn month() -> std::ops::Range<Timestamp> {
    let at = |instant| Timestamp::from_unix_nanoseconds(instant).unwrap();
    at(0)..at(MONTH)
}

/// A line of the table.
pub(super) struct Row<'a> {
    case: &'a Case,
    requests: f64,
    seconds: f64,
    requests_bar: f64,
    seconds_bar: f64,
}

impl<'a> Row<'a> {
    /// Takes the medians.
    pub(super) fn of(case: &'a Case, measured: &[Measured]) -> Self {
        let requests = median(measured.iter().map(|measured| measured.requests as f64));
        let seconds = median(measured.iter().map(|measured| measured.seconds));
        let pages = (case.shape)(0).len() as f64 / 100.0;
        // The limit lets 200 requests through at once, and the next ones ten seconds later.
        let windows = ((requests - 1.0) / 200.0).floor() * 10.0;
        let (requests_bar, seconds_bar) = match case.bar {
            Bar::AtMost(requests, seconds) => (requests, seconds),
            Bar::Within {
                factor,
                more,
                time,
                latencies,
            } => {
                let latencies = case.latency.as_secs_f64() * f64::from(latencies);
                (factor * pages + more, time * windows + latencies)
            }
            Bar::Requests { factor, more } => (factor * pages + more, f64::INFINITY),
            Bar::Tenth => {
                let sequential = median(measured.iter().map(|measured| measured.sequential));
                (f64::INFINITY, sequential / 10.0)
            }
        };
        Self {
            case,
            requests,
            seconds,
            requests_bar,
            seconds_bar,
        }
    }

    pub(super) fn is_kept(&self) -> bool {
        // Virtual seconds are sums of milliseconds.
        self.requests <= self.requests_bar && self.seconds <= self.seconds_bar + 1e-6
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bar = |bar: f64, digits: usize| {
            if bar.is_finite() {
                format!("{bar:.digits$}")
            } else {
                "none".to_owned()
            }
        };
        write!(
            formatter,
            "| {} | {} ms | {:.0} | {} | {:.2} | {} | {} |",
            self.case.name,
            self.case.latency.as_millis(),
            self.requests,
            bar(self.requests_bar, 0),
            self.seconds,
            bar(self.seconds_bar, 2),
            if self.is_kept() { "yes" } else { "NO" },
        )
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
