//! The ids of Deck's resources: one newtype per kind, so that they cannot be mixed up.

use std::borrow::Cow;
use std::convert::Infallible;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::short_text::ShortText;
use crate::text_newtype::text_newtype;

/// Defines a transparent newtype over the text of an id.
macro_rules! id_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(ShortText);

        impl $name {
            /// Wraps a text as it is.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(ShortText::new(text.as_ref()))
            }
        }

        text_newtype!($name, "id");

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::new(text)
            }
        }

        impl From<Cow<'_, str>> for $name {
            fn from(text: Cow<'_, str>) -> Self {
                Self::new(text)
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(text: &str) -> Result<Self, Infallible> {
                Ok(Self::new(text))
            }
        }
    };
}

/// Defines the id of one kind of resource.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        id_text! {
            $(#[$doc])*
            ///
            /// Any text is accepted, the empty one too: length and format may change on Deck's side without
            /// notice. The documented prefix can be asked for with `has_documented_prefix`.
            $name
        }

        impl $name {
            /// The prefix that Deck documents for this kind of id.
            pub const PREFIX: &'static str = $prefix;

            /// Returns whether the text begins with [`PREFIX`](Self::PREFIX).
            #[must_use]
            pub fn has_documented_prefix(&self) -> bool {
                self.0.starts_with(Self::PREFIX)
            }
        }

        $crate::listing::filter::filter_value!($name);

        impl From<$name> for ItemId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }

        impl From<&$name> for ItemId {
            fn from(id: &$name) -> Self {
                Self(id.0.clone())
            }
        }
    };
}

id_text! {
    /// Identifies an item of any listing: what positions, pages and resume tokens hold.
    ///
    /// Every typed id converts into it. Any text is accepted, the empty one too.
    ItemId
}

id! {
    /// Identifies a task run, one execution of a task.
    TaskRunId, "trun_"
}

id! {
    /// Identifies a task, the description of what an agent does.
    TaskId, "task_"
}

id! {
    /// Identifies an agent, a group of tasks.
    AgentId, "agt_"
}

id! {
    /// Identifies a source, the website or system that an agent works on.
    SourceId, "src_"
}

id! {
    /// Identifies a credential, an end user's access to a source.
    CredentialId, "cred_"
}

id! {
    /// Identifies a session, the browser that runs happen in.
    SessionId, "sess_"
}

id! {
    /// Identifies a workflow; known from older responses.
    WorkflowId, "wflo_"
}

id! {
    /// Identifies a file kept by a run.
    StorageId, "stor_"
}

id! {
    /// Identifies an event, a change that Deck tells of.
    EventId, "evt_"
}

id! {
    /// Identifies an event destination, where Deck delivers events to.
    EventDestinationId, "evtd_"
}

id! {
    /// Identifies the delivery of an event to a destination.
    ///
    /// The prefix is documented; no delivery with an id was seen.
    EventDeliveryId, "edlv_"
}

id! {
    /// Identifies a session token; the token itself is a secret of its own.
    SessionTokenId, "tok_"
}

id! {
    /// Identifies one response of the API; to be quoted to Deck's support.
    RequestId, "req_"
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::TaskRunId;

    #[test]
    fn any_text_is_an_id() {
        for text in ["", "trun_1", "none of ours", "\0\u{1F980}"] {
            let json = serde_json::to_string(text).unwrap();
            let id: TaskRunId = serde_json::from_str(&json).unwrap();

            assert_eq!(id, text);
            assert_eq!(serde_json::to_string(&id).unwrap(), json);
        }
    }

    #[test]
    fn the_documented_prefix_is_a_question_not_a_condition() {
        assert!(TaskRunId::new("trun_1").has_documented_prefix());
        assert!(!TaskRunId::new("run_1").has_documented_prefix());
    }

    #[test]
    fn an_id_is_found_by_its_text() {
        let ids = HashSet::from([TaskRunId::new("trun_1")]);

        assert!(ids.contains("trun_1"));
    }

    #[test]
    fn an_id_prints_its_text_and_debugs_its_kind() {
        let id = TaskRunId::new("trun_1");

        assert_eq!(format!("{id:>8}|{id:?}"), r#"  trun_1|TaskRunId("trun_1")"#);
    }
}
