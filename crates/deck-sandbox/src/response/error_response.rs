//! The error responses of the sandbox, all in the envelope of the API.
//!
//! Types and codes are those of the documentation where it shows one. The tables of codes are cut in every
//! copy, so `parameter_invalid`, `parameter_unknown`, `endpoint_not_found`, `object_not_found`,
//! `method_not_allowed`, `body_invalid`, `body_too_large`, `content_type_invalid` and
//! `interaction_not_required` are names of the sandbox's own. So is each `*_not_found` beside that of a task:
//! only the ending is known.

use std::borrow::Cow;

use bytes::Bytes;
use deck_types::Problem;
use deck_types::QueryError;
use deck_types::RequestId;
use deck_types::percent::PercentError;
use http::HeaderValue;
use http::Method;
use http::Response;
use http::StatusCode;
use http::header;
use serde::Serialize;

use crate::idempotency::key::MAX_KEY_LENGTH;
use crate::response::body::MAX_BODY_BYTES;
use crate::response::json;
use crate::response::route::BASE_PATH;

/// An error response in the envelope of the API.
#[derive(Debug)]
pub(crate) struct ErrorResponse {
    status: StatusCode,
    problem_type: &'static str,
    code: Cow<'static, str>,
    message: String,
    field: Option<String>,
    allow: Option<String>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    errors: [Problem; 1],
    request_id: &'a RequestId,
}

