//! An answer that reports an error, in any of the shapes it may come in.

use std::fmt;

use serde_json::Map;
use serde_json::Value;

use crate::excerpt::excerpt;
use crate::id::RequestId;
use crate::problem::Problem;

/// An answer that reports an error, read with patience.
///
/// Deck documents an envelope of `errors` and a `request_id`. Its validation errors may be problem details instead, whose `errors` is
/// an object of message lists by field, and what stands in front of Deck may answer with HTML or nothing. All of them keep the status, a
/// bounded beginning of the body, and whatever problems and ids there were.
///
/// # Examples
///
/// The envelope:
///
/// ```
/// use deck_types::ErrorResponse;
///
/// let body = br#"{"errors": [{"type": "request", "code": "task_not_found", "message": "No such task"}], "request_id": "req_1"}"#;
/// let response = ErrorResponse::read(404, body);
///
/// assert_eq!(response.to_string(), "404 request/task_not_found: No such task");
/// assert_eq!(response.request_id, Some("req_1".into()));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// The HTTP status.
    pub status: u16,
    /// What went wrong; empty when the body does not tell.
    pub problems: Vec<Problem>,
    /// The title of a body of problem details.
    pub title: Option<String>,
    /// The explanation of a body of problem details, or a `message` beside no `errors`.
    pub detail: Option<String>,
    /// The id of the answer.
    pub request_id: Option<RequestId>,
    /// The beginning of the body, at most [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) bytes; ends in `…` when there was more.
    pub excerpt: String,
}

impl ErrorResponse {
    /// Reads a body; one that tells nothing gives an answer without problems.
    #[must_use]
    pub fn read(status: u16, body: &[u8]) -> Self {
        let mut response = Self {
            status,
            excerpt: excerpt(body),
            ..Self::default()
        };
        if let Ok(Value::Object(fields)) = serde_json::from_slice(body) {
            response.take(&fields);
        }
        response
    }

    /// Returns the beginning of a body as text, at most [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) bytes, as [`excerpt`](Self::excerpt)
    /// has it: for an answer that reports no error and still cannot be used.
    #[must_use]
    pub fn excerpt_of(body: &[u8]) -> String {
        excerpt(body)
    }

    /// Makes an answer with a status and nothing else, for fixtures.
    #[must_use]
    pub fn testing(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    fn take(&mut self, fields: &Map<String, Value>) {
        self.problems = fields
            .get("errors")
            .or_else(|| fields.get("error"))
            .map(problems)
            .unwrap_or_default();
        self.title = text(fields, "title");
        self.detail = text(fields, "detail").or_else(|| text(fields, "message"));
        self.request_id = text(fields, "request_id").map(RequestId::from);
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.status)?;
        if let Some(problem) = self.problems.first() {
            return write!(formatter, " {problem}");
        }
        match (&self.title, &self.detail) {
            (Some(title), Some(detail)) => write!(formatter, " {title}: {detail}"),
            (Some(text), None) | (None, Some(text)) => write!(formatter, " {text}"),
            (None, None) => Ok(()),
        }
    }
}

/// Reads `errors`: a list of problems, an object of messages by field, or less than that.
fn problems(errors: &Value) -> Vec<Problem> {
    match errors {
        Value::Array(elements) => elements.iter().filter_map(problem).collect(),
        Value::Object(fields) if is_problem(fields) => vec![problem_of(fields)],
        Value::Object(fields) => fields.iter().flat_map(field_problems).collect(),
        other => problem(other).into_iter().collect(),
    }
}

fn problem(element: &Value) -> Option<Problem> {
    match element {
        Value::Object(fields) => Some(problem_of(fields)),
        Value::String(message) => Some(Problem {
            message: Some(message.clone()),
            ..Problem::default()
        }),
        _ => None,
    }
}

fn is_problem(fields: &Map<String, Value>) -> bool {
    ["type", "code", "message"]
        .iter()
        .any(|key| fields.get(*key).is_some_and(Value::is_string))
}

fn problem_of(fields: &Map<String, Value>) -> Problem {
    Problem {
        problem_type: text(fields, "type").map(Into::into),
        code: text(fields, "code").map(Into::into),
        message: text(fields, "message"),
        field: text(fields, "field"),
    }
}

/// Makes a problem of each message about one field of the request.
fn field_problems((field, messages): (&String, &Value)) -> Vec<Problem> {
    let mut found = problems(messages);
    for problem in &mut found {
        problem.field.get_or_insert_with(|| field.clone());
    }
    found
}

/// Returns a field that is a string, or a number that should have been one.
fn text(fields: &Map<String, Value>, key: &str) -> Option<String> {
    match fields.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
