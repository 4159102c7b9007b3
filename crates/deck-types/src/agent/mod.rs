//! An agent: a group of tasks.

use crate::agent::agent_task::AgentTask;
use crate::id::AgentId;
use crate::id::RequestId;
use crate::lenient;
use crate::model::model;
use crate::object_kind::ObjectKind;
use crate::page::page_item::page_item;
use crate::timestamp::Timestamp;
use crate::unknown_fields::UnknownFields;
use crate::word::unknown_in;

pub(crate) mod agent_task;
pub(crate) mod create_agent;
pub(crate) mod delete_agent;
pub(crate) mod get_agent;
pub(crate) mod list_agents;

model! {
    /// An agent: a group of tasks.
    ///
    /// The reference pages *create an agent* and *retrieve an agent* mark every field required. Nevertheless
    /// only [`id`](Self::id) is indispensable here: every other field tolerates absence and null, and words
    /// and fields that this version does not know are kept and written back.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::{Agent, read_body};
    ///
    /// let body = br#"{"id": "agt_1", "name": "Bills", "tasks": [{"id": "task_1", "status": "live"}]}"#;
    /// let agent: Agent = read_body(body)?;
    ///
    /// assert_eq!(agent.name.as_deref(), Some("Bills"));
    /// assert_eq!(agent.tasks.map(|tasks| tasks.len()), Some(1));
    /// # Ok::<(), deck_types::BodyError>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Agent, with the wire form AgentOnWire of "Agent",
    which always has [
        "id", "object", "name", "description", "tasks", "created_at", "updated_at", "request_id",
    ] {
        /// The id of the agent.
        pub id: AgentId,
        /// The kind of object, `agent`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub object: Option<ObjectKind>,
        /// The name of the agent, for people.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// What the agent is for, in words.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        /// The tasks of the agent, in brief; `None` when the response does not tell.
        #[serde(
            default,
            deserialize_with = "lenient::optional_list",
            skip_serializing_if = "Option::is_none"
        )]
        pub tasks: Option<Vec<AgentTask>>,
        /// When the agent was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<Timestamp>,
        /// When the agent last changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The id of the response, where the agent is the whole of it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub request_id: Option<RequestId>,
    }
}

impl Agent {
    /// Makes an agent with an id and nothing else, for fixtures.
    pub fn fixture(id: impl Into<AgentId>) -> Self {
        Self {
            id: id.into(),
            object: Some("agent".into()),
            name: None,
            description: None,
            tasks: None,
            created_at: None,
            updated_at: None,
            request_id: None,
            unknown_fields: UnknownFields::new(),
        }
    }

    /// Returns the words that this version does not know, each with the field in which it stands:
    /// `tasks.status`.
    pub fn unknown_words(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let tasks = self.tasks.iter().flatten();
        unknown_in(
            "tasks.status",
            tasks.filter_map(|task| task.status.as_ref()),
        )
    }
}

page_item!(Agent);
