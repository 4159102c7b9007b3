//! The hostile inputs, each with the reader that it is for.

use std::hint::black_box;

use deck_sandbox::NdjsonImport;
use deck_tests::properties;
use deck_types::ErrorResponse;
use deck_types::Json;
use deck_types::ListTaskRuns;
use deck_types::Page;
use deck_types::PageRequest;
use deck_types::ResumeToken;
use deck_types::TaskRun;
use deck_types::WithRaw;

/// One kind of input, of any size.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// The size that is measured first, in bytes; 4 and 16 times as much come after it.
    pub(crate) size: usize,
    /// Creates an input of about so many bytes.
    pub(crate) input: fn(usize) -> Vec<u8>,
    pub(crate) read: fn(&[u8]),
}

const fn page(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 256 << 10,
        input,
        read: read_page,
    }
}

const fn report(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 256 << 10,
        input,
        read: read_report,
    }
}

const fn ndjson(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 64 << 10,
        input,
        read: read_ndjson,
    }
}

const fn query(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 256 << 10,
        input,
        read: read_query,
    }
}

const fn token(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 700,
        input,
        read: read_token,
    }
}

const fn retry_after(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 16 << 10,
        input,
        read: properties::retry_after::check,
    }
}

const fn webhook(name: &'static str, input: fn(usize) -> Vec<u8>) -> Shape {
    Shape {
        name,
        size: 16 << 10,
        input,
        read: properties::webhook::check,
    }
}

