//! Messages about bodies, tokens and parts of paths: `deck-types` alone.

use deck_types::ContinuationError;
use deck_types::Cursor;
use deck_types::Delivered;
use deck_types::ErrorResponse;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::ListTasks;
use deck_types::Listed;
use deck_types::Page;
use deck_types::PagePosition;
use deck_types::ResumeToken;
use deck_types::ResumeTokenError;
use deck_types::RunTask;
use deck_types::TaskRun;
use deck_types::path;
use deck_types::read_body;

use super::Messages;

pub(super) fn add(messages: &mut Messages) {
    bodies(messages);
    pages(messages);
    refusals(messages);
    parameters(messages);
    tokens(messages);
}

fn bodies(messages: &mut Messages) {
    messages.heading("The body of a response");
    let bodies: [(&str, &[u8]); 12] = [
        ("a field of the wrong type", br#"{"id": 7}"#),
        (
            "a field inside of others",
            br#"{"id": "a", "storage": [{"file_size": "x"}]}"#,
        ),
        ("a field that is absent", b"{}"),
        ("an array in the place of an object", br#"["trun_1"]"#),
        ("text that breaks off", br#"{"id": "trun_"#),
        ("no JSON", b"ready"),
        ("HTML", b"<!doctype html>"),
        ("nothing", b""),
        (
            "a report of an error",
            br#"{"errors": [{"type": "api", "code": "api_error"}]}"#,
        ),
        ("a byte that is no text", b"{\"id\": \"\xFF\"}"),
        ("gzip", b"\x1F\x8B\x08\x00"),
        (
            "a key that steers a terminal",
            "{\"id\": \"a\", \"storage\": {\"\u{202e}\u{7f}\": [}".as_bytes(),
        ),
    ];
    for (occasion, body) in bodies {
        messages.add_failure(occasion, read_body::<TaskRun>(body));
    }
    messages.add_failure("JSON by itself", Json::from_text("[1,\n2"));
    let json = Json::from_text(r#"{"total": 300}"#).unwrap();
    let small = json.parse::<std::collections::BTreeMap<String, u8>>();
    messages.add_failure("a type of one's own", small);
}

fn pages(messages: &mut Messages) {
    messages.heading("A page");
    let page = |body: &str| Page::<TaskRun>::from_json(body.as_bytes());
    messages.add_failure("an array", page("[]"));
    messages.add_failure("items that are no array", page(r#"{"data": 5}"#));
    messages.add_failure("a report of an error", page(r#"{"errors": ["No."]}"#));
    let body = br#"{"data": [{"id": "a"}, {"id": "b"}]}"#;
    messages.add_failure("too many items", Page::<TaskRun>::from_json_within(body, 1));
    let rejected = page(r#"{"data": [{"id": "trun_1\u001b[2J", "status": []}, 5]}"#)
        .unwrap()
        .rejected;
    messages.add("an item that cannot be decoded", &rejected[0]);
    messages.add("an item that is none", &rejected[1]);
    messages.add(
        "more, and no way to it",
        &ContinuationError::MissingContinuation,
    );
    messages.add("no word about more", &ContinuationError::UndecidedEnd);
}

fn refusals(messages: &mut Messages) {
    messages.heading("A response that reports an error, printed by itself");
    for body in [
        r#"{"errors": [{"type": "request", "code": "task_not_found", "message": "No such task"}]}"#,
        r#"{"errors": {"limit": ["Too big."]}}"#,
        r#"{"title": "Invalid", "detail": "Not so."}"#,
        r#"{"message": "\u001b[2J\r\nfine"}"#,
        "<html>",
    ] {
        let text = ErrorResponse::read(404, body.as_bytes()).to_string();
        messages.0 += &format!("\n{body}\n  {text}\n");
    }
}

fn parameters(messages: &mut Messages) {
    messages.heading("Parameters");
    messages.add_failure("an empty id in a path", path(["task-runs", ""]));
    messages.add_failure("an empty cursor", Cursor::new(""));
    let task = RunTask::new("task_1").with_extra("input", Json::from_text("1").unwrap());
    messages.add_failure("a member that has a field", task);
}

fn tokens(messages: &mut Messages) {
    messages.heading("A resume token");
    let listing = ListTaskRuns::new().agent_id("agt_1");
    let token = |position| {
        let listed = Listed::new(&listing).unwrap();
        ResumeToken::new(listed, position, Delivered::new(), None)
    };
    messages.add("of another kind", &ResumeTokenError::FutureVersion);
    let long = PagePosition::After("x".repeat(ResumeToken::MAX_LENGTH).into());
    messages.add_failure("too long", token(long));
    messages.add_failure("an empty position", token(PagePosition::After("".into())));
    let token = token(PagePosition::Start).unwrap();
    messages.add_failure("no token", "trun_1".parse::<ResumeToken>());
    let damaged = token.to_string() + "A";
    messages.add_failure("damaged", damaged.parse::<ResumeToken>());
    messages.add_failure("of another listing", token.request(&ListTasks::new()));
    let other = ListTaskRuns::new().agent_id("agt_2");
    messages.add_failure("with other filters", token.request(&other));
}
