//! What holds for any body that is read as the report of an error.

use deck_types::EXCERPT_BYTES;
use deck_types::ErrorResponse;
use deck_types::Problem;
use deck_types::ProblemCode;
use deck_types::ProblemType;
use deck_types::RequestId;
use serde_json::Value;

/// Reads a body as the report of an error and checks what is found against the body.
///
/// # Panics
///
/// When the excerpt is not a bounded beginning of the body, or when a problem or an id that stands there
/// plainly is lost.
pub fn check(body: &[u8]) {
    let response = ErrorResponse::read(STATUS, body);
    assert_eq!(response.status, STATUS);
    the_excerpt_is_a_bounded_beginning(&response.excerpt, body);
    assert_eq!(response.excerpt, ErrorResponse::excerpt_of(body));
    assert!(response.to_string().starts_with("400"), "{response}");
    assert!(response.problems.len() <= body.len().min(ErrorResponse::MAX_PROBLEMS));
    assert!(length_of(&response.problems) <= MAX_LENGTH + body.len() * LONGEST_REPLACEMENT);
    if super::has_marks_of_the_reader(body) {
        return;
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        let again = ErrorResponse::read(STATUS, value.to_string().as_bytes());
        what_stands_there_plainly_is_found(&again, &value);
    }
}

const STATUS: u16 = 400;

/// What the names of fields come to at most, which are copied for each problem.
const MAX_LENGTH: usize = ErrorResponse::MAX_PROBLEMS * EXCERPT_BYTES;

/// How many bytes at most stand for one byte of the body: `1e9` is written `1000000000.0`.
const LONGEST_REPLACEMENT: usize = 8;

fn length_of(problems: &[Problem]) -> usize {
    problems
        .iter()
        .map(|problem| problem.to_string().len())
        .sum()
}

fn the_excerpt_is_a_bounded_beginning(excerpt: &str, body: &[u8]) {
    assert!(excerpt.len() <= EXCERPT_BYTES);
    let text = String::from_utf8_lossy(body);
    if text.len() <= EXCERPT_BYTES && body.len() <= EXCERPT_BYTES {
        assert_eq!(excerpt, text);
        return;
    }
    let beginning = excerpt.strip_suffix('…');
    assert!(
        beginning.is_some_and(|beginning| text.starts_with(beginning)),
        "{excerpt:?} is no marked beginning"
    );
    let longest_character = 4;
    assert!(
        excerpt.len() + longest_character > EXCERPT_BYTES,
        "{excerpt:?} is too short"
    );
}

fn what_stands_there_plainly_is_found(response: &ErrorResponse, value: &Value) {
    let request_id = response.request_id.as_ref().map(RequestId::as_str);
    if let Some(id) = value.get("request_id").and_then(Value::as_str) {
        assert_eq!(request_id, Some(id));
    }
    if let Some(title) = value.get("title").and_then(Value::as_str) {
        assert_eq!(response.title.as_deref(), Some(title));
    }
    if let Some(elements) = value.get("errors").and_then(Value::as_array) {
        let told = elements
            .iter()
            .filter(|element| element.is_object() || element.is_string());
        assert!(told.clone().count() == response.problems.len(), "{value}");
        for (element, problem) in told.zip(&response.problems) {
            the_problem_is_the_element(problem, element);
        }
    }
}

fn the_problem_is_the_element(problem: &Problem, element: &Value) {
    let field = |key: &str| element.get(key).and_then(Value::as_str);
    if let Some(code) = field("code") {
        assert_eq!(problem.code.as_ref().map(ProblemCode::as_str), Some(code));
    }
    if let Some(word) = field("type") {
        let problem_type = problem.problem_type.as_ref();
        assert_eq!(problem_type.map(ProblemType::as_str), Some(word));
    }
    if let Some(message) = element.as_str().or_else(|| field("message")) {
        assert_eq!(problem.message.as_deref(), Some(message));
        assert!(problem.to_string().ends_with(message));
    }
}