pub(crate) const SHAPES: &[Shape] = &[
    ndjson("ndjson: many runs", |size| {
        let output = "x".repeat(300);
        let line = |index| format!("{{\"id\": \"trun_{index}\", \"output\": \"{output}\"}}\n");
        (0..size / 340).map(line).collect::<String>().into_bytes()
    }),
    ndjson("ndjson: one run over and over", |size| {
        b"{\"id\": \"trun_1\"}\n".repeat(size / 17)
    }),
    ndjson("ndjson: lines that are no runs", |size| {
        b"5\n".repeat(size / 2)
    }),
    ndjson("ndjson: one line without an end", |size| b"[".repeat(size)),
    ndjson("ndjson: one deep run", |size| {
        nested("{\"id\": \"a\", \"errors\": ", "[", "]", "}", size)
    }),
    page("page: many runs", |size| {
        many(
            r#"{"data": ["#,
            r#"{"id": "trun_1", "status": "queued"}"#,
            "]}",
            size,
        )
    }),
    page("page: many items that are no runs", |size| {
        many(r#"{"data": ["#, "5", "]}", size)
    }),
    page("page: many items with a fault at the end", |size| {
        many(
            r#"{"data": ["#,
            r#"{"id": "trun_1", "input": [1, 2, 3], "runtime_ms": true}"#,
            "]}",
            size,
        )
    }),
    page("page: a fault behind one long item", |size| {
        nested(
            r#"{"data": [{"id": "a", "input": ""#,
            "x",
            "",
            r#"", "status": 5}]}"#,
            size,
        )
    }),
    page("page: a fault inside deep arrays", |size| {
        nested(r#"{"data": [{"id": "a", "errors": "#, "[", "]", "}]}", size)
    }),
    page("page: a fault behind deep objects", |size| {
        nested(
            r#"{"data": [{"id": "a", "input": "#,
            r#"{"k":"#,
            "}",
            r#", "status": 5}]}"#,
            size,
        )
    }),
    page("page: deep arrays that are cut off", |size| {
        nested(r#"{"data": ["#, "[", "", "", size)
    }),
    page("page: a long word", |size| {
        nested(
            r#"{"data": [{"id": "a", "status": ""#,
            "w",
            "",
            r#""}]}"#,
            size,
        )
    }),
    page("page: a long id of an item that is no run", |size| {
        nested(
            r#"{"data": [{"status": 5, "id": ""#,
            "w",
            "",
            r#""}]}"#,
            size,
        )
    }),
    page("page: many escapes", |size| {
        nested(r#"{"next_cursor": ""#, r"\n", "", r#""}"#, size)
    }),
    page("page: many escapes of half characters", |size| {
        nested(r#"{"data": [{"id": ""#, r"\ud83d", "", r#""}]}"#, size)
    }),
    page("page: many lines before the fault", |size| {
        nested(r#"{"data": ["#, "\n", "", "5, {]}", size)
    }),
    page("page: many items that are no runs on many lines", |size| {
        many(r#"{"data": ["#, "\n5\n", "]}", size)
    }),
    page("page: one unknown key again and again", |size| {
        many("{", r#""later": 1"#, "}", size)
    }),
    page("page: one key of a run again and again", |size| {
        many(r#"{"data": [{"#, r#""id": "a""#, "}]}", size)
    }),
    page("page: long digits", |size| {
        nested(
            r#"{"data": [{"id": "a", "runtime_ms": "#,
            "9",
            "",
            "}]}",
            size,
        )
    }),
    page("page: long digits in a string", |size| {
        nested(
            r#"{"data": [{"id": "a", "runtime_ms": ""#,
            "9",
            "",
            r#""}]}"#,
            size,
        )
    }),
    page("page: many problems that are none", |size| {
        many(r#"{"data": [{"id": "a", "errors": ["#, "{}", ",5]}]}", size)
    }),
    page("page: quotes only", |size| nested("", "\"", "", "", size)),
    report("report: many problems", |size| {
        many(
            r#"{"errors": ["#,
            r#"{"code": "x", "message": "y"}"#,
            "]}",
            size,
        )
    }),
    report(
        "report: a long name of a field with many messages",
        |size| {
            let field = "k".repeat(size / 2);
            many(
                &format!(r#"{{"errors": {{"{field}": ["#),
                r#""x""#,
                "]}}",
                size,
            )
        },
    ),
    report("report: many names of fields", |size| {
        let members: Vec<String> = (0..size / 14)
            .map(|index| format!(r#""{index}": ["x"]"#))
            .collect();
        format!(r#"{{"errors": {{{}}}}}"#, members.join(",")).into_bytes()
    }),
    report("report: deep names of fields with many messages", |size| {
        let deep = r#"{"k":"#.repeat(120);
        many(
            &format!(r#"{{"errors": {deep}["#),
            r#""x""#,
            &format!("]{}}}", "}".repeat(120)),
            size,
        )
    }),
    report("report: deep arrays", |size| {
        nested(r#"{"errors": "#, "[", "]", "}", size)
    }),
    report("report: a mark of the reader again and again", |size| {
        nested(
            r#"{"errors": "#,
            r#"{"$serde_json::private::RawValue":"#,
            "}",
            "}",
            size,
        )
    }),
    report("report: one key again and again", |size| {
        many("{", r#""errors": []"#, "}", size)
    }),
    report("report: a long number", |size| {
        nested(r#"{"request_id": 0."#, "1", "", "}", size)
    }),
    report("report: bytes that are no text", |size| vec![0xFF; size]),
    query("query: many statuses", |size| {
        nested("limit=1", "&status=failed", "", "", size)
    }),
    query("query: many escapes", |size| {
        nested("agent_id=", "%C3%A9", "", "", size)
    }),
    query("query: many empty segments", |size| {
        nested("", "&", "", "", size)
    }),
    query("query: a long fraction of a second", |size| {
        nested("created_after=2026-11-01T00:00:00.", "9", "", "Z", size)
    }),
    query("query: long bounds", |size| {
        let fraction = "9".repeat(size / 2);
        let bound = format!("2026-11-01T00:00:00.{fraction}");
        format!("created_after={bound}Z&created_before={bound}1Z").into_bytes()
    }),
    query("query: a long page size", |size| {
        nested("limit=", "0", "", "1", size)
    }),
    query("query: a long cursor beside another", |size| {
        nested("cursor=", "x", "", "&starting_after=a", size)
    }),
    token("token: many statuses", |size| {
        forged(&nested("", "&status=x", "", "", size)[1..], &[])
    }),
    token("token: many fingerprints", |size| {
        forged(b"", &vec![7; size / 8])
    }),
    token("token: letters only", |size| {
        nested("deck1_", "A", "", "", size)
    }),
    retry_after("Retry-After: many digits", |size| {
        nested("", "9", "", "", size)
    }),
    retry_after("Retry-After: many digits of a fraction", |size| {
        nested("0.", "1", "", "", size)
    }),
    retry_after("Retry-After: many blanks", |size| {
        nested("1", " ", "", "1", size)
    }),
    webhook("webhook: long body", |size| {
        nested("msg_1\n1614265330\nv1,\n", "a", "", "", size)
    }),
    webhook("webhook: many signatures", |size| {
        nested("msg_1\n1614265330\n", "v1,A ", "", "", size)
    }),
    webhook("webhook: long id that is a secret", |size| {
        nested("", "QUJD", "", "\n1614265330\n\n", size)
    }),
];

/// Repeats `item` with commas until the text has the size.
fn many(begin: &str, item: &str, end: &str, size: usize) -> Vec<u8> {
    let room = size.saturating_sub(begin.len() + end.len());
    let items = vec![item; (room / (item.len() + 1)).max(1)];
    format!("{begin}{}{end}", items.join(",")).into_bytes()
}

/// Repeats `open`, and `close` as often, until the text has the size.
fn nested(begin: &str, open: &str, close: &str, end: &str, size: usize) -> Vec<u8> {
    let room = size.saturating_sub(begin.len() + end.len());
    let depth = (room / (open.len() + close.len())).max(1);
    format!("{begin}{}{}{end}", open.repeat(depth), close.repeat(depth)).into_bytes()
}

/// Forges a token of `GET /task-runs` at the start of the listing.
fn forged(filters: &[u8], fingerprints: &[u64]) -> Vec<u8> {
    let text = |text: &[u8]| {
        let length = u32::try_from(text.len()).unwrap_or_default();
        [&length.to_be_bytes(), text].concat()
    };
    let count = u16::try_from(fingerprints.len())
        .unwrap_or_default()
        .to_be_bytes();
    let distinct = (0..).zip(fingerprints).map(|(index, print)| print + index);
    let prints: Vec<u8> = distinct.flat_map(u64::to_be_bytes).collect();
    let inside = [
        &[0][..],
        &text(b"/task-runs"),
        &text(filters),
        &[0],
        &count,
        &prints,
    ]
    .concat();
    properties::resume_token::forge(&inside).into_bytes()
}

fn read_page(body: &[u8]) {
    drop(black_box(Page::<Json>::from_json(body)));
    drop(black_box(Page::<TaskRun>::from_json(body)));
    drop(black_box(Page::<WithRaw<TaskRun>>::from_json(body)));
}

fn read_report(body: &[u8]) {
    drop(black_box(ErrorResponse::read(400, body).to_string()));
}

fn read_ndjson(text: &[u8]) {
    drop(black_box(NdjsonImport::from_text(text).into_runs()));
}

fn read_query(query: &[u8]) {
    let list = std::str::from_utf8(query).map(PageRequest::<ListTaskRuns>::from_query);
    drop(black_box(list));
}

fn read_token(text: &[u8]) {
    let token = std::str::from_utf8(text).map(str::parse::<ResumeToken>);
    let _ = black_box(token);
}
