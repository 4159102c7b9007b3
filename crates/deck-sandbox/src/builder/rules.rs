//! The settings where the documentation of the API leaves a choice.

use std::time::Duration;

use crate::ConcurrentRepeats;
use crate::DeletedAnchor;
use crate::IdempotencyEdition;
use crate::NarrowedCursors;
use crate::Order;
use crate::Paging;
use crate::SandboxBuilder;
use crate::TimeBounds;
use crate::UnknownMembers;
use crate::UnknownWords;

impl SandboxBuilder {
    /// Sets the order of listings; newest first by default.
    pub fn order(mut self, order: Order) -> SandboxBuilder {
        self.rules.order = order;
        self
    }

    /// Sets what `created_after` and `created_before` mean; they leave their instant out by default.
    pub fn time_bounds(mut self, time_bounds: TimeBounds) -> SandboxBuilder {
        self.rules.time_bounds = time_bounds;
        self
    }

    /// Sets how exactly `created_after` and `created_before` are compared; to the nanosecond by default.
    ///
    /// Bounds and instants are rounded down to a multiple of `precision` before they are compared, such as to
    /// whole seconds.
    pub fn bound_precision(mut self, precision: Duration) -> SandboxBuilder {
        self.rules.bound_precision = precision;
        self
    }

    /// Sets the treatment of cursors where both bounds of time are given; they are accepted by default.
    pub fn narrowed_cursors(mut self, narrowed_cursors: NarrowedCursors) -> SandboxBuilder {
        self.rules.narrowed_cursors = narrowed_cursors;
        self
    }

    /// Sets how long after its creation a run or an event is listed, by the clock; at once by default.
    ///
    /// Until then it can be asked for by its id only.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox};
    /// use deck_transport::ManualClock;
    /// use deck_types::{Page, TaskRun, Timestamp};
    ///
    /// const MINUTE: Duration = Duration::from_secs(60);
    ///
    /// let clock = ManualClock::new();
    /// let mut run = TaskRun::fixture("trun_1");
    /// run.created_at = Timestamp::try_from(SystemTime::UNIX_EPOCH).ok();
    /// let sandbox = Sandbox::builder()
    ///     .with_runs([run])
    ///     .visible_after(MINUTE)
    ///     .clock(clock.clone())
    ///     .build();
    /// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/task-runs"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .body(Bytes::new())?;
    ///
    /// let count = || Page::<TaskRun>::from_json(sandbox.respond(&request).body()).map(|page| page.len());
    /// assert_eq!(count()?, 0);
    /// clock.advance(MINUTE);
    /// assert_eq!(count()?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn visible_after(mut self, delay: Duration) -> SandboxBuilder {
        self.rules.visible_after = delay;
        self
    }

    /// Sets which ways of paging there are; both by default.
    pub fn paging(mut self, paging: Paging) -> SandboxBuilder {
        self.rules.paging = paging;
        self
    }

    /// Sets the treatment of positions at deleted items; they resolve by default.
    pub fn deleted_anchor(mut self, deleted_anchor: DeletedAnchor) -> SandboxBuilder {
        self.rules.deleted_anchor = deleted_anchor;
        self
    }

    /// Sets the treatment of filters with words that are not documented; they are refused by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox, UnknownWords};
    ///
    /// let request = http::Request::get(format!("{SANDBOX_BASE_URL}/task-runs?status=archived"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .body(Bytes::new())?;
    ///
    /// let lenient = Sandbox::builder().unknown_words(UnknownWords::Accepted).build();
    ///
    /// assert_eq!(Sandbox::new().respond(&request).status(), 400);
    /// assert_eq!(lenient.respond(&request).status(), 200);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn unknown_words(mut self, unknown_words: UnknownWords) -> SandboxBuilder {
        self.rules.unknown_words = unknown_words;
        self
    }

    /// Sets the treatment of members of a body that are not documented; they are refused by default.
    ///
    /// # Examples
    ///
    /// ```
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox, UnknownMembers};
    ///
    /// let request = http::Request::post(format!("{SANDBOX_BASE_URL}/agents"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .header("content-type", "application/json")
    ///     .body(Bytes::from_static(br#"{"name": "Bills", "colour": "red"}"#))?;
    ///
    /// let lenient = Sandbox::builder().unknown_members(UnknownMembers::Ignored).build();
    ///
    /// assert_eq!(Sandbox::new().respond(&request).status(), 400);
    /// assert_eq!(lenient.respond(&request).status(), 201);
    /// # Ok::<(), http::Error>(())
    /// ```
    pub fn unknown_members(mut self, unknown_members: UnknownMembers) -> SandboxBuilder {
        self.rules.unknown_members = unknown_members;
        self
    }

    /// Sets which edition of the documentation idempotency keys follow; the newest one by default.
    pub fn idempotency(mut self, edition: IdempotencyEdition) -> SandboxBuilder {
        self.rules.idempotency = edition;
        self
    }

    /// Sets the response to a request whose idempotency key belongs to a request that is still running;
    /// [`Conflict`](ConcurrentRepeats::Conflict) by default.
    pub fn concurrent_repeats(mut self, concurrent_repeats: ConcurrentRepeats) -> SandboxBuilder {
        self.rules.concurrent_repeats = concurrent_repeats;
        self
    }

    /// Sets how many runs may be under way, seeded and inserted ones included: queued, running, waiting for
    /// an answer of the end user, or stopping. There is no limit by default.
    ///
    /// While there are that many, `POST /tasks/{task_id}/run` is refused with status 429
    /// `session_limit_exceeded`, without `Retry-After`. Which runs count in Deck's limit is not documented.
    pub fn session_limit(mut self, runs: usize) -> SandboxBuilder {
        self.rules.session_limit = Some(runs);
        self
    }
}
