//! The events that tell of every change.

use std::time::Duration;
use std::time::SystemTime;

use deck_types::Event;
use deck_types::EventType;
use deck_types::Json;
use deck_types::Outcome;
use deck_types::Session;
use deck_types::TaskRun;
use deck_types::TaskRunFile;
use deck_types::TaskRunId;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;
use serde::Serialize;

use crate::changes::run::storage_item;
use crate::engine::timeline::Moment;
use crate::resource::Resource;
use crate::resource::wire_object::WireObject;
use crate::state::State;

/// The least time between two events, so that listings have them in the order in which they happened.
const BETWEEN_EVENTS: Duration = Duration::from_micros(1);

/// The time for which events are kept, as documented.
const RETENTION: Duration = Duration::from_secs(30 * 24 * 3_600);

/// The largest number of events that are kept, so that runs without end do not take memory without end.
const MAX_EVENTS: usize = 100_000;

/// What an event tells of a run: no input, no output, no errors and no interaction.
#[derive(Serialize)]
struct RunSummary<'a> {
    id: &'a str,
    object: &'a str,
    status: Option<&'a TaskRunStatus>,
    result: Option<&'a Outcome>,
    task_id: Option<&'a str>,
    credential_id: Option<&'a str>,
    agent_id: Option<&'a str>,
    source_id: Option<&'a str>,
    runtime_ms: Option<u64>,
    created_at: Option<&'a Timestamp>,
    updated_at: Option<&'a Timestamp>,
}

impl State {
    /// Adds the event of the status that `run` has now.
    pub(crate) fn emit_run(&mut self, run: &TaskRun, moment: Moment) {
        let word = match &run.status {
            // The event has no other spelling than this one.
            Some(TaskRunStatus::Cancelling(_)) => "canceling",
            Some(status) => status.as_str(),
            None => return,
        };
        self.emit(&format!("task_run.{word}"), &RunSummary::of(run), moment);
    }

    /// Adds the event of a file that the run with `run_id` keeps.
    pub(super) fn emit_file(&mut self, run_id: &TaskRunId, file: &TaskRunFile, moment: Moment) {
        let item = storage_item(run_id, file);
        self.emit("storage.created", &item, moment);
    }

    /// Adds the event of the status that `session` has now.
    pub(super) fn emit_session(&mut self, session: &Session, moment: Moment) {
        if let Some(status) = &session.status {
            let event_type = format!("session.{status}");
            self.emit(&event_type, &WireObject::item(session), moment);
        }
    }

    /// Adds the event that `action` was done to `object`.
    pub(crate) fn emit_resource<R: Resource>(&mut self, object: &R, action: &str, moment: Moment) {
        let event_type = format!("{}.{action}", R::OBJECT);
        self.emit(&event_type, &WireObject::item(object), moment);
    }

    fn emit(&mut self, event_type: &str, data: &impl Serialize, moment: Moment) {
        let mut event = Event::fixture(self.ids.event());
        event.event_type = Some(EventType::from(event_type));
        event.data = Json::encode(data).ok();
        event.created_at = Timestamp::try_from(self.event_time(moment)).ok();
        self.event_ids.push_back(event.id.clone());
        self.queue_event(&event, moment);
        self.events.insert(event);
        if self.events.len() > MAX_EVENTS {
            self.forget_oldest_event();
        }
    }

    /// Forgets the events that are too old at `moment`.
    pub(super) fn expire_events(&mut self, moment: Moment) {
        let since_1970 = moment.time_of_day.duration_since(SystemTime::UNIX_EPOCH);
        let oldest = since_1970.unwrap_or_default().saturating_sub(RETENTION);
        let Ok(oldest) = i128::try_from(oldest.as_nanos()) else {
            return;
        };
        while self.oldest_event_time().is_some_and(|time| time < oldest) {
            self.forget_oldest_event();
        }
    }

    /// Returns the time of the oldest event in nanoseconds since 1970.
    fn oldest_event_time(&self) -> Option<i128> {
        let event = self.events.get(self.event_ids.front()?.as_str())?;
        event.created_at.as_ref()?.unix_nanoseconds().ok()
    }

    fn forget_oldest_event(&mut self) {
        if let Some(id) = self.event_ids.pop_front() {
            self.events.forget(id.as_str());
        }
    }

    fn event_time(&mut self, moment: Moment) -> SystemTime {
        let behind = self.latest_event;
        let behind = behind.and_then(|time| time.checked_add(BETWEEN_EVENTS));
        let time = behind.map_or(moment.time_of_day, |behind| behind.max(moment.time_of_day));
        self.latest_event = Some(time);
        time
    }
}

impl<'a> RunSummary<'a> {
    fn of(run: &'a TaskRun) -> RunSummary<'a> {
        RunSummary {
            id: run.id.as_str(),
            object: "task_run",
            status: run.status.as_ref(),
            result: run.result.as_ref(),
            task_id: run.task_id.as_ref().map(AsRef::as_ref),
            credential_id: run.credential_id.as_ref().map(AsRef::as_ref),
            agent_id: run.agent_id.as_ref().map(AsRef::as_ref),
            source_id: run.source_id.as_ref().map(AsRef::as_ref),
            runtime_ms: run.runtime_ms,
            created_at: run.created_at.as_ref(),
            updated_at: run.updated_at.as_ref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::timeline::Timeline;
    use crate::rules::Rules;

    #[test]
    fn the_oldest_events_are_forgotten_when_there_are_too_many() {
        let mut timeline = Timeline::new(SystemTime::UNIX_EPOCH, 1);
        let moment = timeline.read(None);
        let mut state = State::new(Rules::default(), 0, timeline);
        let mut run = TaskRun::fixture("trun_1");
        run.status = Some(TaskRunStatus::Queued);

        for number in 0..=MAX_EVENTS {
            run.runtime_ms = u64::try_from(number).ok();
            state.emit_run(&run, moment);
        }

        assert_eq!(state.events.len(), MAX_EVENTS);
        let oldest = state.events.iter().last();
        let data = oldest.and_then(|event| event.data.clone()).unwrap();
        assert!(data.as_str().contains(r#""runtime_ms":1,"#), "{data:?}");
    }
}
