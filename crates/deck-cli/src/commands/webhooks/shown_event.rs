//! What is shown of an event: its id, its type, and what it is about.

use serde::Serialize;

use deck_types::Event;

use crate::output::resources::event::subject_id;

/// What is shown of an event.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct ShownEvent {
    pub(super) event_id: Option<String>,
    #[serde(rename = "type")]
    pub(super) event_type: Option<String>,
    /// The id of the run or whatever else the event is about.
    pub(super) subject_id: Option<String>,
}

impl ShownEvent {
    /// Reads the body of a delivery; one that is no event has nothing to show.
    pub(super) fn of(body: &[u8]) -> Self {
        let Ok(event) = Event::from_json(body) else {
            return Self::default();
        };
        Self {
            subject_id: subject_id(&event),
            event_id: Some(event.id.as_str().to_owned()),
            event_type: event.event_type.map(|it| it.as_str().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_shown_with_what_it_is_about() {
        let body = br#"{"id": "evt_1", "type": "task_run.failed", "data": {"id": "trun_1"}}"#;
        let shown = ShownEvent::of(body);
        assert_eq!(shown.event_id.as_deref(), Some("evt_1"));
        assert_eq!(shown.event_type.as_deref(), Some("task_run.failed"));
        assert_eq!(shown.subject_id.as_deref(), Some("trun_1"));
    }

    #[test]
    fn what_is_no_event_has_nothing_to_show() {
        for body in ["", "[]", "{}", r#"{"id": 7}"#] {
            assert!(ShownEvent::of(body.as_bytes()).event_id.is_none(), "{body}");
        }
        let odd = ShownEvent::of(br#"{"id": "evt_1", "data": "text"}"#);
        assert_eq!(odd.subject_id, None);
    }
}
