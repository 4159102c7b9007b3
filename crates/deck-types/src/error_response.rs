//! A response that reports an error, in any of the shapes it may come in.

use std::collections::BTreeMap;
use std::fmt;

use crate::excerpt::excerpt;
use crate::id::RequestId;
use crate::loose_value::LooseValue;
use crate::one_line::OneLine;
use crate::problem::Problem;
use crate::unknown_fields::UnknownFields;

/// A response that reports an error, read with patience.
///
/// Deck documents an envelope of `errors` and a `request_id`. Its validation errors may be problem details
/// instead, whose `errors` is an object of message lists by field, and what stands in front of Deck may
/// respond with HTML or nothing. All of them keep the status, a bounded beginning of the body, and whatever
/// problems and ids there were.
///
/// # Examples
///
/// The envelope:
///
/// ```
/// use deck_types::ErrorResponse;
///
/// let body = br#"{
///     "errors": [{"type": "request", "code": "task_not_found", "message": "No such task"}],
///     "request_id": "req_1"
/// }"#;
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
    /// What went wrong, at most [`MAX_PROBLEMS`](Self::MAX_PROBLEMS) things; empty when the body does not
    /// tell.
    pub problems: Vec<Problem>,
    /// The title of a body of problem details.
    pub title: Option<String>,
    /// The explanation of a body of problem details, or a `message` beside no `errors`.
    pub detail: Option<String>,
    /// The id of the response.
    pub request_id: Option<RequestId>,
    /// The beginning of the body, at most [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) bytes; ends in `…` when
    /// there was more.
    pub excerpt: String,
}

impl ErrorResponse {
    /// How many problems of a body are kept at most: the first ones.
    pub const MAX_PROBLEMS: usize = 1_000;

    /// How long a body may be of which more is kept than status and excerpt.
    ///
    /// A body of any shape is read into a tree, which takes up to 25 times its bytes.
    pub const MAX_BODY_BYTES: usize = 128 * 1024;

    /// Reads a body; one that tells nothing, or is longer than [`MAX_BODY_BYTES`](Self::MAX_BODY_BYTES),
    /// gives a response without problems.
    #[must_use]
    pub fn read(status: u16, body: &[u8]) -> Self {
        let mut response = Self {
            status,
            excerpt: excerpt(body),
            ..Self::default()
        };
        if body.len() <= Self::MAX_BODY_BYTES
            && let Ok(LooseValue::Fields(fields)) = serde_json::from_slice(body)
        {
            response.take(&fields);
        }
        response
    }

    /// Reads the body of a response whose status says success, where that body reports an error all the same:
    /// an object with `errors` (or `error`), or a `title` and a `status` as problem details have them, and
    /// none of the fields of a result (`id`, `data`, `object`).
    ///
    /// A run that failed has `errors` too, beside its `id`, and is no such body. One of more than
    /// [`MAX_BODY_BYTES`](Self::MAX_BODY_BYTES) / 8 bytes is not looked into.
    ///
    /// # Examples
    ///
    /// ```
    /// use deck_types::ErrorResponse;
    ///
    /// let body = br#"{"errors": [{"type": "api", "code": "api_error", "message": "Try later"}]}"#;
    /// let response = ErrorResponse::reported_in_success(200, body).ok_or("it reports an error")?;
    /// assert_eq!(response.to_string(), "200 api/api_error: Try later");
    ///
    /// let run = br#"{"id": "trun_1", "status": "failed", "errors": [{"type": "api"}]}"#;
    /// assert_eq!(ErrorResponse::reported_in_success(200, run), None);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn reported_in_success(status: u16, body: &[u8]) -> Option<Self> {
        if body.len() > Self::MAX_BODY_BYTES / 8 {
            return None;
        }
        let Ok(LooseValue::Fields(fields)) = serde_json::from_slice(body) else {
            return None;
        };
        if RESULT_FIELDS.iter().any(|name| fields.contains_key(*name)) {
            return None;
        }
        let mut response = Self {
            status,
            excerpt: excerpt(body),
            ..Self::default()
        };
        response.take(&fields);
        let has_status = matches!(fields.get("status"), Some(LooseValue::Number(_)));
        let has_details = has_status && response.title.is_some();
        (!response.problems.is_empty() || has_details).then_some(response)
    }

    /// Returns whether the body has the form in which the API reports errors: a request id, or a problem with
    /// a type, a code or a field. A response without is probably from something in front of the API, or from
    /// a server that is not Deck's.
    #[must_use]
    pub fn is_in_api_form(&self) -> bool {
        self.request_id.is_some() || self.problems.iter().any(Problem::is_classified)
    }

    /// Returns the beginning of a body as text, at most [`EXCERPT_BYTES`](crate::EXCERPT_BYTES) bytes, as
    /// [`excerpt`](Self::excerpt) has it: for a response that reports no error and still cannot be used.
    #[must_use]
    pub fn excerpt_of(body: &[u8]) -> String {
        excerpt(body)
    }

    /// Creates a response with a status and nothing else, for fixtures.
    #[must_use]
    pub fn fixture(status: u16) -> Self {
        Self {
            status,
            ..Self::default()
        }
    }

    fn take(&mut self, fields: &Fields) {
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
        let (title, detail) = (self.title.as_deref(), self.detail.as_deref());
        match (title.map(OneLine), detail.map(OneLine)) {
            (Some(title), Some(detail)) => write!(formatter, " {title}: {detail}"),
            (Some(text), None) | (None, Some(text)) => write!(formatter, " {text}"),
            (None, None) => Ok(()),
        }
    }
}

