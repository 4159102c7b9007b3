//! Inputs of the right structure, with anything inside.

use deck_tests::properties;
use proptest::prelude::*;
use proptest::sample::select;

/// Draws a page: items that are runs and items that are not, and fields around them.
pub(super) fn page() -> impl Strategy<Value = Vec<u8>> {
    let items =
        prop::collection::vec(item(), 0..12).prop_map(|items| format!("[{}]", items.join(", ")));
    let field = prop_oneof![
        prop_oneof![Just("true"), Just("false"), Just("null"), Just("1")]
            .prop_map(|value| format!(r#""has_more": {value}"#)),
        any_text().prop_map(|text| format!(r#""next_cursor": {text}"#)),
        any_text().prop_map(|text| format!(r#""request_id": {text}"#)),
        any_value().prop_map(|value| format!(r#""later": {value}"#)),
        any_value().prop_map(|value| format!(r#""data": {value}"#)),
    ];
    (items, prop::collection::vec(field, 0..4)).prop_map(|(items, mut fields)| {
        fields.insert(fields.len() / 2, format!(r#""data": {items}"#));
        format!("{{{}}}", fields.join(",\n")).into_bytes()
    })
}

/// A model with every field that is documented for it, some of them absent, null or anything, and with fields
/// that are not known.
pub(super) fn model() -> impl Strategy<Value = Vec<u8>> {
    let mut complete = Vec::new();
    properties::model::visit_all(&mut |case| complete.push(case.complete()));
    let member = prop_oneof![4 => Just(None), 1 => any_value().prop_map(Some)];
    let members = prop::collection::vec(member, 30);
    let unknown = prop::collection::vec((any_text(), any_value()), 0..3);
    (select(complete), members, unknown).prop_map(|(complete, members, unknown)| {
        let known = complete.as_object().unwrap().iter().zip(members);
        let known = known.map(|((key, value), other)| {
            let value = other.unwrap_or_else(|| value.to_string());
            format!("{key:?}: {value}")
        });
        let unknown = unknown.iter().map(|(key, value)| format!("{key}: {value}"));
        let members: Vec<String> = known.chain(unknown).collect();
        format!("{{{}}}", members.join(", ")).into_bytes()
    })
}

/// Keys of bodies and words of values, and whatever has a meaning in JSON.
pub(super) fn body() -> impl Strategy<Value = Vec<u8>> {
    let words = vec![
        "name", "agent_id", "input", "type", "events", "webhook", "*", "none", "..", "a/b", "\"",
        "\\",
    ];
    prop_oneof![
        select(words).prop_map(str::to_owned),
        any_text(),
        any_value()
    ]
    .prop_map(String::into_bytes)
}

/// Lines that are runs, lines that are none, and blank ones, behind any end of line.
pub(super) fn ndjson_import() -> impl Strategy<Value = Vec<u8>> {
    let begin = select(vec!["", "", "\u{feff}", "\n", " "]);
    let end = select(vec!["\n", "\r\n", "\n\n", "\r", " \n\t\n"]);
    let run = "[a-c]".prop_map(|id| format!(r#"{{"id": "{id}", "status": "queued"}}"#));
    let spaces = (0_usize..700).prop_map(|count| " ".repeat(count));
    let line = prop_oneof![4 => item(), 2 => run, 1 => any::<String>(), 1 => spaces];
    let lines = prop::collection::vec((line, end), 0..10);
    (begin, lines).prop_map(|(begin, lines)| {
        let lines = lines.into_iter().map(|(line, end)| line + end);
        format!("{begin}{}", lines.collect::<String>()).into_bytes()
    })
}

fn item() -> impl Strategy<Value = String> {
    let run = prop::collection::vec(member(), 0..6)
        .prop_map(|members| format!(r#"{{"id": "trun_1"{}}}"#, members.concat()));
    prop_oneof![3 => run, 1 => any_value()]
}

fn member() -> impl Strategy<Value = String> {
    let key = select(vec![
        "id",
        "object",
        "status",
        "result",
        "task_id",
        "runtime_ms",
        "input",
        "output",
        "storage",
        "artifacts",
        "errors",
        "interaction",
        "created_at",
        "later",
    ]);
    (key, any_value()).prop_map(|(key, value)| format!(r#", "{key}": {value}"#))
}

/// Draws a JSON string of any text.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z_]{0,8}"]
        .prop_map(|text| serde_json::to_string(&text).unwrap())
}

/// Draws any JSON value, now and then nested deeper than a stack would bear.
fn any_value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any_text(),
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?",
        any::<i64>().prop_map(|number| number.to_string()),
        (100_usize..3_000).prop_map(|depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth))),
    ];
    leaf.prop_recursive(3, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|elements| format!("[{}]", elements.join(","))),
            prop::collection::vec((any_text(), inner), 0..5).prop_map(|members| {
                let members: Vec<_> = members
                    .iter()
                    .map(|(key, value)| format!("{key}: {value}"))
                    .collect();
                format!("{{{}}}", members.join(", "))
            }),
        ]
    })
}

/// Draws a report of an error: the envelope, problem details, or less.
pub(super) fn error_envelope() -> impl Strategy<Value = Vec<u8>> {
    let key = select(vec![
        "errors",
        "error",
        "request_id",
        "title",
        "detail",
        "message",
        "type",
        "code",
        "field",
    ]);
    let list = prop::collection::vec(problem(), 0..5)
        .prop_map(|problems| format!("[{}]", problems.join(",")));
    let value = prop_oneof![list, problem(), any_value()];
    prop::collection::vec((key, value), 0..6).prop_map(|members| object(&members).into_bytes())
}

fn problem() -> impl Strategy<Value = String> {
    let key = select(vec!["type", "code", "message", "field", "limit"]);
    prop::collection::vec((key, any_value()), 0..5).prop_map(|members| object(&members))
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<_> = members
        .iter()
        .map(|(key, value)| format!(r#""{key}":{value}"#))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Draws a query: known keys in any order with values that are escaped, more or less.
pub(super) fn query() -> impl Strategy<Value = Vec<u8>> {
    queries().prop_map(String::into_bytes)
}

fn queries() -> impl Strategy<Value = String> {
    let pair = prop_oneof![
        (1_u8..=101).prop_map(|size| format!("limit={size}")),
        (
            select(vec!["cursor", "starting_after", "ending_before"]),
            escaped()
        )
            .prop_map(pair),
        (
            select(vec!["status", "source_id", "outcome", "type"]),
            escaped()
        )
            .prop_map(pair),
        (
            select(vec![
                "agent_id",
                "credential_id",
                "task_id",
                "workflow_id",
                "external_id"
            ]),
            escaped()
        )
            .prop_map(pair),
        (select(vec!["created_after", "created_before"]), timestamp()).prop_map(pair),
    ];
    prop::collection::vec(pair, 0..5).prop_map(|pairs| pairs.join("&"))
}

fn pair((key, value): (&str, String)) -> String {
    format!("{key}={value}")
}

fn escaped() -> impl Strategy<Value = String> {
    let escapes =
        any::<String>().prop_map(|text| text.bytes().map(|byte| format!("%{byte:02x}")).collect());
    prop_oneof!["[a-z0-9_.~+-]{0,12}", escapes]
}

fn timestamp() -> impl Strategy<Value = String> {
    concat!(
        "20[0-9]{2}-(0[1-9]|1[0-2])-[0-3][0-9][Tt]([01][0-9]|2[0-4]):[0-5][0-9]:[0-6][0-9]",
        "(\\.[0-9]{1,30})?([Zz]|%2B[01][0-9]:00)",
    )
}

/// Draws the inside of a token, or a whole one: what is listed, a position, fingerprints, what is left of a
/// cap, and a way back.
pub(super) fn resume_token() -> impl Strategy<Value = Vec<u8>> {
    let inside = Inside {
        remaining: any::<Option<u64>>().boxed(),
        page_size: prop::option::of(prop_oneof![9 => 1_u8..=100, 1 => any::<u8>()]).boxed(),
        listed: listed().boxed(),
        position: position().boxed(),
        fingerprints: prop::collection::vec(prop_oneof![any::<u64>(), 0_u64..4], 0..6).boxed(),
        anchors: prop::option::of(prop::collection::vec("[a-z_0-9]{0,6}", 0..18)).boxed(),
        origin: prop::option::of(position()).boxed(),
    };
    (inside.bytes(), any::<bool>()).prop_map(|(inside, is_whole)| {
        if is_whole {
            properties::resume_token::forge(&inside).into_bytes()
        } else {
            inside
        }
    })
}

/// The parts of a token, in the order in which its documentation tells of them.
struct Inside {
    remaining: BoxedStrategy<Option<u64>>,
    page_size: BoxedStrategy<Option<u8>>,
    listed: BoxedStrategy<(String, String)>,
    position: BoxedStrategy<Vec<u8>>,
    fingerprints: BoxedStrategy<Vec<u64>>,
    anchors: BoxedStrategy<Option<Vec<String>>>,
    origin: BoxedStrategy<Option<Vec<u8>>>,
}

impl Inside {
    fn bytes(self) -> impl Strategy<Value = Vec<u8>> {
        let place = (self.listed, self.position);
        let numbers = (self.remaining, self.page_size);
        let recovery_points = (self.anchors, self.origin);
        let parts = (numbers, place, self.fingerprints, recovery_points);
        parts.prop_map(|(numbers, (listed, position), prints, (anchors, origin))| {
            let (remaining, page_size) = numbers;
            let flags = [
                remaining.is_some(),
                page_size.is_some(),
                anchors.is_some(),
                origin.is_some(),
            ];
            let flags = (0..)
                .zip(flags)
                .map(|(bit, is_set)| u8::from(is_set) << bit);
            let mut bytes = vec![flags.sum()];
            bytes.extend(remaining.iter().flat_map(|count| count.to_be_bytes()));
            bytes.extend(page_size);
            put_text(&mut bytes, &listed.0);
            put_text(&mut bytes, &listed.1);
            bytes.extend(position);
            bytes.extend(u16::try_from(prints.len()).unwrap().to_be_bytes());
            bytes.extend(prints.iter().flat_map(|print| print.to_be_bytes()));
            if let Some(anchors) = anchors {
                bytes.push(u8::try_from(anchors.len()).unwrap());
                anchors.iter().for_each(|id| put_text(&mut bytes, id));
            }
            bytes.extend(origin.into_iter().flatten());
            bytes
        })
    }
}

/// Draws a path and filters: of a listing that there is, of another, or none that could be written.
fn listed() -> impl Strategy<Value = (String, String)> {
    let path = prop_oneof![
        6 => select(vec!["/task-runs", "/tasks", "/task-runs/trun_1/storage"]).prop_map(str::to_owned),
        1 => "(/[a-z.%0-9]{0,4}){0,3}",
    ];
    let filters = prop_oneof![
        3 => Just(String::new()),
        3 => "(status=[a-z]{1,6})?",
        2 => "(status=failed&)?agent_id=([a-z0-9_]|%2F|%C3%A9){0,6}",
        1 => queries(),
    ];
    (path, filters)
}

/// Draws the bytes of a position, now and then of no kind.
fn position() -> impl Strategy<Value = Vec<u8>> {
    let at = (
        prop_oneof![9 => 1_u8..=3, 1 => any::<u8>()],
        "[a-z0-9_]{0,6}",
    )
        .prop_map(|(kind, text)| {
            let mut bytes = vec![kind];
            put_text(&mut bytes, &text);
            bytes
        });
    prop_oneof![Just(vec![0]), at]
}

/// Writes a text behind its length, which is wrong when the text is a broken one.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    let fault = usize::from(text.starts_with("0"));
    let length = u32::try_from(text.len() + fault).unwrap();
    bytes.extend(length.to_be_bytes());
    bytes.extend(text.as_bytes());
}

/// Draws a wait in seconds or as a date, and perhaps the date of the response.
pub(super) fn retry_after() -> impl Strategy<Value = Vec<u8>> {
    let wait = prop_oneof![
        "[ \t]?[0-9]{0,30}(\\.[0-9]{0,30})?[ \t]?",
        date(),
        "[+-]?[0-9]{1,3}(e[0-9]|inf|NaN)?"
    ];
    (wait, prop::option::of(date())).prop_map(|(wait, date)| match date {
        Some(date) => format!("{wait}\n{date}").into_bytes(),
        None => wait.into_bytes(),
    })
}

fn date() -> impl Strategy<Value = String> {
    prop_oneof![
        concat!(
            "(Mon|Tue|Sun), [0-3][0-9] (Jan|Feb|Nov|Dec) (19[67]|20[0-3]|999)[0-9] ",
            "[0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        ),
        "(Monday|Tuesday|Sunday), [0-3][0-9]-(Jan|Feb|Nov)-[0-9]{2} [0-2][0-9]:[0-6][0-9]:[0-6][0-9] GMT",
        "(Mon|Tue|Sun) (Jan|Feb|Nov) [ 0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9] (19[67]|20[0-3])[0-9]",
    ]
}

/// A request that is nearly a delivery: id, timestamp and signatures in a line each, and an event.
pub(super) fn webhook() -> impl Strategy<Value = Vec<u8>> {
    let id = prop_oneof![
        "[!-~]{0,20}",
        "evt_[a-z0-9.]{0,8}",
        "whsec_[A-Za-z0-9+/]{0,48}={0,2}"
    ];
    let timestamp = prop_oneof!["[0-9]{1,21}", "0{0,2}16142653[0-9]{2}", "[0-9.+-]{0,12}"];
    let entry = prop_oneof![
        "v1,[A-Za-z0-9+/]{43}=",
        "v1a?,[A-Za-z0-9+/]{0,8}={0,2}",
        "[ -~]{0,8}",
        Just("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned()),
    ];
    let signatures = prop::collection::vec(entry, 0..40).prop_map(|entries| entries.join(" "));
    let key = select(vec!["id", "type", "data", "created_at", "object", "x"]);
    let body = prop::collection::vec((key, any_value()), 0..6).prop_map(|members| object(&members));
    (id, timestamp, signatures, body).prop_map(|(id, timestamp, signatures, body)| {
        format!("{id}\n{timestamp}\n{signatures}\n{body}").into_bytes()
    })
}
