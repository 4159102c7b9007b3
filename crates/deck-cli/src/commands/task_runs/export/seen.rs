//! What an export looks at in a run that it writes.

use std::borrow::Cow;

use serde::Deserialize;

use deck_types::Json;
use deck_types::TaskRunStatus;
use deck_types::Timestamp;

/// What an export looks at; what is absent or of another type is `None`.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) id: Option<String>,
    pub(super) created_at: Option<Timestamp>,
    /// Whether the run has ended, as far as its status is known to this program.
    pub(super) has_ended: bool,
}

impl Seen {
    /// Looks at a run.
    pub(super) fn of(run: &Json) -> Self {
        #[derive(Default, Deserialize)]
        struct Members<'a> {
            #[serde(borrow, default)]
            id: Option<&'a serde_json::value::RawValue>,
            #[serde(borrow, default)]
            created_at: Option<&'a serde_json::value::RawValue>,
            #[serde(borrow, default)]
            status: Option<&'a serde_json::value::RawValue>,
        }

        let members: Members<'_> = serde_json::from_str(run.as_str()).unwrap_or_default();
        let status = text(members.status).map(TaskRunStatus::from);
        Self {
            id: text(members.id),
            created_at: text(members.created_at).map(Timestamp::from_received),
            has_ended: status.and_then(|status| status.is_terminal()) == Some(true),
        }
    }
}

fn text(value: Option<&serde_json::value::RawValue>) -> Option<String> {
    let text: Cow<'_, str> = serde_json::from_str(value?.get()).ok()?;
    Some(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Seen {
        Seen::of(&Json::from_text(text).unwrap())
    }

    #[test]
    fn id_time_and_end_are_seen() {
        let run = seen(r#"{"id":"a","status":"failed","created_at":"2026-11-01T00:00:00Z"}"#);
        assert_eq!(run.id.as_deref(), Some("a"));
        assert_eq!(run.created_at.unwrap().as_str(), "2026-11-01T00:00:00Z");
        assert!(run.has_ended);
    }

    #[test]
    fn a_status_that_is_not_known_is_no_end() {
        assert!(!seen(r#"{"id":"a","status":"running"}"#).has_ended);
        assert!(!seen(r#"{"id":"a","status":"hibernating"}"#).has_ended);
        assert!(!seen(r#"{"id":"a"}"#).has_ended);
    }

    #[test]
    fn what_is_of_another_type_is_not_seen() {
        let run = seen(r#"{"id":7,"status":[],"created_at":null}"#);
        assert!(run.id.is_none() && run.created_at.is_none() && !run.has_ended);
        assert!(seen("[]").id.is_none());
    }
}