/// What results have and reports of errors have not.
const RESULT_FIELDS: [&str; 3] = ["id", "data", "object"];

type Fields = BTreeMap<String, LooseValue>;

/// Reads `errors`: a list of problems, an object of messages by field, or less than that.
fn problems(errors: &LooseValue) -> Vec<Problem> {
    match errors {
        LooseValue::List(elements) => bounded(elements.iter().filter_map(problem)),
        LooseValue::Fields(fields) if is_problem(fields) => vec![problem_of(fields)],
        LooseValue::Fields(fields) => bounded(fields.iter().flat_map(field_problems)),
        other => problem(other).into_iter().collect(),
    }
}

fn bounded(problems: impl Iterator<Item = Problem>) -> Vec<Problem> {
    problems.take(ErrorResponse::MAX_PROBLEMS).collect()
}

fn problem(element: &LooseValue) -> Option<Problem> {
    match element {
        LooseValue::Fields(fields) => Some(problem_of(fields)),
        LooseValue::Text(message) => Some(Problem {
            message: Some(message.clone()),
            ..Problem::default()
        }),
        _ => None,
    }
}

fn is_problem(fields: &Fields) -> bool {
    ["type", "code", "message"].iter().any(|key| {
        fields
            .get(*key)
            .is_some_and(|value| matches!(value, LooseValue::Text(_)))
    })
}

fn problem_of(fields: &Fields) -> Problem {
    Problem {
        problem_type: text(fields, "type").map(Into::into),
        code: text(fields, "code").map(Into::into),
        message: text(fields, "message"),
        field: text(fields, "field"),
        unknown_fields: UnknownFields::new(),
    }
}

/// Creates a problem of each message about one field of the request.
///
/// Each of them gets a copy of the name. Were it not cut, a long name with many messages would fill the
/// memory.
fn field_problems((field, messages): (&String, &LooseValue)) -> Vec<Problem> {
    let mut found = problems(messages);
    let field = excerpt(field.as_bytes());
    for problem in &mut found {
        problem.field.get_or_insert_with(|| field.clone());
    }
    found
}

