//! Saving a sandbox, for another program to go on with.

use std::borrow::Cow;
use std::io;
use std::io::BufWriter;
use std::io::Write;

use crate::Sandbox;
use crate::SandboxRun;
use crate::engine::timeline::Moment;
use crate::saved_sandbox::entry::Entry;
use crate::saved_sandbox::entry::Head;
use crate::saved_sandbox::entry::VERSION;
use crate::state::State;

impl Sandbox {
    /// Writes everything that there is to `writer`, for [`SavedSandbox`](crate::SavedSandbox) to read: every
    /// object, what is under way, the deliveries that wait, idempotency keys, the time, and where the ids
    /// are. Settings are not written, and neither are collections and the places of deleted objects.
    ///
    /// The text is one JSON object after another, each with one member, whose name tells what its value is.
    /// It has the secrets of webhooks. Its form may change with the version of this crate; one that is not
    /// known is refused when it is read.
    ///
    /// A delivery that is being made at that moment is not among those that wait. The sandbox is locked until
    /// everything is written. Whoever keeps it in a file writes another one first
    /// and renames it, so that there is always one that is whole.
    ///
    /// # Errors
    ///
    /// Fails when the writer does.
    ///
    /// # Examples
    ///
    /// A run goes on where it was:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use bytes::Bytes;
    /// use deck_sandbox::{SANDBOX_API_KEY, SANDBOX_BASE_URL, Sandbox, SavedSandbox, Script};
    /// use deck_types::{Json, Task, TaskRunStatus};
    ///
    /// let script = Script::new().queued(Duration::from_secs(2)).running(Duration::from_secs(9));
    /// let sandbox = Sandbox::builder()
    ///     .with_tasks([Task::fixture("task_1")])
    ///     .default_script(script.complete(Json::from_text("1.10")?))
    ///     .build();
    /// let request = http::Request::post(format!("{SANDBOX_BASE_URL}/tasks/task_1/run"))
    ///     .header("authorization", format!("Bearer {SANDBOX_API_KEY}"))
    ///     .header("content-type", "application/json")
    ///     .body(Bytes::from_static(b"{}"))?;
    /// assert_eq!(sandbox.respond(&request).status(), 201);
    /// sandbox.advance(Duration::from_secs(5));
    ///
    /// let mut file = Vec::new();
    /// sandbox.save(&mut file)?;
    /// let saved = SavedSandbox::from_reader(file.as_slice())?;
    /// let sandbox = Sandbox::builder().saved(saved).build();
    ///
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Running));
    /// sandbox.advance(Duration::from_secs(6));
    /// assert_eq!(sandbox.runs()[0].status, Some(TaskRunStatus::Completed));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, writer: impl Write) -> io::Result<()> {
        let mut writer = BufWriter::new(writer);
        let (state, moment) = self.state_now();
        for entry in entries(&state, moment) {
            serde_json::to_writer(&mut writer, &entry)?;
            writer.write_all(b"\n")?;
        }
        writer.flush()
    }
}

/// Returns the entries of `state`. What depends on an order comes in it: events and deliveries, the oldest
/// first.
fn entries(state: &State, moment: Moment) -> impl Iterator<Item = Entry<'_>> {
    let head = Head {
        version: VERSION,
        seed: state.seed,
        elapsed: moment.elapsed,
        time_of_day: moment.time_of_day,
        latest_creation: state.latest_creation,
        latest_event: state.latest_event,
        started_runs: state.started_runs,
        ids: state.ids.clone(),
    };
    let events = state.event_ids.iter();
    let events = events.filter_map(|id| state.events.get(id.as_str()));
    let deliveries = state.delivery_ids.iter();
    let deliveries = deliveries.filter_map(|id| state.deliveries.get(id.as_str()));
    let destinations = state.destinations.iter();
    let head = [Entry::DeckSandbox(Box::new(head))];
    head.into_iter()
        .chain(
            state
                .agents
                .iter()
                .map(|it| Entry::Agent(Cow::Borrowed(it))),
        )
        .chain(
            state
                .sources
                .iter()
                .map(|it| Entry::Source(Cow::Borrowed(it))),
        )
        .chain(
            state
                .credentials
                .iter()
                .map(|it| Entry::Credential(Cow::Borrowed(it))),
        )
        .chain(state.tasks.iter().map(|it| Entry::Task(Cow::Borrowed(it))))
        .chain(
            state
                .sessions
                .iter()
                .map(|it| Entry::Session(Cow::Borrowed(it))),
        )
        .chain(state.runs.iter().map(|it| run(&it)))
        .chain(events.map(|it| Entry::Event(Cow::Borrowed(it))))
        .chain(destinations.map(|it| Entry::EventDestination {
            shown: Cow::Borrowed(&it.shown),
            config: Cow::Borrowed(&it.config),
            old_secret: it.old_secret.as_ref().map(Cow::Borrowed),
        }))
        .chain(deliveries.map(|it| Entry::EventDelivery {
            id: Cow::Borrowed(&it.id),
            shown: Cow::Borrowed(&it.shown),
        }))
        .chain(state.idempotency.saved().map(Entry::IdempotencyKey))
        .chain([Entry::Plans(Cow::Borrowed(&state.engine))])
        .chain([Entry::Outbox(Cow::Borrowed(&state.outbox.schedule))])
}

fn run<'a>(run: &SandboxRun) -> Entry<'a> {
    match run.text() {
        Some(text) => Entry::ImportedTaskRun(Cow::Owned(text.clone())),
        None => Entry::TaskRun(Cow::Owned(run.decoded().clone())),
    }
}