impl ErrorResponse {
    pub(crate) fn api_key_invalid() -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::UNAUTHORIZED,
            "api_key_invalid",
            "The API key is missing or invalid.",
        )
    }

    /// Says that there is nothing at `path`, which is below the path of the base URL.
    pub(crate) fn unknown_path(path: &str) -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::NOT_FOUND,
            "endpoint_not_found",
            format!("There is nothing at {BASE_PATH}{path}."),
        )
    }

    pub(crate) fn path_outside_base(path: &str) -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::NOT_FOUND,
            "endpoint_not_found",
            format!(
                "There is nothing at {path}. Every path of the API begins with {BASE_PATH}, which is a part \
                 of the base URL."
            ),
        )
    }

    pub(crate) fn method_not_allowed(method: &Method, allowed: &[&str]) -> ErrorResponse {
        let verb = if allowed.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{method} is not allowed here, {} {verb}.",
            allowed.join(" and ")
        );
        ErrorResponse {
            allow: Some(allowed.join(", ")),
            ..ErrorResponse::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                message,
            )
        }
    }

    /// Says that there is no object of the kind `object` that has `id`.
    pub(crate) fn unknown(object: &str, id: &str) -> ErrorResponse {
        let noun = object.replace('_', " ");
        ErrorResponse::new(
            StatusCode::NOT_FOUND,
            format!("{object}_not_found"),
            format!("There is no {noun} {id}."),
        )
    }

    pub(crate) fn unknown_cursor() -> ErrorResponse {
        ErrorResponse::invalid_parameter(
            "cursor",
            "The cursor is unknown, damaged, or belongs to a listing with other filters.",
        )
    }

    pub(crate) fn unknown_parameter(key: &str) -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::BAD_REQUEST,
            "parameter_unknown",
            format!("There is no parameter {key}."),
        )
        .with_field(key)
    }

    pub(crate) fn invalid_parameter(key: &str, message: impl Into<String>) -> ErrorResponse {
        ErrorResponse::new(StatusCode::BAD_REQUEST, "parameter_invalid", message).with_field(key)
    }

    /// Refuses `word`, which is none of `words`.
    pub(crate) fn unknown_word(key: &str, word: &str, words: &[&str]) -> ErrorResponse {
        let words = words.join(", ");
        let message = format!("{word:?} is not a value of {key}. The values are {words}.");
        ErrorResponse::invalid_parameter(key, message)
    }

    pub(crate) fn malformed_escape(key: &str, error: PercentError) -> ErrorResponse {
        ErrorResponse::invalid_parameter(key, format!("The parameter {key} has {error}."))
    }

    pub(crate) fn invalid_body(message: impl Into<String>) -> ErrorResponse {
        ErrorResponse::new(StatusCode::BAD_REQUEST, "body_invalid", message)
    }

    pub(crate) fn body_too_large() -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body_too_large",
            format!("The body has more than {MAX_BODY_BYTES} bytes."),
        )
    }

    pub(crate) fn unsupported_media_type() -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type_invalid",
            "The Content-Type of a body is application/json.",
        )
    }

    pub(crate) fn missing_input(key: &str) -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::BAD_REQUEST,
            "input_missing",
            format!("{key} is missing."),
        )
        .with_field(key)
    }

    pub(crate) fn interaction_not_required(id: &str) -> ErrorResponse {
        ErrorResponse::new(
            StatusCode::BAD_REQUEST,
            "interaction_not_required",
            format!("The task run {id} waits for no interaction."),
        )
    }

    pub(crate) fn session_limit_exceeded() -> ErrorResponse {
        ErrorResponse::of_type(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit",
            "session_limit_exceeded",
            "Agent sandbox limit exceeded.",
        )
    }

    pub(crate) fn invalid_idempotency_key() -> ErrorResponse {
        ErrorResponse::of_type(
            StatusCode::BAD_REQUEST,
            "idempotency",
            "idempotency_key_error",
            format!("An idempotency key has 1 to {MAX_KEY_LENGTH} visible ASCII characters."),
        )
    }

    pub(crate) fn idempotency_error(message: impl Into<String>) -> ErrorResponse {
        ErrorResponse::of_type(
            StatusCode::CONFLICT,
            "idempotency",
            "idempotency_error",
            message,
        )
    }

    pub(crate) fn rate_limited() -> ErrorResponse {
        ErrorResponse::of_type(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limit",
            "rate_limit_exceeded",
            "Too many requests.",
        )
    }

    /// Returns an error that was planned: type and code are what the documentation has for the status, or the
    /// nearest.
    pub(crate) fn planned(status: StatusCode) -> ErrorResponse {
        let (problem_type, code) = match status.as_u16() {
            401 => ("request", "api_key_invalid"),
            404 => ("request", "task_run_not_found"),
            409 => ("idempotency", "idempotency_error"),
            429 => ("rate_limit", "rate_limit_exceeded"),
            504 => ("api", "timeout"),
            500.. => ("api", "api_error"),
            _ => ("request", "parameter_invalid"),
        };
        let reason = status.canonical_reason().unwrap_or("Planned");
        ErrorResponse::of_type(status, problem_type, code, format!("{reason}, as planned."))
    }

    pub(crate) fn into_response(self, request_id: &RequestId) -> Response<Bytes> {
        let mut problem = Problem::fixture(self.problem_type, self.code.as_ref());
        problem.message = Some(self.message);
        problem.field = self.field;
        let mut response = json::response(
            self.status,
            &Envelope {
                errors: [problem],
                request_id,
            },
        );
        let allow = self.allow.map(HeaderValue::try_from);
        if let Some(Ok(allow)) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
        response
    }

    fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> ErrorResponse {
        ErrorResponse::of_type(status, "request", code, message)
    }

    fn of_type(
        status: StatusCode,
        problem_type: &'static str,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> ErrorResponse {
        ErrorResponse {
            status,
            problem_type,
            code: code.into(),
            message: message.into(),
            field: None,
            allow: None,
        }
    }

    fn with_field(self, key: &str) -> ErrorResponse {
        ErrorResponse {
            field: Some(key.to_owned()),
            ..self
        }
    }
}

impl From<QueryError> for ErrorResponse {
    fn from(error: QueryError) -> ErrorResponse {
        match error {
            QueryError::UnknownKey { key, .. } => ErrorResponse::unknown_parameter(&key),
            other => ErrorResponse::invalid_parameter(other.key(), other.to_string()),
        }
    }
}