/// Returns a field that is a string, or a number that should have been one.
fn text(fields: &Fields, key: &str) -> Option<String> {
    match fields.get(key)? {
        LooseValue::Text(text) => Some(text.clone()),
        LooseValue::Number(digits) => Some(digits.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ErrorResponse;
    use crate::excerpt::EXCERPT_BYTES;
    use crate::problem::problem_type::ProblemType;

    #[track_caller]
    fn read(status: u16, body: &str) -> ErrorResponse {
        ErrorResponse::read(status, body.as_bytes())
    }

    #[test]
    fn the_envelope_gives_its_problems_and_its_request_id() {
        let body = r#"{
            "errors": [
                {"type": "request", "code": "input_missing", "message": "No", "field": "limit"},
                {"type": "new"}
            ],
            "request_id": "req_1"
        }"#;
        let response = read(400, body);

        assert_eq!(
            response.problems[0].to_string(),
            "request/input_missing (field limit): No"
        );
        assert_eq!(
            response.problems[1]
                .problem_type
                .as_ref()
                .map(ProblemType::is_known),
            Some(false)
        );
        assert_eq!(response.request_id, Some("req_1".into()));
        assert_eq!(response.excerpt, body);
    }

    #[test]
    fn problem_details_give_a_problem_for_each_message() {
        let response = read(
            400,
            r#"{"title": "Invalid", "status": 400,
                "errors": {"limit": ["Too big.", "Odd."], "$": "Bad."}, "traceId": "00-1"}"#,
        );

        let problems: Vec<String> = response.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "problem (field $): Bad.",
                "problem (field limit): Too big.",
                "problem (field limit): Odd."
            ]
        );
        assert_eq!(response.title.as_deref(), Some("Invalid"));
    }

    #[test]
    fn problem_details_without_problems_are_printed_by_title_and_detail() {
        assert_eq!(
            read(403, r#"{"title": "Forbidden", "detail": "Not yours."}"#).to_string(),
            "403 Forbidden: Not yours."
        );
        assert_eq!(
            read(403, r#"{"message": "Not yours."}"#).to_string(),
            "403 Not yours."
        );
    }

    #[test]
    fn a_result_and_an_empty_report_are_no_error_in_a_success() {
        for body in [
            r#"{"data": [], "errors": [{"type": "api"}]}"#,
            r#"{"object": "task", "title": "Bills", "status": 1}"#,
            r#"{"title": "Bills", "status": "active"}"#,
            r#"{"errors": []}"#,
            r#"{"message": "Queued"}"#,
            r#"{"status": "ready"}"#,
            r#"[{"errors": ["No."]}]"#,
            "no JSON",
        ] {
            let found = ErrorResponse::reported_in_success(200, body.as_bytes());
            assert_eq!(found, None, "{body}");
        }
    }

    #[test]
    fn the_form_of_the_api_is_an_envelope_and_not_any_json() {
        for (body, expected) in [
            (r#"{"errors": [{"code": "x"}]}"#, true),
            (r#"{"errors": {"limit": ["Too big."]}}"#, true),
            (r#"{"errors": [], "request_id": "req_1"}"#, true),
            (r#"{"error": "Not Found"}"#, false),
            (
                r#"{"message": "no Route matched with those values"}"#,
                false,
            ),
            ("<html>", false),
            ("", false),
        ] {
            assert_eq!(read(404, body).is_in_api_form(), expected, "{body}");
        }
    }

    #[test]
    fn a_message_that_steers_a_terminal_is_printed_escaped() {
        let body = r#"{"errors": ["\u001b[2J"], "title": "\n"}"#;
        assert_eq!(read(400, body).to_string(), r"400 problem: \u{1b}[2J");
    }

    #[test]
    fn a_single_error_counts_as_a_list_of_one() {
        let response = read(500, r#"{"error": {"type": "api", "code": "api_error"}}"#);

        assert_eq!(response.to_string(), "500 api/api_error");
    }

    #[test]
    fn an_envelope_with_parts_of_the_wrong_type_gives_the_rest() {
        let response = read(
            400,
            r#"{"errors": [null, 5, "Broken.", {"type": 1, "code": [], "message": null}],
                "request_id": null}"#,
        );

        let problems: Vec<String> = response.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, ["problem: Broken.", "1"]);
        assert_eq!(response.request_id, None);
    }

    #[test]
    fn a_body_without_json_keeps_status_and_excerpt() {
        for body in ["", "<html>Bad gateway</html>", "null", "[]", "{"] {
            let mut expected = ErrorResponse::fixture(502);
            expected.excerpt = body.into();
            assert_eq!(read(502, body), expected);
            assert_eq!(read(502, body).to_string(), "502");
        }
    }

    #[test]
    fn a_mark_of_the_json_reader_in_a_body_is_a_key_like_any_other() {
        let response = read(
            400,
            r#"{"$serde_json::private::RawValue": "{\"request_id\": \"req_1\"}"}"#,
        );

        assert_eq!(response.request_id, None);
    }

    #[test]
    fn bodies_inside_bodies_do_not_use_up_the_stack() {
        let mut body = String::from("1");
        for _ in 0..16 {
            let inside = serde_json::to_string(&body).unwrap();
            let mark = format!(r#"{{"$serde_json::private::RawValue": {inside}}}"#);
            body = format!("{}{mark}{}", "[".repeat(100), "]".repeat(100));
        }

        assert!(
            read(400, &format!(r#"{{"errors": {body}}}"#))
                .problems
                .is_empty()
        );
    }

    #[test]
    fn a_long_name_of_a_field_is_not_copied_whole_for_each_of_many_messages() {
        let messages = vec!["x"; ErrorResponse::MAX_PROBLEMS + 1].join(r#"",""#);
        let field = "é".repeat(EXCERPT_BYTES);
        let response = read(
            422,
            &format!(r#"{{"errors": {{"{field}": ["{messages}"]}}}}"#),
        );

        assert_eq!(response.problems.len(), ErrorResponse::MAX_PROBLEMS);
        for problem in &response.problems {
            assert!(
                problem
                    .field
                    .as_ref()
                    .is_some_and(|name| name.len() <= EXCERPT_BYTES)
            );
        }
    }

    #[test]
    fn of_a_body_that_is_too_long_only_status_and_excerpt_are_kept() {
        let body = |length: usize| {
            let start = r#"{"request_id": "req_1"#;
            format!("{start}\"{}}}", " ".repeat(length - start.len() - 2))
        };
        let fits = read(502, &body(ErrorResponse::MAX_BODY_BYTES));
        let too_long = read(502, &body(ErrorResponse::MAX_BODY_BYTES + 1));

        assert_eq!(fits.request_id, Some("req_1".into()));
        assert_eq!(too_long.request_id, None);
        assert_eq!(too_long.excerpt, fits.excerpt);
    }

    #[test]
    fn a_long_body_is_cut_and_marked() {
        let response = read(502, &"é".repeat(2_000));

        assert!(
            response.excerpt.len() <= EXCERPT_BYTES && response.excerpt.len() > EXCERPT_BYTES - 5
        );
        assert!(response.excerpt.ends_with("é…"), "{}", response.excerpt);
    }

    #[test]
    fn a_body_that_just_fits_is_not_cut() {
        let body = "x".repeat(EXCERPT_BYTES);

        assert_eq!(read(502, &body).excerpt, body);
    }

    proptest! {
        #[test]
        fn any_body_is_read_and_bounded(body in proptest::collection::vec(any::<u8>(), 0..3_000)) {
            let response = ErrorResponse::read(500, &body);
            prop_assert!(response.excerpt.len() <= EXCERPT_BYTES);
        }
    }
}
