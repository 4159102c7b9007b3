//! Creating an agent.

use crate::agent::Agent;
use crate::json::Json;
use crate::json::json_error::JsonError;
use crate::operation::Operation;
use crate::operation::body::BodyError;
use crate::operation::body::read_body;
use crate::operation::members::Modelled;
use crate::operation::members::members;
use crate::operation::method::Method;
use crate::operation::path::PathError;
use crate::operation::path::path;

/// Creates an agent: `POST /agents`. The response has status 201 and holds the new agent.
///
/// Documented on the reference page *create an agent*. What is not set is absent from the body.
///
/// # Examples
///
/// ```
/// use deck_types::{CreateAgent, Json, Operation};
///
/// let operation = CreateAgent::new("Bills").description("Fetches the bills of all providers");
/// assert_eq!(
///     operation.body()?.as_ref().map(Json::as_str),
///     Some(r#"{"name":"Bills","description":"Fetches the bills of all providers"}"#)
/// );
/// # Ok::<(), deck_types::JsonError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CreateAgent {
    /// The name of the agent, for people.
    pub name: String,
    /// What the agent is for, in words. Default: none.
    pub description: Option<String>,
}

impl CreateAgent {
    /// Creates an agent with a name and no description.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
        }
    }

    /// Sets what the agent is for, in words.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

members!(CreateAgent { "name" => name, "description" => description });

impl Operation for CreateAgent {
    type Output = Agent;
    const NAME: &'static str = "POST /agents";
    const METHOD: Method = Method::Post;

    fn path(&self) -> Result<String, PathError> {
        path(["agents"])
    }

    fn body(&self) -> Result<Option<Json>, JsonError> {
        self.to_body()
    }

    fn read(body: &[u8]) -> Result<Agent, BodyError> {
        read_body(body)
    }
}
